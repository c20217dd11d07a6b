// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim;

import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_PORT_RECEIVE;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_PORT_SEND;
import static org.mach4j.abi.MachPort.MACH_PORT_STATUS_FLAG_GUARDED;
import static org.mach4j.abi.MachPort.MACH_PORT_STATUS_FLAG_IMP_DONATION;
import static org.mach4j.abi.MachPort.MACH_PORT_STATUS_FLAG_STRICT_GUARD;
import static org.mach4j.abi.MachPort.MACH_PORT_STATUS_FLAG_TEMPOWNER;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_DEAD_NAME;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_DNREQUEST;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_PORT_SET;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_RECEIVE;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_SEND;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_SEND_ONCE;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_SPREQUEST;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A {@link Snapshot} in the columns of macOS's {@code lsmp}. */
final class SnapshotText {
    private static final String HEADINGS = """
              name      ipc-object    rights     flags   boost  reqs  recv  send sonce oref  qlimit  msgcount  context             identifier  type
            ---------   ----------  ----------  -------- -----  ---- ----- ----- ----- ----  ------  --------  ------------------  ----------- ------------
            """;

    private final Snapshot snapshot;
    private final Map<Integer, Snapshot.Port> ports = new HashMap<>();
    private final StringBuilder text = new StringBuilder();

    SnapshotText(Snapshot snapshot) {
        this.snapshot = snapshot;
        snapshot.ports().forEach(port -> ports.put(port.number(), port));
    }

    String text() {
        for (Snapshot.Task task : snapshot.tasks()) {
            task(task);
        }
        return text.toString();
    }

    private void line(String format, Object... values) {
        String line = String.format(Locale.ROOT, format, values);
        text.append(line.stripTrailing()).append('\n');
    }

    private void task(Snapshot.Task task) {
        line("Process (%d) : %s", task.processId(), task.label());
        text.append(HEADINGS);
        task.rights().forEach(this::right);
        line("");
        line("total      = %d", task.rights().size());
        line("SEND       = %d", snapshot.rights(task, MACH_PORT_TYPE_SEND));
        line("RECEIVE    = %d", snapshot.rights(task, MACH_PORT_TYPE_RECEIVE));
        line("SEND_ONCE  = %d", snapshot.rights(task, MACH_PORT_TYPE_SEND_ONCE));
        line("PORT_SET   = %d", snapshot.rights(task, MACH_PORT_TYPE_PORT_SET));
        line("DEAD_NAME  = %d", snapshot.rights(task, MACH_PORT_TYPE_DEAD_NAME));
        line("DNREQUESTS = %d", snapshot.rights(task, MACH_PORT_TYPE_DNREQUEST));
        if (!task.held().isEmpty()) {
            line(
                    "held by the kernel: %s",
                    task.held().stream()
                            .map(held -> held.as() + " " + object(held.port()) + " (" + whose(held.port()) + ")")
                            .collect(Collectors.joining(", ")));
        }
        line("");
    }

    private void right(Snapshot.Right right) {
        Snapshot.Port port = ports.get(right.object());
        boolean receive = right.is(MACH_PORT_TYPE_RECEIVE);
        boolean send = right.is(MACH_PORT_TYPE_SEND | MACH_PORT_TYPE_DEAD_NAME);
        line(
                "0x%08x  %10s  %-10s  %8s %5s  %4s %5s %5s %5s %4s  %6s  %8s  %18s  %11s %s",
                right.name(),
                object(right.object()),
                Snapshot.kind(right),
                flags(port),
                receive && port != null ? port.importance() : "",
                requests(right, port, receive),
                receive ? 1 : "",
                send ? right.references() : "",
                right.is(MACH_PORT_TYPE_SEND_ONCE) ? 1 : "",
                receive ? "" : port == null ? "" : "->",
                port == null ? "" : port.limit(),
                port == null ? "" : port.messageCount(),
                port == null ? "" : String.format(Locale.ROOT, "0x%016x", port.context()),
                receive || port == null || port.name() == 0 ? "" : String.format(Locale.ROOT, "0x%08x", port.name()),
                receive || port == null ? "" : whose(port.number()));
        if (receive && port != null) {
            holders(port);
            port.queue().forEach(this::message);
            waiting("receive", port.receivers());
            waiting("send", port.senders());
        }
        if (right.is(MACH_PORT_TYPE_PORT_SET)) {
            snapshot.set(right.object()).ifPresent(set -> {
                set.members().forEach(this::member);
                waiting("receive", set.receivers());
            });
        }
    }

    private void holders(Snapshot.Port port) {
        for (Snapshot.Task task : snapshot.tasks()) {
            for (Snapshot.Right right : task.rights()) {
                if (right.object() == port.number() && !right.is(MACH_PORT_TYPE_RECEIVE)) {
                    boolean once = right.is(MACH_PORT_TYPE_SEND_ONCE);
                    line(
                            "                  +     %-10s  -------- %5s  %4s       %5s %5s   <-  %6s  %8s  %18s   0x%08x (%d) %s",
                            Snapshot.kind(right),
                            "",
                            requests(right, port, false),
                            once ? "" : right.references(),
                            once ? 1 : "",
                            "",
                            "",
                            "",
                            right.name(),
                            task.processId(),
                            task.label());
                }
            }
            for (Snapshot.Held held : task.held()) {
                if (held.port() == port.number()) {
                    line(
                            "                  +     send        held as %s of (%d) %s",
                            held.as(), task.processId(), task.label());
                }
            }
        }
        for (Snapshot.Port other : snapshot.ports()) {
            if (other.noSenders() == port.number()) {
                line("                  +     send-once   no-senders request on %s", object(other.number()));
            }
            if (other.portDestroyed() == port.number()) {
                line("                  +     send-once   port-destroyed request on %s", object(other.number()));
            }
        }
    }

    private void message(Snapshot.Message message) {
        line(
                "                  *     message     id %d, %d bytes, from %s%s%s",
                message.id(),
                message.size(),
                process(message.sender()),
                message.memory() == 0 ? "" : ", " + message.memory() + " bytes out of line",
                message.rights().isEmpty()
                        ? ""
                        : ", "
                                + message.rights().stream()
                                        .map(r -> disposition(r.disposition()) + " " + object(r.port()))
                                        .collect(Collectors.joining(", ")));
    }

    private void waiting(String what, List<String> threads) {
        for (String thread : threads) {
            line("                  ~     waits to %s: thread %s", what, thread);
        }
    }

    private void member(int number) {
        Snapshot.Port port = ports.get(number);
        line(
                "    -         %10s  recv        %8s              1               %10s  %8s   0x%08x",
                object(number),
                flags(port),
                port == null ? "" : port.limit(),
                port == null ? "" : port.messageCount(),
                port == null ? 0 : port.name());
    }

    private static String object(int number) {
        return number == 0 ? "0x00000000" : String.format(Locale.ROOT, "0x%08x", number);
    }

    private static String flags(Snapshot.@Nullable Port port) {
        int flags = port == null ? 0 : port.statusFlags();
        return "" + flag(flags, MACH_PORT_STATUS_FLAG_TEMPOWNER, 'T')
                + flag(flags, MACH_PORT_STATUS_FLAG_GUARDED, 'G')
                + flag(flags, MACH_PORT_STATUS_FLAG_STRICT_GUARD, 'S')
                + flag(flags, MACH_PORT_STATUS_FLAG_IMP_DONATION, 'I')
                + "----";
    }

    private static char flag(int flags, int bit, char letter) {
        return (flags & bit) == 0 ? '-' : letter;
    }

    private static String requests(Snapshot.Right right, Snapshot.@Nullable Port port, boolean receive) {
        boolean sendPossible = right.is(MACH_PORT_TYPE_SPREQUEST);
        return (sendPossible ? "S" : right.is(MACH_PORT_TYPE_DNREQUEST) ? "D" : "-")
                + (receive && port != null && port.noSenders() != 0 ? "N" : "-")
                + (receive && port != null && port.portDestroyed() != 0 ? "P" : "-");
    }

    /** Who receives on a port, or what it stands for. */
    private String whose(int number) {
        Snapshot.Port port = ports.get(number);
        if (port == null) {
            return "dead";
        }
        if (port.kernelObject().isPresent()) {
            return port.kernelObject().get().toUpperCase(Locale.ROOT);
        }
        if (port.receiver() != 0) {
            return process(port.receiver());
        }
        return port.destination() == 0 ? "in limbo" : "in transit to " + object(port.destination());
    }

    private String process(int id) {
        if (id == 0) {
            return "(0) kernel";
        }
        return "(" + id + ") " + snapshot.task(id).map(Snapshot.Task::label).orElse("ended");
    }

    static String disposition(int disposition) {
        return disposition == MACH_MSG_TYPE_PORT_RECEIVE
                ? "receive"
                : disposition == MACH_MSG_TYPE_PORT_SEND ? "send" : "send-once";
    }
}
