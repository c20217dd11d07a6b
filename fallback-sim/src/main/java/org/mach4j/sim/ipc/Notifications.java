// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

import static org.mach4j.abi.MachMessage.MACH_MSGH_BITS_COMPLEX;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_PORT_RECEIVE;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_PORT_SEND_ONCE;
import static org.mach4j.abi.MachMessage.MACH_SEND_ALWAYS;
import static org.mach4j.abi.MachMessage.MACH_SEND_NOIMPORTANCE;
import static org.mach4j.abi.MachMsgReturn.MACH_MSG_SUCCESS;
import static org.mach4j.abi.MachNotify.MACH_NOTIFY_DEAD_NAME;
import static org.mach4j.abi.MachNotify.MACH_NOTIFY_NO_SENDERS;
import static org.mach4j.abi.MachNotify.MACH_NOTIFY_PORT_DELETED;
import static org.mach4j.abi.MachNotify.MACH_NOTIFY_PORT_DESTROYED;
import static org.mach4j.abi.MachNotify.MACH_NOTIFY_SEND_ONCE;
import static org.mach4j.abi.MachNotify.MACH_NOTIFY_SEND_POSSIBLE;

import org.jspecify.annotations.Nullable;

/**
 * The messages by which the kernel tells of events (spec 03 §9). Each consumes the send-once right it is sent to. Sent
 * with no lock held, never blocks, and passes the queue limit.
 */
final class Notifications {
    private static final int SIMPLE_SIZE = 36;
    private static final int HEADER_SIZE = 24;
    private static final int PORT_DESTROYED_SIZE = 40;
    private static final int NDR_INTEGERS_LITTLE_ENDIAN = 4;
    /** What a message takes in the real kernel beyond its user size: header growth and the largest trailer. */
    private static final int KERNEL_OVERHEAD = 8 + 68;
    /** Every buffer of the real kernel has at least this room (spec 01 §4.2). */
    private static final int SMALLEST_BUFFER = 208;

    private Notifications() {}

    /** The name lost its right while the port lived (id 65). */
    static void portDeleted(IpcThread thread, @Nullable Port notify, int name) {
        simple(thread, notify, MACH_NOTIFY_PORT_DELETED, name);
    }

    /** A message can be sent to the name without blocking (id 66). */
    static void sendPossible(IpcThread thread, @Nullable Port notify, int name) {
        simple(thread, notify, MACH_NOTIFY_SEND_POSSIBLE, name);
    }

    /** The last send right is gone (id 70). */
    static void noSenders(IpcThread thread, @Nullable Port notify, int makeSendCount) {
        simple(thread, notify, MACH_NOTIFY_NO_SENDERS, makeSendCount);
    }

    /** The port behind the name is dead (id 72). */
    static void deadName(IpcThread thread, @Nullable Port notify, int name) {
        simple(thread, notify, MACH_NOTIFY_DEAD_NAME, name);
    }

    /** The send-once right was destroyed unused (id 71). */
    static void sendOnce(IpcThread thread, Port notify) {
        send(thread, notify, new Message(), MACH_NOTIFY_SEND_ONCE, HEADER_SIZE);
    }

    /** Carries a receive right that was to be destroyed (id 69). The port is in limbo. */
    static void portDestroyed(IpcThread thread, Port notify, Port port) {
        Message message = new Message();
        message.bits = MACH_MSGH_BITS_COMPLEX;
        message.body = new byte[PORT_DESTROYED_SIZE - HEADER_SIZE];
        message.inlineOffset = message.body.length;
        message.descriptors = new Descriptor[] {new Descriptor.Right(port, MACH_MSG_TYPE_PORT_RECEIVE)};
        message.descriptorCount = 1;
        message.circular = Transit.enter(thread, port, notify);
        send(thread, notify, message, MACH_NOTIFY_PORT_DESTROYED, PORT_DESTROYED_SIZE);
    }

    private static void simple(IpcThread thread, @Nullable Port notify, int id, int word) {
        if (notify == null) {
            return;
        }
        Message message = new Message();
        byte[] body = new byte[SIMPLE_SIZE - HEADER_SIZE];
        body[NDR_INTEGERS_LITTLE_ENDIAN] = 1;
        Bytes.putInt(body, 8, word);
        message.body = body;
        send(thread, notify, message, id, SIMPLE_SIZE);
    }

    private static void send(IpcThread thread, Port notify, Message message, int id, int size) {
        message.bits |= MACH_MSG_TYPE_PORT_SEND_ONCE;
        message.remote = notify;
        message.id = id;
        message.size = size;
        thread.task().kernel.counters.messagesMade.increment();
        if (!takePreallocated(notify, message)) {
            // A notification lost so keeps its send-once right counted for ever, but not the rights it carries.
            message.remote = null;
            MessageDeath.destroy(thread, message);
            return;
        }
        int code = Send.send(thread, message, MACH_SEND_ALWAYS | MACH_SEND_NOIMPORTANCE, Send.NO_TIMEOUT);
        if (code != MACH_MSG_SUCCESS) {
            MessageDeath.destroy(thread, message);
        }
    }

    /** Uses the port's preallocated buffer where it has one; false where that is in use or too small (spec 04 §3.3). */
    private static boolean takePreallocated(Port port, Message message) {
        port.lock.lock();
        try {
            if (port.preallocated < 0) { // so it is once the port is dead
                return true;
            }
            int room = Math.max(port.preallocated, SMALLEST_BUFFER);
            if (port.preallocatedInUse || message.kernelSize() - 8 + KERNEL_OVERHEAD > room) {
                return false;
            }
            port.preallocatedInUse = true;
            message.preallocatedBy = port;
            return true;
        } finally {
            port.lock.unlock();
        }
    }
}
