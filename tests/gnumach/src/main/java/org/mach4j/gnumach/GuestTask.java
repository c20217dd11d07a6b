// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.mach4j.spi.MachCalls;
import org.mach4j.spi.MachTask;
import org.mach4j.spi.TaskMemory;

/** A task of the guest. Each Java thread inside a call of the task has a thread of the guest for as long. */
final class GuestTask implements MachTask {
    /** Names of reply ports that the peer needs, above all that a program meets. */
    private static final int HIDDEN = 0x40000003;

    private final GnuMachKernel kernel;
    private final String label;
    private final int port;
    private final int self;
    private final Names names;
    private final HostMemory memory = new HostMemory();
    private final MachCalls calls;
    private final Set<Integer> hidden = ConcurrentHashMap.newKeySet();
    private final Map<Thread, GuestThread> inside = new ConcurrentHashMap<>();

    /** Guarded by this. */
    private final List<GuestThread> idle = new ArrayList<>();

    private final Set<GuestThread> threads = new HashSet<>();
    private volatile boolean ended;

    /** @param port the name of the task's port in the agent's own space */
    GuestTask(GnuMachKernel kernel, String label, int port) {
        this.kernel = kernel;
        this.label = label;
        this.port = port;
        this.names = new Names((from, to) -> kernel.request(port, Mach.PORT_RENAME, Mach.NAME, from, Mach.NAME, to)
                        .code()
                == 0);
        GuestThread first = kernel.createThread(this);
        threads.add(first);
        int given = first.caller().trap(Mach.MACH_TASK_SELF);
        this.self = names.seen(given);
        prepare(first);
        idle.add(first);
        this.calls = new GnuMachCalls(this);
    }

    /** Gives a thread a reply port under a name that no program meets. */
    private void prepare(GuestThread thread) {
        Caller caller = thread.caller();
        caller.self(self);
        int given = caller.makeReplyPort();
        int name = HIDDEN + (thread.caller().slot().number() << 8);
        if (kernel.request(port, Mach.PORT_RENAME, Mach.NAME, given, Mach.NAME, name)
                        .code()
                != 0) {
            throw new GnuMachException("cannot rename a reply port");
        }
        caller.useReplyPort(name);
        hidden.add(name);
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public MachCalls calls() {
        return calls;
    }

    @Override
    public TaskMemory memory() {
        return memory;
    }

    HostMemory hostMemory() {
        return memory;
    }

    GnuMachKernel kernel() {
        return kernel;
    }

    int port() {
        return port;
    }

    int self() {
        return self;
    }

    Names names() {
        return names;
    }

    /** Whether a number names something in this task. */
    boolean isName(int name) {
        return kernel.request(port, Mach.PORT_TYPE, Mach.NAME, name).code() == 0;
    }

    boolean isHidden(int name) {
        return hidden.contains(name);
    }

    /** A reply port of the peer's, where it can receive rights for the task. */
    int hiddenPort(GuestThread thread) {
        return thread.caller().replyPort();
    }

    boolean hasEnded() {
        return ended;
    }

    /** Lets the calling thread be inside the task. */
    <T> T inside(Function<GuestThread, T> call) {
        GuestThread thread = enter();
        try {
            return call.apply(thread);
        } finally {
            leave(thread);
        }
    }

    private synchronized GuestThread enter() {
        if (ended) {
            throw new Caller.TaskEnded();
        }
        GuestThread thread;
        if (idle.isEmpty()) {
            thread = kernel.createThread(this);
            threads.add(thread);
            prepare(thread);
        } else {
            thread = idle.remove(idle.size() - 1);
        }
        inside.put(Thread.currentThread(), thread);
        return thread;
    }

    private synchronized void leave(GuestThread thread) {
        inside.remove(Thread.currentThread());
        idle.add(thread);
    }

    /** The guest's thread that serves a Java thread, or null. */
    @org.jspecify.annotations.Nullable GuestThread serving(Thread thread) {
        return inside.get(thread);
    }

    /** Marks the task as ended; returns its threads the first time. */
    synchronized List<GuestThread> end() {
        if (ended) {
            return List.of();
        }
        ended = true;
        return List.copyOf(threads);
    }
}
