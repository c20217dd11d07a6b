// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

import static org.mach4j.abi.MachMessage.MACH_MSGH_BITS_RAISEIMP;
import static org.mach4j.abi.MachMessage.MACH_MSG_OPTION_USER;
import static org.mach4j.abi.MachMessage.MACH_RCV_LARGE_IDENTITY;
import static org.mach4j.abi.MachMessage.MACH_RCV_MSG;
import static org.mach4j.abi.MachMessage.MACH_RCV_OVERWRITE;
import static org.mach4j.abi.MachMessage.MACH_SEND_ALWAYS;
import static org.mach4j.abi.MachMessage.MACH_SEND_MSG;
import static org.mach4j.abi.MachMsgReturn.MACH_MSG_SUCCESS;
import static org.mach4j.abi.MachMsgReturn.MACH_RCV_INVALID_DATA;
import static org.mach4j.abi.MachMsgReturn.MACH_RCV_TOO_LARGE;

/** {@code mach_msg_trap} and {@code mach_msg_overwrite_trap} (spec 01 §3). */
public final class MessageTrap {
    private static final int LOCAL_PORT_OFFSET = 12;
    private static final int SIZE_OFFSET = 4;

    private MessageTrap() {}

    /**
     * Sends and/or receives.
     *
     * @param receiveAddress where to receive, 0 for {@code address}
     * @return a {@code mach_msg_return_t}
     */
    public static int trap(
            IpcThread thread,
            long address,
            int options,
            int sendSize,
            int receiveSize,
            int receiveName,
            int timeout,
            long receiveAddress) {
        int option = options & MACH_MSG_OPTION_USER;
        long milliseconds = Integer.toUnsignedLong(timeout);
        if ((option & MACH_SEND_MSG) != 0) {
            int code = send(thread, address, option, sendSize, milliseconds);
            if (code != MACH_MSG_SUCCESS) {
                return code;
            }
        }
        if ((option & MACH_RCV_MSG) == 0) {
            return MACH_MSG_SUCCESS;
        }
        boolean overwrite = (option & MACH_RCV_OVERWRITE) != 0;
        long target = overwrite || receiveAddress != 0 ? receiveAddress : address;
        int code = Receive.receive(thread, receiveName, option, receiveSize, milliseconds);
        return results(thread, code, option, target);
    }

    private static int send(IpcThread thread, long address, int option, int sendSize, long timeout) {
        Message message = new Message();
        thread.sendAlways = false;
        thread.replyFailed = false;
        int code = CopyIn.message(thread, address, sendSize, option, message);
        if (code != MACH_MSG_SUCCESS) {
            return code;
        }
        code = Send.send(thread, message, thread.sendAlways ? option | MACH_SEND_ALWAYS : option, timeout);
        if (code == MACH_MSG_SUCCESS || thread.replyFailed) {
            return code;
        }
        return code | CopyOut.giveBack(thread, message, address);
    }

    /** {@code mach_msg_receive_results} (spec 01 §6.5). */
    private static int results(IpcThread thread, int code, int option, long address) {
        Message message = thread.received;
        if (message == null) {
            return code == MACH_RCV_TOO_LARGE ? reportTooLarge(thread, option, address) : code;
        }
        thread.received = null;
        if (thread.receivedTooLarge) {
            return CopyOut.error(thread, message, option, address, MACH_RCV_TOO_LARGE);
        }
        if ((message.bits & MACH_MSGH_BITS_RAISEIMP) != 0) {
            takeImportance(thread, message);
        }
        if ((option & MACH_RCV_OVERWRITE) != 0) {
            MessageDeath.destroy(thread, message);
            throw new SimulatedPanic("a receive with MACH_RCV_OVERWRITE got a message (spec 01 §6.7)");
        }
        return CopyOut.deliver(thread, message, option, address);
    }

    /** What a receive with {@code MACH_RCV_LARGE} writes of a message that stays queued (spec 01 §6.8). */
    private static int reportTooLarge(IpcThread thread, int option, long address) {
        boolean written = true;
        if ((option & MACH_RCV_LARGE_IDENTITY) != 0) {
            written = thread.task().memory.writeInt(address + LOCAL_PORT_OFFSET, thread.receiverName);
        }
        written &= thread.task().memory.writeInt(address + SIZE_OFFSET, thread.tooLargeSize);
        return written ? MACH_RCV_TOO_LARGE : MACH_RCV_INVALID_DATA;
    }

    /** The donation passes from the port to the receiving task, or ends (spec 01 §6.6, 05 §14). */
    private static void takeImportance(IpcThread thread, Message message) {
        IpcTask task = thread.task();
        Port port = message.remote;
        if (port == null) {
            return;
        }
        port.lock.lock();
        try {
            if (port.importance > 0) {
                port.importance--;
            }
        } finally {
            port.lock.unlock();
        }
        if (task.importanceReceiver) {
            task.externalAssertions.incrementAndGet();
        } else {
            message.bits &= ~MACH_MSGH_BITS_RAISEIMP;
        }
    }
}
