// SPDX-License-Identifier: Apache-2.0
package org.mach4j.concurrency;

import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_SEND;

import java.util.concurrent.locks.LockSupport;
import org.jetbrains.lincheck.datastructures.Operation;

/**
 * A call that is wrong on purpose: it looks at the references and then sets what it has seen plus one, as a kernel would that let go of
 * its lock in between. Two of them at a time can lose a reference.
 */
public class TwoCallsForOne {
    private final Tasks tasks = new Tasks();
    private final int port = tasks.owner.port();

    @Operation
    public int addsOne() {
        int[] references = new int[1];
        Tasks.succeed(tasks.owner.calls.mach_port_get_refs(tasks.owner.self, port, MACH_PORT_RIGHT_SEND, references));
        int wanted = references[0] + 1;
        LockSupport.parkNanos(1_000); // time for the other thread
        Tasks.succeed(tasks.owner.calls.mach_port_get_refs(tasks.owner.self, port, MACH_PORT_RIGHT_SEND, references));
        Tasks.succeed(tasks.owner.calls.mach_port_mod_refs(
                tasks.owner.self, port, MACH_PORT_RIGHT_SEND, wanted - references[0]));
        return wanted;
    }
}
