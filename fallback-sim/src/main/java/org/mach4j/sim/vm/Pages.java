// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.vm;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The contents of a range of pages, zero until written. Ranges of the same contents share one object; a shared object is
 * frozen, and whoever wants to write puts an own object over it, which holds only what was written since (copy on write).
 *
 * <p>Small ranges are one array, so that they can be seen as a buffer; large ones are arrays by chunk.
 */
final class Pages {
    private static final int CHUNK_SHIFT = 16;
    private static final int CHUNK = 1 << CHUNK_SHIFT;
    /** Up to this size a range is one array. */
    private static final int FLAT_LIMIT = 1 << 20;
    /** A chain of frozen objects that would be longer than this is flattened. */
    static final int LONGEST_CHAIN = 16;

    private static final byte[] ZEROS = new byte[AddressSpace.PAGE_SIZE];

    final long size;
    private final @Nullable Pages under;
    private final long underOffset;
    final int depth;

    /** The whole contents of a flat range; null until it is written. */
    private volatile byte @Nullable [] flat;

    private final @Nullable ConcurrentMap<Long, byte[]> chunks;
    private volatile boolean frozen;

    /** Fresh pages, all zero. */
    Pages(long size) {
        this(size, null, 0);
    }

    private Pages(long size, @Nullable Pages under, long underOffset) {
        this.size = size;
        this.under = under;
        this.underOffset = underOffset;
        this.depth = under == null ? 0 : under.depth + 1;
        this.chunks = size > FLAT_LIMIT ? new ConcurrentHashMap<>() : null;
    }

    /** Pages over an array that the caller gives away. */
    static Pages of(byte[] contents) {
        return new Pages(contents);
    }

    private Pages(byte[] contents) {
        this.size = contents.length;
        this.under = null;
        this.underOffset = 0;
        this.depth = 0;
        this.chunks = null;
        this.flat = contents;
    }

    /** Pages of the same contents as a part of frozen ones, to be written. */
    Pages over(long offset, long length) {
        return new Pages(length, this, offset);
    }

    /** The same contents without anything under them. */
    Pages flattened() {
        Pages copy = new Pages(size);
        byte[] page = new byte[AddressSpace.PAGE_SIZE];
        for (long at = 0; at < size; at += page.length) {
            read(at, page, 0, page.length);
            if (Arrays.mismatch(page, ZEROS) >= 0) {
                copy.write(at, page, 0, page.length);
            }
        }
        return copy;
    }

    void freeze() {
        frozen = true;
    }

    boolean isFrozen() {
        return frozen;
    }

    /** The one array of contents that may be written in place, or null where there is none (yet). */
    byte @Nullable [] writable() {
        return frozen ? null : flat;
    }

    void read(long offset, byte[] target, int at, int length) {
        byte[] whole = flat;
        if (whole != null) {
            System.arraycopy(whole, (int) offset, target, at, length);
            return;
        }
        ConcurrentMap<Long, byte[]> map = chunks;
        if (map == null) {
            readUnder(offset, target, at, length);
            return;
        }
        int done = 0;
        while (done < length) {
            long position = offset + done;
            int inChunk = (int) (position & CHUNK - 1);
            int part = Math.min(length - done, CHUNK - inChunk);
            byte[] chunk = map.get(position >>> CHUNK_SHIFT);
            if (chunk != null) {
                System.arraycopy(chunk, inChunk, target, at + done, part);
            } else {
                readUnder(position, target, at + done, part);
            }
            done += part;
        }
    }

    private void readUnder(long offset, byte[] target, int at, int length) {
        if (under != null) {
            under.read(underOffset + offset, target, at, length);
        } else {
            Arrays.fill(target, at, at + length, (byte) 0);
        }
    }

    /** Writes into pages that are not frozen. */
    void write(long offset, byte[] source, int at, int length) {
        ConcurrentMap<Long, byte[]> map = chunks;
        if (map == null) {
            System.arraycopy(source, at, makeFlat(), (int) offset, length);
            return;
        }
        int done = 0;
        while (done < length) {
            long position = offset + done;
            int inChunk = (int) (position & CHUNK - 1);
            int part = Math.min(length - done, CHUNK - inChunk);
            byte[] chunk = map.computeIfAbsent(position >>> CHUNK_SHIFT, this::copyChunk);
            System.arraycopy(source, at + done, chunk, inChunk, part);
            done += part;
        }
    }

    private byte[] copyChunk(long index) {
        byte[] chunk = new byte[CHUNK];
        long start = index << CHUNK_SHIFT;
        readUnder(start, chunk, 0, (int) Math.min(CHUNK, size - start));
        return chunk;
    }

    /** The contents of a flat range as its one array. */
    byte[] makeFlat() {
        byte[] whole = flat;
        if (whole != null) {
            return whole;
        }
        synchronized (this) {
            whole = flat;
            if (whole == null) {
                whole = new byte[(int) size];
                readUnder(0, whole, 0, whole.length);
                flat = whole;
            }
            return whole;
        }
    }

    boolean isOneArray() {
        return chunks == null;
    }
}
