// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

/**
 * Flavors of {@code host_info}: {@code <mach/host_info.h>}.
 */
@CHeader("mach/host_info.h")
public final class HostInfo {
    /** {@link HostBasicInfoLayout}. */
    public static final int HOST_BASIC_INFO = 1;

    /** In words of 4 bytes. */
    public static final int HOST_BASIC_INFO_COUNT = 12;

    private HostInfo() {}
}
