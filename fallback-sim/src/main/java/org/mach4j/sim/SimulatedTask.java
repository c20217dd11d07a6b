// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim;

import java.nio.ByteBuffer;
import org.mach4j.sim.ipc.IpcThread;
import org.mach4j.sim.kern.KernelTask;
import org.mach4j.sim.kern.SimulatedCalls;
import org.mach4j.sim.vm.AddressSpace;
import org.mach4j.spi.MachCalls;
import org.mach4j.spi.MachTask;
import org.mach4j.spi.TaskMemory;

/** A task of a simulated kernel. Any Java thread, platform or virtual, may make its calls. */
public final class SimulatedTask implements MachTask {
    private final SimulatedKernel kernel;
    private final KernelTask task;
    private final SimulatedCalls calls;
    private final TaskMemory memory;

    SimulatedTask(SimulatedKernel kernel, KernelTask task) {
        this.kernel = kernel;
        this.task = task;
        this.calls = new SimulatedCalls(task);
        this.memory = new Memory(task.ipc().memory());
        task.start(calls);
    }

    /** The task's memory as the host sees it. */
    private record Memory(AddressSpace space) implements TaskMemory {
        @Override
        public long allocate(int size) {
            return space.allocateBuffer(size);
        }

        @Override
        public void free(long address, int size) {
            space.freeBuffer(address, size);
        }

        @Override
        public ByteBuffer buffer(long address, int length) {
            return space.buffer(address, length);
        }
    }

    @Override
    public String label() {
        return task.label();
    }

    @Override
    public MachCalls calls() {
        return calls;
    }

    @Override
    public TaskMemory memory() {
        return memory;
    }

    /** The kernel the task belongs to. */
    public SimulatedKernel kernel() {
        return kernel;
    }

    /** The process id in the task's audit token. */
    public int processId() {
        return task.ipc().tokens().process();
    }

    /** Whether the task has ended: all its calls then fail. */
    public boolean isTerminated() {
        return task.isTerminated();
    }

    /**
     * Sets the task's part in importance inheritance (spec 05 §14): both are off in a new task.
     *
     * @param donor whether its messages carry importance to ports that accept it
     * @param receiver whether it is boosted by such messages
     */
    public void setImportance(boolean donor, boolean receiver) {
        task.ipc().setImportance(donor, receiver);
    }

    /**
     * What {@code exec} does to a task's names (spec 03 §2.8, §11.2): all are destroyed, in the order of the table, which
     * stays with its generations; then the new program's library looks its task port up. Memory is left as it is.
     */
    public void exec() {
        IpcThread current = IpcThread.enter(task.ipc());
        try {
            task.exec(current, calls);
        } finally {
            current.leaveKernel();
        }
    }

    KernelTask kernelTask() {
        return task;
    }

    void terminate() {
        IpcThread current = IpcThread.enter(task.ipc());
        try {
            task.terminate(current);
        } finally {
            current.leaveKernel();
        }
    }

    @Override
    public String toString() {
        return "task " + label();
    }
}
