// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import java.nio.ByteBuffer;

/**
 * Where the status of a receive right keeps its fields: {@code mach_port_status_t}, {@code <mach/port.h>}, flavor
 * {@code MACH_PORT_RECEIVE_STATUS}, spec 00 §11.2.
 *
 * <pre>{@code
 *         +0              +1              +2              +3
 *     +---------------------------------------------------------------+
 *    0|                            mps_pset                           |
 *     +---------------------------------------------------------------+
 *    4|                           mps_seqno                           |
 *     +---------------------------------------------------------------+
 *    8|                          mps_mscount                          |
 *     +---------------------------------------------------------------+
 *   12|                           mps_qlimit                          |
 *     +---------------------------------------------------------------+
 *   16|                          mps_msgcount                         |
 *     +---------------------------------------------------------------+
 *   20|                          mps_sorights                         |
 *     +---------------------------------------------------------------+
 *   24|                          mps_srights                          |
 *     +---------------------------------------------------------------+
 *   28|                         mps_pdrequest                         |
 *     +---------------------------------------------------------------+
 *   32|                         mps_nsrequest                         |
 *     +---------------------------------------------------------------+
 *   36|                           mps_flags                           |
 *     +---------------------------------------------------------------+
 * }</pre>
 */
@CStruct(value = "mach_port_status_t", prefix = "mps_")
public final class PortStatusLayout {
    /** Bytes of {@code mach_port_status_t}. */
    public static final int SIZE = 40;

    /** {@code mps_pset}: port sets that contain the port. */
    public static final int PSET_OFFSET = 0;

    /** {@code mps_seqno}: the next sequence number. */
    public static final int SEQNO_OFFSET = 4;

    /** {@code mps_mscount}: make-send count. */
    public static final int MSCOUNT_OFFSET = 8;

    /** {@code mps_qlimit}: queue limit, in messages. */
    public static final int QLIMIT_OFFSET = 12;

    /** {@code mps_msgcount}: messages queued. */
    public static final int MSGCOUNT_OFFSET = 16;

    /** {@code mps_sorights}: send-once rights that exist. */
    public static final int SORIGHTS_OFFSET = 20;

    /** {@code mps_srights}: whether send rights exist. */
    public static final int SRIGHTS_OFFSET = 24;

    /** {@code mps_pdrequest}: whether a port-destroyed notification is requested. */
    public static final int PDREQUEST_OFFSET = 28;

    /** {@code mps_nsrequest}: whether a no-senders notification is requested. */
    public static final int NSREQUEST_OFFSET = 32;

    /** {@code mps_flags}: {@code MACH_PORT_STATUS_FLAG_*}. */
    public static final int FLAGS_OFFSET = 36;

    private PortStatusLayout() {}

    /** Reads {@code mps_pset}. */
    public static int pset(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + PSET_OFFSET);
    }

    /** Writes {@code mps_pset}. */
    public static void pset(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + PSET_OFFSET, value);
    }

    /** Reads {@code mps_seqno}. */
    public static int seqno(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + SEQNO_OFFSET);
    }

    /** Writes {@code mps_seqno}. */
    public static void seqno(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + SEQNO_OFFSET, value);
    }

    /** Reads {@code mps_mscount}. */
    public static int mscount(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + MSCOUNT_OFFSET);
    }

    /** Writes {@code mps_mscount}. */
    public static void mscount(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + MSCOUNT_OFFSET, value);
    }

    /** Reads {@code mps_qlimit}. */
    public static int qlimit(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + QLIMIT_OFFSET);
    }

    /** Writes {@code mps_qlimit}. */
    public static void qlimit(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + QLIMIT_OFFSET, value);
    }

    /** Reads {@code mps_msgcount}. */
    public static int msgcount(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + MSGCOUNT_OFFSET);
    }

    /** Writes {@code mps_msgcount}. */
    public static void msgcount(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + MSGCOUNT_OFFSET, value);
    }

    /** Reads {@code mps_sorights}. */
    public static int sorights(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + SORIGHTS_OFFSET);
    }

    /** Writes {@code mps_sorights}. */
    public static void sorights(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + SORIGHTS_OFFSET, value);
    }

    /** Reads {@code mps_srights}. */
    public static boolean srights(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + SRIGHTS_OFFSET) != 0;
    }

    /** Writes {@code mps_srights}. */
    public static void srights(ByteBuffer buffer, int offset, boolean value) {
        Le.putInt(buffer, offset + SRIGHTS_OFFSET, value ? 1 : 0);
    }

    /** Reads {@code mps_pdrequest}. */
    public static boolean pdrequest(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + PDREQUEST_OFFSET) != 0;
    }

    /** Writes {@code mps_pdrequest}. */
    public static void pdrequest(ByteBuffer buffer, int offset, boolean value) {
        Le.putInt(buffer, offset + PDREQUEST_OFFSET, value ? 1 : 0);
    }

    /** Reads {@code mps_nsrequest}. */
    public static boolean nsrequest(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + NSREQUEST_OFFSET) != 0;
    }

    /** Writes {@code mps_nsrequest}. */
    public static void nsrequest(ByteBuffer buffer, int offset, boolean value) {
        Le.putInt(buffer, offset + NSREQUEST_OFFSET, value ? 1 : 0);
    }

    /** Reads {@code mps_flags}. */
    public static int flags(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + FLAGS_OFFSET);
    }

    /** Writes {@code mps_flags}. */
    public static void flags(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + FLAGS_OFFSET, value);
    }
}
