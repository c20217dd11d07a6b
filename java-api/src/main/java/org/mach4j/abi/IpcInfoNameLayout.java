// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import java.nio.ByteBuffer;

/**
 * Where {@code mach_port_space_info} tells of one entry of a name space: {@code ipc_info_name_t},
 * {@code <mach_debug/ipc_info.h>}, spec 00 §11.3.
 *
 * <pre>{@code
 *         +0              +1              +2              +3
 *     +---------------------------------------------------------------+
 *    0|                            iin_name                           |
 *     +---------------------------------------------------------------+
 *    4|                         iin_collision                         |
 *     +---------------------------------------------------------------+
 *    8|                            iin_type                           |
 *     +---------------------------------------------------------------+
 *   12|                           iin_urefs                           |
 *     +---------------------------------------------------------------+
 *   16|                           iin_object                          |
 *     +---------------------------------------------------------------+
 *   20|                            iin_next                           |
 *     +---------------------------------------------------------------+
 *   24|                            iin_hash                           |
 *     +---------------------------------------------------------------+
 * }</pre>
 */
@CStruct(value = "ipc_info_name_t", prefix = "iin_")
public final class IpcInfoNameLayout {
    /** Bytes of {@code ipc_info_name_t}. */
    public static final int SIZE = 28;

    /** {@code iin_name}: the port name. */
    public static final int NAME_OFFSET = 0;

    /** {@code iin_collision}: whether names collide here. */
    public static final int COLLISION_OFFSET = 4;

    /** {@code iin_type}: {@code MACH_PORT_TYPE_*}. */
    public static final int TYPE_OFFSET = 8;

    /** {@code iin_urefs}: user references. */
    public static final int UREFS_OFFSET = 12;

    /** {@code iin_object}: an opaque number of the port. */
    public static final int OBJECT_OFFSET = 16;

    /** {@code iin_next}: the next entry in the free list. */
    public static final int NEXT_OFFSET = 20;

    /** {@code iin_hash}: the hash index. */
    public static final int HASH_OFFSET = 24;

    private IpcInfoNameLayout() {}

    /** Reads {@code iin_name}. */
    public static int name(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + NAME_OFFSET);
    }

    /** Writes {@code iin_name}. */
    public static void name(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + NAME_OFFSET, value);
    }

    /** Reads {@code iin_collision}. */
    public static int collision(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + COLLISION_OFFSET);
    }

    /** Writes {@code iin_collision}. */
    public static void collision(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + COLLISION_OFFSET, value);
    }

    /** Reads {@code iin_type}. */
    public static int type(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + TYPE_OFFSET);
    }

    /** Writes {@code iin_type}. */
    public static void type(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + TYPE_OFFSET, value);
    }

    /** Reads {@code iin_urefs}. */
    public static int urefs(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + UREFS_OFFSET);
    }

    /** Writes {@code iin_urefs}. */
    public static void urefs(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + UREFS_OFFSET, value);
    }

    /** Reads {@code iin_object}. */
    public static int object(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + OBJECT_OFFSET);
    }

    /** Writes {@code iin_object}. */
    public static void object(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + OBJECT_OFFSET, value);
    }

    /** Reads {@code iin_next}. */
    public static int next(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + NEXT_OFFSET);
    }

    /** Writes {@code iin_next}. */
    public static void next(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + NEXT_OFFSET, value);
    }

    /** Reads {@code iin_hash}. */
    public static int hash(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + HASH_OFFSET);
    }

    /** Writes {@code iin_hash}. */
    public static void hash(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + HASH_OFFSET, value);
    }
}
