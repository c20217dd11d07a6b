// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import java.nio.ByteBuffer;

/**
 * Where a simple MIG reply keeps its fields: {@code mig_reply_error_t}, {@code <mach/mig_errors.h>}, spec 00 §13.
 * Every server failure is reported in this form.
 *
 * <pre>{@code
 *         +0              +1              +2              +3
 *     +---------------------------------------------------------------+
 *    0|                              Head                             |
 *     |                              ...                              |
 *     +---------------------------------------------------------------+
 *   24|                              NDR                              |
 *   28|                                                               |
 *     +---------------------------------------------------------------+
 *   32|                            RetCode                            |
 *     +---------------------------------------------------------------+
 * }</pre>
 *
 * <p>The return code means something only where the reply's complex bit is clear: a successful complex reply has
 * none.
 */
@CStruct("mig_reply_error_t")
public final class MigReplyErrorLayout {
    /** Bytes of {@code mig_reply_error_t}. */
    public static final int SIZE = 36;

    /** {@code Head}: a {@link MessageHeaderLayout}; its id is the request's plus 100. */
    @CField("Head")
    public static final int HEAD_OFFSET = 0;

    /** {@code NDR}: an {@link NdrRecordLayout}. */
    public static final int NDR_OFFSET = 24;

    /** {@code RetCode}: a {@code kern_return_t} or MIG code. */
    @CField("RetCode")
    public static final int RET_CODE_OFFSET = 32;

    private MigReplyErrorLayout() {}

    /** Reads {@code RetCode}. */
    public static int retCode(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + RET_CODE_OFFSET);
    }

    /** Writes {@code RetCode}. */
    public static void retCode(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + RET_CODE_OFFSET, value);
    }
}
