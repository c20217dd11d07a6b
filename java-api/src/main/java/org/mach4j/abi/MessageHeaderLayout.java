// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import java.nio.ByteBuffer;

/**
 * Where a message header keeps its fields: {@code mach_msg_header_t}, {@code <mach/message.h>}, spec 00 §2.
 *
 * <pre>{@code
 *         +0              +1              +2              +3
 *     +---------------------------------------------------------------+
 *    0|                           msgh_bits                           |
 *     +---------------------------------------------------------------+
 *    4|                           msgh_size                           |
 *     +---------------------------------------------------------------+
 *    8|                        msgh_remote_port                       |
 *     +---------------------------------------------------------------+
 *   12|                        msgh_local_port                        |
 *     +---------------------------------------------------------------+
 *   16|            msgh_reserved (later msgh_voucher_port)            |
 *     +---------------------------------------------------------------+
 *   20|                            msgh_id                            |
 *     +---------------------------------------------------------------+
 * }</pre>
 *
 * <p>The same for 32-bit and 64-bit tasks. On receipt {@code msgh_remote_port} and {@code msgh_local_port} have
 * changed places: remote names the reply right that the receiver now holds, local the port on which the message was
 * received.
 */
@CStruct(value = "mach_msg_header_t", prefix = "msgh_")
public final class MessageHeaderLayout {
    /** Bytes of {@code mach_msg_header_t}. */
    public static final int SIZE = 24;

    /** {@code msgh_bits}: see {@link MsghBits}. */
    public static final int BITS_OFFSET = 0;

    /**
     * {@code msgh_size}: ignored on send; on receipt the bytes of header, body, descriptors and inline data,
     * without the trailer.
     */
    public static final int SIZE_OFFSET = 4;

    /**
     * {@code msgh_remote_port}: sent: the destination; received: the reply right, 0 or {@code MACH_PORT_DEAD}
     * possible.
     */
    public static final int REMOTE_PORT_OFFSET = 8;

    /**
     * {@code msgh_local_port}: sent: the reply port; received: the port on which the message was received.
     */
    public static final int LOCAL_PORT_OFFSET = 12;

    /**
     * {@code msgh_reserved}: carried from sender to receiver unchanged. Since XNU 2782 the voucher port, see
     * {@link #VOUCHER_PORT_OFFSET}.
     */
    public static final int RESERVED_OFFSET = 16;

    /**
     * {@code msgh_voucher_port}: a voucher's name since XNU 2782; with voucher disposition 0 the word passes
     * unchanged, as before.
     */
    public static final int VOUCHER_PORT_OFFSET = 16;

    /** {@code msgh_id}: carried from sender to receiver unchanged. */
    public static final int ID_OFFSET = 20;

    private MessageHeaderLayout() {}

    /** Reads {@code msgh_bits}. */
    public static int bits(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + BITS_OFFSET);
    }

    /** Writes {@code msgh_bits}. */
    public static void bits(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + BITS_OFFSET, value);
    }

    /** Reads {@code msgh_size}. */
    public static int size(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + SIZE_OFFSET);
    }

    /** Writes {@code msgh_size}. */
    public static void size(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + SIZE_OFFSET, value);
    }

    /** Reads {@code msgh_remote_port}. */
    public static int remotePort(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + REMOTE_PORT_OFFSET);
    }

    /** Writes {@code msgh_remote_port}. */
    public static void remotePort(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + REMOTE_PORT_OFFSET, value);
    }

    /** Reads {@code msgh_local_port}. */
    public static int localPort(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + LOCAL_PORT_OFFSET);
    }

    /** Writes {@code msgh_local_port}. */
    public static void localPort(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + LOCAL_PORT_OFFSET, value);
    }

    /** Reads {@code msgh_reserved}. */
    public static int reserved(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + RESERVED_OFFSET);
    }

    /** Writes {@code msgh_reserved}. */
    public static void reserved(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + RESERVED_OFFSET, value);
    }

    /** Reads {@code msgh_voucher_port}. */
    public static int voucherPort(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + VOUCHER_PORT_OFFSET);
    }

    /** Writes {@code msgh_voucher_port}. */
    public static void voucherPort(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + VOUCHER_PORT_OFFSET, value);
    }

    /** Reads {@code msgh_id}. */
    public static int id(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + ID_OFFSET);
    }

    /** Writes {@code msgh_id}. */
    public static void id(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + ID_OFFSET, value);
    }
}
