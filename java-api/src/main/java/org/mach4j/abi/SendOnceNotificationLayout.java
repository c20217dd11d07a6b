// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

/**
 * The message of {@code MACH_NOTIFY_SEND_ONCE}: {@code mach_send_once_notification_t}, {@code <mach/notify.h>},
 * spec 00 §12.
 *
 * <pre>{@code
 *         +0              +1              +2              +3
 *     +---------------------------------------------------------------+
 *    0|                           not_header                          |
 *     |                              ...                              |
 *     +---------------------------------------------------------------+
 *   24|                            trailer                            |
 *     |                              ...                              |
 *     +---------------------------------------------------------------+
 * }</pre>
 *
 * <p>A bare header.
 *
 * <p>{@link #TRAILER_OFFSET} is the message's {@code msgh_size}. The C structure, and {@link #SIZE}, end with a
 * trailer of 20 bytes: too small for a larger trailer level.
 */
@CStruct("mach_send_once_notification_t")
public final class SendOnceNotificationLayout {
    /** Bytes of {@code mach_send_once_notification_t}. */
    public static final int SIZE = 44;

    /** {@code not_header}: a {@link MessageHeaderLayout}. */
    public static final int NOT_HEADER_OFFSET = 0;

    /** {@code trailer}: a {@link TrailerLayout}. */
    public static final int TRAILER_OFFSET = 24;

    private SendOnceNotificationLayout() {}
}
