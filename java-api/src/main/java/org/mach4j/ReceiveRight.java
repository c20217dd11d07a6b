// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.mach4j.abi.MachMessage;
import org.mach4j.abi.MachNotify;
import org.mach4j.abi.MachPort;
import org.mach4j.spi.MachCalls;

/**
 * A receive right: the port itself, which exists once in the world. Its holder receives what is sent to the port and
 * makes the rights to send to it.
 *
 * <p>{@link #close} destroys the port: queued messages are destroyed with the rights in them, all send and send-once
 * rights to it, here and elsewhere, become dead names, and threads that receive from it get
 * {@code MACH_RCV_PORT_CHANGED}.
 */
public final class ReceiveRight extends Right implements MessageSource {
    /** The guard that {@link #close} needs; 0 where none was set through this object. */
    private volatile long guard;

    private volatile boolean guarded;

    ReceiveRight(Mach mach, int name) {
        super(mach, name);
    }

    // --- rights -------------------------------------------------------------------------------------------------

    /**
     * Makes a send right ({@code mach_port_insert_right} with {@code MACH_MSG_TYPE_MAKE_SEND}), under this right's name.
     * The make-send count grows by one.
     *
     * @return a right the caller owns
     */
    public SendRight makeSend() {
        int name = name();
        check(
                mach().calls().mach_port_insert_right(mach().task(), name, name, MachMessage.MACH_MSG_TYPE_MAKE_SEND),
                "mach_port_insert_right");
        return new SendRight(mach(), name);
    }

    /**
     * Makes a send-once right ({@code mach_port_extract_right} with {@code MACH_MSG_TYPE_MAKE_SEND_ONCE}), under a name
     * of its own.
     *
     * @return a right the caller owns
     */
    public SendOnceRight makeSendOnce() {
        int[] made = new int[1];
        int[] type = new int[1];
        check(
                mach().calls()
                        .mach_port_extract_right(
                                mach().task(), name(), MachMessage.MACH_MSG_TYPE_MAKE_SEND_ONCE, made, type),
                "mach_port_extract_right");
        return new SendOnceRight(mach(), made[0]);
    }

    // --- messages -----------------------------------------------------------------------------------------------

    @Override
    public Message receive() {
        return mach().receive(this, null);
    }

    @Override
    public Message receive(Duration timeout) {
        return mach().receive(this, timeout);
    }

    @Override
    public @Nullable Message poll() {
        return mach().poll(this);
    }

    // --- the port -----------------------------------------------------------------------------------------------

    /** The port's state now ({@code MACH_PORT_RECEIVE_STATUS}). */
    public PortStatus status() {
        return PortStatus.of(mach(), name());
    }

    /**
     * Sets how many messages may wait in the queue before senders wait: 0 to 1024. A new port's limit is not to be
     * relied on.
     *
     * @throws MachException {@code KERN_INVALID_VALUE} beyond 1024
     */
    public void setQueueLimit(int messages) {
        check(
                mach().calls()
                        .mach_port_set_attributes(
                                mach().task(), name(), MachPort.MACH_PORT_LIMITS_INFO, new int[] {messages}, 1),
                "mach_port_set_attributes");
    }

    /** Sets the make-send count that a {@link Notification.NoSenders} reports. */
    public void setMakeSendCount(int count) {
        check(mach().calls().mach_port_set_mscount(mach().task(), name(), count), "mach_port_set_mscount");
    }

    /** Sets the number that the next message received will carry in its trailer. */
    public void setSequenceNumber(int number) {
        check(mach().calls().mach_port_set_seqno(mach().task(), name(), number), "mach_port_set_seqno");
    }

    /** The number that the holder has put on the port; comes with each message ({@link Trailer#context}). */
    public long context() {
        long[] context = new long[1];
        check(mach().calls().mach_port_get_context(mach().task(), name(), context), "mach_port_get_context");
        return context[0];
    }

    /**
     * Puts a number on the port.
     *
     * <p>On a guarded port this raises a guard exception, which current systems answer by ending the process.
     */
    public void setContext(long context) {
        check(mach().calls().mach_port_set_context(mach().task(), name(), context), "mach_port_set_context");
    }

    /**
     * Guards the right: until {@link #unguard} only this object can destroy it; code that has the name by accident or
     * malice cannot ({@code mach_port_guard}). Takes the place of the context.
     *
     * @throws MachException {@code KERN_INVALID_ARGUMENT} where it is guarded or has a context
     */
    public void guard(long guard) {
        check(mach().calls().mach_port_guard(mach().task(), name(), guard, false), "mach_port_guard");
        this.guard = guard;
        this.guarded = true;
    }

    /**
     * Removes the guard.
     *
     * <p>A wrong guard raises a guard exception, which current systems answer by ending the process.
     *
     * @throws MachException {@code KERN_INVALID_ARGUMENT} where the guard is another or there is none
     */
    public void unguard(long guard) {
        check(mach().calls().mach_port_unguard(mach().task(), name(), guard), "mach_port_unguard");
        this.guarded = false;
    }

    // --- notifications ------------------------------------------------------------------------------------------

    /**
     * Asks to be told by a {@link Notification.NoSenders} when no send right to the port exists any more, at once where
     * none exists ({@code MACH_NOTIFY_NO_SENDERS}, spec 03 §7.1). Replaces an earlier request.
     *
     * <p>Rights: {@code notify} goes to the kernel, where the request fails too.
     *
     * @return the send-once right registered before, which the caller now owns, or null
     */
    public @Nullable SendOnceRight requestNoSenders(Transfer<SendOnceRight> notify) {
        return requestNoSenders(notify, 0);
    }

    /**
     * As {@link #requestNoSenders(Transfer)}, but not before the make-send count has reached a number: so that a send
     * right which is still to be made, or on its way, is waited for.
     */
    public @Nullable SendOnceRight requestNoSenders(Transfer<SendOnceRight> notify, int makeSendCount) {
        return mach().requestNotification(this, MachNotify.MACH_NOTIFY_NO_SENDERS, makeSendCount, notify);
    }

    /** Cancels the request; returns the send-once right that was registered, which the caller now owns, or null. */
    public @Nullable SendOnceRight cancelNoSenders() {
        return mach().requestNotification(this, MachNotify.MACH_NOTIFY_NO_SENDERS, 0, null);
    }

    /**
     * Asks that the receive right, when it would be destroyed, be sent back in a {@link Notification.PortDestroyed}
     * instead ({@code MACH_NOTIFY_PORT_DESTROYED}, spec 03 §7.2). Replaces an earlier request.
     *
     * <p>Rights: {@code notify} goes to the kernel, where the request fails too.
     *
     * @return the send-once right registered before, which the caller now owns, or null
     */
    public @Nullable SendOnceRight requestPortDestroyed(Transfer<SendOnceRight> notify) {
        return mach().requestNotification(this, MachNotify.MACH_NOTIFY_PORT_DESTROYED, 0, notify);
    }

    /** Cancels the request; returns the send-once right that was registered, which the caller now owns, or null. */
    public @Nullable SendOnceRight cancelPortDestroyed() {
        return mach().requestNotification(this, MachNotify.MACH_NOTIFY_PORT_DESTROYED, 0, null);
    }

    @Override
    String kind() {
        return "receive right";
    }

    @Override
    int dispose(MachCalls calls, int task, int name) {
        return guarded
                ? calls.mach_port_destruct(task, name, 0, guard)
                : calls.mach_port_mod_refs(task, name, MachPort.MACH_PORT_RIGHT_RECEIVE, -1);
    }

    @Override
    boolean waitsForUsers() {
        return false;
    }
}
