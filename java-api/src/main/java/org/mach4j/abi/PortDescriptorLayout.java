// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import java.nio.ByteBuffer;

/**
 * Where the descriptor of one port right keeps its fields: {@code mach_msg_port_descriptor_t},
 * {@code <mach/message.h>}, spec 00 §3.
 *
 * <pre>{@code
 *         +0              +1              +2              +3
 *     +---------------------------------------------------------------+
 *    0|                              name                             |
 *     +---------------------------------------------------------------+
 *    4|                              pad1                             |
 *     +-------------------------------+---------------+---------------+
 *    8|              pad2             |  disposition  |      type     |
 *     +-------------------------------+---------------+---------------+
 * }</pre>
 *
 * <p>The same for 32-bit and 64-bit tasks. In a received descriptor {@code pad1} and {@code pad2} are unspecified
 * (zero since XNU 6153): never rely on them.
 */
@CStruct("mach_msg_port_descriptor_t")
public final class PortDescriptorLayout {
    /** Bytes of {@code mach_msg_port_descriptor_t}. */
    public static final int SIZE = 12;

    /** {@code name}: the right's name, in the sender's space when sent, in the receiver's when received. */
    public static final int NAME_OFFSET = 0;

    /** {@code disposition}: {@code MACH_MSG_TYPE_*}: what to do with the right; received: 16, 17 or 18. */
    public static final int DISPOSITION_OFFSET = 10;

    /** {@code type}: {@code MACH_MSG_PORT_DESCRIPTOR}. */
    public static final int TYPE_OFFSET = 11;

    private PortDescriptorLayout() {}

    /** Reads {@code name}. */
    public static int name(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + NAME_OFFSET);
    }

    /** Writes {@code name}. */
    public static void name(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + NAME_OFFSET, value);
    }

    /** Reads {@code disposition}. */
    public static int disposition(ByteBuffer buffer, int offset) {
        return Le.getByte(buffer, offset + DISPOSITION_OFFSET);
    }

    /** Writes {@code disposition}. */
    public static void disposition(ByteBuffer buffer, int offset, int value) {
        Le.putByte(buffer, offset + DISPOSITION_OFFSET, value);
    }

    /** Reads {@code type}. */
    public static int type(ByteBuffer buffer, int offset) {
        return Le.getByte(buffer, offset + TYPE_OFFSET);
    }

    /** Writes {@code type}. */
    public static void type(ByteBuffer buffer, int offset, int value) {
        Le.putByte(buffer, offset + TYPE_OFFSET, value);
    }
}
