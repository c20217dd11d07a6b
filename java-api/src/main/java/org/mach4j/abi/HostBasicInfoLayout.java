// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import java.nio.ByteBuffer;

/**
 * Where {@code host_info} with flavor {@code HOST_BASIC_INFO} tells of the host: {@code host_basic_info_data_t},
 * {@code <mach/host_info.h>}.
 *
 * <pre>{@code
 *         +0              +1              +2              +3
 *     +---------------------------------------------------------------+
 *    0|                            max_cpus                           |
 *     +---------------------------------------------------------------+
 *    4|                           avail_cpus                          |
 *     +---------------------------------------------------------------+
 *    8|                          memory_size                          |
 *     +---------------------------------------------------------------+
 *   12|                            cpu_type                           |
 *     +---------------------------------------------------------------+
 *   16|                          cpu_subtype                          |
 *     +---------------------------------------------------------------+
 *   20|                         cpu_threadtype                        |
 *     +---------------------------------------------------------------+
 *   24|                          physical_cpu                         |
 *     +---------------------------------------------------------------+
 *   28|                        physical_cpu_max                       |
 *     +---------------------------------------------------------------+
 *   32|                          logical_cpu                          |
 *     +---------------------------------------------------------------+
 *   36|                        logical_cpu_max                        |
 *     +---------------------------------------------------------------+
 *   40|                            max_mem                            |
 *   44|                                                               |
 *     +---------------------------------------------------------------+
 * }</pre>
 */
@CStruct("host_basic_info_data_t")
public final class HostBasicInfoLayout {
    /** Bytes of {@code host_basic_info_data_t}. */
    public static final int SIZE = 48;

    /** {@code max_cpus}: processors that the kernel could use. */
    public static final int MAX_CPUS_OFFSET = 0;

    /** {@code avail_cpus}: processors in use. */
    public static final int AVAIL_CPUS_OFFSET = 4;

    /** {@code memory_size}: bytes of memory, at most 2 GiB: use {@code max_mem}. */
    public static final int MEMORY_SIZE_OFFSET = 8;

    /** {@code cpu_type}: kind of processor. */
    public static final int CPU_TYPE_OFFSET = 12;

    /** {@code cpu_subtype}: sort of that kind. */
    public static final int CPU_SUBTYPE_OFFSET = 16;

    /** {@code cpu_threadtype}: kind of hardware threads. */
    public static final int CPU_THREADTYPE_OFFSET = 20;

    /** {@code physical_cpu}: cores available. */
    public static final int PHYSICAL_CPU_OFFSET = 24;

    /** {@code physical_cpu_max}: cores there are. */
    public static final int PHYSICAL_CPU_MAX_OFFSET = 28;

    /** {@code logical_cpu}: hardware threads available. */
    public static final int LOGICAL_CPU_OFFSET = 32;

    /** {@code logical_cpu_max}: hardware threads there are. */
    public static final int LOGICAL_CPU_MAX_OFFSET = 36;

    /** {@code max_mem}: bytes of memory. */
    public static final int MAX_MEM_OFFSET = 40;

    private HostBasicInfoLayout() {}

    /** Reads {@code max_cpus}. */
    public static int maxCpus(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + MAX_CPUS_OFFSET);
    }

    /** Writes {@code max_cpus}. */
    public static void maxCpus(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + MAX_CPUS_OFFSET, value);
    }

    /** Reads {@code avail_cpus}. */
    public static int availCpus(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + AVAIL_CPUS_OFFSET);
    }

    /** Writes {@code avail_cpus}. */
    public static void availCpus(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + AVAIL_CPUS_OFFSET, value);
    }

    /** Reads {@code memory_size}. */
    public static int memorySize(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + MEMORY_SIZE_OFFSET);
    }

    /** Writes {@code memory_size}. */
    public static void memorySize(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + MEMORY_SIZE_OFFSET, value);
    }

    /** Reads {@code cpu_type}. */
    public static int cpuType(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + CPU_TYPE_OFFSET);
    }

    /** Writes {@code cpu_type}. */
    public static void cpuType(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + CPU_TYPE_OFFSET, value);
    }

    /** Reads {@code cpu_subtype}. */
    public static int cpuSubtype(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + CPU_SUBTYPE_OFFSET);
    }

    /** Writes {@code cpu_subtype}. */
    public static void cpuSubtype(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + CPU_SUBTYPE_OFFSET, value);
    }

    /** Reads {@code cpu_threadtype}. */
    public static int cpuThreadtype(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + CPU_THREADTYPE_OFFSET);
    }

    /** Writes {@code cpu_threadtype}. */
    public static void cpuThreadtype(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + CPU_THREADTYPE_OFFSET, value);
    }

    /** Reads {@code physical_cpu}. */
    public static int physicalCpu(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + PHYSICAL_CPU_OFFSET);
    }

    /** Writes {@code physical_cpu}. */
    public static void physicalCpu(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + PHYSICAL_CPU_OFFSET, value);
    }

    /** Reads {@code physical_cpu_max}. */
    public static int physicalCpuMax(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + PHYSICAL_CPU_MAX_OFFSET);
    }

    /** Writes {@code physical_cpu_max}. */
    public static void physicalCpuMax(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + PHYSICAL_CPU_MAX_OFFSET, value);
    }

    /** Reads {@code logical_cpu}. */
    public static int logicalCpu(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + LOGICAL_CPU_OFFSET);
    }

    /** Writes {@code logical_cpu}. */
    public static void logicalCpu(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + LOGICAL_CPU_OFFSET, value);
    }

    /** Reads {@code logical_cpu_max}. */
    public static int logicalCpuMax(ByteBuffer buffer, int offset) {
        return Le.getInt(buffer, offset + LOGICAL_CPU_MAX_OFFSET);
    }

    /** Writes {@code logical_cpu_max}. */
    public static void logicalCpuMax(ByteBuffer buffer, int offset, int value) {
        Le.putInt(buffer, offset + LOGICAL_CPU_MAX_OFFSET, value);
    }

    /** Reads {@code max_mem}. */
    public static long maxMem(ByteBuffer buffer, int offset) {
        return Le.getLong(buffer, offset + MAX_MEM_OFFSET);
    }

    /** Writes {@code max_mem}. */
    public static void maxMem(ByteBuffer buffer, int offset, long value) {
        Le.putLong(buffer, offset + MAX_MEM_OFFSET, value);
    }
}
