// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim;

import static org.mach4j.abi.KernReturn.KERN_INVALID_VALUE;
import static org.mach4j.abi.KernReturn.KERN_SUCCESS;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_MAKE_SEND_ONCE;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_MOVE_RECEIVE;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.mach4j.sim.ipc.Inspection;
import org.mach4j.sim.ipc.IpcKernel;
import org.mach4j.sim.ipc.IpcThread;
import org.mach4j.sim.ipc.KernelProfile;
import org.mach4j.sim.ipc.Port;
import org.mach4j.sim.ipc.PortCalls;
import org.mach4j.sim.ipc.Tokens;
import org.mach4j.sim.kern.Host;
import org.mach4j.sim.kern.KernelTask;
import org.mach4j.sim.kern.KobjectServer;
import org.mach4j.sim.vm.AddressSpace;
import org.mach4j.sim.vm.HostAddressSpace;
import org.mach4j.sim.vm.SimAddressSpace;
import org.mach4j.sim.vm.VmCounters;
import org.mach4j.spi.HostMemory;
import org.mach4j.spi.MachKernel;
import org.mach4j.spi.MachTask;
import org.mach4j.spi.TaskControl;

/**
 * A Mach kernel in Java: tasks, ports, messages and memory as XNU 2422 (OS X 10.9) answers them (docs/spec). Any number
 * of kernels may live side by side; they know nothing of each other.
 */
public final class SimulatedKernel implements MachKernel, TaskControl {
    /** The provider's name. */
    public static final String NAME = "sim";

    private static final int DEFAULT_USER = 501;
    private static final int DEFAULT_GROUP = 20;
    private static final int FIRST_PROCESS = 100;

    private final KernelProfile profile;
    private final VmCounters vmCounters = new VmCounters();
    private final Host host = new Host();
    private final IpcKernel ipc;
    private final AtomicInteger nextProcess = new AtomicInteger(FIRST_PROCESS);
    private final List<SimulatedTask> tasks = new CopyOnWriteArrayList<>();
    /** Guards {@link #first}. */
    private final ReentrantLock firstLock = new ReentrantLock();

    private @Nullable SimulatedTask first;

    private SimulatedKernel(KernelProfile profile) {
        this.profile = profile;
        this.ipc = new IpcKernel(profile, new KobjectServer());
    }

    /** A new kernel without tasks, as XNU 2422. */
    public static SimulatedKernel create() {
        return new SimulatedKernel(KernelProfile.XNU_2422);
    }

    /**
     * As {@link #create}, but a task can hold at least so many names: XNU 2422 ends at 648,873.
     *
     * @param names at most 16,777,215
     */
    public static SimulatedKernel createWithRoomFor(int names) {
        if (names < 1 || names > 0xffffff) {
            throw new IllegalArgumentException("a task can hold 1 to 16777215 names, not " + names);
        }
        return new SimulatedKernel(KernelProfile.XNU_2422.withNames(names));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "simulated " + profile.name();
    }

    @Override
    public MachTask task() {
        firstLock.lock();
        try {
            if (first == null || first.isTerminated()) {
                first = createTask("main");
            }
            return first;
        } finally {
            firstLock.unlock();
        }
    }

    @Override
    public Optional<TaskControl> taskControl() {
        return Optional.of(this);
    }

    @Override
    public SimulatedTask createTask(String label) {
        return createTask(label, DEFAULT_USER, DEFAULT_GROUP, null);
    }

    /**
     * Makes a task for a user.
     *
     * @param user the effective and real user id of its tokens; 0 gets the privileged host port
     * @param group the group id
     * @param parent the task whose bootstrap and registered ports it inherits (spec 06 §2.1), or null
     */
    public SimulatedTask createTask(String label, int user, int group, @Nullable SimulatedTask parent) {
        return createTask(label, user, group, parent, new SimAddressSpace(vmCounters));
    }

    /** Makes a task that is a program in this process: its messages and data lie at the process's own addresses. */
    public SimulatedTask createTask(String label, HostMemory memory) {
        return createTask(label, DEFAULT_USER, DEFAULT_GROUP, null, new HostAddressSpace(vmCounters, memory));
    }

    private SimulatedTask createTask(
            String label, int user, int group, @Nullable SimulatedTask parent, AddressSpace memory) {
        int process = nextProcess.getAndIncrement();
        KernelTask task = new KernelTask(
                label,
                ipc,
                memory,
                Tokens.of(user, user, group, process, process, 0),
                host,
                parent == null ? null : parent.kernelTask());
        SimulatedTask made = new SimulatedTask(this, task);
        tasks.add(made);
        return made;
    }

    /** The tasks that have not ended, oldest first. */
    public List<SimulatedTask> tasks() {
        // One that was ended by a message is still to be closed.
        return tasks.stream().filter(t -> !t.isTerminated()).toList();
    }

    @Override
    public void terminate(MachTask task) {
        SimulatedTask own = own(task);
        own.terminate();
        tasks.remove(own);
        if (tasks.isEmpty()) {
            IpcThread current = IpcThread.enter(own.kernelTask().ipc());
            try {
                ipc.releaseOrphans(current);
                host.release(current);
            } finally {
                current.leaveKernel();
            }
        }
    }

    private SimulatedTask own(MachTask task) {
        if (task instanceof SimulatedTask simulated && simulated.kernel() == this) {
            return simulated;
        }
        throw new IllegalArgumentException(task.label() + " is not a task of this kernel");
    }

    @Override
    public int copyRight(MachTask from, int name, int disposition, MachTask to, int[] nameOut) {
        if (disposition < MACH_MSG_TYPE_MOVE_RECEIVE || disposition > MACH_MSG_TYPE_MAKE_SEND_ONCE) {
            return KERN_INVALID_VALUE;
        }
        @Nullable Port[] right = new Port[1];
        IpcThread thread = IpcThread.enter(own(from).kernelTask().ipc());
        int code;
        try {
            code = PortCalls.takeRight(thread, name, disposition, right);
        } finally {
            thread.leaveKernel();
        }
        if (code != KERN_SUCCESS) {
            return code;
        }
        thread = IpcThread.enter(own(to).kernelTask().ipc());
        try {
            return PortCalls.placeRight(thread, right[0], PortCalls.receivedForm(disposition), nameOut);
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int setImportance(MachTask task, boolean donor, boolean receiver) {
        own(task).setImportance(donor, receiver);
        return KERN_SUCCESS;
    }

    @Override
    public boolean isBlocked(Thread thread) {
        return ipc.waiting(thread) != null;
    }

    @Override
    public boolean abort(Thread thread) {
        IpcThread waiting = ipc.waiting(thread);
        return waiting != null && waiting.abort(waiting.task());
    }

    /**
     * What is alive now. After the end of all tasks everything is 0.
     */
    public LiveCounts liveCounts() {
        return new LiveCounts(
                tasks().size(),
                ipc.counters.ports(),
                ipc.counters.sets(),
                ipc.counters.messages(),
                tasks.stream()
                        .mapToLong(t ->
                                Inspection.names(t.kernelTask().ipc().space()).size())
                        .sum(),
                vmCounters.pages(),
                vmCounters.copies());
    }

    /** Messages made, delivered and destroyed so far. */
    public MessageCounts messageCounts() {
        return new MessageCounts(
                ipc.counters.messagesMade(), ipc.counters.messagesReceived(), ipc.counters.messagesDestroyed());
    }

    /** Who holds what right to which port now; what it can promise while calls are under way, see there. */
    public Snapshot snapshot() {
        return new SnapshotTaker()
                .take(tasks().stream().map(SimulatedTask::kernelTask).toList());
    }

    /** Ends all tasks. */
    @Override
    public void close() {
        for (SimulatedTask task : new ArrayList<>(tasks)) {
            terminate(task);
        }
    }
}
