// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_PORT_SEND_ONCE;

import org.jspecify.annotations.Nullable;
import org.mach4j.sim.vm.MemoryCopy;

/** Destroys messages with all they carry (spec 02 §16). No lock is held by callers. */
final class MessageDeath {
    private MessageDeath() {}

    /** Destroys a message, now or after those the thread is already at. */
    static void destroy(IpcThread thread, Message message) {
        message.next = null;
        destroyAll(thread, message);
    }

    /**
     * Destroys a chain of messages in order. A message stays on the thread's list while it is taken apart, so that
     * what dies with it is only put behind it: breadth first, never recursive (spec 02 §16.6).
     */
    static void destroyAll(IpcThread thread, Message chain) {
        if (!thread.addDying(chain)) {
            return;
        }
        Message message;
        while ((message = thread.firstDying()) != null) {
            clean(thread, message);
            thread.removeFirstDying();
            free(message);
            thread.task().kernel.counters.messagesDestroyed.increment();
        }
    }

    /** The message's buffer is no longer used. */
    static void free(Message message) {
        Port port = message.preallocatedBy;
        if (port != null) {
            message.preallocatedBy = null;
            port.lock.lock();
            try {
                port.preallocatedInUse = false;
            } finally {
                port.lock.unlock();
            }
        }
    }

    private static void clean(IpcThread thread, Message message) {
        Port remote = message.remote;
        message.remote = null;
        destroyDestination(thread, remote, message.remoteType());
        Port local = message.local;
        message.local = null;
        PortDeath.destroyRight(thread, local, message.localType());
        cleanBody(thread, message);
    }

    /** The destination right of a message that will not be delivered (spec 02 §16.2). */
    static void destroyDestination(IpcThread thread, @Nullable Port port, int type) {
        if (port == null || port == Port.DEAD) {
            return;
        }
        if (type != MACH_MSG_TYPE_PORT_SEND_ONCE) {
            PortDeath.destroyRight(thread, port, type);
            return;
        }
        boolean notify;
        port.lock.lock();
        try {
            notify = port.active && !port.queue.isHardFull();
            if (port.active && !notify) {
                port.sendOnceRights--;
            }
        } finally {
            port.lock.unlock();
        }
        if (notify) {
            Notifications.sendOnce(thread, port);
        }
    }

    /** Everything in the body, descriptors ascending (spec 02 §16.3). */
    static void cleanBody(IpcThread thread, Message message) {
        int count = message.descriptorCount;
        message.descriptorCount = 0;
        for (int i = 0; i < count; i++) {
            Descriptor descriptor = message.descriptors[i];
            if (descriptor instanceof Descriptor.Right right) {
                PortDeath.destroyRight(thread, right.port(), right.disposition());
            } else if (descriptor instanceof Descriptor.Memory memory) {
                MemoryCopy copy = memory.copy();
                if (copy != null) {
                    copy.discard();
                }
            } else {
                Descriptor.Rights rights = (Descriptor.Rights) descriptor;
                for (Port port : rights.ports()) {
                    PortDeath.destroyRight(thread, port, rights.disposition());
                }
            }
        }
    }
}
