// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mach4j.differential.generate.Generator;
import org.mach4j.differential.generate.Profile;
import org.mach4j.gnumach.Boot;
import org.mach4j.gnumach.CrossCheck;
import org.mach4j.gnumach.GnuMachKernel;
import org.mach4j.gnumach.KnownDifferences;
import org.mach4j.gnumach.Tally;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.transcripts.Case;

/**
 * Programs made as they run on the simulated kernel, asked of GNU Mach, on a machine booted in each way that this host allows.
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
        try (Generator generator = new Generator(SimulatedKernel::create)) {
            Iterator<Case> programs = PROFILES.stream()
                    .flatMap(profile -> generator.programs(profile, SEED).limit(PROGRAMS / PROFILES.size()))
                    .iterator();
            List<Future<Tally>> tallies = new ArrayList<>();
            for (Boot boot : boots) {
                tallies.add(machines.submit(() -> ask(boot, programs)));
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
        assertThat(total.steps()).as("steps compared").isGreaterThan(5 * PROGRAMS);
    }

    /** Takes programs until there are no more. */
    private static Tally ask(Boot boot, Iterator<Case> programs) throws InterruptedException {
        Tally tally = new Tally();
        try (GnuMachKernel kernel = boot.kernel()) {
            CrossCheck check = new CrossCheck(kernel, KnownDifferences.load());
            while (true) {
                Case program;
                synchronized (programs) {
                    if (!programs.hasNext()) {
                        break;
                    }
                    program = programs.next();
                }
                CrossCheck.Verdict verdict = check.compare(program);
                tally.count(verdict, program);
                if (verdict instanceof CrossCheck.Verdict.Broke) {
                    break; // the machine is of no more use
                }
            }
        }
        System.out.println("GNU Mach, generated, " + boot + ": " + tally);
        return tally;
    }
}
