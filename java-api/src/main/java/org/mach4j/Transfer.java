// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mach4j.abi.MachMessage;

/**
 * A right and how a message takes it: one of Mach's dispositions (spec 00 §4).
 *
 * <p>A <em>move</em> takes the right out of its object when the transfer is put into a message: the message owns it from
 * then on. A <em>copy</em> or <em>make</em> leaves the right with its owner, who must still hold it when the message is
 * sent.
 *
 * @param <R> what the receiver gets
 */
public final class Transfer<R extends Right> {
    private final @Nullable Right source;
    private final int disposition;

    private Transfer(@Nullable Right source, int disposition) {
        this.source = source;
        this.disposition = disposition;
    }

    /** {@code MACH_MSG_TYPE_COPY_SEND}: another send right; the sender's stays. */
    public static Transfer<SendRight> copySend(SendRight right) {
        return new Transfer<>(Objects.requireNonNull(right), MachMessage.MACH_MSG_TYPE_COPY_SEND);
    }

    /** {@code MACH_MSG_TYPE_MOVE_SEND}: the sender's own reference. */
    public static Transfer<SendRight> moveSend(SendRight right) {
        return new Transfer<>(Objects.requireNonNull(right), MachMessage.MACH_MSG_TYPE_MOVE_SEND);
    }

    /** {@code MACH_MSG_TYPE_MAKE_SEND}: a new send right; the make-send count grows by one. */
    public static Transfer<SendRight> makeSend(ReceiveRight right) {
        return new Transfer<>(Objects.requireNonNull(right), MachMessage.MACH_MSG_TYPE_MAKE_SEND);
    }

    /** {@code MACH_MSG_TYPE_MAKE_SEND_ONCE}: a new send-once right. */
    public static Transfer<SendOnceRight> makeSendOnce(ReceiveRight right) {
        return new Transfer<>(Objects.requireNonNull(right), MachMessage.MACH_MSG_TYPE_MAKE_SEND_ONCE);
    }

    /** {@code MACH_MSG_TYPE_MOVE_SEND_ONCE}: the sender's send-once right. */
    public static Transfer<SendOnceRight> moveSendOnce(SendOnceRight right) {
        return new Transfer<>(Objects.requireNonNull(right), MachMessage.MACH_MSG_TYPE_MOVE_SEND_ONCE);
    }

    /**
     * {@code MACH_MSG_TYPE_MOVE_RECEIVE}: the port itself with its queued messages. It leaves its port sets, and its
     * make-send count, sequence number, context and guard are cleared (spec 03 §5.3). Only in a message's body.
     */
    public static Transfer<ReceiveRight> moveReceive(ReceiveRight right) {
        return new Transfer<>(Objects.requireNonNull(right), MachMessage.MACH_MSG_TYPE_MOVE_RECEIVE);
    }

    /** {@code MACH_PORT_NULL} where the receiver expects a send right. */
    public static Transfer<SendRight> noSend() {
        return new Transfer<>(null, MachMessage.MACH_MSG_TYPE_COPY_SEND);
    }

    /** {@code MACH_PORT_NULL} in an array of moved send rights, whose elements have one disposition. */
    public static Transfer<SendRight> moveNoSend() {
        return new Transfer<>(null, MachMessage.MACH_MSG_TYPE_MOVE_SEND);
    }

    /** {@code MACH_PORT_NULL} where the receiver expects a send-once right. */
    public static Transfer<SendOnceRight> noSendOnce() {
        return new Transfer<>(null, MachMessage.MACH_MSG_TYPE_MAKE_SEND_ONCE);
    }

    /** {@code MACH_PORT_NULL} where the receiver expects a receive right. */
    public static Transfer<ReceiveRight> noReceive() {
        return new Transfer<>(null, MachMessage.MACH_MSG_TYPE_MOVE_RECEIVE);
    }

    /** {@code MACH_MSG_TYPE_*}, 16 to 21. */
    public int disposition() {
        return disposition;
    }

    @Nullable Right source() {
        return source;
    }

    boolean isMove() {
        return isMove(disposition);
    }

    /** Whether a name with this disposition in a buffer is a right that the buffer owns. */
    static boolean isMove(int disposition) {
        return disposition >= MachMessage.MACH_MSG_TYPE_MOVE_RECEIVE
                && disposition <= MachMessage.MACH_MSG_TYPE_MOVE_SEND_ONCE;
    }

    @Override
    public String toString() {
        return Inspection.disposition(disposition) + " of " + (source == null ? "MACH_PORT_NULL" : source);
    }
}
