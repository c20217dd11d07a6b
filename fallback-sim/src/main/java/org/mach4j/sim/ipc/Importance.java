// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

import org.jspecify.annotations.Nullable;

/** Importance inheritance, as far as it shows (spec 05 §14). */
final class Importance {
    private Importance() {}

    /**
     * Changes the count of importance-carrying messages of a port, of every port it is in transit behind, and of the
     * task at the end of that chain. No port lock is held.
     */
    static void change(IpcThread thread, Port port, int delta) {
        Port current = port;
        while (true) {
            Port next;
            current.lock.lock();
            try {
                current.importance += delta;
                next = current.destination;
                if (next == null) {
                    assertTask(current, delta);
                    return;
                }
            } finally {
                current.lock.unlock();
            }
            current = next;
        }
    }

    /** Port locked. */
    private static void assertTask(Port base, int delta) {
        Space space = base.receiver;
        if (base.active && !base.temporaryOwner && space != null && space.task.importanceReceiver) {
            space.task.assertions.addAndGet(delta);
        }
    }

    /** The share of a port that leaves its task, or dies there. Port locked, receiver still set. */
    static void dropShare(Port port) {
        Space space = port.receiver;
        if (port.importance != 0 && !port.temporaryOwner && space != null && space.task.importanceReceiver) {
            space.task.assertions.addAndGet(-port.importance);
        }
    }

    /** Whether a send by this task to this port carries importance. Port locked. */
    static boolean donates(@Nullable IpcTask task, Port port) {
        return port.importanceDonation && task != null && task.donatesImportance();
    }
}
