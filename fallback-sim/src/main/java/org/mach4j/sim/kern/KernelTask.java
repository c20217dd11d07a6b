// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.kern;

import static org.mach4j.abi.KernReturn.KERN_FAILURE;
import static org.mach4j.abi.KernReturn.KERN_NO_ACCESS;
import static org.mach4j.abi.KernReturn.KERN_SUCCESS;
import static org.mach4j.abi.SpecialPorts.TASK_ACCESS_PORT;
import static org.mach4j.abi.SpecialPorts.TASK_BOOTSTRAP_PORT;
import static org.mach4j.abi.SpecialPorts.TASK_HOST_PORT;
import static org.mach4j.abi.SpecialPorts.TASK_KERNEL_PORT;
import static org.mach4j.abi.SpecialPorts.TASK_NAME_PORT;
import static org.mach4j.abi.SpecialPorts.TASK_SEATBELT_PORT;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.mach4j.sim.ipc.IpcKernel;
import org.mach4j.sim.ipc.IpcTask;
import org.mach4j.sim.ipc.IpcThread;
import org.mach4j.sim.ipc.NakedRights;
import org.mach4j.sim.ipc.Port;
import org.mach4j.sim.ipc.Semaphore;
import org.mach4j.sim.ipc.Tokens;
import org.mach4j.sim.vm.AddressSpace;

/** A task with its kernel ports: control and name port, special ports, registered ports, threads (spec 06 §2). */
public final class KernelTask {
    /** How often a terminating task looks whether its threads have left. */
    private static final long LEAVE_POLL_NANOS = 50_000;

    static final int REGISTERED_PORTS = 3;

    private static final int SELECTORS = 10;
    private static final String[] SELECTOR_NAMES = {
        "", "kernel", "host", "name", "bootstrap", "", "", "seatbelt", "", "access"
    };
    /** The order in which a dying task gives its stored rights up (spec 03 §11.4). */
    private static final int[] RELEASE_ORDER = {
        TASK_KERNEL_PORT, TASK_HOST_PORT, TASK_BOOTSTRAP_PORT, TASK_SEATBELT_PORT, TASK_ACCESS_PORT
    };

    private final String label;
    private final IpcTask ipc;
    private final Port control = Port.ofKernel(new TaskObject(this, true));
    private final Port namePort = Port.ofKernel(new TaskObject(this, false));

    /**
     * Guards the fields below; never held while a message is sent. In the lock order before any port's lock. Not a
     * monitor: a virtual thread that waits in one would keep its carrier.
     */
    private final ReentrantLock portsLock = new ReentrantLock();

    private final @Nullable Port[] special = new Port[SELECTORS];
    private @Nullable Port[] registered = new Port[REGISTERED_PORTS];
    private final Map<Thread, ThreadObject> threads = new WeakHashMap<>();
    /** The semaphores that end with the task. */
    private final Set<Semaphore> semaphores = new HashSet<>();
    /** Set once, under the lock. */
    private volatile boolean terminated;
    /** Nothing of the task is left. */
    private volatile boolean ended;

    /** What {@code mach_task_self_} holds: set by the one look-up at the task's start. */
    private int selfName;

    /**
     * @param parent whose special and registered ports are inherited, or null for a first task
     */
    public KernelTask(
            String label,
            IpcKernel kernel,
            AddressSpace memory,
            Tokens tokens,
            Host host,
            @Nullable KernelTask parent) {
        this.label = label;
        this.ipc = new IpcTask(kernel, memory, tokens);
        special[TASK_KERNEL_PORT] = NakedRights.makeSend(control);
        special[TASK_HOST_PORT] = NakedRights.makeSend(tokens.user() == 0 ? host.privilegedPort : host.port);
        if (parent != null) {
            inherit(parent);
        }
    }

    private void inherit(KernelTask parent) {
        parent.portsLock.lock();
        try {
            for (int selector : new int[] {TASK_BOOTSTRAP_PORT, TASK_SEATBELT_PORT, TASK_ACCESS_PORT}) {
                special[selector] = NakedRights.copySend(parent.special[selector]);
            }
            for (int i = 0; i < REGISTERED_PORTS; i++) {
                registered[i] = NakedRights.copySend(parent.registered[i]);
            }
        } finally {
            parent.portsLock.unlock();
        }
    }

    /** The task's name for people. */
    public String label() {
        return label;
    }

    /** The task as message passing sees it. */
    public IpcTask ipc() {
        return ipc;
    }

    Port control() {
        return control;
    }

    int selfName() {
        return selfName;
    }

    /** What the library does at a task's start: looks the task port up once (spec 06 §2.2). */
    public void start(SimulatedCalls calls) {
        selfName = calls.lookUpSelf();
    }

    /** What exec does to the task's names (spec 03 §11.2). Its special and registered ports stay (spec 06 §2.1). */
    public void exec(IpcThread current, SimulatedCalls calls) {
        ipc.space().clean(current);
        calls.forget();
        start(calls);
    }

    /** Whether the task has ended. */
    public boolean isTerminated() {
        return terminated;
    }

    static boolean isSelector(int which) {
        return which == TASK_KERNEL_PORT
                || which == TASK_HOST_PORT
                || which == TASK_NAME_PORT
                || which == TASK_BOOTSTRAP_PORT
                || which == TASK_SEATBELT_PORT
                || which == TASK_ACCESS_PORT;
    }

    /** A send right to a special port, null where unset. The selector is valid. */
    @Nullable Port copySpecial(int which) {
        if (which == TASK_NAME_PORT) {
            return NakedRights.makeSend(namePort);
        }
        portsLock.lock();
        try {
            return NakedRights.copySend(special[which]);
        } finally {
            portsLock.unlock();
        }
    }

    /**
     * Replaces a special port by a right, which the task then owns.
     *
     * @return {@code KERN_SUCCESS}; else the right stays the caller's: {@code KERN_NO_ACCESS} where the port may be set
     *     only once and is set, {@code KERN_FAILURE} where the task has ended
     */
    int setSpecial(IpcThread current, int which, @Nullable Port right) {
        Port old;
        portsLock.lock();
        try {
            if (terminated) {
                return KERN_FAILURE;
            }
            old = special[which];
            boolean once = which == TASK_SEATBELT_PORT || which == TASK_ACCESS_PORT;
            if (once && old != null && old != Port.DEAD) {
                return KERN_NO_ACCESS;
            }
            special[which] = right;
        } finally {
            portsLock.unlock();
        }
        NakedRights.releaseSend(current, old);
        return KERN_SUCCESS;
    }

    /**
     * Replaces the registered ports; the task then owns the rights.
     *
     * @return false where the task has ended: the rights stay the caller's
     */
    boolean register(IpcThread current, @Nullable Port[] rights) {
        @Nullable Port[] old;
        portsLock.lock();
        try {
            if (terminated) {
                return false;
            }
            old = registered;
            registered = rights;
        } finally {
            portsLock.unlock();
        }
        releaseAll(current, old);
        return true;
    }

    private static void releaseAll(IpcThread current, @Nullable Port[] rights) {
        for (Port right : rights) {
            NakedRights.releaseSend(current, right);
        }
    }

    /** Send rights to the three registered ports. */
    @Nullable Port[] copyRegistered() {
        @Nullable Port[] copies = new Port[REGISTERED_PORTS];
        portsLock.lock();
        try {
            for (int i = 0; i < REGISTERED_PORTS; i++) {
                copies[i] = NakedRights.copySend(registered[i]);
            }
        } finally {
            portsLock.unlock();
        }
        return copies;
    }

    /** The thread object of a Java thread in this task, null where the task has ended. */
    @Nullable ThreadObject thread(Thread javaThread) {
        portsLock.lock();
        try {
            return terminated ? null : threads.computeIfAbsent(javaThread, t -> new ThreadObject(this, t));
        } finally {
            portsLock.unlock();
        }
    }

    /** A semaphore that ends with the task; null where the task has ended. */
    @Nullable Semaphore makeSemaphore(int count) {
        portsLock.lock();
        try {
            if (terminated) {
                return null;
            }
            Semaphore made = new Semaphore(count);
            semaphores.add(made);
            return made;
        } finally {
            portsLock.unlock();
        }
    }

    /** Whether a semaphore is the task's, which does not know it any more. */
    boolean forget(Semaphore semaphore) {
        portsLock.lock();
        try {
            return semaphores.remove(semaphore);
        } finally {
            portsLock.unlock();
        }
    }

    /**
     * The send rights the kernel holds for the task, for inspection.
     *
     * @param as what for, as in {@code <mach/task_special_ports.h>}
     */
    public record Held(String as, Port port) {}

    /** The special and registered ports, and the threads' own, as far as they are ports. */
    public List<Held> held() {
        List<Held> held = new ArrayList<>();
        List<ThreadObject> allThreads;
        portsLock.lock();
        try {
            for (int i = 0; i < SELECTORS; i++) {
                hold(held, SELECTOR_NAMES[i], special[i]);
            }
            for (int i = 0; i < REGISTERED_PORTS; i++) {
                hold(held, "registered " + i, registered[i]);
            }
            allThreads = new ArrayList<>(threads.values());
        } finally {
            portsLock.unlock();
        }
        for (ThreadObject thread : allThreads) {
            thread.hold(held);
        }
        return List.copyOf(held);
    }

    static void hold(List<Held> held, String as, @Nullable Port right) {
        if (right != null && right != Port.DEAD) {
            held.add(new Held(as, right));
        }
    }

    /** Ends the task (spec 03 §11.4). Doing it again does nothing but wait for the end. */
    public void terminate(IpcThread current) {
        List<ThreadObject> allThreads = List.of();
        List<Semaphore> allSemaphores = List.of();
        boolean first;
        portsLock.lock();
        try {
            first = !terminated;
            if (first) {
                terminated = true;
                allThreads = new ArrayList<>(threads.values());
                threads.clear();
                allSemaphores = new ArrayList<>(semaphores);
                semaphores.clear();
            }
        } finally {
            portsLock.unlock();
        }
        if (!first) {
            while (!ended) {
                giveWay();
            }
            return;
        }
        ipc.interruptThreads(current);
        while (ipc.hasWaitingCalls(current)) {
            giveWay();
        }
        ipc.space().terminate(current);
        ipc.memory().terminate();
        // Nobody sets or registers ports of an ended task.
        for (int selector : RELEASE_ORDER) {
            releaseSpecial(current, selector);
        }
        releaseAll(current, takeRegistered());
        for (ThreadObject thread : allThreads) {
            thread.terminate(current);
        }
        for (Semaphore semaphore : allSemaphores) {
            semaphore.destroy(current);
        }
        NakedRights.destroyKernelPort(current, control);
        NakedRights.destroyKernelPort(current, namePort);
        ended = true;
    }

    private void releaseSpecial(IpcThread current, int which) {
        Port old;
        portsLock.lock();
        try {
            old = special[which];
            special[which] = null;
        } finally {
            portsLock.unlock();
        }
        NakedRights.releaseSend(current, old);
    }

    private @Nullable Port[] takeRegistered() {
        portsLock.lock();
        try {
            @Nullable Port[] old = registered;
            registered = new Port[REGISTERED_PORTS];
            return old;
        } finally {
            portsLock.unlock();
        }
    }

    @Override
    public String toString() {
        return "task " + label;
    }

    /**
     * Parks for a moment, whatever the thread's interruption, which stays: without a park, a virtual thread would keep its carrier from
     * those that it waits for.
     */
    private static void giveWay() {
        boolean interrupted = Thread.interrupted();
        LockSupport.parkNanos(LEAVE_POLL_NANOS);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
