// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

import static org.mach4j.abi.IpcObjectTypes.IPC_OTYPE_SEMAPHORE;
import static org.mach4j.abi.KernReturn.KERN_ABORTED;
import static org.mach4j.abi.KernReturn.KERN_OPERATION_TIMED_OUT;
import static org.mach4j.abi.KernReturn.KERN_SUCCESS;
import static org.mach4j.abi.KernReturn.KERN_TERMINATED;

import java.util.concurrent.locks.ReentrantLock;

/**
 * A counting semaphore, which a kernel-owned port stands for, as Mach's manual has it ({@code semaphore_create} and its
 * kin). Its waiters are served in order.
 */
public final class Semaphore implements KernelObject {
    private final Port port = Port.ofKernel(this);
    /** Guards the fields below. In the lock order with the queues: no other lock is taken under it. */
    private final ReentrantLock lock = new ReentrantLock();

    private final WaitList waiting = new WaitList(lock);
    /** Greater than 0 only where nobody waits. */
    private int count;

    private boolean destroyed;

    public Semaphore(int count) {
        this.count = count;
    }

    public Port port() {
        return port;
    }

    @Override
    public int kind() {
        return IPC_OTYPE_SEMAPHORE;
    }

    @Override
    public long address() {
        return Integer.toUnsignedLong(System.identityHashCode(this));
    }

    /** Lets the first waiter go, or counts one up. */
    public int signal(IpcThread thread) {
        lock.lock();
        try {
            if (destroyed) {
                return KERN_TERMINATED;
            }
            if (waiting.first instanceof IpcThread waiter) {
                waiter.choose(IpcThread.Wake.GRANTED, waiting, thread);
            } else {
                count++;
            }
            return KERN_SUCCESS;
        } finally {
            lock.unlock();
        }
    }

    /** Lets all waiters go. The count is 0 then. */
    public int signalAll(IpcThread thread) {
        lock.lock();
        try {
            if (destroyed) {
                return KERN_TERMINATED;
            }
            count = 0;
            wakeAll(IpcThread.Wake.GRANTED, thread);
            return KERN_SUCCESS;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Counts one down, waiting until there is one.
     *
     * @param timeout in milliseconds, or negative for none
     */
    public int await(IpcThread thread, long timeout) {
        lock.lock();
        try {
            if (destroyed) {
                return KERN_TERMINATED;
            }
            if (count > 0) {
                count--;
                return KERN_SUCCESS;
            }
            thread.enterWait(waiting, false);
        } finally {
            lock.unlock();
        }
        return switch (thread.await(timeout)) {
            case GRANTED -> KERN_SUCCESS;
            case TIMED_OUT -> KERN_OPERATION_TIMED_OUT;
            case CHANGED -> KERN_TERMINATED;
            default -> KERN_ABORTED;
        };
    }

    /** Ends the semaphore: waiters return, and the rights to it become dead names. */
    public void destroy(IpcThread thread) {
        lock.lock();
        try {
            if (destroyed) {
                return;
            }
            destroyed = true;
            wakeAll(IpcThread.Wake.CHANGED, thread);
        } finally {
            lock.unlock();
        }
        NakedRights.destroyKernelPort(thread, port);
    }

    private void wakeAll(IpcThread.Wake reason, IpcThread thread) {
        while (waiting.first instanceof IpcThread waiter) {
            waiter.choose(reason, waiting, thread);
        }
    }

    @Override
    public String toString() {
        return "semaphore";
    }
}
