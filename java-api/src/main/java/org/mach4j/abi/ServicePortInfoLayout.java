// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import java.nio.ByteBuffer;

/**
 * What a service port is called: {@code struct mach_service_port_info}, {@code <mach/port.h>}, since XNU 8019, spec
 * 00 §18.6.
 *
 * <pre>{@code
 *         +0              +1              +2              +3
 *     +---------------------------------------------------------------+
 *    0|                     mspi_string_name[255]                     |
 *     |                              ...                              |
 *     +-----------------------------------------------+---------------+
 *  252|                   (its end)                   |  domain_type  |
 *     +-----------------------------------------------+---------------+
 * }</pre>
 */
@CStruct(value = "mach_service_port_info_data_t", prefix = "mspi_")
public final class ServicePortInfoLayout {
    /** Bytes of {@code mach_service_port_info_data_t}. */
    public static final int SIZE = 256;

    /** {@code mspi_string_name[255]}: the name, ended by a zero byte. */
    public static final int STRING_NAME_OFFSET = 0;

    /** {@code mspi_domain_type}: the domain. */
    public static final int DOMAIN_TYPE_OFFSET = 255;

    private ServicePortInfoLayout() {}

    /** Reads {@code mspi_domain_type}. */
    public static int domainType(ByteBuffer buffer, int offset) {
        return Le.getByte(buffer, offset + DOMAIN_TYPE_OFFSET);
    }

    /** Writes {@code mspi_domain_type}. */
    public static void domainType(ByteBuffer buffer, int offset, int value) {
        Le.putByte(buffer, offset + DOMAIN_TYPE_OFFSET, value);
    }
}
