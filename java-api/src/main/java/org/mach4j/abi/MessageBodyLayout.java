// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import java.nio.ByteBuffer;

/**
 * Where a complex message keeps the number of its descriptors: {@code mach_msg_body_t}, {@code <mach/message.h>},
 * spec 00 §3. It follows the header; the descriptors follow it, one directly after the other.
 *
 * <pre>{@code
 *         +0              +1              +2              +3
 *     +---------------------------------------------------------------+
 *    0|                     msgh_descriptor_count                     |
 *     +---------------------------------------------------------------+
 * }</pre>
 */
@CStruct(value = "mach_msg_body_t", prefix = "msgh_")
public final class MessageBodyLayout {
    /** Bytes of {@code mach_msg_body_t}. */
    public static final int SIZE = 4;

    /** {@code msgh_descriptor_count}: descriptors that follow. */
    public static final int DESCRIPTOR_COUNT_OFFSET = 0;

    private MessageBodyLayout() {}

    /** Reads {@code msgh_descriptor_count}. */
    public static int descriptorCount(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + DESCRIPTOR_COUNT_OFFSET);
    }

    /** Writes {@code msgh_descriptor_count}. */
    public static void descriptorCount(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + DESCRIPTOR_COUNT_OFFSET, value);
    }
}
