// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import java.nio.ByteBuffer;

/**
 * Where {@code mach_port_space_basic_info} tells of a name space: {@code ipc_info_space_basic_t},
 * {@code <mach_debug/ipc_info.h>}, since XNU 2782, spec 00 §18.6.
 *
 * <pre>{@code
 *         +0              +1              +2              +3
 *     +---------------------------------------------------------------+
 *    0|                        iisb_genno_mask                        |
 *     +---------------------------------------------------------------+
 *    4|                        iisb_table_size                        |
 *     +---------------------------------------------------------------+
 *    8|                        iisb_table_next                        |
 *     +---------------------------------------------------------------+
 *   12|                        iisb_table_inuse                       |
 *     +---------------------------------------------------------------+
 *   16|                        iisb_reserved[2]                       |
 *   20|                                                               |
 *     +---------------------------------------------------------------+
 * }</pre>
 */
@CStruct(value = "ipc_info_space_basic_t", prefix = "iisb_")
public final class IpcInfoSpaceBasicLayout {
    /** Bytes of {@code ipc_info_space_basic_t}. */
    public static final int SIZE = 24;

    /** {@code iisb_genno_mask}: the bits of a name that are its generation. */
    public static final int GENNO_MASK_OFFSET = 0;

    /** {@code iisb_table_size}: entries of the table. */
    public static final int TABLE_SIZE_OFFSET = 4;

    /** {@code iisb_table_next}: not used. */
    public static final int TABLE_NEXT_OFFSET = 8;

    /** {@code iisb_table_inuse}: entries in use. */
    public static final int TABLE_INUSE_OFFSET = 12;

    /** {@code iisb_reserved[2]}: two words. */
    public static final int RESERVED_OFFSET = 16;

    private IpcInfoSpaceBasicLayout() {}

    /** Reads {@code iisb_genno_mask}. */
    public static int gennoMask(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + GENNO_MASK_OFFSET);
    }

    /** Writes {@code iisb_genno_mask}. */
    public static void gennoMask(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + GENNO_MASK_OFFSET, value);
    }

    /** Reads {@code iisb_table_size}. */
    public static int tableSize(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + TABLE_SIZE_OFFSET);
    }

    /** Writes {@code iisb_table_size}. */
    public static void tableSize(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + TABLE_SIZE_OFFSET, value);
    }

    /** Reads {@code iisb_table_next}. */
    public static int tableNext(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + TABLE_NEXT_OFFSET);
    }

    /** Writes {@code iisb_table_next}. */
    public static void tableNext(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + TABLE_NEXT_OFFSET, value);
    }

    /** Reads {@code iisb_table_inuse}. */
    public static int tableInuse(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + TABLE_INUSE_OFFSET);
    }

    /** Writes {@code iisb_table_inuse}. */
    public static void tableInuse(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + TABLE_INUSE_OFFSET, value);
    }
}
