// SPDX-License-Identifier: Apache-2.0
package org.mach4j.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is counted under a lock adds up, and would not without that lock: each kind of lock in the kernel is needed, and
 * this test notices where one does nothing.
 *
 * <p>{@code -Dmach4j.sums.rounds=N} does more work.
 */
class LocksTest {
    private static final int ROUNDS = Integer.getInteger("mach4j.sums.rounds", 20_000);
    private static final int ROUNDS_AT_A_TIME = 5_000;
    private static final int MOST_TIMES = 200;

    @ParameterizedTest
    @EnumSource
    void everythingAddsUp(Sums sums) throws Exception {
        sums.run(ROUNDS, true);
    }

    /** That the test above can fail. */
    @ParameterizedTest
    @EnumSource
    void aLockThatDoesNothingIsNoticed(Sums sums) throws Exception {
        String noticed = "";
        int times = 0;
        while (noticed.isEmpty() && times < MOST_TIMES) {
            times++;
            try {
                sums.run(ROUNDS_AT_A_TIME, false);
            } catch (IllegalStateException e) {
                noticed = e.toString();
            }
        }
        assertThat(noticed).as("%s after %d times", sums, times).isNotEmpty();
        System.out.printf("without the lock of a %s: %s (%d)%n", sums, noticed, times);
    }
}
