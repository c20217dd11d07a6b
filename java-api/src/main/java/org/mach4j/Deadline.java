// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Absolute deadlines on the monotonic clock, as {@code long}s; 0 is none. */
final class Deadline {
    static final long NONE = 0;

    /**
     * How often a wait in a kernel that knows nothing of Java's threads is cut to look for an interruption, in
     * milliseconds. An interruption ends the wait that late; a tenth of a second costs nothing that can be measured.
     */
    static final int LOOK_EVERY = 100;

    private Deadline() {}

    /** A moment so far from now; {@link #NONE} for null. A negative time-out is one of zero. */
    static long in(@Nullable Duration timeout) {
        if (timeout == null) {
            return NONE;
        }
        long nanos;
        try {
            nanos = Math.max(0, timeout.toNanos());
        } catch (ArithmeticException e) {
            return timeout.isNegative() ? nonZero(System.nanoTime()) : NONE; // 292 years are for ever
        }
        // Differences of nanoTime are only good for half its range.
        return nanos > Long.MAX_VALUE / 2 ? NONE : nonZero(System.nanoTime() + nanos);
    }

    private static long nonZero(long time) {
        return time == NONE ? 1 : time;
    }

    /** The milliseconds left, rounded up; 0 where the deadline has passed. */
    static int millisLeft(long deadline) {
        long nanos = deadline - System.nanoTime();
        return nanos <= 0 ? 0 : (int) Math.min(Integer.MAX_VALUE, (nanos + 999_999) / 1_000_000);
    }

    static boolean hasPassed(long deadline) {
        return deadline != NONE && deadline - System.nanoTime() <= 0;
    }
}
