// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A Java thread as a thread of a task: what it waits for, the message handed to it, and the work it has put off.
 *
 * <p><b>Waiting.</b> A thread puts itself into a wait list under the lock of the port or set, and waits without it.
 * Whoever takes it out of the list, under the same lock, decides its state and <em>chooses</em> it. A chosen thread runs
 * when its chooser's call ends or waits: the chooser hands over a baton, the list of the threads it chose, to the first
 * of them, which hands the rest on when its own call ends or waits. So threads that one call sets free run one after
 * the other in the order in which they were freed, as on a machine with one processor, and what a program can see of
 * that order is the same in every run (spec 05 §4.3, §17 leave it open). Threads freed by different calls run in
 * parallel.
 *
 * <p>Fields without a word about locks belong to the thread alone.
 */
public final class IpcThread extends WaitElement {
    private static final int SCRATCH_SIZE = 256;

    /** What ended a wait, or none did yet. */
    enum Wake {
        /** In a wait list. */
        WAITING,
        /** A message was handed over; also where it does not fit and is consumed. */
        MESSAGE,
        /** A message was too large and stayed; the thread asked to be told. */
        TOO_LARGE,
        /** A place in a full queue was granted. */
        GRANTED,
        /** The port or set died, or the receive right left. */
        CHANGED,
        TIMED_OUT,
        INTERRUPTED,
        /** The thread's task ends. */
        TASK_DIED
    }

    private static final ThreadLocal<IpcThread> CURRENT =
            ThreadLocal.withInitial(() -> new IpcThread(Thread.currentThread()));

    final Thread javaThread;
    /** The task in whose call the thread is, or last was. */
    private @Nullable IpcTask task;

    /** Bytes on their way between the task and the kernel. */
    byte[] scratch = new byte[SCRATCH_SIZE];

    final CopiedIn copiedIn = new CopiedIn();

    /** The reply of a kernel object could not be queued: the failed send has nothing to give back (spec 01 §5.4). */
    boolean replyFailed;

    /** The context of the port whose message is being delivered. */
    long context;
    /** Why a lookup failed. */
    int lookupError;

    /** The message just copied in passes the queue limit (spec 02 §6.7). */
    boolean sendAlways;
    /** The {@code MACH_MSG_*_SPACE} and {@code _KERNEL} bits of the copying out that goes on. */
    int copyOutErrors;

    // The saved receive state (spec 01 §6.2). Written by the thread before it waits, then by whoever chooses it.
    int receiveSize;
    int receiveOption;
    int receiverName;
    int tooLargeSize;
    int sequenceNumber;

    @Nullable Message received;
    /** The message taken does not fit: it is consumed, and only an error is delivered. */
    boolean receivedTooLarge;

    // Waiting.
    /** Guarded by the lock of what is waited for; volatile for the waiting thread and for those who look. */
    private volatile Wake wake = Wake.CHANGED;
    /** Whether this waits to send, else to receive. */
    boolean waitsToSend;
    /**
     * The list this waits in, or last waited in: its lock guards {@link #wake}. One field for both, since who gives up a
     * thread's wait reads it without the lock, and the thread may be in another list a moment later.
     */
    private @Nullable WaitList waitList;

    private volatile boolean released;
    private boolean countedAsWaiting;
    private boolean interruptSeen;

    /** The threads to set running: a list through {@link #nextChosen}. */
    private @Nullable IpcThread firstChosen;

    private @Nullable IpcThread lastChosen;
    private @Nullable IpcThread nextChosen;
    /** The rest of the list that came with the baton; written before {@link #released}. */
    private @Nullable IpcThread inheritedFirst;

    private @Nullable IpcThread inheritedLast;

    // Messages waiting to be destroyed (spec 02 §16.6).
    private @Nullable Message firstDying;
    private @Nullable Message lastDying;

    private IpcThread(Thread javaThread) {
        this.javaThread = javaThread;
    }

    /** The calling Java thread, entering the kernel as a thread of a task. {@link #leaveKernel} must follow. */
    public static IpcThread enter(IpcTask task) {
        IpcThread thread = CURRENT.get();
        thread.task = task;
        return thread;
    }

    /** The task in whose call the thread is. */
    public IpcTask task() {
        IpcTask current = task;
        if (current == null) {
            throw new IllegalStateException("not in a call of any task");
        }
        return current;
    }

    public Thread javaThread() {
        return javaThread;
    }

    /** Why the last lookup that returned nothing failed. */
    public int lookupError() {
        return lookupError;
    }

    /** Scratch of at least so many bytes; what it held may be gone. */
    byte[] scratch(int size) {
        if (scratch.length < size) {
            scratch = new byte[Math.max(size, 2 * scratch.length)];
        }
        return scratch;
    }

    // --- waiting ------------------------------------------------------------------------------------------------

    /** Whether the thread is in a wait list and nobody has chosen it. */
    boolean isWaiting() {
        return wake == Wake.WAITING;
    }

    /** Puts this thread at the end of a wait list. The list's lock is held; {@link #await} must follow without it. */
    void enterWait(WaitList list, boolean toSend) {
        waitList = list;
        waitsToSend = toSend;
        released = false;
        if (!countedAsWaiting) {
            countedAsWaiting = true;
            task().waitingCalls.incrementAndGet();
        }
        // Known before it can be chosen, so that neither an abort nor the end of the task misses it.
        task().kernel.waiting.put(javaThread, this);
        wake = Wake.WAITING;
        list.append(this);
    }

    /** Takes the thread out of its wait list for a reason. The list's lock is held. */
    void choose(Wake reason, WaitList list, IpcThread chooser) {
        list.remove(this);
        wake = reason;
        chooser.runLater(this);
    }

    /**
     * Waits until chosen, or until the deadline, or an interruption.
     *
     * @param timeout in milliseconds, unsigned, or negative for none
     */
    Wake await(long timeout) {
        setChosenRunning();
        long deadline = timeout < 0 ? 0 : System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeout);
        IpcTask current = task();
        while (!released) {
            if (Thread.interrupted()) {
                interruptSeen = true;
                giveUp(Wake.INTERRUPTED, current);
            } else if (!isWaiting()) {
                LockSupport.park(this);
            } else if (current.terminating) {
                giveUp(Wake.TASK_DIED, current);
            } else if (timeout >= 0) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    giveUp(Wake.TIMED_OUT, current);
                } else {
                    LockSupport.parkNanos(this, left);
                }
            } else {
                LockSupport.park(this);
            }
        }
        current.kernel.waiting.remove(javaThread, this);
        firstChosen = inheritedFirst;
        lastChosen = inheritedLast;
        inheritedFirst = null;
        inheritedLast = null;
        return wake;
    }

    /**
     * Leaves the wait list, unless someone chose this thread first: then its baton is on the way. A wait in a call of
     * another task than the given one is left alone: a Java thread is a thread of each task it calls into.
     */
    private boolean giveUp(Wake reason, IpcTask waitsIn) {
        while (isWaiting()) {
            WaitList list = waitList;
            if (list == null) {
                return false;
            }
            list.lock.lock();
            try {
                // An aborter may have looked at an earlier wait of this thread.
                if (isWaiting() && list == waitList) {
                    if (task != waitsIn) {
                        return false;
                    }
                    list.remove(this);
                    wake = reason;
                    released = true;
                    return true;
                }
            } finally {
                list.lock.unlock();
            }
        }
        return false;
    }

    /** Ends a wait in a call of a task that ends. Called by any thread. */
    void die(IpcTask dying) {
        if (giveUp(Wake.TASK_DIED, dying)) {
            LockSupport.unpark(javaThread);
        }
    }

    /**
     * Ends a wait in a call of a task as {@code thread_abort} does (spec 05 §12). Called by any thread.
     *
     * @return whether there was a wait to end
     */
    public boolean abort(IpcTask waitsIn) {
        boolean aborted = giveUp(Wake.INTERRUPTED, waitsIn);
        if (aborted) {
            LockSupport.unpark(javaThread);
        }
        return aborted;
    }

    private void runLater(IpcThread chosen) {
        chosen.nextChosen = null;
        if (lastChosen == null) {
            firstChosen = chosen;
        } else {
            lastChosen.nextChosen = chosen;
        }
        lastChosen = chosen;
    }

    boolean countsAsWaiting() {
        return countedAsWaiting;
    }

    /** Lets the threads this call has freed run before it ends. */
    public void letChosenRun() {
        setChosenRunning();
    }

    /** Hands the baton on. */
    private void setChosenRunning() {
        IpcThread first = firstChosen;
        if (first == null) {
            return;
        }
        IpcThread rest = first.nextChosen;
        first.nextChosen = null;
        first.inheritedFirst = rest;
        first.inheritedLast = rest == null ? null : lastChosen;
        firstChosen = null;
        lastChosen = null;
        first.released = true;
        LockSupport.unpark(first.javaThread);
    }

    /** To be called at the end of every call into the kernel, in a {@code finally}. */
    public void leaveKernel() {
        setChosenRunning();
        if (countedAsWaiting) {
            countedAsWaiting = false;
            task().waitingCalls.decrementAndGet();
        }
        if (interruptSeen) {
            interruptSeen = false;
            Thread.currentThread().interrupt();
        }
    }

    // --- messages to destroy ------------------------------------------------------------------------------------

    /** Puts a chain of messages at the end of the list; returns whether the list was empty, so that the caller must reap. */
    boolean addDying(Message first) {
        boolean wasEmpty = firstDying == null;
        Message last = lastDying;
        if (last == null) {
            firstDying = first;
        } else {
            last.next = first;
        }
        Message end = first;
        while (end.next != null) {
            end = end.next;
        }
        lastDying = end;
        return wasEmpty;
    }

    @Nullable Message firstDying() {
        return firstDying;
    }

    void removeFirstDying() {
        Message first = firstDying;
        if (first != null) {
            firstDying = first.next;
            first.next = null;
            if (firstDying == null) {
                lastDying = null;
            }
        }
    }
}
