// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import org.jspecify.annotations.Nullable;
import org.mach4j.abi.MachNotify;
import org.mach4j.abi.MachPort;
import org.mach4j.spi.MachCalls;

/**
 * One user reference of a send right: the right to send any number of messages to a port.
 *
 * <p>When the port dies the right becomes a dead name ({@link #isDead}), which holds its references until each is
 * closed. {@link #close} gives one reference back ({@code mach_port_deallocate}); when a port's last send right is gone,
 * its receiver can be told ({@link ReceiveRight#requestNoSenders}).
 */
public final class SendRight extends Right implements Destination {
    SendRight(Mach mach, int name) {
        super(mach, name);
    }

    /**
     * Another reference of the same right ({@code mach_port_mod_refs} by +1).
     *
     * @return a right the caller owns; this one stays
     * @throws MachException {@code KERN_UREFS_OVERFLOW} at 65534 references, {@code KERN_INVALID_RIGHT} for a dead name
     */
    public SendRight copy() {
        int name = use();
        try {
            check(
                    mach().calls().mach_port_mod_refs(mach().task(), name, MachPort.MACH_PORT_RIGHT_SEND, 1),
                    "mach_port_mod_refs");
            return new SendRight(mach(), name);
        } finally {
            unuse();
        }
    }

    @Override
    public boolean isDead() {
        return mach().isDeadName(name());
    }

    /** The user references that the task holds under this name, by all objects together; of a dead name too. */
    public int references() {
        int name = name();
        int alive = mach().references(name, MachPort.MACH_PORT_RIGHT_SEND);
        return alive != 0 ? alive : mach().references(name, MachPort.MACH_PORT_RIGHT_DEAD_NAME);
    }

    @Override
    public @Nullable SendOnceRight requestDeadName(Transfer<SendOnceRight> notify) {
        return mach().requestNotification(this, MachNotify.MACH_NOTIFY_DEAD_NAME, 1, notify);
    }

    @Override
    public @Nullable SendOnceRight cancelDeadName() {
        return mach().requestNotification(this, MachNotify.MACH_NOTIFY_DEAD_NAME, 0, null);
    }

    /**
     * Asks to be told by a {@link Notification.SendPossible} when the port's queue, which is full now, has room; at once
     * where it has room ({@code MACH_NOTIFY_SEND_POSSIBLE}, spec 04 §8.3). Takes the place of a dead-name request: when
     * the port dies a {@link Notification.DeadName} comes instead.
     *
     * <p>Rights: as {@link #requestDeadName}.
     *
     * @return the send-once right registered before, which the caller now owns, or null
     */
    public @Nullable SendOnceRight requestSendPossible(Transfer<SendOnceRight> notify) {
        return mach().requestNotification(this, MachNotify.MACH_NOTIFY_SEND_POSSIBLE, 1, notify);
    }

    @Override
    String kind() {
        return "send right";
    }

    @Override
    int dispose(MachCalls calls, int task, int name) {
        return calls.mach_port_deallocate(task, name);
    }

    @Override
    boolean waitsForUsers() {
        return true;
    }
}
