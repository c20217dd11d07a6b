// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

import static org.mach4j.abi.MachMessage.MACH_MSGH_BITS_RAISEIMP;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_PORT_SEND_ONCE;
import static org.mach4j.abi.MachMessage.MACH_SEND_ALWAYS;
import static org.mach4j.abi.MachMessage.MACH_SEND_NOIMPORTANCE;
import static org.mach4j.abi.MachMessage.MACH_SEND_TIMEOUT;
import static org.mach4j.abi.MachMsgReturn.MACH_MSG_SUCCESS;
import static org.mach4j.abi.MachMsgReturn.MACH_SEND_INTERRUPTED;
import static org.mach4j.abi.MachMsgReturn.MACH_SEND_NO_BUFFER;
import static org.mach4j.abi.MachMsgReturn.MACH_SEND_TIMED_OUT;

import java.util.Objects;

/** Sends a message whose rights are copied in (spec 02 §10, 05 §4). No lock is held by callers. */
final class Send {
    /** For the time-out of a send that waits without limit. */
    static final long NO_TIMEOUT = -1;

    /** What became of a message that was offered to a queue. */
    private enum Offer {
        ACCEPTED,
        DEAD,
        TIMED_OUT,
        NO_BUFFER,
        MUST_WAIT
    }

    private Send() {}

    /**
     * Sends, waiting where the queue is full.
     *
     * @param timeout in milliseconds where {@code option} has {@code MACH_SEND_TIMEOUT}
     * @return {@code MACH_MSG_SUCCESS}, and the message is no longer the caller's; or {@code MACH_SEND_TIMED_OUT},
     *     {@code _INTERRUPTED} or {@code _NO_BUFFER}, and the caller still owns it, unless
     *     {@link IpcThread#replyFailed}
     */
    static int send(IpcThread thread, Message message, int option, long timeout) {
        if (message.circular) {
            MessageDeath.destroy(thread, message);
            return MACH_MSG_SUCCESS;
        }
        Port destination = Objects.requireNonNull(message.remote);
        if (takenByKernel(destination)) {
            Message reply = thread.task().kernel.server.serve(thread, message);
            MessageDeath.free(message);
            if (reply == null) {
                return MACH_MSG_SUCCESS;
            }
            if (reply.circular) {
                // It carries the receive right of the port it goes to (spec 04 §8.2).
                MessageDeath.destroy(thread, reply);
                return MACH_MSG_SUCCESS;
            }
            int code = queue(thread, reply, option, timeout);
            if (code != MACH_MSG_SUCCESS) {
                // The real kernel goes on with the request it has freed; the policy is to destroy the reply (spec 01
                // §5.4).
                MessageDeath.destroy(thread, reply);
                thread.replyFailed = true;
            }
            return code;
        }
        return queue(thread, message, option, timeout);
    }

    /** Counts a message to a live port of the kernel; false for any other port. */
    private static boolean takenByKernel(Port destination) {
        if (!destination.ownedByKernel()) {
            return false;
        }
        destination.lock.lock();
        try {
            if (destination.active) {
                destination.queue.sequenceNumber++;
            }
            return destination.active;
        } finally {
            destination.lock.unlock();
        }
    }

    private static int queue(IpcThread thread, Message message, int option, long timeout) {
        Port destination = Objects.requireNonNull(message.remote);
        boolean raised = raiseImportance(thread, message, destination, option);
        boolean timed = (option & MACH_SEND_TIMEOUT) != 0;
        boolean waited = false;
        while (true) {
            Offer offer;
            destination.lock.lock();
            try {
                offer = offer(thread, message, destination, option, timed && timeout == 0, waited);
                if (offer == Offer.MUST_WAIT) {
                    destination.queue.waitToSend(thread);
                }
            } finally {
                destination.lock.unlock();
            }
            switch (offer) {
                case ACCEPTED -> {
                    return MACH_MSG_SUCCESS;
                }
                case DEAD -> {
                    message.remote = null;
                    MessageDeath.destroy(thread, message);
                    return MACH_MSG_SUCCESS;
                }
                case TIMED_OUT -> {
                    return failed(thread, message, destination, raised, MACH_SEND_TIMED_OUT);
                }
                case NO_BUFFER -> {
                    return failed(thread, message, destination, raised, MACH_SEND_NO_BUFFER);
                }
                case MUST_WAIT -> {
                    switch (thread.await(timed ? timeout : NO_TIMEOUT)) {
                        case TIMED_OUT -> {
                            return failed(thread, message, destination, raised, MACH_SEND_TIMED_OUT);
                        }
                        case INTERRUPTED, TASK_DIED -> {
                            return failed(thread, message, destination, raised, MACH_SEND_INTERRUPTED);
                        }
                        // Granted, or the port died: the next round posts, or finds it dead.
                        default -> waited = true;
                    }
                }
            }
        }
    }

    /**
     * Admission and posting (spec 05 §4.1 step 5). Destination locked.
     *
     * @param granted whether the sender holds a place already
     */
    private static Offer offer(
            IpcThread thread, Message message, Port destination, int option, boolean poll, boolean granted) {
        if (!destination.active) {
            return Offer.DEAD;
        }
        MessageQueue queue = destination.queue;
        if (!granted) {
            if (queue.isFull()) {
                boolean privileged =
                        (option & MACH_SEND_ALWAYS) != 0 || message.remoteType() == MACH_MSG_TYPE_PORT_SEND_ONCE;
                if (!privileged || queue.isHardFull()) {
                    if (poll) {
                        return Offer.TIMED_OUT;
                    }
                    return queue.isHardFull() ? Offer.NO_BUFFER : Offer.MUST_WAIT;
                }
            }
            queue.count++;
        }
        queue.post(thread, message);
        return Offer.ACCEPTED;
    }

    private static int failed(IpcThread thread, Message message, Port destination, boolean raised, int code) {
        if (raised) {
            message.bits &= ~MACH_MSGH_BITS_RAISEIMP;
            Importance.change(thread, destination, -1);
        }
        return code;
    }

    private static boolean raiseImportance(IpcThread thread, Message message, Port destination, int option) {
        if ((option & MACH_SEND_NOIMPORTANCE) != 0 || !destination.importanceDonation) {
            return false;
        }
        boolean donates;
        destination.lock.lock();
        try {
            donates = destination.active && Importance.donates(thread.task(), destination);
        } finally {
            destination.lock.unlock();
        }
        if (donates) {
            message.bits |= MACH_MSGH_BITS_RAISEIMP;
            Importance.change(thread, destination, 1);
        }
        return donates;
    }
}
