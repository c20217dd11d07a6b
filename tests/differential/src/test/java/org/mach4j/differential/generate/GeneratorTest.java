// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mach4j.abi.MachMessage;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.Comparison;
import org.mach4j.transcripts.Fields;
import org.mach4j.transcripts.Op;
import org.mach4j.transcripts.Outcome;
import org.mach4j.transcripts.Replay;
import org.mach4j.transcripts.Step;
import org.mach4j.transcripts.TranscriptWriter;
import org.mach4j.transcripts.Value.PortLabel;

class GeneratorTest {
    @ParameterizedTest
    @EnumSource
    void aSeedMakesTheSameProgramsByteForByte(Profile profile) {
        assertThat(written(profile, 7, 20)).isEqualTo(written(profile, 7, 20));
        assertThat(written(profile, 7, 20)).isNotEqualTo(written(profile, 8, 20));
    }

    private static List<String> written(Profile profile, long seed, int count) {
        try (Generator generator = new Generator(SimulatedKernel::create)) {
            return generator
                    .programs(profile, seed)
                    .limit(count)
                    .map(TranscriptWriter::toJson)
                    .toList();
        }
    }

    @Test
    void aProgramDoesNotDependOnThoseMadeBefore() throws InterruptedException {
        ProgramName name = new ProgramName(Profile.MIXED, 3, 17);
        try (Generator fresh = new Generator(SimulatedKernel::create);
                Generator used = new Generator(SimulatedKernel::create)) {
            used.programs(Profile.COMPLEX, 1).limit(5).forEach(made -> {});
            assertThat(used.generate(name)).isEqualTo(fresh.generate(name));
        }
    }

    /** In this one a port dies between two steps, and a look at its name would answer for the next. */
    @Test
    void theLooksBetweenTheStepsDoNotShow() throws InterruptedException {
        try (Generator generator = Generator.forOneProcess(SimulatedKernel::create)) {
            Case program = generator.generate(new ProgramName(Profile.NOTIFICATIONS, 1, 7342));
            assertThat(new Replay(SimulatedKernel::create, Comparison.Names.EXACT).run(program))
                    .isInstanceOf(Outcome.Agreed.class);
        }
    }

    /** A profile that cannot reach what it is named after is of no use. */
    @Test
    void theCallsOfTheFormatAreAllMade() {
        Set<Op> made = new TreeSet<>();
        try (Generator generator = new Generator(SimulatedKernel::create)) {
            for (Profile profile : Profile.values()) {
                generator
                        .programs(profile, 1)
                        .limit(40)
                        .flatMap(program -> program.steps().stream())
                        .forEach(step -> made.add(step.op()));
            }
        }
        assertThat(made).containsExactlyInAnyOrder(Op.values());
    }

    /** Otherwise a run tells of refusals alone. */
    @Test
    void mostCallsSucceed() {
        try (Generator generator = new Generator(SimulatedKernel::create)) {
            List<Boolean> succeeded = generator
                    .programs(Profile.MIXED, 1)
                    .limit(200)
                    .flatMap(program -> program.steps().stream())
                    .filter(step -> step.out() != null && step.out().has("ret"))
                    .map(step -> step.out().word("ret") == 0)
                    .toList();
            long good = succeeded.stream().filter(success -> success).count();
            assertThat(good * 100 / succeeded.size()).isBetween(55L, 90L);
        }
    }

    /** The task may be this very process: it needs its own port, and the port's name is another elsewhere. */
    @Test
    void aProgramForOneTaskLeavesTheTasksOwnPortAlone() {
        try (Generator generator = Generator.forOneTask(SimulatedKernel::create)) {
            for (Profile profile : Profile.values()) {
                List<Case> programs = generator.programs(profile, 1).limit(50).toList();
                assertThat(programs)
                        .allSatisfy(program -> assertThat(program.tasks()).hasSize(1));
                assertThat(programs.stream()
                                .flatMap(program -> program.steps().stream())
                                .filter(GeneratorTest::namesItself)
                                .map(Step::op)
                                .collect(Collectors.toSet()))
                        .isSubsetOf(Op.MACH_MSG);
            }
        }
    }

    /** A kernel that is real may stop at such a call (spec 01 §6.7), and its memory is not the program's alone. */
    @Test
    void aProgramForRealTasksDoesNothingThatOnlyASimulatedOneMaySee() {
        try (Generator generator = Generator.forRealTasks(SimulatedKernel::create)) {
            for (Profile profile : Profile.values()) {
                assertThat(generator
                                .programs(profile, 1)
                                .limit(100)
                                .flatMap(program -> program.steps().stream())
                                .filter(GeneratorTest::needsASimulatedTask))
                        .isEmpty();
            }
        }
    }

    /** Otherwise the test before says nothing. */
    @Test
    void aProgramForSimulatedTasksDoes() {
        try (Generator generator = new Generator(SimulatedKernel::create)) {
            assertThat(Stream.of(Profile.LIMITS, Profile.IMPORTANCE)
                            .flatMap(profile -> generator.programs(profile, 1).limit(100))
                            .flatMap(program -> program.steps().stream())
                            .filter(GeneratorTest::needsASimulatedTask)
                            .map(Step::op))
                    .contains(Op.MACH_MSG, Op.MACH_MSG_OVERWRITE, Op.TASK_IMPORTANCE, Op.VM_ALLOCATE);
        }
    }

    private static boolean needsASimulatedTask(Step step) {
        return switch (step.op()) {
            case TASK_IMPORTANCE -> true;
            case VM_ALLOCATE -> step.in().number("size", 0) > 1L << 32;
            case MACH_MSG, MACH_MSG_OVERWRITE -> (step.in().word("option") & MachMessage.MACH_RCV_OVERWRITE) != 0;
            default -> false;
        };
    }

    private static boolean namesItself(Step step) {
        return mentions(step.in());
    }

    private static boolean mentions(Fields fields) {
        return fields.entries().values().stream()
                .anyMatch(value -> value.equals(PortLabel.SELF) || (value instanceof Fields inner && mentions(inner)));
    }
}
