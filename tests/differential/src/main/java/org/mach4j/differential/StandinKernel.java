// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mach4j.libsystem.LibSystemProvider;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.sim.SimulatedTask;
import org.mach4j.spi.HostMemory;
import org.mach4j.spi.MachCalls;
import org.mach4j.spi.MachKernel;
import org.mach4j.spi.MachTask;
import org.mach4j.spi.TaskControl;
import org.mach4j.spi.TaskMemory;
import org.mach4j.standin.Standin;

/**
 * A simulated kernel behind a binding: each call goes through the binding and C to the stand-in library, and from there to
 * the simulated task whose call it is. Its tasks are all programs of this process: messages and data lie at its own
 * addresses.
 *
 * <p>The data symbols, of which a process has but one each, are the simulated task's own here.
 */
public final class StandinKernel implements MachKernel, TaskControl {
    private final SimulatedKernel kernel = SimulatedKernel.create();
    private final Standin standin;
    private final MachKernel binding;
    private @Nullable Task first;

    /** @throws org.mach4j.spi.MachUnavailableException where the binding cannot use the stand-in */
    public StandinKernel(LibSystemProvider binding) {
        this.standin = Standin.load();
        this.binding = binding.openLibrary(standin.path().toString());
    }

    /** What answers in the end, to be inspected. */
    public SimulatedKernel simulated() {
        return kernel;
    }

    @Override
    public String name() {
        return binding.name();
    }

    @Override
    public String description() {
        return kernel.description() + ", behind the stand-in for libSystem, by " + binding.name();
    }

    @Override
    public synchronized MachTask task() {
        if (first == null || first.simulated.isTerminated()) {
            first = createTask("main");
        }
        return first;
    }

    @Override
    public Optional<TaskControl> taskControl() {
        return Optional.of(this);
    }

    @Override
    public void close() {
        kernel.close();
    }

    @Override
    public Task createTask(String label) {
        SimulatedTask simulated = kernel.createTask(label, standin.memory());
        return new Task(simulated, throughBinding(simulated.calls()), standin.memory());
    }

    @Override
    public void terminate(MachTask task) {
        kernel.terminate(simulated(task));
    }

    @Override
    public int copyRight(MachTask from, int name, int disposition, MachTask to, int[] nameOut) {
        return kernel.copyRight(simulated(from), name, disposition, simulated(to), nameOut);
    }

    @Override
    public boolean isBlocked(Thread thread) {
        return kernel.isBlocked(thread);
    }

    @Override
    public boolean abort(Thread thread) {
        return kernel.abort(thread);
    }

    private static SimulatedTask simulated(MachTask task) {
        if (task instanceof Task own) {
            return own.simulated;
        }
        throw new IllegalArgumentException(task.label() + " is not a task of this kernel");
    }

    private MachCalls throughBinding(MachCalls simulated) {
        return (MachCalls) Proxy.newProxyInstance(
                MachCalls.class.getClassLoader(),
                new Class<?>[] {MachCalls.class},
                (proxy, method, arguments) -> call(simulated, method, arguments));
    }

    private @Nullable Object call(MachCalls simulated, Method method, Object @Nullable [] arguments) throws Throwable {
        standin.answerThisThreadBy(simulated);
        try {
            return switch (method.getName()) {
                case "mach_task_self", "bootstrap_port", "vm_page_size" -> method.invoke(simulated, arguments);
                default -> method.invoke(binding.task().calls(), arguments);
            };
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } finally {
            standin.answerThisThreadBy(null);
        }
    }

    /** A task of this process. */
    public static final class Task implements MachTask {
        private final SimulatedTask simulated;
        private final MachCalls calls;
        private final ProcessBuffers memory;

        private Task(SimulatedTask simulated, MachCalls calls, HostMemory process) {
            this.simulated = simulated;
            this.calls = calls;
            this.memory = new ProcessBuffers(process);
        }

        @Override
        public String label() {
            return simulated.label();
        }

        @Override
        public MachCalls calls() {
            return calls;
        }

        @Override
        public TaskMemory memory() {
            return memory;
        }
    }
}
