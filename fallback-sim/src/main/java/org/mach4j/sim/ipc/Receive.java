// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

import static org.mach4j.abi.MachMessage.MACH_RCV_LARGE;
import static org.mach4j.abi.MachMessage.MACH_RCV_TIMEOUT;
import static org.mach4j.abi.MachMsgReturn.MACH_MSG_SUCCESS;
import static org.mach4j.abi.MachMsgReturn.MACH_RCV_INTERRUPTED;
import static org.mach4j.abi.MachMsgReturn.MACH_RCV_INVALID_NAME;
import static org.mach4j.abi.MachMsgReturn.MACH_RCV_PORT_CHANGED;
import static org.mach4j.abi.MachMsgReturn.MACH_RCV_PORT_DIED;
import static org.mach4j.abi.MachMsgReturn.MACH_RCV_TIMED_OUT;
import static org.mach4j.abi.MachMsgReturn.MACH_RCV_TOO_LARGE;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_RECEIVE;

/** Takes a message from a port or set, waiting for one where there is none (spec 05 §3, §5). */
final class Receive {
    private static final int[] TRAILER_SIZES = {8, 12, 20, 52, 60, 68, 68, 68, 68, 68, 68, 68, 68, 68, 68, 68};

    private Receive() {}

    /** The trailer size that an option asks for (spec 00 §5). */
    static int trailerSize(int option) {
        return TRAILER_SIZES[option >>> 24 & 0xf];
    }

    /** Whether message and trailer fit, in 32-bit arithmetic (spec 01 §6.1). */
    static boolean fits(Message message, int option, int receiveSize) {
        return Integer.compareUnsigned(message.size + trailerSize(option), receiveSize) <= 0;
    }

    /**
     * Receives. What came is in the thread's receive state: a message with its sequence number, or the size of one that
     * was too large.
     *
     * @return {@code MACH_MSG_SUCCESS} where a message was taken, also one that does not fit and is consumed
     *     ({@link IpcThread#receivedTooLarge})
     */
    static int receive(IpcThread thread, int name, int option, int receiveSize, long timeout) {
        thread.received = null;
        thread.receivedTooLarge = false;
        thread.receiveOption = option;
        thread.receiveSize = receiveSize;
        Space space = thread.task().space;
        Entry glanced = space.glance(name);
        Port likely = glanced == null ? null : glanced.port;
        if (likely != null) {
            likely.lock.lock();
            // Who receives under which name is the port's own knowledge: with its lock held this is certain.
            if (likely.receiver == space && likely.receiverName == name) {
                return fromPort(thread, likely, option, receiveSize, timeout);
            }
            likely.lock.unlock();
        }
        space.lock.lock();
        Entry entry = space.active ? space.lookup(name) : null;
        if (entry != null && entry.has(MACH_PORT_TYPE_RECEIVE)) {
            Port port = entry.liveOrStalePort();
            // Lookup and waiting are one step: the port's lock is taken before the space's is given back (spec 05 §7).
            port.lock.lock();
            space.lock.unlock();
            return fromPort(thread, port, option, receiveSize, timeout);
        }
        PortSet set = entry == null ? null : entry.set;
        space.lock.unlock();
        if (set == null) {
            return MACH_RCV_INVALID_NAME;
        }
        return fromSet(thread, set, option, receiveSize, timeout);
    }

    /** The port is locked; unlocks it. */
    private static int fromPort(IpcThread thread, Port port, int option, int receiveSize, long timeout) {
        try {
            if (port.queue.first() != null) {
                return select(thread, port, option, receiveSize);
            }
            if (polls(option, timeout)) {
                return MACH_RCV_TIMED_OUT;
            }
            port.queue.waitToReceive(thread);
        } finally {
            port.lock.unlock();
        }
        return await(thread, option, timeout);
    }

    private static int fromSet(IpcThread thread, PortSet set, int option, int receiveSize, long timeout) {
        while (true) {
            SetLink link;
            set.lock.lock();
            try {
                if (!set.active) {
                    // The set ended before this waited on it: as if the name had been looked up after that (spec 05
                    // §7).
                    return MACH_RCV_INVALID_NAME;
                }
                link = set.firstReady();
                if (link == null) {
                    if (polls(option, timeout)) {
                        return MACH_RCV_TIMED_OUT;
                    }
                    thread.enterWait(set.waiters, false);
                }
            } finally {
                set.lock.unlock();
            }
            if (link == null) {
                return await(thread, option, timeout);
            }
            // The member's lock comes before the set's, so the ready list may have changed when both are held.
            Port port = link.port;
            port.lock.lock();
            try {
                if (rotate(set, link, port)) {
                    return select(thread, port, option, receiveSize);
                }
            } finally {
                port.lock.unlock();
            }
        }
    }

    /** Takes the member off the ready list, and puts it at its end where it has a message (spec 05 §5.1). */
    private static boolean rotate(PortSet set, SetLink link, Port port) {
        set.lock.lock();
        try {
            if (set.firstReady() != link) {
                return false;
            }
            set.unmark(link);
            if (port.queue.first() == null) {
                return false;
            }
            set.mark(link);
            return true;
        } finally {
            set.lock.unlock();
        }
    }

    /** The first message of the locked port, by the receiver's size (spec 05 §5.2). */
    private static int select(IpcThread thread, Port port, int option, int receiveSize) {
        Message message = port.queue.first();
        if (message == null) {
            throw new IllegalStateException("selecting from an empty queue");
        }
        boolean fits = fits(message, option, receiveSize);
        if (!fits && (option & MACH_RCV_LARGE) != 0) {
            thread.tooLargeSize = message.size;
            thread.receiverName = port.receiverName;
            return MACH_RCV_TOO_LARGE;
        }
        thread.receivedTooLarge = !fits;
        thread.received = port.queue.take(thread);
        return MACH_MSG_SUCCESS;
    }

    private static boolean polls(int option, long timeout) {
        return (option & MACH_RCV_TIMEOUT) != 0 && timeout == 0;
    }

    private static int await(IpcThread thread, int option, long timeout) {
        boolean timed = (option & MACH_RCV_TIMEOUT) != 0;
        return switch (thread.await(timed ? timeout : Send.NO_TIMEOUT)) {
            case MESSAGE -> MACH_MSG_SUCCESS;
            case TOO_LARGE -> MACH_RCV_TOO_LARGE;
            case TIMED_OUT -> MACH_RCV_TIMED_OUT;
            case INTERRUPTED -> MACH_RCV_INTERRUPTED;
            case CHANGED -> MACH_RCV_PORT_CHANGED;
            // On the real kernel the thread dies with its task and nobody sees a code; recorded is this one.
            case TASK_DIED -> MACH_RCV_PORT_DIED;
            case WAITING, GRANTED -> throw new IllegalStateException("a receiver was woken as a sender");
        };
    }
}
