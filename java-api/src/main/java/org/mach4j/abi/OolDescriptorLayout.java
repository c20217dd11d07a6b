// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import java.nio.ByteBuffer;

/**
 * Where the descriptor of out-of-line memory keeps its fields: {@code mach_msg_ool_descriptor_t},
 * {@code <mach/message.h>}, spec 00 §3. In a 64-bit task:
 *
 * <pre>{@code
 *         +0              +1              +2              +3
 *     +---------------------------------------------------------------+
 *    0|                            address                            |
 *    4|                                                               |
 *     +---------------+---------------+---------------+---------------+
 *    8|   deallocate  |      copy     |      pad1     |      type     |
 *     +---------------+---------------+---------------+---------------+
 *   12|                              size                             |
 *     +---------------------------------------------------------------+
 * }</pre>
 *
 * <p>In a 32-bit task 12 bytes: {@code address} takes 4 bytes and {@code size} follows at 4; the four byte fields
 * are where they are here. {@code pad1} of a received descriptor is unspecified: never rely on it.
 */
@CStruct(value = "mach_msg_ool_descriptor_t", ilp32 = "mach_msg_ool_descriptor32_t")
public final class OolDescriptorLayout {
    /** Bytes of {@code mach_msg_ool_descriptor_t} in a 64-bit task. */
    public static final int SIZE = 16;

    /** Bytes in a 32-bit task. */
    public static final int ILP32_SIZE = 12;

    /** {@code address}: of the memory in the task. */
    public static final int ADDRESS_OFFSET = 0;

    /** {@code address} in a 32-bit task. */
    public static final int ILP32_ADDRESS_OFFSET = 0;

    /** {@code deallocate}: sent: take the memory away from the sender; any byte but 0 means yes. */
    public static final int DEALLOCATE_OFFSET = 8;

    /** {@code copy}: {@code MACH_MSG_PHYSICAL_COPY} or {@code MACH_MSG_VIRTUAL_COPY}. */
    public static final int COPY_OFFSET = 9;

    /** {@code type}: {@code MACH_MSG_OOL_DESCRIPTOR} or {@code MACH_MSG_OOL_VOLATILE_DESCRIPTOR}. */
    public static final int TYPE_OFFSET = 11;

    /** {@code size}: of the memory, in bytes. */
    public static final int SIZE_OFFSET = 12;

    /** {@code size} in a 32-bit task. */
    public static final int ILP32_SIZE_OFFSET = 4;

    private OolDescriptorLayout() {}

    /** Reads {@code address}. */
    public static long address(ByteBuffer buffer, int offset) {
        return Le.getLong(buffer, offset + ADDRESS_OFFSET);
    }

    /** Writes {@code address}. */
    public static void address(ByteBuffer buffer, int offset, long value) {
        Le.putLong(buffer, offset + ADDRESS_OFFSET, value);
    }

    /** Reads {@code deallocate}. */
    public static boolean deallocate(ByteBuffer buffer, int offset) {
        return Le.getByte(buffer, offset + DEALLOCATE_OFFSET) != 0;
    }

    /** Writes {@code deallocate}. */
    public static void deallocate(ByteBuffer buffer, int offset, boolean value) {
        Le.putByte(buffer, offset + DEALLOCATE_OFFSET, value ? 1 : 0);
    }

    /** Reads {@code copy}. */
    public static int copy(ByteBuffer buffer, int offset) {
        return Le.getByte(buffer, offset + COPY_OFFSET);
    }

    /** Writes {@code copy}. */
    public static void copy(ByteBuffer buffer, int offset, int value) {
        Le.putByte(buffer, offset + COPY_OFFSET, value);
    }

    /** Reads {@code type}. */
    public static int type(ByteBuffer buffer, int offset) {
        return Le.getByte(buffer, offset + TYPE_OFFSET);
    }

    /** Writes {@code type}. */
    public static void type(ByteBuffer buffer, int offset, int value) {
        Le.putByte(buffer, offset + TYPE_OFFSET, value);
    }

    /** Reads {@code size}. */
    public static int size(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + SIZE_OFFSET);
    }

    /** Writes {@code size}. */
    public static void size(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + SIZE_OFFSET, value);
    }
}
