// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import org.jspecify.annotations.Nullable;

/** A right to send through: many times by a {@link SendRight}, once by a {@link SendOnceRight}. */
public sealed interface Destination extends AutoCloseable permits SendRight, SendOnceRight {
    /** Whether the port behind the name is gone: the name is a dead name. */
    boolean isDead();

    /**
     * Asks to be told by a {@link Notification.DeadName} when the port dies, at once if it is dead already
     * ({@code MACH_NOTIFY_DEAD_NAME}, spec 04 §8.3). A name has one such request at a time, which this replaces.
     *
     * <p>Rights: {@code notify} goes to the kernel, where the request fails too; a failed request sends
     * {@link Notification.SendOnce} to it.
     *
     * @return the send-once right registered before, which the caller now owns, or null
     */
    @Nullable SendOnceRight requestDeadName(Transfer<SendOnceRight> notify);

    /**
     * Cancels the request for this name.
     *
     * @return the send-once right that was registered, which the caller now owns, or null
     */
    @Nullable SendOnceRight cancelDeadName();

    /** Gives the reference back. */
    @Override
    void close();
}
