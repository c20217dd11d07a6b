// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mach4j.differential.Runner;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.Check;
import org.mach4j.transcripts.Execution;
import org.mach4j.transcripts.Fields;
import org.mach4j.transcripts.Mismatch;
import org.mach4j.transcripts.Op;
import org.mach4j.transcripts.Outcome;
import org.mach4j.transcripts.Step;
import org.mach4j.transcripts.TranscriptReader;
import org.mach4j.transcripts.TranscriptWriter;
import org.mach4j.transcripts.Value;

/**
 * Runs programs with a process for each task. Rights go from one to another in messages between the processes, which find each
 * other by the bootstrap server. A process that ends in a step answers it by that: {@code {"killed":"signal 9"}}.
 *
 * <p>Processes serve one program after the other, and are started anew after one that ended or failed.
 */
public final class Processes implements Runner, AutoCloseable {
    private static final Fields RET_0 = Fields.builder().put("ret", 0).build();

    private final Starter starter;
    private final Duration limit;

    /** Those that serve, in the order of a program's tasks. */
    private final List<TaskProcess> processes = new ArrayList<>();

    private final List<String> services = new ArrayList<>();

    /** Why the bootstrap server does not bring processes together; null as far as is known. */
    private @Nullable String strangers;

    /** Starts one more process. */
    interface Starter {
        TaskProcess start() throws IOException;
    }

    /** On a kernel as the command line names it, in processes of this program. */
    public Processes(String kernel, Duration limit) {
        this(() -> TaskProcess.start(kernel), limit);
    }

    Processes(Starter starter, Duration limit) {
        this.starter = starter;
        this.limit = limit;
    }

    @Override
    public List<Outcome> run(List<Case> programs, Function<Case, ? extends Check> checks) throws InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        for (Case program : programs) {
            outcomes.add(run(program, checks.apply(program)));
        }
        return outcomes;
    }

    private String apart() {
        return "its tasks are processes that cannot find each other: " + strangers;
    }

    private Outcome run(Case program, Check check) throws InterruptedException {
        if (strangers != null && program.tasks().size() > 1) {
            return new Outcome.NotRun(apart());
        }
        Run run = new Run(program, check);
        try {
            Outcome outcome = run.run();
            if (run.spent) {
                close();
            }
            return outcome;
        } catch (TimeoutException e) {
            close();
            return new Outcome.Hung(run.step, String.valueOf(e.getMessage()));
        } catch (TaskProcess.EndedException | IllegalStateException e) {
            close();
            return strangers != null && program.tasks().size() > 1
                    ? new Outcome.NotRun(apart())
                    : new Outcome.Broke(run.step, e);
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        }
    }

    /** Starts as many processes as a program has tasks, and lets each know the others by their labels. */
    private void require(List<String> labels)
            throws IOException, InterruptedException, TaskProcess.EndedException, TimeoutException {
        boolean alone = labels.size() == 1;
        if (!alone && processes.size() != labels.size()) {
            close();
        }
        boolean fresh = processes.isEmpty();
        while (processes.size() < labels.size()) {
            TaskProcess process = starter.start();
            processes.add(process);
            if (!alone) {
                String service = "org.mach4j.task." + UUID.randomUUID();
                introduce(process, "port " + service, fresh);
                services.add(service);
            }
        }
        for (int i = 0; i < labels.size() && !alone; i++) {
            for (int other = 0; other < labels.size(); other++) {
                introduce(processes.get(i), "peer " + labels.get(other) + " " + services.get(other), fresh);
            }
        }
    }

    /** @param fresh whether no program has run in the processes, and spoilt what they need for this */
    private void introduce(TaskProcess process, String request, boolean fresh)
            throws InterruptedException, TaskProcess.EndedException, TimeoutException {
        try {
            process.ask(request, limit);
        } catch (IllegalStateException e) {
            strangers = fresh ? e.getMessage() : null;
            throw e;
        }
    }

    /** One program under way. */
    private final class Run {
        private final Case program;
        private final Check check;
        private final Map<String, TaskProcess> tasks = new LinkedHashMap<>();

        /** The steps that started the threads that no step has joined, in that order. */
        private final Map<String, Step> threads = new LinkedHashMap<>();

        private int step;

        /** Whether a process has ended, or is in the midst of a program, so that the next program needs new ones. */
        private boolean spent;

        Run(Case program, Check check) {
            this.program = program;
            this.check = check;
        }

        Outcome run() throws IOException, InterruptedException, TaskProcess.EndedException, TimeoutException {
            require(program.tasks());
            for (int i = 0; i < program.tasks().size(); i++) {
                tasks.put(program.tasks().get(i), processes.get(i));
            }
            String line = TranscriptWriter.toJson(program);
            for (Map.Entry<String, TaskProcess> task : tasks.entrySet()) {
                task.getValue().ask("begin " + task.getKey() + " " + line, limit);
            }
            for (step = 0; step < program.steps().size(); step++) {
                Step asked = program.steps().get(step);
                Fields answer = answer(asked);
                if (answer == null) {
                    spent = true;
                    return new Outcome.NotRun("step " + (step + 1) + " asks for the thread of a task that has ended");
                }
                List<Mismatch> mismatches = check.compare(asked, answer);
                if (!mismatches.isEmpty()) {
                    spent = true;
                    return new Outcome.Differed(step, new Execution.Answer(answer, Set.of()), mismatches);
                }
                if (answer.has("killed")) {
                    return new Outcome.Agreed();
                }
            }
            for (TaskProcess task : tasks.values()) {
                task.ask("end", limit);
            }
            return new Outcome.Agreed();
        }

        private @Nullable Fields answer(Step asked)
                throws InterruptedException, TimeoutException, TaskProcess.EndedException {
            String maker = program.taskOf(asked);
            try {
                Fields answer = switch (asked.op()) {
                    case COPY_RIGHT -> copyRight(asked, maker);
                    case TASK_TERMINATE -> terminate(asked.in().text("victim"));
                    case STATES -> states();
                    case JOIN -> join(asked);
                    case ABORT -> onThread(asked, asked.op());
                    case DUMP -> ask(asked.in().has("of") ? asked.in().text("of") : maker, "step " + step, Op.DUMP);
                    default -> ask(maker, "step " + step, asked.op());
                };
                if (asked.thread() != null) {
                    threads.put(asked.thread(), asked);
                }
                if (!threads.isEmpty()) {
                    for (TaskProcess task : tasks.values()) {
                        task.ask("settle", limit);
                    }
                }
                return answer;
            } catch (TaskProcess.EndedException e) {
                spent = true;
                return Fields.builder()
                        .put("killed", String.valueOf(e.getMessage()))
                        .build();
            }
        }

        private Fields ask(String label, String request, Op op)
                throws InterruptedException, TimeoutException, TaskProcess.EndedException {
            TaskProcess task = tasks.get(label);
            if (task == null) {
                throw new IllegalStateException("task " + label + " has ended");
            }
            return TranscriptReader.answer(task.ask(request, limit), op, program.tasks());
        }

        private Fields copyRight(Step asked, String maker)
                throws InterruptedException, TimeoutException, TaskProcess.EndedException {
            String to = asked.in().text("to");
            Fields given = ask(maker, "give " + step + " " + to, Op.COPY_RIGHT);
            return given.number("ret", 0) == 0 ? ask(to, "take", Op.COPY_RIGHT) : given;
        }

        private Fields terminate(String victim) {
            TaskProcess task = tasks.remove(victim);
            if (task != null) {
                task.close();
            }
            spent = true;
            return RET_0;
        }

        private Fields states() throws InterruptedException, TimeoutException, TaskProcess.EndedException {
            Map<String, Value> all = new HashMap<>();
            for (String label : tasks.keySet()) {
                Fields told = ask(label, "states", Op.STATES);
                Fields some = told.fields("threads");
                if (some != null) {
                    all.putAll(some.entries());
                }
            }
            Fields.Builder inOrder = Fields.builder();
            for (String thread : threads.keySet()) {
                Value state = all.get(thread);
                if (state != null) {
                    inOrder.put(thread, state);
                }
            }
            return Fields.builder().put("threads", inOrder.build()).build();
        }

        private @Nullable Fields join(Step asked)
                throws InterruptedException, TimeoutException, TaskProcess.EndedException {
            String thread = asked.in().text("of");
            Step started = threads.get(thread);
            Fields answer = started == null ? null : onThread(asked, started.op());
            if (answer != null && !answer.has("state")) {
                threads.remove(thread);
            }
            return answer;
        }

        /** What the task says to whom a thread belongs; null where that task has ended. */
        private @Nullable Fields onThread(Step asked, Op answered)
                throws InterruptedException, TimeoutException, TaskProcess.EndedException {
            Step started = threads.get(asked.in().text("of"));
            String owner = started == null ? null : program.taskOf(started);
            return owner == null || !tasks.containsKey(owner) ? null : ask(owner, "step " + step, answered);
        }
    }

    /** Ends the processes. */
    @Override
    public void close() {
        processes.forEach(TaskProcess::close);
        processes.clear();
        services.clear();
    }
}
