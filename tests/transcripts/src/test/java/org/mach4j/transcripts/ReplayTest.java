// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mach4j.spi.MachKernel;
import org.mach4j.spi.MachUnavailableException;

@Timeout(30)
class ReplayTest {
    private final List<FakeKernel> kernels = Collections.synchronizedList(new ArrayList<>());
    private Consumer<FakeKernel> script = kernel -> {};

    private FakeKernel open() {
        FakeKernel kernel = new FakeKernel();
        script.accept(kernel);
        kernels.add(kernel);
        return kernel;
    }

    private Replay replay(int jobs, Duration limit, LeakCheck leaks) {
        return new Replay(this::open, Comparison.Names.EXACT, leaks, jobs, limit);
    }

    private static Case rename(Case program, String name) {
        return new Case(name, program.kernel(), program.tasks(), program.note(), program.steps());
    }

    /** A case whose one call is recorded to return 0. */
    private static Case destroys(int name) throws IOException {
        return rename(ExecutionTest.program("[\"A\"]", "'op':'mach_port_destroy','name':" + name), "destroys-" + name);
    }

    private static Case receivesOnAThread() throws IOException {
        return ExecutionTest.program("[\"A\"]", "'op':'mach_msg','thread':'t','option':2,'rcv_size':64,'rcv_name':1");
    }

    @Test
    void outcomesComeInTheOrderOfTheCases() throws Exception {
        script = kernel -> kernel.on("mach_port_destroy", (task, args) -> ((Integer) args[1]) % 3 == 0 ? 15 : 0);
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            cases.add(destroys(i));
        }
        List<Outcome> outcomes = replay(3, Replay.TIME_LIMIT, LeakCheck.NONE).run(cases);
        for (int i = 0; i < 200; i++) {
            if (i % 3 == 0) {
                assertThat(outcomes.get(i)).isInstanceOfSatisfying(Outcome.Differed.class, differed -> {
                    assertThat(differed.step()).isZero();
                    assertThat(differed.mismatches()).extracting(Mismatch::path).containsExactly("ret");
                });
            } else {
                assertThat(outcomes.get(i)).isInstanceOf(Outcome.Agreed.class);
            }
        }
        assertThat(kernels).hasSize(3).allMatch(kernel -> kernel.closed);
    }

    @Test
    void theStepsAfterADifferenceAreNotMade() throws Exception {
        AtomicInteger made = new AtomicInteger();
        script = kernel -> kernel.on("mach_port_destroy", (task, args) -> {
            made.incrementAndGet();
            return 15;
        });
        String destroy = "'op':'mach_port_destroy','name':1";
        Outcome outcome =
                replay(1, Replay.TIME_LIMIT, LeakCheck.NONE).run(ExecutionTest.program("[\"A\"]", destroy, destroy));
        assertThat(outcome.failed()).isTrue();
        assertThat(made).hasValue(1);
    }

    @Test
    void aKernelThatThrowsIsReplacedAndTheRestGoesOn() throws Exception {
        script = kernel -> kernel.on("mach_port_destroy", (task, args) -> {
            if ((Integer) args[1] == 1) {
                throw new IllegalStateException("broken");
            }
            return 0;
        });
        List<Outcome> outcomes =
                replay(1, Replay.TIME_LIMIT, LeakCheck.NONE).run(List.of(destroys(0), destroys(1), destroys(2)));
        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Agreed.class);
        assertThat(outcomes.get(1))
                .isInstanceOfSatisfying(
                        Outcome.Broke.class, broke -> assertThat(broke.cause()).hasMessageContaining("broken"));
        assertThat(outcomes.get(2)).isInstanceOf(Outcome.Agreed.class);
        assertThat(kernels).hasSize(2);
        assertThat(kernels.get(0).closed).isTrue();
    }

    @Test
    void aCallOfTheCasesOwnThreadThatNeverReturnsIsGivenUp() throws Exception {
        script = kernel -> kernel.on("mach_port_destroy", (task, args) -> {
            if ((Integer) args[1] == 1) {
                new CountDownLatch(1).await();
            }
            return 0;
        });
        List<Outcome> outcomes =
                replay(1, Duration.ofSeconds(3), LeakCheck.NONE).run(List.of(destroys(0), destroys(1), destroys(2)));
        assertThat(outcomes.get(1)).isInstanceOfSatisfying(Outcome.Hung.class, hung -> {
            assertThat(hung.step()).isZero();
            assertThat(hung.threads()).contains("mach_port_destroy").contains("CountDownLatch.await");
        });
        assertThat(outcomes.get(2)).isInstanceOf(Outcome.Agreed.class);
    }

    @Test
    @Timeout(60)
    void aThreadThatNeitherBlocksNorReturnsIsGivenUpAndShown() throws Exception {
        script = kernel -> kernel.on("mach_msg", (task, args) -> {
            while (!kernel.closed) {
                Thread.onSpinWait();
            }
            return 0;
        });
        Outcome outcome = replay(1, Duration.ofSeconds(2), LeakCheck.NONE).run(receivesOnAThread());
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Hung.class,
                        hung -> assertThat(hung.threads()).contains("t (task A, mach_msg): running"));
        FakeKernel kernel = kernels.get(0);
        while (!kernel.closed) { // by a thread of its own, which nothing waits for for ever
            Thread.sleep(1);
        }
    }

    @Test
    void aLeakIsAFailureOfACaseThatAgrees() throws Exception {
        script = kernel -> kernel.returning("mach_port_destroy", 0);
        Outcome outcome = replay(1, Replay.TIME_LIMIT, kernel -> {
                    assertThat(((FakeKernel) kernel).tasks).allMatch(task -> task.terminated);
                    return List.of("3 ports");
                })
                .run(destroys(1));
        assertThat(outcome).isEqualTo(new Outcome.Leaked(List.of("3 ports")));
        assertThat(outcome.failed()).isTrue();
    }

    @Test
    void aCaseAtWhoseEndTheKernelHoldsWhatCannotBeHasFailed() throws Exception {
        script = kernel -> kernel.on("mach_port_destroy", (task, args) -> 0);
        List<Integer> alive = new ArrayList<>();
        LeakCheck look = new LeakCheck() {
            @Override
            public void look(MachKernel kernel) {
                alive.add((int) ((FakeKernel) kernel)
                        .tasks.stream().filter(task -> !task.terminated).count());
                if (alive.size() == 2) {
                    throw new IllegalStateException("a right of no port");
                }
            }

            @Override
            public List<String> leaks(MachKernel kernel) {
                return List.of();
            }
        };
        List<Outcome> outcomes = replay(1, Replay.TIME_LIMIT, look).run(List.of(destroys(0), destroys(0)));
        assertThat(alive).as("tasks while it looks").containsExactly(1, 1);
        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Agreed.class);
        assertThat(outcomes.get(1))
                .isInstanceOfSatisfying(
                        Outcome.Broke.class, broke -> assertThat(broke.cause()).hasMessage("a right of no port"));
    }

    @Test
    void whatAKernelCannotRunIsNoFailure() throws Exception {
        script = kernel -> kernel.ownsTasks = false;
        Outcome outcome = replay(1, Replay.TIME_LIMIT, LeakCheck.NONE).run(ExecutionTest.program("[\"A\",\"B\"]"));
        assertThat(outcome).isInstanceOf(Outcome.NotRun.class);
        assertThat(outcome.failed()).isFalse();
    }

    @Test
    void aKernelThatCannotBeOpenedEndsTheRunWithTheReason() throws Exception {
        script = kernel -> {
            throw new MachUnavailableException("not macOS");
        };
        Replay replay = replay(1, Replay.TIME_LIMIT, LeakCheck.NONE);
        Case program = destroys(1);
        assertThatThrownBy(() -> replay.run(program)).hasMessage("not macOS");
    }

    @Test
    void aKernelThatCannotBeOpenedAnewEndsTheRunToo() throws Exception {
        script = kernel -> {
            if (!kernels.isEmpty()) {
                throw new MachUnavailableException("only once");
            }
            kernel.on("mach_port_destroy", (task, args) -> {
                throw new IllegalStateException("broken");
            });
        };
        Replay replay = replay(1, Replay.TIME_LIMIT, LeakCheck.NONE);
        List<Case> cases = List.of(destroys(0), destroys(1));
        assertThatThrownBy(() -> replay.run(cases)).hasMessage("only once");
    }

    @Test
    void noCasesHaveNoOutcomes() throws Exception {
        assertThat(replay(2, Replay.TIME_LIMIT, LeakCheck.NONE).run(List.of())).isEmpty();
    }
}
