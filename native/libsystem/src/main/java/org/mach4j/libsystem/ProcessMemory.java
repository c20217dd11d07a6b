// SPDX-License-Identifier: Apache-2.0
package org.mach4j.libsystem;

import java.nio.ByteBuffer;

/** The memory of this process, as a binding reaches it: C's allocator, and buffers over any address. */
public interface ProcessMemory {
    /**
     * Zero-filled memory from {@code calloc}.
     *
     * @param size in bytes, at least 1
     * @return an address, a multiple of 16
     * @throws OutOfMemoryError where the host has no room
     */
    long allocate(long size);

    /** Gives memory from {@link #allocate} back. */
    void free(long address);

    /** A direct buffer over memory at an address, which is neither checked nor owned. */
    ByteBuffer view(long address, int length);
}
