// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

import org.jspecify.annotations.Nullable;

/** Answers the messages sent to kernel-owned ports (spec 06 §1). */
public interface KernelServer {
    /**
     * Serves a request, in the sending thread, with no lock held. Consumes the request with all its rights.
     *
     * @return the reply, to be sent to its remote port, or null where there is none
     */
    @Nullable Message serve(IpcThread thread, Message request);
}
