// SPDX-License-Identifier: Apache-2.0
package org.mach4j.spi;

import java.nio.ByteBuffer;

/**
 * The memory of a task, addressed as the kernel addresses it.
 *
 * <p>Message buffers and out-of-line data live here. Addresses are unsigned 64-bit values; 0 is never mapped. All
 * buffers handed out are little-endian, as the task is.
 */
public interface TaskMemory {
    /**
     * Allocates zero-filled memory for message buffers and the like. It is not memory of the task's own program: it
     * does not show among the regions that {@code mach_vm_allocate} makes, and must be given back with {@link #free}.
     *
     * @param size in bytes, at least 1
     * @return the address, a multiple of 16
     * @throws OutOfMemoryError where the host has no room
     */
    long allocate(int size);

    /**
     * Frees memory obtained from {@link #allocate}. Buffers over it must not be used afterwards.
     *
     * @throws IllegalArgumentException where {@code address} and {@code size} are not those of an allocation
     */
    void free(long address, int size);

    /**
     * A little-endian buffer over the bytes at an address, without copying: what is put into the buffer is in the
     * task's memory, and what the kernel writes there is seen in the buffer.
     *
     * <p>The buffer is valid as long as the memory stays mapped. Where memory was freed, or moved away in a message,
     * the content of an old buffer is unspecified (a native kernel may end the process on such an access).
     *
     * @param address of the first byte
     * @param length in bytes, 0 to 2^31-1
     * @throws IllegalArgumentException where the range is known not to be mapped; a native kernel cannot know and
     *     does not check
     */
    ByteBuffer buffer(long address, int length);
}
