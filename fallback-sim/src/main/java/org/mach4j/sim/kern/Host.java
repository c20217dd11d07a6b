// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.kern;

import static org.mach4j.abi.IpcObjectTypes.IPC_OTYPE_HOST;
import static org.mach4j.abi.IpcObjectTypes.IPC_OTYPE_HOST_PRIV;

import org.mach4j.sim.ipc.IpcThread;
import org.mach4j.sim.ipc.KernelObject;
import org.mach4j.sim.ipc.NakedRights;
import org.mach4j.sim.ipc.Port;

/** The host: its plain and its privileged port. */
public final class Host {

    /** What a host port stands for. */
    record HostObject(boolean privileged) implements KernelObject {
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

    /** Destroys replies that were sent to the host's own ports. Right once the last task is gone. */
    public void destroyQueued(IpcThread current) {
        NakedRights.destroyQueued(current, port);
        NakedRights.destroyQueued(current, privilegedPort);
    }

    final Port port = Port.ofKernel(new HostObject(false));
    final Port privilegedPort = Port.ofKernel(new HostObject(true));
}
