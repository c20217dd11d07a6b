// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mach4j.abi.MachMessage.*;
import static org.mach4j.abi.MachPort.*;

import org.junit.jupiter.api.Test;

/** Full queues, and what a failed send gives back: spec 01 §5.3, 02 §10, §14 and its S and I rows. */
class FailedSendTest extends RuleTest {
    private static final int TIMED_OUT = 0x10000004;
    private static final int CS = MACH_MSG_TYPE_COPY_SEND;
    private static final int MS = MACH_MSG_TYPE_MOVE_SEND;
    private static final int MKS = MACH_MSG_TYPE_MAKE_SEND;
    private static final int MSO = MACH_MSG_TYPE_MOVE_SEND_ONCE;
    private static final int MKSO = MACH_MSG_TYPE_MAKE_SEND_ONCE;
    private static final int MR = MACH_MSG_TYPE_MOVE_RECEIVE;

    private int port;

    /** A name of a, with so many references, for a port of b with a full queue. */
    private int full(int references) {
        port = b.port();
        int s = b.giveSend(port, a, references);
        a.fill(s, 5);
        return s;
    }

    private Call timedOut(Msg m) {
        Call c = a.send(m);
        assertThat(c.code()).isEqualTo(TIMED_OUT);
        return c;
    }

    @Test
    @Rule({"02 S1", "02 S12", "02 §14.1", "02 §21.2", "01 §5.3", "01 §9.2", "01 E2.11", "01 E2.12", "01 E4.4", "02 Q22"
    })
    void theMessageComesBack() {
        int s = full(1);
        Call c = timedOut(Msg.to(s, CS).id(9).headerSize(99));
        assertThat(c.written()).isLessThanOrEqualTo(24);
        assertThat(c.bits()).isEqualTo(0x11);
        assertThat(c.size()).isEqualTo(24);
        assertThat(c.remote()).isEqualTo(s);
        assertThat(c.local()).isZero();
        assertThat(c.id()).isEqualTo(9);
        assertThat(a.state(s)).isEqualTo("S(2)");
        int r = a.port();
        c = timedOut(Msg.to(s, CS).reply(r, MKSO).size(32));
        assertThat(c.bits()).isEqualTo(0x1211);
        assertThat(c.size()).isEqualTo(32);
        assertThat(a.state(c.local())).isEqualTo("SO");
        assertThat(a.state(s)).isEqualTo("S(3)");
        b.receive(port);
        Call again = a.in(c.bytes(0, 32), at -> a.calls.mach_msg(at, 1, 32, 0, 0, 0, 0));
        assertThat(again.code()).isZero();
        assertThat(a.state(s)).isEqualTo("S(2)");
        assertThat(a.state(c.local())).isEqualTo("—");
    }

    @Test
    @Rule({"02 §14.2", "02 S9", "02 S13", "02 S14", "02 §21.3", "02 Q15", "01 §12.34"})
    void everyRightComesBackInItsMovedForm() {
        int s = full(2);
        assertThat(timedOut(Msg.to(s, MS)).remote()).isEqualTo(s);
        assertThat(a.state(s)).isEqualTo("S(2)");

        int last = full(1);
        int n = a.port();
        a.request(last, 72, 0, n);
        Call c = timedOut(Msg.to(last, MS));
        assertThat(c.remote()).isEqualTo(last + 4);
        assertThat(c.bits()).isEqualTo(0x11);
        assertThat(a.state(last + 4)).isEqualTo("S(1)");
        assertThat(a.take(n)).containsExactly("PORT_DELETED " + Actor.hex(last));

        int own = a.portWithSends(1);
        a.fill(own, 5);
        int made = a.status(own, Actor.MSCOUNT);
        c = timedOut(Msg.to(own, MKS));
        assertThat(c.bits()).isEqualTo(0x11);
        assertThat(a.state(own)).isEqualTo("SR(2)");
        assertThat(a.status(own, Actor.MSCOUNT)).isEqualTo(made + 1);
        timedOut(Msg.to(own, MS));
        assertThat(a.state(own)).isEqualTo("SR(2)");

        int d = a.deadName(2);
        c = timedOut(Msg.to(own, CS).reply(d, CS));
        assertThat(c.local()).isEqualTo(MACH_PORT_DEAD);
        assertThat(a.state(d)).isEqualTo("DN(2)");
        c = timedOut(Msg.to(own, CS).reply(d, MS));
        assertThat(c.local()).isEqualTo(MACH_PORT_DEAD);
        assertThat(a.state(d)).isEqualTo("DN(1)");
        c = timedOut(Msg.to(own, CS).reply(d, MSO));
        assertThat(c.bits()).isEqualTo(0x1211);
        assertThat(a.state(d)).isEqualTo("—");
        c = timedOut(Msg.to(own, CS).reply(0, MKSO));
        assertThat(c.local()).isZero();
        assertThat(c.bits()).isEqualTo(0x1211);

        int o = a.sendOnce(n);
        c = timedOut(Msg.to(own, CS).reply(o, MSO));
        assertThat(c.local()).isEqualTo(o + 4);
        assertThat(a.state(o + 4)).isEqualTo("SO");

        int same = full(2);
        c = timedOut(Msg.to(same, CS).reply(same, CS));
        assertThat(c.remote()).isEqualTo(same);
        assertThat(c.local()).isEqualTo(same);
        assertThat(c.bits()).isEqualTo(0x1111);
        assertThat(a.state(same)).isEqualTo("S(4)");
        int both = full(2);
        c = timedOut(Msg.to(both, MS).reply(both, MS));
        assertThat(c.remote()).isEqualTo(both + 4);
        assertThat(c.local()).isEqualTo(both + 4);
        assertThat(a.state(both + 4)).isEqualTo("S(2)");
    }

    @Test
    @Rule({"02 §14.2", "02 §14.3", "02 S10", "02 S11", "02 S16"})
    void theBodyComesBack() {
        int s = full(1);
        long memory = a.write(a.pages(2), (byte) 1, (byte) 2, (byte) 3);
        Call c = timedOut(Msg.to(s, CS).ool(memory, 8192, 1, 1));
        Call.Descriptor d = c.descriptor(0);
        assertThat(a.isMapped(memory) && d.address() != memory).isFalse();
        assertThat(a.read(d.address(), 3)).containsExactly(1, 2, 3);
        assertThat(d.deallocate()).isEqualTo(1);
        c = timedOut(Msg.to(s, CS).ool(d.address(), 8192, 0, 0));
        assertThat(c.descriptor(0).address()).isNotEqualTo(d.address());
        assertThat(c.descriptor(0).deallocate()).isZero();
        assertThat(a.isMapped(d.address())).isTrue();

        int guarded = a.port();
        assertThat(a.calls.mach_port_guard(a.self, guarded, 5, true)).isZero();
        c = timedOut(Msg.to(s, CS).port(guarded, MR));
        assertThat(c.descriptor(0).name()).isEqualTo(guarded + 4);
        assertThat(c.descriptor(0).disposition()).isEqualTo(16);
        assertThat(a.status(guarded + 4, Actor.FLAGS) & 6).isZero();
        assertThat(a.context(guarded + 4)).isZero();
        int sr = a.portWithSends(2);
        c = timedOut(Msg.to(s, CS).port(sr, MR));
        assertThat(c.descriptor(0).name()).isEqualTo(sr);
        assertThat(a.state(sr)).isEqualTo("SR(2)");
    }

    @Test
    @Rule({"02 S20", "02 §14.2"})
    void slotsArePermuted() {
        int d = full(1);
        int r = b.give(b.port(), MKSO, a);
        int body = b.giveSend(b.port(), a, 1);
        Call c = timedOut(Msg.to(d, MS).reply(r, MSO).port(body, MS));
        assertThat(c.remote() >>> 8).isEqualTo(body >>> 8);
        assertThat(c.local() >>> 8).isEqualTo(d >>> 8);
        assertThat(c.descriptor(0).name() >>> 8).isEqualTo(r >>> 8);
    }

    @Test
    @Rule({"02 S17"})
    void aBufferThatWentAwayIsNotWritten() {
        int s = full(1);
        long memory = a.pages(2);
        Msg m = Msg.to(s, CS).ool(memory, 8192, 1, 1);
        a.write(memory, m.bytes());
        assertThat(a.calls.mach_msg(memory, MACH_SEND_MSG | MACH_SEND_TIMEOUT, m.size(), 0, 0, 0, 0))
                .isEqualTo(TIMED_OUT);
        assertThat(a.state(s)).isEqualTo("S(2)");
    }

    @Test
    @Rule({"01 §12.35", "01 §5.3"})
    void aBufferThatCannotBeWrittenIsForgiven() {
        int s = full(1);
        long memory = a.pages(1);
        Msg m = Msg.to(s, CS);
        a.write(memory, m.bytes());
        assertThat(a.calls.mach_vm_protect(a.self, memory, 4096, false, 1)).isZero();
        assertThat(a.calls.mach_msg(memory, MACH_SEND_MSG | MACH_SEND_TIMEOUT, m.size(), 0, 0, 0, 0))
                .isEqualTo(TIMED_OUT);
        assertThat(a.state(s)).isEqualTo("S(2)");
    }

    @Test
    @Rule({"02 S2", "02 §10.4", "02 §10.1", "05 §16.1", "05 §16.2", "05 §16.16", "05 §4.1", "01 §5.2"})
    void whoPassesTheLimit() {
        int p = a.portWithSends(1);
        a.fill(p, 5);
        timedOut(Msg.to(p, CS));
        a.post(p, MKSO, 6);
        assertThat(a.status(p, Actor.MSGCOUNT)).isEqualTo(6);
        timedOut(Msg.to(p, CS));
        int always = MACH_SEND_MSG | MACH_SEND_TIMEOUT | MACH_SEND_ALWAYS;
        assertThat(a.call(Msg.to(p, CS), always, 0, 0, 0).code()).isEqualTo(TIMED_OUT);
    }

    @Test
    @Rule({"02 S3", "02 S4", "01 §12.37", "05 §16.10", "05 §16.11"})
    void aLimitOfZero() {
        int p = a.portWithSends(1);
        assertThat(a.limit(p, 0)).isZero();
        Running receiver = a.receiving(p);
        timedOut(Msg.to(p, CS));
        assertThat(receiver.isBlocked()).isTrue();
        a.post(p, MKSO, 7);
        assertThat(receiver.result().id()).isEqualTo(7);
        receiver = a.receiving(p);
        Running sender = a.sending(Msg.to(p, CS).id(8));
        assertThat(sender.isBlocked()).isTrue();
        assertThat(receiver.isBlocked()).isTrue();
        assertThat(a.limit(p, 1)).isZero();
        assertThat(sender.result().code()).isZero();
        assertThat(receiver.result().id()).isEqualTo(8);
    }

    @Test
    @Rule({"02 S15", "02 §10.4", "05 §4.1", "02 §10.2", "01 §5.2"})
    void theHardLimit() {
        int p = a.portWithSends(1);
        for (int i = 0; i < 65536; i++) {
            a.post(p, MKSO, i);
        }
        assertThat(a.call(Msg.to(p, MKSO), MACH_SEND_MSG, 0, 0, 0).code()).isEqualTo(0x1000000d);
        assertThat(a.call(Msg.to(p, CS), MACH_SEND_MSG, 0, 0, 0).code()).isEqualTo(0x1000000d);
        Call c = timedOut(Msg.to(p, MKSO).reply(p, MKSO));
        assertThat(c.local()).isEqualTo(c.remote() + 0x100);
        assertThat(c.bits()).isEqualTo(0x1212);
        assertThat(a.state(c.remote())).isEqualTo("SO");
        assertThat(a.state(c.local())).isEqualTo("SO");
    }

    @Test
    @Rule({
        "02 S5",
        "02 S6",
        "02 S7",
        "02 S8",
        "05 §4.2",
        "05 §4.3",
        "05 §16.3",
        "05 §16.4",
        "05 §16.8",
        "05 §16.9",
        "05 §11",
        "01 §12.2",
        "01 §12.36",
        "01 §5.2"
    })
    void blockedSenders() {
        int p = a.portWithSends(1);
        a.fill(p, 5);
        a.post(p, MKSO, 6);
        Running t1 = a.sending(Msg.to(p, CS).id(11));
        Running t2 = a.sending(Msg.to(p, CS).id(12));
        a.receive(p);
        assertThat(t1.isBlocked()).isTrue();
        a.receive(p);
        assertThat(t1.result().code()).isZero();
        assertThat(a.status(p, Actor.MSGCOUNT)).isEqualTo(5);
        assertThat(t2.isBlocked()).isTrue();

        int there = a.give(p, MR, b);
        assertThat(t2.isBlocked()).isTrue();
        assertThat(b.take(there))
                .containsExactly("message 3", "message 4", "message 5", "message 6", "message 11", "message 12");
        assertThat(t2.result().code()).isZero();

        int n = a.port();
        a.fill(p, 5);
        Running t3 = a.sending(Msg.to(p, CS).reply(n, MKSO));
        b.destroy(there);
        assertThat(t3.result().code()).isZero();
        assertThat(a.take(n)).containsExactly("SEND_ONCE");

        int q = a.portWithSends(1);
        a.fill(q, 5);
        Msg m = Msg.to(q, CS);
        Running t4 = a.start(() -> a.trap(m, MACH_SEND_MSG, 0, 0, 0));
        assertThat(t4.abort()).isTrue();
        Call c = t4.result();
        assertThat(c.code()).isEqualTo(0x10000007);
        assertThat(c.bits()).isEqualTo(0x11);
        assertThat(a.state(q)).isEqualTo("SR(2)");
    }

    // --- importance: 02 §10.3, 05 §14 -----------------------------------------------------------------------------

    private static final int EINVAL = 22;
    private static final int EOVERFLOW = 84;

    /** {@code assertcnt} and {@code externcnt}. */
    private static int[] assertions(Actor owner) {
        return new int[] {owner.task.importanceAssertions(), owner.task.externalImportanceAssertions()};
    }

    private int boosts(Actor owner, int p) {
        return owner.attributes(p, 7, 17)[10];
    }

    @Test
    @Rule({"02 I1", "02 I2", "02 §6.9", "02 §10.3", "05 §14", "05 §16.61", "05 §16.62", "05 §16.65", "01 §6.6"})
    void aDonorsMessageIsMarked() {
        port = b.port();
        int s = b.giveSend(port, a, 1);
        assertThat(b.calls.mach_port_set_attributes(b.self, port, 5, new int[0], 0))
                .isZero();
        b.task.setImportance(false, true);
        a.post(s, 1);
        assertThat(boosts(b, port)).isZero();
        assertThat(b.receive(port).bits()).isEqualTo(0x1100);
        a.task.setImportance(true, false);
        a.post(s, 2);
        assertThat(boosts(b, port)).isEqualTo(1);
        assertThat(assertions(b)).containsExactly(1, 0);
        Call got = b.receive(port);
        assertThat(got.bits()).isEqualTo(0x20001100);
        assertThat(boosts(b, port)).isZero();
        assertThat(assertions(b)).containsExactly(1, 1);
        assertThat(b.task.holdImportance()).isZero();
        assertThat(assertions(b)).containsExactly(2, 2);
        assertThat(b.task.dropImportance()).isZero();
        assertThat(b.task.dropImportance()).isZero();
        assertThat(assertions(b)).containsExactly(0, 0);
        assertThat(b.task.dropImportance()).isEqualTo(EOVERFLOW);
        assertThat(b.task.holdImportance()).isEqualTo(EOVERFLOW);
        assertThat(a.task.dropImportance()).isEqualTo(EINVAL);
        assertThat(a.task.holdImportance()).isEqualTo(EINVAL);
        int quiet = MACH_SEND_MSG | MACH_SEND_TIMEOUT | MACH_SEND_NOIMPORTANCE;
        assertThat(a.call(Msg.to(s, CS), quiet, 0, 0, 0).code()).isZero();
        assertThat(b.receive(port).bits()).isEqualTo(0x1100);
        int plain = b.port();
        a.post(b.giveSend(plain, a, 1), 3);
        assertThat(b.receive(plain).bits()).isEqualTo(0x1100);
    }

    @Test
    @Rule({"02 I3", "02 I4", "02 Q16", "02 §15.1", "05 §16.63", "05 §16.64", "01 §6.6"})
    void marksThatAreTakenBack() {
        port = b.port();
        int s = b.giveSend(port, a, 1);
        assertThat(b.calls.mach_port_set_attributes(b.self, port, 5, new int[0], 0))
                .isZero();
        a.task.setImportance(true, false);
        a.post(s, 1);
        assertThat(boosts(b, port)).isEqualTo(1);
        assertThat(b.receive(port).bits()).isEqualTo(0x1100); // b is no importance receiver
        assertThat(boosts(b, port)).isZero();
        a.fill(s, 5);
        assertThat(boosts(b, port)).isEqualTo(5);
        Call c = timedOut(Msg.to(s, CS));
        assertThat(c.bits()).isEqualTo(0x11);
        assertThat(boosts(b, port)).isEqualTo(5);
        Call cut = b.receive(port, 0, 0);
        assertThat(cut.code()).isEqualTo(0x10004004);
        assertThat(cut.bits()).isEqualTo(0x20001100);
        assertThat(boosts(b, port)).isEqualTo(5);
    }

    @Test
    @Rule({"02 §6.7", "05 §14"})
    void anArmedRequestBoostsOnce() {
        port = b.port();
        int s = b.giveSend(port, a, 1);
        assertThat(b.calls.mach_port_set_attributes(b.self, port, 5, new int[0], 0))
                .isZero();
        a.fill(s, 5);
        int n = a.port();
        a.request(s, 66, 0, n);
        a.task.setImportance(true, false);
        int notify = MACH_SEND_MSG | MACH_SEND_TIMEOUT | MACH_SEND_NOTIFY;
        assertThat(a.call(Msg.to(s, CS), notify | MACH_SEND_NOIMPORTANCE, 0, 0, 0)
                        .code())
                .isEqualTo(TIMED_OUT);
        assertThat(boosts(b, port)).isZero();
        for (int i = 0; i < 2; i++) {
            assertThat(a.call(Msg.to(s, CS), notify, 0, 0, 0).code()).isEqualTo(TIMED_OUT);
            assertThat(boosts(b, port)).isEqualTo(1);
        }
        b.receive(port);
        assertThat(a.take(n)).containsExactly("SEND_POSSIBLE " + Actor.hex(s));
        assertThat(boosts(b, port)).isZero();
    }
}
