// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import org.jspecify.annotations.Nullable;
import org.mach4j.abi.MachNotify;
import org.mach4j.spi.MachCalls;

/**
 * A send-once right: the right to send one message, which the queue limit never holds up.
 *
 * <p>Sending with it uses it up. {@link #close} gives it up unused ({@code mach_port_deallocate}): the kernel then sends
 * {@link Notification.SendOnce} to the port, so that who waits for the one message learns that it will not come.
 */
public final class SendOnceRight extends Right implements Destination {
    SendOnceRight(Mach mach, int name) {
        super(mach, name);
    }

    @Override
    public boolean isDead() {
        return mach().isDeadName(name());
    }

    @Override
    public @Nullable SendOnceRight requestDeadName(Transfer<SendOnceRight> notify) {
        return mach().requestNotification(this, MachNotify.MACH_NOTIFY_DEAD_NAME, 1, notify);
    }

    @Override
    public @Nullable SendOnceRight cancelDeadName() {
        return mach().requestNotification(this, MachNotify.MACH_NOTIFY_DEAD_NAME, 0, null);
    }

    @Override
    String kind() {
        return "send-once right";
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
