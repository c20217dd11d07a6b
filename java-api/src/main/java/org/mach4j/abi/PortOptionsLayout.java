// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import java.nio.ByteBuffer;

/**
 * Where the options of {@code mach_port_construct} keep their fields: {@code mach_port_options_t},
 * {@code <mach/port.h>}, spec 00 §11.3 and §18.6.
 *
 * <pre>{@code
 *         +0              +1              +2              +3
 *     +---------------------------------------------------------------+
 *    0|                             flags                             |
 *     +---------------------------------------------------------------+
 *    4|                         mpl.mpl_qlimit                        |
 *     +---------------------------------------------------------------+
 *    8|                 reserved[0], or a later member                |
 *   12|                                                               |
 *     +---------------------------------------------------------------+
 *   16|                          reserved[1]                          |
 *   20|                                                               |
 *     +---------------------------------------------------------------+
 * }</pre>
 *
 * <p>In later systems a union begins at 8: which member counts is said by the flags.
 */
@CStruct("mach_port_options_t")
public final class PortOptionsLayout {
    /** Bytes of {@code mach_port_options_t}. */
    public static final int SIZE = 24;

    /** {@code flags}: {@code MPO_*}. */
    public static final int FLAGS_OFFSET = 0;

    /** {@code mpl.mpl_qlimit}: queue limit, in messages; counts with {@code MPO_QLIMIT}. */
    @CField("mpl.mpl_qlimit")
    public static final int QLIMIT_OFFSET = 4;

    /** {@code reserved[2]}: two words of 8 bytes. */
    public static final int RESERVED_OFFSET = 8;

    /** {@code work_interval_port}: since XNU 7195. */
    public static final int WORK_INTERVAL_PORT_OFFSET = 8;

    /**
     * {@code service_port_info}: address of a {@link ServicePortInfoLayout}; since XNU 8019, with
     * {@code MPO_SERVICE_PORT}.
     */
    public static final int SERVICE_PORT_INFO_OFFSET = 8;

    /** {@code service_port_name}: since XNU 8019, with {@code MPO_CONNECTION_PORT}. */
    public static final int SERVICE_PORT_NAME_OFFSET = 8;

    private PortOptionsLayout() {}

    /** Reads {@code flags}. */
    public static int flags(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + FLAGS_OFFSET);
    }

    /** Writes {@code flags}. */
    public static void flags(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + FLAGS_OFFSET, value);
    }

    /** Reads {@code mpl.mpl_qlimit}. */
    public static int qlimit(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + QLIMIT_OFFSET);
    }

    /** Writes {@code mpl.mpl_qlimit}. */
    public static void qlimit(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + QLIMIT_OFFSET, value);
    }

    /** Reads {@code work_interval_port}. */
    public static int workIntervalPort(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + WORK_INTERVAL_PORT_OFFSET);
    }

    /** Writes {@code work_interval_port}. */
    public static void workIntervalPort(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + WORK_INTERVAL_PORT_OFFSET, value);
    }

    /** Reads {@code service_port_info}. */
    public static long servicePortInfo(ByteBuffer buffer, int offset) {
        return Le.getLong(buffer, offset + SERVICE_PORT_INFO_OFFSET);
    }

    /** Writes {@code service_port_info}. */
    public static void servicePortInfo(ByteBuffer buffer, int offset, long value) {
        Le.putLong(buffer, offset + SERVICE_PORT_INFO_OFFSET, value);
    }

    /** Reads {@code service_port_name}. */
    public static int servicePortName(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + SERVICE_PORT_NAME_OFFSET);
    }

    /** Writes {@code service_port_name}. */
    public static void servicePortName(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + SERVICE_PORT_NAME_OFFSET, value);
    }
}
