// SPDX-License-Identifier: Apache-2.0
package org.mach4j.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** By JNI. */
public class JniDowncall extends Downcall {
    @Override
    String provider() {
        return "jni";
    }

    /** Loads the method's function. */
    @Setup
    @SuppressWarnings("restricted")
    public void loadBare() {
        System.load(library());
    }

    /** A static native method whose C function calls {@code mach_msg}. */
    @Benchmark
    public int bare() {
        return mach_msg(message, option, sendSize, rcvSize, rcvName, timeout, notify);
    }

    private static native int mach_msg(
            long msg, int option, int sendSize, int rcvSize, int rcvName, int timeout, int notify);
}
