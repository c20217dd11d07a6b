// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import java.nio.ByteBuffer;

/**
 * Where flavor {@code MACH_PORT_GUARD_INFO} keeps its field: {@code mach_port_guard_info_t}, {@code <mach/port.h>},
 * since XNU 8019, spec 00 §18.6.
 *
 * <pre>{@code
 *         +0              +1              +2              +3
 *     +---------------------------------------------------------------+
 *    0|                           mpgi_guard                          |
 *    4|                                                               |
 *     +---------------------------------------------------------------+
 * }</pre>
 */
@CStruct(value = "mach_port_guard_info_t", prefix = "mpgi_")
public final class PortGuardInfoLayout {
    /** Bytes of {@code mach_port_guard_info_t}. */
    public static final int SIZE = 8;

    /** {@code mpgi_guard}: the guard that the port must have. */
    public static final int GUARD_OFFSET = 0;

    private PortGuardInfoLayout() {}

    /** Reads {@code mpgi_guard}. */
    public static long guard(ByteBuffer buffer, int offset) {
        return Le.getLong(buffer, offset + GUARD_OFFSET);
    }

    /** Writes {@code mpgi_guard}. */
    public static void guard(ByteBuffer buffer, int offset, long value) {
        Le.putLong(buffer, offset + GUARD_OFFSET, value);
    }
}
