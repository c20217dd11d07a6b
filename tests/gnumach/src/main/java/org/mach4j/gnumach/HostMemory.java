// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mach4j.spi.TaskMemory;

/**
 * The memory of a guest task as its caller sees it. It lies in the host: what a message takes along is brought into the
 * guest when it is sent, and what arrived is fetched. So out-of-line memory is the kernel's own work, and {@code vm_*}
 * calls are not.
 */
final class HostMemory implements TaskMemory {
    static final int PAGE = 4096;

    /** Above all that the guest, a 32-bit machine, can address: no address means one thing here and another there. */
    private static final long FIRST = (1L << 40) + 0x7ff00000L;

    private final TreeMap<Long, ByteBuffer> regions = new TreeMap<>();
    private long next = FIRST;

    /** Where the page of an address begins. */
    static long pageOf(long address) {
        return address / PAGE * PAGE;
    }

    @Override
    public synchronized long allocate(int size) {
        return map(size);
    }

    @Override
    public synchronized void free(long address, int size) {
        if (!unmap(address, size)) {
            throw new IllegalArgumentException("not an allocation: " + Long.toHexString(address) + ", " + size);
        }
    }

    @Override
    public ByteBuffer buffer(long address, int length) {
        ByteBuffer found = find(address, length);
        if (found == null) {
            throw new IllegalArgumentException("not mapped: 0x" + Long.toHexString(address) + ", " + length + " bytes");
        }
        return found;
    }

    /** A buffer over a range, or null where that is not mapped. */
    synchronized @Nullable ByteBuffer find(long address, int length) {
        Map.Entry<Long, ByteBuffer> entry = regions.floorEntry(address);
        if (entry == null) {
            return null;
        }
        long offset = address - entry.getKey();
        if (offset + length > entry.getValue().capacity()) {
            return null;
        }
        return entry.getValue().slice((int) offset, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Whether nothing of a range was ever mapped. What was mapped once may be so again in XNU, which uses addresses anew; and a
     * small address stands for memory of a call that GNU Mach was not asked for.
     */
    boolean neverMapped(long address, long length) {
        return address >= 1 << 20 && address + length <= FIRST;
    }

    /** Whole pages of zeros, with a hole behind them. */
    synchronized long map(long size) {
        if (size > 1 << 28) {
            throw new Incomparable("memory of " + size + " bytes");
        }
        int rounded = (int) ((Math.max(size, 1) + PAGE - 1) / PAGE * PAGE);
        long address = next;
        next += rounded + PAGE;
        regions.put(address, ByteBuffer.allocate(rounded));
        return address;
    }

    /** A region with this content, at an offset into its first page; returns the content's address. */
    synchronized long map(byte[] content, int offset) {
        long address = map((long) offset + content.length);
        buffer(address + offset, content.length).put(content);
        return address + offset;
    }

    /** Whether a range takes all the pages of one region. */
    synchronized boolean isWhole(long address, long size) {
        long start = pageOf(address);
        ByteBuffer region = regions.get(start);
        return region != null && pageOf(address + size + PAGE - 1) - start == region.capacity();
    }

    /** Removes a region that a range takes as a whole; returns whether there was such a one. */
    synchronized boolean unmap(long address, long size) {
        if (!isWhole(address, size)) {
            return false;
        }
        regions.remove(pageOf(address));
        return true;
    }
}
