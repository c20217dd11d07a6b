// SPDX-License-Identifier: Apache-2.0
package org.mach4j.benchmarks;

import com.sun.jna.Native;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** By JNA. */
public class JnaDowncall extends Downcall {
    @Override
    String provider() {
        return "jna";
    }

    /** Binds the method. */
    @Setup
    public void loadBare() {
        Native.register(Direct.class, library());
    }

    /** A direct mapping. */
    @Benchmark
    public int bare() {
        return Direct.mach_msg(message, option, sendSize, rcvSize, rcvName, timeout, notify);
    }

    private static final class Direct {
        private static native int mach_msg(
                long msg, int option, int sendSize, int rcvSize, int rcvName, int timeout, int notify);
    }
}
