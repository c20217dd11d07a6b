// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A call on a thread of its own. */
final class ThreadCall {
    /** Threads are made for each case by the thousand, and cost more than what most calls do. */
    private static final ExecutorService POOL = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "case thread");
        thread.setDaemon(true);
        return thread;
    });

    private final String label;
    private final CaseTask task;
    private final Step step;
    private final PreparedCall call;
    private final boolean nativeThread;

    private volatile @Nullable Thread thread;

    private final CountDownLatch back = new CountDownLatch(1);

    private volatile int port;
    private volatile PreparedCall.@Nullable Answer answer;
    private volatile @Nullable Throwable failure;

    /** @param nativeThread whether the thread must hold its own port to be interrupted by */
    ThreadCall(CaseTask task, Step step, String label, PreparedCall call, boolean nativeThread) {
        this.label = label;
        this.task = task;
        this.step = step;
        this.call = call;
        this.nativeThread = nativeThread;
    }

    void start() {
        POOL.execute(this::run);
    }

    private void run() {
        thread = Thread.currentThread();
        try {
            if (nativeThread) {
                port = task.calls().mach_thread_self();
                // Both stay the thread's when the case ends: it serves other cases, and libSystem has noted its reply
                // port.
                task.setAside(port);
                task.setAside(task.calls().mig_get_reply_port());
            }
            answer = call.call();
        } catch (Throwable e) { // whatever it is: the step that waits for the call reports it
            failure = e;
        } finally {
            back.countDown();
        }
    }

    /** Waits at most so long for the call to come back; whether it has. */
    boolean await(long millis) throws InterruptedException {
        return back.await(millis, TimeUnit.MILLISECONDS);
    }

    String label() {
        return label;
    }

    CaseTask task() {
        return task;
    }

    Step step() {
        return step;
    }

    /** The thread that makes the call; null until it has begun. */
    @Nullable Thread thread() {
        return thread;
    }

    /** The port by which {@code thread_abort} reaches the thread, on a native kernel. */
    int port() {
        return port;
    }

    /** Whether the call has come back. */
    boolean isDone() {
        return answer != null || failure != null;
    }

    /** What the call threw, or null. */
    @Nullable Throwable failure() {
        return failure;
    }

    /** Tells the answer of a call that has come back. */
    Fields tell() {
        PreparedCall.Answer come = answer;
        if (come == null) {
            throw new IllegalStateException("thread " + label + " has not come back");
        }
        return come.tell();
    }
}
