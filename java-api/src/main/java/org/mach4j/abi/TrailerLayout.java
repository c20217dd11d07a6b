// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import java.nio.ByteBuffer;

/**
 * Where the trailer of a received message keeps its fields: the structures {@code mach_msg_*_trailer_t},
 * {@code <mach/message.h>}, spec 00 §5.
 *
 * <pre>{@code
 *         +0              +1              +2              +3
 *     +---------------------------------------------------------------+
 *    0|                       msgh_trailer_type                       |
 *     +---------------------------------------------------------------+
 *    4|                       msgh_trailer_size                       |
 *     +---------------------------------------------------------------+
 *    8|                           msgh_seqno                          |
 *     +---------------------------------------------------------------+
 *   12|                          msgh_sender                          |
 *   16|                                                               |
 *     +---------------------------------------------------------------+
 *   20|                           msgh_audit                          |
 *     |                              ...                              |
 *     +---------------------------------------------------------------+
 *   52|                          msgh_context                         |
 *   56|                                                               |
 *     +---------------------------------------------------------------+
 *   60|                            msgh_ad                            |
 *     +---------------------------------------------------------------+
 *   64|                       msgh_labels.sender                      |
 *     +---------------------------------------------------------------+
 * }</pre>
 *
 * <p>A trailer follows the message at its {@code msgh_size} and is not counted in it. How much of the picture is
 * delivered depends on the level asked for, see {@link #sizeOfLevel}; {@code msgh_trailer_size} says it. The levels
 * are an enumeration, not a set of bits. The same for 32-bit and 64-bit tasks on Intel; on arm64 with 32-bit
 * pointers {@code msgh_context} takes 4 bytes.
 */
@CStruct(value = "mach_msg_mac_trailer_t", prefix = "msgh_")
public final class TrailerLayout {
    /** Bytes of {@code mach_msg_mac_trailer_t}. */
    public static final int SIZE = 68;

    /** {@code msgh_trailer_type}: always {@code MACH_MSG_TRAILER_FORMAT_0}. */
    public static final int TRAILER_TYPE_OFFSET = 0;

    /** {@code msgh_trailer_size}: bytes of trailer delivered, these first 8 included. */
    public static final int TRAILER_SIZE_OFFSET = 4;

    /**
     * {@code msgh_seqno}: sequence number of the message on its port; from {@code MACH_RCV_TRAILER_SEQNO}.
     */
    public static final int SEQNO_OFFSET = 8;

    /** {@code msgh_sender}: a {@link SecurityTokenLayout}; from {@code MACH_RCV_TRAILER_SENDER}. */
    public static final int SENDER_OFFSET = 12;

    /** {@code msgh_audit}: an {@link AuditTokenLayout}; from {@code MACH_RCV_TRAILER_AUDIT}. */
    public static final int AUDIT_OFFSET = 20;

    /** {@code msgh_context}: the receive right's context; from {@code MACH_RCV_TRAILER_CTX}. */
    public static final int CONTEXT_OFFSET = 52;

    /** {@code msgh_ad}: from level 5. */
    public static final int AD_OFFSET = 60;

    /** {@code msgh_labels.sender}: a port name; from level 5. */
    @CField("msgh_labels.sender")
    public static final int LABELS_SENDER_OFFSET = 64;

    /** Bytes of {@code mach_msg_trailer_t}: level {@code MACH_RCV_TRAILER_NULL}. */
    @CStruct("mach_msg_trailer_t")
    public static final int MINIMUM_SIZE = 8;

    /** Bytes of {@code mach_msg_seqno_trailer_t}: level {@code MACH_RCV_TRAILER_SEQNO}. */
    @CStruct("mach_msg_seqno_trailer_t")
    public static final int SEQNO_SIZE = 12;

    /** Bytes of {@code mach_msg_security_trailer_t}: level {@code MACH_RCV_TRAILER_SENDER}. */
    @CStruct("mach_msg_security_trailer_t")
    public static final int SECURITY_SIZE = 20;

    /** Bytes of {@code mach_msg_format_0_trailer_t}, another name of the same. */
    @CStruct("mach_msg_format_0_trailer_t")
    public static final int FORMAT_0_SIZE = SECURITY_SIZE;

    /** Bytes of {@code mach_msg_audit_trailer_t}: level {@code MACH_RCV_TRAILER_AUDIT}. */
    @CStruct("mach_msg_audit_trailer_t")
    public static final int AUDIT_SIZE = 52;

    /** Bytes of {@code mach_msg_context_trailer_t}: level {@code MACH_RCV_TRAILER_CTX}. */
    @CStruct("mach_msg_context_trailer_t")
    public static final int CONTEXT_SIZE = 60;

    /** Bytes of {@code mach_msg_mac_trailer_t}: every level from 5. */
    @CStruct("mach_msg_mac_trailer_t")
    public static final int MAC_SIZE = SIZE;

    /** Bytes of {@code mach_msg_max_trailer_t}: more no trailer has. */
    @CStruct("mach_msg_max_trailer_t")
    public static final int MAX_SIZE = SIZE;

    private TrailerLayout() {}

    /** Reads {@code msgh_trailer_type}. */
    public static int trailerType(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + TRAILER_TYPE_OFFSET);
    }

    /** Writes {@code msgh_trailer_type}. */
    public static void trailerType(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + TRAILER_TYPE_OFFSET, value);
    }

    /** Reads {@code msgh_trailer_size}. */
    public static int trailerSize(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + TRAILER_SIZE_OFFSET);
    }

    /** Writes {@code msgh_trailer_size}. */
    public static void trailerSize(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + TRAILER_SIZE_OFFSET, value);
    }

    /** Reads {@code msgh_seqno}. */
    public static int seqno(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + SEQNO_OFFSET);
    }

    /** Writes {@code msgh_seqno}. */
    public static void seqno(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + SEQNO_OFFSET, value);
    }

    /** Reads {@code msgh_context}. */
    public static long context(ByteBuffer buffer, int offset) {
        return Le.getLong(buffer, offset + CONTEXT_OFFSET);
    }

    /** Writes {@code msgh_context}. */
    public static void context(ByteBuffer buffer, int offset, long value) {
        Le.putLong(buffer, offset + CONTEXT_OFFSET, value);
    }

    /** Reads {@code msgh_ad}. */
    public static int ad(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + AD_OFFSET);
    }

    /** Writes {@code msgh_ad}. */
    public static void ad(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + AD_OFFSET, value);
    }

    /** Reads {@code msgh_labels.sender}. */
    public static int labelsSender(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + LABELS_SENDER_OFFSET);
    }

    /** Writes {@code msgh_labels.sender}. */
    public static void labelsSender(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + LABELS_SENDER_OFFSET, value);
    }

    /**
     * The option bits that ask for a trailer: the C macro {@code MACH_RCV_TRAILER_ELEMENTS}.
     *
     * @param level {@code MACH_RCV_TRAILER_*}; only its low 4 bits count
     */
    public static int elements(int level) {
        return (level & 0xf) << 24;
    }

    /** The trailer level that an option word asks for, 0 to 15: the C macro {@code GET_RCV_ELEMENTS}. */
    public static int level(int option) {
        return option >>> 24 & 0xf;
    }

    /**
     * Bytes of the trailer delivered for a level (spec 00 §5).
     *
     * @param level {@code MACH_RCV_TRAILER_*}; only its low 4 bits count
     */
    public static int sizeOfLevel(int level) {
        return switch (level & 0xf) {
            case MachMessage.MACH_RCV_TRAILER_NULL -> MINIMUM_SIZE;
            case MachMessage.MACH_RCV_TRAILER_SEQNO -> SEQNO_SIZE;
            case MachMessage.MACH_RCV_TRAILER_SENDER -> SECURITY_SIZE;
            case MachMessage.MACH_RCV_TRAILER_AUDIT -> AUDIT_SIZE;
            case MachMessage.MACH_RCV_TRAILER_CTX -> CONTEXT_SIZE;
            default -> MAC_SIZE;
        };
    }

    /** Bytes of the trailer that an option word asks for: the C macro {@code REQUESTED_TRAILER_SIZE}. */
    public static int requestedSize(int option) {
        return sizeOfLevel(level(option));
    }
}
