// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mach4j.abi.MachMessage.*;
import static org.mach4j.abi.MachPort.*;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mach4j.sim.ipc.SimulatedPanic;
import org.mach4j.spi.TaskMemory;

/** The library's functions and the trap: spec 01, its worked examples and its list of edge cases. */
class TrapTest extends RuleTest {
    private static final int CS = MACH_MSG_TYPE_COPY_SEND;
    private static final int MKS = MACH_MSG_TYPE_MAKE_SEND;
    private static final int MKSO = MACH_MSG_TYPE_MAKE_SEND_ONCE;
    private static final int MS = MACH_MSG_TYPE_MOVE_SEND;
    private static final int SEND = MACH_SEND_MSG;
    private static final int RCV = MACH_RCV_MSG;
    private static final int SEND_INVALID_DATA = 0x10000002;
    private static final int SEND_TIMED_OUT = 0x10000004;
    private static final int SEND_INTERRUPTED = 0x10000007;
    private static final int SEND_TOO_SMALL = 0x10000008;
    private static final int RCV_INVALID_NAME = 0x10004002;
    private static final int RCV_TIMED_OUT = 0x10004003;
    private static final int RCV_TOO_LARGE = 0x10004004;
    private static final int RCV_INTERRUPTED = 0x10004005;
    private static final int RCV_PORT_CHANGED = 0x10004006;
    private static final int RCV_INVALID_DATA = 0x10004008;

    private int r;

    @BeforeEach
    void aPort() {
        r = a.port();
    }

    /** The loop-back of example E1. */
    private Msg e1() {
        return Msg.to(r, MKS).headerSize(99).reserved(0x11223344).id(7).data((byte) 1, (byte) 2, (byte) 3, (byte) 4);
    }

    private Call loop(Msg m, int option, int size) {
        return a.call(m, option, size, r, 0);
    }

    private static byte[] hex(String bytes) {
        return HexFormat.of().parseHex(bytes.replaceAll("[ ·]", ""));
    }

    /** A full queue of an own port, under a name with a send right. */
    private int full() {
        int p = a.portWithSends(1);
        a.fill(p, 5);
        return p;
    }

    // --- 01 §11 -------------------------------------------------------------------------------------------------

    @Test
    @Rule({"01 E1", "01 §9.1", "01 §7.7", "01 §12.29", "01 §12.53", "02 R15", "01 §6.1"})
    void loopBack() {
        Call c = loop(e1(), 3, 256);
        assertThat(c.code()).isZero();
        assertThat(c.written()).isEqualTo(36);
        byte[] expected = hex("00110000 1c000000 00000000 03020000 44332211 07000000 01020304 00000000 08000000");
        assertThat(c.bytes(0, 36)).isEqualTo(expected);
    }

    @Test
    @Rule({"01 E2.2", "01 E2.5", "01 E2.22", "01 E2.26", "01 E2.27", "01 §12.30", "01 §12.19"})
    void loopBackVariations() {
        Call c = loop(e1().reply(r, MKSO), 3, 256);
        assertThat(c.bits()).isEqualTo(0x1112);
        assertThat(a.state(c.remote())).isEqualTo("SO");
        assertThat(c.local()).isEqualTo(r);
        assertThat(loop(e1(), 3, 36).code()).isZero();
        assertThat(loop(e1().bits(0x6fff0000), 3, 256).bits()).isEqualTo(0x1100);
        c = loop(e1(), 0xf0000003, 256);
        assertThat(c.trailer(0)).isZero();
        assertThat(c.trailer(4)).isEqualTo(8);
        assertThat(loop(e1(), 0x05000003, 256).trailer(4)).isEqualTo(68);
    }

    @Test
    @Rule({"01 E2.3", "01 E4.5", "01 §7.1", "01 §7.2", "01 §7.3", "01 §12.48"})
    void aTrailerWithTheSender() {
        Call c = loop(e1(), 0x03000003, 80);
        assertThat(c.code()).isZero();
        assertThat(c.written()).isEqualTo(80);
        assertThat(c.bytes(28, 48)).isEqualTo(hex("00000000 34000000 00000000 f5010000 14000000"));
        assertThat(c.trailer(20 + 4 * 5)).isEqualTo(a.task.processId());
        assertThat(c.trailer(20 + 4)).isEqualTo(501);
    }

    @Test
    @Rule({"01 E2.4", "01 §9.3", "01 §7.4", "01 §12.51", "01 §13"})
    void tooLargeShowsTheOriginalTrailer() {
        Call c = loop(e1(), 0x03000003, 79);
        assertThat(c.code()).isEqualTo(RCV_TOO_LARGE);
        assertThat(c.written()).isEqualTo(76);
        assertThat(c.bits()).isEqualTo(0x1100);
        assertThat(c.size()).isEqualTo(24);
        assertThat(c.trailer(4)).isEqualTo(52);
        assertThat(c.trailer(12)).isZero();
        assertThat(c.trailer(16)).isEqualTo(1);
        // audit shows original trailer bytes 16 to 47: the group id, then audit words 0 to 6
        assertThat(c.trailer(20)).isEqualTo(20);
        assertThat(c.trailer(20 + 4 + 4)).isEqualTo(501);
        assertThat(c.trailer(20 + 4 + 4 * 5)).isEqualTo(a.task.processId());
    }

    @Test
    @Rule({"01 E2.6", "01 E2.7", "01 E4.1", "01 §6.5", "01 §12.39", "01 §8", "05 §5.4", "02 §15.1"})
    void tooLargeWritesAMinimalMessage() {
        byte[] minimal = hex("00110000 18000000 00000000 03020000 44332211 07000000 00000000 08000000");
        for (int size : new int[] {35, 0}) {
            Call c = loop(e1(), 3, size);
            assertThat(c.code()).isEqualTo(RCV_TOO_LARGE);
            assertThat(c.bytes(0, 32)).isEqualTo(minimal);
            assertThat(c.written()).isEqualTo(32);
        }
        assertThat(a.status(r, Actor.SEQNO)).isEqualTo(2);
        assertThat(a.status(r, Actor.MSGCOUNT)).isZero();
    }

    @Test
    @Rule({"01 E2.8", "01 E2.9", "01 E4.2", "01 §6.8", "01 §12.40", "05 §16.28"})
    void tooLargeWithLargeKeepsTheMessage() {
        Call c = loop(e1(), 7, 35);
        assertThat(c.code()).isEqualTo(RCV_TOO_LARGE);
        assertThat(c.written()).isLessThanOrEqualTo(8);
        assertThat(c.size()).isEqualTo(28);
        assertThat(a.status(r, Actor.MSGCOUNT)).isEqualTo(1);
        assertThat(a.status(r, Actor.SEQNO)).isZero();
        c = a.receive(r, MACH_RCV_LARGE | MACH_RCV_LARGE_IDENTITY, 35);
        assertThat(c.size()).isEqualTo(28);
        assertThat(c.local()).isEqualTo(r);
        assertThat(a.receive(r, MACH_RCV_LARGE, 36).code()).isZero();
        c = loop(e1(), 15, 35);
        assertThat(c.code()).isEqualTo(RCV_TOO_LARGE);
        assertThat(c.word(12)).isEqualTo(r);
        assertThat(c.word(4)).isEqualTo(28);
    }

    @Test
    @Rule({"01 E2.10", "01 E4.3", "02 R6", "02 R7", "02 §15.1", "05 §16.30"})
    void tooLargeDestroysTheReplyRight() {
        int send = a.giveSend(r, b, 1);
        int q = b.port();
        assertThat(b.send(Msg.to(send, CS).reply(q, MKSO).id(7).size(128)).code())
                .isZero();
        Call c = a.receive(r, 0, 100);
        assertThat(c.code()).isEqualTo(RCV_TOO_LARGE);
        assertThat(c.bytes(0, 32))
                .isEqualTo(hex("12110000 18000000 00000000 03020000 00000000 07000000 00000000 08000000"));
        assertThat(b.take(q)).containsExactly("SEND_ONCE");
        int carried = b.port();
        int watch = b.port();
        b.request(carried, 72, 0, watch);
        assertThat(b.send(Msg.to(send, CS).reply(-1, MKSO).port(carried, MKSO)).code())
                .isZero();
        c = a.receive(r, 0, 0);
        assertThat(c.bits()).isEqualTo(0x80001112);
        assertThat(c.remote()).isEqualTo(MACH_PORT_DEAD);
        assertThat(b.take(carried)).containsExactly("SEND_ONCE");
    }

    @Test
    @Rule({"01 E2.13", "01 E2.14", "01 §3.5", "01 §12.14", "01 §12.33"})
    void aFailedSendEndsACombinedCall() {
        int s = full();
        a.addSends(r, 1);
        a.post(r, 77);
        Call c = a.call(Msg.to(s, CS).id(9), 0x13, 256, r, 0);
        assertThat(c.code()).isEqualTo(SEND_TIMED_OUT);
        assertThat(c.bits()).isEqualTo(0x11);
        assertThat(c.id()).isEqualTo(9);
        long other = a.task.memory().allocate(256);
        c = a.in(Msg.to(s, CS).bytes(), at -> a.calls.mach_msg_overwrite(at, 0x13, 24, 256, r, 0, 0, other, 0));
        assertThat(c.code()).isEqualTo(SEND_TIMED_OUT);
        assertThat(c.remote()).isEqualTo(s);
        assertThat(a.read(other, 256)).containsOnly(0);
        a.task.memory().free(other, 256);
        assertThat(a.take(r)).containsExactly("message 77");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, -1, 0x7fffffff})
    @Rule({"01 E2.15", "01 §2.2", "01 §12.9", "05 §5.6"})
    void overwriteReceivesElsewhereAndIgnoresItsLastArgument(int last) {
        long other = a.task.memory().allocate(256);
        Call c = a.in(e1().bytes(), at -> a.calls.mach_msg_overwrite(at, 3, 28, 256, r, 0, 0, other, last));
        assertThat(c.code()).isZero();
        assertThat(c.isUntouched()).isTrue();
        assertThat(a.read(other, 12)).isEqualTo(hex("00110000 1c000000 00000000"));
        a.task.memory().free(other, 256);
    }

    @Test
    @Rule({"01 E2.16", "01 §12.15", "01 §12.16", "05 §16.19", "05 §16.20", "05 §3", "01 §3.4"})
    void receivingUnderNamesThatHoldNoReceiveRight() {
        int s = b.giveSend(b.port(), a, 1);
        int o = a.sendOnce(r);
        for (int name : new int[] {0, -1, 0x7703, s, o, a.deadName(1), r + 4}) {
            Call c = a.call(e1(), 3, 256, name, 0);
            assertThat(c.code()).isEqualTo(RCV_INVALID_NAME);
            assertThat(c.isUntouched()).isTrue();
            assertThat(a.take(r)).containsExactly("message 7");
        }
        a.portSet(r);
        a.addSends(r, 1);
        a.post(r, 1);
        assertThat(a.receive(r).id()).isEqualTo(1);
    }

    @Test
    @Rule({"01 E2.17", "01 E2.19", "01 §3.2", "01 §12.13", "01 §12.21", "05 §16.21"})
    void pollsAndNothing() {
        assertThat(a.receive(r).code()).isEqualTo(RCV_TIMED_OUT);
        assertThat(a.receive(r).isUntouched()).isTrue();
        Call c = a.call(e1(), 0, 4096, r, 5);
        assertThat(c.code()).isZero();
        assertThat(c.isUntouched()).isTrue();
        a.addSends(r, 1);
        a.post(r, 3);
        assertThat(a.receive(r).id()).isEqualTo(3);
    }

    @Test
    @Rule({"01 E2.18", "01 §6.4", "01 §12.45", "05 §16.34", "05 §16.37", "05 §16.42", "05 §7"})
    void changesUnderAWaitingReceiver() {
        Running onPort = a.receiving(r);
        a.destroy(r);
        assertThat(onPort.result().code()).isEqualTo(0x10004006);
        assertThat(onPort.result().isUntouched()).isTrue();
        int p = a.portWithSends(1);
        int z = a.portSet(p);
        Running onSet = a.receiving(z);
        Running direct = a.receiving(p);
        a.destroy(z);
        assertThat(onSet.result().code()).isEqualTo(0x10004006);
        assertThat(direct.isBlocked()).isTrue();
        a.give(p, MACH_MSG_TYPE_MOVE_RECEIVE, b);
        assertThat(direct.result().code()).isEqualTo(0x10004006);
    }

    @Test
    @Rule({"01 E2.23", "01 E2.25", "01 §5.1", "01 §12.30", "01 §12.32"})
    void badHeadersAndBodies() {
        Call c = a.send(Msg.to(r, MKS).reply(r, 0));
        assertThat(c.code()).isEqualTo(0x10000010);
        assertThat(c.isUntouched()).isTrue();
        int s = b.giveSend(b.port(), a, 2);
        c = a.send(Msg.to(s, MS).count(1));
        assertThat(c.code()).isEqualTo(SEND_TOO_SMALL);
        assertThat(c.isUntouched()).isTrue();
        assertThat(a.state(s)).isEqualTo("S(1)");
        for (int local : new int[] {0, -1}) {
            for (int disposition = 17; disposition <= 21; disposition++) {
                Call got = loop(Msg.to(r, MKS).reply(local, disposition), 3, 256);
                assertThat(got.remote()).isEqualTo(local);
                assertThat(got.bits() & 0xff).isEqualTo(disposition == 18 || disposition == 21 ? 18 : 17);
            }
        }
    }

    @Test
    @Rule({"01 E2.28", "01 §12.52"})
    void theContextIsTheOneAtReceive() {
        assertThat(a.calls.mach_port_set_context(a.self, r, 1)).isZero();
        assertThat(a.send(e1()).code()).isZero();
        assertThat(a.calls.mach_port_set_context(a.self, r, 0x1122334455667788L))
                .isZero();
        Call c = a.receive(r, 0x04000000, 88);
        assertThat(c.code()).isZero();
        assertThat(c.trailer(4)).isEqualTo(60);
        assertThat(c.bytes(28 + 52, 28 + 60)).isEqualTo(hex("8877665544332211"));
        int guarded = a.portWithSends(1);
        assertThat(a.calls.mach_port_guard(a.self, guarded, 99, true)).isZero();
        a.post(guarded, 1);
        assertThat(a.receive(guarded, 0x04000000, 4096).longAt(24 + 52)).isEqualTo(99);
    }

    // --- sizes: 01 §4 -------------------------------------------------------------------------------------------

    /** One row of E3 each. */
    @ParameterizedTest
    @CsvSource({
        "0,0x10000008",
        "4,0x10000008",
        "20,0x10000008",
        "23,0x10000008",
        "25,0x10000008",
        "26,0x10000008",
        "27,0x10000008",
        "-1,0x10000008",
        "50331581,0x10000008",
        "24,0",
        "28,0",
        "50331572,0",
        "50331576,0x1000000d",
        "50331580,0x1000000d",
        "50331584,0x1000000e",
        "-4,0x1000000e"
    })
    @Rule({"01 E3.1", "01 E3.2", "01 E3.3", "01 E3.4", "01 E3.5", "01 §4.1", "01 §4.2", "01 §12.24", "01 §12.25"})
    void sizeBoundaries(int size, int code) {
        long memory = a.pages(50331584 / 4096 + 1);
        a.write(memory, Msg.to(r, MKS).bytes());
        assertThat(a.calls.mach_msg(memory, SEND, size, 0, 0, 0, 0)).isEqualTo(code);
        assertThat(a.status(r, Actor.MSGCOUNT)).isEqualTo(code == 0 ? 1 : 0);
    }

    @Test
    @Rule({"01 §4.1", "01 §12.25", "01 §12.26", "01 §12.27", "01 §12.28", "01 §9.2"})
    void buffersThatCannotBeRead() {
        assertThat(a.calls.mach_msg(8, SEND, 50331580, 0, 0, 0, 0)).isEqualTo(SEND_INVALID_DATA);
        assertThat(a.calls.mach_msg(-12L, SEND, 24, 0, 0, 0, 0)).isEqualTo(SEND_INVALID_DATA);
        assertThat(a.calls.mach_msg(0x7fff_ffff_f000L, SEND, 24, 0, 0, 0, 0)).isEqualTo(SEND_INVALID_DATA);
        long memory = a.pages(1);
        byte[] header = Msg.to(r, MKS).bytes();
        a.write(memory + 4096 - 24, header);
        assertThat(a.calls.mach_msg(memory + 4096 - 24, SEND, 28, 0, 0, 0, 0)).isEqualTo(SEND_INVALID_DATA);
        assertThat(a.calls.mach_msg(memory + 4096 - 20, SEND, 24, 0, 0, 0, 0)).isEqualTo(SEND_INVALID_DATA);
        assertThat(a.calls.mach_msg(memory + 4096 - 24, SEND, 24, 0, 0, 0, 0)).isZero();
        a.write(memory + 4096 - 40, Arrays.copyOf(header, 40));
        assertThat(a.calls.mach_msg(memory + 4096 - 40, SEND, 44, 0, 0, 0, 0)).isEqualTo(SEND_INVALID_DATA);
        a.write(memory + 1, header);
        assertThat(a.calls.mach_msg(memory + 1, SEND, 24, 0, 0, 0, 0)).isZero();
        assertThat(a.status(r, Actor.MSGCOUNT)).isEqualTo(2);
    }

    @Test
    @Rule({"01 §4.3", "01 §7.2", "01 §12.50"})
    void theTokenIsTheSendersAtSendTime() {
        int s = a.giveSend(r, b, 1);
        b.post(s, 5);
        int sender = b.task.processId();
        end(b);
        Call c = a.receive(r, 0x03000000, 4096);
        assertThat(c.trailer(20 + 20)).isEqualTo(sender);
        a.deallocate(a.sendOnce(r));
        c = a.receive(r, 0x03000000, 4096);
        assertThat(c.trailer(16)).isEqualTo(1);
        assertThat(c.bytes(24 + 20, 24 + 52)).containsOnly(0);
        b = task("another");
    }

    @ParameterizedTest
    @CsvSource({"0,8", "1,12", "2,20", "3,52", "4,60", "5,68", "6,68", "7,68", "8,68", "9,68", "12,68", "15,68"})
    @Rule({"01 §7.1", "01 §6.1", "01 §12.38", "01 §12.48", "05 §16.27", "05 §16.33", "05 §1"})
    void everyTrailerLevel(int level, int size) {
        Call c = loop(e1(), 3 | level << 24, 28 + size);
        assertThat(c.code()).isZero();
        assertThat(c.trailer(0)).isZero();
        assertThat(c.trailer(4)).isEqualTo(size);
        assertThat(c.written()).isLessThanOrEqualTo(28 + size);
        c = loop(e1(), 3 | level << 24, 28 + size - 1);
        assertThat(c.code()).isEqualTo(RCV_TOO_LARGE);
        assertThat(c.size()).isEqualTo(24);
        assertThat(c.trailer(4)).isEqualTo(size);
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 28, 44, 76, 128})
    @Rule({"01 §9.3", "01 §12.51", "01 §13"})
    void auditBytesOfAnErrorTrailer(int size) {
        byte[] data = new byte[size - 24];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (i + 1);
        }
        Call whole = loop(Msg.to(r, MKS).data(data), 0x03000003, 4096);
        // M: the inline bytes, then the original trailer, whose number and context count as 0
        byte[] m = Arrays.copyOf(whole.bytes(24, size + 52), size - 24 + 68);
        m[size - 24 + 4] = 8;
        Arrays.fill(m, size - 24 + 8, size - 24 + 12, (byte) 0);
        Call c = loop(Msg.to(r, MKS).data(data), 0x03000003, 0);
        assertThat(c.code()).isEqualTo(RCV_TOO_LARGE);
        assertThat(c.trailer(8)).isEqualTo(1);
        assertThat(c.bytes(24 + 20, 24 + 52)).isEqualTo(Arrays.copyOfRange(m, 20, 52));
    }

    // --- the library: 01 §2 -------------------------------------------------------------------------------------

    private Call interrupted(Running call) {
        assertThat(call.isBlocked()).isTrue();
        assertThat(call.abort()).isTrue();
        return call.result();
    }

    private Running sending(Msg m, int option, int rcvName, int timeout) {
        return a.start(() -> a.call(m, option, 256, rcvName, timeout));
    }

    @Test
    @Rule({"01 §2.1", "01 §12.1", "01 §12.2", "01 §12.4", "01 E5.5", "01 E5.8", "05 §12", "05 §16.7"})
    void interruptionsThatTheCallerWantsToSee() {
        int s = full();
        Call c = interrupted(sending(Msg.to(s, CS), SEND | MACH_SEND_INTERRUPT, 0, 0));
        assertThat(c.code()).isEqualTo(SEND_INTERRUPTED);
        assertThat(c.bits()).isEqualTo(0x11);
        c = interrupted(a.receiving(r, MACH_RCV_INTERRUPT, 4096));
        assertThat(c.code()).isEqualTo(RCV_INTERRUPTED);
        assertThat(c.isUntouched()).isTrue();
        c = interrupted(sending(e1().reply(0, 0), 0x443, r2(), 0));
        assertThat(c.code()).isEqualTo(RCV_INTERRUPTED);
        c = interrupted(a.start(() -> a.trap(Msg.to(s, CS), SEND | 0x440, 0, 0, 0)));
        assertThat(c.code()).isEqualTo(SEND_INTERRUPTED);
    }

    private int r2() {
        return a.port();
    }

    @Test
    @Rule({
        "01 §2.1",
        "01 §2.4",
        "01 §12.3",
        "01 §12.5",
        "01 §12.6",
        "01 E5.1",
        "01 E5.2",
        "01 E5.3",
        "01 E5.4",
        "01 E5.6",
        "01 E5.7",
        "05 §16.24"
    })
    void interruptionsThatTheLibraryHides() {
        int p = a.portWithSends(1);
        a.fill(p, 5);
        int made = a.status(p, Actor.MSCOUNT);
        Running send = sending(Msg.to(p, MKS).id(9), SEND, 0, 0);
        for (int i = 0; i < 3; i++) {
            assertThat(send.abort()).isTrue();
            assertThat(send.isBlocked()).isTrue();
        }
        assertThat(a.take(p))
                .containsExactly("message 1", "message 2", "message 3", "message 4", "message 5", "message 9");
        assertThat(send.result().code()).isZero();
        assertThat(a.status(p, Actor.MSCOUNT)).isEqualTo(made + 1);

        int answer = a.portWithSends(1);
        a.fill(p, 5);
        for (int option : new int[] {3, 0x43, 0x403}) {
            Running both = sending(Msg.to(p, CS).id(9), option, answer, 0);
            if (option != 0x43) {
                assertThat(both.abort()).isTrue(); // while it sends
                assertThat(both.isBlocked()).isTrue();
            }
            a.receive(p);
            assertThat(both.isBlocked()).isTrue();
            if (option == 0x403) {
                assertThat(interrupted(both).code()).isEqualTo(RCV_INTERRUPTED);
            } else {
                assertThat(both.abort()).isTrue(); // while it receives
                assertThat(both.isBlocked()).isTrue();
                a.post(answer, 55);
                assertThat(both.result().id()).isEqualTo(55);
            }
        }
        assertThat(a.take(p)).hasSize(5);
        // Interrupted in each half, in the receive twice; then the code that is no interruption is the result.
        a.fill(p, 5);
        int dies = a.port();
        Running failing = sending(Msg.to(p, CS).id(9), 3, dies, 0);
        assertThat(failing.abort()).isTrue();
        assertThat(failing.isBlocked()).isTrue();
        a.receive(p);
        for (int i = 0; i < 2; i++) {
            assertThat(failing.isBlocked()).isTrue();
            assertThat(failing.abort()).isTrue();
        }
        assertThat(failing.isBlocked()).isTrue();
        a.destroy(dies);
        assertThat(failing.result().code()).isEqualTo(RCV_PORT_CHANGED);
        assertThat(a.take(p)).hasSize(5);
        Running wait = a.receiving(answer, MACH_RCV_INTERRUPT, 4096);
        assertThat(interrupted(wait).code()).isEqualTo(RCV_INTERRUPTED);
        a.post(answer, 1);
        assertThat(a.take(answer)).containsExactly("message 1");
    }

    @Test
    @Rule({"01 E5.9", "01 §2.4"})
    void anInterruptionWithMoreBitsIsReturned() {
        int s = b.giveSend(b.port(), a, 1);
        a.fill(s, 5);
        Running send = sending(Msg.to(s, MS), SEND, 0, 0); // the name is gone while it waits
        while (a.calls.mach_port_allocate(a.self, 1, new int[1]) == 0) {
            assertThat(a.calls.task_set_port_space(a.self, 648874)).isZero();
        }
        Call c = interrupted(send);
        assertThat(c.code()).isEqualTo(0x10002007);
        assertThat(c.remote()).isZero();
    }

    @Test
    @Rule({"01 §2.4", "01 §12.7", "01 E5.10", "01 §12.20"})
    void anInterruptedTimedReceiveStartsAnew() {
        long start = System.nanoTime();
        Running wait =
                a.start(() -> a.in(new byte[0], at -> a.calls.mach_msg(at, RCV | MACH_RCV_TIMEOUT, 0, 256, r, 300, 0)));
        assertThat(wait.isBlocked()).isTrue();
        sleep(150);
        assertThat(wait.abort()).isTrue();
        assertThat(wait.result().code()).isEqualTo(RCV_TIMED_OUT);
        assertThat((System.nanoTime() - start) / 1_000_000).isGreaterThanOrEqualTo(450);
        Call untimed = a.start(
                        () -> a.in(e1().bytes(), at -> a.calls.mach_msg(at, 3 | MACH_RCV_TIMEOUT, 28, 0, r2(), 0, 0)))
                .result();
        assertThat(untimed.code()).isEqualTo(RCV_TIMED_OUT);
    }

    private static void sleep(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Rule({"01 §2.3", "01 §12.8"})
    void sendAndReceiveTakeTheirSizesFromTheHeader() {
        a.addSends(r, 1);
        Call c = a.in(Msg.to(r, CS).id(4).headerSize(32).size(64).bytes(), at -> a.calls.mach_msg_send(at));
        assertThat(c.code()).isZero();
        Msg want = Msg.to(0, 0).reply(r, 0).headerSize(40);
        c = a.in(want.bytes(), at -> a.calls.mach_msg_receive(at));
        assertThat(c.code()).isZero();
        assertThat(c.size()).isEqualTo(32);
        assertThat(c.id()).isEqualTo(4);
        a.post(r, 5);
        c = a.in(Msg.to(0, 0).reply(r, 0).headerSize(31).bytes(), at -> a.calls.mach_msg_receive(at));
        assertThat(c.code()).isEqualTo(RCV_TOO_LARGE);
        c = a.in(Msg.to(0, 0).reply(0x7703, 0).headerSize(40).bytes(), at -> a.calls.mach_msg_receive(at));
        assertThat(c.code()).isEqualTo(RCV_INVALID_NAME);
    }

    private void destroyMessage(Msg m) {
        a.in(m.bytes(), at -> {
            a.calls.mach_msg_destroy(at);
            return 0;
        });
    }

    @Test
    @Rule({"01 §2.5", "01 §12.10", "06 §3.8"})
    void destroyingAReceivedMessage() {
        int s = b.giveSend(b.port(), a, 3);
        int local = b.giveSend(b.port(), a, 1);
        destroyMessage(Msg.to(s, 17).reply(local, 17));
        assertThat(a.state(s)).isEqualTo("S(2)");
        assertThat(a.state(local)).isEqualTo("S(1)");
        int n = a.port();
        destroyMessage(Msg.to(a.sendOnce(n), 18));
        assertThat(a.take(n)).containsExactly("SEND_ONCE");
        int p = a.port();
        destroyMessage(Msg.to(0, 0).port(p, 16));
        assertThat(a.state(p)).isEqualTo("—");
        int made = a.port();
        destroyMessage(Msg.to(made, 20));
        assertThat(a.state(made)).isEqualTo("R");
        assertThat(a.status(made, Actor.MSCOUNT)).isEqualTo(1);
        destroyMessage(Msg.to(made, 21));
        assertThat(a.take(made)).containsExactly("SEND_ONCE");
        for (int nothing : new int[] {0, 19, 22}) {
            destroyMessage(Msg.to(s, nothing));
        }
        destroyMessage(Msg.to(0, 17).port(-1, 17));
        assertThat(a.state(s)).isEqualTo("S(2)");

        long kept = a.pages(1);
        long volatiles = a.pages(1);
        long freed = a.pages(1);
        long array = a.array(s, 0);
        destroyMessage(Msg.to(0, 0)
                .ool(kept, 4096, 0, 0)
                .ool(volatiles, 4096, 1, 1, 3)
                .ool(freed, 4096, 1, 1)
                .ports(array, 2, 17, 1, 1)
                .ports(0, 0, 17, 1, 1));
        assertThat(a.isMapped(kept)).isTrue();
        assertThat(a.isMapped(volatiles)).isTrue();
        assertThat(a.isMapped(freed)).isFalse();
        assertThat(a.isMapped(array)).isFalse();
        assertThat(a.state(s)).isEqualTo("S(1)");
        destroyMessage(Msg.to(0, 0).port(0, 0, 9).port(s, 17));
        assertThat(a.state(s)).isEqualTo("S(1)");
    }

    // --- the rest of the trap -----------------------------------------------------------------------------------

    @Test
    @Rule({"01 §12.17", "01 §3.3"})
    void sendingAwayTheNameToReceiveFrom() {
        int s = b.giveSend(b.port(), a, 1);
        Call c = a.call(Msg.to(s, CS).port(r, MACH_MSG_TYPE_MOVE_RECEIVE), 3, 256, r, 0);
        assertThat(c.code()).isEqualTo(RCV_INVALID_NAME);
        assertThat(a.state(r)).isEqualTo("—");
    }

    @Test
    @Rule({"01 §12.18", "01 §3.2", "02 §2.6", "02 §11.3"})
    void optionsThatDoNotExistForUsers() {
        int s = full();
        for (int option : new int[] {0x10000, 0x80000, 0x90000, 0xf0000000}) {
            assertThat(a.call(Msg.to(s, CS), SEND | MACH_SEND_TIMEOUT | option, 0, 0, 0)
                            .code())
                    .isEqualTo(SEND_TIMED_OUT);
        }
        assertThat(loop(e1(), 3 | 0x200, 256).code()).isZero();
    }

    @Test
    @Rule({"01 §6.7", "01 §12.22", "01 §12.23", "02 R16", "02 R17", "02 Q17", "02 §18", "05 §5.5", "01 §13"})
    void receivingWithOverwritePanics() {
        int over = MACH_RCV_OVERWRITE;
        assertThat(a.receive(r, over, 256).code()).isEqualTo(RCV_TIMED_OUT);
        assertThat(a.receive(0x7703, over, 256).code()).isEqualTo(RCV_INVALID_NAME);
        a.addSends(r, 1);
        a.post(r, 1);
        Call c = a.receive(r, over | MACH_RCV_LARGE, 0); // reports to address 0
        assertThat(c.code()).isEqualTo(RCV_INVALID_DATA);
        assertThat(a.status(r, Actor.MSGCOUNT)).isEqualTo(1);
        assertThatThrownBy(() -> a.receive(r, over, 256)).isInstanceOf(SimulatedPanic.class);
        a.post(r, 2); // the kernel goes on
        assertThat(a.take(r)).contains("message 2");
    }

    @Test
    @Rule({
        "01 §12.41",
        "01 §12.42",
        "01 §12.43",
        "05 §16.29",
        "05 §16.31",
        "05 §16.32",
        "05 §4.4",
        "01 §6.3",
        "05 §5.3",
        "01 §6.2"
    })
    void waitingReceiversThatAreTooSmall() {
        a.addSends(r, 1);
        Running t1 = a.receiving(r, MACH_RCV_LARGE, 0);
        Running t2 = a.receiving(r, 0, 0);
        Running t3 = a.receiving(r);
        a.post(r, 1);
        assertThat(t1.result().code()).isEqualTo(RCV_TOO_LARGE);
        assertThat(t1.result().size()).isEqualTo(24);
        assertThat(t2.result().code()).isEqualTo(RCV_TOO_LARGE);
        assertThat(t2.result().size()).isEqualTo(24);
        assertThat(t2.result().id()).isEqualTo(1);
        assertThat(t3.isBlocked()).isTrue();
        a.post(r, 2);
        assertThat(t3.result().id()).isEqualTo(2);
        int z = a.portSet(r);
        Running u1 = a.receiving(z, MACH_RCV_LARGE | MACH_RCV_LARGE_IDENTITY, 0);
        Running u2 = a.receiving(z, MACH_RCV_LARGE, 0);
        a.post(r, 3);
        assertThat(u1.result().local()).isEqualTo(r);
        assertThat(u2.result().code()).isEqualTo(RCV_TOO_LARGE);
        assertThat(a.status(r, Actor.MSGCOUNT)).isEqualTo(1);
    }

    @Test
    @Rule({"01 §12.44", "01 §8", "01 §9.2"})
    void buffersThatCannotBeWritten() {
        int n = a.port();
        a.addSends(r, 1);
        assertThat(a.send(Msg.to(r, CS).reply(n, MKSO)).code()).isZero();
        int option = RCV | MACH_RCV_TIMEOUT;
        assertThat(a.calls.mach_msg(8, option | MACH_RCV_LARGE, 0, 0, r, 0, 0)).isEqualTo(RCV_INVALID_DATA);
        assertThat(a.status(r, Actor.MSGCOUNT)).isEqualTo(1);
        int names = a.names().size();
        assertThat(a.calls.mach_msg(8, option, 0, 4096, r, 0, 0)).isEqualTo(RCV_INVALID_DATA);
        assertThat(a.names()).hasSize(names + 1);
        assertThat(a.status(r, Actor.MSGCOUNT)).isZero();
        a.post(r, 1);
        assertThat(a.calls.mach_msg(8, option, 0, 0, r, 0, 0)).isEqualTo(RCV_INVALID_DATA);
        assertThat(a.status(r, Actor.MSGCOUNT)).isZero();
    }

    @Test
    @Rule({"01 §12.47", "01 §7.5", "05 §16.35"})
    void aMovedQueueStartsItsNumbersAnew() {
        a.addSends(r, 1);
        a.fill(r, 3);
        assertThat(a.receive(r).trailer(8)).isZero();
        int there = a.give(r, MACH_MSG_TYPE_MOVE_RECEIVE, b);
        Call c = b.receive(there);
        assertThat(c.local()).isEqualTo(there);
        assertThat(c.trailer(8)).isZero();
        assertThat(c.id()).isEqualTo(2);
    }

    @Test
    @Rule({"01 §12.49", "05 §16.58", "05 §8.5"})
    void numbersBelongToThePortNotTheSet() {
        int p = a.portWithSends(1);
        int q = a.portWithSends(1);
        int z = a.portSet(p, q);
        a.fill(p, 2);
        a.fill(q, 2);
        int[] next = new int[2];
        for (int i = 0; i < 4; i++) {
            Call c = a.receive(z);
            assertThat(c.local()).isIn(p, q);
            assertThat(c.trailer(8)).isEqualTo(next[c.local() == p ? 0 : 1]++);
        }
    }

    @Test
    @Rule({"01 §12.31", "02 §7.2"})
    void countsThatDoNotFit() {
        assertThat(a.send(Msg.to(r, MKS).count(1).words(0, 0)).code()).isEqualTo(SEND_TOO_SMALL);
        assertThat(a.send(Msg.to(r, MKS).port(0, CS, 1).words()).code()).isEqualTo(SEND_TOO_SMALL);
        assertThat(a.send(Msg.to(r, MKS).port(0, CS).count(0x7fffffff)).code()).isEqualTo(SEND_TOO_SMALL);
        assertThat(a.send(Msg.to(r, MKS).count(0)).code()).isZero();
    }

    @Test
    @Rule({"01 §5.4", "02 Q10", "02 §10.5", "01 §13", "06 §1"})
    void aKernelReplyThatCannotBeQueued() {
        int n = full();
        Msg request = Msg.to(a.self, CS).reply(n, CS).id(3204).words(0, 1, MACH_PORT_RIGHT_RECEIVE);
        int names = a.names().size();
        Call c = a.send(request);
        assertThat(c.code()).isEqualTo(SEND_TIMED_OUT);
        assertThat(c.isUntouched()).isTrue();
        assertThat(a.names()).hasSize(names + 1); // what the request did stays done
        assertThat(a.status(n, Actor.MSGCOUNT)).isEqualTo(5);
    }

    @Test
    @Rule({"01 §3.1", "01 §3.4"})
    void theReceiveBufferOfTheOverwriteTrap() {
        TaskMemory memory = a.task.memory();
        long other = memory.allocate(64);
        Call c = a.in(e1().bytes(), at -> a.calls.mach_msg_overwrite_trap(at, 3, 28, 64, r, 0, 0xbadbad, other, 12345));
        assertThat(c.code()).isZero();
        assertThat(c.isUntouched()).isTrue();
        assertThat(memory.buffer(other, 64).getInt(20)).isEqualTo(7);
        memory.free(other, 64);
    }
}
