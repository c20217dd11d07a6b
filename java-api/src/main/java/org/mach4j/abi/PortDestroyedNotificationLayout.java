// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

/**
 * The message of {@code MACH_NOTIFY_PORT_DESTROYED}: {@code mach_port_destroyed_notification_t},
 * {@code <mach/notify.h>}, spec 00 §12.
 *
 * <pre>{@code
 *         +0              +1              +2              +3
 *     +---------------------------------------------------------------+
 *    0|                           not_header                          |
 *     |                              ...                              |
 *     +---------------------------------------------------------------+
 *   24|                            not_body                           |
 *     +---------------------------------------------------------------+
 *   28|                            not_port                           |
 *     |                              ...                              |
 *     +---------------------------------------------------------------+
 *   40|                            trailer                            |
 *     |                              ...                              |
 *     +---------------------------------------------------------------+
 * }</pre>
 *
 * <p>The only complex one; it has no NDR record.
 *
 * <p>{@link #TRAILER_OFFSET} is the message's {@code msgh_size}. The C structure, and {@link #SIZE}, end with a
 * trailer of 20 bytes: too small for a larger trailer level.
 */
@CStruct("mach_port_destroyed_notification_t")
public final class PortDestroyedNotificationLayout {
    /** Bytes of {@code mach_port_destroyed_notification_t}. */
    public static final int SIZE = 60;

    /** {@code not_header}: a {@link MessageHeaderLayout}. */
    public static final int NOT_HEADER_OFFSET = 0;

    /** {@code not_body}: a {@link MessageBodyLayout}, count 1. */
    public static final int NOT_BODY_OFFSET = 24;

    /** {@code not_port}: a {@link PortDescriptorLayout}: the receive right, which the receiver now holds. */
    public static final int NOT_PORT_OFFSET = 28;

    /** {@code trailer}: a {@link TrailerLayout}. */
    public static final int TRAILER_OFFSET = 40;

    private PortDestroyedNotificationLayout() {}
}
