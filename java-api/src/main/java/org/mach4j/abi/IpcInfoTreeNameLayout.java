// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import java.nio.ByteBuffer;

/**
 * One entry of the tree that a name space once had: {@code ipc_info_tree_name_t}, {@code <mach_debug/ipc_info.h>},
 * spec 00 §11.3. The array of them is always empty.
 *
 * <pre>{@code
 *         +0              +1              +2              +3
 *     +---------------------------------------------------------------+
 *    0|                           iitn_name                           |
 *     |                              ...                              |
 *     +---------------------------------------------------------------+
 *   28|                          iitn_lchild                          |
 *     +---------------------------------------------------------------+
 *   32|                          iitn_rchild                          |
 *     +---------------------------------------------------------------+
 * }</pre>
 */
@CStruct(value = "ipc_info_tree_name_t", prefix = "iitn_")
public final class IpcInfoTreeNameLayout {
    /** Bytes of {@code ipc_info_tree_name_t}. */
    public static final int SIZE = 36;

    /** {@code iitn_name}: an {@link IpcInfoNameLayout}. */
    public static final int NAME_OFFSET = 0;

    /** {@code iitn_lchild}: left child's name. */
    public static final int LCHILD_OFFSET = 28;

    /** {@code iitn_rchild}: right child's name. */
    public static final int RCHILD_OFFSET = 32;

    private IpcInfoTreeNameLayout() {}

    /** Reads {@code iitn_lchild}. */
    public static int lchild(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + LCHILD_OFFSET);
    }

    /** Writes {@code iitn_lchild}. */
    public static void lchild(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + LCHILD_OFFSET, value);
    }

    /** Reads {@code iitn_rchild}. */
    public static int rchild(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + RCHILD_OFFSET);
    }

    /** Writes {@code iitn_rchild}. */
    public static void rchild(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + RCHILD_OFFSET, value);
    }
}
