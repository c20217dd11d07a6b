// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

/**
 * How data are represented: {@code <mach/ndr.h>}, spec 00 §13. The record: {@link NdrRecordLayout}.
 */
@CHeader("mach/ndr.h")
public final class Ndr {
    /** Encoding. */
    public static final int NDR_PROTOCOL_2_0 = 0;

    /** Integers: big-endian. */
    public static final int NDR_INT_BIG_ENDIAN = 0;

    /** Integers: little-endian. */
    public static final int NDR_INT_LITTLE_ENDIAN = 1;

    /** Characters: ASCII. */
    public static final int NDR_CHAR_ASCII = 0;

    /** Characters: EBCDIC. */
    public static final int NDR_CHAR_EBCDIC = 1;

    /** Floating point: IEEE 754. */
    public static final int NDR_FLOAT_IEEE = 0;

    /** Floating point: VAX. */
    public static final int NDR_FLOAT_VAX = 1;

    /** Floating point: Cray. */
    public static final int NDR_FLOAT_CRAY = 2;

    /** Floating point: IBM. */
    public static final int NDR_FLOAT_IBM = 3;

    private Ndr() {}
}
