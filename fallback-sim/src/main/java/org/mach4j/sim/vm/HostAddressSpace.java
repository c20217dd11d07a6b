// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.vm;

import static org.mach4j.abi.KernReturn.KERN_INVALID_ADDRESS;
import static org.mach4j.abi.KernReturn.KERN_INVALID_ARGUMENT;
import static org.mach4j.abi.KernReturn.KERN_NO_SPACE;
import static org.mach4j.abi.KernReturn.KERN_PROTECTION_FAILURE;
import static org.mach4j.abi.KernReturn.KERN_RESOURCE_SHORTAGE;
import static org.mach4j.abi.KernReturn.KERN_SUCCESS;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.mach4j.spi.HostMemory;

/**
 * The address space of a task that is a program in this process: every address of the process is one of the task.
 *
 * <p>Any memory that the process can read or write may hold messages and data. Only what the task itself has allocated or
 * received can be deallocated or protected: the rest belongs to the JVM and to C. Of memory that is not the task's,
 * {@link #deallocate} and the sender's deallocate flag leave the pages where they are.
 *
 * <p>Memory anywhere comes from a zone of addresses that is the task's until its end, lowest address first fit as in
 * {@link SimAddressSpace}: what was given back is nobody else's, so that a stray access fails and harms nothing. The low halves of
 * the addresses are those of a simulated space, too, since a program may take one for a name.
 */
public final class HostAddressSpace implements AddressSpace {
    private static final int READ_WRITE = READ | WRITE;
    private static final int ALL = READ | WRITE | EXECUTE;

    /** The process must keep room for itself: a host has about 65,000 mappings for each. */
    private static final int MOST_REGIONS = 8192;

    private static final long MOST_BYTES = 16L << 30;
    /** Where the host limits addresses, a zone of this size must do. */
    private static final long SMALLEST_ZONE = 16L << 20;
    /** How far apart addresses with the same low half are. */
    private static final long HALVES = 1L << 32;

    /** Copies are made in the Java heap. */
    private static final long LARGEST_COPY = 256L << 20;

    private static final int CHUNK = 1 << 20;

    private record Region(long end, int protection, int maximum) {}

    private final VmCounters counters;
    private final HostMemory host;
    private final Map<Long, Integer> buffers = new ConcurrentHashMap<>();

    private final ReentrantLock lock = new ReentrantLock();
    /** By start address, guarded by the lock, as are the next five. A process has no addresses above 2^63. */
    private final NavigableMap<Long, Region> regions = new TreeMap<>();

    private long bytes;
    /** What the host has reserved for the zone, which begins somewhere in it. */
    private long reserved;

    /** Equal as long as there is no zone. */
    private long zoneStart;

    private long zoneEnd;
    private boolean ended;

    public HostAddressSpace(VmCounters counters, HostMemory host) {
        this.counters = counters;
        this.host = host;
    }

    private static boolean wraps(long address, long size) {
        return Long.compareUnsigned(address + size, address) < 0;
    }

    // --- the kernel's access ------------------------------------------------------------------------------------

    @Override
    public boolean copyIn(long address, byte[] target, int offset, int length) {
        return length == 0 || host.read(address, target, offset, length);
    }

    @Override
    public boolean copyOut(byte[] source, int offset, int length, long address) {
        return length == 0 || host.write(source, offset, length, address);
    }

    @Override
    public boolean writeInt(long address, int value) {
        byte[] word = {(byte) value, (byte) (value >>> 8), (byte) (value >>> 16), (byte) (value >>> 24)};
        return host.write(word, 0, word.length, address);
    }

    @Override
    public boolean isReadable(long address, long size) {
        return size == 0 || (!wraps(address, size) && host.isReadable(address, size));
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
        long wanted = anywhere ? 0 : PageMath.roundDown(address[0]);
        if (!anywhere && (wanted <= 0 || wanted + length <= wanted)) {
            return KERN_INVALID_ADDRESS;
        }
        lock.lock();
        try {
            long start = map(wanted, length);
            if (start == HostMemory.OCCUPIED) {
                return KERN_NO_SPACE;
            }
            if (start == HostMemory.IMPOSSIBLE) {
                return anywhere ? KERN_NO_SPACE : KERN_INVALID_ADDRESS;
            }
            address[0] = start;
            return KERN_SUCCESS;
        } finally {
            lock.unlock();
        }
    }

    private long map(long wanted, long length) {
        if (ended || regions.size() >= MOST_REGIONS || length < 0 || length > MOST_BYTES - bytes) {
            return HostMemory.IMPOSSIBLE;
        }
        long start = wanted == 0 || inZone(wanted) ? fill(wanted, length) : host.map(wanted, length);
        if (start > 0) {
            regions.put(start, new Region(start + length, READ_WRITE, ALL));
            bytes += length;
            counters.pages.add(PageMath.count(length));
        }
        return start;
    }

    private boolean inZone(long address) {
        return zoneStart <= address && address < zoneEnd;
    }

    /** Puts memory at the wanted place of the zone, or where it fits. */
    private long fill(long wanted, long length) {
        if (zoneStart == zoneEnd && !reserveZone()) {
            return HostMemory.IMPOSSIBLE;
        }
        long start = findGap(wanted == 0 ? zoneStart : wanted, length);
        if (wanted != 0 && start != wanted) {
            return HostMemory.OCCUPIED;
        }
        return start < 0 || host.fill(start, length) ? start : HostMemory.IMPOSSIBLE;
    }

    private boolean reserveZone() {
        for (long size = MOST_BYTES; size >= SMALLEST_ZONE; size /= 2) {
            long start = host.reserve(size + HALVES);
            if (start > 0) {
                reserved = start;
                zoneStart = ((start + HALVES - 1) & -HALVES) + SimAddressSpace.MINIMUM;
                zoneEnd = start + size + HALVES;
                return true;
            }
        }
        return false;
    }

    /** The lowest gap of the zone at an address or above it. */
    private long findGap(long from, long length) {
        Map.Entry<Long, Region> below = regions.lowerEntry(from);
        long gap = below == null ? from : Math.max(from, below.getValue().end);
        for (Map.Entry<Long, Region> next : regions.tailMap(from).entrySet()) {
            if (next.getKey() - gap >= length || gap >= zoneEnd) {
                break;
            }
            gap = Math.max(gap, next.getValue().end);
        }
        return zoneEnd - gap >= length ? gap : HostMemory.IMPOSSIBLE;
    }

    /** Makes an address the border of two regions where it lies in one. */
    private void clip(long address) {
        Map.Entry<Long, Region> below = regions.lowerEntry(address);
        if (below != null && below.getValue().end > address) {
            Region whole = below.getValue();
            regions.put(below.getKey(), new Region(address, whole.protection, whole.maximum));
            regions.put(address, whole);
        }
    }

    /** The regions between two addresses, after clipping. */
    private NavigableMap<Long, Region> clipped(long start, long end) {
        clip(start);
        clip(end);
        return regions.subMap(start, true, end, false);
    }

    @Override
    public int deallocate(long address, long size) {
        if (size == 0) {
            return KERN_SUCCESS;
        }
        if (wraps(address, size)) {
            return KERN_INVALID_ARGUMENT;
        }
        removeRange(PageMath.roundDown(address), PageMath.roundUp(address + size));
        return KERN_SUCCESS;
    }

    private void removeRange(long start, long end) {
        if (start < 0) {
            return;
        }
        lock.lock();
        try {
            NavigableMap<Long, Region> range = clipped(start, end <= 0 ? Long.MAX_VALUE : end);
            range.forEach((from, region) -> {
                long length = region.end - from;
                if (inZone(from)) {
                    host.empty(from, length);
                } else {
                    host.unmap(from, length);
                }
                bytes -= length;
                counters.pages.add(-PageMath.count(length));
            });
            range.clear();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int protect(long address, long size, boolean setMaximum, int protection) {
        if (size == 0) {
            return KERN_SUCCESS;
        }
        if ((protection & ~ALL) != 0 || wraps(address, size)) {
            return KERN_INVALID_ARGUMENT;
        }
        long start = PageMath.roundDown(address);
        long end = PageMath.roundUp(address + size);
        lock.lock();
        try {
            if (!own(start, end)) {
                return KERN_INVALID_ADDRESS;
            }
            NavigableMap<Long, Region> range = clipped(start, end);
            for (Region region : range.values()) {
                if ((region.maximum & protection) != protection) {
                    return KERN_PROTECTION_FAILURE;
                }
            }
            range.replaceAll((from, region) -> {
                int current = setMaximum ? region.protection & protection : protection;
                host.protect(from, region.end - from, current);
                return new Region(region.end, current, setMaximum ? protection : region.maximum);
            });
            return KERN_SUCCESS;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the task's own regions cover a range without a hole. */
    private boolean own(long start, long end) {
        long position = start;
        while (start >= 0 && position < end) {
            Map.Entry<Long, Region> region = regions.floorEntry(position);
            if (region == null || region.getValue().end <= position) {
                return false;
            }
            position = region.getValue().end;
        }
        return start >= 0 && end > start;
    }

    // --- out-of-line memory -------------------------------------------------------------------------------------

    private byte @Nullable [] read(long address, long size) {
        // Looked at first, so that no absurd size is allocated in the heap.
        if (!isReadable(address, size)) {
            return null;
        }
        byte[] data = new byte[(int) size];
        return copyIn(address, data, 0, data.length) ? data : null;
    }

    @Override
    public int copyInKernelBuffer(long address, long size, boolean destroySource, MemoryCopy[] copy) {
        int code = copyInPhysical(address, size, copy);
        if (code == KERN_SUCCESS && destroySource) {
            deallocate(address, size);
        }
        return code;
    }

    @Override
    public int copyInPhysical(long address, long size, MemoryCopy[] copy) {
        if (wraps(address, size)) {
            return KERN_INVALID_ADDRESS;
        }
        if (Long.compareUnsigned(size, LARGEST_COPY) > 0) {
            return isReadable(address, size) ? KERN_RESOURCE_SHORTAGE : KERN_INVALID_ADDRESS;
        }
        byte[] data = read(address, size);
        if (data == null) {
            return KERN_INVALID_ADDRESS;
        }
        copy[0] = MemoryCopy.ofBytes(counters, data);
        return KERN_SUCCESS;
    }

    @Override
    public int copyInRegion(long address, long size, boolean destroySource, MemoryCopy[] copy) {
        if (wraps(address, size)) {
            return KERN_INVALID_ADDRESS;
        }
        long start = PageMath.roundDown(address);
        long end = PageMath.roundUp(address + size);
        if (Long.compareUnsigned(end - start, LARGEST_COPY) > 0) {
            return isReadable(start, end - start) ? KERN_RESOURCE_SHORTAGE : KERN_INVALID_ADDRESS;
        }
        byte[] data = read(start, end - start);
        if (data == null) {
            lock.lock();
            try {
                return own(start, end) ? KERN_PROTECTION_FAILURE : KERN_INVALID_ADDRESS;
            } finally {
                lock.unlock();
            }
        }
        copy[0] = new MemoryCopy(
                counters, List.of(new MemoryCopy.Part(Pages.of(data), 0, data.length)), PageMath.inPage(address), size);
        if (destroySource) {
            removeRange(start, end);
        }
        return KERN_SUCCESS;
    }

    @Override
    public MemoryCopy copyOf(byte[] source) {
        return MemoryCopy.ofBytes(counters, source);
    }

    @Override
    public int copyOut(MemoryCopy copy, long[] address) {
        long length = PageMath.roundUp(copy.offset() + copy.size());
        lock.lock();
        try {
            long start = length == 0 ? 0 : map(0, length);
            if (start < 0) {
                return KERN_NO_SPACE;
            }
            long position = start;
            for (MemoryCopy.Part part : copy.parts()) {
                byte[] chunk = new byte[(int) Math.min(part.length(), CHUNK)];
                for (long done = 0; done < part.length(); done += chunk.length) {
                    int now = (int) Math.min(part.length() - done, chunk.length);
                    part.pages().read(part.offset() + done, chunk, 0, now);
                    host.write(chunk, 0, now, position + done);
                }
                position += part.length();
            }
            copy.use();
            address[0] = start + copy.offset();
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
        long address = host.allocate(size);
        buffers.put(address, size);
        return address;
    }

    @Override
    public void freeBuffer(long address, int size) {
        if (!buffers.remove(address, size)) {
            throw new IllegalArgumentException("no buffer of " + size + " bytes at 0x" + Long.toHexString(address));
        }
        host.free(address);
    }

    @Override
    public ByteBuffer buffer(long address, int length) {
        if (length < 0 || !isReadable(address, length)) {
            throw new IllegalArgumentException(
                    "not all of " + length + " bytes at 0x" + Long.toHexString(address) + " are mapped");
        }
        ByteBuffer view = length == 0 ? ByteBuffer.allocate(0) : host.view(address, length);
        return view.order(ByteOrder.LITTLE_ENDIAN);
    }

    /** What the task has allocated or received. */
    @Override
    public List<Mapping> mappings() {
        lock.lock();
        try {
            List<Mapping> all = new ArrayList<>(regions.size());
            regions.forEach((start, region) ->
                    all.add(new Mapping(start, region.end - start, region.protection, region.maximum, false)));
            return all;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void terminate() {
        lock.lock();
        try {
            removeRange(0, Long.MAX_VALUE);
            if (zoneStart < zoneEnd) {
                host.unmap(reserved, zoneEnd - reserved);
                zoneStart = zoneEnd;
            }
            ended = true;
        } finally {
            lock.unlock();
        }
        for (Map.Entry<Long, Integer> buffer : buffers.entrySet()) {
            if (buffers.remove(buffer.getKey(), buffer.getValue())) {
                host.free(buffer.getKey());
            }
        }
    }
}
