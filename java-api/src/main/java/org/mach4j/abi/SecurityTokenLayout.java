// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Where a security token keeps its words: {@code security_token_t}, {@code <mach/message.h>}, spec 00 §5.
 *
 * <pre>{@code
 *         +0              +1              +2              +3
 *     +---------------------------------------------------------------+
 *    0|                   val[0]: effective user id                   |
 *     +---------------------------------------------------------------+
 *    4|                   val[1]: effective group id                  |
 *     +---------------------------------------------------------------+
 * }</pre>
 *
 * <p>That of the kernel is {0, 1}.
 */
@CStruct("security_token_t")
public final class SecurityTokenLayout {
    /** Bytes of {@code security_token_t}. */
    public static final int SIZE = 8;

    /** {@code val[2]}: two words. */
    public static final int VAL_OFFSET = 0;

    private SecurityTokenLayout() {}

    /** Reads {@code val[index]}; {@code index} is 0 to 1. */
    public static int val(ByteBuffer buffer, int offset, int index) {
        return Le.getInt(buffer, offset + VAL_OFFSET + 4 * Objects.checkIndex(index, 2));
    }

    /** Writes {@code val[index]}; {@code index} is 0 to 1. */
    public static void val(ByteBuffer buffer, int offset, int index, int value) {
        Le.putInt(buffer, offset + VAL_OFFSET + 4 * Objects.checkIndex(index, 2), value);
    }

    /** Reads the effective user id: word 0. */
    public static int effectiveUserId(ByteBuffer buffer, int offset) {
        return val(buffer, offset, 0);
    }

    /** Reads the effective group id: word 1. */
    public static int effectiveGroupId(ByteBuffer buffer, int offset) {
        return val(buffer, offset, 1);
    }
}
