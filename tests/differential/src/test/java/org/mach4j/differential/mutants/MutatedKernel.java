// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.mutants;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.sim.SimulatedTask;
import org.mach4j.spi.MachCalls;
import org.mach4j.spi.MachKernel;
import org.mach4j.spi.MachTask;
import org.mach4j.spi.TaskControl;
import org.mach4j.spi.TaskMemory;

/** The simulated kernel with one rule broken: a {@link Mutant} stands between the tasks and their calls. */
final class MutatedKernel implements MachKernel, TaskControl {
    private final SimulatedKernel kernel = SimulatedKernel.create();
    private final Mutant mutant;

    MutatedKernel(Mutant mutant) {
        this.mutant = mutant;
    }

    /** A call on its way to the kernel. */
    record Call(SimulatedTask task, String name, Object[] arguments, Method method) {
        /** What the kernel answers. */
        int go() {
            try {
                return (Integer) method.invoke(task.calls(), arguments);
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                throw new IllegalStateException(e.getCause());
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }

        int word(int index) {
            return (Integer) arguments[index];
        }

        boolean is(String text) {
            return name.equals(text);
        }
    }

    private record Task(SimulatedTask real, MachCalls calls) implements MachTask {
        @Override
        public String label() {
            return real.label();
        }

        @Override
        public TaskMemory memory() {
            return real.memory();
        }
    }

    @Override
    public MachTask createTask(String label) {
        SimulatedTask real = kernel.createTask(label);
        MachCalls calls = (MachCalls) Proxy.newProxyInstance(
                MachCalls.class.getClassLoader(), new Class<?>[] {MachCalls.class}, (proxy, method, arguments) -> {
                    if (method.getReturnType() != int.class || arguments == null) {
                        return method.invoke(real.calls(), arguments);
                    }
                    return mutant.answer(new Call(real, method.getName(), arguments, method));
                });
        return new Task(real, calls);
    }

    private static SimulatedTask real(MachTask task) {
        return ((Task) task).real();
    }

    @Override
    public String name() {
        return "mutant";
    }

    @Override
    public String description() {
        return "simulated, but " + mutant;
    }

    @Override
    public MachTask task() {
        return createTask("main");
    }

    @Override
    public Optional<TaskControl> taskControl() {
        return Optional.of(this);
    }

    @Override
    public void terminate(MachTask task) {
        kernel.terminate(real(task));
    }

    @Override
    public int copyRight(MachTask from, int name, int disposition, MachTask to, int[] nameOut) {
        return kernel.copyRight(real(from), name, disposition, real(to), nameOut);
    }

    @Override
    public int setImportance(MachTask task, boolean donor, boolean receiver) {
        return kernel.setImportance(real(task), donor, receiver);
    }

    @Override
    public boolean isBlocked(Thread thread) {
        return kernel.isBlocked(thread);
    }

    @Override
    public boolean abort(Thread thread) {
        return kernel.abort(thread);
    }

    @Override
    public void close() {
        kernel.close();
    }
}
