// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import java.nio.ByteBuffer;

/**
 * Where {@code mach_port_space_info} tells of a name space: {@code ipc_info_space_t},
 * {@code <mach_debug/ipc_info.h>}, spec 00 §11.3.
 *
 * <pre>{@code
 *         +0              +1              +2              +3
 *     +---------------------------------------------------------------+
 *    0|                         iis_genno_mask                        |
 *     +---------------------------------------------------------------+
 *    4|                         iis_table_size                        |
 *     +---------------------------------------------------------------+
 *    8|                         iis_table_next                        |
 *     +---------------------------------------------------------------+
 *   12|                         iis_tree_size                         |
 *     +---------------------------------------------------------------+
 *   16|                         iis_tree_small                        |
 *     +---------------------------------------------------------------+
 *   20|                         iis_tree_hash                         |
 *     +---------------------------------------------------------------+
 * }</pre>
 *
 * <p>The three words of the tree are never written by the kernel and arrive as zero.
 */
@CStruct(value = "ipc_info_space_t", prefix = "iis_")
public final class IpcInfoSpaceLayout {
    /** Bytes of {@code ipc_info_space_t}. */
    public static final int SIZE = 24;

    /** {@code iis_genno_mask}: the bits of a name that are its generation. */
    public static final int GENNO_MASK_OFFSET = 0;

    /** {@code iis_table_size}: entries of the table. */
    public static final int TABLE_SIZE_OFFSET = 4;

    /** {@code iis_table_next}: entries of the table after its next growth. */
    public static final int TABLE_NEXT_OFFSET = 8;

    /** {@code iis_tree_size}: 0. */
    public static final int TREE_SIZE_OFFSET = 12;

    /** {@code iis_tree_small}: 0. */
    public static final int TREE_SMALL_OFFSET = 16;

    /** {@code iis_tree_hash}: 0. */
    public static final int TREE_HASH_OFFSET = 20;

    private IpcInfoSpaceLayout() {}

    /** Reads {@code iis_genno_mask}. */
    public static int gennoMask(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + GENNO_MASK_OFFSET);
    }

    /** Writes {@code iis_genno_mask}. */
    public static void gennoMask(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + GENNO_MASK_OFFSET, value);
    }

    /** Reads {@code iis_table_size}. */
    public static int tableSize(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + TABLE_SIZE_OFFSET);
    }

    /** Writes {@code iis_table_size}. */
    public static void tableSize(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + TABLE_SIZE_OFFSET, value);
    }

    /** Reads {@code iis_table_next}. */
    public static int tableNext(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + TABLE_NEXT_OFFSET);
    }

    /** Writes {@code iis_table_next}. */
    public static void tableNext(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + TABLE_NEXT_OFFSET, value);
    }

    /** Reads {@code iis_tree_size}. */
    public static int treeSize(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + TREE_SIZE_OFFSET);
    }

    /** Writes {@code iis_tree_size}. */
    public static void treeSize(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + TREE_SIZE_OFFSET, value);
    }

    /** Reads {@code iis_tree_small}. */
    public static int treeSmall(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + TREE_SMALL_OFFSET);
    }

    /** Writes {@code iis_tree_small}. */
    public static void treeSmall(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + TREE_SMALL_OFFSET, value);
    }

    /** Reads {@code iis_tree_hash}. */
    public static int treeHash(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + TREE_HASH_OFFSET);
    }

    /** Writes {@code iis_tree_hash}. */
    public static void treeHash(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + TREE_HASH_OFFSET, value);
    }
}
