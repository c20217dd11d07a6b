// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

/**
 * Header and body of a complex message: {@code mach_msg_base_t}, {@code <mach/message.h>}, spec 00 §3. The
 * descriptors begin at {@link #SIZE}.
 *
 * <pre>{@code
 *         +0              +1              +2              +3
 *     +---------------------------------------------------------------+
 *    0|                             header                            |
 *     |                              ...                              |
 *     +---------------------------------------------------------------+
 *   24|                              body                             |
 *     +---------------------------------------------------------------+
 * }</pre>
 */
@CStruct("mach_msg_base_t")
public final class MessageBaseLayout {
    /** Bytes of {@code mach_msg_base_t}. */
    public static final int SIZE = 28;

    /** {@code header}: a {@link MessageHeaderLayout}. */
    public static final int HEADER_OFFSET = 0;

    /** {@code body}: a {@link MessageBodyLayout}. */
    public static final int BODY_OFFSET = 24;

    private MessageBaseLayout() {}
}
