// SPDX-License-Identifier: Apache-2.0
package org.mach4j.concurrency;

import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_DEAD_NAME;
import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_RECEIVE;
import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_SEND;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;

/**
 * A port, its owner with a receive and a send right under one name, and a peer with a send right: references come and go,
 * and the port may die (spec 03 §3, §6). Each call takes effect at one moment; {@code mach_port_insert_right} is not among
 * them, since it copies a right in and then out, and the port may die in between (spec 04 §2).
 */
@Param(name = "delta", gen = IntGen.class, conf = "-2:2")
public class ReferencesOfRights {
    private final Tasks tasks = new Tasks();
    private final int port = tasks.owner.port();
    private final int sent = tasks.giveSend(port);

    @Operation
    public int ownerChangesSendReferences(@Param(name = "delta") int delta) {
        return tasks.owner.calls.mach_port_mod_refs(tasks.owner.self, port, MACH_PORT_RIGHT_SEND, delta);
    }

    @Operation
    public int ownerDeallocates() {
        return tasks.owner.calls.mach_port_deallocate(tasks.owner.self, port);
    }

    @Operation
    public String ownerLooks() {
        return tasks.owner.references(port, MACH_PORT_RIGHT_SEND);
    }

    @Operation
    public String ownerAsksForStatus() {
        return tasks.owner.status(port);
    }

    @Operation
    public int ownerDestroysThePort() {
        return tasks.owner.calls.mach_port_mod_refs(tasks.owner.self, port, MACH_PORT_RIGHT_RECEIVE, -1);
    }

    @Operation
    public int peerChangesSendReferences(@Param(name = "delta") int delta) {
        return tasks.peer.calls.mach_port_mod_refs(tasks.peer.self, sent, MACH_PORT_RIGHT_SEND, delta);
    }

    @Operation
    public int peerChangesDeadNameReferences(@Param(name = "delta") int delta) {
        return tasks.peer.calls.mach_port_mod_refs(tasks.peer.self, sent, MACH_PORT_RIGHT_DEAD_NAME, delta);
    }

    @Operation
    public int peerDeallocates() {
        return tasks.peer.calls.mach_port_deallocate(tasks.peer.self, sent);
    }

    @Operation
    public String peerLooks() {
        return tasks.peer.type(sent);
    }

    @Operation
    public String peerCounts() {
        return tasks.peer.references(sent, MACH_PORT_RIGHT_SEND);
    }

    @Validate
    public void atTheEndNothingIsLeft() {
        tasks.assertNothingIsLeftAtTheEnd();
    }
}
