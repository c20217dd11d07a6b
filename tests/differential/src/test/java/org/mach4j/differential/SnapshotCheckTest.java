// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_MAKE_SEND;
import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_PORT_SET;
import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_RECEIVE;
import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_SEND;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.sim.Snapshot;
import org.mach4j.spi.MachCalls;

/** The check sees each thing that has changed since the snapshot, and nothing where nothing has. */
class SnapshotCheckTest {
    private final SimulatedKernel kernel = SimulatedKernel.create();
    private final MachCalls calls = kernel.createTask("A").calls();
    private final int self = calls.mach_task_self();
    private int port;
    private int set;

    @BeforeEach
    void portAndSet() {
        port = allocate(MACH_PORT_RIGHT_RECEIVE);
        set = allocate(MACH_PORT_RIGHT_PORT_SET);
        assertThat(calls.mach_port_insert_right(self, port, port, MACH_MSG_TYPE_MAKE_SEND))
                .isZero();
    }

    @AfterEach
    void close() {
        kernel.close();
    }

    private int allocate(int right) {
        int[] name = new int[1];
        assertThat(calls.mach_port_allocate(self, right, name)).isZero();
        return name[0];
    }

    private interface Change {
        int make();
    }

    private void sees(Change change, String... what) {
        Snapshot before = kernel.snapshot();
        assertThat(SnapshotCheck.differences(before, kernel)).isEmpty();
        assertThat(change.make()).isZero();
        List<String> seen = SnapshotCheck.differences(before, kernel);
        assertThat(seen).hasSameSizeAs(what);
        for (String text : what) {
            assertThat(seen).anyMatch(difference -> difference.contains(text));
        }
    }

    @Test
    void references() {
        sees(() -> calls.mach_port_mod_refs(self, port, MACH_PORT_RIGHT_SEND, 2), "references 1, 3");
    }

    @Test
    void types() {
        sees(
                () -> calls.mach_port_mod_refs(self, port, MACH_PORT_RIGHT_SEND, -1),
                "type",
                "references",
                "has senders 1, 0");
    }

    @Test
    void namesInAll() {
        sees(() -> calls.mach_port_mod_refs(self, set, MACH_PORT_RIGHT_PORT_SET, -1), "names in all");
    }

    @Test
    void countsOfAPort() {
        sees(() -> calls.mach_port_set_mscount(self, port, 9), "make-send count 1, 9");
        sees(() -> calls.mach_port_set_seqno(self, port, 7), "sequence number 0, 7");
        sees(() -> calls.mach_port_guard(self, port, 5, true), "flags 0, 6");
    }
}
