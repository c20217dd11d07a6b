// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import java.nio.ByteBuffer;

/**
 * Where an NDR record says how the data after it are represented: {@code NDR_record_t}, {@code <mach/ndr.h>}, spec
 * 00 §13.
 *
 * <pre>{@code
 *         +0              +1              +2              +3
 *     +---------------+---------------+---------------+---------------+
 *    0|    mig_vers   |    if_vers    |   reserved1   |  mig_encoding |
 *     +---------------+---------------+---------------+---------------+
 *    4|    int_rep    |    char_rep   |   float_rep   |   reserved2   |
 *     +---------------+---------------+---------------+---------------+
 * }</pre>
 *
 * <p>The native record of a little-endian machine is {@code 00 00 00 00 01 00 00 00}, see {@link #putNative}.
 */
@CStruct("NDR_record_t")
public final class NdrRecordLayout {
    /** Bytes of {@code NDR_record_t}. */
    public static final int SIZE = 8;

    /** {@code mig_vers}: 0. */
    public static final int MIG_VERS_OFFSET = 0;

    /** {@code if_vers}: 0. */
    public static final int IF_VERS_OFFSET = 1;

    /** {@code reserved1}: 0. */
    public static final int RESERVED1_OFFSET = 2;

    /** {@code mig_encoding}: {@code NDR_PROTOCOL_2_0}. */
    public static final int MIG_ENCODING_OFFSET = 3;

    /** {@code int_rep}: {@code NDR_INT_*}. */
    public static final int INT_REP_OFFSET = 4;

    /** {@code char_rep}: {@code NDR_CHAR_*}. */
    public static final int CHAR_REP_OFFSET = 5;

    /** {@code float_rep}: {@code NDR_FLOAT_*}. */
    public static final int FLOAT_REP_OFFSET = 6;

    /** {@code reserved2}: 0. */
    public static final int RESERVED2_OFFSET = 7;

    private NdrRecordLayout() {}

    /** Reads {@code mig_vers}. */
    public static int migVers(ByteBuffer buffer, int offset) {
        return Le.getByte(buffer, offset + MIG_VERS_OFFSET);
    }

    /** Writes {@code mig_vers}. */
    public static void migVers(ByteBuffer buffer, int offset, int value) {
        Le.putByte(buffer, offset + MIG_VERS_OFFSET, value);
    }

    /** Reads {@code if_vers}. */
    public static int ifVers(ByteBuffer buffer, int offset) {
        return Le.getByte(buffer, offset + IF_VERS_OFFSET);
    }

    /** Writes {@code if_vers}. */
    public static void ifVers(ByteBuffer buffer, int offset, int value) {
        Le.putByte(buffer, offset + IF_VERS_OFFSET, value);
    }

    /** Reads {@code reserved1}. */
    public static int reserved1(ByteBuffer buffer, int offset) {
        return Le.getByte(buffer, offset + RESERVED1_OFFSET);
    }

    /** Writes {@code reserved1}. */
    public static void reserved1(ByteBuffer buffer, int offset, int value) {
        Le.putByte(buffer, offset + RESERVED1_OFFSET, value);
    }

    /** Reads {@code mig_encoding}. */
    public static int migEncoding(ByteBuffer buffer, int offset) {
        return Le.getByte(buffer, offset + MIG_ENCODING_OFFSET);
    }

    /** Writes {@code mig_encoding}. */
    public static void migEncoding(ByteBuffer buffer, int offset, int value) {
        Le.putByte(buffer, offset + MIG_ENCODING_OFFSET, value);
    }

    /** Reads {@code int_rep}. */
    public static int intRep(ByteBuffer buffer, int offset) {
        return Le.getByte(buffer, offset + INT_REP_OFFSET);
    }

    /** Writes {@code int_rep}. */
    public static void intRep(ByteBuffer buffer, int offset, int value) {
        Le.putByte(buffer, offset + INT_REP_OFFSET, value);
    }

    /** Reads {@code char_rep}. */
    public static int charRep(ByteBuffer buffer, int offset) {
        return Le.getByte(buffer, offset + CHAR_REP_OFFSET);
    }

    /** Writes {@code char_rep}. */
    public static void charRep(ByteBuffer buffer, int offset, int value) {
        Le.putByte(buffer, offset + CHAR_REP_OFFSET, value);
    }

    /** Reads {@code float_rep}. */
    public static int floatRep(ByteBuffer buffer, int offset) {
        return Le.getByte(buffer, offset + FLOAT_REP_OFFSET);
    }

    /** Writes {@code float_rep}. */
    public static void floatRep(ByteBuffer buffer, int offset, int value) {
        Le.putByte(buffer, offset + FLOAT_REP_OFFSET, value);
    }

    /** Reads {@code reserved2}. */
    public static int reserved2(ByteBuffer buffer, int offset) {
        return Le.getByte(buffer, offset + RESERVED2_OFFSET);
    }

    /** Writes {@code reserved2}. */
    public static void reserved2(ByteBuffer buffer, int offset, int value) {
        Le.putByte(buffer, offset + RESERVED2_OFFSET, value);
    }

    /** Writes the native record of a little-endian machine: {@code NDR_record}. */
    public static void putNative(ByteBuffer buffer, int offset) {
        Le.putLong(buffer, offset, (long) Ndr.NDR_INT_LITTLE_ENDIAN << (8 * INT_REP_OFFSET));
    }
}
