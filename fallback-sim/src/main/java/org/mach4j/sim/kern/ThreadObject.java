// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.kern;

import static org.mach4j.abi.IpcObjectTypes.IPC_OTYPE_THREAD_CONTROL;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.mach4j.sim.ipc.IpcThread;
import org.mach4j.sim.ipc.KernelObject;
import org.mach4j.sim.ipc.NakedRights;
import org.mach4j.sim.ipc.Port;

/** What a thread port stands for: a Java thread as a thread of one task. */
final class ThreadObject implements KernelObject {

    final KernelTask task;
    final Port port = Port.ofKernel(this);
    /** Weak: a thread that ended must not be kept by the tasks it once called into. */
    private final WeakReference<Thread> thread;
    /** Guards the fields below; a virtual thread may wait for it without keeping its carrier. */
    private final ReentrantLock lock = new ReentrantLock();
    /** What {@code mach_thread_self} gives. */
    private @Nullable Port self = NakedRights.makeSend(port);

    private boolean ended;

    ThreadObject(KernelTask task, Thread thread) {
        this.task = task;
        this.thread = new WeakReference<>(thread);
    }

    @Override
    public int kind() {
        return IPC_OTYPE_THREAD_CONTROL;
    }

    @Override
    public long address() {
        return Integer.toUnsignedLong(System.identityHashCode(this));
    }

    @Nullable Port copySelf() {
        lock.lock();
        try {
            return NakedRights.copySend(self);
        } finally {
            lock.unlock();
        }
    }

    /** Tells what the thread holds, for inspection. */
    void hold(List<KernelTask.Held> held) {
        Thread javaThread = thread.get();
        lock.lock();
        try {
            KernelTask.hold(held, "thread " + (javaThread == null ? "" : javaThread.getName()), self);
        } finally {
            lock.unlock();
        }
    }

    /** Replaces the self port; the old right is released. A thread whose task ended keeps none. */
    void setSelf(IpcThread current, @Nullable Port right) {
        Port released = right;
        lock.lock();
        try {
            if (!ended) {
                released = self;
                self = right;
            }
        } finally {
            lock.unlock();
        }
        NakedRights.releaseSend(current, released);
    }

    /** Interrupts the thread's wait, if it waits in a call of this kernel (spec 05 §12). */
    void abort() {
        Thread javaThread = thread.get();
        IpcThread waiting = javaThread == null ? null : task.ipc().kernel().waiting(javaThread);
        if (waiting != null) {
            waiting.abort(task.ipc());
        }
    }

    void terminate(IpcThread current) {
        lock.lock();
        ended = true;
        Port last = self;
        self = null;
        lock.unlock();
        NakedRights.releaseSend(current, last);
        NakedRights.destroyKernelPort(current, port);
    }

    @Override
    public String toString() {
        Thread javaThread = thread.get();
        return "thread " + (javaThread == null ? "(ended)" : javaThread.getName()) + " of " + task.label();
    }
}
