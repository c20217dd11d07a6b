// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mach4j.abi.KernReturn.KERN_FAILURE;
import static org.mach4j.abi.KernReturn.KERN_INVALID_ARGUMENT;
import static org.mach4j.abi.KernReturn.KERN_NO_SPACE;
import static org.mach4j.abi.KernReturn.KERN_SUCCESS;
import static org.mach4j.abi.MachMessage.*;
import static org.mach4j.abi.MachMsgReturn.*;
import static org.mach4j.abi.MachPort.MACH_PORT_IMPORTANCE_RECEIVER;
import static org.mach4j.abi.MigErrors.MIG_NO_REPLY;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mach4j.spi.MachMsgServer;

/** libSystem's server loops: spec 01 §2.6-§2.8. Task a serves, b asks. */
class ServerLoopTest extends RuleTest {
    private static final int CS = MACH_MSG_TYPE_COPY_SEND;
    private static final int MS = MACH_MSG_TYPE_MOVE_SEND;
    private static final int MSO = MACH_MSG_TYPE_MAKE_SEND_ONCE;
    /** Both buffers are a page. */
    private static final int EQUAL = 512;
    /** With its trailer a request takes two pages, a reply one. */
    private static final int UNEQUAL = 4092;

    private final List<Long> requests = new ArrayList<>();
    private MachMsgServer server;
    private int service;
    /** The service as b knows it, and b's reply port. */
    private int send;

    private int answers;

    @BeforeEach
    void serve() {
        server = new MachMsgServer(a.task);
        service = a.port();
        send = a.giveSend(service, b, 1);
        answers = b.port();
    }

    private ByteBuffer bytes(long address, int length) {
        return a.task.memory().buffer(address, length);
    }

    /** A routine that answers with a code and nothing else. */
    private MachMsgServer.Demux answer(int code) {
        return (request, reply) -> {
            requests.add(request);
            ByteBuffer in = bytes(request, 24);
            bytes(reply, 36)
                    .put(0, new byte[36])
                    .putInt(0, in.getInt(0) & 0xff)
                    .putInt(4, 36)
                    .putInt(8, in.getInt(8))
                    .putInt(20, in.getInt(20) + 100)
                    .putInt(32, code);
            return true;
        };
    }

    /** A routine whose reply carries a send right and goes to a name. */
    private MachMsgServer.Demux carry(int right, int to) {
        return (request, reply) -> {
            bytes(reply, 40)
                    .put(0, new byte[40])
                    .putInt(0, 0x80000000 | MACH_MSG_TYPE_MOVE_SEND_ONCE)
                    .putInt(4, 40)
                    .putInt(8, to)
                    .putInt(24, 1)
                    .putInt(28, right)
                    .put(38, (byte) MS);
            return true;
        };
    }

    private int once(MachMsgServer.Demux demux, int maxSize, int options) {
        return server.mach_msg_server_once(demux, maxSize, service, MACH_RCV_TIMEOUT | options);
    }

    /** Serves until there is no request left. */
    private int serveAll(MachMsgServer.Demux demux, int maxSize) {
        return server.mach_msg_server(demux, maxSize, service, MACH_RCV_TIMEOUT);
    }

    private void ask(int id) {
        assertThat(b.send(Msg.to(send, CS).reply(answers, MSO).id(id)).code()).isZero();
    }

    /** Asks, and gives a send right along; the name under which a will get it. */
    private int askWithRight(int id) {
        int port = b.port();
        assertThat(b.send(Msg.to(send, CS).reply(answers, MSO).id(id).port(port, MACH_MSG_TYPE_MAKE_SEND))
                        .code())
                .isZero();
        return service + 0x200;
    }

    @Test
    @Rule({"01 §2.6", "06 §3.7"})
    void aRequestIsServedAndAnswered() {
        ask(7);
        assertThat(once(answer(0), EQUAL, 0)).isZero();
        Call answer = b.receive(answers);
        assertThat(answer.id()).isEqualTo(107);
        assertThat(answer.word(32)).isZero();
        assertThat(once(answer(0), EQUAL, 0)).isEqualTo(MACH_RCV_TIMED_OUT);
    }

    @Test
    @Rule({"01 §2.6", "01 §12.11", "06 §7.26"})
    void noReplyKeepsTheReplyRightForLater() {
        ask(7);
        assertThat(once(answer(MIG_NO_REPLY), EQUAL, 0)).isZero();
        assertThat(a.state(service + 0x100)).isEqualTo("SO");
        assertThat(b.take(answers)).isEmpty();
        a.post(service + 0x100, MACH_MSG_TYPE_MOVE_SEND_ONCE, 107);
        assertThat(b.take(answers)).containsExactly("message 107");
    }

    @Test
    @Rule({"01 §2.6", "01 §12.11", "06 §3.7"})
    void anErrorDestroysAComplexRequestButItsReplyRight() {
        int right = askWithRight(7);
        assertThat(once(answer(KERN_FAILURE), EQUAL, 0)).isZero();
        assertThat(a.state(right)).isEqualTo("—");
        assertThat(b.receive(answers).word(32)).isEqualTo(KERN_FAILURE);
        assertThat(b.take(answers)).isEmpty();

        ask(8);
        assertThat(once(answer(KERN_INVALID_ARGUMENT), EQUAL, 0)).isZero();
        assertThat(b.receive(answers).word(32)).isEqualTo(KERN_INVALID_ARGUMENT);
        assertThat(b.take(answers)).isEmpty();
    }

    @Test
    @Rule({"01 §2.6", "06 §3.7"})
    void whatAServedRequestCarriedIsTheRoutines() {
        int right = askWithRight(7);
        assertThat(once(answer(0), EQUAL, 0)).isZero();
        assertThat(a.state(right)).isEqualTo("S(1)");
    }

    @Test
    @Rule({"01 §2.6", "01 §12.11"})
    void aReplyThatFindsNobodyIsDropped() {
        ask(7);
        b.destroy(answers);
        assertThat(once(answer(0), EQUAL, 0)).isZero();

        answers = b.port();
        ask(8);
        int right = b.giveSend(b.port(), a, 1);
        // A name that is none; what the complex reply carries is destroyed.
        assertThat(once(carry(right, 0x777703), EQUAL, 0)).isZero();
        assertThat(a.state(right)).isEqualTo("—");
    }

    @Test
    @Rule({"01 §2.6", "01 §12.11"})
    void aFullQueueOfRepliesIsNotWaitedFor() {
        assertThat(b.limit(answers, 0)).isZero();
        assertThat(b.send(Msg.to(send, CS).reply(answers, MACH_MSG_TYPE_MAKE_SEND))
                        .code())
                .isZero();
        assertThat(once(answer(0), EQUAL, 0)).isZero();
        // The right that the failed send gave back, under its slot's next name, stays.
        assertThat(a.state(service + 0x104)).isEqualTo("S(1)");
    }

    @Test
    @Rule({"01 §2.6"})
    void anotherErrorOfTheReplyIsReturned() {
        ask(7);
        assertThat(once(carry(0x777703, service + 0x100), EQUAL, 0)).isEqualTo(MACH_SEND_INVALID_RIGHT);
        assertThat(b.take(answers)).containsExactly("SEND_ONCE");
    }

    @Test
    @Rule({"01 §2.6", "01 §12.11"})
    void aLargeRequestGetsRoomWhereThatIsAskedFor() {
        assertThat(b.send(Msg.to(send, CS).reply(answers, MSO).size(9000)).code())
                .isZero();
        List<Integer> sizes = new ArrayList<>();
        assertThat(once(
                        (request, reply) -> {
                            sizes.add(bytes(request, 24).getInt(4));
                            return answer(0).serve(request, reply);
                        },
                        EQUAL,
                        MACH_RCV_LARGE))
                .isZero();
        assertThat(sizes).containsExactly(9000);
        assertThat(b.receive(answers).id()).isEqualTo(100);

        assertThat(b.send(Msg.to(send, CS).size(9000)).code()).isZero();
        assertThat(once(answer(0), EQUAL, 0)).isEqualTo(MACH_RCV_TOO_LARGE);
    }

    @Test
    @Rule({"01 §2.6", "01 §2.7"})
    void withoutRoomForTheBuffersNothingIsServed() {
        ask(7);
        for (long size = 1L << 46; size >= 4096; size /= 2) {
            long[] address = new long[1];
            while (a.calls.mach_vm_allocate(a.self, address, size, 1) == KERN_SUCCESS) {
                assertThat(address[0]).isNotZero();
            }
        }
        assertThat(once(answer(0), EQUAL, 0)).isEqualTo(KERN_NO_SPACE);
        assertThat(serveAll(answer(0), EQUAL)).isEqualTo(KERN_NO_SPACE);
        assertThat(a.take(service)).containsExactly("message 7");
    }

    @ParameterizedTest
    @ValueSource(ints = {EQUAL, UNEQUAL})
    @Rule({"01 §2.7", "01 §12.12"})
    void aLoopServesUntilAReceiveFails(int maxSize) {
        ask(1);
        ask(2);
        ask(3);
        assertThat(serveAll(answer(0), maxSize)).isEqualTo(MACH_RCV_TIMED_OUT);
        assertThat(requests).hasSize(3);
        // Buffers of the same size change places with each reply.
        assertThat(requests.get(0).equals(requests.get(1))).isEqualTo(maxSize == UNEQUAL);
        assertThat(requests.get(2)).isEqualTo(requests.get(0));
        assertThat(b.receive(answers).id()).isEqualTo(101);
        assertThat(b.receive(answers).id()).isEqualTo(102);
        assertThat(b.receive(answers).id()).isEqualTo(103);
    }

    @Test
    @Rule({"01 §2.7"})
    void aLoopEndsWithTheErrorOfAReply() {
        ask(1);
        ask(2);
        assertThat(serveAll(carry(0x777703, service + 0x100), EQUAL)).isEqualTo(MACH_SEND_INVALID_RIGHT);
        assertThat(a.take(service)).containsExactly("message 2");
    }

    @Test
    @Rule({"01 §2.7"})
    void aLoopsBufferGrows() {
        assertThat(b.send(Msg.to(send, CS).size(64)).code()).isZero();
        assertThat(b.send(Msg.to(send, CS).size(9000)).code()).isZero();
        assertThat(server.mach_msg_server(answer(0), EQUAL, service, MACH_RCV_TIMEOUT | MACH_RCV_LARGE))
                .isEqualTo(MACH_RCV_TIMED_OUT);
        assertThat(requests).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {EQUAL, UNEQUAL})
    @Rule({"01 §2.7", "01 §12.12"})
    void afterALostReplyTheWrongBufferIsDestroyedWhereTheyChangedPlaces(int maxSize) {
        int asked = askWithRight(7);
        int right = b.giveSend(b.port(), a, 1);
        assertThat(serveAll(carry(right, 0x777703), maxSize)).isEqualTo(MACH_RCV_TIMED_OUT);
        boolean changed = maxSize == EQUAL;
        assertThat(a.state(right)).isEqualTo(changed ? "S(1)" : "—");
        assertThat(a.state(asked + 0x100)).isEqualTo(changed ? "—" : "S(1)");
        assertThat(b.take(answers)).isEqualTo(changed ? List.of("SEND_ONCE") : List.of());
    }

    // --- importance: 01 §2.8 ------------------------------------------------------------------------------------

    private int serveImportant(MachMsgServer.Demux demux) {
        return server.mach_msg_server_importance(
                demux,
                EQUAL,
                service,
                MACH_RCV_TIMEOUT,
                () -> assertThat(a.task.dropImportance()).isZero());
    }

    @Test
    @Rule({"01 §2.8", "05 §14"})
    void importanceIsHeldUntilTheReplyIsSent() {
        assertThat(a.calls.mach_port_set_attributes(a.self, service, MACH_PORT_IMPORTANCE_RECEIVER, new int[0], 0))
                .isZero();
        a.task.setImportance(false, true);
        ask(7);
        b.task.setImportance(true, false);
        ask(8);
        List<String> seen = new ArrayList<>();
        MachMsgServer.Demux demux = (request, reply) -> {
            ByteBuffer in = bytes(request, 24);
            seen.add(in.getInt(20) + " " + Integer.toHexString(in.getInt(0)) + " " + a.task.importanceAssertions() + " "
                    + a.task.externalImportanceAssertions());
            return answer(0).serve(request, reply);
        };
        assertThat(serveImportant(demux)).isEqualTo(MACH_RCV_TIMED_OUT);
        assertThat(seen).containsExactly("7 1112 1 0", "8 30001112 1 1");
        assertThat(a.task.importanceAssertions()).isZero();
        assertThat(b.receive(answers).id()).isEqualTo(107);
        assertThat(b.receive(answers).id()).isEqualTo(108);
    }

    @Test
    @Rule("01 §2.8")
    void aReplyThatCannotBeSentEndsNoLoopOfImportance() {
        // Its reply right is named, but does not exist: MACH_SEND_INVALID_HEADER, which ends the other loops.
        MachMsgServer.Demux broken = (request, reply) -> {
            requests.add(request);
            bytes(reply, 36).put(0, new byte[36]).putInt(4, 36).putInt(8, service);
            return true;
        };
        ask(7);
        ask(8);
        assertThat(server.mach_msg_server(broken, EQUAL, service, MACH_RCV_TIMEOUT))
                .isEqualTo(MACH_SEND_INVALID_HEADER);
        assertThat(requests).hasSize(1);
        assertThat(serveImportant(broken)).isEqualTo(MACH_RCV_TIMED_OUT);
        assertThat(requests).hasSize(2);
    }

    @Test
    @Rule("01 §2.8")
    void theLoopOfImportanceReceivesAgainWhereARequestIsTooLarge() {
        ask(7);
        assertThat(b.send(Msg.to(send, CS).reply(answers, MSO).id(8).words(new int[2000]))
                        .code())
                .isZero();
        assertThat(server.mach_msg_server_importance(
                        answer(0), EQUAL, service, MACH_RCV_TIMEOUT | MACH_RCV_LARGE, () -> {}))
                .isEqualTo(MACH_RCV_TIMED_OUT);
        assertThat(b.receive(answers).id()).isEqualTo(107);
        assertThat(b.receive(answers).id()).isEqualTo(108);
    }
}
