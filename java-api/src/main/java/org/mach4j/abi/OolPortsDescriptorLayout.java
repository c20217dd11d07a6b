// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import java.nio.ByteBuffer;

/**
 * Where the descriptor of an out-of-line array of port rights keeps its fields:
 * {@code mach_msg_ool_ports_descriptor_t}, {@code <mach/message.h>}, spec 00 §3. In a 64-bit task:
 *
 * <pre>{@code
 *         +0              +1              +2              +3
 *     +---------------------------------------------------------------+
 *    0|                            address                            |
 *    4|                                                               |
 *     +---------------+---------------+---------------+---------------+
 *    8|   deallocate  |      copy     |  disposition  |      type     |
 *     +---------------+---------------+---------------+---------------+
 *   12|                             count                             |
 *     +---------------------------------------------------------------+
 * }</pre>
 *
 * <p>The array's elements are port names of 4 bytes. In a 32-bit task 12 bytes: {@code address} takes 4 bytes and
 * {@code count} follows at 4; the four byte fields are where they are here.
 */
@CStruct(value = "mach_msg_ool_ports_descriptor_t", ilp32 = "mach_msg_ool_ports_descriptor32_t")
public final class OolPortsDescriptorLayout {
    /** Bytes of {@code mach_msg_ool_ports_descriptor_t} in a 64-bit task. */
    public static final int SIZE = 16;

    /** Bytes in a 32-bit task. */
    public static final int ILP32_SIZE = 12;

    /** {@code address}: of the array in the task. */
    public static final int ADDRESS_OFFSET = 0;

    /** {@code address} in a 32-bit task. */
    public static final int ILP32_ADDRESS_OFFSET = 0;

    /** {@code deallocate}: sent: take the array's memory away from the sender; any byte but 0 means yes. */
    public static final int DEALLOCATE_OFFSET = 8;

    /** {@code copy}: {@code MACH_MSG_PHYSICAL_COPY} or {@code MACH_MSG_VIRTUAL_COPY}. */
    public static final int COPY_OFFSET = 9;

    /** {@code disposition}: {@code MACH_MSG_TYPE_*}, one for all elements. */
    public static final int DISPOSITION_OFFSET = 10;

    /** {@code type}: {@code MACH_MSG_OOL_PORTS_DESCRIPTOR}. */
    public static final int TYPE_OFFSET = 11;

    /** {@code count}: elements, not bytes. */
    public static final int COUNT_OFFSET = 12;

    /** {@code count} in a 32-bit task. */
    public static final int ILP32_COUNT_OFFSET = 4;

    private OolPortsDescriptorLayout() {}

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

    /** Reads {@code count}. */
    public static int count(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + COUNT_OFFSET);
    }

    /** Writes {@code count}. */
    public static void count(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + COUNT_OFFSET, value);
    }
}
