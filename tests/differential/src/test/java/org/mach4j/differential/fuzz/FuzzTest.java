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
import org.mach4j.libsystem.LibSystemProvider;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.spi.Availability;
import org.mach4j.spi.MachProvider;
import org.mach4j.spi.MachProviders;
import org.mach4j.transcripts.CaseReport;
import org.mach4j.transcripts.Comparison;

/**
 * Random programs, other ones in each run: the simulated kernel against itself, which shows what depends on chance and what is left
 * behind, and against the first binding that works here. {@code -Dmach4j.fuzz.seconds} says for how long, {@code -Dmach4j.fuzz.seed}
 * which programs.
 */
class FuzzTest {
    private static final int SECONDS = Integer.getInteger("mach4j.fuzz.seconds", 60);
    private static final long SEED = Long.getLong("mach4j.fuzz.seed", System.currentTimeMillis());

    private static final int SHOWN = 3;

    @Test
    void theSimulatedKernelAgreesWithItself() throws Exception {
        run(Kernels.byName(SimulatedKernel.NAME));
    }

    @Test
    void aBindingAgreesWithTheSimulatedKernel() throws Exception {
        MachProvider binding = MachProviders.all().stream()
                .filter(LibSystemProvider.class::isInstance)
                .filter(provider -> provider.availability().available())
                .findFirst()
                .orElse(null);
        Assumptions.assumeTrue(
                binding != null,
                () -> "no binding has a kernel here: macOS has one, and elsewhere a build with the stand-in; "
                        + MachProviders.all().stream()
                                .map(MachProvider::availability)
                                .map(Availability::reason)
                                .toList());
        run(binding);
    }

    private static void run(MachProvider asked) throws Exception {
        boolean tasks = Kernels.makesTasks(asked);
        Peer right = Peer.byName(
                asked.name(),
                tasks ? Comparison.Names.EXACT : Comparison.Names.BY_LABEL,
                Runtime.getRuntime().availableProcessors());
        List<String> shown = new ArrayList<>();
        Progress reached;
        try (Generator generator =
                        tasks ? new Generator(SimulatedKernel::create) : Generator.forOneTask(SimulatedKernel::create);
                Shrinker shrinker = new Shrinker(SimulatedKernel::create, right, Duration.ofSeconds(8))) {
            reached = new Fuzz(generator, right)
                    .run(
                            new Plan(List.of(Profile.values()), SEED),
                            Progress.NONE,
                            new Fuzz.Limits(Long.MAX_VALUE, TimeUnit.SECONDS.toNanos(SECONDS) / 2, SHOWN),
                            new Fuzz.Listener() {
                                @Override
                                public void differs(Difference difference) throws InterruptedException {
                                    Difference small = shrinker.shrink(difference);
                                    shown.add(new CaseReport(asked.name(), 120)
                                            .show("", small.program(), small.outcome()));
                                }

                                @Override
                                public void done(Progress progress) {}
                            });
        }
        System.out.println("fuzz sim against " + asked.name() + ", seed " + SEED + ": " + reached);
        if (!shown.isEmpty()) {
            fail("sim and " + asked.name() + " differ, seed " + SEED + ", " + reached + "\n\n"
                    + String.join("\n\n", shown));
        }
    }
}
