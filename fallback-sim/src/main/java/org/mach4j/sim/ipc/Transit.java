// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

import java.util.concurrent.locks.ReentrantLock;

/** Receive rights that travel in messages (spec 02 §9). */
final class Transit {
    private Transit() {}

    /**
     * Puts a port in limbo in transit to the destination of the message that carries it, unless that would close a
     * loop: then the port stays in limbo.
     *
     * @return whether it is circular
     */
    static boolean enter(IpcThread thread, Port port, Port destination) {
        if (port == destination) {
            return true;
        }
        // All ports enter transit under this lock; leaving transit can only break a chain.
        ReentrantLock lock = thread.task().kernel.transitLock;
        lock.lock();
        try {
            Port base = destination;
            for (Port next = base.destination; next != null; next = base.destination) {
                base = next;
            }
            if (base == port) {
                return true;
            }
            int importance;
            port.lock.lock();
            try {
                port.destination = destination;
                port.temporaryOwner = false;
                importance = port.importance;
            } finally {
                port.lock.unlock();
            }
            if (importance != 0) {
                Importance.change(thread, destination, importance);
            }
            return false;
        } finally {
            lock.unlock();
        }
    }
}
