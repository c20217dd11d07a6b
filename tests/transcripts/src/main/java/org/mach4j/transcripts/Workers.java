// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which thread of the kernel serves which label (FORMAT, {@code abort}). A label is bound to the thread that served its call, and a
 * thread whose call has come back serves another: so an abort of an old label reaches the newer call.
 *
 * <p>This is bookkeeping alone: which Java thread makes a call does not matter to a kernel.
 */
final class Workers {
    /** A thread of the kernel. */
    private static final class Worker {
        @Nullable ThreadCall serving;
    }

    private final Map<ThreadCall, Worker> workers = new HashMap<>();

    /** Those whose call has come back, the last first. */
    private final Deque<Worker> idle = new ArrayDeque<>();

    /** The calls that have not come back, in the order in which they were started. */
    private final List<ThreadCall> busy = new ArrayList<>();

    /** Gives a call the thread that came back last, or a new one. */
    void assign(ThreadCall call) {
        Worker worker = idle.isEmpty() ? new Worker() : idle.pop();
        worker.serving = call;
        workers.put(call, worker);
        busy.add(call);
    }

    /** The call that a call's thread serves now: itself until it has come back. */
    ThreadCall served(ThreadCall call) {
        Worker worker = workers.get(call);
        return worker == null || worker.serving == null ? call : worker.serving;
    }

    /**
     * Notes which calls have come back in a step: first the step's own, which returned before those that it woke, then the others in
     * the order in which they were started.
     *
     * @param started the label of the call that the step started, or null
     */
    void retire(@Nullable String started) {
        List<ThreadCall> back = new ArrayList<>(busy);
        back.removeIf(call -> !call.isDone());
        back.sort((one, other) ->
                Boolean.compare(other.label().equals(started), one.label().equals(started)));
        for (ThreadCall call : back) {
            busy.remove(call);
            Worker worker = workers.get(call);
            if (worker != null) {
                idle.push(worker);
            }
        }
    }
}
