// SPDX-License-Identifier: Apache-2.0
package org.mach4j.concurrency;

import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_PORT_SET;
import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_RECEIVE;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;

/**
 * Two ports and a set: messages are sent and received, ports join and leave, one may die (spec 05). Each call takes effect
 * at one moment; the queues hold as much as a scenario sends, so that no sender waits for a place.
 */
@Param(name = "port", gen = IntGen.class, conf = "0:1")
@Param(name = "id", gen = IntGen.class, conf = "1:9")
public class QueuesAndSets {
    private static final int ROOM = 16;

    private final Tasks tasks = new Tasks();
    private final int[] ports = {tasks.owner.port(), tasks.owner.port()};
    private final int[] sent = {tasks.giveSend(ports[0]), tasks.giveSend(ports[1])};
    private final int set = tasks.owner.allocate(MACH_PORT_RIGHT_PORT_SET);

    public QueuesAndSets() {
        for (int port : ports) {
            Tasks.succeed(tasks.owner.calls.mach_port_set_attributes(tasks.owner.self, port, 1, new int[] {ROOM}, 1));
        }
    }

    @Operation
    public int send(
            @Param(gen = ThreadIdGen.class) int thread, @Param(name = "port") int port, @Param(name = "id") int id) {
        return tasks.peer.send(thread, sent[port], id);
    }

    @Operation
    public String receive(@Param(gen = ThreadIdGen.class) int thread, @Param(name = "port") int port) {
        return tasks.owner.receive(thread, ports[port]);
    }

    @Operation
    public String receiveFromTheSet(@Param(gen = ThreadIdGen.class) int thread) {
        return tasks.owner.receive(thread, set);
    }

    @Operation
    public int join(@Param(name = "port") int port) {
        return tasks.owner.calls.mach_port_insert_member(tasks.owner.self, ports[port], set);
    }

    @Operation
    public int leave(@Param(name = "port") int port) {
        return tasks.owner.calls.mach_port_extract_member(tasks.owner.self, ports[port], set);
    }

    @Operation
    public String look(@Param(name = "port") int port) {
        return tasks.owner.status(ports[port]);
    }

    @Operation
    public int destroyFirstPort() {
        return tasks.owner.calls.mach_port_mod_refs(tasks.owner.self, ports[0], MACH_PORT_RIGHT_RECEIVE, -1);
    }

    @Operation
    public int destroyTheSet() {
        return tasks.owner.calls.mach_port_mod_refs(tasks.owner.self, set, MACH_PORT_RIGHT_PORT_SET, -1);
    }

    @Validate
    public void atTheEndNothingIsLeft() {
        tasks.assertNothingIsLeftAtTheEnd();
    }
}
