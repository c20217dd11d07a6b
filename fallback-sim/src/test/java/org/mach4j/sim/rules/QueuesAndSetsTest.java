// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mach4j.abi.MachMessage.*;
import static org.mach4j.abi.MachPort.*;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Waiting, hand-off and port sets: spec 05. */
class QueuesAndSetsTest extends RuleTest {
    private static final int CS = MACH_MSG_TYPE_COPY_SEND;
    private static final int MKSO = MACH_MSG_TYPE_MAKE_SEND_ONCE;
    private static final int TIMED_OUT = 0x10004003;
    private static final int TOO_LARGE = 0x10004004;
    private static final int PORT_CHANGED = 0x10004006;

    private int p;
    private int q;

    @BeforeEach
    void ports() {
        p = a.portWithSends(1);
        q = a.portWithSends(1);
    }

    private static long since(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }

    // --- queues -------------------------------------------------------------------------------------------------

    @Test
    @Rule({"05 §2", "05 §4.3", "05 §16.5"})
    void aGrantedPlaceIsNotFree() {
        a.fill(p, 5);
        Running t1 = a.sending(Msg.to(p, CS).id(6));
        assertThat(t1.isBlocked()).isTrue();
        a.receive(p);
        assertThat(a.send(Msg.to(p, CS)).code()).isEqualTo(0x10000004);
        assertThat(a.status(p, Actor.MSGCOUNT)).isEqualTo(5);
        assertThat(t1.result().code()).isZero();
        assertThat(a.take(p)).hasSize(5).endsWith("message 6");
    }

    @Test
    @Rule({"05 §4.2", "05 §16.6", "05 §16.22"})
    void deadlinesAreNotEarly() {
        a.fill(p, 5);
        long start = System.nanoTime();
        assertThat(a.call(Msg.to(p, CS), MACH_SEND_MSG | MACH_SEND_TIMEOUT, 0, 0, 50)
                        .code())
                .isEqualTo(0x10000004);
        assertThat(since(start)).isGreaterThanOrEqualTo(50);
        assertThat(a.take(p)).hasSize(5);
        start = System.nanoTime();
        assertThat(a.in(new byte[0], at -> a.calls.mach_msg(at, MACH_RCV_MSG | MACH_RCV_TIMEOUT, 0, 256, p, 30, 0))
                        .code())
                .isEqualTo(TIMED_OUT);
        assertThat(since(start)).isGreaterThanOrEqualTo(30);
        a.post(p, 1);
        assertThat(a.status(p, Actor.MSGCOUNT)).isEqualTo(1);
    }

    @Test
    @Rule({"05 §10", "05 §16.13"})
    void aLimitThatShrankAndGrewGrantsByDifference() {
        a.fill(p, 5);
        Running t1 = a.sending(Msg.to(p, CS));
        assertThat(a.limit(p, 1)).isZero();
        assertThat(t1.isBlocked()).isTrue();
        assertThat(a.limit(p, 5)).isZero();
        assertThat(t1.result().code()).isZero();
        assertThat(a.status(p, Actor.MSGCOUNT)).isEqualTo(6);
    }

    @Test
    @Rule({"05 §4.1", "05 §16.18", "02 §10.1"})
    void aDeadDestination() {
        int s = b.giveSend(b.port(), a, 1);
        int dying = b.port();
        int t = b.giveSend(dying, a, 1);
        b.destroy(dying);
        assertThat(a.send(Msg.to(t, CS)).code()).isEqualTo(0x10000003);
        assertThat(a.state(s)).isEqualTo("S(1)");
        a.fill(s, 5);
        Running waits = a.sending(Msg.to(s, CS).reply(p, MKSO)); // its destination dies after copyin
        end(b);
        assertThat(waits.result().code()).isZero();
        assertThat(a.take(p)).containsExactly("SEND_ONCE");
        b = task("again");
    }

    @Test
    @Rule({"05 §6", "05 §16.23", "05 §13"})
    void receiversAreServedInOrder() {
        Running t1 = a.receiving(p);
        Running t2 = a.receiving(p);
        a.post(p, 1);
        a.post(p, 2);
        assertThat(t1.result().id()).isEqualTo(1);
        assertThat(t2.result().id()).isEqualTo(2);
    }

    @Test
    @Rule({"05 §12", "05 §16.25"})
    void anAbortOutsideTheKernelHasNoEffect() {
        assertThat(kernel.abort(Thread.currentThread())).isFalse();
        int me = a.calls.mach_thread_self();
        assertThat(a.calls.thread_abort(me)).isZero();
        a.post(p, 1);
        assertThat(a.receive(p).id()).isEqualTo(1);
        Call polled = a.in(
                new byte[0],
                at -> a.calls.mach_msg(at, MACH_RCV_MSG | MACH_RCV_TIMEOUT | MACH_RCV_INTERRUPT, 0, 256, p, 5, 0));
        assertThat(polled.code()).isEqualTo(TIMED_OUT);
    }

    @Test
    @Rule({"05 §7", "05 §16.35", "05 §16.41", "05 §11"})
    void aRightWithABackupTakesItsSendersAlong() {
        a.fill(p, 5);
        Running sender = a.sending(Msg.to(p, CS).id(6));
        Running receiver = a.receiving(q);
        assertThat(a.calls.mach_port_set_context(a.self, q, 5)).isZero();
        assertThat(a.limit(q, 9)).isZero();
        int there = a.give(q, MACH_MSG_TYPE_MOVE_RECEIVE, b);
        assertThat(receiver.result().code()).isEqualTo(PORT_CHANGED);
        assertThat(b.status(there, Actor.QLIMIT)).isEqualTo(9);
        assertThat(b.context(there)).isZero();

        int n = a.port();
        a.request(p, 69, 0, n);
        a.drop(p, MACH_PORT_RIGHT_RECEIVE);
        assertThat(sender.isBlocked()).isTrue();
        assertThat(a.take(n)).containsExactly("PORT_DESTROYED " + Actor.hex(p));
        assertThat(a.take(p)).hasSize(6).endsWith("message 6");
        assertThat(sender.result().code()).isZero();
    }

    // --- sets ---------------------------------------------------------------------------------------------------

    private void insert(int port, int set) {
        assertThat(a.calls.mach_port_insert_member(a.self, port, set)).isZero();
    }

    private int next(int set) {
        Call c = a.receive(set);
        assertThat(c.code()).isZero();
        return c.id();
    }

    @Test
    @Rule({"05 §7", "05 §16.36", "05 §16.40", "05 §16.55"})
    void aSetOutlivesItsMembers() {
        int z = a.portSet(p, q);
        Running onSet = a.receiving(z);
        Running onPort = a.receiving(q);
        a.destroy(p);
        assertThat(onSet.isBlocked()).isTrue();
        assertThat(a.members(z)).containsExactly(q);
        assertThat(a.calls.mach_port_extract_member(a.self, q, z)).isZero();
        assertThat(onPort.isBlocked()).isTrue();
        assertThat(onSet.isBlocked()).isTrue();
        assertThat(a.members(z)).isEmpty();
        a.post(q, 1);
        assertThat(onPort.result().id()).isEqualTo(1);
        int r = a.portWithSends(1);
        insert(r, z);
        a.post(r, 2);
        assertThat(onSet.result().id()).isEqualTo(2);
    }

    @Test
    @Rule({"05 §6", "05 §16.38", "05 §16.39"})
    void theWaitListsOrderDecides() {
        int z = a.portSet();
        Running t2 = a.receiving(z);
        Running t1 = a.receiving(p);
        insert(p, z);
        assertThat(t1.isBlocked()).isTrue();
        a.post(p, 1);
        assertThat(t1.result().id()).isEqualTo(1);
        Running late = a.receiving(p);
        a.post(p, 2); // the set joined before the thread came
        assertThat(t2.result().id()).isEqualTo(2);
        a.post(p, 3);
        assertThat(late.result().id()).isEqualTo(3);
    }

    @Test
    @Rule({"05 §5.1", "05 §8.4", "05 §16.48", "05 §16.49"})
    void membersTakeTurns() {
        int z = a.portSet(p, q);
        a.post(p, 1);
        a.post(p, 2);
        a.post(q, 11);
        assertThat(next(z)).isEqualTo(1);
        assertThat(next(z)).isEqualTo(11);
        assertThat(next(z)).isEqualTo(2);
        assertThat(a.receive(z).code()).isEqualTo(TIMED_OUT);
        a.post(p, 3);
        assertThat(next(z)).isEqualTo(3);
        a.post(q, 12);
        a.post(p, 4);
        assertThat(next(z)).isEqualTo(4);
        assertThat(next(z)).isEqualTo(12);
    }

    @Test
    @Rule({"05 §5.2", "05 §16.50"})
    void aTooLargeHeadTurnsTheSet() {
        int z = a.portSet(p, q);
        assertThat(a.send(Msg.to(p, CS).id(1).size(200)).code()).isZero();
        a.post(q, 2);
        Call c = a.receive(z, MACH_RCV_LARGE | MACH_RCV_LARGE_IDENTITY, 100);
        assertThat(c.code()).isEqualTo(TOO_LARGE);
        assertThat(c.local()).isEqualTo(p);
        assertThat(c.size()).isEqualTo(200);
        assertThat(next(z)).isEqualTo(2);
        assertThat(next(z)).isEqualTo(1);
    }

    @Test
    @Rule({"05 §8.3", "05 §16.51", "05 §16.52", "05 §16.56"})
    void joiningWithMessages() {
        a.fill(p, 2);
        int z = a.portSet();
        assertThat(a.receive(z).code()).isEqualTo(TIMED_OUT);
        Running t1 = a.receiving(z, 0x01000000, 4096);
        insert(p, z);
        assertThat(t1.result().id()).isEqualTo(1);
        assertThat(t1.result().trailer(8)).isZero();
        assertThat(next(z)).isEqualTo(2);
        a.post(q, 3);
        insert(q, z);
        assertThat(next(z)).isEqualTo(3);
    }

    @Test
    @Rule({"05 §6", "05 §8.4", "05 §16.53", "05 §16.54"})
    void twoSetsAndAStaleReadyEntry() {
        int s = a.portSet(p);
        int s2 = a.portSet(p);
        Running t1 = a.receiving(s2);
        Running t2 = a.receiving(s);
        a.post(p, 1);
        assertThat(t2.result().id()).isEqualTo(1);
        a.post(p, 2);
        assertThat(t1.result().id()).isEqualTo(2);
        a.post(p, 3);
        assertThat(a.receive(p).id()).isEqualTo(3);
        assertThat(a.receive(s).code()).isEqualTo(TIMED_OUT);
        assertThat(a.receive(s2).code()).isEqualTo(TIMED_OUT);
    }

    @Test
    @Rule({"05 §8.1", "05 §8.2", "05 §16.57"})
    void membersAreListedAsTheyJoined() {
        int r = a.port();
        int z = a.portSet(q, p, r);
        assertThat(a.members(z)).containsExactly(q, p, r);
        assertThat(a.calls.mach_port_move_member(a.self, q, z)).isZero();
        assertThat(a.members(z)).containsExactly(p, r, q);
        a.destroy(z);
        assertThat(a.state(p)).isEqualTo("SR(1)");
    }
}
