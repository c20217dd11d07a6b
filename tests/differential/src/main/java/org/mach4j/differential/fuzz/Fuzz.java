// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.fuzz;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.mach4j.differential.Difference;
import org.mach4j.differential.Peer;
import org.mach4j.differential.generate.Generator;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.KernelFaultException;
import org.mach4j.transcripts.Outcome;

/**
 * Makes programs on the left kernel and asks the right one. The left one is trusted to come back: a program that waits in it for ever
 * holds up the run.
 */
public final class Fuzz {
    /** Large enough that what a batch costs by itself does not count, small enough to stop soon. */
    private static final int BATCH = 64;

    private final Generator generator;
    private final Peer right;
    private volatile boolean stopped;

    /** What a run tells while it goes on. */
    public interface Listener {
        /** A program that is answered differently, as it was made. What is done so far does not count it yet. */
        void differs(Difference difference) throws IOException, InterruptedException;

        /** So much is done, and need not be done again. */
        void done(Progress progress) throws IOException;
    }

    /**
     * When a run ends, unless it is stopped.
     *
     * @param programs the place behind the last program
     * @param nanos how long it goes on
     * @param differences how many there may be
     */
    public record Limits(long programs, long nanos, long differences) {}

    /** A run of programs made by a generator. */
    public Fuzz(Generator generator, Peer right) {
        this.generator = generator;
        this.right = right;
    }

    /** Makes the run end when what is under way is done. Any thread. */
    public void stop() {
        stopped = true;
    }

    /** Goes on from where a run has come to. */
    public Progress run(Plan plan, Progress from, Limits limits, Listener listener)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        Progress progress = from;
        while (!stopped
                && progress.next() < limits.programs()
                && progress.failed() < limits.differences()
                && System.nanoTime() - start < limits.nanos()) {
            int size = (int) Math.min(BATCH, limits.programs() - progress.next());
            progress = batch(plan, progress, size, limits.differences(), listener);
            listener.done(progress);
        }
        return progress;
    }

    private Progress batch(Plan plan, Progress from, int size, long most, Listener listener)
            throws IOException, InterruptedException {
        List<Case> programs = new ArrayList<>();
        KernelFaultException fault = null;
        while (programs.size() < size && fault == null) {
            try {
                programs.add(generator.generate(plan.program(from.next() + programs.size())));
            } catch (KernelFaultException e) {
                fault = e;
            }
        }
        List<Outcome> outcomes = programs.isEmpty() ? List.of() : right.answer(programs);
        long passed = from.passed();
        long failed = from.failed();
        long notRun = from.notRun();
        for (int i = 0; i < programs.size(); i++) {
            Outcome outcome = outcomes.get(i);
            if (outcome.failed()) {
                listener.differs(new Difference(programs.get(i), outcome));
                failed++;
                if (failed == most) {
                    return new Progress(from.next() + i + 1, passed, failed, notRun);
                }
            } else if (outcome instanceof Outcome.NotRun) {
                notRun++;
            } else {
                passed++;
            }
        }
        long done = from.next() + programs.size();
        if (fault != null) {
            listener.differs(faulty(fault));
            return new Progress(done + 1, passed, failed + 1, notRun);
        }
        return new Progress(done, passed, failed, notRun);
    }

    private Difference faulty(KernelFaultException fault) {
        Case unfinished = generator.unfinished();
        if (unfinished == null) {
            throw fault;
        }
        return new Difference(
                unfinished, new Outcome.Broke(Math.max(0, unfinished.steps().size() - 1), fault));
    }
}
