// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.rules;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.mach4j.sim.SimulatedKernel;

/** A call under way on a thread of its own. */
final class Running {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

    private final SimulatedKernel kernel;
    private final FutureTask<Call> call;
    private final Thread thread;

    Running(SimulatedKernel kernel, Callable<Call> what) {
        this.kernel = kernel;
        this.call = new FutureTask<>(what);
        this.thread = new Thread(call);
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits until the thread waits in the kernel or is done. */
    Running settle() {
        long end = System.nanoTime() + PATIENCE;
        while (!call.isDone() && !kernel.isBlocked(thread)) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("neither blocked nor done");
            }
            Thread.onSpinWait();
        }
        return this;
    }

    /** Whether the thread waits in the kernel. */
    boolean isBlocked() {
        return settle().kernel.isBlocked(thread) && !call.isDone();
    }

    /** The answer, which must come. */
    Call result() {
        try {
            return call.get(PATIENCE, TimeUnit.NANOSECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("no answer", e);
        }
    }

    /** Interrupts the wait, as {@code thread_abort} does. */
    boolean abort() {
        return kernel.abort(thread);
    }

    Thread thread() {
        return thread;
    }
}
