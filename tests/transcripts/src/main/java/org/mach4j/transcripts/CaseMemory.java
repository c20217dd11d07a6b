// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mach4j.spi.MachTask;
import org.mach4j.spi.TaskMemory;

/**
 * A task's memory as the harness touches it: message buffers of its own, and reads and writes at any address of the
 * program's, mapped or not.
 */
final class CaseMemory {
    /** What a message buffer holds before a message is placed in it (FORMAT, "Messages in"). */
    private static final byte FILL = (byte) 0xee;

    private static final byte[] FILLING = new byte[1 << 14];
    private static final int SMALLEST = 1 << 12;
    private static final int KEPT = 4;

    static {
        Arrays.fill(FILLING, FILL);
    }

    /** Memory for a message: the first {@code size} bytes of an allocation. */
    record Buffer(long address, int allocated, ByteBuffer bytes) {}

    private final MachTask task;
    private final TaskMemory memory;
    private final int pageSize;
    private final boolean checked;
    private final List<Buffer> spare = new ArrayList<>();
    private final List<Buffer> lent = new ArrayList<>();

    /** @param checked whether the memory itself refuses what is not mapped; otherwise the kernel is asked before */
    CaseMemory(MachTask task, boolean checked) {
        this.task = task;
        this.memory = task.memory();
        this.pageSize = (int) task.calls().vm_page_size();
        this.checked = checked;
    }

    int pageSize() {
        return pageSize;
    }

    /** A size rounded up to whole pages. */
    long wholePages(long size) {
        return (size + pageSize - 1) & -pageSize;
    }

    /** A buffer filled with 0xEE. Only the case's own thread borrows and gives back. */
    Buffer borrow(int size) {
        Buffer found = null;
        for (Buffer candidate : spare) {
            if (candidate.allocated() >= size) {
                found = candidate;
                break;
            }
        }
        if (found == null) {
            int allocated = Math.max(size, SMALLEST);
            found = new Buffer(memory.allocate(allocated), allocated, ByteBuffer.allocate(0));
        } else {
            spare.remove(found);
        }
        ByteBuffer bytes = memory.buffer(found.address(), size);
        while (bytes.hasRemaining()) {
            bytes.put(FILLING, 0, Math.min(FILLING.length, bytes.remaining()));
        }
        Buffer buffer =
                new Buffer(found.address(), found.allocated(), bytes.clear().order(ByteOrder.LITTLE_ENDIAN));
        lent.add(buffer);
        return buffer;
    }

    /** Takes a buffer back. */
    void giveBack(Buffer buffer) {
        lent.remove(buffer);
        if (buffer.allocated() == SMALLEST && spare.size() < KEPT) {
            spare.add(buffer);
        } else {
            memory.free(buffer.address(), buffer.allocated());
        }
    }

    /** Frees all buffers. */
    void free() {
        for (List<Buffer> buffers : List.of(spare, lent)) {
            buffers.forEach(buffer -> memory.free(buffer.address(), buffer.allocated()));
            buffers.clear();
        }
    }

    /** The bytes at an address, or null where not all of them are there. */
    byte @Nullable [] read(long address, int size) {
        byte[] bytes = new byte[size];
        ByteBuffer found = at(address, size);
        if (found == null) {
            return null;
        }
        found.get(bytes);
        return bytes;
    }

    /** The bytes at an address as far as they are there, at most {@code size}. */
    byte[] readWhatIsThere(long address, int size) {
        byte[] whole = read(address, size);
        if (whole != null) {
            return whole;
        }
        byte[] bytes = new byte[size];
        int done = 0;
        while (done < size) {
            int piece = Math.min(size - done, toPageEnd(address + done));
            ByteBuffer found = at(address + done, piece);
            if (found == null) {
                break;
            }
            found.get(bytes, done, piece);
            done += piece;
        }
        return Arrays.copyOf(bytes, done);
    }

    /** Puts bytes at an address as far as the memory takes them. */
    void write(long address, byte[] bytes) {
        int done = 0;
        while (done < bytes.length) {
            int piece = Math.min(bytes.length - done, toPageEnd(address + done));
            ByteBuffer found = at(address + done, piece);
            if (found == null) {
                return;
            }
            found.put(bytes, done, piece);
            done += piece;
        }
    }

    private int toPageEnd(long address) {
        return pageSize - (int) (address & (pageSize - 1));
    }

    private @Nullable ByteBuffer at(long address, int size) {
        if (size == 0) {
            return ByteBuffer.allocate(0);
        }
        boolean wraps = Long.compareUnsigned(address + size - 1, address) < 0;
        if (wraps) {
            return null;
        }
        if (!checked && !kernelReads(address, size)) {
            return null;
        }
        try {
            return memory.buffer(address, size);
        } catch (IllegalArgumentException notMapped) {
            return null;
        }
    }

    private boolean kernelReads(long address, int size) {
        long[] copy = new long[1];
        int[] count = new int[1];
        int self = task.calls().mach_task_self();
        if (task.calls().mach_vm_read(self, address, size, copy, count) != 0) {
            return false;
        }
        task.calls().mach_vm_deallocate(self, copy[0], Integer.toUnsignedLong(count[0]));
        return true;
    }
}
