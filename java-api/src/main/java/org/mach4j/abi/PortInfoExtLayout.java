// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import java.nio.ByteBuffer;

/**
 * Where the extended status of a receive right keeps its fields: {@code mach_port_info_ext_t},
 * {@code <mach/port.h>}, flavor {@code MACH_PORT_INFO_EXT}, spec 00 §11.3.
 *
 * <pre>{@code
 *         +0              +1              +2              +3
 *     +---------------------------------------------------------------+
 *    0|                          mpie_status                          |
 *     |                              ...                              |
 *     +---------------------------------------------------------------+
 *   40|                         mpie_boost_cnt                        |
 *     +---------------------------------------------------------------+
 *   44|                          reserved[6]                          |
 *     |                              ...                              |
 *     +---------------------------------------------------------------+
 * }</pre>
 *
 * <p>{@code reserved} is never written by the kernel and arrives as zero.
 */
@CStruct(value = "mach_port_info_ext_t", prefix = "mpie_")
public final class PortInfoExtLayout {
    /** Bytes of {@code mach_port_info_ext_t}. */
    public static final int SIZE = 68;

    /** {@code mpie_status}: a {@link PortStatusLayout}. */
    public static final int STATUS_OFFSET = 0;

    /** {@code mpie_boost_cnt}: importance boosts held. */
    public static final int BOOST_CNT_OFFSET = 40;

    /** {@code reserved[6]}: six words. */
    @CField("reserved")
    public static final int RESERVED_OFFSET = 44;

    private PortInfoExtLayout() {}

    /** Reads {@code mpie_boost_cnt}. */
    public static int boostCnt(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + BOOST_CNT_OFFSET);
    }

    /** Writes {@code mpie_boost_cnt}. */
    public static void boostCnt(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + BOOST_CNT_OFFSET, value);
    }
}
