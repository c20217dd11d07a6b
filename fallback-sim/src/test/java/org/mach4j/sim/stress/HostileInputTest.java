// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.stress;

import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
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
    /** A wait that no abort ends, because the library repeats it, ends with the task. */
    private static final long LONGEST_WAIT_NANOS = 50_000_000L;

    private static final long HANG_NANOS = 30_000_000_000L;

    /** A call under way. */
    private record Now(SimulatedKernel kernel, HostileProgram program, long since) {}

    private final AtomicReference<Now> now = new AtomicReference<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicBoolean done = new AtomicBoolean();
    private long calls;
    private int programs;

    @Test
    void noExceptionNoHangNoLeak() throws Exception {
        long seed = Long.getLong("mach4j.fuzz.seed", System.nanoTime());
        long deadline = System.nanoTime() + SECONDS * 1_000_000_000L;
        Thread thread = new Thread(() -> run(seed, deadline), "hostile");
        thread.setDaemon(true);
        thread.start();
        watch(thread);
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
        System.out.printf("hostile input: %d calls by %d programs in %d s%n", calls, programs, SECONDS);
    }

    private void run(long firstSeed, long deadline) {
        try {
            for (long seed = firstSeed; System.nanoTime() < deadline; seed++) {
                program(seed, deadline);
                programs++;
            }
        } catch (Throwable t) {
            failure.set(t);
        } finally {
            done.set(true);
        }
    }

    private void program(long seed, long deadline) {
        SimulatedKernel kernel = SimulatedKernel.create();
        HostileProgram program = new HostileProgram(kernel, new Random(seed));
        for (int i = 0;
                i < CALLS_OF_A_PROGRAM
                        && System.nanoTime() < deadline
                        && !program.task().isTerminated();
                i++) {
            now.set(new Now(kernel, program, System.nanoTime()));
            try {
                program.step();
            } catch (Throwable t) {
                throw new AssertionError("seed " + seed + ", call " + i + ": " + program.call(), t);
            }
            calls++;
        }
        now.set(null);
        try {
            kernel.close();
            Balance.assertNothingIsLeft(kernel);
        } catch (Throwable t) {
            throw new AssertionError("seed " + seed + ", at the end", t);
        }
    }

    /** Ends waits, and finds calls that do not end. */
    private void watch(Thread thread) throws InterruptedException {
        while (!done.get()) {
            Thread.sleep(1);
            Now current = now.get();
            if (current == null) {
                continue;
            }
            long since = System.nanoTime() - current.since();
            if (since > HANG_NANOS) {
                throw new AssertionError("hangs: " + current.program().call() + "\n" + Threads.dump(thread));
            }
            if (since > LONGEST_WAIT_NANOS && current.kernel().isBlocked(thread)) {
                current.kernel().terminate(current.program().task());
            } else {
                current.kernel().abort(thread);
            }
        }
    }
}
