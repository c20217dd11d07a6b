// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_PORT_RECEIVE;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_PORT_SEND;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_PORT_SEND_ONCE;

import org.jspecify.annotations.Nullable;

/** What happens to a port whose receive right leaves its space, and when it is destroyed (spec 03 §5.4, §5.5). */
final class PortDeath {
    private PortDeath() {}

    /**
     * The receive right leaves its space: the port leaves all sets, receivers are sent away, and what belongs to the
     * receiver is reset. The port is then in limbo. Its lock is held.
     */
    static void clearReceiver(IpcThread thread, Port port) {
        port.queue.leaveAll();
        port.setCount = 0;
        port.queue.changed(thread);
        port.makeSendCount = 0;
        port.queue.sequenceNumber = 0;
        port.context = 0;
        port.guarded = false;
        port.strictGuard = false;
        port.receiver = null;
        port.receiverName = 0;
        port.destination = null;
    }

    /** Destroys a port in limbo or transit, or hands it to whoever asked for that (spec 03 §5.5). No lock is held. */
    static void destroy(IpcThread thread, Port port) {
        Port backup;
        Port noSenders = null;
        Message queued = null;
        RequestTable requests = null;
        port.lock.lock();
        try {
            if (!port.active) {
                return;
            }
            backup = port.portDestroyed;
            if (backup != null) {
                port.portDestroyed = null;
                port.destination = null;
                port.temporaryOwner = true;
            } else {
                port.active = false;
                port.deathTime = thread.task().kernel.nextDeathTime();
                port.destination = null;
                port.preallocated = -1;
                noSenders = port.noSenders;
                port.noSenders = null;
                requests = port.requests;
            }
        } finally {
            port.lock.unlock();
        }
        if (backup != null) {
            Notifications.portDestroyed(thread, backup, port);
            return;
        }
        if (!port.ownedByKernel()) {
            thread.task().kernel.counters.ports.decrement();
        }
        if (noSenders != null) {
            Notifications.sendOnce(thread, noSenders);
        }
        port.lock.lock();
        try {
            queued = port.queue.destroy(thread);
        } finally {
            port.lock.unlock();
        }
        if (queued != null) {
            MessageDeath.destroyAll(thread, queued);
        }
        if (requests != null) {
            tellRequesters(thread, requests);
        }
    }

    /**
     * Every request that has not fired is told, by slot. The slots stay as they are: an entry converted later must
     * still see that its request was answered (spec 03 §4.1, §8.5). Nobody changes the table of a dead port.
     */
    private static void tellRequesters(IpcThread thread, RequestTable requests) {
        for (int i = 1; i < requests.size(); i++) {
            RequestTable.Slot slot = requests.slot(i);
            Port notify = slot.notify;
            if (slot.name != 0 && notify != null) {
                Notifications.deadName(thread, notify, slot.name);
            }
        }
    }

    /**
     * Takes the no-senders request where the last send right has just gone (spec 03 §7.1). Port locked.
     *
     * @return the right to notify, or null
     */
    static @Nullable Port takeNoSenders(Port port) {
        if (port.sendRights != 0) {
            return null;
        }
        Port notify = port.noSenders;
        port.noSenders = null;
        return notify;
    }

    /** Drops a send right nobody holds any more (spec 02 §16.1). No lock is held. */
    static void releaseSend(IpcThread thread, Port port) {
        Port notify;
        int makeSendCount;
        port.lock.lock();
        try {
            if (!port.active) {
                return;
            }
            port.sendRights--;
            notify = takeNoSenders(port);
            makeSendCount = port.makeSendCount;
        } finally {
            port.lock.unlock();
        }
        Notifications.noSenders(thread, notify, makeSendCount);
    }

    /** Destroys a naked right by its received form (spec 02 §16.1). No lock is held. */
    static void destroyRight(IpcThread thread, @Nullable Port port, int type) {
        if (port == null || port == Port.DEAD) {
            return;
        }
        switch (type) {
            case MACH_MSG_TYPE_PORT_SEND -> releaseSend(thread, port);
            case MACH_MSG_TYPE_PORT_SEND_ONCE -> Notifications.sendOnce(thread, port);
            case MACH_MSG_TYPE_PORT_RECEIVE -> destroy(thread, port);
            default -> throw new IllegalStateException("a valid port of no right: " + type);
        }
    }
}
