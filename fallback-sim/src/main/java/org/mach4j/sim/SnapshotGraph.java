// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim;

import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_PORT_SET;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_RECEIVE;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_SEND;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** A {@link Snapshot} in Graphviz's {@code dot} language. */
final class SnapshotGraph {
    private final Snapshot snapshot;
    private final StringBuilder text = new StringBuilder();
    /** The ports and sets that have a node. */
    private final Set<Integer> drawn = new HashSet<>();

    SnapshotGraph(Snapshot snapshot) {
        this.snapshot = snapshot;
        snapshot.ports().forEach(port -> drawn.add(port.number()));
        snapshot.sets().forEach(set -> drawn.add(set.number()));
    }

    String text() {
        line("digraph mach {");
        line("  rankdir=LR; node [fontname=\"Helvetica\", fontsize=10]; edge [fontname=\"Helvetica\", fontsize=9];");
        snapshot.tasks().forEach(this::task);
        snapshot.ports().forEach(this::port);
        snapshot.sets().forEach(this::set);
        for (Snapshot.Task task : snapshot.tasks()) {
            task.rights().forEach(right -> right(task, right));
            for (Snapshot.Held held : task.held()) {
                edge("t" + task.processId(), object(held.port()), held.as(), "style=dotted");
            }
        }
        line("}");
        return text.toString();
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private void node(String id, String label, String attributes) {
        line("  " + id + " [label=" + quoted(label) + ", " + attributes + "];");
    }

    private void edge(String from, String to, String label, String attributes) {
        line("  " + from + " -> " + to + " [label=" + quoted(label) + ", " + attributes + "];");
    }

    /** The node of a port or set. A port that died while a right to it was under way, or a request waited, gets one here. */
    private String object(int number) {
        if (drawn.add(number)) {
            node("p" + number, "dead", "shape=ellipse, style=dotted");
        }
        return "p" + number;
    }

    private void task(Snapshot.Task task) {
        node("t" + task.processId(), task.label() + "\n(" + task.processId() + ")", "shape=box, style=bold");
    }

    private void port(Snapshot.Port port) {
        String id = object(port.number());
        String label = port.kernelObject().orElse("port " + port.number())
                + (port.messageCount() == 0 ? "" : "\n" + port.messageCount() + " of " + port.limit() + " queued");
        node(
                id,
                label,
                port.kernelObject().isPresent() ? "shape=ellipse, style=filled, fillcolor=lightgrey" : "shape=ellipse");
        int number = 0;
        for (Snapshot.Message message : port.queue()) {
            String messageId = "m" + port.number() + "_" + number++;
            node(messageId, "id " + message.id() + "\n" + message.size() + " bytes", "shape=note");
            edge(messageId, id, "queued", "style=dashed, arrowhead=none");
            // The first right is the destination's own, or the message would not be here.
            for (int i = 1; i < message.rights().size(); i++) {
                Snapshot.Carried carried = message.rights().get(i);
                edge(
                        messageId,
                        object(carried.port()),
                        SnapshotText.disposition(carried.disposition()),
                        "style=dashed");
            }
        }
        if (port.destination() != 0) {
            edge(id, object(port.destination()), "in transit", "style=dashed");
        }
        if (port.noSenders() != 0) {
            edge(id, object(port.noSenders()), "no-senders", "style=dotted");
        }
        if (port.portDestroyed() != 0) {
            edge(id, object(port.portDestroyed()), "port-destroyed", "style=dotted");
        }
        for (String thread : port.receivers()) {
            edge(id, waiter(id, thread), "waits", "style=dotted, dir=back");
        }
        for (String thread : port.senders()) {
            edge(waiter(id, thread), id, "waits to send", "style=dotted");
        }
    }

    private String waiter(String at, String thread) {
        String id = quoted(at + " " + thread);
        node(id, thread, "shape=plaintext");
        return id;
    }

    private void set(Snapshot.PortSet set) {
        String id = object(set.number());
        node(id, "set " + set.number(), "shape=hexagon");
        for (int member : set.members()) {
            edge(id, object(member), "member", "style=dashed, arrowhead=none");
        }
        for (String thread : set.receivers()) {
            edge(id, waiter(id, thread), "waits", "style=dotted, dir=back");
        }
    }

    private void right(Snapshot.Task task, Snapshot.Right right) {
        if (right.object() == 0) {
            return;
        }
        String name = String.format(Locale.ROOT, "0x%x ", right.name());
        String references = right.is(MACH_PORT_TYPE_SEND) && right.references() > 1 ? " x" + right.references() : "";
        String style =
                right.is(MACH_PORT_TYPE_RECEIVE | MACH_PORT_TYPE_PORT_SET) ? "style=bold, dir=both" : "style=solid";
        edge("t" + task.processId(), object(right.object()), name + Snapshot.kind(right) + references, style);
        if (right.notifyPort() != 0) {
            edge(object(right.object()), object(right.notifyPort()), "on death tell", "style=dotted");
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
