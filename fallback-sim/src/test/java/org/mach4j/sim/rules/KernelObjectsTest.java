// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mach4j.abi.KernReturn.*;
import static org.mach4j.abi.MachMessage.*;
import static org.mach4j.abi.MachPort.*;
import static org.mach4j.abi.MigErrors.MIG_BAD_ARGUMENTS;
import static org.mach4j.abi.MigErrors.MIG_TYPE_ERROR;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mach4j.sim.SimulatedTask;

/** Messages to kernel ports, special ports, and the kernel's side of MIG: spec 06 §1-§3. */
class KernelObjectsTest extends RuleTest {
    private static final int CS = MACH_MSG_TYPE_COPY_SEND;
    private static final int MKS = MACH_MSG_TYPE_MAKE_SEND;
    private static final int MKSO = MACH_MSG_TYPE_MAKE_SEND_ONCE;
    private static final int HOST_INFO = 200;
    private static final int PORT_ALLOCATE = 3204;
    private static final int GET_ATTRIBUTES = 3217;
    private static final int INSERT_RIGHT = 3214;
    private static final int REQUEST_NOTIFICATION = 3213;
    private static final int PORTS_REGISTER = 3403;
    private static final int HOST_GET_SPECIAL = 412;
    private static final int HOST_SET_SPECIAL = 413;
    private static final int TASK_TERMINATE = 3401;
    private static final int TASK_INFO = 3405;
    private static final int GET_SPECIAL = 3409;

    /** Sends a request with a reply port of its own; the reply. */
    private Call ask(Msg request) {
        int reply = a.port();
        assertThat(a.send(request.reply(reply, MKSO)).code()).isZero();
        Call c = a.receive(reply);
        assertThat(c.code()).isZero();
        assertThat(c.remote()).isZero();
        assertThat(c.local()).isEqualTo(reply);
        assertThat(c.trailer(12)).isZero();
        assertThat(c.trailer(16)).isEqualTo(1);
        return c;
    }

    private void answers(int code, Msg request) {
        Call c = ask(request);
        assertThat(c.bits()).isEqualTo(0x1200);
        assertThat(c.size()).isEqualTo(36);
        assertThat(c.word(32)).isEqualTo(code);
    }

    private Msg request(int port, int id, int... words) {
        int[] all = IntStream.concat(IntStream.of(0, 1), IntStream.of(words)).toArray();
        return Msg.to(port, CS).id(id).words(all);
    }

    private int nameOf(Actor actor) {
        int[] name = new int[1];
        assertThat(actor.calls.task_get_special_port(actor.self, 3, name)).isZero();
        return name[0];
    }

    private int special(Actor actor, int which) {
        int[] port = {0xbad};
        assertThat(actor.calls.task_get_special_port(actor.self, which, port)).isZero();
        return port[0];
    }

    // --- dispatch: 06 §1 ----------------------------------------------------------------------------------------

    @Test
    @Rule({"06 §1", "06 §3.1", "06 §3.4", "06 §7.1", "06 §4", "02 S18"})
    void aReplysForm() {
        Call c = ask(request(a.self, PORT_ALLOCATE, MACH_PORT_RIGHT_RECEIVE).reserved(5));
        assertThat(c.bits()).isEqualTo(0x1200);
        assertThat(c.size()).isEqualTo(40);
        assertThat(c.id()).isEqualTo(PORT_ALLOCATE + 100);
        assertThat(c.reserved()).isEqualTo(PORT_ALLOCATE);
        assertThat(c.bytes(24, 36)).containsExactly(0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0);
        assertThat(a.state(c.word(36))).isEqualTo("R");
        int names = a.names().size();
        assertThat(a.send(request(a.self, PORT_ALLOCATE, MACH_PORT_RIGHT_RECEIVE))
                        .code())
                .isZero();
        assertThat(a.names()).hasSize(names + 1);
        assertThat(a.send(request(a.self, 3999)).code()).isZero();
    }

    @Test
    @Rule({"06 §1.1", "06 §1.3", "06 §7.2", "06 §7.12", "02 S19"})
    void idsNobodyServes() {
        for (int id : new int[] {3999, -5, 0, 3422, 3235, 70, 71, 66}) {
            Call c = ask(request(a.self, id));
            assertThat(c.id()).isEqualTo(id + 100);
            assertThat(c.size()).isEqualTo(36);
            assertThat(c.word(32)).isEqualTo(-303);
        }
        int n = a.port();
        answers(-303, request(a.self, 3999).port(n, MKSO));
        assertThat(a.take(n)).containsExactly("SEND_ONCE");
    }

    @Test
    @Rule({"06 §1.2", "06 §7.3"})
    void routinesOnTheWrongKindOfPort() {
        int thread = a.calls.mach_thread_self();
        int host = a.calls.mach_host_self();
        int name = nameOf(a);
        answers(KERN_INVALID_TASK, request(thread, PORT_ALLOCATE, 1));
        answers(KERN_INVALID_ARGUMENT, request(host, GET_SPECIAL, 4));
        answers(KERN_INVALID_ARGUMENT, request(a.self, HOST_INFO, 1, 12));
        answers(KERN_INVALID_ARGUMENT, request(name, GET_SPECIAL, 4));
        answers(KERN_INVALID_ARGUMENT, request(name, 4800, 0, 0, 4096, 0, 1));
        int[] words = new int[8];
        assertThat(a.calls.task_info(name, 15, words, new int[] {8})).isZero();
        assertThat(words[5]).isEqualTo(a.task.processId());
        Call c = ask(request(name, TASK_INFO, 15, 8));
        assertThat(c.size()).isEqualTo(40 + 4 * 8);
        assertThat(c.word(36)).isEqualTo(8);
        assertThat(c.word(40 + 4 * 5)).isEqualTo(a.task.processId());
        answers(KERN_INVALID_ARGUMENT, request(thread, TASK_INFO, 15, 8));
        answers(KERN_FAILURE, request(a.self, TASK_INFO, 15, 7));
        answers(KERN_INVALID_ARGUMENT, Msg.to(name, CS).id(TASK_TERMINATE));
        answers(KERN_INVALID_ARGUMENT, Msg.to(thread, CS).id(TASK_TERMINATE));
        answers(KERN_INVALID_ARGUMENT, request(host, HOST_GET_SPECIAL, -1, 1));
        SimulatedTask root = kernel.createTask("root", 0, 0, null);
        int[] info = new int[12];
        assertThat(root.calls().host_info(root.calls().mach_host_self(), 1, info, new int[] {12}))
                .isZero();
        assertThat(info[0]).isPositive();
    }

    @Test
    @Rule({"06 §3.6", "06 §7.4", "06 §7.20", "06 §3.2"})
    void requestsOfTheWrongForm() {
        answers(-304, request(a.self, PORT_ALLOCATE, 1, 0));
        answers(-304, request(a.self, PORT_ALLOCATE));
        int n = a.port();
        answers(-304, request(a.self, PORT_ALLOCATE, 1).port(n, MKSO));
        assertThat(a.take(n)).containsExactly("SEND_ONCE");
        answers(-304, request(a.self, REQUEST_NOTIFICATION, n, 72, 0));
        // set_attributes: name, flavor, count, integers
        answers(0, request(a.self, 3218, n, 1, 1, 9));
        assertThat(a.status(n, Actor.QLIMIT)).isEqualTo(9);
        answers(-304, request(a.self, 3218, n, 1, 2, 9));
        answers(-304, request(a.self, 3218, n, 1, 18));
    }

    /** A request with one port descriptor before its words. */
    private Msg withPort(int id, int name, int disposition, int... words) {
        return request(a.self, id, words).port(name, disposition);
    }

    @Test
    @Rule({"06 §7.5", "06 §3.3", "06 §3.6"})
    void aNotifyRightsDisposition() {
        int n = a.port();
        int p = a.port();
        answers(-300, withPort(REQUEST_NOTIFICATION, n, MKS, p, 72, 0));
        answers(-300, withPort(REQUEST_NOTIFICATION, 0, 0, p, 72, 0));
        Call c = ask(withPort(REQUEST_NOTIFICATION, n, MKSO, p, 72, 0));
        assertThat(c.bits()).isEqualTo(0x80001200);
        assertThat(c.size()).isEqualTo(40);
        assertThat(c.descriptor(0).name()).isZero();
        assertThat(c.descriptor(0).disposition()).isEqualTo(18);
        c = ask(withPort(REQUEST_NOTIFICATION, 0, MKSO, p, 72, 0));
        assertThat(a.state(c.descriptor(0).name())).isEqualTo("SO");
        assertThat(a.type(p)).isEqualTo(0x20000);
    }

    @Test
    @Rule({"06 §7.6", "06 §1", "04 §1.3", "04 §1.5"})
    void aFailedRequestDestroysItsRights() {
        int n = a.port();
        answers(KERN_NAME_EXISTS, withPort(INSERT_RIGHT, n, MKSO, n));
        assertThat(a.take(n)).containsExactly("SEND_ONCE");
        int p = a.port();
        answers(KERN_FAILURE, withPort(INSERT_RIGHT, p, MACH_MSG_TYPE_MOVE_RECEIVE, 0x55));
        assertThat(a.state(p)).isEqualTo("—");
        answers(0, withPort(INSERT_RIGHT, n, MKSO, 0x903));
        assertThat(a.state(0x903)).isEqualTo("SO");
    }

    @Test
    @Rule({"06 §7.8", "06 §7.9", "06 §7.10", "06 §7.13", "06 §1"})
    void repliesToPortsThatAreFullOrDead() {
        int n = a.portWithSends(1);
        a.fill(n, 5);
        assertThat(a.send(request(a.self, PORT_ALLOCATE, 1).reply(n, MKSO)).code())
                .isZero();
        assertThat(a.status(n, Actor.MSGCOUNT)).isEqualTo(6);
        Running blocked = a.sending(request(a.self, PORT_ALLOCATE, 1).reply(n, CS));
        assertThat(blocked.isBlocked()).isTrue();
        assertThat(a.take(n)).hasSize(7); // the sixth was the kernel's; the last waited for a place
        assertThat(blocked.result().code()).isZero();
        int dead = a.deadName(1);
        int names = a.names().size();
        assertThat(a.send(request(a.self, PORT_ALLOCATE, 1).reply(dead, CS)).code())
                .isZero();
        assertThat(a.names()).hasSize(names + 1);
    }

    @Test
    @Rule({"06 §7.11", "06 §1"})
    void aRequestThroughASendOnceRight() {
        // No call gives a user a send-once right to a kernel port: making one needs the kernel's receive right.
        int[] poly = new int[1];
        assertThat(a.calls.mach_port_extract_right(a.self, a.self, MKSO, poly, new int[1]))
                .isEqualTo(KERN_INVALID_RIGHT);
        assertThat(a.send(Msg.to(a.self, MACH_MSG_TYPE_MOVE_SEND_ONCE)).code()).isEqualTo(0x10000003);
    }

    @Test
    @Rule({"06 §1.4", "04 §1.1"})
    void aCallIsOneRoutineByTrapOrMessage() {
        Call c = ask(request(a.self, 3200 + 7, 0x103, 0)); // get_refs of the task's own port
        assertThat(c.word(36)).isEqualTo(a.refs(a.self, 0));
        int byMessage = ask(request(a.self, PORT_ALLOCATE, 1)).word(36);
        int byCall = a.port();
        assertThat(a.status(byMessage)).containsExactly(a.status(byCall));
        answers(KERN_INVALID_VALUE, request(a.self, PORT_ALLOCATE, 5));
        answers(KERN_INVALID_NAME, request(a.self, 3205, 0x7703));
    }

    @Test
    @Rule({"06 §7.21", "06 §4", "04 §5.5"})
    void attributesByMessage() {
        int p = a.port();
        answers(KERN_FAILURE, request(a.self, GET_ATTRIBUTES, p, 1, 0));
        Call c = ask(request(a.self, GET_ATTRIBUTES, p, 1, 1));
        assertThat(c.size()).isEqualTo(44);
        assertThat(c.word(36)).isEqualTo(1);
        assertThat(c.word(40)).isEqualTo(5);
        assertThat(ask(request(a.self, GET_ATTRIBUTES, p, 2, 17)).size()).isEqualTo(80);
        assertThat(ask(request(a.self, GET_ATTRIBUTES, p, 7, 17)).size()).isEqualTo(108);
    }

    // --- special ports: 06 §2 -----------------------------------------------------------------------------------

    @Test
    @Rule({"06 §2.1", "06 §7.14"})
    void aNewTaskHasNoNames() {
        SimulatedTask parent = a.task;
        int boot = a.port();
        assertThat(a.calls.task_set_special_port(a.self, 4, give(boot))).isZero();
        SimulatedTask made = kernel.createTask("child", 501, 20, parent);
        int[] first = new int[1];
        int self = made.calls().mach_task_self(); // the one name, which the library's start-up asked for
        assertThat(self).isEqualTo(0x103);
        assertThat(made.calls().mach_reply_port()).isEqualTo(0x203);
        assertThat(made.calls().task_get_special_port(self, 4, first)).isZero();
        assertThat(a.calls.task_set_special_port(a.self, 4, 0)).isZero();
        int[] second = new int[1];
        assertThat(made.calls().task_get_special_port(self, 4, second)).isZero();
        assertThat(second[0]).isEqualTo(first[0]).isNotZero();
    }

    /** A send right to an own port under the port's name. */
    private int give(int port) {
        a.addSends(port, 1);
        return port;
    }

    @Test
    @Rule({"06 §2.2", "06 §7.15", "03 §12", "03 §3.2"})
    void selfTraps() {
        assertThat(a.calls.mach_task_self()).isEqualTo(a.self);
        int thread = a.calls.mach_thread_self();
        assertThat(a.calls.mach_thread_self()).isEqualTo(thread);
        assertThat(a.state(thread)).isEqualTo("S(2)");
        int host = a.calls.mach_host_self();
        assertThat(a.calls.mach_host_self()).isEqualTo(host);
        assertThat(a.state(host)).isEqualTo("S(2)");
        int one = a.calls.mach_reply_port();
        assertThat(a.calls.mach_reply_port()).isNotEqualTo(one);
        assertThat(a.status(one)).containsExactly(0, 0, 0, 5, 0, 0, 0, 0, 0, 0);
        assertThat(a.calls.mach_port_mod_refs(a.self, host, 0, 65532)).isZero();
        assertThat(a.calls.mach_host_self()).isEqualTo(host);
        assertThat(a.state(host)).isEqualTo("S(65534)");
        int self = a.refs(a.self, 0);
        special(a, 1);
        assertThat(a.refs(a.self, 0)).isEqualTo(self + 1);
    }

    @Test
    @Rule({"06 §2.3", "06 §7.16"})
    void gettingSpecialPorts() {
        assertThat(special(a, 4)).isZero();
        assertThat(special(a, 7)).isZero();
        assertThat(special(a, 1)).isEqualTo(a.self);
        assertThat(special(a, 2)).isEqualTo(a.calls.mach_host_self());
        int[] port = new int[1];
        for (int bad : new int[] {0, 5, 6, 8, 10}) {
            assertThat(a.calls.task_get_special_port(a.self, bad, port)).isEqualTo(KERN_INVALID_ARGUMENT);
        }
        int p = give(a.port());
        assertThat(a.calls.task_set_special_port(a.self, 4, p)).isZero();
        assertThat(special(a, 4)).isEqualTo(p);
        a.destroy(p);
        assertThat(special(a, 4)).isEqualTo(MACH_PORT_DEAD);
    }

    @Test
    @Rule({"06 §2.3", "06 §7.17"})
    void settingSpecialPorts() {
        int p = give(a.port());
        int q = give(a.port());
        assertThat(a.calls.task_set_special_port(a.self, 3, p)).isEqualTo(KERN_INVALID_ARGUMENT);
        assertThat(a.calls.task_set_special_port(a.self, 5, p)).isEqualTo(KERN_INVALID_ARGUMENT);
        assertThat(a.sendRights(p)).isEqualTo(1);
        for (int once : new int[] {7, 9}) {
            assertThat(a.calls.task_set_special_port(a.self, once, p)).isZero();
            assertThat(a.calls.task_set_special_port(a.self, once, q)).isEqualTo(KERN_NO_ACCESS);
        }
        assertThat(a.sendRights(p)).isEqualTo(3);
        assertThat(a.sendRights(q)).isEqualTo(1);
        assertThat(a.calls.task_set_special_port(a.self, 4, q)).isZero();
        assertThat(a.sendRights(q)).isEqualTo(2);
        assertThat(a.calls.task_set_special_port(a.self, 4, 0)).isZero();
        assertThat(a.sendRights(q)).isEqualTo(1);
        assertThat(special(a, 4)).isZero();
    }

    /** The privileged host port, which tasks of user 0 have. */
    private int privilegedHost() {
        SimulatedTask root = kernel.createTask("root", 0, 0, null);
        int[] name = new int[1];
        assertThat(kernel.copyRight(root, root.calls().mach_host_self(), CS, a.task, name))
                .isZero();
        return name[0];
    }

    @Test
    @Rule({"06 §2.3", "06 §1.2"})
    void theHostsSpecialPorts() {
        int host = privilegedHost();
        int p = give(a.port());
        Call unset = ask(request(host, HOST_GET_SPECIAL, 7, 21));
        assertThat(unset.bits()).isEqualTo(0x80001200);
        assertThat(unset.size()).isEqualTo(40);
        assertThat(unset.descriptor(0).name()).isZero();
        assertThat(unset.descriptor(0).disposition()).isEqualTo(17);
        assertThat(ask(request(host, HOST_GET_SPECIAL, -1, 1)).descriptor(0).name())
                .isEqualTo(a.calls.mach_host_self());
        assertThat(ask(request(host, HOST_GET_SPECIAL, -1, 2)).descriptor(0).name())
                .isEqualTo(host);
        for (int bad : new int[] {0, -1, 22}) {
            answers(KERN_INVALID_ARGUMENT, request(host, HOST_GET_SPECIAL, -1, bad));
        }
        answers(0, request(host, HOST_SET_SPECIAL, 8).port(p, CS));
        assertThat(ask(request(host, HOST_GET_SPECIAL, -1, 8)).descriptor(0).name())
                .isEqualTo(p);
        assertThat(a.sendRights(p)).isEqualTo(2);
        for (int bad : new int[] {0, 7, 22, -1}) {
            answers(KERN_INVALID_ARGUMENT, request(host, HOST_SET_SPECIAL, bad).port(p, CS));
        }
        answers(
                KERN_INVALID_ARGUMENT,
                request(a.calls.mach_host_self(), HOST_SET_SPECIAL, 8).port(p, CS));
        assertThat(a.sendRights(p)).isEqualTo(2);
        answers(0, request(host, HOST_SET_SPECIAL, 8).port(0, CS));
        assertThat(a.sendRights(p)).isEqualTo(1);
        answers(0, request(host, HOST_SET_SPECIAL, 8).port(p, CS));
        a.destroy(p);
        assertThat(ask(request(host, HOST_GET_SPECIAL, -1, 8)).descriptor(0).name())
                .isEqualTo(MACH_PORT_DEAD);
    }

    @Test
    @Rule({"06 §1.2", "03 §11.4"})
    void aTaskEndsByMessage() {
        int other = b.give(b.self, CS, a);
        int p = b.giveSend(b.port(), a, 1);
        Running waits = b.receiving(b.port());
        assertThat(waits.isBlocked()).isTrue();
        answers(0, Msg.to(other, CS).id(TASK_TERMINATE));
        assertThat(b.task.isTerminated()).isTrue();
        assertThat(a.state(p)).isEqualTo("DN(1)");
        assertThat(a.state(other)).isEqualTo("DN(1)");
        assertThat(kernel.tasks()).containsExactly(a.task);
    }

    @Test
    @Rule("06 §2.3")
    void aThreadsSpecialPort() {
        int thread = a.calls.mach_thread_self();
        int[] port = new int[1];
        assertThat(a.calls.thread_get_special_port(thread, 1, port)).isZero();
        assertThat(port[0]).isEqualTo(thread);
        assertThat(a.calls.thread_get_special_port(thread, 2, port)).isEqualTo(KERN_INVALID_ARGUMENT);
        assertThat(a.calls.thread_get_special_port(a.self, 1, port)).isEqualTo(KERN_INVALID_ARGUMENT);
        int p = give(a.port());
        assertThat(a.calls.thread_set_special_port(thread, 2, p)).isEqualTo(KERN_INVALID_ARGUMENT);
        assertThat(a.calls.thread_set_special_port(thread, 1, p)).isZero();
        assertThat(a.calls.mach_thread_self()).isEqualTo(p);
        assertThat(a.calls.thread_set_special_port(thread, 1, 0)).isZero();
    }

    @Test
    @Rule({"06 §2.3", "06 §7.18", "06 §4"})
    void registeredPorts() {
        int p = give(a.port());
        long four = a.array(p, p, p, p);
        assertThat(a.calls.mach_ports_register(a.self, four, 4)).isEqualTo(KERN_INVALID_ARGUMENT);
        assertThat(a.sendRights(p)).isEqualTo(1);
        assertThat(a.calls.mach_ports_register(a.self, four, 1)).isZero();
        long[] array = new long[1];
        int[] count = new int[1];
        assertThat(a.calls.mach_ports_lookup(a.self, array, count)).isZero();
        assertThat(a.words(array[0], count[0])).containsExactly(p, 0, 0);
        SimulatedTask child = kernel.createTask("child", 501, 20, a.task);
        assertThat(child.calls().mach_ports_lookup(child.calls().mach_task_self(), array, count))
                .isZero();
        int there = child.memory().buffer(array[0], 12).getInt();
        assertThat(there).isNotZero();
        assertThat(child.calls().mach_port_type(child.calls().mach_task_self(), there, count))
                .isZero();
        assertThat(count[0]).isEqualTo(0x10000);
    }

    @Test
    @Rule({"06 §7.25", "06 §2.3", "06 §3.6"})
    void theCountWordOfAPortArrayIsNotCompared() {
        int p = give(a.port());
        long array = a.array(p, p);
        // two elements, the count word says one: the smaller counts, the surplus right is released
        answers(0, request(a.self, PORTS_REGISTER, 1).ports(array, 2, CS, 1, 0));
        assertThat(a.sendRights(p)).isEqualTo(2);
        answers(0, request(a.self, PORTS_REGISTER, 3).ports(array, 2, CS, 1, 0));
        assertThat(a.sendRights(p)).isEqualTo(3);
        answers(KERN_INVALID_ARGUMENT, request(a.self, PORTS_REGISTER, 4).ports(array, 2, CS, 1, 0));
        assertThat(a.sendRights(p)).isEqualTo(3);
    }

    @Test
    @Rule("06 §3.5")
    void aThreadsReplyPortIsCached() {
        int port = a.calls.mig_get_reply_port();
        assertThat(a.calls.mig_get_reply_port()).isEqualTo(port);
        a.calls.mig_put_reply_port(port);
        assertThat(a.calls.mig_get_reply_port()).isEqualTo(port);
        a.calls.mig_dealloc_reply_port(port);
        assertThat(a.state(port)).isEqualTo("—");
        assertThat(a.calls.mig_get_reply_port()).isEqualTo(port + 4);
    }

    @Test
    @Rule({"04 Q4-3", "04 §3.5", "06 §3.6"})
    void anotherTasksPortIsConstructedWithTheOptionsAsGiven() {
        int construct = 3231;
        int other = b.give(b.self, CS, a);
        byte qlimit = 2;
        long options = a.write(a.pages(1), qlimit, (byte) 0, (byte) 0, (byte) 0, (byte) 7);
        Call c = ask(Msg.to(other, CS).id(construct).ool(options, 24, 1, 0).words(0, 1, 9, 0));
        assertThat(b.status(c.word(36), Actor.QLIMIT)).isEqualTo(7);
        assertThat(b.context(c.word(36))).isEqualTo(9);

        int[] name = new int[1];
        assertThat(a.calls.mach_port_construct(other, options, 9, name)).isZero();
        assertThat(b.status(name[0], Actor.QLIMIT)).isEqualTo(7);
        assertThat(b.context(name[0])).isEqualTo(9);

        answers(
                MIG_TYPE_ERROR,
                Msg.to(other, CS).id(construct).ool(options, 20, 1, 0).words(0, 1, 9, 0));
        answers(
                MIG_BAD_ARGUMENTS,
                Msg.to(other, CS).id(construct).ool(options, 24, 1, 0).words(0, 1, 9));
    }
}
