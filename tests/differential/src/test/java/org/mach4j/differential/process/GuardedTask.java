// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.process;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.spi.MachCalls;
import org.mach4j.spi.MachTask;
import org.mach4j.spi.TaskMemory;

/** A task of a simulated kernel in a process that {@code mach_port_destroy} of one name ends, as a guard of a real kernel does. */
final class GuardedTask {
    /** The name that is not to be destroyed. */
    static final int NAME = 7;

    private GuardedTask() {}

    private record Guarded(MachTask task, MachCalls calls) implements MachTask {
        @Override
        public String label() {
            return task.label();
        }

        @Override
        public TaskMemory memory() {
            return task.memory();
        }
    }

    public static void main(String[] args) throws Exception {
        try (SimulatedKernel kernel = SimulatedKernel.create()) {
            MachTask task = kernel.task();
            MachCalls guarded = (MachCalls) Proxy.newProxyInstance(
                    MachCalls.class.getClassLoader(), new Class<?>[] {MachCalls.class}, (self, method, arguments) -> {
                        if (method.getName().equals("mach_port_destroy") && arguments[1].equals(NAME)) {
                            String self9 = Long.toString(ProcessHandle.current().pid());
                            new ProcessBuilder("kill", "-9", self9).start().waitFor();
                        }
                        try {
                            return method.invoke(task.calls(), arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
            new TaskServer(TaskServer.only(new Guarded(task, guarded)))
                    .serve(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), System.out);
        }
    }
}
