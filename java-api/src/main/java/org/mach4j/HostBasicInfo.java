// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import org.mach4j.abi.HostInfo;

/**
 * A machine ({@code host_basic_info}, {@code <mach/host_info.h>}).
 *
 * @param processors that programs can run on now, each thread of a core counted
 * @param physicalProcessors cores that programs can run on now
 * @param memory in bytes
 * @param cpuType {@code CPU_TYPE_*}: 0x01000007 is a 64-bit x86, 0x0100000c a 64-bit ARM
 * @param cpuSubtype {@code CPU_SUBTYPE_*}
 */
public record HostBasicInfo(int processors, int physicalProcessors, long memory, int cpuType, int cpuSubtype) {
    static HostBasicInfo of(Mach mach, int host) {
        int[] words = new int[HostInfo.HOST_BASIC_INFO_COUNT];
        int[] count = {words.length};
        mach.check(mach.calls().host_info(host, HostInfo.HOST_BASIC_INFO, words, count), "host_info");
        long memory = Integer.toUnsignedLong(words[10]) | (long) words[11] << 32;
        return new HostBasicInfo(words[8], words[6], memory, words[3], words[4]);
    }
}
