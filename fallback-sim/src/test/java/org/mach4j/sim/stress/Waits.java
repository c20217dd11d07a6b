// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.stress;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.mach4j.sim.SimulatedKernel;

/** Ends the waits of a thread that runs a hostile program, whose calls may wait for what never comes. */
final class Waits implements AutoCloseable {
    private static final long ROUND_NANOS = 1_000_000L;
    /** A wait that no abort ends, because the library repeats it, ends with the task. */
    private static final long LONGEST_NANOS = 50_000_000L;

    /** A call under way. */
    private record Now(SimulatedKernel kernel, HostileProgram program, long since) {}

    private final Thread watched;
    private final Thread watcher = new Thread(this::watch, "ends waits");
    private volatile @Nullable Now now;
    private volatile boolean done;

    Waits(Thread watched) {
        this.watched = watched;
        watcher.setDaemon(true);
        watcher.start();
    }

    /** A call begins; the one before has ended. */
    void begin(SimulatedKernel kernel, HostileProgram program) {
        now = new Now(kernel, program, System.nanoTime());
    }

    /** The last call has ended. */
    void end() {
        now = null;
    }

    /** What runs now, or an empty text, and how long already. */
    String call() {
        Now current = now;
        return current == null ? "" : current.program().call();
    }

    /** For how long the call under way has run, 0 where there is none. */
    long nanos() {
        Now current = now;
        return current == null ? 0 : System.nanoTime() - current.since();
    }

    private void watch() {
        while (!done) {
            LockSupport.parkNanos(ROUND_NANOS);
            Now current = now;
            if (current == null) {
                continue;
            }
            if (System.nanoTime() - current.since() > LONGEST_NANOS
                    && current.kernel().isBlocked(watched)) {
                current.kernel().terminate(current.program().task());
            } else {
                current.kernel().abort(watched);
            }
        }
    }

    @Override
    public void close() {
        done = true;
        try {
            watcher.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
