// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.mach4j.spi.MachKernel;
import org.mach4j.spi.MachTask;
import org.mach4j.spi.TaskControl;

/**
 * GNU Mach as a kernel of this project: tasks and threads are the guest's, calls are its traps and requests.
 *
 * <p>Messages are XNU's in the memory that callers see, and are written anew in GNU Mach's encoding for the trap
 * ({@link MessageTranslation}). What has no counterpart there throws {@link Incomparable}.
 */
public final class GnuMachKernel implements MachKernel, TaskControl {
    /** Where the guest's thread state stands: {@code struct i386_thread_state}. */
    private static final int STATE_WORDS = 17;

    private static final int THREAD_STATE = 1;
    private static final int EFLAGS = 0x202;

    private static final Duration WAIT_LIMIT = Duration.ofSeconds(8);

    private final Machine machine;
    private final AgentInfo info;

    /** The agent's first thread, which makes and ends tasks. Guarded by {@link #control}. */
    private final Caller controller;

    private final Object control = new Object();
    private final Deque<Integer> freeSlots = new ArrayDeque<>();
    private final Set<GuestTask> tasks = ConcurrentHashMap.newKeySet();
    private @Nullable GuestTask first;

    /** Takes over a machine that has just come up, and ends it when closed. */
    GnuMachKernel(Machine machine) {
        this.machine = machine;
        this.info = AgentInfo.of(machine.area());
        this.controller = new Caller(new Slot(machine, info, 0), () -> false);
        for (int slot = 1; slot < info.slots(); slot++) {
            freeSlots.add(slot);
        }
        synchronized (control) {
            controller.makeReplyPort();
            controller.self(info.task());
        }
    }

    /** Boots GNU Mach in a QEMU of this host; takes seconds. */
    public static GnuMachKernel boot() {
        return new GnuMachKernel(QemuMachine.boot(QemuMachine.Carrier.SHARED_MEMORY));
    }

    /** How long a call may wait in the guest's kernel before it counts as lost. */
    static Duration waitLimit() {
        return WAIT_LIMIT;
    }

    @Override
    public String name() {
        return GnuMachProvider.NAME;
    }

    @Override
    public String description() {
        return machine.description();
    }

    Machine machine() {
        return machine;
    }

    @Override
    public MachTask task() {
        synchronized (control) {
            if (first == null) {
                first = (GuestTask) createTask("first");
            }
            return first;
        }
    }

    @Override
    public Optional<TaskControl> taskControl() {
        return Optional.of(this);
    }

    @Override
    public void close() {
        machine.close();
    }

    /** A request by the agent's own first thread. */
    Caller.Reply request(int port, int id, int... body) {
        synchronized (control) {
            return controller.call(port, id, body);
        }
    }

    private Caller.Reply require(int port, int id, int... body) {
        Caller.Reply reply = request(port, id, body);
        if (reply.code() != 0) {
            throw new GnuMachException("request " + id + " returned 0x" + Integer.toHexString(reply.code()));
        }
        return reply;
    }

    @Override
    public MachTask createTask(String label) {
        int port = require(info.task(), Mach.TASK_CREATE, Mach.BOOLEAN, 1).word(9);
        GuestTask task = new GuestTask(this, label, port);
        tasks.add(task);
        return task;
    }

    /** Makes a thread that serves a slot, in a task that inherited the agent's memory. */
    GuestThread createThread(GuestTask task) {
        synchronized (control) {
            Integer number = freeSlots.poll();
            if (number == null) {
                throw new GnuMachException("more threads than the agent has slots (" + (info.slots() - 1) + ")");
            }
            Slot slot = new Slot(machine, info, number);
            int thread = require(task.port(), Mach.THREAD_CREATE).word(9);
            int[] body = new int[3 + STATE_WORDS];
            body[0] = Mach.INT;
            body[1] = THREAD_STATE;
            body[2] = 0x10002002 | STATE_WORDS << 16;
            int state = 3;
            body[state + 2] = info.ds(); // es
            body[state + 3] = info.ds();
            body[state + 8] = number; // ebx, as worker_entry expects
            body[state + 12] = info.entry();
            body[state + 13] = info.cs();
            body[state + 14] = EFLAGS;
            body[state + 15] = info.stacks() + (number + 1) * info.stackSize() - 16;
            body[state + 16] = info.ss();
            require(thread, Mach.THREAD_SET_STATE, body);
            require(thread, Mach.THREAD_RESUME);
            return new GuestThread(new Caller(slot, task::hasEnded), thread);
        }
    }

    @Override
    public void terminate(MachTask victim) {
        GuestTask task = (GuestTask) victim;
        if (!tasks.remove(task)) {
            return;
        }
        List<GuestThread> threads = task.end(); // before taking control: a task's lock comes first
        synchronized (control) {
            request(task.port(), Mach.TASK_TERMINATE);
            for (GuestThread thread : threads) {
                controller.trap(Mach.PORT_DEALLOCATE, info.task(), thread.port());
                freeSlots.add(thread.caller().slot().number());
            }
            controller.trap(Mach.PORT_DEALLOCATE, info.task(), task.port());
        }
    }

    @Override
    public int copyRight(MachTask from, int name, int disposition, MachTask to, int[] nameOut) {
        GuestTask target = (GuestTask) to;
        int right;
        int type;
        synchronized (control) {
            Caller.Reply taken =
                    request(((GuestTask) from).port(), Mach.PORT_EXTRACT_RIGHT, Mach.NAME, name, Mach.INT, disposition);
            if (taken.code() != 0) {
                return taken.code();
            }
            type = taken.word(8) & 0xff;
            right = taken.word(9);
        }
        GuestTask source = (GuestTask) from;
        if (!source.isName(name)) {
            source.names().gone(name);
        }
        return target.inside(receiver -> {
            int port = receiver.caller().replyPort();
            synchronized (control) {
                // A right for the receiver's reply port, and the right itself in a message to it.
                int send = require(target.port(), Mach.PORT_EXTRACT_RIGHT, Mach.NAME, port, Mach.INT, 21)
                        .word(9);
                int code = controller.send(send, 18, Mach.RIGHT | type, right);
                if (code != 0) {
                    throw new GnuMachException("a right could not be handed over: 0x" + Integer.toHexString(code));
                }
            }
            int[] words = receiver.caller().receive();
            nameOut[0] = target.names().seen(words[7]);
            return 0;
        });
    }

    @Override
    public boolean isBlocked(Thread thread) {
        for (GuestTask task : tasks) {
            GuestThread serving = task.serving(thread);
            if (serving != null) {
                return isWaiting(serving);
            }
        }
        return false;
    }

    /** Whether a thread of the guest is inside a trap and waits there. */
    boolean isWaiting(GuestThread thread) {
        if (!thread.caller().slot().isBusy()) {
            return false;
        }
        Caller.Reply reply = request(thread.port(), Mach.THREAD_INFO, Mach.INT, 1, 0x10012002, 32);
        if (reply.code() != 0) {
            return false; // the thread is gone; whoever waits for it is told
        }
        int[] basic = reply.inline(8);
        return basic[7] == Mach.TH_STATE_WAITING && thread.caller().slot().isBusy();
    }

    @Override
    public boolean abort(Thread thread) {
        for (GuestTask task : tasks) {
            GuestThread serving = task.serving(thread);
            if (serving != null) {
                return isWaiting(serving)
                        && request(serving.port(), Mach.THREAD_ABORT).code() == 0;
            }
        }
        return false;
    }
}
