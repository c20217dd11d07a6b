// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

/**
 * The time that {@code semaphore_timedwait} waits: {@code mach_timespec_t}, {@code <mach/clock_types.h>}, spec 00 §17. It is passed by
 * value, in one register: as a Java {@code long} whose low word is the first.
 *
 * <pre>{@code
 *         +0              +1              +2              +3
 *     +---------------------------------------------------------------+
 *    0|                            tv_sec                             |
 *     +---------------------------------------------------------------+
 *    4|                            tv_nsec                            |
 *     +---------------------------------------------------------------+
 * }</pre>
 */
@CStruct("mach_timespec_t")
public final class TimespecLayout {
    /** Bytes of {@code mach_timespec_t}. */
    public static final int SIZE = 8;

    /** {@code tv_sec}: seconds, unsigned. */
    public static final int TV_SEC_OFFSET = 0;

    /** {@code tv_nsec}: nanoseconds, below 1,000,000,000. */
    public static final int TV_NSEC_OFFSET = 4;

    private TimespecLayout() {}

    /** The value in its register. */
    public static long of(int seconds, int nanoseconds) {
        return (Integer.toUnsignedLong(seconds) << (8 * TV_SEC_OFFSET))
                | (Integer.toUnsignedLong(nanoseconds) << (8 * TV_NSEC_OFFSET));
    }

    /** Seconds of a value in its register, unsigned. */
    public static int seconds(long value) {
        return (int) (value >> (8 * TV_SEC_OFFSET));
    }

    /** Nanoseconds of a value in its register. */
    public static int nanoseconds(long value) {
        return (int) (value >> (8 * TV_NSEC_OFFSET));
    }
}
