// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.shrink;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mach4j.differential.Difference;
import org.mach4j.differential.Peer;
import org.mach4j.spi.MachKernel;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.Fields;
import org.mach4j.transcripts.KernelFaultException;
import org.mach4j.transcripts.Op;
import org.mach4j.transcripts.Outcome;
import org.mach4j.transcripts.Step;

/**
 * Makes a differing program smaller as long as it keeps its {@link Symptom}: first it drops steps, many at a time and then single ones,
 * then it simplifies the inputs of those that are left, and begins again until nothing more goes; in the end it tries whether a name
 * chosen by the program saves steps.
 */
public final class Shrinker implements AutoCloseable {
    private final Supplier<? extends MachKernel> kernels;
    private final Peer right;
    private final Duration budget;
    private @Nullable MachKernel left;

    /**
     * @param left opens the kernel whose answers are the right ones
     * @param right the kernel that differs
     * @param budget how long one program may take; what is found by then counts
     */
    public Shrinker(Supplier<? extends MachKernel> left, Peer right, Duration budget) {
        this.kernels = left;
        this.right = right;
        this.budget = budget;
    }

    /** The smallest program found that differs in the same way; the same one where it differs no more. */
    public Difference shrink(Difference found) throws InterruptedException {
        Search search = new Search(found);
        search.run();
        return search.best;
    }

    /** Closes the left kernel. */
    @Override
    public void close() {
        if (left != null) {
            left.close();
            left = null;
        }
    }

    private @Nullable Answered answered(Case program) throws InterruptedException {
        MachKernel open = left == null ? kernels.get() : left;
        left = null;
        try {
            Answered answered = Answered.by(open, program);
            left = open;
            return answered;
        } catch (KernelFaultException | IllegalArgumentException broken) {
            open.close(); // this change is no good; the next gets another kernel
            return null;
        }
    }

    /** One program's way down. */
    private final class Search {
        private final Symptom symptom;
        private final long deadline = System.nanoTime() + budget.toNanos();
        private final Set<List<Step>> tried = new HashSet<>();
        private Difference best;
        private @Nullable Answered answers;

        Search(Difference found) {
            this.symptom = Symptom.of(found);
            this.best = found;
        }

        void run() throws InterruptedException {
            if (!accept(withoutTail()) && !accept(best.program())) {
                return; // it was a chance
            }
            goDown();
            for (int i = size() - 1; i >= 0; i--) {
                chooseName(Math.min(i, size() - 1));
            }
            accept(withUsedTasks());
        }

        private void goDown() throws InterruptedException {
            boolean smaller = true;
            while (smaller && inTime()) {
                smaller = dropSteps();
                smaller |= simplify();
            }
        }

        /**
         * A step may need a name's number, in a message's data for example, and so all the steps that made names before it. Where the
         * program chooses that number itself it needs them no more.
         */
        private void chooseName(int at) throws InterruptedException {
            Step step = best.program().steps().get(at);
            Fields out = step.out();
            if (step.op() != Op.MACH_PORT_ALLOCATE || out == null || !out.has("raw")) {
                return;
            }
            Difference before = best;
            Answered answersBefore = answers;
            Fields chosen = step.in().with("name", out.require("raw"));
            List<Step> steps = new ArrayList<>(before.program().steps());
            steps.set(at, new Step(Op.MACH_PORT_ALLOCATE_NAME, step.task(), step.thread(), chosen, null));
            if (inTime() && accept(with(steps))) {
                goDown();
                if (size() >= before.program().steps().size()) {
                    best = before;
                    answers = answersBefore;
                }
            }
        }

        private boolean inTime() {
            return System.nanoTime() - deadline < 0;
        }

        private int size() {
            return best.program().steps().size();
        }

        /** The steps after the difference were never made. */
        private Case withoutTail() {
            Case program = best.program();
            int last = best.outcome() instanceof Outcome.Differed differed
                    ? differed.step()
                    : best.outcome() instanceof Outcome.Broke broke ? broke.step() : size() - 1;
            return with(program.steps().subList(0, Math.min(last + 1, size())));
        }

        private Case withUsedTasks() {
            Case program = best.program();
            List<String> used = new ArrayList<>(program.tasks());
            used.removeIf(task -> program.steps().stream()
                    .noneMatch(step -> task.equals(program.taskOf(step)) || mentions(step, task)));
            return new Case(program.name(), program.kernel(), used, program.note(), program.steps());
        }

        private static boolean mentions(Step step, String task) {
            return step.in().entries().values().stream()
                    .anyMatch(value -> value.toString().equals(task));
        }

        private boolean dropSteps() throws InterruptedException {
            boolean smaller = false;
            for (int chunk = Math.max(1, size() / 2); chunk >= 1; chunk /= 2) {
                for (int end = size(); end > 0 && inTime(); end -= chunk) {
                    Answered from = answers;
                    if (from == null) {
                        return smaller;
                    }
                    end = Math.min(end, size());
                    List<Integer> dropped = IntStream.range(Math.max(0, end - chunk), end)
                            .boxed()
                            .toList();
                    smaller |= dropped.size() < size() && accept(new Dropping(from).without(dropped));
                }
            }
            return smaller;
        }

        private boolean simplify() throws InterruptedException {
            boolean simpler = false;
            for (int i = 0; i < size(); i++) {
                boolean again = true;
                while (again && inTime()) {
                    again = false;
                    for (Step step : Simpler.than(best.program().steps().get(i))) {
                        List<Step> steps = new ArrayList<>(best.program().steps());
                        steps.set(i, step);
                        if (inTime() && accept(with(steps))) {
                            simpler = true;
                            again = i < size();
                            break;
                        }
                    }
                }
            }
            return simpler;
        }

        private Case with(List<Step> steps) {
            Case program = best.program();
            return new Case(program.name(), program.kernel(), program.tasks(), program.note(), steps);
        }

        /** Whether a program differs in the same way; it is the best one then. */
        private boolean accept(Case program) throws InterruptedException {
            List<Step> asked = program.steps().stream().map(Search::question).toList();
            if (program.tasks().equals(best.program().tasks()) && !tried.add(asked)) {
                return false;
            }
            Answered answered = answered(program);
            if (answered == null) {
                return false;
            }
            Outcome outcome = right.answer(List.of(answered.program())).get(0);
            if (!outcome.failed()) {
                return false;
            }
            Difference difference = new Difference(answered.program(), outcome);
            if (!Symptom.of(difference).equals(symptom)) {
                return false;
            }
            best = difference;
            answers = answered;
            return true;
        }

        private static Step question(Step step) {
            return new Step(step.op(), step.task(), step.thread(), step.in(), null);
        }
    }
}
