// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mach4j.spi.MachKernel;

/**
 * Replays cases on kernels of one sort, and never hangs or stops before the last: a case that takes too long is
 * given up together with its kernel and its threads, and the rest goes on with a new one.
 */
public final class Replay {
    /** How long a case may take. */
    public static final Duration TIME_LIMIT = Duration.ofSeconds(10);

    private static final long LOOK_MILLIS = 20;

    /** How long to wait for the last kernels to close; they are of no use to anyone then. */
    private static final long LEAVE_MILLIS = 1000;

    private final Supplier<MachKernel> kernels;
    private final Comparison.Names names;
    private final LeakCheck leakCheck;
    private final int jobs;
    private final Duration limit;

    /**
     * @param kernels opens a kernel; each job has one of its own, and runs many cases on it, each with fresh tasks
     * @param leakCheck is asked at the end of each case, and when its tasks have ended
     * @param jobs how many cases run at a time
     * @param limit how long a case may take
     */
    public Replay(Supplier<MachKernel> kernels, Comparison.Names names, LeakCheck leakCheck, int jobs, Duration limit) {
        if (jobs < 1) {
            throw new IllegalArgumentException("jobs: " + jobs);
        }
        this.kernels = kernels;
        this.names = names;
        this.leakCheck = leakCheck;
        this.jobs = jobs;
        this.limit = limit;
    }

    /** One job after another, 10 s a case, no look at leaks. */
    public Replay(Supplier<MachKernel> kernels, Comparison.Names names) {
        this(kernels, names, LeakCheck.NONE, 1, TIME_LIMIT);
    }

    /** Replays one case. */
    public Outcome run(Case program) throws InterruptedException {
        return run(List.of(program)).get(0);
    }

    /**
     * Replays cases.
     *
     * @return their outcomes, in the same order
     * @throws org.mach4j.spi.MachUnavailableException where a kernel cannot be opened
     * @throws InterruptedException where the calling thread was interrupted; the cases under way are given up
     */
    public List<Outcome> run(List<Case> cases) throws InterruptedException {
        return run(cases, program -> new Comparison(names, program));
    }

    /**
     * Runs programs whose answers something else looks at.
     *
     * @param checks makes that which looks at one program's answers
     * @return their outcomes, in the same order
     */
    public List<Outcome> run(List<Case> cases, Function<Case, ? extends Check> checks) throws InterruptedException {
        Run run = new Run(cases, checks);
        List<Worker> workers = new ArrayList<>();
        try {
            for (int i = 0; i < Math.min(jobs, cases.size()); i++) {
                workers.add(run.newWorker());
            }
            while (!run.left.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                run.throwFailure();
                for (int i = 0; i < workers.size(); i++) {
                    Worker worker = workers.get(i);
                    if (worker.isOverdue()) {
                        worker.giveUp();
                        workers.set(i, run.newWorker());
                    }
                }
            }
        } finally {
            workers.forEach(Worker::stop);
        }
        for (Worker worker : workers) {
            worker.thread.join(LEAVE_MILLIS);
        }
        run.throwFailure();
        return run.outcomes();
    }

    /** The cases of one call of {@link #run}, and what is known of them. */
    private final class Run {
        private final List<Case> cases;
        private final Function<Case, ? extends Check> checks;
        private final AtomicReferenceArray<Outcome> outcomes;
        private final AtomicInteger next = new AtomicInteger();
        private final CountDownLatch left;
        private volatile @Nullable RuntimeException failure;

        Run(List<Case> cases, Function<Case, ? extends Check> checks) {
            this.cases = List.copyOf(cases);
            this.checks = checks;
            this.outcomes = new AtomicReferenceArray<>(cases.size());
            this.left = new CountDownLatch(cases.size());
        }

        Worker newWorker() {
            Worker worker = new Worker(this, kernels.get());
            worker.thread.start();
            return worker;
        }

        /** The first outcome of a case counts: a case that was given up may still come to some end. */
        void record(int index, Outcome outcome) {
            if (outcomes.compareAndSet(index, null, outcome)) {
                left.countDown();
            }
        }

        /** No case more can be run. */
        void fail(RuntimeException why) {
            failure = why;
        }

        void throwFailure() {
            RuntimeException why = failure;
            if (why != null) {
                throw why;
            }
        }

        List<Outcome> outcomes() {
            List<Outcome> all = new ArrayList<>();
            for (int i = 0; i < outcomes.length(); i++) {
                all.add(outcomes.get(i));
            }
            return all;
        }
    }

    /** A thread with a kernel that replays one case after the other. */
    private final class Worker implements Runnable {
        private final Run run;
        private final Thread thread = new Thread(this, "replay");
        private final Object lock = new Object();

        /** Null once it has been closed. */
        private final AtomicReference<@Nullable MachKernel> kernel = new AtomicReference<>();

        private volatile boolean stopped;

        // The case under way; guarded by lock.
        private int index = -1;
        private int step;
        private long deadline;
        private @Nullable Execution execution;

        Worker(Run run, MachKernel kernel) {
            this.run = run;
            this.kernel.set(kernel);
            thread.setDaemon(true);
        }

        @Override
        public void run() {
            try {
                for (int i = begin(); i >= 0; i = begin()) {
                    MachKernel open = kernel.get();
                    if (open == null) {
                        return; // given up
                    }
                    Outcome outcome = replay(run.cases.get(i), open);
                    end();
                    run.record(i, outcome);
                    if (outcome instanceof Outcome.Broke && !stopped) {
                        closeKernel(); // what is left of it cannot be trusted
                        kernel.set(kernels.get());
                    }
                }
            } catch (RuntimeException e) {
                run.fail(e);
            } finally {
                closeKernel();
            }
        }

        private void closeKernel() {
            MachKernel open = kernel.getAndSet(null);
            if (open != null) {
                open.close();
            }
        }

        /** Takes the next case; -1 where there is none, or none for this worker any more. */
        private int begin() {
            synchronized (lock) {
                int next = stopped ? Integer.MAX_VALUE : run.next.getAndIncrement();
                if (next >= run.cases.size()) {
                    return -1;
                }
                index = next;
                step = 0;
                deadline = System.nanoTime() + limit.toNanos();
                return next;
            }
        }

        private void end() {
            synchronized (lock) {
                index = -1;
                execution = null;
            }
        }

        private Outcome replay(Case program, MachKernel open) {
            Optional<String> obstacle = Execution.obstacle(open, program);
            if (obstacle.isPresent()) {
                return new Outcome.NotRun(obstacle.get());
            }
            try {
                Outcome outcome = compare(program, open);
                List<String> leaks = outcome instanceof Outcome.Agreed ? leakCheck.leaks(open) : List.of();
                return leaks.isEmpty() ? outcome : new Outcome.Leaked(leaks);
            } catch (InterruptedException e) {
                return new Outcome.Hung(at(), "given up");
            } catch (
                    Throwable
                            e) { // whatever the kernel throws is this case's outcome; the next case gets another kernel
                return new Outcome.Broke(at(), e);
            }
        }

        private Outcome compare(Case program, MachKernel open) throws InterruptedException {
            Check check = run.checks.apply(program);
            try (Execution running = new Execution(open, program)) {
                synchronized (lock) {
                    execution = running;
                }
                List<Step> steps = program.steps();
                for (int i = 0; i < steps.size(); i++) {
                    Execution.Answer answer = running.perform(steps.get(i));
                    List<Mismatch> mismatches = check.compare(steps.get(i), answer.out());
                    if (!mismatches.isEmpty()) {
                        return new Outcome.Differed(i, answer, mismatches);
                    }
                    synchronized (lock) {
                        step = i + 1;
                    }
                }
                leakCheck.look(open);
            }
            return new Outcome.Agreed();
        }

        private int at() {
            synchronized (lock) {
                return step;
            }
        }

        boolean isOverdue() {
            synchronized (lock) {
                return index >= 0 && System.nanoTime() - deadline > 0;
            }
        }

        /** Records the case under way as hung, and tries to end the thread and the kernel; neither has to obey. */
        void giveUp() {
            synchronized (lock) {
                stopped = true;
                if (index >= 0) {
                    run.record(index, new Outcome.Hung(step, describe()));
                }
            }
            stop();
        }

        private String describe() {
            StringBuilder text = new StringBuilder();
            text.append("no end after ").append(limit.toMillis()).append(" ms; ");
            text.append(execution == null ? "the tasks are being made" : execution.describeThreads());
            text.append(System.lineSeparator()).append("case thread at");
            for (StackTraceElement frame : thread.getStackTrace()) {
                text.append(System.lineSeparator()).append("    at ").append(frame);
            }
            return text.toString();
        }

        /** Makes a thread that is inside a case leave it; one that is between cases ends by itself. */
        void stop() {
            boolean busy;
            synchronized (lock) {
                stopped = true;
                busy = index >= 0;
            }
            if (busy) {
                thread.interrupt();
                Thread closer = new Thread(this::closeKernel, "replay closes a kernel");
                closer.setDaemon(true);
                closer.start();
            }
        }
    }
}
