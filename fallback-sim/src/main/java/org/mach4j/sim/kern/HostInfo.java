// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.kern;

import static org.mach4j.abi.KernReturn.KERN_FAILURE;
import static org.mach4j.abi.KernReturn.KERN_INVALID_ARGUMENT;
import static org.mach4j.abi.KernReturn.KERN_SUCCESS;

import java.util.Arrays;

/** {@code host_info}: a small 64-bit Intel machine, with as many processors as the JVM sees (spec 06 §4). */
final class HostInfo {
    /** The most words any flavor has. */
    static final int MAX_WORDS = 68;

    private static final int HOST_BASIC_INFO = 1;
    private static final int HOST_SCHED_INFO = 3;
    private static final int HOST_RESOURCE_SIZES = 4;
    private static final int HOST_PRIORITY_INFO = 5;
    private static final int HOST_SEMAPHORE_TRAPS = 7;
    private static final int HOST_MACH_MSG_TRAP = 8;
    private static final int HOST_VM_PURGABLE = 9;

    private static final int BASIC_OLD_WORDS = 5;
    private static final int BASIC_WORDS = 12;
    private static final int SCHED_WORDS = 2;
    private static final int PRIORITY_WORDS = 8;

    private static final int CPU_TYPE_X86_64 = 0x01000007;
    private static final int CPU_SUBTYPE_X86_64_ALL = 3;
    private static final long MAX_MEMORY_32_BITS = 0x80000000L;
    private static final int MIN_QUANTUM_MS = 10;
    private static final int[] PRIORITIES = {79, 79, 0, 0, 31, 0, 0, 63};

    private HostInfo() {}

    /**
     * Answers a flavor.
     *
     * @param count in: room in words; out: words written
     */
    static int info(int flavor, int[] out, int[] count) {
        int room = count[0];
        int[] words;
        switch (flavor) {
            case HOST_BASIC_INFO -> {
                if (Integer.compareUnsigned(room, BASIC_OLD_WORDS) < 0) {
                    return KERN_FAILURE;
                }
                words = Integer.compareUnsigned(room, BASIC_WORDS) < 0
                        ? Arrays.copyOf(basic(), BASIC_OLD_WORDS)
                        : basic();
            }
            case HOST_SCHED_INFO -> {
                if (Integer.compareUnsigned(room, SCHED_WORDS) < 0) {
                    return KERN_FAILURE;
                }
                words = new int[] {MIN_QUANTUM_MS, MIN_QUANTUM_MS};
            }
            case HOST_PRIORITY_INFO -> {
                if (Integer.compareUnsigned(room, PRIORITY_WORDS) < 0) {
                    return KERN_FAILURE;
                }
                words = PRIORITIES;
            }
            case HOST_SEMAPHORE_TRAPS, HOST_MACH_MSG_TRAP -> words = new int[0];
            case HOST_VM_PURGABLE -> {
                if (Integer.compareUnsigned(room, MAX_WORDS) < 0) {
                    return KERN_FAILURE;
                }
                words = new int[MAX_WORDS];
            }
            case HOST_RESOURCE_SIZES -> {
                return KERN_INVALID_ARGUMENT;
            }
            default -> {
                return KERN_INVALID_ARGUMENT;
            }
        }
        System.arraycopy(words, 0, out, 0, words.length);
        count[0] = words.length;
        return KERN_SUCCESS;
    }

    private static int[] basic() {
        int processors = Runtime.getRuntime().availableProcessors();
        long memory = Runtime.getRuntime().maxMemory();
        return new int[] {
            processors,
            processors,
            (int) Math.min(memory, MAX_MEMORY_32_BITS),
            CPU_TYPE_X86_64,
            CPU_SUBTYPE_X86_64_ALL,
            0,
            processors,
            processors,
            processors,
            processors,
            (int) memory,
            (int) (memory >>> 32)
        };
    }
}
