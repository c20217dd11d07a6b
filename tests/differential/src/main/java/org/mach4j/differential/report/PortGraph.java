// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.report;

import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_DEAD_NAME;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_PORT_SET;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_RECEIVE;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_SEND;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_SEND_ONCE;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mach4j.abi.MachMessage;
import org.mach4j.sim.Snapshot;

/**
 * Who holds what right to which port, as a picture: SVG that stands inside a page and takes its colours from there.
 *
 * <p>Three columns of boxes: tasks with a row a name, ports with a row a queued message, port sets with a row a member. A line
 * leads from each name to its port or set, from a message to the ports whose rights it carries, from a set to its members.
 */
final class PortGraph {
    private static final int ROW = 18;
    private static final int GAP = 16;
    private static final int TASK_X = 8;
    private static final int TASK_WIDTH = 250;
    private static final int PORT_X = 400;
    private static final int PORT_WIDTH = 270;
    private static final int SET_X = 810;
    private static final int SET_WIDTH = 130;
    private static final int WIDTH = 960;
    private static final int CHARACTERS = 38;

    private final Snapshot snapshot;
    private final StringBuilder boxes = new StringBuilder();
    private final StringBuilder lines = new StringBuilder();
    /** Where the boxes of ports and sets begin, by number. */
    private final Map<Integer, Integer> tops = new HashMap<>();

    private final Map<Integer, Integer> arrivals = new HashMap<>();

    private PortGraph(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    static String svg(Snapshot snapshot, String title) {
        return new PortGraph(snapshot).draw(title);
    }

    private String draw(String title) {
        int ports = GAP;
        for (Snapshot.Port port : snapshot.ports()) {
            tops.put(port.number(), ports);
            ports += ROW * rows(port).size() + GAP;
        }
        int sets = GAP;
        for (Snapshot.PortSet set : snapshot.sets()) {
            tops.put(set.number(), sets);
            sets += ROW * (1 + set.members().size() + set.receivers().size()) + GAP;
        }
        snapshot.ports().forEach(this::port);
        snapshot.sets().forEach(this::set);
        int tasks = GAP;
        for (Snapshot.Task task : snapshot.tasks()) {
            tasks = task(task, tasks);
        }
        int height = Math.max(tasks, Math.max(ports, sets));
        return "<svg class=\"graph\" role=\"img\" aria-label=\"" + Html.escape(title) + "\" viewBox=\"0 0 " + WIDTH
                + " " + height + "\" width=\"" + WIDTH + "\" height=\"" + height + "\">" + lines + boxes + "</svg>";
    }

    private int task(Snapshot.Task task, int top) {
        List<String> rows = new ArrayList<>();
        rows.add("task " + task.label() + " (" + task.processId() + ")");
        for (Snapshot.Right right : task.rights()) {
            int y = top + ROW * rows.size() + ROW / 2;
            rows.add(String.format(Locale.ROOT, "0x%x  %s", right.name(), kind(right)));
            if (right.object() != 0) {
                line(TASK_X + TASK_WIDTH, y, right.object(), style(right));
            }
            if (right.notifyPort() != 0) {
                line(TASK_X + TASK_WIDTH, y, right.notifyPort(), "request");
            }
        }
        box("task", TASK_X, top, TASK_WIDTH, rows);
        return top + ROW * rows.size() + GAP;
    }

    private static String kind(Snapshot.Right right) {
        List<String> kinds = new ArrayList<>();
        if (right.is(MACH_PORT_TYPE_RECEIVE)) {
            kinds.add("receive");
        }
        if (right.is(MACH_PORT_TYPE_SEND)) {
            kinds.add("send" + (right.references() > 1 ? " ×" + right.references() : ""));
        }
        if (right.is(MACH_PORT_TYPE_SEND_ONCE)) {
            kinds.add("send-once");
        }
        if (right.is(MACH_PORT_TYPE_PORT_SET)) {
            kinds.add("port set");
        }
        if (right.is(MACH_PORT_TYPE_DEAD_NAME)) {
            kinds.add("dead name" + (right.references() > 1 ? " ×" + right.references() : ""));
        }
        if (right.notifyPort() != 0) {
            kinds.add("(request)");
        }
        return String.join(" + ", kinds);
    }

    private static String style(Snapshot.Right right) {
        return right.is(MACH_PORT_TYPE_RECEIVE | MACH_PORT_TYPE_PORT_SET)
                ? "receive"
                : right.is(MACH_PORT_TYPE_SEND_ONCE) ? "once" : "send";
    }

    private static List<String> rows(Snapshot.Port port) {
        List<String> rows = new ArrayList<>();
        rows.add("port " + port.number()
                + port.kernelObject()
                        .map(object -> ": " + object.toLowerCase(Locale.ROOT))
                        .orElse(""));
        if (port.kernelObject().isEmpty()) {
            rows.add("send " + port.sendRights() + "  once " + port.sendOnceRights() + "  mscount "
                    + port.makeSendCount() + "  seqno " + port.sequenceNumber());
            rows.add("queue " + port.messageCount() + " of " + port.limit()
                    + (port.context() == 0 ? "" : "  context 0x" + Long.toHexString(port.context())));
            if (port.receiver() == 0) {
                rows.add(port.destination() == 0 ? "nobody receives" : "on its way to port " + port.destination());
            }
        }
        for (Snapshot.Message message : port.queue()) {
            rows.add("✉ id " + message.id() + ", " + message.size() + " bytes"
                    + (message.memory() == 0 ? "" : " + " + message.memory()));
        }
        port.receivers().forEach(thread -> rows.add("… " + thread + " receives"));
        port.senders().forEach(thread -> rows.add("… " + thread + " sends"));
        return rows;
    }

    private void port(Snapshot.Port port) {
        int top = tops.getOrDefault(port.number(), GAP);
        List<String> rows = rows(port);
        box(port.kernelObject().isPresent() ? "object" : "port", PORT_X, top, PORT_WIDTH, rows);
        int row = rows.size()
                - port.queue().size()
                - port.receivers().size()
                - port.senders().size();
        for (Snapshot.Message message : port.queue()) {
            int y = top + ROW * row++ + ROW / 2;
            for (Snapshot.Carried carried : message.rights()) {
                // Its own destination needs no line.
                if (carried.port() != port.number()
                        || carried.disposition() == MachMessage.MACH_MSG_TYPE_PORT_RECEIVE) {
                    loop(y, carried.port(), carriedStyle(carried.disposition()));
                }
            }
        }
        if (port.noSenders() != 0) {
            loop(top + ROW / 2, port.noSenders(), "request");
        }
        if (port.portDestroyed() != 0) {
            loop(top + ROW / 2, port.portDestroyed(), "request");
        }
    }

    private static String carriedStyle(int disposition) {
        return disposition == MachMessage.MACH_MSG_TYPE_PORT_RECEIVE
                ? "receive"
                : disposition == MachMessage.MACH_MSG_TYPE_PORT_SEND_ONCE ? "once" : "send";
    }

    private void set(Snapshot.PortSet set) {
        int top = tops.getOrDefault(set.number(), GAP);
        List<String> rows = new ArrayList<>();
        rows.add("port set " + set.number());
        for (int member : set.members()) {
            int y = top + ROW * rows.size() + ROW / 2;
            rows.add("port " + member);
            int to = tops.getOrDefault(member, GAP) + ROW / 2;
            path(SET_X, y, PORT_X + PORT_WIDTH, to, -60, 60, "member");
        }
        set.receivers().forEach(thread -> rows.add("… " + thread));
        box("set", SET_X, top, SET_WIDTH, rows);
    }

    /** From a name to a port, or past the ports to a set. */
    private void line(int x, int y, int number, String style) {
        boolean toSet = snapshot.set(number).isPresent();
        int to = tops.getOrDefault(number, GAP) + arrival(number);
        path(x, y, toSet ? SET_X : PORT_X, to, 70, -70, style);
    }

    /** From a port to a port, on the right of the column. */
    private void loop(int y, int number, String style) {
        int right = PORT_X + PORT_WIDTH;
        path(right, y, right, tops.getOrDefault(number, GAP) + ROW + arrival(number), 80, 60, style);
    }

    /** Lines to one box end a little apart from each other. */
    private int arrival(int number) {
        int before = arrivals.merge(number, 1, Integer::sum) - 1;
        return 5 + 5 * (before % 4);
    }

    private void path(int x, int y, int toX, int toY, int out, int in, String style) {
        lines.append(String.format(
                Locale.ROOT,
                "<path class=\"%s\" d=\"M%d %d C%d %d %d %d %d %d\"/><circle class=\"%s\" cx=\"%d\" cy=\"%d\" r=\"3\"/>",
                style,
                x,
                y,
                x + out,
                y,
                toX + in,
                toY,
                toX,
                toY,
                style,
                toX,
                toY));
    }

    private void box(String style, int x, int top, int width, List<String> rows) {
        boxes.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"4\"/>",
                style,
                x,
                top,
                width,
                ROW * rows.size()));
        for (int i = 0; i < rows.size(); i++) {
            String row = rows.get(i);
            String shown = row.length() <= CHARACTERS ? row : row.substring(0, CHARACTERS - 1) + "…";
            boxes.append(String.format(
                    Locale.ROOT,
                    "<text%s x=\"%d\" y=\"%d\">%s</text>",
                    i == 0 ? " class=\"head\"" : "",
                    x + 6,
                    top + ROW * i + 13,
                    Html.escape(shown)));
        }
    }
}
