// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What all tasks of one simulated kernel share. */
public final class IpcKernel {
    final KernelProfile profile;
    final KernelServer server;
    public final Counters counters = new Counters();

    /** Held while a port is put in transit, so that no two of them close a loop (spec 02 §9). Before any port's lock. */
    final ReentrantLock transitLock = new ReentrantLock();

    /** Threads that wait, or were chosen and do not run yet. */
    final Map<Thread, IpcThread> waiting = new ConcurrentHashMap<>();

    private final AtomicLong deaths = new AtomicLong();

    /** Ports that nobody can destroy any more: lost by an insertion (spec 04 Q4-2) or a guard violation (spec 03 Q-5). */
    private final Set<Port> orphans = ConcurrentHashMap.newKeySet();

    public IpcKernel(KernelProfile profile, KernelServer server) {
        this.profile = profile;
        this.server = server;
    }

    long nextDeathTime() {
        return deaths.incrementAndGet();
    }

    void orphaned(Port port) {
        orphans.add(port);
    }

    /**
     * Destroys the ports that were lost by a fault of the real kernel. Right once the last task is gone, when no
     * program can see it.
     */
    public void releaseOrphans(IpcThread thread) {
        for (Port port : orphans) {
            releaseOrphan(thread, port);
        }
    }

    void releaseOrphan(IpcThread thread, Port port) {
        if (orphans.remove(port)) {
            PortDeath.destroy(thread, port);
        }
    }

    /** The thread's wait in one of this kernel's tasks, or null where it does not wait. */
    public @Nullable IpcThread waiting(Thread thread) {
        IpcThread waiter = waiting.get(thread);
        return waiter != null && waiter.isWaiting() ? waiter : null;
    }
}
