// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.stress;

import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mach4j.sim.SimulatedKernel;

/**
 * Whatever a program passes: no call throws but the stated panics, none hangs, and after the end of the program nothing
 * is left.
 *
 * <p>{@code -Dmach4j.fuzz.seconds=600} runs longer, {@code -Dmach4j.fuzz.seed=N} begins with the program of that seed: a
 * failure names it.
 */
class HostileInputTest {
    private static final long SECONDS = Long.getLong("mach4j.fuzz.seconds", 10);
    private static final int CALLS_OF_A_PROGRAM = 3000;
    private static final long HANG_NANOS = 30_000_000_000L;

    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicBoolean done = new AtomicBoolean();
    private volatile @Nullable Waits waits;
    private long calls;
    private int programs;

    @Test
    void noExceptionNoHangNoLeak() throws Exception {
        long seed = Long.getLong("mach4j.fuzz.seed", System.nanoTime());
        long deadline = System.nanoTime() + SECONDS * 1_000_000_000L;
        Thread thread = new Thread(() -> run(seed, deadline), "hostile");
        thread.setDaemon(true);
        thread.start();
        while (!done.get()) {
            Thread.sleep(10);
            Waits current = waits;
            if (current != null && current.nanos() > HANG_NANOS) {
                throw new AssertionError("hangs: " + current.call() + "\n" + Threads.dump(thread));
            }
        }
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
        System.out.printf("hostile input: %d calls by %d programs in %d s%n", calls, programs, SECONDS);
    }

    private void run(long firstSeed, long deadline) {
        try (Waits endsWaits = new Waits(Thread.currentThread())) {
            waits = endsWaits;
            for (long seed = firstSeed; System.nanoTime() < deadline; seed++) {
                program(endsWaits, seed, deadline);
                programs++;
            }
        } catch (Throwable t) {
            failure.set(t);
        } finally {
            done.set(true);
        }
    }

    private void program(Waits endsWaits, long seed, long deadline) {
        SimulatedKernel kernel = SimulatedKernel.create();
        HostileProgram program = new HostileProgram(kernel, new Random(seed));
        for (int i = 0;
                i < CALLS_OF_A_PROGRAM
                        && System.nanoTime() < deadline
                        && !program.task().isTerminated();
                i++) {
            endsWaits.begin(kernel, program);
            try {
                program.step();
            } catch (Throwable t) {
                throw new AssertionError("seed " + seed + ", call " + i + ": " + program.call(), t);
            }
            calls++;
        }
        endsWaits.end();
        try {
            kernel.close();
            Balance.assertNothingIsLeft(kernel);
        } catch (Throwable t) {
            throw new AssertionError("seed " + seed + ", at the end", t);
        }
    }
}
