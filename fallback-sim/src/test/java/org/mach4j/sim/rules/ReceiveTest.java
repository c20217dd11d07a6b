// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mach4j.abi.KernReturn.*;
import static org.mach4j.abi.MachMessage.*;
import static org.mach4j.abi.MachPort.*;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a receiver gets, and what becomes of messages nobody gets: spec 02 §11-§16 and its R rows. */
class ReceiveTest extends RuleTest {
    private static final int CS = MACH_MSG_TYPE_COPY_SEND;
    private static final int MS = MACH_MSG_TYPE_MOVE_SEND;
    private static final int MSO = MACH_MSG_TYPE_MOVE_SEND_ONCE;
    private static final int MKS = MACH_MSG_TYPE_MAKE_SEND;
    private static final int MKSO = MACH_MSG_TYPE_MAKE_SEND_ONCE;
    private static final int MR = MACH_MSG_TYPE_MOVE_RECEIVE;

    private int port;
    private int to;

    @BeforeEach
    void aPortOfB() {
        port = b.port();
        to = b.giveSend(port, a, 1);
    }

    private void send(Msg m) {
        assertThat(a.send(m).code()).isZero();
    }

    private int countUp(Actor actor) {
        int[] count = {0};
        while (actor.calls.mach_port_allocate(actor.self, MACH_PORT_RIGHT_DEAD_NAME, new int[1]) == 0) {
            count[0]++;
        }
        return count[0];
    }

    /** A name of a that gives a right to b's port by a disposition. */
    private int destination(int disposition, int p) {
        return switch (disposition) {
            case MSO -> b.give(p, MKSO, a);
            case MS, CS -> b.giveSend(p, a, 1);
            default -> throw new IllegalArgumentException();
        };
    }

    @ParameterizedTest
    @CsvSource({
        "19,0,0x1100",
        "17,0,0x1100",
        "18,0,0x1200",
        "19,20,0x1111",
        "17,19,0x1111",
        "19,21,0x1112",
        "17,18,0x1112",
        "18,20,0x1211",
        "18,19,0x1211",
        "18,21,0x1212",
        "18,18,0x1212"
    })
    @Rule({"02 §11.1", "02 R1", "02 §6.8", "02 §2.2"})
    void theBitsOfAReceivedHeader(int d, int r, int bits) {
        int p = b.port();
        int own = a.portWithSends(2);
        int reply = r == 0 ? 0 : r == MSO ? a.sendOnce(own) : own;
        send(Msg.to(destination(d, p), d).reply(reply, r));
        Call c = b.receive(p);
        assertThat(c.bits()).isEqualTo(bits);
        assertThat(c.local()).isEqualTo(p);
        assertThat(b.state(c.remote())).isEqualTo(r == 0 ? "—" : (bits & 0xff) == 18 ? "SO" : "S(1)");
        assertThat(b.status(p, Actor.SRIGHTS)).isEqualTo(d == CS ? 1 : 0);
        assertThat(b.status(p, Actor.SORIGHTS)).isZero();
    }

    @Test
    @Rule({"02 §21.1", "02 §4.1", "02 §12.3"})
    void aPlainRequest() {
        int q = a.port();
        Call sent = a.send(Msg.to(to, CS).reply(q, MKSO).id(7).size(32));
        assertThat(sent.code()).isZero();
        assertThat(sent.isUntouched()).isTrue();
        assertThat(a.state(to)).isEqualTo("S(1)");
        assertThat(a.status(q, Actor.SORIGHTS)).isEqualTo(1);
        assertThat(b.sendRights(port)).isEqualTo(2);
        Call c = b.receive(port);
        assertThat(c.bits()).isEqualTo(0x1112);
        assertThat(c.size()).isEqualTo(32);
        assertThat(c.remote()).isEqualTo(nth(0x203));
        assertThat(b.state(c.remote())).isEqualTo("SO");
        assertThat(c.local()).isEqualTo(port);
        assertThat(b.sendRights(port)).isEqualTo(1);
        b.deallocate(c.remote());
        assertThat(a.take(q)).containsExactly("SEND_ONCE");
        assertThat(b.port()).isEqualTo(nth(0x207));
    }

    @Test
    @Rule({"02 §11.1", "02 R2", "02 R3", "02 R5", "02 §12.1"})
    void repliesThatTheReceiverKnows() {
        int known = b.port();
        int s = b.giveSend(known, a, 1);
        send(Msg.to(to, CS).reply(s, CS));
        assertThat(b.receive(port).remote()).isEqualTo(known);
        assertThat(b.state(known)).isEqualTo("SR(1)");

        int p = a.portWithSends(1);
        send(Msg.to(p, CS).reply(p, CS));
        Call c = a.receive(p);
        assertThat(c.remote()).isEqualTo(p);
        assertThat(c.local()).isEqualTo(p);
        assertThat(a.state(p)).isEqualTo("SR(2)");
        send(Msg.to(p, CS).reply(p, MKSO));
        c = a.receive(p);
        assertThat(a.state(c.remote())).isEqualTo("SO");
        assertThat(c.remote()).isNotEqualTo(p);

        int n = b.port();
        b.request(port, 70, 0, n);
        send(Msg.to(to, MS));
        assertThat(b.take(n)).isEmpty();
        b.receive(port);
        assertThat(b.take(n)).containsExactly("NO_SENDERS 1");
    }

    @Test
    @Rule({"02 §11.2", "02 §20.2", "01 §9.2", "01 §9.3", "02 §15.1", "03 §6.15"})
    void aReceiverWithoutRoomForTheReplysName() {
        int q = a.port();
        int carried = a.port();
        send(Msg.to(to, CS).reply(q, MKSO).id(5).size(64));
        send(Msg.to(to, CS)
                .reply(0, MKSO)
                .port(carried, MKS)
                .port(carried, MKSO)
                .id(6));
        assertThat(b.calls.task_set_port_space(b.self, 648874)).isZero();
        assertThat(countUp(b)).isPositive();
        Call c = b.receive(port);
        assertThat(c.code()).isEqualTo(0x1000600b);
        assertThat(c.size()).isEqualTo(24);
        assertThat(c.bits()).isEqualTo(0x1112);
        assertThat(c.remote()).isZero();
        assertThat(c.local()).isEqualTo(port);
        assertThat(c.id()).isEqualTo(5);
        assertThat(a.take(q)).containsExactly("SEND_ONCE");
        c = b.receive(port);
        assertThat(c.code()).isEqualTo(0x1000600c);
        assertThat(c.id()).isEqualTo(6);
        assertThat(c.descriptor(0).name()).isZero();
        assertThat(c.descriptor(0).disposition()).isEqualTo(17);
        assertThat(c.descriptor(1).name()).isZero();
        assertThat(a.take(carried)).containsExactly("SEND_ONCE");
        assertThat(a.sendRights(carried)).isZero();
    }

    // --- messages that die: 02 §16 --------------------------------------------------------------------------------

    @Test
    @Rule({"02 §16.5", "02 §16.3", "02 §16.1", "02 R8", "03 §5.6", "05 §11"})
    void queuedMessagesDieInOrderAndEachFromHeadToBody() {
        int n = a.port();
        int[] onces = new int[4];
        for (int i = 0; i < 4; i++) {
            onces[i] = a.port();
        }
        // each right that dies tells its port; a request on a carried right's port tells the order
        for (int i = 0; i < 3; i++) {
            send(Msg.to(to, CS).reply(n, MKSO).id(i));
        }
        b.destroy(port);
        assertThat(a.take(n)).containsExactly("SEND_ONCE", "SEND_ONCE", "SEND_ONCE");

        aPortOfB();
        int[] watched = new int[4];
        for (int i = 0; i < 4; i++) {
            int carried = a.port();
            watched[i] = a.sendOnce(carried);
            a.request(watched[i], 72, 0, n);
            onces[i] = carried;
        }
        send(Msg.to(to, CS)
                .reply(n, MKSO)
                .port(onces[0], MR)
                .ports(a.array(onces[1], onces[2]), 2, MR, 1, 0)
                .port(onces[3], MR));
        b.destroy(port);
        assertThat(a.take(n))
                .containsExactly(
                        "SEND_ONCE",
                        "DEAD_NAME " + Actor.hex(watched[0]),
                        "DEAD_NAME " + Actor.hex(watched[1]),
                        "DEAD_NAME " + Actor.hex(watched[2]),
                        "DEAD_NAME " + Actor.hex(watched[3]));
    }

    @Test
    @Rule({"02 §16.4", "02 R11", "02 R12", "03 §5.5", "03 §7.2"})
    void aCarriedPortWithRequestsDies() {
        int n = a.port();
        int saved = a.port();
        a.request(saved, 69, 0, n);
        send(Msg.to(to, CS).port(saved, MR));
        b.destroy(port);
        Call c = a.receive(n);
        assertThat(c.id()).isEqualTo(69);
        assertThat(a.state(c.descriptor(0).name())).isEqualTo("R");

        aPortOfB();
        int watched = a.port();
        a.giveSend(watched, b, 1);
        a.request(watched, 70, 0, n);
        send(Msg.to(to, CS).port(watched, MR));
        b.destroy(port);
        assertThat(a.take(n)).containsExactly("SEND_ONCE");
    }

    // --- rights on their way ----------------------------------------------------------------------------------------

    @Test
    @Rule({"03 §5.1", "02 §9", "05 §4.1"})
    void aPortInTransitTakesMessages() {
        int p = a.portWithSends(1);
        send(Msg.to(to, CS).port(p, MR));
        a.fill(p, 5);
        assertThat(a.send(Msg.to(p, CS)).code()).isEqualTo(0x10000004);
        int there = b.receive(port).descriptor(0).name();
        assertThat(b.take(there)).hasSize(5);
        assertThat(b.calls.mach_port_destroy(b.self, there)).isZero();
        assertThat(a.state(p)).startsWith("DN(");
    }

    @Test
    @Rule({"03 §6.15", "02 §12.1", "02 §12.3", "03 §2.3"})
    void aNewNameIsTakenOnlyWhereNoneIsKnown() {
        int p = a.port();
        int name = a.giveSend(p, b, 1);
        b.destroy(b.port()); // the next free index has been used once
        assertThat(a.giveSend(p, b, 1)).isEqualTo(name);
        int once = a.give(p, MKSO, b);
        assertThat(once & 0xff).isEqualTo(7);
        assertThat(once).isGreaterThan(name);
    }

    @Test
    @Rule({"04 X7", "04 §8.2", "02 Q9", "06 §1"})
    void extractingTheReplyPortItself() {
        int n = a.port();
        Msg request = Msg.to(a.self, CS).reply(n, MKSO).id(3215).words(0, 1, n, MR);
        assertThat(a.call(request, MACH_SEND_MSG | MACH_RCV_MSG, 4096, n, 0).code())
                .isEqualTo(0x10004002);
        assertThat(a.state(n)).isEqualTo("—");
    }

    @Test
    @Rule({"06 §7.7", "06 §1"})
    void requestsWithoutAReplyPort() {
        int n = a.port();
        int before = a.names().size();
        send(Msg.to(a.self, CS).id(3204).words(0, 1, MACH_PORT_RIGHT_PORT_SET));
        assertThat(a.names()).hasSize(before + 1);
        send(Msg.to(a.self, CS).id(3999).port(n, MKSO));
        assertThat(a.take(n)).containsExactly("SEND_ONCE");
    }

    // --- the table ----------------------------------------------------------------------------------------------

    @Test
    @Rule({"04 §3.7", "03 §2.4"})
    void growingTheTable() {
        assertThat(a.calls.task_set_port_space(a.self, 21)).isZero();
        assertThat(a.space()[1]).isEqualTo(21);
        assertThat(a.calls.task_set_port_space(a.self, 22)).isZero();
        assertThat(a.space()[1]).isEqualTo(42);
        assertThat(a.calls.task_set_port_space(a.self, -2)).isEqualTo(KERN_NO_SPACE);
        assertThat(a.calls.task_set_port_space(a.self, -1)).isZero();
        assertThat(a.space()[1]).isEqualTo(85);
        for (int i = 3; i <= 84; i++) {
            assertThat(a.port()).isEqualTo(0x100 * i + 3); // what growth added stands behind what was free
        }
        assertThat(a.calls.task_set_port_space(a.self, 648874)).isZero();
        assertThat(a.calls.task_set_port_space(a.self, -1)).isEqualTo(KERN_NO_SPACE);
    }

    @Test
    @Rule({"03 §8.2", "04 §6.3"})
    void growingTheRequestTableByOneStep() {
        int p = a.port();
        for (int size : new int[] {2, 4, 8, 16}) {
            assertThat(a.calls.mach_port_set_attributes(a.self, p, 3, new int[] {-1}, 1))
                    .isZero();
            assertThat(a.attributes(p, 3, 1)).containsExactly(size);
        }
        assertThat(a.calls.mach_port_set_attributes(a.self, p, 1, new int[18], 18))
                .isEqualTo(-307);
        assertThat(a.calls.mach_port_set_attributes(a.self, p, 1, new int[1], 0))
                .isEqualTo(KERN_FAILURE);
    }
}
