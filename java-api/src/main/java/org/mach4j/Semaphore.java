// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.mach4j.abi.KernReturn;

/**
 * A counting semaphore of the kernel ({@code <mach/semaphore.h>}): threads of several tasks wait for it and signal it, each
 * task by a send right of its own.
 *
 * <p>Who made it ({@link Mach#createSemaphore}) gives others a copy of its right in a message
 * ({@code add(Transfer.copySend(semaphore.right()))}), of which they make a semaphore again ({@link #of}). A semaphore ends
 * when its maker closes it, and when its maker's task ends.
 *
 * <p>Thread-safe.
 */
public final class Semaphore implements AutoCloseable {
    static final int SYNC_POLICY_FIFO = 0;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Mach mach;
    private final SendRight right;
    private final boolean made;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param made whether the semaphore ends with this object */
    Semaphore(SendRight right, boolean made) {
        this.mach = right.mach();
        this.right = right;
        this.made = made;
    }

    /**
     * A semaphore that another task has made.
     *
     * @param right to it, which belongs to the semaphore from now on
     */
    public static Semaphore of(SendRight right) {
        return new Semaphore(mine(right), false);
    }

    private static SendRight mine(SendRight right) {
        return new SendRight(right.mach(), right.spend("made a semaphore"));
    }

    /** The right to the semaphore, which stays here: to be copied into messages. */
    public SendRight right() {
        return right;
    }

    /**
     * Lets the first waiter go, or counts one up ({@code semaphore_signal}).
     *
     * @throws MachException {@code KERN_INVALID_ARGUMENT} where the semaphore has ended
     * @throws IllegalStateException where this object is closed
     */
    public void signal() {
        int name = right.use();
        try {
            mach.check(mach.calls().semaphore_signal(name), "semaphore_signal", name);
        } finally {
            right.unuse();
        }
    }

    /** Lets all waiters go; the count is 0 then ({@code semaphore_signal_all}). Fails as {@link #signal}. */
    public void signalAll() {
        int name = right.use();
        try {
            mach.check(mach.calls().semaphore_signal_all(name), "semaphore_signal_all", name);
        } finally {
            right.unuse();
        }
    }

    /**
     * Counts one down, waiting until there is one ({@code semaphore_wait}).
     *
     * @throws MachInterruptedException where the thread is interrupted while it waits; nothing was counted
     * @throws MachException {@code KERN_TERMINATED} where the semaphore ends meanwhile, {@code KERN_INVALID_ARGUMENT} where it
     *     had ended before
     * @throws IllegalStateException where this object is closed
     */
    public void await() {
        awaitUntil(Deadline.in(null));
    }

    /**
     * As {@link #await()}, waiting at most so long ({@code semaphore_timedwait}). With {@link Duration#ZERO} it does not wait.
     *
     * @throws MachTimeoutException {@code KERN_OPERATION_TIMED_OUT}; nothing was counted
     */
    public void await(Duration timeout) {
        awaitUntil(Deadline.in(timeout));
    }

    private void awaitUntil(long deadline) {
        int name = right.use();
        try {
            while (true) {
                int code = awaitOnce(name, deadline);
                if (code == KernReturn.KERN_SUCCESS) {
                    return;
                }
                if (code != KernReturn.KERN_ABORTED && code != KernReturn.KERN_OPERATION_TIMED_OUT) {
                    throw new MachException(code, waiting(name));
                }
                if (Deadline.hasPassed(deadline)) {
                    throw new MachTimeoutException(KernReturn.KERN_OPERATION_TIMED_OUT, waiting(name), null);
                }
                boolean interrupted =
                        code == KernReturn.KERN_ABORTED ? Thread.currentThread().isInterrupted() : mach.isInterrupted();
                if (interrupted) {
                    throw new MachInterruptedException(KernReturn.KERN_ABORTED, waiting(name), null);
                }
            }
        } finally {
            right.unuse();
        }
    }

    private static String waiting(int name) {
        return "semaphore_wait of " + Names.hex(name);
    }

    private int awaitOnce(int name, long deadline) {
        if (mach.waitsForever(deadline)) {
            return mach.calls().semaphore_wait(name);
        }
        int millis = mach.millis(deadline);
        return mach.calls().semaphore_timedwait(name, millis / 1000, (int) (millis % 1000 * NANOS_PER_MILLI));
    }

    /**
     * Gives the right back. Where this task made the semaphore, it ends before ({@code semaphore_destroy}): who waits for it
     * gets {@code KERN_TERMINATED}, and others' rights to it become dead names. Closing again does nothing.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (made && mach.isOpen() && !right.isDead()) {
            mach.check(mach.calls().semaphore_destroy(mach.task(), right.name()), "semaphore_destroy", right.name());
        }
        right.close();
    }

    @Override
    public String toString() {
        return "semaphore by " + right;
    }
}
