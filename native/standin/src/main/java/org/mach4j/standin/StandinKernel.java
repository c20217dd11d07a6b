// SPDX-License-Identifier: Apache-2.0
package org.mach4j.standin;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.mach4j.libsystem.LibSystemProvider;
import org.mach4j.spi.HostMemory;
import org.mach4j.spi.MachCalls;
import org.mach4j.spi.MachKernel;
import org.mach4j.spi.MachTask;
import org.mach4j.spi.MachUnavailableException;
import org.mach4j.spi.TaskControl;
import org.mach4j.spi.TaskMemory;

/**
 * A kernel that owns its tasks, behind a binding: each call goes through the binding and C to the stand-in library, and from
 * there to the task whose call it is. The tasks are all programs of this process: messages and data lie at its own
 * addresses.
 *
 * <p>The data symbols, of which a process has but one each, are the task's own here.
 */
public final class StandinKernel implements MachKernel, TaskControl {
    private final MachKernel kernel;
    private final TaskControl control;
    private final BiFunction<String, HostMemory, ? extends MachTask> tasks;
    private final Standin standin;
    private final MachKernel binding;
    private @Nullable MachTask first;

    /**
     * @param kernel what answers in the end; it is closed with this one
     * @param tasks makes a task of the kernel that lies in the given memory, by its label
     * @param binding what the calls go through
     * @throws MachUnavailableException where the binding cannot use the stand-in
     */
    public StandinKernel(
            MachKernel kernel, BiFunction<String, HostMemory, ? extends MachTask> tasks, LibSystemProvider binding) {
        this.kernel = kernel;
        this.control = kernel.taskControl().orElseThrow();
        this.tasks = tasks;
        this.standin = Standin.load();
        this.binding = binding.openLibrary(standin.path().toString());
    }

    /** What answers in the end, to be inspected. */
    public MachKernel kernel() {
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
        MachTask task = first;
        if (task == null) {
            task = createTask("main");
            first = task;
        }
        return task;
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
    public MachTask createTask(String label) {
        MachTask own = tasks.apply(label, standin.memory());
        return new Task(own, throughBinding(own.calls()), standin.memory());
    }

    @Override
    public synchronized void terminate(MachTask task) {
        control.terminate(own(task));
        if (task.equals(first)) {
            first = null;
        }
    }

    @Override
    public int copyRight(MachTask from, int name, int disposition, MachTask to, int[] nameOut) {
        return control.copyRight(own(from), name, disposition, own(to), nameOut);
    }

    @Override
    public int setImportance(MachTask task, boolean donor, boolean receiver) {
        return control.setImportance(own(task), donor, receiver);
    }

    @Override
    public boolean isBlocked(Thread thread) {
        return control.isBlocked(thread);
    }

    @Override
    public boolean abort(Thread thread) {
        return control.abort(thread);
    }

    private static MachTask own(MachTask task) {
        if (task instanceof Task known) {
            return known.own;
        }
        throw new IllegalArgumentException(task.label() + " is not a task of this kernel");
    }

    private MachCalls throughBinding(MachCalls own) {
        return (MachCalls) Proxy.newProxyInstance(
                MachCalls.class.getClassLoader(),
                new Class<?>[] {MachCalls.class},
                (proxy, method, arguments) -> call(own, method, arguments));
    }

    private @Nullable Object call(MachCalls own, Method method, Object @Nullable [] arguments) throws Throwable {
        standin.answerThisThreadBy(own);
        try {
            return switch (method.getName()) {
                case "mach_task_self", "bootstrap_port", "vm_page_size" -> method.invoke(own, arguments);
                default -> method.invoke(binding.task().calls(), arguments);
            };
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } finally {
            standin.answerThisThreadBy(null);
        }
    }

    private static final class Task implements MachTask {
        private final MachTask own;
        private final MachCalls calls;
        private final ProcessBuffers memory;

        Task(MachTask own, MachCalls calls, HostMemory process) {
            this.own = own;
            this.calls = calls;
            this.memory = new ProcessBuffers(process);
        }

        @Override
        public String label() {
            return own.label();
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
