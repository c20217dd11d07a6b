// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.kern;

import static org.mach4j.abi.IpcObjectTypes.IPC_OTYPE_THREAD_CONTROL;

import java.lang.ref.WeakReference;
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
    /** What {@code mach_thread_self} gives. Guarded by this. */
    private @Nullable Port self = NakedRights.makeSend(port);

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

    synchronized @Nullable Port copySelf() {
        return NakedRights.copySend(self);
    }

    /** Replaces the self port; the old right is released. */
    void setSelf(IpcThread current, @Nullable Port right) {
        Port old;
        synchronized (this) {
            old = self;
            self = right;
        }
        NakedRights.releaseSend(current, old);
    }

    /** Interrupts the thread's wait, if it waits in a call of this kernel (spec 05 §12). */
    void abort() {
        Thread javaThread = thread.get();
        IpcThread waiting = javaThread == null ? null : task.ipc().kernel().waiting(javaThread);
        if (waiting != null) {
            waiting.abort();
        }
    }

    void terminate(IpcThread current) {
        setSelf(current, null);
        NakedRights.destroyKernelPort(current, port);
    }

    @Override
    public String toString() {
        Thread javaThread = thread.get();
        return "thread " + (javaThread == null ? "(ended)" : javaThread.getName()) + " of " + task.label();
    }
}
