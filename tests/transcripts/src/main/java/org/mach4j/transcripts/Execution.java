// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.mach4j.abi.MachPort;
import org.mach4j.spi.MachKernel;
import org.mach4j.spi.MachTask;
import org.mach4j.spi.TaskControl;
import org.mach4j.transcripts.Value.Num;
import org.mach4j.transcripts.Value.Text;

/**
 * A program under way on a kernel: fresh tasks, their labels, and the threads whose calls have not been joined. Steps are
 * performed one after the other by one thread; which step comes next may depend on the answers before.
 *
 * <p>Each case makes its own tasks where the kernel can make them ({@link MachKernel#taskControl()}). Elsewhere the
 * process is the one task that there is: names that it had before are left out of what {@code mach_port_names} and
 * {@code dump} tell, and what the program leaves behind stays until {@link #close}.
 */
public final class Execution implements AutoCloseable {
    /** What only the owner of the tasks can do. */
    private static final Set<Op> NEED_TASKS = EnumSet.of(Op.COPY_RIGHT, Op.TASK_IMPORTANCE, Op.TASK_TERMINATE);

    private static final Text BLOCKED = new Text("blocked");
    private static final Text DONE = new Text("done");
    private static final Fields RET_0 = Fields.builder().put("ret", 0).build();

    /** How long a thread may take to leave a call whose task has ended. */
    private static final long LEAVE_NANOS = TimeUnit.SECONDS.toNanos(2);

    /**
     * What a kernel answered to a step.
     *
     * @param out the answer
     * @param unbound labels among the inputs that no answer before has bound, the call was given 0 for each; this is
     *     no difference by itself, recorded programs have such labels too
     */
    public record Answer(Fields out, Set<String> unbound) {
        public Answer {
            unbound = Set.copyOf(unbound);
        }
    }

    private final MachKernel kernel;
    private final @Nullable TaskControl control;
    private final BlockProbe probe;
    private final Map<String, CaseTask> tasks = new LinkedHashMap<>();
    private final String firstTask;

    /** The calls on threads that no step has joined, in the order in which they were started. */
    private final Map<String, ThreadCall> threads = new LinkedHashMap<>();

    private final Workers workers = new Workers();

    private volatile String doing = "making the tasks";

    /** Why a kernel cannot run a program at all, or empty where it can. */
    public static Optional<String> obstacle(MachKernel kernel, Case program) {
        if (kernel.taskControl().isPresent()) {
            return Optional.empty();
        }
        if (program.tasks().size() > 1) {
            return Optional.of(
                    "it needs " + program.tasks().size() + " tasks, and " + kernel.name() + " cannot make any");
        }
        return program.steps().stream()
                .filter(step -> NEED_TASKS.contains(step.op()))
                .findFirst()
                .map(step -> "it needs " + step.op().text() + ", which " + kernel.name() + " cannot do");
    }

    /** Makes the tasks of a program; the steps performed need not be its own. */
    public Execution(MachKernel kernel, Case program) {
        this(kernel, program, BlockProbe.of(kernel));
    }

    /** As {@link #Execution(MachKernel, Case)}, with another way to tell whether a thread waits. */
    public Execution(MachKernel kernel, Case program, BlockProbe probe) {
        obstacle(kernel, program).ifPresent(why -> {
            throw new IllegalArgumentException(program.name() + " cannot run: " + why);
        });
        this.kernel = kernel;
        this.control = kernel.taskControl().orElse(null);
        this.probe = probe;
        this.firstTask = program.tasks().get(0);
        for (String label : program.tasks()) {
            MachTask task = control == null ? kernel.task() : control.createTask(label);
            tasks.put(label, new CaseTask(label, task, control != null, control != null));
        }
    }

    /**
     * Performs a step, and waits until every thread of the case waits in the kernel or has come back.
     *
     * @throws KernelFaultException where the kernel threw instead of answering
     * @throws InterruptedException where the calling thread was interrupted while it waited for the threads
     */
    public Answer perform(Step step) throws InterruptedException {
        doing = step.op().text();
        Set<String> unbound = new LinkedHashSet<>();
        probe.stirred();
        Fields out;
        try {
            out = step.op().ofHarness() ? performOfHarness(step, unbound) : performCall(step, unbound);
        } catch (RuntimeException | Error e) { // a simulated panic is an error
            throw new KernelFaultException("the kernel threw " + e, e);
        }
        settle();
        workers.retire(step.thread());
        doing = "nothing";
        if (step.thread() != null) {
            out = state(threads.get(step.thread()));
        }
        return new Answer(out, unbound);
    }

    /** The number that a port name among a step's inputs stands for; 0 where no answer has bound its label. */
    public int number(Step step, String key) {
        return taskOf(step).new Inputs(step.in(), new LinkedHashSet<>()).port(key);
    }

    /** The label of a name that the first task has got otherwise than by a step. */
    public Value label(int name) {
        return task(firstTask).ports().of(name);
    }

    /** What a task of the case holds; it always tells what is so when it is asked. */
    public TaskView view(String label) {
        return new TaskView(task(label));
    }

    private CaseTask taskOf(Step step) {
        return task(step.task() == null ? firstTask : step.task());
    }

    private CaseTask task(String label) {
        CaseTask task = tasks.get(label);
        if (task == null) {
            throw new IllegalArgumentException("no task " + label + " in " + tasks.keySet());
        }
        return task;
    }

    private Fields performCall(Step step, Set<String> unbound) {
        CaseTask task = taskOf(step);
        PreparedCall call = new Calls(task, tasks.values()).prepare(step.op(), task.new Inputs(step.in(), unbound));
        if (step.thread() == null) {
            return call.call().tell();
        }
        ThreadCall thread = new ThreadCall(task, step, step.thread(), call, control == null);
        if (threads.putIfAbsent(step.thread(), thread) != null) {
            throw new IllegalArgumentException("thread " + step.thread() + " has a call that is not joined yet");
        }
        workers.assign(thread);
        thread.start();
        return Fields.NONE;
    }

    private Fields performOfHarness(Step step, Set<String> unbound) {
        CaseTask task = taskOf(step);
        Fields in = step.in();
        return switch (step.op()) {
            case COPY_RIGHT -> {
                CaseTask to = task(in.text("to"));
                CaseTask.Inputs inputs = task.new Inputs(in, unbound);
                int[] name = new int[1];
                int ret = requireControl()
                        .copyRight(task.task(), inputs.port("name"), inputs.word("disp"), to.task(), name);
                Fields.Builder out = Fields.builder().put("ret", Num.ofU32(ret));
                yield ret == 0 ? out.put("name", to.ports().of(name[0])).build() : out.build();
            }
            case TASK_IMPORTANCE -> {
                int ret = requireControl().setImportance(task.task(), in.word("donor") != 0, in.word("receiver") != 0);
                yield Fields.builder().put("ret", Num.ofU32(ret)).build();
            }
            case TASK_TERMINATE -> {
                requireControl().terminate(task(in.text("victim")).task());
                yield RET_0;
            }
            case JOIN -> {
                ThreadCall thread = thread(in.text("of"));
                if (!thread.isDone()) {
                    yield state(thread);
                }
                threads.remove(thread.label());
                yield thread.tell();
            }
            case STATES -> {
                Fields.Builder states = Fields.builder();
                threads.forEach((label, thread) -> states.put(label, thread.isDone() ? DONE : BLOCKED));
                yield Fields.builder().put("threads", states.build()).build();
            }
            case ABORT -> {
                abort(workers.served(thread(in.text("of"))));
                yield RET_0;
            }
            case DUMP -> new Calls(in.has("of") ? task(in.text("of")) : task, tasks.values()).dump();
            default -> throw new IllegalArgumentException(step.op().text() + " is not done by the harness");
        };
    }

    private TaskControl requireControl() {
        if (control == null) {
            throw new IllegalArgumentException(kernel.name() + " does not own its tasks");
        }
        return control;
    }

    private ThreadCall thread(String label) {
        ThreadCall thread = threads.get(label);
        if (thread == null) {
            throw new IllegalArgumentException("no thread " + label + " in " + threads.keySet());
        }
        return thread;
    }

    /** Interrupts a call; one that has come back is left alone, since its Java thread may serve another. */
    private void abort(ThreadCall call) {
        Thread inside = call.thread();
        if (call.isDone() || inside == null) {
            return;
        }
        if (control != null) {
            control.abort(inside);
            return;
        }
        int ret = kernel.task().calls().thread_abort(call.port());
        if (ret != 0) {
            throw new IllegalStateException("thread_abort returned " + ret);
        }
    }

    private static Fields state(@Nullable ThreadCall thread) {
        boolean done = thread != null && thread.isDone();
        return Fields.builder().put("state", done ? DONE : BLOCKED).build();
    }

    /**
     * Waits until each thread waits or has come back. One that moves may have woken one that was seen waiting before, so
     * that only as many quiet rounds in a row as there are threads prove that nothing moves.
     */
    private void settle() throws InterruptedException {
        int quietRounds = 0;
        int waits = 0;
        while (quietRounds <= threads.size() && !threads.isEmpty()) {
            if (allQuiet()) {
                quietRounds++;
                continue;
            }
            quietRounds = 0;
            pause(waits++);
        }
        for (ThreadCall thread : threads.values()) {
            Throwable failure = thread.failure();
            if (failure != null) {
                throw new KernelFaultException("the kernel threw " + failure + " on thread " + thread.label(), failure);
            }
        }
    }

    private boolean allQuiet() {
        for (ThreadCall thread : threads.values()) {
            if (!thread.isDone() && !isBlocked(thread)) {
                return false;
            }
        }
        return true;
    }

    private boolean isBlocked(ThreadCall call) {
        Thread thread = call.thread();
        return thread != null && probe.isBlocked(thread);
    }

    /** Threads move for microseconds as a rule: first without giving up the processor, then by yielding it, then by sleeping. */
    @SuppressWarnings(
            "ThreadPriorityCheck") // nothing hangs on the yield: it only lets the threads have the processor sooner
    private static void pause(int waits) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("while waiting for the threads of a case");
        }
        if (waits < 100) {
            Thread.onSpinWait();
        } else if (waits < 2000) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(100_000);
        }
    }

    /** What each thread of the case is doing, for a case that does not come to its end. May be asked by any thread. */
    public String describeThreads() {
        StringBuilder text = new StringBuilder("case thread: " + doing);
        for (ThreadCall thread : List.copyOf(threads.values())) {
            text.append(System.lineSeparator())
                    .append(thread.label())
                    .append(" (task ")
                    .append(thread.task().label())
                    .append(", ")
                    .append(thread.step().op().text())
                    .append("): ")
                    .append(thread.isDone() ? "done" : isBlocked(thread) ? "blocked" : "running");
            Thread inside = thread.thread();
            if (!thread.isDone() && inside != null) {
                for (StackTraceElement frame : inside.getStackTrace()) {
                    text.append(System.lineSeparator()).append("    at ").append(frame);
                }
            }
        }
        return text.toString();
    }

    /**
     * Ends the tasks, or on a kernel that does not own them interrupts the threads and destroys the names that the
     * case has seen.
     *
     * @throws KernelFaultException where a thread does not come back all the same
     */
    @Override
    public void close() {
        doing = "ending the tasks";
        if (control != null) {
            tasks.values().forEach(task -> control.terminate(task.task()));
        } else {
            // libSystem repeats a call that was interrupted; one whose port is gone comes back.
            tasks.values().forEach(Execution::destroyNames);
        }
        long deadline = System.nanoTime() + LEAVE_NANOS;
        for (ThreadCall thread : threads.values()) {
            awaitEnd(thread, deadline);
        }
        if (control == null) {
            tasks.values().forEach(task -> task.memory().free());
            tasks.values().forEach(Execution::destroyNames);
        }
        // Buffers in the memory of a task that has ended went with it.
    }

    private void awaitEnd(ThreadCall thread, long deadline) {
        boolean interrupted = false;
        try {
            boolean back = false;
            while (!back && System.nanoTime() < deadline) {
                if (control == null && thread.port() != 0) {
                    abort(thread);
                }
                try {
                    back = thread.await(control == null ? 20 : 200);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        if (!thread.isDone()) {
            throw new KernelFaultException(
                    "thread " + thread.label() + " did not come back from "
                            + thread.step().op().text() + " when its task ended",
                    null);
        }
    }

    /**
     * Destroys what the case has made and is still there. Not what a guard protects: a kernel with guards would end the process for
     * it, and for a name that is not there perhaps, too.
     */
    private static void destroyNames(CaseTask task) {
        for (int[] nameAndType : NameLists.names(task).list()) {
            int name = nameAndType[0];
            if (task.ports().knows(name)
                    && name != task.self()
                    && !task.wasThere(name)
                    && !isGuarded(task, nameAndType)) {
                task.calls().mach_port_destroy(task.self(), name);
            }
        }
    }

    private static boolean isGuarded(CaseTask task, int[] nameAndType) {
        if ((nameAndType[1] & MachPort.MACH_PORT_TYPE_RECEIVE) == 0) {
            return false;
        }
        int[] status = new int[MachPort.MACH_PORT_RECEIVE_STATUS_COUNT];
        int[] count = {status.length};
        int ret = task.calls()
                .mach_port_get_attributes(
                        task.self(), nameAndType[0], MachPort.MACH_PORT_RECEIVE_STATUS, status, count);
        // The flags are the last word of mach_port_status_t.
        return ret == 0 && (status[status.length - 1] & MachPort.MACH_PORT_STATUS_FLAG_GUARDED) != 0;
    }
}
