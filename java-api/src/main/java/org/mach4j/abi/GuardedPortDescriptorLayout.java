// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import java.nio.ByteBuffer;

/**
 * Where the descriptor of a guarded receive right keeps its fields: {@code mach_msg_guarded_port_descriptor_t},
 * {@code <mach/message.h>}, since XNU 6153, spec 00 §18.2. In a 64-bit task:
 *
 * <pre>{@code
 *         +0              +1              +2              +3
 *     +---------------------------------------------------------------+
 *    0|                            context                            |
 *    4|                                                               |
 *     +-------------------------------+---------------+---------------+
 *    8|             flags             |  disposition  |      type     |
 *     +-------------------------------+---------------+---------------+
 *   12|                              name                             |
 *     +---------------------------------------------------------------+
 * }</pre>
 *
 * <p>A receiver that does not pass {@code MACH_RCV_GUARDED_DESC} gets name 0 and context 0, and the right is
 * destroyed. In a 32-bit task 12 bytes: {@code context} takes 4 bytes and {@code name} follows at 4; the others are
 * where they are here.
 */
@CStruct(value = "mach_msg_guarded_port_descriptor_t", ilp32 = "mach_msg_guarded_port_descriptor32_t")
public final class GuardedPortDescriptorLayout {
    /** Bytes of {@code mach_msg_guarded_port_descriptor_t} in a 64-bit task. */
    public static final int SIZE = 16;

    /** Bytes in a 32-bit task. */
    public static final int ILP32_SIZE = 12;

    /** {@code context}: the guard. */
    public static final int CONTEXT_OFFSET = 0;

    /** {@code context} in a 32-bit task. */
    public static final int ILP32_CONTEXT_OFFSET = 0;

    /** {@code flags}: {@code MACH_MSG_GUARD_FLAGS_*}. */
    public static final int FLAGS_OFFSET = 8;

    /** {@code disposition}: {@code MACH_MSG_TYPE_*}: what to do with the right. */
    public static final int DISPOSITION_OFFSET = 10;

    /** {@code type}: {@code MACH_MSG_GUARDED_PORT_DESCRIPTOR}. */
    public static final int TYPE_OFFSET = 11;

    /** {@code name}: the right's name. */
    public static final int NAME_OFFSET = 12;

    /** {@code name} in a 32-bit task. */
    public static final int ILP32_NAME_OFFSET = 4;

    private GuardedPortDescriptorLayout() {}

    /** Reads {@code context}. */
    public static long context(ByteBuffer buffer, int offset) {
        return Le.getLong(buffer, offset + CONTEXT_OFFSET);
    }

    /** Writes {@code context}. */
    public static void context(ByteBuffer buffer, int offset, long value) {
        Le.putLong(buffer, offset + CONTEXT_OFFSET, value);
    }

    /** Reads {@code flags}. */
    public static int flags(ByteBuffer buffer, int offset) {
        return Le.getShort(buffer, offset + FLAGS_OFFSET);
    }

    /** Writes {@code flags}. */
    public static void flags(ByteBuffer buffer, int offset, int value) {
        Le.putShort(buffer, offset + FLAGS_OFFSET, value);
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

    /** Reads {@code name}. */
    public static int name(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + NAME_OFFSET);
    }

    /** Writes {@code name}. */
    public static void name(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + NAME_OFFSET, value);
    }
}
