// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mach4j.differential.generate.Generator;
import org.mach4j.differential.generate.Profile;
import org.mach4j.differential.generate.ProgramName;
import org.mach4j.gnumach.Boot;
import org.mach4j.gnumach.CrossCheck;
import org.mach4j.gnumach.GnuMachKernel;
import org.mach4j.gnumach.KnownDifferences;
import org.mach4j.gnumach.Tally;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.transcripts.Case;

/**
 * Programs made as they run on the simulated kernel, asked of GNU Mach: in each way to boot it that this host allows a like share, at one time.
 * {@code -Dmach4j.gnumach.full=true} asks 5,000, {@code -Dmach4j.gnumach.seed=N} makes others.
 */
@Timeout(value = 480, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GeneratedOnGnuMachTest {
    private static final int PROGRAMS = Boolean.getBoolean("mach4j.gnumach.full") ? 5000 : 100;
    private static final long SEED = Long.getLong("mach4j.gnumach.seed", 1);
    private static final List<Profile> PROFILES =
            List.of(Profile.RIGHTS, Profile.MESSAGES, Profile.NOTIFICATIONS, Profile.SETS);

    @Test
    void theSimulatedKernelAndARealOneDifferOnlyAsTheDataSay() throws Exception {
        List<Boot> boots = Arrays.stream(Boot.values()).filter(Boot::isOpen).toList();
        if (boots.isEmpty()) {
            Boot.QEMU.require(); // skips this test
        }
        long start = System.nanoTime();
        Tally total = new Tally();
        ExecutorService machines = Executors.newFixedThreadPool(boots.size());
        try {
            List<Future<Tally>> tallies = new ArrayList<>();
            for (int i = 0; i < boots.size(); i++) {
                int share = i;
                tallies.add(machines.submit(() -> ask(boots.get(share), share, boots.size())));
            }
            for (Future<Tally> tally : tallies) {
                total.add(tally.get());
            }
        } finally {
            machines.shutdownNow();
        }
        System.out.println("GNU Mach, generated: " + total + ", in "
                + Duration.ofNanos(System.nanoTime() - start).toSeconds() + " s");
        assertThat(total.failures())
                .as("differences that known-differences.jsonl does not have")
                .isEmpty();
        assertThat(total.programs()).isEqualTo(PROGRAMS);
        assertThat(total.steps()).as("steps compared").isGreaterThan(5 * PROGRAMS);
    }

    /** Asks every {@code of}th program of each profile, from the {@code share}th on. */
    private static Tally ask(Boot boot, int share, int of) throws InterruptedException {
        Tally tally = new Tally();
        try (GnuMachKernel kernel = boot.kernel();
                Generator generator = new Generator(SimulatedKernel::create)) {
            CrossCheck check = new CrossCheck(kernel, KnownDifferences.load());
            for (int i = 0; i < PROGRAMS; i++) {
                int index = i / PROFILES.size();
                if (index % of != share) {
                    continue;
                }
                Case program = generator.generate(new ProgramName(PROFILES.get(i % PROFILES.size()), SEED, index));
                CrossCheck.Verdict verdict = check.compare(program);
                tally.count(verdict, program);
                if (verdict instanceof CrossCheck.Verdict.Broke) {
                    break; // the machine is of no more use
                }
            }
        }
        System.out.println("GNU Mach, generated, " + boot + ": " + tally);
        assertThat(tally.steps()).as("steps compared, " + boot).isPositive();
        return tally;
    }
}
