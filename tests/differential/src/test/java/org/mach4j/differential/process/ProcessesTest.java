// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.mach4j.Mach;
import org.mach4j.differential.Recorder;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.sim.SimulatedTask;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.Comparison;
import org.mach4j.transcripts.Fields;
import org.mach4j.transcripts.Op;
import org.mach4j.transcripts.Outcome;
import org.mach4j.transcripts.Step;
import org.mach4j.transcripts.TranscriptReader;
import org.mach4j.transcripts.TranscriptWriter;
import org.mach4j.transcripts.Value.PortLabel;

/** Takes about 15 s on a quiet machine. */
class ProcessesTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int SAMPLE = 30;
    private static final int USER = 501;

    private static List<Case> recorded(String file) throws IOException {
        return TranscriptReader.readAll(Path.of("..", "vectors", file + ".jsonl.gz"));
    }

    /**
     * A process had names before the program, and has after it: in what order names are told, and how many references its own
     * port has, is not what it is in a fresh task.
     */
    private static Case withoutLooksAtTheProcess(Case program) {
        List<Step> steps = program.steps().stream()
                .filter(step -> step.op() != Op.DUMP
                        && step.op() != Op.MACH_PORT_NAMES
                        && !(step.op() == Op.MACH_PORT_GET_REFS
                                && PortLabel.SELF.equals(step.in().get("name"))))
                .toList();
        return new Case(program.name(), program.kernel(), program.tasks(), program.note(), steps);
    }

    private static List<Outcome> run(Processes processes, List<Case> programs) throws InterruptedException {
        return processes.run(programs, program -> new Comparison(Comparison.Names.BY_LABEL, program));
    }

    /** Tasks of one simulated kernel, each behind the protocol as a process would be. */
    private static final class InThisProcess implements Processes.Starter, AutoCloseable {
        private final SimulatedKernel kernel = SimulatedKernel.create();
        private final SimulatedTask parent = kernel.createTask("parent");
        private final Mach mach = Mach.of(kernel, parent);

        /** Starts a bootstrap server, which the tasks inherit. */
        InThisProcess() {
            mach.bootstrap();
        }

        @Override
        public void close() {
            mach.close();
            kernel.close();
        }

        @Override
        public TaskProcess start() throws IOException {
            SimulatedTask task = kernel.createTask("task", USER, USER, parent);
            PipedOutputStream requests = new PipedOutputStream();
            PipedInputStream replies = new PipedInputStream(1 << 16);
            PrintStream answers = new PrintStream(new PipedOutputStream(replies), true, StandardCharsets.UTF_8);
            BufferedReader asked = new BufferedReader(
                    new InputStreamReader(new PipedInputStream(requests, 1 << 20), StandardCharsets.UTF_8));
            Thread server = new Thread(() -> {
                try (answers) {
                    new TaskServer(TaskServer.only(task)).serve(asked, answers);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            server.setDaemon(true);
            server.start();
            return new TaskProcess(replies, requests, () -> "ended", () -> kernel.terminate(task));
        }
    }

    /** The recorded kernel's answers to programs of two tasks, which hand each other rights. */
    @Test
    void tasksApartAnswerAsTasksTogether() throws Exception {
        List<Case> programs = recorded("directed-rights").stream()
                .filter(program -> program.tasks().size() == 2)
                .filter(program -> program.steps().stream().anyMatch(step -> step.op() == Op.COPY_RIGHT))
                .filter(program -> program.steps().stream().noneMatch(step -> step.op() == Op.TASK_TERMINATE))
                .limit(SAMPLE)
                .map(ProcessesTest::withoutLooksAtTheProcess)
                .toList();
        assertThat(programs).hasSize(SAMPLE);
        try (InThisProcess tasks = new InThisProcess();
                Processes processes = new Processes(tasks, LIMIT)) {
            List<Outcome> outcomes = run(processes, programs);
            List<String> failed = new ArrayList<>();
            for (int i = 0; i < programs.size(); i++) {
                if (!(outcomes.get(i) instanceof Outcome.Agreed)) {
                    failed.add(programs.get(i).name() + ": " + outcomes.get(i));
                }
            }
            assertThat(failed).isEmpty();
        }
    }

    @Test
    void programsOfOneTaskRunInAProcess() throws Exception {
        List<Case> programs = recorded("directed-trap").stream()
                .filter(program -> program.tasks().size() == 1)
                .limit(SAMPLE)
                .toList();
        try (Processes processes = new Processes("sim", LIMIT)) {
            assertThat(run(processes, programs))
                    .hasSize(SAMPLE)
                    .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Outcome.Agreed.class));
        }
    }

    /** Stands for a guard: the process ends in a step, by a signal, both times that the recorder runs the program. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aStepThatEndsItsProcessIsAnsweredByThat() throws Exception {
        Fields some = Fields.builder().put("ret", 0).build();
        Step allocates = Step.of(
                        Op.MACH_PORT_ALLOCATE, Fields.builder().put("right", 1).build())
                .answered(some);
        Step destroys = Step.of(
                        Op.MACH_PORT_DESTROY,
                        Fields.builder().put("name", GuardedTask.NAME).build())
                .answered(some);
        Case ends = new Case("ends", "nobody", List.of("A"), null, List.of(allocates, destroys, allocates));
        Case lives = new Case("lives", "nobody", List.of("A"), null, List.of(allocates));
        try (Processes processes = new Processes(() -> TaskProcess.start(GuardedTask.class), LIMIT)) {
            List<Recorder.Recorded> recorded =
                    new Recorder("sim", processes, Comparison.Names.BY_LABEL).record(List.of(ends, lives));
            assertThat(recorded).allSatisfy(one -> assertThat(one.isGood()).isTrue());
            List<Step> steps = recorded.get(0).program().steps();
            assertThat(steps).hasSize(2);
            assertThat(steps.get(1).out())
                    .isEqualTo(Fields.builder().put("killed", "signal 9").build());
            String line = TranscriptWriter.toJson(recorded.get(0).program());
            try (TranscriptReader reader =
                    new TranscriptReader("recorded", new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)))) {
                assertThat(reader.readAll()).containsExactly(recorded.get(0).program());
            }
        }
    }

    /** Each process has a simulated kernel of its own, and so a bootstrap server: as where launchd refuses to serve the other. */
    @Test
    void programsWhoseTasksCannotFindEachOtherAreNotRunAndTheOthersAre() throws Exception {
        Step allocates = Step.of(
                        Op.MACH_PORT_ALLOCATE, Fields.builder().put("right", 1).build())
                .answered(Fields.builder()
                        .put("ret", 0)
                        .put("name", PortLabel.of(1))
                        .build());
        Case two = new Case("two", "k", List.of("A", "B"), null, List.of(allocates));
        Case one = new Case("one", "k", List.of("A"), null, List.of(allocates));
        try (Processes processes = new Processes("sim", LIMIT)) {
            assertThat(run(processes, List.of(two, one, two)))
                    .extracting(String::valueOf)
                    .satisfiesExactly(
                            first -> assertThat(first)
                                    .contains("NotRun")
                                    .contains("cannot find each other")
                                    .contains("bootstrap_"),
                            second -> assertThat(second).contains("Agreed"),
                            third -> assertThat(third).contains("NotRun"));
        }
    }

    @Test
    void aProcessThatDoesNotStartIsToldInWords() throws Exception {
        Case program = new Case("c", "k", List.of("A"), null, List.of());
        try (Processes processes = new Processes("none", LIMIT)) {
            assertThat(run(processes, List.of(program)).get(0))
                    .isInstanceOfSatisfying(
                            Outcome.Broke.class,
                            broke -> assertThat(broke.cause()).hasMessageContaining("exit 1"));
        }
    }
}
