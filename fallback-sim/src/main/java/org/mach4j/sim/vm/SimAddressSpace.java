// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.vm;

import static org.mach4j.abi.KernReturn.KERN_INVALID_ADDRESS;
import static org.mach4j.abi.KernReturn.KERN_INVALID_ARGUMENT;
import static org.mach4j.abi.KernReturn.KERN_NO_SPACE;
import static org.mach4j.abi.KernReturn.KERN_PROTECTION_FAILURE;
import static org.mach4j.abi.KernReturn.KERN_SUCCESS;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An address space in the Java heap: regions of pages, copied by reference and on write.
 *
 * <p>Two zones: the task's own memory from the minimum upwards, lowest address first fit; above it the host's message
 * buffers, which the task did not ask for.
 *
 * <p><b>Views.</b> A {@link #buffer} cannot notice writes. So a region that was shown as one is pinned: a copy of it
 * copies its bytes at once. Moving it away ({@code deallocate}) still moves it by reference.
 */
public final class SimAddressSpace implements AddressSpace {
    /** The lowest address handed out by default. */
    public static final long MINIMUM = 0x1_0000L;
    /** The end of the task's own zone by default. */
    public static final long MAXIMUM = 0x7000_0000_0000L;

    private static final long BUFFER_ZONE_SIZE = 0x0fff_0000_0000L;
    private static final int READ_WRITE = READ | WRITE;
    private static final int ALL = READ | WRITE | EXECUTE;
    private static final int POOLED_BUFFERS = 64;

    /** A mapped range. Immutable but for its contents and protection, which are guarded by the space's lock. */
    private static final class Region {
        final long start;
        final long end;
        Pages pages;
        /** Where the region begins in its pages. */
        long offset;

        int protection;
        int maximum;
        boolean pinned;
        boolean buffer;
        /** What can be read and written without the lock; null where nothing can. */
        volatile @Nullable Window fast;
        /** Cleared when the region leaves the map. */
        volatile boolean mapped = true;

        Region(long start, long end, Pages pages, long offset, int protection, int maximum) {
            this.start = start;
            this.end = end;
            this.pages = pages;
            this.offset = offset;
            this.protection = protection;
            this.maximum = maximum;
        }

        /** Regions lie below 2^63, so that addresses above compare as negative and are in none. */
        boolean contains(long address, long length) {
            return address >= start && address <= end && length <= end - address;
        }

        boolean allows(int access) {
            return (protection & access) == access;
        }

        @SuppressWarnings("ReferenceEquality") // it is the array that is asked for, not its contents
        void refreshFast() {
            byte[] array = protection == READ_WRITE || protection == ALL ? pages.writable() : null;
            Window old = fast;
            if (array == null) {
                fast = null;
            } else if (old == null || old.array != array) {
                fast = new Window(array, offset - start);
            }
        }
    }

    /**
     * A region's bytes in one array.
     *
     * @param shift added to an address gives the index
     */
    private record Window(byte[] array, long shift) {}

    private final VmCounters counters;
    private final long minimum;
    private final long maximum;

    private final ReentrantLock lock = new ReentrantLock();
    /** By start address, ascending; the first {@link #count} are in use. */
    private Region[] regions = new Region[8];

    private int count;
    private boolean dead;
    /** No gap of the task's zone lies below this. */
    private long lowestGap;

    private long nextBuffer;
    private final List<Region> freeBuffers = new ArrayList<>();
    /** The region of the last access: most accesses are to it again. */
    private volatile @Nullable Region lastRead;

    private volatile @Nullable Region lastWritten;

    public SimAddressSpace(VmCounters counters) {
        this(counters, MINIMUM, MAXIMUM);
    }

    /**
     * @param minimum the lowest address handed out, a multiple of the page size, at least one page
     * @param maximum the end of the task's zone, a multiple of the page size
     */
    public SimAddressSpace(VmCounters counters, long minimum, long maximum) {
        if (minimum < PAGE_SIZE
                || PageMath.inPage(minimum) != 0
                || PageMath.inPage(maximum) != 0
                || maximum < minimum) {
            throw new IllegalArgumentException("not a range of pages: " + minimum + " to " + maximum);
        }
        this.counters = counters;
        this.minimum = minimum;
        this.maximum = maximum;
        this.lowestGap = minimum;
        this.nextBuffer = Math.max(maximum, MAXIMUM);
    }

    // --- the kernel's access ------------------------------------------------------------------------------------

    @Override
    public boolean copyIn(long address, byte[] target, int offset, int length) {
        Region last = lastRead;
        if (last != null && last.mapped && last.contains(address, length)) {
            Window fast = last.fast;
            if (fast != null) {
                System.arraycopy(fast.array, (int) (address + fast.shift), target, offset, length);
                return true;
            }
        }
        return access(address, target, offset, length, READ);
    }

    @Override
    public boolean copyOut(byte[] source, int offset, int length, long address) {
        Region last = lastWritten;
        if (last != null && last.mapped && last.contains(address, length)) {
            Window fast = last.fast;
            if (fast != null) {
                System.arraycopy(source, offset, fast.array, (int) (address + fast.shift), length);
                return true;
            }
        }
        return access(address, source, offset, length, WRITE);
    }

    private boolean access(long address, byte[] bytes, int offset, int length, int access) {
        if (length == 0) {
            return true;
        }
        if (address + length < address && address + length != 0) {
            return false;
        }
        lock.lock();
        try {
            int done = 0;
            int index = find(address);
            while (done < length) {
                Region region = index < count ? regions[index] : null;
                long position = address + done;
                if (region == null || Long.compareUnsigned(region.start, position) > 0 || !region.allows(access)) {
                    return false;
                }
                int part = (int) Math.min(region.end - position, length - done);
                if (access == READ) {
                    region.pages.read(region.offset + (position - region.start), bytes, offset + done, part);
                    lastRead = region;
                } else {
                    makeWritable(region);
                    region.pages.write(region.offset + (position - region.start), bytes, offset + done, part);
                    lastWritten = region;
                }
                region.refreshFast();
                done += part;
                index++;
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** A region over frozen pages gets own ones over them. Regions that share unfrozen pages have disjoint parts of them. */
    private static void makeWritable(Region region) {
        if (region.pages.isFrozen()) {
            replacePages(region);
        }
    }

    private static void replacePages(Region region) {
        long length = region.end - region.start;
        Pages own = region.pages.over(region.offset, length);
        region.pages = own.depth > Pages.LONGEST_CHAIN ? own.flattened() : own;
        region.offset = 0;
    }

    @Override
    public boolean writeInt(long address, int value) {
        byte[] bytes = {(byte) value, (byte) (value >>> 8), (byte) (value >>> 16), (byte) (value >>> 24)};
        return copyOut(bytes, 0, bytes.length, address);
    }

    @Override
    public boolean isReadable(long address, long size) {
        lock.lock();
        try {
            return check(address, size, READ) == KERN_SUCCESS;
        } finally {
            lock.unlock();
        }
    }

    /** Whether a range that does not wrap is mapped and accessible, from low to high addresses. */
    private int check(long address, long size, int access) {
        long end = address + size;
        if (Long.compareUnsigned(end, address) < 0) {
            return KERN_INVALID_ADDRESS;
        }
        long position = address;
        for (int i = find(address); Long.compareUnsigned(position, end) < 0; i++) {
            if (i >= count || Long.compareUnsigned(regions[i].start, position) > 0) {
                return KERN_INVALID_ADDRESS;
            }
            if (!regions[i].allows(access) || (regions[i].maximum & access) != access) {
                return KERN_PROTECTION_FAILURE;
            }
            position = regions[i].end;
        }
        return KERN_SUCCESS;
    }

    /** The index of the first region that ends above an address. */
    private int find(long address) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(regions[middle].end, address) > 0) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    // --- the task's calls ---------------------------------------------------------------------------------------

    @Override
    public int allocate(long[] address, long size, boolean anywhere) {
        if (size == 0) {
            address[0] = 0;
            return KERN_SUCCESS;
        }
        long length = PageMath.roundUp(size);
        if (length == 0) {
            return KERN_INVALID_ARGUMENT;
        }
        lock.lock();
        try {
            long start;
            if (anywhere) {
                start = findGap(length);
                if (start == 0) {
                    return KERN_NO_SPACE;
                }
            } else {
                start = PageMath.roundDown(address[0]);
                long end = start + length;
                if (Long.compareUnsigned(start, minimum) < 0
                        || Long.compareUnsigned(end, maximum) > 0
                        || Long.compareUnsigned(end, start) < 0) {
                    return KERN_INVALID_ADDRESS;
                }
                int i = find(start);
                // A call that was under way when the task ended gets nothing that nobody would free.
                if (dead || (i < count && Long.compareUnsigned(regions[i].start, end) < 0)) {
                    return KERN_NO_SPACE;
                }
            }
            insert(new Region(start, start + length, new Pages(length), 0, READ_WRITE, ALL));
            counters.pages.add(PageMath.count(length));
            address[0] = start;
            return KERN_SUCCESS;
        } finally {
            lock.unlock();
        }
    }

    /** The lowest gap of the task's zone, 0 where there is none. */
    private long findGap(long length) {
        if (dead || Long.compareUnsigned(length, maximum - minimum) > 0) {
            return 0;
        }
        long start = lowestGap;
        boolean first = true;
        for (int i = find(start); ; i++) {
            long next = i < count ? Math.min(regions[i].start, maximum) : maximum;
            if (Long.compareUnsigned(next, start) > 0) {
                if (first) {
                    lowestGap = start;
                    first = false;
                }
                if (next - start >= length) {
                    return start;
                }
            }
            if (i >= count || Long.compareUnsigned(regions[i].end, maximum) >= 0) {
                return 0;
            }
            start = regions[i].end;
        }
    }

    private void insert(Region region) {
        int at = find(region.start);
        if (count == regions.length) {
            regions = java.util.Arrays.copyOf(regions, 2 * count);
        }
        System.arraycopy(regions, at, regions, at + 1, count - at);
        regions[at] = region;
        count++;
    }

    @SuppressWarnings("NullAway") // beyond the count there is nothing
    private void remove(int index) {
        regions[index].mapped = false;
        regions[index].fast = null;
        System.arraycopy(regions, index + 1, regions, index, count - index - 1);
        regions[--count] = null;
    }

    /** Splits the region that crosses an address, so that one begins there. */
    private void clip(long address) {
        int i = find(address);
        if (i >= count || Long.compareUnsigned(regions[i].start, address) >= 0) {
            return;
        }
        Region whole = regions[i];
        Region low = part(whole, whole.start, address);
        Region high = part(whole, address, whole.end);
        remove(i);
        insert(low);
        insert(high);
    }

    private static Region part(Region whole, long start, long end) {
        Region part = new Region(
                start, end, whole.pages, whole.offset + (start - whole.start), whole.protection, whole.maximum);
        part.pinned = whole.pinned;
        part.buffer = whole.buffer;
        return part;
    }

    @Override
    public int deallocate(long address, long size) {
        if (size == 0) {
            return KERN_SUCCESS;
        }
        if (Long.compareUnsigned(address + size, address) < 0) {
            return KERN_INVALID_ARGUMENT;
        }
        lock.lock();
        try {
            removeRange(PageMath.roundDown(address), PageMath.roundUp(address + size));
            return KERN_SUCCESS;
        } finally {
            lock.unlock();
        }
    }

    /** Unmaps whole pages of the task's zone; the host's buffers are not the task's to free. */
    private void removeRange(long start, long end) {
        long last = Long.compareUnsigned(end, maximum) > 0 || end == 0 ? maximum : end;
        if (Long.compareUnsigned(start, last) >= 0) {
            return;
        }
        clip(start);
        clip(last);
        int i = find(start);
        while (i < count && Long.compareUnsigned(regions[i].end, last) <= 0) {
            counters.pages.add(-PageMath.count(regions[i].end - regions[i].start));
            remove(i);
        }
        if (Long.compareUnsigned(start, lowestGap) < 0) {
            lowestGap = Math.max(start, minimum);
        }
    }

    @Override
    public int protect(long address, long size, boolean setMaximum, int protection) {
        if (size == 0) {
            return KERN_SUCCESS;
        }
        if ((protection & ~ALL) != 0 || Long.compareUnsigned(address + size, address) < 0) {
            return KERN_INVALID_ARGUMENT;
        }
        long start = PageMath.roundDown(address);
        long end = PageMath.roundUp(address + size);
        lock.lock();
        try {
            if (check(start, end - start, 0) != KERN_SUCCESS) {
                return KERN_INVALID_ADDRESS;
            }
            int first = find(start);
            for (int i = first; i < count && Long.compareUnsigned(regions[i].start, end) < 0; i++) {
                if ((regions[i].maximum & protection) != protection) {
                    return KERN_PROTECTION_FAILURE;
                }
            }
            clip(start);
            clip(end);
            for (int i = find(start); i < count && Long.compareUnsigned(regions[i].start, end) < 0; i++) {
                Region region = regions[i];
                if (setMaximum) {
                    region.maximum = protection;
                    region.protection &= protection;
                } else {
                    region.protection = protection;
                }
                region.refreshFast();
            }
            return KERN_SUCCESS;
        } finally {
            lock.unlock();
        }
    }

    // --- out-of-line memory -------------------------------------------------------------------------------------

    @Override
    public int copyInKernelBuffer(long address, long size, boolean destroySource, MemoryCopy[] copy) {
        if (Long.compareUnsigned(address + size, address) < 0) {
            return KERN_INVALID_ADDRESS;
        }
        byte[] bytes = new byte[(int) size];
        if (!copyIn(address, bytes, 0, bytes.length)) {
            return KERN_INVALID_ADDRESS;
        }
        if (destroySource) {
            deallocate(address, size);
        }
        copy[0] = MemoryCopy.ofBytes(counters, bytes);
        return KERN_SUCCESS;
    }

    @Override
    public int copyInPhysical(long address, long size, MemoryCopy[] copy) {
        if (Long.compareUnsigned(address + size, address) < 0) {
            return KERN_INVALID_ADDRESS;
        }
        byte[] bytes = new byte[Math.toIntExact(size)];
        if (!copyIn(address, bytes, 0, bytes.length)) {
            return KERN_INVALID_ADDRESS;
        }
        copy[0] = MemoryCopy.ofBytes(counters, bytes);
        return KERN_SUCCESS;
    }

    @Override
    public int copyInRegion(long address, long size, boolean destroySource, MemoryCopy[] copy) {
        if (Long.compareUnsigned(address + size, address) < 0) {
            return KERN_INVALID_ADDRESS;
        }
        long start = PageMath.roundDown(address);
        long end = PageMath.roundUp(address + size);
        lock.lock();
        try {
            int code = check(start, end - start, READ);
            if (code != KERN_SUCCESS) {
                return code;
            }
            List<MemoryCopy.Part> parts = new ArrayList<>(1);
            for (int i = find(start); i < count && Long.compareUnsigned(regions[i].start, end) < 0; i++) {
                Region region = regions[i];
                long from = Math.max(region.start, start);
                long to = Math.min(region.end, end);
                parts.add(snapshot(region, from, to, destroySource && !region.buffer));
            }
            if (destroySource) {
                removeRange(start, end);
            }
            copy[0] = new MemoryCopy(counters, parts, PageMath.inPage(address), size);
            return KERN_SUCCESS;
        } finally {
            lock.unlock();
        }
    }

    private static MemoryCopy.Part snapshot(Region region, long from, long to, boolean moves) {
        long offset = region.offset + (from - region.start);
        if (region.pinned && !moves) {
            byte[] bytes = new byte[Math.toIntExact(to - from)];
            region.pages.read(offset, bytes, 0, bytes.length);
            return new MemoryCopy.Part(Pages.of(bytes), 0, bytes.length);
        }
        // Pages that move away are the receiver's alone where the whole of them goes; else they are shared.
        if (!moves || from != region.start || to != region.end) {
            region.pages.freeze();
            region.fast = null;
        }
        return new MemoryCopy.Part(region.pages, offset, to - from);
    }

    @Override
    public MemoryCopy copyOf(byte[] bytes) {
        return MemoryCopy.ofBytes(counters, bytes);
    }

    @Override
    public int copyOut(MemoryCopy copy, long[] address) {
        long length = 0;
        for (MemoryCopy.Part part : copy.parts()) {
            length += part.length();
        }
        lock.lock();
        try {
            long start = findGap(length);
            if (start == 0) {
                return KERN_NO_SPACE;
            }
            copy.use();
            address[0] = start + copy.offset();
            for (MemoryCopy.Part part : copy.parts()) {
                insert(new Region(start, start + part.length(), part.pages(), part.offset(), READ_WRITE, ALL));
                start += part.length();
            }
            counters.pages.add(PageMath.count(length));
            return KERN_SUCCESS;
        } finally {
            lock.unlock();
        }
    }

    // --- the host's access --------------------------------------------------------------------------------------

    @Override
    public long allocateBuffer(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("size " + size);
        }
        long length = PageMath.roundUp(size);
        lock.lock();
        try {
            if (dead) {
                throw new IllegalStateException("the task has ended");
            }
            for (int i = freeBuffers.size() - 1; i >= 0; i--) {
                Region free = freeBuffers.get(i);
                if (free.end - free.start == length) {
                    freeBuffers.remove(i);
                    Region fresh = bufferRegion(free.start, length);
                    insert(fresh);
                    return fresh.start;
                }
            }
            Region fresh = bufferRegion(nextBuffer, length);
            // A page between two buffers stays unmapped, so that running over the end of one faults.
            nextBuffer += length + PAGE_SIZE;
            if (Long.compareUnsigned(nextBuffer, Math.max(maximum, MAXIMUM) + BUFFER_ZONE_SIZE) > 0) {
                throw new OutOfMemoryError("no room for message buffers");
            }
            insert(fresh);
            return fresh.start;
        } finally {
            lock.unlock();
        }
    }

    private static Region bufferRegion(long start, long length) {
        Region region = new Region(start, start + length, Pages.of(new byte[(int) length]), 0, READ_WRITE, ALL);
        region.pinned = true;
        region.buffer = true;
        region.refreshFast();
        return region;
    }

    @Override
    public void freeBuffer(long address, int size) {
        lock.lock();
        try {
            if (dead) {
                return;
            }
            int i = find(address);
            if (i >= count
                    || regions[i].start != address
                    || !regions[i].buffer
                    || regions[i].end != address + PageMath.roundUp(size)) {
                throw new IllegalArgumentException("no buffer of " + size + " bytes at 0x" + Long.toHexString(address));
            }
            Region region = regions[i];
            remove(i);
            if (freeBuffers.size() < POOLED_BUFFERS) {
                freeBuffers.add(region);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public ByteBuffer buffer(long address, int length) {
        if (length < 0) {
            throw new IllegalArgumentException("length " + length);
        }
        lock.lock();
        try {
            if (check(address, length, 0) != KERN_SUCCESS) {
                throw new IllegalArgumentException(
                        "not all of " + length + " bytes at 0x" + Long.toHexString(address) + " are mapped");
            }
            if (length == 0) {
                return ByteBuffer.allocate(0).order(ByteOrder.LITTLE_ENDIAN);
            }
            Region region = pin(address, length);
            byte[] bytes = region.pages.makeFlat();
            region.refreshFast();
            int at = (int) (address - region.start + region.offset);
            return ByteBuffer.wrap(bytes, at, length).slice().order(ByteOrder.LITTLE_ENDIAN);
        } finally {
            lock.unlock();
        }
    }

    /** One region over own pages in one array that covers the range, marked as seen. */
    private Region pin(long address, int length) {
        Region region = regions[find(address)];
        if (region.contains(address, length) && !region.pages.isFrozen() && region.pages.isOneArray()) {
            region.pinned = true;
            return region;
        }
        long start = PageMath.roundDown(address);
        long end = PageMath.roundUp(address + length);
        clip(start);
        clip(end);
        byte[] bytes = new byte[Math.toIntExact(end - start)];
        Region first = regions[find(start)];
        while (true) {
            int i = find(start);
            if (i >= count || Long.compareUnsigned(regions[i].start, end) >= 0) {
                break;
            }
            Region old = regions[i];
            old.pages.read(old.offset, bytes, (int) (old.start - start), (int) (old.end - old.start));
            remove(i);
        }
        Region pinned = new Region(start, end, Pages.of(bytes), 0, first.protection, first.maximum);
        pinned.pinned = true;
        pinned.buffer = first.buffer;
        insert(pinned);
        return pinned;
    }

    @Override
    public List<Mapping> mappings() {
        lock.lock();
        try {
            List<Mapping> all = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                Region r = regions[i];
                all.add(new Mapping(r.start, r.end - r.start, r.protection, r.maximum, r.buffer));
            }
            return List.copyOf(all);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void terminate() {
        lock.lock();
        try {
            dead = true;
            removeRange(minimum, maximum);
            while (count > 0) {
                remove(count - 1);
            }
            freeBuffers.clear();
            lastRead = null;
            lastWritten = null;
        } finally {
            lock.unlock();
        }
    }
}
