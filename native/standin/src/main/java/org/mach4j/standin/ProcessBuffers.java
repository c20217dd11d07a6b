// SPDX-License-Identifier: Apache-2.0
package org.mach4j.standin;

import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.mach4j.spi.HostMemory;
import org.mach4j.spi.TaskMemory;

/**
 * Buffers of this process for a simulated task in it, and a look at any of its memory. Unlike a binding's own, it refuses
 * what is not mapped.
 *
 * <p>The end of the task frees nothing: the process still reads what its threads were told, and a thread may be in a call
 * for a while yet. What is left goes when nothing refers to the task any more.
 */
final class ProcessBuffers implements TaskMemory {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final int PAGE = 4096;

    private final HostMemory process;
    private final Map<Long, Integer> allocated = new ConcurrentHashMap<>();

    ProcessBuffers(HostMemory process) {
        this.process = process;
        Map<Long, Integer> left = allocated;
        CLEANER.register(this, () -> left.keySet().forEach(process::free));
    }

    @Override
    public long allocate(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("size " + size + ": at least 1");
        }
        long address = process.allocate(size);
        allocated.put(address, size);
        return address;
    }

    @Override
    public void free(long address, int size) {
        if (!allocated.remove(address, size)) {
            throw new IllegalArgumentException("no buffer of " + size + " bytes at 0x" + Long.toHexString(address));
        }
        process.free(address);
    }

    @Override
    public ByteBuffer buffer(long address, int length) {
        boolean own = length >= 0 && length <= allocated.getOrDefault(address, -1);
        if (!own && (length < 0 || address == 0 || !process.isReadable(address, length))) {
            throw new IllegalArgumentException(
                    "not all of " + length + " bytes at 0x" + Long.toHexString(address) + " are mapped");
        }
        ByteBuffer view = length == 0 ? ByteBuffer.allocate(0) : process.view(address, length);
        // A write to a page that is only readable would end the JVM.
        return (own || isWritable(address, length) ? view : view.asReadOnlyBuffer()).order(ByteOrder.LITTLE_ENDIAN);
    }

    private boolean isWritable(long address, int length) {
        byte[] probe = new byte[1];
        for (long at = address; at < address + length; at = (at & -PAGE) + PAGE) {
            if (!process.read(at, probe, 0, 1) || !process.write(probe, 0, 1, at)) {
                return false;
            }
        }
        return true;
    }
}
