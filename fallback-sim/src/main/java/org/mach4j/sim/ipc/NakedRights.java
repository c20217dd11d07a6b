// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

import org.jspecify.annotations.Nullable;

/** Rights that the kernel itself holds (spec 03 §12). No lock is held by callers. */
public final class NakedRights {
    private NakedRights() {}

    /** Makes a send right; {@link Port#DEAD} of a dead port. */
    public static Port makeSend(Port port) {
        port.lock.lock();
        try {
            if (!port.active) {
                return Port.DEAD;
            }
            port.makeSendCount++;
            port.sendRights++;
            return port;
        } finally {
            port.lock.unlock();
        }
    }

    /** Another send right of one that is held: null of null, {@link Port#DEAD} of a dead port. */
    public static @Nullable Port copySend(@Nullable Port port) {
        if (port == null || port == Port.DEAD) {
            return port;
        }
        port.lock.lock();
        try {
            if (!port.active) {
                return Port.DEAD;
            }
            port.sendRights++;
            return port;
        } finally {
            port.lock.unlock();
        }
    }

    /** Gives up a send right; the last one may tell of no senders. */
    public static void releaseSend(IpcThread thread, @Nullable Port port) {
        if (port != null && port != Port.DEAD) {
            PortDeath.releaseSend(thread, port);
        }
    }

    /**
     * Destroys what was queued at a port of the kernel that outlives all tasks: replies sent to it stay there for ever
     * (spec 02 §10.1 step 2), and nobody can see them any more.
     */
    public static void destroyQueued(IpcThread thread, Port port) {
        Message queued;
        port.lock.lock();
        try {
            queued = port.queue.destroy(thread);
        } finally {
            port.lock.unlock();
        }
        if (queued != null) {
            MessageDeath.destroyAll(thread, queued);
        }
    }

    /** Destroys a port of the kernel: all holders of send rights get dead names. */
    public static void destroyKernelPort(IpcThread thread, Port port) {
        PortDeath.destroy(thread, port);
    }
}
