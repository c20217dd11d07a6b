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
        read(0, bytes, bytes.length);
        return bytes;
    }

    /** Reads the data from a place on. The copy stays as it is. */
    public void read(long from, byte[] target, int length) {
        long skip = offset + from;
        int done = 0;
        for (Part part : parts) {
            if (skip >= part.length()) {
                skip -= part.length();
                continue;
            }
            int here = (int) Math.min(part.length() - skip, length - done);
            part.pages().read(part.offset() + skip, target, done, here);
            done += here;
            skip = 0;
        }
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
