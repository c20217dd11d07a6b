// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.mach4j.abi.MachPort;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.spi.Availability;
import org.mach4j.spi.MachKernel;
import org.mach4j.spi.MachProvider;
import org.mach4j.spi.MachTask;
import org.mach4j.spi.TaskControl;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.Comparison;
import org.mach4j.transcripts.Fields;
import org.mach4j.transcripts.Op;
import org.mach4j.transcripts.Outcome;
import org.mach4j.transcripts.Step;

class RecorderTest {
    private static final Case ALLOCATES = new Case(
            "allocates",
            "nobody",
            List.of("A"),
            null,
            List.of(Step.of(
                    Op.MACH_PORT_ALLOCATE, Fields.builder().put("right", 1).build())));

    private static final Case CODES = new Case(
            "codes",
            "nobody",
            List.of("A"),
            null,
            List.of(Step.of(
                    Op.MACH_PORT_DESTROY, Fields.builder().put("name", 77).build())));

    /** Simulated kernels; in every task of every second one a name is in use. */
    private static final class Moody implements MachProvider {
        private final AtomicInteger opened = new AtomicInteger();

        @Override
        public String name() {
            return "moody";
        }

        @Override
        public int priority() {
            return 0;
        }

        @Override
        public Availability availability() {
            return Availability.yes("for a test");
        }

        @Override
        public MachKernel open() {
            SimulatedKernel kernel = SimulatedKernel.create();
            boolean crowded = opened.getAndIncrement() % 2 == 0;
            TaskControl control = proxy(TaskControl.class, (self, method, arguments) -> {
                Object result = method.invoke(kernel, arguments);
                if (crowded && result instanceof MachTask task) {
                    task.calls()
                            .mach_port_allocate(
                                    task.calls().mach_task_self(), MachPort.MACH_PORT_RIGHT_RECEIVE, new int[1]);
                }
                return result;
            });
            return proxy(
                    MachKernel.class,
                    (self, method, arguments) -> method.getName().equals("taskControl")
                            ? Optional.of(control)
                            : method.invoke(kernel, arguments));
        }

        private static <T> T proxy(Class<T> type, InvocationHandler handler) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                        try {
                            return handler.invoke(self, method, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }));
        }
    }

    @Test
    void onlyWhatIsAnsweredTheSameTwiceIsGood() throws InterruptedException {
        List<Recorder.Recorded> recorded = new Recorder(
                        "moody", Kernels.replay(new Moody(), Comparison.Names.EXACT, 1)::run, Comparison.Names.EXACT)
                .record(List.of(ALLOCATES, CODES));
        assertThat(recorded.get(0).isGood()).isFalse();
        assertThat(recorded.get(0).outcome()).isInstanceOf(Outcome.Differed.class);
        assertThat(recorded.get(1).isGood()).isTrue();
        assertThat(recorded.get(1).program().kernel()).isEqualTo("moody");
        // spec 04 §2: a name that is not in use
        assertThat(recorded.get(1).program().steps().get(0).out())
                .isEqualTo(Fields.builder().put("ret", 15).build());
    }

    @Test
    void aProgramThatTheKernelCannotRunIsToldApart() throws InterruptedException {
        Case badThread = new Case(
                "bad",
                "nobody",
                List.of("A"),
                null,
                List.of(Step.of(Op.JOIN, Fields.builder().put("of", "t0").build())));
        Recorder.Recorded recorded = new Recorder("sim", Kernels.runner("sim", 1), Comparison.Names.EXACT)
                .record(List.of(badThread))
                .get(0);
        assertThat(recorded.isGood()).isFalse();
        assertThat(recorded.outcome()).isInstanceOf(Outcome.Broke.class);
    }
}
