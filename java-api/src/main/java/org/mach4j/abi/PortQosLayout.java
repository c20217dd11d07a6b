// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import java.nio.ByteBuffer;

/**
 * Where the wishes of {@code mach_port_allocate_full} are kept: {@code mach_port_qos_t}, {@code <mach/port.h>},
 * spec 00 §11.3.
 *
 * <pre>{@code
 *         +0              +1              +2              +3
 *     +---------------------------------------------------------------+
 *    0|                 name (bit 0), prealloc (bit 1)                |
 *     +---------------------------------------------------------------+
 *    4|                              len                              |
 *     +---------------------------------------------------------------+
 * }</pre>
 *
 * <p>{@code name} is bit 0 and {@code prealloc} bit 1 of the first word; the rest of it is padding.
 */
@CStruct("mach_port_qos_t")
public final class PortQosLayout {
    /** Bytes of {@code mach_port_qos_t}. */
    public static final int SIZE = 8;

    /** Of the word at 0: {@code name}: the caller chose the name. */
    public static final int NAME_MASK = 0x1;

    /** Of the word at 0: {@code prealloc}: preallocate a message of {@code len} bytes. */
    public static final int PREALLOC_MASK = 0x2;

    /** {@code len}: in bytes. */
    public static final int LEN_OFFSET = 4;

    private PortQosLayout() {}

    /** Reads {@code name}. */
    public static boolean name(ByteBuffer buffer, int offset) {
        return (Le.getInt(buffer, offset) & NAME_MASK) != 0;
    }

    /** Writes {@code name}. */
    public static void name(ByteBuffer buffer, int offset, boolean value) {
        int word = Le.getInt(buffer, offset);
        Le.putInt(buffer, offset, value ? word | NAME_MASK : word & ~NAME_MASK);
    }

    /** Reads {@code prealloc}. */
    public static boolean prealloc(ByteBuffer buffer, int offset) {
        return (Le.getInt(buffer, offset) & PREALLOC_MASK) != 0;
    }

    /** Writes {@code prealloc}. */
    public static void prealloc(ByteBuffer buffer, int offset, boolean value) {
        int word = Le.getInt(buffer, offset);
        Le.putInt(buffer, offset, value ? word | PREALLOC_MASK : word & ~PREALLOC_MASK);
    }

    /** Reads {@code len}. */
    public static int len(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + LEN_OFFSET);
    }

    /** Writes {@code len}. */
    public static void len(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + LEN_OFFSET, value);
    }
}
