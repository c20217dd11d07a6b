// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

import static org.mach4j.abi.KernReturn.KERN_ALREADY_IN_SET;
import static org.mach4j.abi.KernReturn.KERN_INVALID_NAME;
import static org.mach4j.abi.KernReturn.KERN_INVALID_RIGHT;
import static org.mach4j.abi.KernReturn.KERN_INVALID_TASK;
import static org.mach4j.abi.KernReturn.KERN_NOT_IN_SET;
import static org.mach4j.abi.KernReturn.KERN_SUCCESS;
import static org.mach4j.abi.MachPort.MACH_PORT_DEAD;
import static org.mach4j.abi.MachPort.MACH_PORT_NULL;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_RECEIVE;

import org.jspecify.annotations.Nullable;

/** Port sets: the {@code mach_port} calls about them, and their end (spec 04 §7, 05 §8). */
public final class SetCalls {
    private SetCalls() {}

    /** {@code mach_port_move_member}. */
    public static int moveMember(IpcThread thread, Space space, int member, int after) {
        if (!CopyIn.isValidName(member) || after == MACH_PORT_DEAD) {
            return KERN_INVALID_RIGHT;
        }
        space.lock.lock();
        try {
            if (!space.active) {
                return KERN_INVALID_TASK;
            }
            Entry entry = space.lookup(member);
            if (entry == null) {
                return KERN_INVALID_NAME;
            }
            if (!entry.has(MACH_PORT_TYPE_RECEIVE)) {
                return KERN_INVALID_RIGHT;
            }
            PortSet set = null;
            if (after != MACH_PORT_NULL) {
                Entry setEntry = space.lookup(after);
                if (setEntry == null) {
                    return KERN_INVALID_NAME;
                }
                set = setEntry.set;
                if (set == null) {
                    return KERN_INVALID_RIGHT;
                }
            }
            Port port = entry.liveOrStalePort();
            port.lock.lock();
            try {
                port.queue.leaveAll();
                port.setCount = 0;
                if (set != null) {
                    port.queue.join(thread, set);
                    port.setCount = 1;
                }
            } finally {
                port.lock.unlock();
            }
            return KERN_SUCCESS;
        } finally {
            space.lock.unlock();
        }
    }

    /** {@code mach_port_insert_member}. */
    public static int insertMember(IpcThread thread, Space space, int name, int setName) {
        return changeMember(thread, space, name, setName, true);
    }

    /** {@code mach_port_extract_member}. */
    public static int extractMember(IpcThread thread, Space space, int name, int setName) {
        return changeMember(thread, space, name, setName, false);
    }

    private static int changeMember(IpcThread thread, Space space, int name, int setName, boolean insert) {
        if (!CopyIn.isValidName(name) || !CopyIn.isValidName(setName)) {
            return KERN_INVALID_RIGHT;
        }
        space.lock.lock();
        try {
            if (!space.active) {
                return KERN_INVALID_TASK;
            }
            Entry entry = space.lookup(name);
            Entry setEntry = space.lookup(setName);
            if (entry == null || setEntry == null) {
                return KERN_INVALID_NAME;
            }
            PortSet set = setEntry.set;
            if (!entry.has(MACH_PORT_TYPE_RECEIVE) || set == null) {
                return KERN_INVALID_RIGHT;
            }
            Port port = entry.liveOrStalePort();
            port.lock.lock();
            try {
                SetLink link = port.queue.linkTo(set);
                if (insert) {
                    if (link != null) {
                        return KERN_ALREADY_IN_SET;
                    }
                    port.queue.join(thread, set);
                    port.setCount++;
                } else {
                    if (link == null) {
                        return KERN_NOT_IN_SET;
                    }
                    port.queue.leave(link);
                    port.setCount--;
                }
            } finally {
                port.lock.unlock();
            }
            return KERN_SUCCESS;
        } finally {
            space.lock.unlock();
        }
    }

    /**
     * {@code mach_port_get_set_status}: the members' names in joining order.
     *
     * @return the names, or null with the code in {@link IpcThread#lookupError()}
     */
    public static int @Nullable [] members(IpcThread thread, Space space, int name) {
        if (!CopyIn.isValidName(name)) {
            thread.lookupError = KERN_INVALID_RIGHT;
            return null;
        }
        space.lock.lock();
        try {
            Entry entry = space.active ? space.lookup(name) : null;
            if (entry == null) {
                thread.lookupError = space.active ? KERN_INVALID_NAME : KERN_INVALID_TASK;
                return null;
            }
            PortSet set = entry.set;
            if (set == null) {
                thread.lookupError = KERN_INVALID_RIGHT;
                return null;
            }
            set.lock.lock();
            try {
                int[] names = new int[set.memberCount()];
                int i = 0;
                for (SetLink link = set.firstMember(); link != null; link = link.memberNext) {
                    // Members are receive rights of this space, whose lock is held: their names do not change.
                    names[i++] = link.port.receiverName;
                }
                return names;
            } finally {
                set.lock.unlock();
            }
        } finally {
            space.lock.unlock();
        }
    }

    /**
     * The end of a set: members live on, with their count of sets as it was; its receivers are sent away. The
     * space the set is in is locked, or dead.
     */
    static void destroy(IpcThread thread, PortSet set) {
        set.lock.lock();
        try {
            set.active = false;
        } finally {
            set.lock.unlock();
        }
        SetLink link;
        while ((link = firstMember(set)) != null) {
            Port port = link.port;
            port.lock.lock();
            try {
                if (port.queue.linkTo(set) == link) {
                    port.queue.leave(link);
                }
            } finally {
                port.lock.unlock();
            }
        }
        set.lock.lock();
        try {
            WaitElement waiter;
            while ((waiter = set.waiters.first) != null) {
                ((IpcThread) waiter).choose(IpcThread.Wake.CHANGED, set.waiters, thread);
            }
        } finally {
            set.lock.unlock();
        }
        thread.task().kernel.counters.sets.decrement();
    }

    private static @Nullable SetLink firstMember(PortSet set) {
        set.lock.lock();
        try {
            return set.firstMember();
        } finally {
            set.lock.unlock();
        }
    }
}
