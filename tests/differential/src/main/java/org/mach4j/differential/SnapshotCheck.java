// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential;

import java.util.ArrayList;
import java.util.List;
import org.mach4j.abi.MachPort;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.sim.SimulatedTask;
import org.mach4j.sim.Snapshot;
import org.mach4j.spi.MachCalls;

/** What a simulated kernel shows of itself against what it answers its tasks: the same names, references and states of ports. */
final class SnapshotCheck {
    private static final int KNOWN_BY_TYPE =
            ~(MachPort.MACH_PORT_TYPE_SPREQUEST | MachPort.MACH_PORT_TYPE_SPREQUEST_DELAYED);

    private final Snapshot snapshot;
    private final List<String> wrong = new ArrayList<>();

    private SnapshotCheck(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /**
     * How a snapshot and what a kernel answers now differ, each in words: what was seen, what is answered.
     *
     * @param kernel in which no call has been made since, and none is under way but those that wait
     */
    static List<String> differences(Snapshot snapshot, SimulatedKernel kernel) {
        SnapshotCheck check = new SnapshotCheck(snapshot);
        long names = 0;
        for (SimulatedTask task : kernel.tasks()) {
            Snapshot.Task seen = snapshot.task(task.processId()).orElseThrow();
            names += seen.rights().size();
            seen.rights().forEach(right -> check.right(task, right));
        }
        check.same("names in all", names, kernel.liveCounts().entries());
        return check.wrong;
    }

    private void right(SimulatedTask task, Snapshot.Right right) {
        MachCalls calls = task.calls();
        int self = calls.mach_task_self();
        int[] out = new int[1];
        if (calls.mach_port_type(self, right.name(), out) != 0) {
            // A task may have given up the right to its own port, and then has no such calls any more.
            return;
        }
        String name = task.label() + " 0x" + Integer.toHexString(right.name());
        same(name + " type", right.type() & KNOWN_BY_TYPE, out[0]);
        if (right.is(MachPort.MACH_PORT_TYPE_SEND)) {
            calls.mach_port_get_refs(self, right.name(), MachPort.MACH_PORT_RIGHT_SEND, out);
            same(name + " references", right.references(), out[0]);
        }
        if (right.is(MachPort.MACH_PORT_TYPE_RECEIVE)) {
            int[] status = new int[10];
            calls.mach_port_get_attributes(
                    self, right.name(), MachPort.MACH_PORT_RECEIVE_STATUS, status, new int[] {status.length});
            state(name, snapshot.port(right.object()).orElseThrow(), status);
        }
        if (right.is(MachPort.MACH_PORT_TYPE_PORT_SET)) {
            same(name + " is a set", snapshot.set(right.object()).isPresent(), true);
        }
    }

    /** @param status the words of {@code mach_port_status_t} */
    private void state(String name, Snapshot.Port port, int[] status) {
        long sets = snapshot.sets().stream()
                .filter(set -> set.members().contains(port.number()))
                .count();
        // Of sets that were destroyed the kernel goes on counting its members (spec 03 Q-9).
        if (sets > Integer.toUnsignedLong(status[0])) {
            wrong.add(name + " in " + sets + " sets, " + status[0]);
        }
        same(name + " sequence number", port.sequenceNumber(), status[1]);
        same(name + " make-send count", port.makeSendCount(), status[2]);
        same(name + " limit", port.limit(), status[3]);
        same(name + " messages", port.messageCount(), status[4]);
        same(name + " send-once rights", port.sendOnceRights(), status[5]);
        same(name + " has senders", port.sendRights() > 0 ? 1 : 0, status[6]);
        same(name + " port-destroyed request", port.portDestroyed() != 0 ? 1 : 0, status[7]);
        same(name + " no-senders request", port.noSenders() != 0 ? 1 : 0, status[8]);
        same(name + " flags", port.statusFlags(), status[9]);
        // A place that was granted to a sender counts before its message is there.
        if (port.queue().size() > port.messageCount()) {
            wrong.add(name + " queues " + port.queue().size());
        }
    }

    private void same(String what, Object seen, Object answered) {
        if (!seen.equals(answered)) {
            wrong.add(what + " " + seen + ", " + answered);
        }
    }
}
