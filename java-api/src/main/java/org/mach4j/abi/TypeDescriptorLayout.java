// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import java.nio.ByteBuffer;

/**
 * What all descriptors have in common, their type byte: {@code mach_msg_type_descriptor_t},
 * {@code <mach/message.h>}, spec 00 §3.
 *
 * <pre>{@code
 *         +0              +1              +2              +3
 *     +---------------------------------------------------------------+
 *    0|                              pad1                             |
 *     +---------------------------------------------------------------+
 *    4|                              pad2                             |
 *     +-----------------------------------------------+---------------+
 *    8|                      pad3                     |      type     |
 *     +-----------------------------------------------+---------------+
 * }</pre>
 *
 * <p>The kinds differ in size in a 64-bit task, so that a list of descriptors must be walked: read the type, go on
 * by {@link #sizeOf}.
 */
@CStruct("mach_msg_type_descriptor_t")
public final class TypeDescriptorLayout {
    /** Bytes of {@code mach_msg_type_descriptor_t}. */
    public static final int SIZE = 12;

    /** {@code type}: {@code MACH_MSG_*_DESCRIPTOR}, in 32-bit and 64-bit tasks alike. */
    public static final int TYPE_OFFSET = 11;

    /** Bytes of the largest descriptor in a 64-bit task: the union of all kinds. */
    @CStruct("mach_msg_descriptor_t")
    public static final int UNION_SIZE = 16;

    /** Bytes of every descriptor in a 32-bit task. */
    public static final int ILP32_UNION_SIZE = 12;

    private TypeDescriptorLayout() {}

    /** Reads {@code type}. */
    public static int type(ByteBuffer buffer, int offset) {
        return Le.getByte(buffer, offset + TYPE_OFFSET);
    }

    /** Writes {@code type}. */
    public static void type(ByteBuffer buffer, int offset, int value) {
        Le.putByte(buffer, offset + TYPE_OFFSET, value);
    }

    /**
     * Bytes that a descriptor takes in the message of a 64-bit task; in that of a 32-bit task every one takes
     * {@link #ILP32_UNION_SIZE}.
     *
     * @param type the descriptor's type byte, {@code MACH_MSG_*_DESCRIPTOR}
     * @throws IllegalArgumentException if there is no such type
     */
    public static int sizeOf(int type) {
        return switch (type) {
            case MachMessage.MACH_MSG_PORT_DESCRIPTOR -> PortDescriptorLayout.SIZE;
            case MachMessage.MACH_MSG_OOL_DESCRIPTOR, MachMessage.MACH_MSG_OOL_VOLATILE_DESCRIPTOR ->
                OolDescriptorLayout.SIZE;
            case MachMessage.MACH_MSG_OOL_PORTS_DESCRIPTOR -> OolPortsDescriptorLayout.SIZE;
            case MachMessage.MACH_MSG_GUARDED_PORT_DESCRIPTOR -> GuardedPortDescriptorLayout.SIZE;
            default -> throw new IllegalArgumentException("no descriptor has type " + type);
        };
    }
}
