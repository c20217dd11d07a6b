// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.vm;

import java.util.Arrays;
import java.util.List;

/**
 * Memory on its way in a message (spec 02 §19): a snapshot of pages, and which of their bytes are the data. Owned by one
 * message at a time, and used up by mapping or {@link #discard}.
 */
public final class MemoryCopy {
    /** A part of the pages, in order. */
    record Part(Pages pages, long offset, long length) {}

    private final VmCounters counters;
    /** Whole pages, in order. */
    private final List<Part> parts;
    /** Where the data begin in the first page. */
    private final int offset;

    private final long size;
    private boolean used;

    MemoryCopy(VmCounters counters, List<Part> parts, int offset, long size) {
        this.counters = counters;
        this.parts = parts;
        this.offset = offset;
        this.size = size;
        counters.copies.increment();
    }

    /** A copy of bytes the kernel made itself; they are delivered page-aligned. */
    static MemoryCopy ofBytes(VmCounters counters, byte[] bytes) {
        byte[] pages = Arrays.copyOf(bytes, (int) PageMath.roundUp(bytes.length));
        return new MemoryCopy(counters, List.of(new Part(Pages.of(pages), 0, pages.length)), 0, bytes.length);
    }

    /** Bytes of data. */
    public long size() {
        return size;
    }

    /** Where the data begin in the first page. */
    int offset() {
        return offset;
    }

    List<Part> parts() {
        return parts;
    }

    /** The data, which must fit into an array. The copy stays as it is. */
    public byte[] toBytes() {
        byte[] bytes = new byte[Math.toIntExact(size)];
        long skip = offset;
        int done = 0;
        for (Part part : parts) {
            int length = (int) Math.min(part.length() - skip, bytes.length - done);
            part.pages().read(part.offset() + skip, bytes, done, length);
            done += length;
            skip = 0;
        }
        return bytes;
    }

    /** Drops the data; no address space changes. */
    public void discard() {
        use();
    }

    void use() {
        if (used) {
            throw new IllegalStateException("a memory copy was used twice");
        }
        used = true;
        counters.copies.decrement();
    }
}
