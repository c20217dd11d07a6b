// SPDX-License-Identifier: Apache-2.0
package org.mach4j.benchmarks;

import java.util.concurrent.TimeUnit;
import org.mach4j.libsystem.BundledLibrary;
import org.mach4j.libsystem.LibSystemProvider;
import org.mach4j.spi.MachCalls;
import org.mach4j.spi.MachProvider;
import org.mach4j.spi.MachProviders;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One {@code mach_msg} of a library that returns at once: through a binding, and beside it by the same technique with nothing around it, which
 * each subclass adds as {@code bare}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public abstract class Downcall {
    private static final BundledLibrary LIBRARY = new BundledLibrary(Downcall.class, "mach4j-benchmarks");

    // Fields, so that no argument is a constant. The library looks at none of them.
    long message = 0x1000;
    int option = 3;
    int sendSize = 24;
    int rcvSize = 92;
    int rcvName = 0x103;
    int timeout;
    int notify;

    private MachCalls calls;

    abstract String provider();

    /** The library's path; for {@link Setup} methods of subclasses, which come after this class's own. */
    static String library() {
        return System.getProperty(LibSystemProvider.LIBRARY_PROPERTY);
    }

    /** Opens the binding on the library. */
    @Setup
    public void open() {
        System.setProperty(LibSystemProvider.LIBRARY_PROPERTY, LIBRARY.extract().toString());
        MachProvider provider = MachProviders.all().stream()
                .filter(candidate -> candidate.name().equals(provider()))
                .findFirst()
                .orElseThrow();
        calls = provider.open().task().calls();
    }

    /** Through the binding. */
    @Benchmark
    public int binding() {
        return calls.mach_msg(message, option, sendSize, rcvSize, rcvName, timeout, notify);
    }
}
