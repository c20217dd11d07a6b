// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

import static org.mach4j.abi.KernReturn.KERN_NO_SPACE;
import static org.mach4j.abi.KernReturn.KERN_RESOURCE_SHORTAGE;
import static org.mach4j.abi.KernReturn.KERN_SUCCESS;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The dead-name and send-possible requests of a port, shared by all spaces (spec 03 §8). Guarded by the port's lock.
 *
 * <p>Slot 0 is a header in the real kernel; here it is never used. The order in which slots are handed out decides the
 * order of notifications.
 */
final class RequestTable {
    static final TableSizes SIZES = TableSizes.of(16, 32, 63);

    /** One request. In use where {@link #name} is not 0; fired where it has no notify right any more. */
    static final class Slot {
        int name;

        @Nullable Port notify;

        boolean sendPossible;
        boolean armed;
        int nextFree;
    }

    private Slot[] slots = new Slot[0];
    private int firstFree;
    private int used;

    /** The size including the header slot, 0 where there is no table yet. */
    int size() {
        return slots.length;
    }

    int used() {
        return used;
    }

    Slot slot(int index) {
        return slots[index];
    }

    /** Takes a free slot, growing by one natural step where there is none; 0 where it cannot grow. */
    int allocate(int name, Port notify, boolean sendPossible, boolean armed) {
        if (firstFree == 0) {
            int next = slots.length == 0 ? SIZES.smallest() : SIZES.after(slots.length);
            if (next == 0) {
                return 0;
            }
            resize(next);
        }
        int index = firstFree;
        Slot slot = slots[index];
        firstFree = slot.nextFree;
        slot.name = name;
        slot.notify = notify;
        slot.sendPossible = sendPossible;
        slot.armed = armed;
        used++;
        return index;
    }

    /** Gives a slot back: it is the next to be used. Returns its notify right, null where it had fired. */
    @Nullable Port release(int index) {
        Slot slot = slots[index];
        Port notify = slot.notify;
        slot.name = 0;
        slot.notify = null;
        slot.sendPossible = false;
        slot.armed = false;
        slot.nextFree = firstFree;
        firstFree = index;
        used--;
        return notify;
    }

    /** {@code MACH_PORT_DNREQUESTS_SIZE} (spec 03 §8.2). */
    int grow(int target) {
        int next = slots.length == 0 ? SIZES.smallest() : SIZES.after(slots.length);
        if (target == -1) {
            if (next == 0) {
                return KERN_RESOURCE_SHORTAGE;
            }
            resize(next);
            return KERN_SUCCESS;
        }
        if (Integer.compareUnsigned(target, SIZES.largest()) > 0) {
            return KERN_NO_SPACE;
        }
        if (slots.length == 0) {
            resize(SIZES.atLeast(target));
        } else if (target > slots.length && target <= next) {
            resize(next);
        }
        // A table that would have to grow by more than a step is built and thrown away: success, no effect.
        return KERN_SUCCESS;
    }

    /** New slots go in front of the free ones, the highest first (spec 03 §8.1). */
    private void resize(int size) {
        int old = Math.max(slots.length, 1);
        slots = Arrays.copyOf(slots, size);
        for (int i = old; i < size; i++) {
            Slot slot = new Slot();
            slot.nextFree = firstFree;
            firstFree = i;
            slots[i] = slot;
        }
        if (slots[0] == null) {
            slots[0] = new Slot();
        }
    }
}
