// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.report;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.sim.Snapshot;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.Execution;

/**
 * What a simulated kernel holds before and after a step of a program, whichever kernels differ there: the program is run anew.
 *
 * @param before null where the simulated kernel does not come so far
 * @param after likewise
 */
record StateAt(@Nullable Snapshot before, @Nullable Snapshot after) {
    private static final long LIMIT_SECONDS = 5;

    /** @param step from 0 */
    static StateAt of(Case program, int step) throws InterruptedException {
        List<Snapshot> seen = new CopyOnWriteArrayList<>();
        SimulatedKernel kernel = SimulatedKernel.create();
        // On a thread of its own: a step may be one that does not come back.
        Thread thread = new Thread(
                () -> {
                    try (Execution execution = new Execution(kernel, program)) {
                        for (int i = 0; i < step; i++) {
                            execution.perform(program.steps().get(i));
                        }
                        seen.add(kernel.snapshot());
                        execution.perform(program.steps().get(step));
                        seen.add(kernel.snapshot());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt(); // given up: what was seen was seen
                    }
                },
                "state of " + program.name());
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((failed, why) -> {}); // the report of the difference itself tells it
        thread.start();
        thread.join(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
        thread.interrupt();
        kernel.close();
        return new StateAt(seen.size() > 0 ? seen.get(0) : null, seen.size() > 1 ? seen.get(1) : null);
    }
}
