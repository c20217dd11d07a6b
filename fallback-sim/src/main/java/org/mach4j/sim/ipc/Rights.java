// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

import static org.mach4j.abi.KernReturn.KERN_INVALID_ARGUMENT;
import static org.mach4j.abi.KernReturn.KERN_INVALID_RIGHT;
import static org.mach4j.abi.KernReturn.KERN_INVALID_VALUE;
import static org.mach4j.abi.KernReturn.KERN_RESOURCE_SHORTAGE;
import static org.mach4j.abi.KernReturn.KERN_SUCCESS;
import static org.mach4j.abi.KernReturn.KERN_UREFS_OVERFLOW;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_COPY_SEND;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_MAKE_SEND;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_MAKE_SEND_ONCE;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_MOVE_RECEIVE;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_MOVE_SEND;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_MOVE_SEND_ONCE;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_PORT_RECEIVE;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_PORT_SEND;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_PORT_SEND_ONCE;
import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_DEAD_NAME;
import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_PORT_SET;
import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_RECEIVE;
import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_SEND;
import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_SEND_ONCE;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_DEAD_NAME;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_DNREQUEST;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_RECEIVE;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_SEND;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_SEND_ONCE;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_SEND_RIGHTS;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_SPREQUEST;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_SPREQUEST_DELAYED;
import static org.mach4j.abi.MachPort.MACH_PORT_UREFS_MAX;

import org.jspecify.annotations.Nullable;

/**
 * The operations on one entry of a space (spec 03 §6). Methods that are given an entry are called with the space
 * locked and the entry in use; they say where they give the lock back. Notifications are sent after that.
 *
 * <p>An entry with a send or send-once right may be <em>stale</em>: its port is dead and nobody has looked at it since.
 * Every operation that examines the right converts it first (spec 03 §4.1).
 */
final class Rights {
    /** The most user references a send right can have (spec 03 §3.2). */
    static final int MAX_SEND_REFERENCES = MACH_PORT_UREFS_MAX - 1;

    private static final int PORT_RIGHTS = MACH_PORT_TYPE_SEND | MACH_PORT_TYPE_RECEIVE | MACH_PORT_TYPE_SEND_ONCE;

    private Rights() {}

    // --- stale entries and requests -----------------------------------------------------------------------------

    /** Makes a stale entry a dead name (spec 03 §4.1). The dead port is locked. */
    private static void convert(Space space, Entry entry, Port port) {
        int references = entry.has(MACH_PORT_TYPE_SEND) ? entry.references : 1;
        if (entry.request != 0 && port.requestTable().slot(entry.request).notify != null) {
            references++;
        }
        if (entry.has(MACH_PORT_TYPE_SEND)) {
            space.leaveSend(port);
        }
        entry.becomeDeadName(references);
    }

    /** Converts the entry where it is stale; returns whether it was. */
    static boolean convertIfStale(Space space, Entry entry) {
        if (entry.has(MACH_PORT_TYPE_RECEIVE)) {
            // Its port cannot be dead (spec 02 §1).
            return false;
        }
        Port port = lockLive(space, entry);
        if (port == null) {
            return true;
        }
        port.lock.unlock();
        return false;
    }

    /**
     * The port of an entry, live and locked; null where the entry was stale, and is a dead name now. What is done to the
     * right of a live port is done before the lock is given back: a port may die at any moment without its lock, and
     * the requests of a dead port belong to those who tell of its death.
     */
    private static @Nullable Port lockLive(Space space, Entry entry) {
        Port port = entry.liveOrStalePort();
        port.lock.lock();
        if (port.active) {
            return port;
        }
        convert(space, entry, port);
        port.lock.unlock();
        return null;
    }

    /** Takes the entry's request off the live, locked port; returns its notify right, null where there was none left. */
    private static @Nullable Port cancelRequest(Entry entry, Port port) {
        int slot = entry.request;
        if (slot == 0) {
            return null;
        }
        entry.request = 0;
        return port.requestTable().release(slot);
    }

    // --- copying in (spec 03 §6.11, 02 §5) ----------------------------------------------------------------------

    /**
     * Whether {@link #copyIn} with dead rights allowed would succeed; changes nothing (spec 03 §6.10).
     */
    static boolean canCopyIn(Entry entry, int disposition) {
        switch (disposition) {
            case MACH_MSG_TYPE_MAKE_SEND, MACH_MSG_TYPE_MAKE_SEND_ONCE, MACH_MSG_TYPE_MOVE_RECEIVE -> {
                return entry.has(MACH_PORT_TYPE_RECEIVE);
            }
            case MACH_MSG_TYPE_COPY_SEND, MACH_MSG_TYPE_MOVE_SEND, MACH_MSG_TYPE_MOVE_SEND_ONCE -> {
                if (entry.has(MACH_PORT_TYPE_DEAD_NAME)) {
                    return true;
                }
                if (!entry.has(MACH_PORT_TYPE_SEND_RIGHTS)) {
                    return false;
                }
                int wanted =
                        disposition == MACH_MSG_TYPE_MOVE_SEND_ONCE ? MACH_PORT_TYPE_SEND_ONCE : MACH_PORT_TYPE_SEND;
                return entry.has(wanted) || !entry.liveOrStalePort().isActive();
            }
            default -> {
                return false;
            }
        }
    }

    /**
     * Takes a right out of an entry. An entry left empty has type 0 and is still to be released by the caller, who
     * also answers a cancelled request with PORT_DELETED once the space is unlocked.
     *
     * @return {@code KERN_SUCCESS} with {@code out} filled, or {@code KERN_INVALID_RIGHT}
     */
    static int copyIn(IpcThread thread, Space space, Entry entry, int disposition, boolean deadAllowed, CopiedIn out) {
        out.clear();
        switch (disposition) {
            case MACH_MSG_TYPE_MAKE_SEND, MACH_MSG_TYPE_MAKE_SEND_ONCE -> {
                if (!entry.has(MACH_PORT_TYPE_RECEIVE)) {
                    return KERN_INVALID_RIGHT;
                }
                Port port = entry.liveOrStalePort();
                port.lock.lock();
                try {
                    if (disposition == MACH_MSG_TYPE_MAKE_SEND) {
                        port.makeSendCount++;
                        port.sendRights++;
                    } else {
                        port.sendOnceRights++;
                    }
                } finally {
                    port.lock.unlock();
                }
                out.right = port;
                return KERN_SUCCESS;
            }
            case MACH_MSG_TYPE_MOVE_RECEIVE -> {
                return moveReceiveIn(thread, space, entry, out);
            }
            case MACH_MSG_TYPE_COPY_SEND, MACH_MSG_TYPE_MOVE_SEND, MACH_MSG_TYPE_MOVE_SEND_ONCE -> {
                if (entry.has(MACH_PORT_TYPE_SEND_RIGHTS)) {
                    Port port = entry.liveOrStalePort();
                    port.lock.lock();
                    try {
                        if (port.active) {
                            return copyInLive(space, entry, port, disposition, out);
                        }
                        convert(space, entry, port);
                    } finally {
                        port.lock.unlock();
                    }
                }
                return copyInDead(entry, disposition, deadAllowed, out);
            }
            default -> {
                return KERN_INVALID_RIGHT;
            }
        }
    }

    private static int moveReceiveIn(IpcThread thread, Space space, Entry entry, CopiedIn out) {
        if (!entry.has(MACH_PORT_TYPE_RECEIVE)) {
            return KERN_INVALID_RIGHT;
        }
        Port port = entry.liveOrStalePort();
        port.lock.lock();
        try {
            if (entry.has(MACH_PORT_TYPE_SEND)) {
                entry.type = MACH_PORT_TYPE_SEND;
                space.enterSend(port, entry);
            } else {
                out.cancelled = cancelRequest(entry, port);
                entry.type = 0;
            }
            if (!port.temporaryOwner) {
                Importance.dropShare(port);
            }
            PortDeath.clearReceiver(thread, port);
            port.temporaryOwner = true;
        } finally {
            port.lock.unlock();
        }
        out.right = port;
        return KERN_SUCCESS;
    }

    /** Port locked and live. */
    private static int copyInLive(Space space, Entry entry, Port port, int disposition, CopiedIn out) {
        if (disposition == MACH_MSG_TYPE_MOVE_SEND_ONCE) {
            if (!entry.has(MACH_PORT_TYPE_SEND_ONCE)) {
                return KERN_INVALID_RIGHT;
            }
            out.cancelled = cancelRequest(entry, port);
            entry.type = 0;
        } else {
            if (!entry.has(MACH_PORT_TYPE_SEND)) {
                return KERN_INVALID_RIGHT;
            }
            if (disposition == MACH_MSG_TYPE_COPY_SEND) {
                port.sendRights++;
            } else if (entry.references > 1) {
                entry.references--;
                port.sendRights++;
            } else {
                out.cancelled = loseSend(space, entry, port);
            }
        }
        out.right = port;
        return KERN_SUCCESS;
    }

    /** The send part of an entry goes; with a receive right the entry and its request stay. Port locked and live. */
    private static @Nullable Port loseSend(Space space, Entry entry, Port port) {
        entry.references = 0;
        if (entry.has(MACH_PORT_TYPE_RECEIVE)) {
            entry.type = MACH_PORT_TYPE_RECEIVE;
            return null;
        }
        Port cancelled = cancelRequest(entry, port);
        space.leaveSend(port);
        entry.type = 0;
        return cancelled;
    }

    private static int copyInDead(Entry entry, int disposition, boolean deadAllowed, CopiedIn out) {
        if (!entry.has(MACH_PORT_TYPE_DEAD_NAME) || !deadAllowed) {
            return KERN_INVALID_RIGHT;
        }
        if (disposition != MACH_MSG_TYPE_COPY_SEND && --entry.references == 0) {
            entry.type = 0;
        }
        out.right = Port.DEAD;
        return KERN_SUCCESS;
    }

    /** Takes two send references at once (spec 03 §6.13). */
    static int copyInTwo(Space space, Entry entry, CopiedIn out) {
        out.clear();
        if (!entry.has(MACH_PORT_TYPE_SEND) || entry.references < 2) {
            return KERN_INVALID_RIGHT;
        }
        Port port = entry.liveOrStalePort();
        port.lock.lock();
        try {
            if (!port.active) {
                convert(space, entry, port);
                return KERN_INVALID_RIGHT;
            }
            if (entry.references == 2) {
                out.cancelled = loseSend(space, entry, port);
                port.sendRights++;
            } else {
                entry.references -= 2;
                port.sendRights += 2;
            }
        } finally {
            port.lock.unlock();
        }
        out.right = port;
        return KERN_SUCCESS;
    }

    // --- copying out (spec 03 §6.14) ----------------------------------------------------------------------------

    /**
     * Puts a right into an entry that is empty or holds rights to the port. The live port is locked.
     *
     * @param pegged whether a full count of references stays as it is; else that is {@code KERN_UREFS_OVERFLOW}
     * @return the importance the port brought from where it was in transit, through {@code KERN_SUCCESS} always 0
     */
    static int copyOut(Space space, Entry entry, Port port, int type, boolean pegged) {
        switch (type) {
            case MACH_MSG_TYPE_PORT_SEND_ONCE -> {
                entry.type = MACH_PORT_TYPE_SEND_ONCE;
                entry.references = 1;
                entry.port = port;
            }
            case MACH_MSG_TYPE_PORT_SEND -> {
                if (entry.has(MACH_PORT_TYPE_SEND)) {
                    if (entry.references == MAX_SEND_REFERENCES) {
                        if (!pegged) {
                            return KERN_UREFS_OVERFLOW;
                        }
                    } else {
                        entry.references++;
                    }
                    port.sendRights--;
                } else if (entry.has(MACH_PORT_TYPE_RECEIVE)) {
                    entry.type |= MACH_PORT_TYPE_SEND;
                    entry.references = 1;
                } else {
                    entry.type = MACH_PORT_TYPE_SEND;
                    entry.references = 1;
                    entry.port = port;
                    space.enterSend(port, entry);
                }
            }
            case MACH_MSG_TYPE_PORT_RECEIVE -> {
                if (entry.has(MACH_PORT_TYPE_SEND)) {
                    space.leaveSend(port);
                } else {
                    entry.port = port;
                }
                entry.type |= MACH_PORT_TYPE_RECEIVE;
                port.receiver = space;
                port.receiverName = entry.name();
                port.destination = null;
            }
            default -> throw new IllegalArgumentException("not a right: " + type);
        }
        return KERN_SUCCESS;
    }

    // --- giving up (spec 03 §6.5, §6.6) -------------------------------------------------------------------------

    /** Gives up everything an entry denotes, but for a port guarded with another value than 0. Unlocks the space. */
    static int destroy(IpcThread thread, Space space, Entry entry) {
        int name = entry.name();
        if (entry.has(MACH_PORT_TYPE_DEAD_NAME)) {
            space.release(entry);
            space.lock.unlock();
            return KERN_SUCCESS;
        }
        PortSet set = entry.set;
        if (set != null) {
            space.release(entry);
            SetCalls.destroy(thread, set);
            space.lock.unlock();
            return KERN_SUCCESS;
        }
        Port port = entry.liveOrStalePort();
        Port cancelled = null;
        Port noSenders = null;
        int makeSendCount = 0;
        boolean sendOnce = false;
        boolean receive = entry.has(MACH_PORT_TYPE_RECEIVE);
        port.lock.lock();
        try {
            if (!port.active) {
                if (entry.has(MACH_PORT_TYPE_SEND)) {
                    space.leaveSend(port);
                }
                space.release(entry);
                space.lock.unlock();
                return KERN_SUCCESS;
            }
            if (receive && port.guarded && port.context != 0) {
                // The name is lost and its index too; the port is still the space's, and a member of its sets.
                entry.clear();
                thread.task().kernel.orphaned(port);
                space.lock.unlock();
                return KERN_INVALID_RIGHT;
            }
            cancelled = cancelRequest(entry, port);
            if (entry.has(MACH_PORT_TYPE_SEND)) {
                if (!receive) {
                    space.leaveSend(port);
                }
                port.sendRights--;
                noSenders = PortDeath.takeNoSenders(port);
                makeSendCount = port.makeSendCount;
            } else if (entry.has(MACH_PORT_TYPE_SEND_ONCE)) {
                sendOnce = true;
            }
            space.release(entry);
            if (receive) {
                Importance.dropShare(port);
                PortDeath.clearReceiver(thread, port);
            }
        } finally {
            port.lock.unlock();
        }
        space.lock.unlock();
        if (receive) {
            PortDeath.destroy(thread, port);
        }
        if (sendOnce) {
            Notifications.sendOnce(thread, port);
        }
        Notifications.noSenders(thread, noSenders, makeSendCount);
        Notifications.portDeleted(thread, cancelled, name);
        return KERN_SUCCESS;
    }

    /** Gives up one user reference. Unlocks the space. */
    static int deallocate(IpcThread thread, Space space, Entry entry) {
        if (entry.has(MACH_PORT_TYPE_SEND_RIGHTS)) {
            Port port = lockLive(space, entry);
            if (port != null) {
                return entry.has(MACH_PORT_TYPE_SEND_ONCE)
                        ? dropSendOnce(thread, space, entry, port)
                        : dropSend(thread, space, entry, port, entry.references - 1);
            }
        }
        if (!entry.has(MACH_PORT_TYPE_DEAD_NAME)) {
            return refuse(space, KERN_INVALID_RIGHT);
        }
        if (--entry.references == 0) {
            space.release(entry);
        }
        space.lock.unlock();
        return KERN_SUCCESS;
    }

    /** The send-once right of an entry is destroyed. The port is live and locked; unlocks it and the space. */
    private static int dropSendOnce(IpcThread thread, Space space, Entry entry, Port port) {
        int name = entry.name();
        Port cancelled = cancelRequest(entry, port);
        port.lock.unlock();
        space.release(entry);
        space.lock.unlock();
        Notifications.sendOnce(thread, port);
        Notifications.portDeleted(thread, cancelled, name);
        return KERN_SUCCESS;
    }

    /**
     * Leaves so many references to a send right, none: the right goes. The port is live and locked; unlocks it and the
     * space.
     */
    private static int dropSend(IpcThread thread, Space space, Entry entry, Port port, int references) {
        if (references > 0) {
            port.lock.unlock();
            entry.references = references;
            space.lock.unlock();
            return KERN_SUCCESS;
        }
        int name = entry.name();
        port.sendRights--;
        Port noSenders = PortDeath.takeNoSenders(port);
        int makeSendCount = port.makeSendCount;
        Port cancelled = loseSend(space, entry, port);
        port.lock.unlock();
        if (entry.type == 0) {
            space.release(entry);
        }
        space.lock.unlock();
        Notifications.noSenders(thread, noSenders, makeSendCount);
        Notifications.portDeleted(thread, cancelled, name);
        return KERN_SUCCESS;
    }

    // --- changing references (spec 03 §6.7) ---------------------------------------------------------------------

    /** Changes the references of one kind of right. Unlocks the space. */
    static int change(IpcThread thread, Space space, Entry entry, int right, int delta) {
        return switch (right) {
            case MACH_PORT_RIGHT_PORT_SET -> changeSet(thread, space, entry, delta);
            case MACH_PORT_RIGHT_RECEIVE -> changeReceive(thread, space, entry, delta);
            case MACH_PORT_RIGHT_SEND_ONCE -> changeSendOnce(thread, space, entry, delta);
            case MACH_PORT_RIGHT_DEAD_NAME -> changeDeadName(space, entry, delta);
            case MACH_PORT_RIGHT_SEND -> changeSend(thread, space, entry, delta);
            default -> {
                space.lock.unlock();
                throw new SimulatedPanic("mach_port_mod_refs of right " + right + " (spec 03 Q-7)");
            }
        };
    }

    private static int refuse(Space space, int code) {
        space.lock.unlock();
        return code;
    }

    private static int changeSet(IpcThread thread, Space space, Entry entry, int delta) {
        PortSet set = entry.set;
        if (set == null) {
            return refuse(space, KERN_INVALID_RIGHT);
        }
        if (delta == 0) {
            return refuse(space, KERN_SUCCESS);
        }
        if (delta != -1) {
            return refuse(space, KERN_INVALID_VALUE);
        }
        space.release(entry);
        SetCalls.destroy(thread, set);
        space.lock.unlock();
        return KERN_SUCCESS;
    }

    private static int changeReceive(IpcThread thread, Space space, Entry entry, int delta) {
        if (!entry.has(MACH_PORT_TYPE_RECEIVE)) {
            return refuse(space, KERN_INVALID_RIGHT);
        }
        if (delta == 0) {
            return refuse(space, KERN_SUCCESS);
        }
        if (delta != -1) {
            return refuse(space, KERN_INVALID_VALUE);
        }
        Port port = entry.liveOrStalePort();
        port.lock.lock();
        boolean guarded = port.guarded;
        port.lock.unlock();
        if (guarded) {
            return refuse(space, KERN_INVALID_RIGHT);
        }
        int name = entry.name();
        Port cancelled = loseReceive(thread, space, entry, port);
        space.lock.unlock();
        PortDeath.destroy(thread, port);
        Notifications.portDeleted(thread, cancelled, name);
        return KERN_SUCCESS;
    }

    /** The receive right leaves its entry, to be destroyed (spec 03 §6.7 RECEIVE). Space locked. */
    private static @Nullable Port loseReceive(IpcThread thread, Space space, Entry entry, Port port) {
        Port cancelled = null;
        port.lock.lock();
        try {
            if (!entry.has(MACH_PORT_TYPE_SEND)) {
                cancelled = cancelRequest(entry, port);
                space.release(entry);
            } else if (port.portDestroyed != null) {
                entry.type = MACH_PORT_TYPE_SEND;
                space.enterSend(port, entry);
            } else {
                // The reference for the dead-name notification, also where the request had fired already.
                int references = entry.references + (entry.request != 0 ? 1 : 0);
                entry.becomeDeadName(references);
            }
            Importance.dropShare(port);
            PortDeath.clearReceiver(thread, port);
        } finally {
            port.lock.unlock();
        }
        return cancelled;
    }

    private static int changeSendOnce(IpcThread thread, Space space, Entry entry, int delta) {
        Port port = entry.has(MACH_PORT_TYPE_SEND_ONCE) ? lockLive(space, entry) : null;
        if (port == null) {
            return refuse(space, KERN_INVALID_RIGHT);
        }
        if (delta == -1) {
            return dropSendOnce(thread, space, entry, port);
        }
        port.lock.unlock();
        return refuse(space, delta == 0 ? KERN_SUCCESS : KERN_INVALID_VALUE);
    }

    private static int changeDeadName(Space space, Entry entry, int delta) {
        if (entry.has(MACH_PORT_TYPE_SEND_RIGHTS)) {
            convertIfStale(space, entry);
        }
        if (!entry.has(MACH_PORT_TYPE_DEAD_NAME)) {
            return refuse(space, KERN_INVALID_RIGHT);
        }
        long references = (long) entry.references + delta;
        if (references < 0) {
            return refuse(space, KERN_INVALID_VALUE);
        }
        if (references > MACH_PORT_UREFS_MAX) {
            return refuse(space, KERN_UREFS_OVERFLOW);
        }
        if (references == 0) {
            space.release(entry);
        } else {
            entry.references = (int) references;
        }
        return refuse(space, KERN_SUCCESS);
    }

    private static int changeSend(IpcThread thread, Space space, Entry entry, int delta) {
        Port port = entry.has(MACH_PORT_TYPE_SEND) ? lockLive(space, entry) : null;
        if (port == null) {
            return refuse(space, KERN_INVALID_RIGHT);
        }
        long references = (long) entry.references + delta;
        if (references >= 0 && (delta <= 0 || references <= MAX_SEND_REFERENCES)) {
            return dropSend(thread, space, entry, port, (int) references);
        }
        port.lock.unlock();
        return refuse(space, references < 0 ? KERN_INVALID_VALUE : KERN_UREFS_OVERFLOW);
    }

    /** Destroys a receive right, dropping send references first (spec 03 §6.8). Unlocks the space. */
    static int destruct(IpcThread thread, Space space, Entry entry, int delta, long guard) {
        if (!entry.has(MACH_PORT_TYPE_RECEIVE) || (delta != 0 && !entry.has(MACH_PORT_TYPE_SEND))) {
            return refuse(space, KERN_INVALID_RIGHT);
        }
        if (delta > 0) {
            return refuse(space, KERN_INVALID_VALUE);
        }
        Port port = entry.liveOrStalePort();
        Port noSenders = null;
        int makeSendCount = 0;
        port.lock.lock();
        try {
            if (port.guarded && port.context != guard) {
                return refuse(space, KERN_INVALID_ARGUMENT);
            }
            if (delta < 0) {
                long references = (long) entry.references + delta;
                if (references < 0) {
                    return refuse(space, KERN_INVALID_VALUE);
                }
                if (references == 0) {
                    port.sendRights--;
                    noSenders = PortDeath.takeNoSenders(port);
                    makeSendCount = port.makeSendCount;
                    entry.type = MACH_PORT_TYPE_RECEIVE;
                }
                entry.references = (int) references;
            }
        } finally {
            port.lock.unlock();
        }
        int name = entry.name();
        Port cancelled = loseReceive(thread, space, entry, port);
        space.lock.unlock();
        Notifications.noSenders(thread, noSenders, makeSendCount);
        PortDeath.destroy(thread, port);
        Notifications.portDeleted(thread, cancelled, name);
        return KERN_SUCCESS;
    }

    // --- requests (spec 03 §6.3) --------------------------------------------------------------------------------

    /**
     * Registers, replaces or cancels a dead-name or send-possible request. Unlocks the space. On an error the notify
     * right stays the caller's.
     *
     * @param previous {@code right} receives the notify right registered before, or null
     */
    static int request(
            IpcThread thread,
            Space space,
            Entry entry,
            boolean immediate,
            boolean sendPossible,
            @Nullable Port notify,
            CopiedIn previous) {
        previous.clear();
        int name = entry.name();
        if (notify == null && entry.request == 0) {
            return refuse(space, KERN_SUCCESS);
        }
        if (entry.has(PORT_RIGHTS)) {
            Port port = entry.liveOrStalePort();
            boolean fire = false;
            port.lock.lock();
            try {
                if (port.active) {
                    if (notify == null) {
                        previous.right = cancelRequest(entry, port);
                        return refuse(space, KERN_SUCCESS);
                    }
                    fire = sendPossible
                            && immediate
                            && (entry.has(MACH_PORT_TYPE_SEND_ONCE) || port.ownedByKernel() || !port.queue.isFull());
                    previous.right = cancelRequest(entry, port);
                    if (!fire) {
                        int slot = port.requestTable().allocate(name, notify, sendPossible, sendPossible && immediate);
                        if (slot == 0) {
                            return refuse(space, KERN_RESOURCE_SHORTAGE);
                        }
                        entry.request = slot;
                        if (sendPossible && immediate) {
                            port.sendPossibleArmed = true;
                        }
                        return refuse(space, KERN_SUCCESS);
                    }
                } else {
                    convert(space, entry, port);
                }
            } finally {
                port.lock.unlock();
            }
            if (fire) {
                space.lock.unlock();
                Notifications.sendPossible(thread, notify, name);
                return KERN_SUCCESS;
            }
        }
        if (!entry.has(MACH_PORT_TYPE_DEAD_NAME)) {
            return refuse(space, KERN_INVALID_RIGHT);
        }
        if (notify == null || !(sendPossible || immediate)) {
            return refuse(space, KERN_INVALID_ARGUMENT);
        }
        if (entry.references == MACH_PORT_UREFS_MAX) {
            return refuse(space, KERN_UREFS_OVERFLOW);
        }
        entry.references++;
        space.lock.unlock();
        Notifications.deadName(thread, notify, name);
        return KERN_SUCCESS;
    }

    // --- information (spec 03 §6.9) -----------------------------------------------------------------------------

    /** The type word of an entry with the bits of its request. A stale entry is converted first where asked. */
    static int typeWord(Space space, Entry entry, boolean convert) {
        if (entry.has(MACH_PORT_TYPE_SEND_RIGHTS) && convert) {
            convertIfStale(space, entry);
        }
        int type = entry.type;
        Port port = entry.port;
        if (port == null || entry.request == 0) {
            return type;
        }
        port.lock.lock();
        try {
            return type | requestBits(port.requestTable().slot(entry.request));
        } finally {
            port.lock.unlock();
        }
    }

    static int requestBits(RequestTable.Slot slot) {
        if (slot.notify == null) {
            return 0;
        }
        if (!slot.sendPossible) {
            return MACH_PORT_TYPE_DNREQUEST;
        }
        return MACH_PORT_TYPE_DNREQUEST
                | MACH_PORT_TYPE_SPREQUEST
                | (slot.armed ? 0 : MACH_PORT_TYPE_SPREQUEST_DELAYED);
    }

    // --- the end of a space (spec 03 §6.18) ---------------------------------------------------------------------

    /** Releases what an entry of a dead space holds. The space is dead, so that nobody else sees the entry. */
    static void terminate(IpcThread thread, Entry entry) {
        PortSet set = entry.set;
        if (set != null) {
            SetCalls.destroy(thread, set);
            return;
        }
        Port port = entry.port;
        if (port == null) {
            return;
        }
        int name = entry.name();
        Port cancelled;
        Port noSenders = null;
        int makeSendCount = 0;
        boolean receive = entry.has(MACH_PORT_TYPE_RECEIVE);
        port.lock.lock();
        try {
            if (!port.active) {
                return;
            }
            cancelled = cancelRequest(entry, port);
            if (entry.has(MACH_PORT_TYPE_SEND)) {
                port.sendRights--;
                noSenders = PortDeath.takeNoSenders(port);
                makeSendCount = port.makeSendCount;
            }
            if (receive) {
                Importance.dropShare(port);
                PortDeath.clearReceiver(thread, port);
            }
        } finally {
            port.lock.unlock();
        }
        if (receive) {
            PortDeath.destroy(thread, port);
        }
        if (entry.has(MACH_PORT_TYPE_SEND_ONCE)) {
            Notifications.sendOnce(thread, port);
        }
        Notifications.noSenders(thread, noSenders, makeSendCount);
        Notifications.portDeleted(thread, cancelled, name);
    }
}
