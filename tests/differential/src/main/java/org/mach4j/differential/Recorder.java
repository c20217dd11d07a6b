// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.Check;
import org.mach4j.transcripts.Comparison;
import org.mach4j.transcripts.Fields;
import org.mach4j.transcripts.Mismatch;
import org.mach4j.transcripts.Outcome;
import org.mach4j.transcripts.Step;

/** Records a live kernel's answers: each program is run twice, and is kept only where it was answered the same twice. */
public final class Recorder {
    private final String kernel;
    private final Runner runner;
    private final Comparison.Names names;

    /**
     * Records a live kernel.
     *
     * @param kernel the name that the cases give it
     * @param runner asks it
     * @param names exact where each program has fresh tasks: only then are names the same twice
     */
    public Recorder(String kernel, Runner runner, Comparison.Names names) {
        this.kernel = kernel;
        this.runner = runner;
        this.names = names;
    }

    /**
     * What became of a program.
     *
     * @param program with the kernel's answers, as far as it came
     * @param outcome of the first run where that did not come to its end, else of the second; agreed where the recording is good
     */
    public record Recorded(Case program, Outcome outcome) {
        /** Whether the answers can be relied on. */
        public boolean isGood() {
            return outcome instanceof Outcome.Agreed;
        }
    }

    /** Runs programs, whether or not some kernel has answered them before; answers that they have do not count. */
    public List<Recorded> record(List<Case> programs) throws InterruptedException {
        Map<Case, Answers> byProgram = new IdentityHashMap<>();
        List<Answers> answers = new ArrayList<>();
        for (Case program : programs) {
            Answers empty = new Answers(program);
            byProgram.put(program, empty);
            answers.add(empty);
        }
        List<Outcome> first = runner.run(programs, program -> Objects.requireNonNull(byProgram.get(program)));
        List<Case> answered = answers.stream().map(Answers::answered).toList();
        List<Case> again = new ArrayList<>();
        for (int i = 0; i < programs.size(); i++) {
            if (first.get(i) instanceof Outcome.Agreed) {
                again.add(answered.get(i));
            }
        }
        List<Outcome> second = runner.run(again, program -> new Comparison(names, program));
        List<Recorded> recorded = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < programs.size(); i++) {
            Outcome outcome = first.get(i) instanceof Outcome.Agreed ? second.get(next++) : first.get(i);
            recorded.add(new Recorded(answered.get(i), outcome));
        }
        return recorded;
    }

    /** Collects the answers to a program. */
    private final class Answers implements Check {
        private final Case program;
        private final List<Fields> told = new ArrayList<>();

        Answers(Case program) {
            this.program = program;
        }

        @Override
        public synchronized List<Mismatch> compare(Step step, Fields answered) {
            told.add(answered);
            return List.of();
        }

        synchronized Case answered() {
            List<Step> steps = new ArrayList<>();
            for (int i = 0; i < program.steps().size(); i++) {
                Step step = program.steps().get(i);
                Fields answer = i < told.size() ? told.get(i) : null;
                steps.add(new Step(step.op(), step.task(), step.thread(), step.in(), answer));
                if (answer != null && answer.has("killed")) {
                    break; // the rest cannot be made
                }
            }
            return new Case(program.name(), kernel, program.tasks(), program.note(), steps);
        }
    }
}
