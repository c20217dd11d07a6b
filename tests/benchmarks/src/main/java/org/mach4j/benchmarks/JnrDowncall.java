// SPDX-License-Identifier: Apache-2.0
package org.mach4j.benchmarks;

import jnr.ffi.LibraryLoader;
import jnr.ffi.LibraryOption;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** By jnr-ffi. */
public class JnrDowncall extends Downcall {
    private Direct direct;

    @Override
    String provider() {
        return "jnr";
    }

    /** Binds the method. */
    @Setup
    public void loadBare() {
        direct = LibraryLoader.create(Direct.class)
                .option(LibraryOption.IgnoreError, true)
                .load(library());
    }

    /** An interface of one function. */
    @Benchmark
    public int bare() {
        return direct.mach_msg(message, option, sendSize, rcvSize, rcvName, timeout, notify);
    }

    /** Public because jnr-ffi implements it. */
    public interface Direct {
        /** The function. */
        int mach_msg(long msg, int option, int sendSize, int rcvSize, int rcvName, int timeout, int notify);
    }
}
