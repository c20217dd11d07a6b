// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mach4j.differential.Difference;
import org.mach4j.differential.Identity;
import org.mach4j.differential.Peer;
import org.mach4j.differential.fuzz.Fuzz;
import org.mach4j.differential.fuzz.Plan;
import org.mach4j.differential.fuzz.Progress;
import org.mach4j.differential.generate.Generator;
import org.mach4j.differential.generate.Profile;
import org.mach4j.differential.shrink.Shrinker;
import org.mach4j.differential.shrink.Symptom;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.transcripts.CaseReport;
import org.mach4j.transcripts.Comparison;
import org.mach4j.transcripts.LeakCheck;
import org.mach4j.transcripts.Replay;

/** A suite that cannot see a broken rule is of no use: each mutant is found by the suite's own plan, and made small. */
class MutantsTest {
    /** The suite's own budget, {@link org.mach4j.differential.fuzz.FuzzTest}, comes to many more. */
    private static final long PROGRAMS = 9 * 600;

    private static final int STEPS = 6;

    @ParameterizedTest
    @EnumSource
    void isFoundAndMadeSmall(Mutant mutant) throws Exception {
        Replay replay = new Replay(
                () -> new MutatedKernel(mutant), Comparison.Names.EXACT, LeakCheck.NONE, 1, Duration.ofSeconds(10));
        Peer right = new Peer.LivePeer("mutant", new Identity("mutant", "", null), Comparison.Names.EXACT, replay::run);
        List<Difference> found = new ArrayList<>();
        try (Generator generator = new Generator(SimulatedKernel::create);
                Shrinker shrinker = new Shrinker(SimulatedKernel::create, right, Duration.ofSeconds(60))) {
            Progress reached = new Fuzz(generator, right)
                    .run(
                            new Plan(List.of(Profile.values()), 1),
                            Progress.NONE,
                            new Fuzz.Limits(PROGRAMS, Long.MAX_VALUE, 1),
                            new Fuzz.Listener() {
                                @Override
                                public void differs(Difference difference) {
                                    found.add(difference);
                                }

                                @Override
                                public void done(Progress progress) {}
                            });
            assertThat(found).as("found in %s", reached).hasSize(1);
            Difference small = shrinker.shrink(found.get(0));
            assertThat(small.program().steps())
                    .as(new CaseReport("mutant", 120).show("", small.program(), small.outcome()))
                    .hasSizeLessThanOrEqualTo(STEPS);
            assertThat(Symptom.of(small)).isEqualTo(Symptom.of(found.get(0)));
        }
    }
}
