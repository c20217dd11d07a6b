// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.fuzz;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.mach4j.differential.Difference;
import org.mach4j.differential.Kernels;
import org.mach4j.differential.Peer;
import org.mach4j.differential.generate.Generator;
import org.mach4j.differential.generate.Profile;
import org.mach4j.differential.shrink.Shrinker;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.spi.MachProvider;
import org.mach4j.standin.Standin;
import org.mach4j.transcripts.CaseReport;
import org.mach4j.transcripts.Comparison;

/**
 * Random programs, other ones in each run, the simulated kernel against itself, which shows what depends on chance and what is left
 * behind; and against the stand-in through a binding. {@code -Dmach4j.fuzz.seconds} says for how long, {@code -Dmach4j.fuzz.seed}
 * which programs, {@code -Dmach4j.fuzz.binding.programs} how many through the binding.
 */
class FuzzTest {
    private static final int SECONDS = Integer.getInteger("mach4j.fuzz.seconds", 60);
    private static final long SEED = Long.getLong("mach4j.fuzz.seed", System.currentTimeMillis());

    private static final int SHOWN = 3;

    private static final int PROGRAMS_BY_A_BINDING = Integer.getInteger("mach4j.fuzz.binding.programs", 3_000);

    @Test
    void theSimulatedKernelAgreesWithItself() throws Exception {
        run(
                Kernels.byName(SimulatedKernel.NAME),
                new Generator(SimulatedKernel::create),
                SEED,
                new Fuzz.Limits(Long.MAX_VALUE, TimeUnit.SECONDS.toNanos(SECONDS) / 2, SHOWN));
    }

    @Test
    void aBindingAgreesWithTheSimulatedKernel() throws Exception {
        String skipped = "SKIPPED: random programs through a binding in this process: "
                + (isMac()
                        ? "a guard of the real kernel would end it; ./mach4j fuzz --right processes:ffm runs them apart"
                        : "they need the stand-in, which takes Linux and a C compiler");
        boolean possible = !isMac() && Standin.exists();
        if (!possible) {
            System.out.println(skipped);
        }
        Assumptions.assumeTrue(possible, skipped);
        run(
                Kernels.byName(Runtime.version().feature() >= 22 ? "ffm" : "jni"),
                Generator.forOneProcess(SimulatedKernel::create),
                SEED,
                new Fuzz.Limits(PROGRAMS_BY_A_BINDING, TimeUnit.MINUTES.toNanos(5), SHOWN));
    }

    private static boolean isMac() {
        return System.getProperty("os.name").startsWith("Mac");
    }

    private static void run(MachProvider asked, Generator random, long seed, Fuzz.Limits limits) throws Exception {
        Peer right = Peer.byName(
                asked.name(), Comparison.Names.EXACT, Runtime.getRuntime().availableProcessors());
        List<String> shown = new ArrayList<>();
        Progress reached;
        try (Generator generator = random;
                Shrinker shrinker = new Shrinker(SimulatedKernel::create, right, Duration.ofSeconds(8))) {
            reached = new Fuzz(generator, right)
                    .run(new Plan(List.of(Profile.values()), seed), Progress.NONE, limits, new Fuzz.Listener() {
                        @Override
                        public void differs(Difference difference) throws InterruptedException {
                            Difference small = shrinker.shrink(difference);
                            shown.add(new CaseReport(asked.name(), 120).show("", small.program(), small.outcome()));
                        }

                        @Override
                        public void done(Progress progress) {}
                    });
        }
        System.out.println("fuzz sim against " + asked.name() + ", seed " + seed + ": " + reached);
        if (!shown.isEmpty()) {
            fail("sim and " + asked.name() + " differ, seed " + seed + ", " + reached + "\n\n"
                    + String.join("\n\n", shown));
        }
    }
}
