// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.vm;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The memory of a task (spec 02 §19). Addresses and sizes are unsigned 64-bit numbers. Thread-safe.
 *
 * <p>A fault is: the range wraps, or a byte of it is not mapped or not accessible. No method throws for a bad address.
 */
public interface AddressSpace {
    /** Bytes in a page. */
    int PAGE_SIZE = 4096;

    /** Current protection bits, as {@code VM_PROT_*}. */
    int READ = 1;

    /** See {@link #READ}. */
    int WRITE = 2;

    /** See {@link #READ}. */
    int EXECUTE = 4;

    /** One mapped range, for inspection. */
    record Mapping(long start, long size, int protection, int maximum, boolean buffer) {}

    // --- the kernel's access ------------------------------------------------------------------------------------

    /** Reads bytes of the task; false on a fault, and {@code target} may hold a prefix. */
    boolean copyIn(long address, byte[] target, int offset, int length);

    /** Writes bytes of the task; false on a fault, and a prefix may have been written. */
    boolean copyOut(byte[] source, int offset, int length, long address);

    /** Writes a little-endian word; false on a fault. */
    boolean writeInt(long address, int value);

    /** Whether {@link #copyIn} of the range would succeed. */
    boolean isReadable(long address, long size);

    // --- the task's calls ---------------------------------------------------------------------------------------

    /**
     * {@code vm_allocate}: zero-filled, read and write.
     *
     * @param address in: the place, used where {@code anywhere} is false; out: the start given
     * @return {@code KERN_SUCCESS}, {@code KERN_NO_SPACE}, {@code KERN_INVALID_ADDRESS} or {@code KERN_INVALID_ARGUMENT}
     */
    int allocate(long[] address, long size, boolean anywhere);

    /** {@code vm_deallocate}: whole pages, holes are no error. */
    int deallocate(long address, long size);

    /** {@code vm_protect} of current or maximum protection. */
    int protect(long address, long size, boolean setMaximum, int protection);

    // --- out-of-line memory -------------------------------------------------------------------------------------

    /**
     * Copies bytes through a kernel buffer (spec 02 §19.2).
     *
     * @param destroySource whether the pages are removed from the task
     * @param copy element 0 receives the copy
     */
    int copyInKernelBuffer(long address, long size, boolean destroySource, MemoryCopy[] copy);

    /** Copies bytes physically, delivered page-aligned (spec 02 §19.1). */
    int copyInPhysical(long address, long size, MemoryCopy[] copy);

    /** Copies whole pages by reference (spec 02 §19.3). */
    int copyInRegion(long address, long size, boolean destroySource, MemoryCopy[] copy);

    /** A copy of bytes the kernel made itself, to be delivered page-aligned. */
    MemoryCopy copyOf(byte[] bytes);

    /**
     * Maps a copy (spec 02 §19.4). Uses it up on success; on failure it stays the caller's.
     *
     * @param address element 0 receives the address of the data
     */
    int copyOut(MemoryCopy copy, long[] address);

    // --- the host's access --------------------------------------------------------------------------------------

    /** Zero-filled memory apart from the task's own, for message buffers. */
    long allocateBuffer(int size);

    /** Frees memory of {@link #allocateBuffer}. */
    void freeBuffer(long address, int size);

    /** A little-endian view without copying; throws {@link IllegalArgumentException} where not all is mapped. */
    ByteBuffer buffer(long address, int length);

    /** Everything that is mapped, ascending. */
    List<Mapping> mappings();

    /** Frees everything. Later accesses fault. */
    void terminate();
}
