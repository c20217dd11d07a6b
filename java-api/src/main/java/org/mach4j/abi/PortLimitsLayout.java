// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import java.nio.ByteBuffer;

/**
 * Where the limits of a receive right keep their field: {@code mach_port_limits_t}, {@code <mach/port.h>}, flavor
 * {@code MACH_PORT_LIMITS_INFO}, spec 00 §11.3.
 *
 * <pre>{@code
 *         +0              +1              +2              +3
 *     +---------------------------------------------------------------+
 *    0|                           mpl_qlimit                          |
 *     +---------------------------------------------------------------+
 * }</pre>
 */
@CStruct(value = "mach_port_limits_t", prefix = "mpl_")
public final class PortLimitsLayout {
    /** Bytes of {@code mach_port_limits_t}. */
    public static final int SIZE = 4;

    /** {@code mpl_qlimit}: queue limit, in messages. */
    public static final int QLIMIT_OFFSET = 0;

    private PortLimitsLayout() {}

    /** Reads {@code mpl_qlimit}. */
    public static int qlimit(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + QLIMIT_OFFSET);
    }

    /** Writes {@code mpl_qlimit}. */
    public static void qlimit(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + QLIMIT_OFFSET, value);
    }
}
