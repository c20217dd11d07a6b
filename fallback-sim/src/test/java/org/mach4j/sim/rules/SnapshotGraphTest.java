// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_COPY_SEND;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_MAKE_SEND;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_MAKE_SEND_ONCE;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_MOVE_RECEIVE;
import static org.mach4j.abi.MachNotify.MACH_NOTIFY_DEAD_NAME;
import static org.mach4j.abi.MachNotify.MACH_NOTIFY_NO_SENDERS;
import static org.mach4j.abi.MachNotify.MACH_NOTIFY_PORT_DESTROYED;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The picture of a kernel: {@code Snapshot.toDot}. */
class SnapshotGraphTest extends RuleTest {
    private static final String ID = "(\\w+|\"(?:[^\"\\\\]|\\\\.)*\")";
    private static final String ATTRIBUTES = " \\[label=\"((?:[^\"\\\\]|\\\\.)*)\"(?:, [a-z]+=[a-z]+)+];";
    private static final Pattern NODE = Pattern.compile("  " + ID + ATTRIBUTES);
    private static final Pattern EDGE = Pattern.compile("  " + ID + " -> " + ID + ATTRIBUTES);

    private final Set<String> nodes = new HashSet<>();
    private final List<String> edges = new ArrayList<>();

    /** Draws, and reads every line of the picture; an edge is put as {@code from label to}, a node by its label. */
    private void draw() {
        List<String> lines = kernel.snapshot().toDot().lines().toList();
        assertThat(lines.get(0)).isEqualTo("digraph mach {");
        assertThat(lines.get(lines.size() - 1)).isEqualTo("}");
        Map<String, String> labels = new HashMap<>();
        List<MatchResult> found = new ArrayList<>();
        for (String line : lines.subList(2, lines.size() - 1)) {
            var edge = EDGE.matcher(line);
            var node = NODE.matcher(line);
            if (edge.matches()) {
                found.add(edge.toMatchResult());
            } else {
                assertThat(node.matches()).as(line).isTrue();
                assertThat(labels.put(node.group(1), node.group(2))).as(line).isNull();
            }
        }
        nodes.addAll(labels.values());
        for (MatchResult edge : found) {
            assertThat(labels).as(edge.group()).containsKeys(edge.group(1), edge.group(2));
            edges.add(labels.get(edge.group(1)) + " " + edge.group(3) + " " + labels.get(edge.group(2)));
        }
    }

    /** The label of the port behind a name. */
    private String object(Actor actor, int name) {
        int task = actor.task.processId();
        return kernel.snapshot().task(task).orElseThrow().rights().stream()
                .filter(r -> r.name() == name)
                .map(r -> "port " + r.object())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyRightIsAnArrowFromItsHolder() {
        int p = a.portWithSends(2);
        int there = a.give(p, MACH_MSG_TYPE_COPY_SEND, b);
        int once = a.give(p, MACH_MSG_TYPE_MAKE_SEND_ONCE, b);
        a.deadName(1);
        draw();
        String mine = "a\\n(" + a.task.processId() + ")";
        String yours = "b\\n(" + b.task.processId() + ")";
        assertThat(nodes).contains(mine, yours, "task a", "host");
        assertThat(edges)
                .contains(
                        mine + " " + Actor.hex(p) + " recv, send x2 " + object(a, p),
                        yours + " " + Actor.hex(there) + " send " + object(a, p),
                        yours + " " + Actor.hex(once) + " send-once " + object(a, p));
        assertThat(edges).noneMatch(edge -> edge.contains("dead-name"));
    }

    @Test
    void messagesRequestsSetsAndWaitersAreShown() {
        int q = b.port();
        int s = b.giveSend(q, a, 1);
        int carried = a.port();
        int notify = a.port();
        a.request(s, MACH_NOTIFY_DEAD_NAME, 0, notify);
        a.request(notify, MACH_NOTIFY_NO_SENDERS, 1, carried);
        a.request(notify, MACH_NOTIFY_PORT_DESTROYED, 0, carried);
        int x = a.portWithSends(1);
        assertThat(a.send(Msg.to(s, MACH_MSG_TYPE_COPY_SEND)
                                .id(77)
                                .port(carried, MACH_MSG_TYPE_MOVE_RECEIVE)
                                .port(x, MACH_MSG_TYPE_COPY_SEND))
                        .code())
                .isZero();
        // Its right is still in the message when it dies.
        a.destroy(x);
        int set = b.portSet(b.port());
        b.receiving(set);
        draw();
        assertThat(nodes).contains("id 77\\n52 bytes", object(b, q) + "\\n1 of 5 queued", "dead");
        assertThat(edges)
                .anyMatch(edge -> edge.startsWith("id 77") && edge.contains(" queued "))
                .anyMatch(edge -> edge.startsWith("id 77") && edge.contains(" receive "))
                .anyMatch(edge -> edge.startsWith("id 77") && edge.endsWith(" send dead"))
                .anyMatch(edge -> edge.contains(" in transit "))
                .anyMatch(edge -> edge.startsWith(object(a, notify) + " no-senders "))
                .anyMatch(edge -> edge.startsWith(object(a, notify) + " port-destroyed "))
                .anyMatch(edge -> edge.endsWith(" on death tell " + object(a, notify)))
                .anyMatch(edge -> edge.startsWith("set ") && edge.contains(" member "))
                .anyMatch(edge -> edge.startsWith("set ") && edge.contains(" waits "));
    }

    @Test
    void labelsAreQuoted() {
        task("say \"hi\\\"");
        draw();
        assertThat(nodes).anyMatch(node -> node.startsWith("say \\\"hi\\\\\\\"\\n("));
    }

    @Test
    void aWaitingSenderIsShown() {
        int p = a.portWithSends(1);
        assertThat(a.limit(p, 0)).isZero();
        Running sender = a.sending(Msg.to(p, MACH_MSG_TYPE_MAKE_SEND));
        draw();
        assertThat(edges).anyMatch(edge -> edge.endsWith(" waits to send " + object(a, p)));
        assertThat(a.limit(p, 1)).isZero();
        assertThat(sender.result().code()).isZero();
    }
}
