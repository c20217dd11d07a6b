// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Where an audit token keeps its words: {@code audit_token_t}, {@code <mach/message.h>}, spec 00 §5.
 *
 * <pre>{@code
 *         +0              +1              +2              +3
 *     +---------------------------------------------------------------+
 *    0|                     val[0]: audit user id                     |
 *     +---------------------------------------------------------------+
 *    4|                   val[1]: effective user id                   |
 *     +---------------------------------------------------------------+
 *    8|                   val[2]: effective group id                  |
 *     +---------------------------------------------------------------+
 *   12|                      val[3]: real user id                     |
 *     +---------------------------------------------------------------+
 *   16|                     val[4]: real group id                     |
 *     +---------------------------------------------------------------+
 *   20|                       val[5]: process id                      |
 *     +---------------------------------------------------------------+
 *   24|                    val[6]: audit session id                   |
 *     +---------------------------------------------------------------+
 *   28|                  val[7]: process id's version                 |
 *     +---------------------------------------------------------------+
 * }</pre>
 *
 * <p>That of the kernel is eight zeros.
 */
@CStruct("audit_token_t")
public final class AuditTokenLayout {
    /** Bytes of {@code audit_token_t}. */
    public static final int SIZE = 32;

    /** {@code val[8]}: eight words. */
    public static final int VAL_OFFSET = 0;

    private AuditTokenLayout() {}

    /** Reads {@code val[index]}; {@code index} is 0 to 7. */
    public static int val(ByteBuffer buffer, int offset, int index) {
        return Le.getInt(buffer, offset + VAL_OFFSET + 4 * Objects.checkIndex(index, 8));
    }

    /** Writes {@code val[index]}; {@code index} is 0 to 7. */
    public static void val(ByteBuffer buffer, int offset, int index, int value) {
        Le.putInt(buffer, offset + VAL_OFFSET + 4 * Objects.checkIndex(index, 8), value);
    }

    /** Reads the audit user id: word 0. */
    public static int auditUserId(ByteBuffer buffer, int offset) {
        return val(buffer, offset, 0);
    }

    /** Reads the effective user id: word 1. */
    public static int effectiveUserId(ByteBuffer buffer, int offset) {
        return val(buffer, offset, 1);
    }

    /** Reads the effective group id: word 2. */
    public static int effectiveGroupId(ByteBuffer buffer, int offset) {
        return val(buffer, offset, 2);
    }

    /** Reads the real user id: word 3. */
    public static int realUserId(ByteBuffer buffer, int offset) {
        return val(buffer, offset, 3);
    }

    /** Reads the real group id: word 4. */
    public static int realGroupId(ByteBuffer buffer, int offset) {
        return val(buffer, offset, 4);
    }

    /** Reads the process id: word 5. */
    public static int processId(ByteBuffer buffer, int offset) {
        return val(buffer, offset, 5);
    }

    /** Reads the audit session id: word 6. */
    public static int auditSessionId(ByteBuffer buffer, int offset) {
        return val(buffer, offset, 6);
    }

    /** Reads the process id's version, which tells processes of one process id apart: word 7. */
    public static int processIdVersion(ByteBuffer buffer, int offset) {
        return val(buffer, offset, 7);
    }
}
