// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

import static org.mach4j.abi.KernReturn.KERN_FAILURE;
import static org.mach4j.abi.KernReturn.KERN_NO_SPACE;
import static org.mach4j.abi.KernReturn.KERN_SUCCESS;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_RECEIVE;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The name space of a task: the table of entries, its free list and the way back from a port to its name (spec 03 §2).
 *
 * <p>Everything is guarded by {@link #lock}, which is the first in the lock order: space, then port, then set. No code
 * holds two space locks.
 */
public final class Space {
    private static final int FIRST_INDEX = 1;

    final ReentrantLock lock = new ReentrantLock();
    final IpcTask task;
    /** Cleared once, at termination (spec 03 §11.3). Written under the lock. */
    volatile boolean active = true;

    private final TableSizes sizes;
    /** The number of entries of the real table; {@link #table} may be longer. */
    private int tableSize;
    /** Entries by index; {@code null} where an index was never used. */
    private @Nullable Entry[] table;
    /** The entries that were freed, the last freed first. */
    private @Nullable Entry firstFreed;
    /** Behind the freed ones, the free list goes on with the never used indices from here, ascending. */
    private int nextUnused = FIRST_INDEX;
    /** Ports under a name that holds a send right and no receive right (spec 03 §2.7). */
    private final Map<Port, Entry> sendEntries = new IdentityHashMap<>(4);

    Space(IpcTask task, TableSizes sizes) {
        this.task = task;
        this.sizes = sizes;
        this.tableSize = sizes.smallest();
        this.table = new Entry[tableSize];
    }

    /** Makes sure of the rule that a caller holds the lock; for the places where a mistake would be silent. */
    void assertLocked() {
        assert lock.isHeldByCurrentThread();
    }

    int tableSize() {
        return tableSize;
    }

    int nextTableSize() {
        int next = sizes.after(tableSize);
        return next == 0 ? tableSize : next;
    }

    /** The entry a name denotes, or null (spec 03 §2.1). */
    @Nullable Entry lookup(int name) {
        int index = name >>> 8;
        if (index >= tableSize) {
            return null;
        }
        Entry entry = table[index];
        return entry != null && entry.type != 0 && entry.generation == (name & 0xff) ? entry : null;
    }

    /**
     * As {@link #lookup}, without the lock: what it finds may be stale, and must be checked against something that is
     * not. Finds null where it cannot tell.
     */
    @Nullable Entry glance(int name) {
        @Nullable Entry[] entries = table;
        int index = name >>> 8;
        Entry entry = index < entries.length ? entries[index] : null;
        return entry != null && entry.generation == (name & 0xff) ? entry : null;
    }

    /** The entry at an index where it is in use, or null. */
    @Nullable Entry inUseAt(int index) {
        Entry entry = table[index];
        return entry != null && entry.type != 0 ? entry : null;
    }

    /** The entry at an index where it was ever used, or null. */
    @Nullable Entry usedAt(int index) {
        return table[index];
    }

    /**
     * Takes the head of the free list under its next generation, growing the table where it is empty (spec 03 §2.3).
     * The entry is still of type 0: the caller fills it, or gives it back.
     *
     * @return null where the table is at its largest
     */
    @Nullable Entry allocate() {
        Entry entry = firstFreed;
        if (entry != null) {
            unlinkFreed(entry);
        } else {
            while (nextUnused < tableSize && table[nextUnused] != null) {
                nextUnused++;
            }
            if (nextUnused == tableSize && grow(sizes.after(tableSize)) != KERN_SUCCESS) {
                return null;
            }
            entry = new Entry(nextUnused);
            table[nextUnused++] = entry;
        }
        entry.advanceGeneration();
        return entry;
    }

    /**
     * The entry for a caller-chosen valid name (spec 03 §2.5): in use where it was, else taken out of the free list
     * with the generation as given.
     *
     * @param result element 0 receives the entry on success
     */
    int allocateNamed(int name, @Nullable Entry[] result) {
        int index = name >>> 8;
        if (index >= tableSize) {
            int code = growTo(index + 1);
            if (code != KERN_SUCCESS) {
                return code;
            }
        }
        if (index == 0) {
            return KERN_FAILURE;
        }
        Entry entry = table[index];
        if (entry != null && entry.type != 0) {
            if (entry.generation != (name & 0xff)) {
                return KERN_FAILURE;
            }
        } else {
            if (entry == null) {
                entry = new Entry(index);
                table[index] = entry;
            } else {
                unlinkFreed(entry);
            }
            entry.generation = name & 0xff;
        }
        result[0] = entry;
        return KERN_SUCCESS;
    }

    /** Gives an emptied entry back: it is the next to be used (spec 03 §2.3). */
    void release(Entry entry) {
        assertLocked();
        entry.clear();
        entry.freePrevious = null;
        entry.freeNext = firstFreed;
        if (firstFreed != null) {
            firstFreed.freePrevious = entry;
        }
        firstFreed = entry;
    }

    private void unlinkFreed(Entry entry) {
        Entry previous = entry.freePrevious;
        Entry next = entry.freeNext;
        if (previous == null && firstFreed != entry) {
            // It was lost (spec 03 Q-5): in use no more, but never freed.
            return;
        }
        if (previous == null) {
            firstFreed = next;
        } else {
            previous.freeNext = next;
        }
        if (next != null) {
            next.freePrevious = previous;
        }
        entry.freePrevious = null;
        entry.freeNext = null;
    }

    /** The index after a free one in the free list, 0 at its end. */
    int nextFreeAfter(int index) {
        Entry entry = table[index];
        if (entry != null && entry.freeNext != null) {
            return entry.freeNext.index;
        }
        return firstUnusedFrom(entry == null ? index + 1 : nextUnused);
    }

    /** The head of the free list, 0 where it is empty. */
    int firstFree() {
        return firstFreed != null ? firstFreed.index : firstUnusedFrom(nextUnused);
    }

    private int firstUnusedFrom(int from) {
        for (int i = from; i < tableSize; i++) {
            if (table[i] == null) {
                return i;
            }
        }
        return 0;
    }

    /** Grows to the smallest size of at least {@code target} entries, −1 for one step (spec 03 §2.4, 04 §3.7). */
    int growTo(int target) {
        if (target == -1) {
            return grow(sizes.after(tableSize));
        }
        if (Integer.compareUnsigned(target, tableSize) <= 0) {
            return KERN_SUCCESS;
        }
        return grow(sizes.atLeast(target));
    }

    private int grow(int newSize) {
        if (newSize == 0) {
            return KERN_NO_SPACE;
        }
        if (newSize > table.length) {
            // Doubled, so that filling a large table does not copy it at each of its many small steps.
            table = Arrays.copyOf(table, Math.max(newSize, Math.min(2 * table.length, sizes.largest())));
        }
        tableSize = newSize;
        return KERN_SUCCESS;
    }

    /** The entry by which this space names a live port: that of the receive right, or of a pure send right. */
    @Nullable Entry reverse(Port port) {
        // The port's lock is held by the caller.
        if (port.receiver == this) {
            Entry entry = lookup(port.receiverName);
            if (entry != null && entry.port == port) {
                return entry;
            }
            // The name was lost (spec 03 Q-5).
        }
        return sendEntries.get(port);
    }

    void enterSend(Port port, Entry entry) {
        sendEntries.put(port, entry);
    }

    void leaveSend(Port port) {
        sendEntries.remove(port);
    }

    /**
     * Destroys every name, the lowest index first and guarded ports too, as exec does (spec 03 §11.2). The space lives on,
     * with its table and the generations in it.
     */
    public void clean(IpcThread thread) {
        boolean any = true;
        while (any) {
            any = false;
            for (int i = FIRST_INDEX; i < tableSize; i++) {
                lock.lock();
                Entry entry = active ? inUseAt(i) : null;
                if (entry == null) {
                    lock.unlock();
                } else {
                    any = true;
                    if (entry.has(MACH_PORT_TYPE_RECEIVE)) {
                        unguard(entry.liveOrStalePort());
                    }
                    Rights.destroy(thread, this, entry);
                }
            }
        }
    }

    private static void unguard(Port port) {
        port.lock.lock();
        port.guarded = false;
        port.lock.unlock();
    }

    /** Ends the space: everything in it is released, in the order of the table (spec 03 §11.3). */
    public void terminate(IpcThread thread) {
        lock.lock();
        try {
            if (!active) {
                return;
            }
            active = false;
        } finally {
            lock.unlock();
        }
        for (int i = FIRST_INDEX; i < tableSize; i++) {
            Entry entry = inUseAt(i);
            if (entry != null) {
                Rights.terminate(thread, entry);
            }
        }
        lock.lock();
        try {
            sendEntries.clear();
            table = new Entry[0];
            tableSize = 0;
            firstFreed = null;
        } finally {
            lock.unlock();
        }
    }
}
