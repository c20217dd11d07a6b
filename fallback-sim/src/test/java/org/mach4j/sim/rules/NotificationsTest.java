// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mach4j.abi.KernReturn.*;
import static org.mach4j.abi.MachMessage.*;
import static org.mach4j.abi.MachMsgReturn.MACH_RCV_INVALID_NAME;
import static org.mach4j.abi.MachPort.*;

import org.junit.jupiter.api.Test;

/** Requests, what fires them and in which order: spec 03 §4-§9, §13, its D, P, G rows; spec 04 §8.3 and its F rows. */
class NotificationsTest extends RuleTest {
    private static final int SEND_POSSIBLE = 66;
    private static final int PORT_DESTROYED = 69;
    private static final int NO_SENDERS = 70;
    private static final int DEAD_NAME = 72;
    private static final int MSO = MACH_MSG_TYPE_MAKE_SEND_ONCE;

    private int port;
    private int send;
    private int notify;

    /** b's port, of which a holds send rights; a's notify port. */
    private void given(int references) {
        port = b.port();
        send = b.giveSend(port, a, references);
        notify = a.port();
    }

    private int refused(int name, int id, int sync) {
        int code = a.request(name, id, sync, notify, MSO, new int[1]);
        assertThat(a.take(notify)).containsExactly("SEND_ONCE"); // 04 Q4-7: the notify right is destroyed
        return code;
    }

    private String deadName(int name) {
        return "DEAD_NAME " + Actor.hex(name);
    }

    // --- 04 §8.3 ------------------------------------------------------------------------------------------------

    @Test
    @Rule({"04 §8.3", "04 Q4-7", "04 F1", "04 F2", "04 F12", "04 F15"})
    void aRefusedRequestDestroysTheNotifyRight() {
        given(1);
        int p = a.port();
        assertThat(refused(p, PORT_DESTROYED, 1)).isEqualTo(KERN_INVALID_VALUE);
        assertThat(refused(p, 65, 0)).isEqualTo(KERN_INVALID_VALUE);
        assertThat(refused(p, 71, 0)).isEqualTo(KERN_INVALID_VALUE);
        assertThat(refused(0, DEAD_NAME, 0)).isEqualTo(KERN_INVALID_ARGUMENT);
        assertThat(refused(0, NO_SENDERS, 0)).isEqualTo(KERN_INVALID_RIGHT);
        assertThat(refused(0xbad, DEAD_NAME, 0)).isEqualTo(KERN_INVALID_NAME);
        assertThat(refused(send, NO_SENDERS, 0)).isEqualTo(KERN_INVALID_RIGHT);
        assertThat(a.request(p, DEAD_NAME, 0, -1, MSO, new int[1])).isEqualTo(KERN_INVALID_CAPABILITY);
    }

    @Test
    @Rule({"04 §8.3", "04 F3", "04 F4", "03 §7.1", "03 P1"})
    void noSenders() {
        notify = a.port();
        int p = a.port();
        assertThat(a.request(p, NO_SENDERS, 0, notify)).isZero();
        assertThat(a.take(notify)).containsExactly("NO_SENDERS 0");
        assertThat(a.status(p, Actor.NSREQUEST)).isZero();
        a.request(p, NO_SENDERS, 1, notify);
        assertThat(a.status(p, Actor.NSREQUEST)).isEqualTo(1);
        int previous = a.request(p, NO_SENDERS, 1, notify);
        assertThat(a.state(previous)).isEqualTo("SO");
    }

    @Test
    @Rule({"04 §8.3", "04 F5", "04 F6", "03 §6.3", "03 Q-4"})
    void requestsOnDeadNamesAndSets() {
        given(1);
        int d = a.deadName(1);
        assertThat(refused(d, DEAD_NAME, 0)).isEqualTo(KERN_INVALID_ARGUMENT);
        a.request(d, DEAD_NAME, 1, notify);
        assertThat(a.take(notify)).containsExactly(deadName(d));
        assertThat(a.state(d)).isEqualTo("DN(2)");
        a.request(d, SEND_POSSIBLE, 0, notify);
        assertThat(a.take(notify)).containsExactly(deadName(d));
        int z = a.portSet();
        assertThat(refused(z, DEAD_NAME, 0)).isEqualTo(KERN_INVALID_RIGHT);
        int[] previous = {7};
        assertThat(a.request(z, DEAD_NAME, 0, 0, MSO, previous)).isZero();
        assertThat(previous[0]).isZero();
    }

    @Test
    @Rule({"04 §8.3", "04 F7", "04 F8", "04 F9", "03 §8.3", "03 §8.4", "02 N1", "02 §6.7"})
    void sendPossible() {
        given(1);
        a.request(send, SEND_POSSIBLE, 1, notify);
        assertThat(a.take(notify)).containsExactly("SEND_POSSIBLE " + Actor.hex(send));
        assertThat(a.type(send)).isEqualTo(0x10000);

        a.fill(send, 5);
        a.request(send, SEND_POSSIBLE, 1, notify);
        assertThat(a.take(notify)).isEmpty();
        b.receive(port);
        assertThat(a.take(notify)).containsExactly("SEND_POSSIBLE " + Actor.hex(send));

        a.fill(send, 1);
        a.request(send, SEND_POSSIBLE, 0, notify);
        b.receive(port);
        assertThat(a.take(notify)).isEmpty();
        a.fill(send, 1);
        Call failed = sendNotify(Msg.to(send, MACH_MSG_TYPE_COPY_SEND));
        assertThat(failed.code()).isEqualTo(0x10000004);
        assertThat(a.take(notify)).isEmpty();
        b.receive(port);
        assertThat(a.take(notify)).containsExactly("SEND_POSSIBLE " + Actor.hex(send));
    }

    private Call sendNotify(Msg m) {
        return a.call(m, MACH_SEND_MSG | MACH_SEND_TIMEOUT | MACH_SEND_NOTIFY, 0, 0, 0);
    }

    @Test
    @Rule({"04 F10", "04 F13", "04 F14", "03 §8.6", "03 §6.6"})
    void oneRequestAName() {
        given(1);
        a.fill(send, 5);
        int first = a.sendOnce(notify);
        int[] previous = new int[1];
        assertThat(a.request(send, DEAD_NAME, 0, first, MACH_MSG_TYPE_MOVE_SEND_ONCE, previous))
                .isZero();
        assertThat(previous[0]).isZero();
        int second = a.port();
        assertThat(a.request(send, SEND_POSSIBLE, 1, second, MSO, previous)).isZero();
        assertThat(a.state(previous[0])).isEqualTo("SO");
        assertThat(a.take(notify)).isEmpty();
        a.deallocate(send);
        assertThat(a.take(second)).containsExactly("PORT_DELETED " + Actor.hex(send));

        int p = a.port();
        a.request(p, DEAD_NAME, 0, notify);
        a.destroy(p);
        assertThat(a.take(notify)).containsExactly("PORT_DELETED " + Actor.hex(p));
    }

    @Test
    @Rule({"04 F11", "04 §8.3", "06 §7.5"})
    void theNotifyRightIsSendOnce() {
        notify = a.port();
        int p = a.port();
        int[] previous = {7};
        assertThat(a.request(p, DEAD_NAME, 0, notify, MACH_MSG_TYPE_MAKE_SEND, previous))
                .isEqualTo(-300);
        assertThat(a.sendRights(notify)).isZero();
        assertThat(a.request(p, DEAD_NAME, 0, 0, 0, previous)).isEqualTo(-300);
        a.request(p, DEAD_NAME, 0, notify);
        assertThat(a.request(p, DEAD_NAME, 0, 0, MSO, previous)).isZero();
        assertThat(a.state(previous[0])).isEqualTo("SO");
        assertThat(a.type(p)).isEqualTo(0x20000);
    }

    @Test
    @Rule({"04 Z6", "03 Q-3", "04 §3.3", "01 §10.3"})
    void aPreallocatedBufferHoldsOneNotification() {
        long qos = a.task.memory().allocate(8);
        a.task.memory().buffer(qos, 8).putInt(0, 2);
        int[] name = new int[1];
        assertThat(a.calls.mach_port_allocate_qos(a.self, MACH_PORT_RIGHT_RECEIVE, qos, name))
                .isZero();
        a.deallocate(a.sendOnce(name[0]));
        a.deallocate(a.sendOnce(name[0]));
        assertThat(a.status(name[0], Actor.MSGCOUNT)).isEqualTo(1);
        assertThat(a.status(name[0], Actor.SORIGHTS)).isEqualTo(2);
        assertThat(a.take(name[0])).containsExactly("SEND_ONCE");
        assertThat(a.status(name[0], Actor.SORIGHTS)).isEqualTo(1);
        a.task.memory().free(qos, 8);
    }

    // --- dead names: 03 §4 --------------------------------------------------------------------------------------

    @Test
    @Rule({"03 §4.1", "03 D1", "03 D2", "03 §8.5"})
    void aDeadPortsSendRightIsADeadName() {
        given(3);
        b.destroy(port);
        assertThat(a.state(send)).isEqualTo("DN(3)");
        given(3);
        a.request(send, DEAD_NAME, 0, notify);
        b.destroy(port);
        assertThat(a.take(notify)).containsExactly(deadName(send));
        assertThat(a.state(send)).isEqualTo("DN(4)");
    }

    @Test
    @Rule({"03 D3", "03 D4", "03 Q-6", "03 §8.4"})
    void aFiredSendPossibleRequestIsNotAnsweredAgain() {
        given(3);
        a.fill(send, 5);
        a.request(send, SEND_POSSIBLE, 1, notify);
        b.receive(port);
        assertThat(a.take(notify)).containsExactly("SEND_POSSIBLE " + Actor.hex(send));
        b.destroy(port);
        assertThat(a.take(notify)).isEmpty();
        assertThat(a.state(send)).isEqualTo("DN(3)");

        int own = a.portWithSends(1);
        a.fill(own, 5);
        a.request(own, SEND_POSSIBLE, 1, notify);
        a.receive(own);
        assertThat(a.take(notify)).containsExactly("SEND_POSSIBLE " + Actor.hex(own));
        a.drop(own, MACH_PORT_RIGHT_RECEIVE);
        assertThat(a.state(own)).isEqualTo("DN(2)");
        assertThat(a.take(notify)).isEmpty();
    }

    @Test
    @Rule({"03 §4.2", "03 D5", "03 D6", "03 D7"})
    void whatOperationsSeeOnAStaleName() {
        port = b.port();
        int once = b.give(port, MSO, a);
        send = b.giveSend(port, a, 2);
        notify = a.port();
        a.request(send, DEAD_NAME, 0, notify);
        b.destroy(port);
        a.take(notify);
        assertThat(a.names()).contains(java.util.List.of(send, 0x100000));
        assertThat(a.calls.mach_port_kobject(a.self, send, new int[1], new long[1]))
                .isEqualTo(KERN_INVALID_RIGHT);
        a.destroy(send);
        assertThat(a.take(notify)).isEmpty();
        assertThat(a.calls.mach_port_mod_refs(a.self, once, 2, -1)).isEqualTo(KERN_INVALID_RIGHT);
        assertThat(a.state(once)).isEqualTo("DN(1)");
    }

    @Test
    @Rule({"03 §4.3", "02 P6", "02 R4"})
    void aRightThatDiesOnItsWayIsTheDeadValue() {
        given(1);
        int dying = a.port();
        assertThat(a.send(Msg.to(send, MACH_MSG_TYPE_COPY_SEND)
                                .reply(dying, MACH_MSG_TYPE_MAKE_SEND_ONCE)
                                .port(dying, MACH_MSG_TYPE_MAKE_SEND))
                        .code())
                .isZero();
        a.destroy(dying);
        Call got = b.receive(port);
        assertThat(got.code()).isZero();
        assertThat(got.remote()).isEqualTo(MACH_PORT_DEAD);
        assertThat(got.bits()).isEqualTo(0x80001112);
        assertThat(got.descriptor(0).name()).isEqualTo(MACH_PORT_DEAD);
        assertThat(got.descriptor(0).disposition()).isEqualTo(17);
        assertThat(b.names()).hasSize(2);
    }

    @Test
    @Rule({"03 D8", "03 D9", "03 §8.1", "03 §5.5"})
    void deadNameNotificationsGoByTheSlotsOfTheTable() {
        for (int requests : new int[] {3, 7}) {
            port = b.port();
            int[] names = new int[requests];
            notify = a.port();
            for (int i = 0; i < requests; i++) { // each send-once right has an entry of its own
                names[i] = b.give(port, MSO, a);
                a.request(names[i], DEAD_NAME, 0, notify);
            }
            b.destroy(port);
            String[] all = java.util.Arrays.stream(
                            requests == 3 ? new int[] {0, 2, 1} : new int[] {0, 2, 1, 6, 5, 4, 3})
                    .mapToObj(i -> deadName(names[i]))
                    .toArray(String[]::new);
            assertThat(a.take(notify)).containsExactly(all);
        }
    }

    @Test
    @Rule({"03 G4", "03 §8.2"})
    void aPresizedTableIsUsedFromItsEnd() {
        port = b.port();
        notify = a.port();
        assertThat(b.calls.mach_port_set_attributes(b.self, port, 3, new int[] {4}, 1))
                .isZero();
        int[] names = new int[3];
        for (int i = 0; i < 3; i++) {
            names[i] = b.give(port, MSO, a);
            a.request(names[i], DEAD_NAME, 0, notify);
        }
        b.destroy(port);
        assertThat(a.take(notify)).containsExactly(deadName(names[2]), deadName(names[1]), deadName(names[0]));
    }

    // --- no senders, port destroyed, orders: 03 §5, §7, §13 ------------------------------------------------------

    @Test
    @Rule({"03 §7.1", "03 P2", "03 P4"})
    void noSendersWaitsForTheLastRightAlsoInMessages() {
        notify = a.port();
        int p = a.port();
        a.request(p, NO_SENDERS, 1, notify);
        a.addSends(p, 1);
        a.post(p, 7);
        a.deallocate(p);
        assertThat(a.take(notify)).isEmpty();
        a.receive(p);
        assertThat(a.take(notify)).containsExactly("NO_SENDERS 1");
    }

    @Test
    @Rule({"03 P5", "03 §5.4", "03 §5.3", "05 §16.55", "02 P7", "02 §5.4", "02 Q18"})
    void movingTheReceiveRightClearsItsState() {
        int p = a.port();
        a.portSet(p);
        a.portSet(p);
        a.giveSend(p, b, 1);
        a.request(p, NO_SENDERS, 1, a.port());
        assertThat(a.calls.mach_port_set_seqno(a.self, p, 9)).isZero();
        assertThat(a.calls.mach_port_guard(a.self, p, 5, true)).isZero();
        int there = a.give(p, MACH_MSG_TYPE_MOVE_RECEIVE, b);
        int back = b.give(there, MACH_MSG_TYPE_MOVE_RECEIVE, a);
        assertThat(a.context(back)).isZero();
        int[] status = a.status(back);
        assertThat(status[Actor.PSET]).isZero();
        assertThat(status[Actor.SEQNO]).isZero();
        assertThat(status[Actor.MSCOUNT]).isZero();
        assertThat(status[Actor.NSREQUEST]).isEqualTo(1);
        assertThat(status[Actor.FLAGS] & 6).isZero();
    }

    @Test
    @Rule({"03 P6", "03 §7.2", "03 §11.3"})
    void thePortDestroyedRequestBringsTheRightOfADyingTask() {
        Actor c = task("c");
        port = b.port();
        int there = b.give(port, MACH_MSG_TYPE_MOVE_RECEIVE, c);
        notify = a.port();
        int once = a.give(notify, MSO, c);
        send = c.giveSend(there, a, 1);
        int[] previous = new int[1];
        assertThat(c.request(there, PORT_DESTROYED, 0, once, MACH_MSG_TYPE_MOVE_SEND_ONCE, previous))
                .isZero();
        a.post(send, 42);
        end(c);
        assertThat(a.take(notify)).containsExactly("PORT_DESTROYED " + Actor.hex(send));
        assertThat(a.state(send)).isEqualTo("SR(1)");
        assertThat(a.take(send)).containsExactly("message 42");
    }

    @Test
    @Rule({"03 P7", "03 P8", "03 §7.2", "02 §17"})
    void aPortDestroyedRequestWithoutALivingBackupDoesNotSave() {
        given(1);
        int dead = b.port();
        assertThat(b.request(port, PORT_DESTROYED, 0, dead)).isZero();
        b.destroy(dead);
        a.request(send, DEAD_NAME, 0, notify);
        b.destroy(port);
        assertThat(a.take(notify)).containsExactly(deadName(send));

        given(1);
        assertThat(b.request(port, PORT_DESTROYED, 0, port)).isZero();
        a.request(send, DEAD_NAME, 0, notify);
        b.destroy(port);
        assertThat(a.take(notify)).containsExactly(deadName(send));
        assertThat(b.state(port)).isEqualTo("—");
    }

    @Test
    @Rule({"03 P9", "03 P10", "03 §5.6", "02 §16.6", "02 Q19", "02 R9", "02 R10"})
    void theOrderOfDestructionDependsOnNesting() {
        given(1);
        a.request(send, DEAD_NAME, 0, notify);
        assertThat(a.send(Msg.to(send, MACH_MSG_TYPE_COPY_SEND).reply(notify, MSO))
                        .code())
                .isZero();
        b.destroy(port);
        assertThat(a.take(notify)).containsExactly("SEND_ONCE", deadName(send));

        given(1); // message m, with a reply right, on A; A's receive right in a message on B
        int carried = a.port();
        assertThat(a.send(Msg.to(carried, MACH_MSG_TYPE_MAKE_SEND).reply(notify, MSO))
                        .code())
                .isZero();
        int held = a.give(carried, MSO, a);
        a.request(held, DEAD_NAME, 0, notify);
        a.request(send, DEAD_NAME, 0, notify);
        assertThat(a.send(Msg.to(send, MACH_MSG_TYPE_COPY_SEND).port(carried, MACH_MSG_TYPE_MOVE_RECEIVE))
                        .code())
                .isZero();
        b.destroy(port);
        assertThat(a.take(notify)).containsExactly(deadName(held), "SEND_ONCE", deadName(send));
    }

    @Test
    @Rule({"03 P11", "03 P12", "03 §5.7", "02 §9", "02 Q9", "02 P14", "02 P15", "02 §21.7", "02 O12"})
    void aReceiveRightSentToItselfDies() {
        int p = a.portWithSends(1);
        assertThat(a.send(Msg.to(p, MACH_MSG_TYPE_MAKE_SEND).port(p, MACH_MSG_TYPE_MOVE_RECEIVE))
                        .code())
                .isZero();
        assertThat(a.state(p)).isEqualTo("DN(1)");

        int q = a.portWithSends(1);
        int r = a.portWithSends(1);
        assertThat(a.send(Msg.to(q, MACH_MSG_TYPE_COPY_SEND).port(r, MACH_MSG_TYPE_MOVE_RECEIVE))
                        .code())
                .isZero();
        assertThat(a.state(r)).isEqualTo("S(1)");
        assertThat(a.send(Msg.to(r, MACH_MSG_TYPE_COPY_SEND).port(q, MACH_MSG_TYPE_MOVE_RECEIVE))
                        .code())
                .isZero();
        assertThat(a.state(q)).isEqualTo("DN(1)");
        assertThat(a.state(r)).isEqualTo("DN(1)");

        int o = a.portWithSends(1);
        long array = a.array(o);
        assertThat(a.send(Msg.to(o, MACH_MSG_TYPE_COPY_SEND).ports(array, 1, MACH_MSG_TYPE_MOVE_RECEIVE, 1, 0))
                        .code())
                .isZero();
        assertThat(a.state(o)).isEqualTo("DN(1)");
    }

    @Test
    @Rule({"03 P13", "05 §16.17", "05 §4.1", "03 §9"})
    void aNotificationPassesAFullQueue() {
        notify = a.portWithSends(1);
        a.fill(notify, 5);
        int d = a.deadName(1);
        a.request(d, DEAD_NAME, 1, notify);
        assertThat(a.status(notify, Actor.MSGCOUNT)).isEqualTo(6);
        assertThat(a.take(notify)).endsWith(deadName(d)).hasSize(6);
    }

    @Test
    @Rule({"03 §13", "03 §6.5", "03 §6.7", "03 §6.8"})
    void theOrdersOfOneCall() {
        for (String how : new String[] {"destroy", "destruct", "mod_refs"}) {
            notify = a.port();
            int p = a.portWithSends(1);
            int held = a.give(p, MSO, a);
            a.request(held, DEAD_NAME, 0, notify);
            a.request(p, DEAD_NAME, 0, notify);
            a.request(p, NO_SENDERS, 0, notify);
            switch (how) {
                case "destroy" -> {
                    a.destroy(p);
                    assertThat(a.take(notify))
                            .containsExactly(deadName(held), "NO_SENDERS 1", "PORT_DELETED " + Actor.hex(p));
                }
                case "destruct" -> {
                    assertThat(a.calls.mach_port_destruct(a.self, p, -1, 0)).isZero();
                    assertThat(a.take(notify))
                            .containsExactly("NO_SENDERS 1", deadName(held), "PORT_DELETED " + Actor.hex(p));
                }
                default -> {
                    a.drop(p, MACH_PORT_RIGHT_RECEIVE);
                    assertThat(a.take(notify)).containsExactly("SEND_ONCE", deadName(held), deadName(p));
                }
            }
        }
        given(1);
        b.request(port, NO_SENDERS, 0, b.port());
        a.request(send, DEAD_NAME, 0, notify);
        a.deallocate(send);
        assertThat(a.take(notify)).containsExactly("PORT_DELETED " + Actor.hex(send));
    }

    @Test
    @Rule({"03 §9", "03 §1.4", "06 §7.31", "02 §16.1", "02 §16.8", "02 §10.5"})
    void theFormOfANotification() {
        notify = a.port();
        int d = a.deadName(1);
        a.request(d, DEAD_NAME, 1, notify);
        Call got = a.receive(notify, 0x03000000, 4096);
        assertThat(got.bits()).isEqualTo(0x1200);
        assertThat(got.size()).isEqualTo(36);
        assertThat(got.remote()).isZero();
        assertThat(got.local()).isEqualTo(notify);
        assertThat(got.id()).isEqualTo(72);
        assertThat(got.bytes(24, 32)).containsExactly(0, 0, 0, 0, 1, 0, 0, 0);
        assertThat(got.word(32)).isEqualTo(d);
        assertThat(got.trailer(12)).isZero();
        assertThat(got.trailer(16)).isEqualTo(1);
        assertThat(got.bytes(36 + 20, 36 + 52)).containsOnly(0);

        int p = a.port();
        a.request(p, PORT_DESTROYED, 0, notify);
        a.destroy(p);
        got = a.receive(notify);
        assertThat(got.bits()).isEqualTo(0x80001200);
        assertThat(got.size()).isEqualTo(40);
        assertThat(got.descriptor(0).disposition()).isEqualTo(16);

        a.deallocate(a.sendOnce(notify));
        got = a.receive(notify);
        assertThat(got.size()).isEqualTo(24);
        assertThat(got.id()).isEqualTo(71);
    }

    // --- sets, tasks, guards: 03 §10, §11 -----------------------------------------------------------------------

    @Test
    @Rule({"03 S1", "03 S2", "03 Q-9", "05 §16.47", "05 §8.1", "05 §8.2"})
    void aDestroyedSetLeavesItsMembersCountBehind() {
        int p = a.port();
        int q = a.port();
        int z = a.portSet(p, q);
        int y = a.portSet();
        a.destroy(z);
        assertThat(a.state(p)).isEqualTo("R");
        assertThat(a.status(p, Actor.PSET)).isEqualTo(1);
        assertThat(a.status(q, Actor.PSET)).isEqualTo(1);
        assertThat(a.calls.mach_port_extract_member(a.self, p, y)).isEqualTo(KERN_NOT_IN_SET);
        assertThat(a.calls.mach_port_move_member(a.self, p, 0)).isZero();
        assertThat(a.status(p, Actor.PSET)).isZero();
    }

    @Test
    @Rule({"03 T1", "03 §6.18", "03 §11.3", "03 §11.4"})
    void aTasksEndByIndex() {
        Actor c = task("c");
        int control = c.give(c.self, MACH_MSG_TYPE_COPY_SEND, a);
        notify = a.port();
        int p = a.port();
        a.giveSend(p, c, 1);
        a.request(p, NO_SENDERS, 0, notify);
        a.give(notify, MSO, c);
        int r = c.port();
        send = c.giveSend(r, a, 1);
        a.request(send, DEAD_NAME, 0, notify);
        a.request(control, DEAD_NAME, 0, notify);
        end(c);
        assertThat(a.take(notify)).containsExactly("NO_SENDERS 1", "SEND_ONCE", deadName(send), deadName(control));
    }

    @Test
    @Rule({"03 G1", "03 G2", "03 §5.8", "03 §5.9"})
    void whatAMoveDoesToFlags() {
        int p = a.port();
        assertThat(a.calls.mach_port_guard(a.self, p, 5, true)).isZero();
        int there = a.give(p, MACH_MSG_TYPE_MOVE_RECEIVE, b);
        assertThat(b.status(there, Actor.FLAGS) & 6).isZero();

        int q = a.port();
        int toQ = b.port();
        int s = b.giveSend(toQ, a, 1);
        assertThat(a.calls.mach_port_set_attributes(a.self, q, 4, new int[0], 0))
                .isZero();
        assertThat(a.status(q, Actor.FLAGS)).isEqualTo(9);
        assertThat(a.send(Msg.to(s, MACH_MSG_TYPE_COPY_SEND).port(q, MACH_MSG_TYPE_MOVE_RECEIVE))
                        .code())
                .isZero();
        assertThat(b.status(b.receive(toQ).descriptor(0).name(), Actor.FLAGS)).isEqualTo(8);
    }

    @Test
    @Rule({"03 G3", "03 Q-5", "04 C16"})
    void aGuardedPortDestroyedIsAnOrphan() {
        Actor c = task("c");
        port = c.port();
        send = c.giveSend(port, a, 1);
        notify = a.port();
        a.request(send, DEAD_NAME, 0, notify);
        assertThat(c.calls.mach_port_guard(c.self, port, 5, false)).isZero();
        assertThat(c.calls.mach_port_destroy(c.self, port)).isEqualTo(KERN_INVALID_RIGHT);
        end(c);
        assertThat(a.take(notify)).isEmpty();
        assertThat(a.state(send)).isEqualTo("S(1)");
        a.post(send, 1);
    }

    @Test
    @Rule({"03 Q-5", "03 §6.5", "05 §8.5"})
    void anOrphanIsStillReceivedFromThroughItsSet() {
        port = a.portWithSends(1);
        int z = a.portSet(port);
        send = a.give(port, MACH_MSG_TYPE_COPY_SEND, b);
        int once = a.give(port, MSO, b);
        assertThat(a.calls.mach_port_guard(a.self, port, 5, false)).isZero();
        assertThat(a.calls.mach_port_destroy(a.self, port)).isEqualTo(KERN_INVALID_RIGHT);
        assertThat(a.state(port)).isEqualTo("—");
        assertThat(a.members(z)).containsExactly(port);
        b.post(send, 1);
        b.post(once, MACH_MSG_TYPE_MOVE_SEND_ONCE, 2);
        assertThat(a.receive(port).code()).isEqualTo(MACH_RCV_INVALID_NAME);
        assertThat(a.receive(z).local()).isEqualTo(port);
        Call second = a.receive(z);
        assertThat(second.id()).isEqualTo(2);
        assertThat(second.local()).isEqualTo(port);
        assertThat(a.take(z)).isEmpty();
    }
}
