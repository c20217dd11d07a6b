// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.kern;

import static org.mach4j.abi.KernReturn.KERN_SUCCESS;
import static org.mach4j.abi.MigErrors.MIG_NO_REPLY;

import org.jspecify.annotations.Nullable;
import org.mach4j.sim.ipc.IpcThread;
import org.mach4j.sim.ipc.KernelMessages;
import org.mach4j.sim.ipc.KernelServer;
import org.mach4j.sim.ipc.Message;
import org.mach4j.sim.ipc.SimulatedPanic;

/** Messages to kernel-owned ports: dispatched by id, answered by MIG's rules (spec 06 §1). */
public final class KobjectServer implements KernelServer {
    public KobjectServer() {}

    @Override
    public @Nullable Message serve(IpcThread thread, Message request) {
        MigCall call = new MigCall(thread, request);
        int code;
        try {
            code = dispatch(call);
        } catch (SimulatedPanic panic) {
            KernelMessages.releaseDestination(thread, request);
            KernelMessages.destroy(thread, request);
            KernelMessages.destroy(thread, call.reply());
            throw panic;
        }
        KernelMessages.releaseDestination(thread, request);
        if (code == KERN_SUCCESS || code == MIG_NO_REPLY) {
            KernelMessages.consumed(thread, request);
        } else {
            call.fail(code);
            KernelMessages.destroy(thread, request);
        }
        Message reply = call.reply();
        if (code == MIG_NO_REPLY || !KernelMessages.hasDestination(reply)) {
            KernelMessages.destroy(thread, reply);
            return null;
        }
        return reply;
    }

    /** The routine's code; a routine that succeeds has filled its reply. */
    private static int dispatch(MigCall call) {
        int id = call.id();
        if (id >= MachPortRoutines.FIRST && id <= MachPortRoutines.LAST) {
            return MachPortRoutines.call(id, call);
        }
        return SystemRoutines.call(id, call);
    }
}
