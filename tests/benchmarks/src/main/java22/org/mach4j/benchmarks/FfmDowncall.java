// SPDX-License-Identifier: Apache-2.0
package org.mach4j.benchmarks;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import org.openjdk.jmh.annotations.Benchmark;

/** By the JDK's foreign function interface. */
public class FfmDowncall extends Downcall {
    @Override
    String provider() {
        return "ffm";
    }

    /** A downcall handle of one function, in a constant. */
    @Benchmark
    public int bare() throws Throwable {
        return (int) Direct.MACH_MSG.invokeExact(message, option, sendSize, rcvSize, rcvName, timeout, notify);
    }

    /** Initialized by the first call, when the library is known. */
    @SuppressWarnings("restricted")
    private static final class Direct {
        static final MethodHandle MACH_MSG = Linker.nativeLinker()
                .downcallHandle(
                        SymbolLookup.libraryLookup(library(), Arena.global())
                                .find("mach_msg")
                                .orElseThrow(),
                        FunctionDescriptor.of(
                                JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    }
}
