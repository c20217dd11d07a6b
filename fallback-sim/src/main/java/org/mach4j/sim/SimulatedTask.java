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
    private static final int EINVAL = 22;
    private static final int EOVERFLOW = 84;

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
     * The process policy call by which a program takes one more importance assertion (spec 05 §14 step 4).
     *
     * @return 0; {@code EINVAL} (22) where the task is no importance receiver; {@code EOVERFLOW} (84) where no received
     *     message's assertion is left to add to
     */
    public int holdImportance() {
        return importanceCode(task.ipc().isImportanceReceiver() && task.ipc().holdImportance());
    }

    /**
     * The process policy call by which a program gives up an importance assertion, that of a received message or one it took
     * (spec 05 §14 step 4).
     *
     * @return as {@link #holdImportance}
     */
    public int dropImportance() {
        return importanceCode(task.ipc().isImportanceReceiver() && task.ipc().dropImportance());
    }

    private int importanceCode(boolean done) {
        if (done) {
            return 0;
        }
        return task.ipc().isImportanceReceiver() ? EOVERFLOW : EINVAL;
    }

    /** The importance assertions held for the task: those of messages on their way to it, and the program's own. */
    public int importanceAssertions() {
        return task.ipc().assertions();
    }

    /** Those of {@link #importanceAssertions} that received messages handed to the program. */
    public int externalImportanceAssertions() {
        return task.ipc().externalAssertions();
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
