// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import java.nio.ByteBuffer;

/**
 * The message of {@code MACH_NOTIFY_PORT_DELETED}: {@code mach_port_deleted_notification_t},
 * {@code <mach/notify.h>}, spec 00 §12.
 *
 * <pre>{@code
 *         +0              +1              +2              +3
 *     +---------------------------------------------------------------+
 *    0|                           not_header                          |
 *     |                              ...                              |
 *     +---------------------------------------------------------------+
 *   24|                              NDR                              |
 *   28|                                                               |
 *     +---------------------------------------------------------------+
 *   32|                            not_port                           |
 *     +---------------------------------------------------------------+
 *   36|                            trailer                            |
 *     |                              ...                              |
 *     +---------------------------------------------------------------+
 * }</pre>
 *
 * <p>{@link #TRAILER_OFFSET} is the message's {@code msgh_size}. The C structure, and {@link #SIZE}, end with a
 * trailer of 20 bytes: too small for a larger trailer level.
 */
@CStruct("mach_port_deleted_notification_t")
public final class PortDeletedNotificationLayout {
    /** Bytes of {@code mach_port_deleted_notification_t}. */
    public static final int SIZE = 56;

    /** {@code not_header}: a {@link MessageHeaderLayout}. */
    public static final int NOT_HEADER_OFFSET = 0;

    /** {@code NDR}: an {@link NdrRecordLayout}. */
    public static final int NDR_OFFSET = 24;

    /** {@code not_port}: the name that is gone: a number, no right. */
    public static final int NOT_PORT_OFFSET = 32;

    /** {@code trailer}: a {@link TrailerLayout}. */
    public static final int TRAILER_OFFSET = 36;

    private PortDeletedNotificationLayout() {}

    /** Reads {@code not_port}. */
    public static int notPort(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + NOT_PORT_OFFSET);
    }

    /** Writes {@code not_port}. */
    public static void notPort(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + NOT_PORT_OFFSET, value);
    }
}
