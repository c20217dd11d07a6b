// SPDX-License-Identifier: Apache-2.0
package org.mach4j.spi;

import java.nio.ByteBuffer;

/**
 * The memory of this process, for a simulated kernel whose task is a program in it: messages and out-of-line data then
 * lie at real addresses. Handed to the kernel at run time by what has native code; the kernel itself has none.
 *
 * <p>No method throws or ends the process for a bad address, {@link #view} excepted. Thread-safe.
 */
public interface HostMemory {
    /** Reads bytes; false where one of them cannot be read, and {@code target} may hold a prefix. */
    boolean read(long address, byte[] target, int offset, int length);

    /** Writes bytes; false where one of them cannot be written, and a prefix may have been written. */
    boolean write(byte[] source, int offset, int length, long address);

    /** Whether every byte of the range can be read. */
    boolean isReadable(long address, long size);

    /**
     * Maps zero-filled pages that can be read and written, where nothing is mapped.
     *
     * @param wanted the place, a multiple of the page size; 0 for any
     * @param size a multiple of the page size
     * @return the address; {@link #OCCUPIED} where a wanted place is taken; {@link #IMPOSSIBLE} where there is no room or
     *     the place is none for a program
     */
    long map(long wanted, long size);

    /** See {@link #map}. */
    long OCCUPIED = -1;

    /** See {@link #map}. */
    long IMPOSSIBLE = -2;

    /** Unmaps whole pages that {@link #map} has mapped or {@link #reserve} has taken. */
    void unmap(long address, long size);

    /**
     * Takes addresses, but no memory: nothing else in the process gets them, and an access to them fails.
     *
     * @param size a multiple of the page size
     * @return the first address, or {@link #IMPOSSIBLE} where there is no room
     */
    long reserve(long size);

    /**
     * Puts zero-filled pages that can be read and written at addresses that {@link #reserve} has taken.
     *
     * @return false where there is no memory; the addresses stay as they were
     */
    boolean fill(long address, long size);

    /** Takes the pages away that {@link #fill} has put there; the addresses stay reserved. */
    void empty(long address, long size);

    /**
     * Changes the protection of whole pages that {@link #map} has mapped or {@link #fill} has put there.
     *
     * @param protection {@code VM_PROT_*}: 1 read, 2 write, 4 execute
     */
    void protect(long address, long size, int protection);

    /**
     * Zero-filled memory of C's allocator.
     *
     * @throws OutOfMemoryError where there is no room
     */
    long allocate(int size);

    /** Frees memory of {@link #allocate}. */
    void free(long address);

    /** A direct buffer over an address, which is not checked. */
    ByteBuffer view(long address, int length);
}
