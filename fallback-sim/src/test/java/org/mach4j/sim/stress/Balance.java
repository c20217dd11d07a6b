// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_PORT_RECEIVE;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_PORT_SEND;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_PORT_SEND_ONCE;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_RECEIVE;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_SEND;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_SEND_ONCE;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mach4j.sim.LiveCounts;
import org.mach4j.sim.MessageCounts;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.sim.Snapshot;

/** What must add up in a kernel while no call is under way. */
final class Balance {
    private static final LiveCounts NOTHING = new LiveCounts(0, 0, 0, 0, 0, 0, 0);

    private Balance() {}

    /**
     * Each port's count of rights is that of the rights that can be found: in spaces, in queued messages, held by the
     * kernel (spec 03 §3.3); and its receive right is in one place.
     */
    static void assertRightsAreCounted(Snapshot snapshot) {
        List<String> wrong = new ArrayList<>();
        Map<Integer, Integer> send = new HashMap<>();
        Map<Integer, Integer> sendOnce = new HashMap<>();
        Map<Integer, Integer> receive = new HashMap<>();
        for (Snapshot.Task task : snapshot.tasks()) {
            for (Snapshot.Right right : task.rights()) {
                add(send, right.object(), right.is(MACH_PORT_TYPE_SEND));
                add(sendOnce, right.object(), right.is(MACH_PORT_TYPE_SEND_ONCE));
                add(receive, right.object(), right.is(MACH_PORT_TYPE_RECEIVE));
                add(sendOnce, right.notifyPort(), true);
            }
            for (Snapshot.Held held : task.held()) {
                add(send, held.port(), true);
            }
        }
        for (Snapshot.Port port : snapshot.ports()) {
            add(sendOnce, port.noSenders(), true);
            add(sendOnce, port.portDestroyed(), true);
            for (Snapshot.Message message : port.queue()) {
                for (Snapshot.Carried carried : message.rights()) {
                    switch (carried.disposition()) {
                        case MACH_MSG_TYPE_PORT_SEND -> add(send, carried.port(), true);
                        case MACH_MSG_TYPE_PORT_SEND_ONCE -> add(sendOnce, carried.port(), true);
                        case MACH_MSG_TYPE_PORT_RECEIVE -> add(receive, carried.port(), true);
                        default -> wrong.add("a right of disposition " + carried.disposition());
                    }
                }
            }
        }
        for (Snapshot.Port port : snapshot.ports()) {
            if (port.sendRights() != send.getOrDefault(port.number(), 0)
                    || port.sendOnceRights() != sendOnce.getOrDefault(port.number(), 0)
                    || receive.getOrDefault(port.number(), 0)
                            != (port.kernelObject().isPresent() ? 0 : 1)
                    || port.messageCount() != port.queue().size()) {
                wrong.add("found " + send.getOrDefault(port.number(), 0) + " send, "
                        + sendOnce.getOrDefault(port.number(), 0) + " send-once, "
                        + receive.getOrDefault(port.number(), 0) + " receive rights to " + port);
            }
            if (port.receiver() != 0) {
                assertThat(snapshot.task(port.receiver()).orElseThrow().rights())
                        .anyMatch(r ->
                                r.name() == port.name() && r.object() == port.number() && r.is(MACH_PORT_TYPE_RECEIVE));
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static void add(Map<Integer, Integer> counts, int port, boolean one) {
        counts.merge(port, one ? 1 : 0, Integer::sum);
    }

    /** After the end of all tasks nothing is alive, and every message was received or destroyed. */
    static void assertNothingIsLeft(SimulatedKernel kernel) {
        assertThat(kernel.liveCounts()).isEqualTo(NOTHING);
        MessageCounts counts = kernel.messageCounts();
        assertThat(counts.received() + counts.destroyed())
                .as("received and destroyed of %s", counts)
                .isEqualTo(counts.made());
    }
}
