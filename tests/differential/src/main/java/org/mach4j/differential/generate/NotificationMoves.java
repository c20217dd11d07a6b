// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.generate;

import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_RECEIVE;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_SEND_RIGHTS;

import org.mach4j.abi.MachMessage;
import org.mach4j.abi.MachNotify;
import org.mach4j.transcripts.Op;
import org.mach4j.transcripts.Value;
import org.mach4j.transcripts.Value.Num;

/** Requests for notifications (spec 04 §9). */
final class NotificationMoves {
    private NotificationMoves() {}

    static void request(Draft draft) throws InterruptedException {
        int id = draft.chance(96)
                ? draft.one(
                        MachNotify.MACH_NOTIFY_DEAD_NAME,
                        MachNotify.MACH_NOTIFY_DEAD_NAME,
                        MachNotify.MACH_NOTIFY_NO_SENDERS,
                        MachNotify.MACH_NOTIFY_NO_SENDERS,
                        MachNotify.MACH_NOTIFY_SEND_POSSIBLE,
                        MachNotify.MACH_NOTIFY_SEND_POSSIBLE,
                        MachNotify.MACH_NOTIFY_PORT_DESTROYED)
                : draft.one(0, MachNotify.MACH_NOTIFY_PORT_DELETED, MachNotify.MACH_NOTIFY_SEND_ONCE, 99);
        boolean ofSender = id == MachNotify.MACH_NOTIFY_DEAD_NAME || id == MachNotify.MACH_NOTIFY_SEND_POSSIBLE;
        Value name = draft.chance(88)
                ? draft.with(ofSender ? MACH_PORT_TYPE_SEND_RIGHTS : MACH_PORT_TYPE_RECEIVE)
                : draft.any();
        boolean cancel = draft.chance(10);
        Value notify = cancel ? Num.of(0) : draft.with(MACH_PORT_TYPE_RECEIVE);
        int disp = draft.chance(93)
                ? MachMessage.MACH_MSG_TYPE_MAKE_SEND_ONCE
                : draft.one(0, 17, MachMessage.MACH_MSG_TYPE_MOVE_SEND_ONCE, 19, 20);
        draft.ask(
                Op.MACH_PORT_REQUEST_NOTIFICATION,
                Draft.in("name", name)
                        .put("msgid", id)
                        .put("sync", draft.one(0, 0, 0, 1, 1, 2))
                        .put("notify", notify)
                        .put("disp", disp));
    }
}
