// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.kern;

import static org.mach4j.abi.IpcObjectTypes.IPC_OTYPE_HOST;
import static org.mach4j.abi.IpcObjectTypes.IPC_OTYPE_HOST_PRIV;
import static org.mach4j.abi.SpecialPorts.HOST_PORT;
import static org.mach4j.abi.SpecialPorts.HOST_PRIV_PORT;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.mach4j.sim.ipc.IpcThread;
import org.mach4j.sim.ipc.KernelObject;
import org.mach4j.sim.ipc.NakedRights;
import org.mach4j.sim.ipc.Port;

/** The host: its plain and its privileged port, and the special ports that servers leave with it (spec 06 §2.3). */
public final class Host {
    static final int LAST_SPECIAL = 21;

    final Port port = Port.ofKernel(new HostObject(this, false));
    final Port privilegedPort = Port.ofKernel(new HostObject(this, true));

    /** Guards {@link #special}; never held while a message is sent. In the lock order before any port's lock. */
    private final ReentrantLock lock = new ReentrantLock();

    private final @Nullable Port[] special = new Port[LAST_SPECIAL + 1];

    /** What a host port stands for. */
    record HostObject(Host host, boolean privileged) implements KernelObject {
        @Override
        public int kind() {
            return privileged ? IPC_OTYPE_HOST_PRIV : IPC_OTYPE_HOST;
        }

        @Override
        public long address() {
            return kind();
        }

        @Override
        public String toString() {
            return privileged ? "privileged host" : "host";
        }
    }

    /** A send right to a special port, null where unset. The selector is valid. */
    @Nullable Port copySpecial(int which) {
        if (which == HOST_PORT) {
            return NakedRights.makeSend(port);
        }
        if (which == HOST_PRIV_PORT) {
            return NakedRights.makeSend(privilegedPort);
        }
        lock.lock();
        try {
            return NakedRights.copySend(special[which]);
        } finally {
            lock.unlock();
        }
    }

    /** Replaces a special port by a right, which the host then owns. The selector is valid, and no port of the kernel's own. */
    void setSpecial(IpcThread current, int which, @Nullable Port right) {
        Port old;
        lock.lock();
        try {
            old = special[which];
            special[which] = right;
        } finally {
            lock.unlock();
        }
        NakedRights.releaseSend(current, old);
    }

    /** Gives up what programs left with the host: special ports, and replies sent to its own ports. For the last task's end. */
    public void release(IpcThread current) {
        for (int which = 0; which <= LAST_SPECIAL; which++) {
            setSpecial(current, which, null);
        }
        NakedRights.destroyQueued(current, port);
        NakedRights.destroyQueued(current, privilegedPort);
    }
}
