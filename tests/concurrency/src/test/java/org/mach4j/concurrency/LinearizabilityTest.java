// SPDX-License-Identifier: Apache-2.0
package org.mach4j.concurrency;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Calls of several threads answer as if made one after the other: Lincheck runs random scenarios many times and looks for
 * an order of their calls that gives the same answers.
 *
 * <p>{@code -Dmach4j.lincheck.scenarios=N} tries N scenarios for each class.
 */
class LinearizabilityTest {
    private static final int SCENARIOS = Integer.getInteger("mach4j.lincheck.scenarios", 5);

    @ParameterizedTest
    @ValueSource(classes = {ReferencesOfRights.class, QueuesAndSets.class})
    void callsTakeEffectOneAfterTheOther(Class<?> calls) {
        check(calls);
    }

    /** That the test above can fail. */
    @Test
    void aCallThatIsMadeOfTwoIsNoticed() {
        assertThatThrownBy(() -> check(TwoCallsForOne.class)).hasMessageContaining("Invalid execution results");
    }

    private static void check(Class<?> calls) {
        new StressOptions()
                .iterations(SCENARIOS)
                .invocationsPerIteration(300)
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(2)
                .actorsAfter(2)
                .check(calls);
    }
}
