// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

/**
 * Message ids of notifications: {@code <mach/notify.h>}, spec 00 §12.
 *
 * <p>67 and 68 are not used.
 */
@CHeader("mach/notify.h")
public final class MachNotify {
    /** No id: before the first. */
    public static final int MACH_NOTIFY_FIRST = 64;

    /** A name with a request on it is gone: {@link PortDeletedNotificationLayout}. */
    public static final int MACH_NOTIFY_PORT_DELETED = 65;

    /** Sending is possible again: {@link SendPossibleNotificationLayout}. */
    public static final int MACH_NOTIFY_SEND_POSSIBLE = 66;

    /** A receive right would have been destroyed and comes here: {@link PortDestroyedNotificationLayout}. */
    public static final int MACH_NOTIFY_PORT_DESTROYED = 69;

    /** The last send right went: {@link NoSendersNotificationLayout}. */
    public static final int MACH_NOTIFY_NO_SENDERS = 70;

    /** A send-once right went without a message: {@link SendOnceNotificationLayout}. */
    public static final int MACH_NOTIFY_SEND_ONCE = 71;

    /** A name became a dead name: {@link DeadNameNotificationLayout}. */
    public static final int MACH_NOTIFY_DEAD_NAME = 72;

    /** No id: beyond the last. */
    public static final int MACH_NOTIFY_LAST = 77;

    private MachNotify() {}
}
