// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mach4j.Transfer.copySend;
import static org.mach4j.Transfer.moveSend;
import static org.mach4j.Transfer.noSend;
import static org.mach4j.abi.MachMsgReturn.MACH_SEND_INVALID_DEST;
import static org.mach4j.abi.MigErrors.MIG_ARRAY_TOO_LARGE;

import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mach4j.mig.MigReader;
import org.mach4j.mig.MigWriter;

/** What generated code calls to write messages and to send them: each layout by hand from spec 06 §3.2, the rules from §3.5. */
class MigWriterTest extends OnePort {
    @AfterEach
    void noInterruption() {
        Thread.interrupted(); // whatever the test left
    }

    private Message sent(Consumer<MessageBuilder> write) {
        MessageBuilder message = mach.message(7);
        write.accept(message);
        message.send(to);
        return port.receive();
    }

    private static void assertThrown(Class<?> failure, ThrowingCallable... calls) {
        for (int i = 0; i < calls.length; i++) {
            assertThatThrownBy(calls[i]).as("call " + i).isInstanceOf(failure);
        }
    }

    // --- data ---------------------------------------------------------------------------------------------------

    private void assertData(String bytes, Consumer<MessageBuilder> write) {
        try (Message message = sent(write)) {
            byte[] data = new byte[message.data().remaining()];
            message.data().get(data);
            assertThat(HexFormat.of().formatHex(data)).isEqualTo(bytes.replace(" ", ""));
        }
    }

    @Test
    void dataIsLittleEndianAndPadded() {
        assertData("00000000 01000000", MigWriter::ndr);
        assertData("01000200 feff0000", message -> MigWriter.shorts(message, (short) 1, (short) 2, (short) -2));
        assertData("01000000 78563412", message -> MigWriter.ints(message, 1, 0x12345678));
        assertData("f0debc9a 78563412", message -> MigWriter.longs(message, 0x123456789abcdef0L));
        assertData("02000000", message -> MigWriter.count(message, 2, 2));
        assertData("", message -> MigWriter.exactly(2, 2));
    }

    @Test
    void textIsCutToItsFieldAndEndsWithNul() {
        assertData("61626300 00000000", message -> MigWriter.cString(message, "abc", 8));
        assertData("61626364 65666700", message -> MigWriter.cString(message, "abcdefghi", 8));
        assertData("00000000 05000000 61626364 00000000", message -> MigWriter.variableCString(message, "abcd", 16));
        assertData("00000000 01000000 00000000", message -> MigWriter.variableCString(message, "", 16));
        assertData("00000000 04000000 61626300", message -> MigWriter.variableCString(message, "abcdefghi", 4));
    }

    @Test
    void arraysOfOtherLengthsAreRefused() {
        assertThrown(IllegalArgumentException.class, () -> MigWriter.exactly(2, 3), () -> MigWriter.exactly(4, 3));
        try (MessageBuilder message = mach.message(7)) {
            assertThatThrownBy(() -> MigWriter.count(message, 3, 2))
                    .isInstanceOfSatisfying(
                            MachException.class, e -> assertThat(e.code()).isEqualTo(MIG_ARRAY_TOO_LARGE));
            assertThat(message.dataSize()).isZero();
        }
    }

    @Test
    void aMessageThatIsGoneTakesNothing() {
        MessageBuilder gone = mach.message(7);
        gone.close();
        SendRight right = port.makeSend();
        assertThrown(
                IllegalStateException.class,
                () -> MigWriter.ndr(gone),
                () -> MigWriter.shorts(gone, (short) 1),
                () -> MigWriter.ints(gone, 1),
                () -> MigWriter.longs(gone, 1),
                () -> MigWriter.count(gone, 1, 1),
                () -> MigWriter.cString(gone, "a", 4),
                () -> MigWriter.variableCString(gone, "a", 4),
                () -> MigWriter.outOfLine(gone, (byte) 1),
                () -> MigWriter.outOfLine(gone, (short) 1),
                () -> MigWriter.outOfLine(gone, 1),
                () -> MigWriter.outOfLine(gone, 1L),
                () -> MigWriter.sends(gone, List.of()),
                () -> MigWriter.sends(gone, List.of(moveSend(right))),
                () -> MigWriter.moveSends(gone, List.of(right)),
                () -> MigWriter.move(gone, right),
                () -> MigWriter.call(gone, to, null),
                () -> MigWriter.send(gone, to, null));
        assertThat(right.isHeld()).isTrue();
        right.close();
    }

    // --- memory -------------------------------------------------------------------------------------------------

    @Test
    void elementsOutOfLineAreLittleEndianAndTheirMemoryIsReleased() {
        try (Message message = sent(m -> {
            MigWriter.outOfLine(m, (byte) 1, (byte) 2);
            MigWriter.outOfLine(m, (short) 1, (short) -2);
            MigWriter.outOfLine(m, 0x12345678);
            MigWriter.outOfLine(m, 0x123456789abcdef0L);
        })) {
            assertThat(MigWriter.takeBytes(message)).containsExactly(1, 2);
            assertThat(MigWriter.takeBytes(message)).containsExactly(1, 0, 0xfe, 0xff);
            assertThat(MigWriter.takeBytes(message)).containsExactly(0x78, 0x56, 0x34, 0x12);
            assertThat(MigWriter.takeBytes(message)).containsExactly(0xf0, 0xde, 0xbc, 0x9a, 0x78, 0x56, 0x34, 0x12);
        }
        byte[] eight = {1, 0, 0, 0, 2, 0, 0, 0};
        try (Message message = sent(m -> {
            MigWriter.outOfLine(m, eight);
            MigWriter.outOfLine(m, eight);
            MigWriter.outOfLine(m, eight);
            MigWriter.outOfLine(m, new int[0]);
        })) {
            assertThat(MigWriter.takeShorts(message)).containsExactly(1, 0, 2, 0);
            assertThat(MigWriter.takeInts(message)).containsExactly(1, 2);
            assertThat(MigWriter.takeLongs(message)).containsExactly(0x2_0000_0001L);
            assertThat(MigWriter.takeInts(message)).isEmpty();
            assertThat(message.descriptorsLeft()).isZero();
        }
    }

    @Test
    void memoryThatIsNotThereIsNotTaken() {
        Message message = sent(m -> MigWriter.move(m, port.makeSend()));
        List<ThrowingCallable> takes = List.of(
                () -> MigWriter.takeBytes(message),
                () -> MigWriter.takeShorts(message),
                () -> MigWriter.takeInts(message),
                () -> MigWriter.takeLongs(message));
        takes.forEach(take -> assertThrown(MalformedMessageException.class, take));
        assertThat(message.descriptorsLeft()).isEqualTo(1);
        message.close();
        takes.forEach(take -> assertThrown(IllegalStateException.class, take));
        assertThat(to.references()).isEqualTo(1);
    }

    // --- rights -------------------------------------------------------------------------------------------------

    @Test
    void arraysOfSendRights() {
        SendRight moved = port.makeSend();
        try (Message message = sent(m -> {
            MigWriter.sends(m, List.of(copySend(to), noSend()));
            MigWriter.sends(m, List.of());
            MigWriter.moveSends(m, Arrays.asList(moved, null));
            MigWriter.moveSends(m, List.of());
        })) {
            assertThat(moved.isHeld()).isFalse();
            assertThat(to.references()).as("its own, a copy, and the moved one").isEqualTo(3);
            for (int each = 0; each < 2; each++) {
                List<SendRight> rights = message.takeSends();
                assertThat(rights).hasSize(2);
                assertThat(rights.get(0).isSamePortAs(to)).isTrue();
                assertThat(rights.get(1)).isNull();
                rights.get(0).close();
                assertThat(message.takeSends()).isEmpty();
            }
        }
        assertThat(to.references()).isEqualTo(1);
    }

    @Test
    void rightsOfEachKindAreMoved() {
        for (boolean any : new boolean[] {false, true}) {
            SendRight send = port.makeSend();
            SendOnceRight once = port.makeSendOnce();
            ReceiveRight receive = mach.allocatePort();
            try (Message message = sent(m -> {
                if (any) {
                    MigWriter.move(m, (Right) send);
                    MigWriter.move(m, (Right) once);
                    MigWriter.move(m, (Right) receive);
                } else {
                    MigWriter.move(m, send);
                    MigWriter.move(m, once);
                    MigWriter.move(m, receive);
                }
            })) {
                assertThat(List.of(send.isHeld(), once.isHeld(), receive.isHeld()))
                        .containsOnly(false);
                assertThat(to.references()).isEqualTo(2);
                try (SendRight got = message.takeSend()) {
                    assertThat(got.isSamePortAs(to)).isTrue();
                }
                message.takeSendOnce().close();
                port.receive().close(); // that it is no more
                try (ReceiveRight got = message.takeReceive()) {
                    assertThat(got.status().queued()).isZero();
                }
            }
        }
        try (Message message = sent(m -> {
            MigWriter.move(m, (SendRight) null);
            MigWriter.move(m, (SendOnceRight) null);
            MigWriter.move(m, (ReceiveRight) null);
            MigWriter.move(m, (Right) null);
        })) {
            // In the received forms that the reader's stub asks for, though there is nothing.
            MigReader reader = MigReader.request(message, 4, 76, 76);
            reader.checkPort(17);
            reader.checkPort(18);
            reader.checkPort(16);
            reader.checkPort(17);
            for (int each = 0; each < 4; each++) {
                assertThat(message.takeRight()).isNull();
            }
        }
        assertThat(to.references()).isEqualTo(1);
    }

    @Test
    void rightsThatAreSpentAreNotMoved() {
        SendRight send = port.makeSend();
        send.close();
        SendOnceRight once = port.makeSendOnce();
        once.close();
        port.receive().close();
        ReceiveRight receive = mach.allocatePort();
        receive.close();
        SendRight held = port.makeSend();
        try (MessageBuilder message = mach.message(7)) {
            assertThrown(
                    IllegalStateException.class,
                    () -> MigWriter.move(message, send),
                    () -> MigWriter.move(message, once),
                    () -> MigWriter.move(message, receive),
                    () -> MigWriter.move(message, (Right) send),
                    () -> MigWriter.move(message, (Right) once),
                    () -> MigWriter.move(message, (Right) receive),
                    () -> MigWriter.sends(message, List.of(copySend(send))),
                    () -> MigWriter.moveSends(message, List.of(held, send)),
                    () -> MigWriter.send(mach.message(8), send, null),
                    () -> MigWriter.call(mach.message(8), send, null));
        }
        held.close();
        assertThat(to.references()).isEqualTo(1);
        assertThat(port.status().queued()).isZero();
    }

    // --- sending ------------------------------------------------------------------------------------------------

    @Test
    void aRequestIsSentOrCalledAndBelongsToItsReceiver() {
        for (Duration timeout : new Duration[] {null, LONG}) {
            MigWriter.send(mach.message(7).putInt(5).add(moveSend(port.makeSend())), to, timeout);
            try (Message request = port.receive()) {
                assertThat(request.id()).isEqualTo(7);
                assertThat(request.expectsReply()).isFalse();
                assertThat(request.getInt()).isEqualTo(5);
                request.takeSend().close();
            }
            // host_page_size: the kernel answers (spec 06 §4).
            try (SendRight host = mach.hostSelf();
                    Message reply = MigWriter.call(mach.message(202), host, timeout)) {
                assertThat(reply.id()).isEqualTo(302);
                assertThat(reply.size()).isEqualTo(44);
            }
            assertThat(to.references()).isEqualTo(1);
        }
    }

    @Test
    void aRequestThatCannotBeSentIsDestroyed() {
        ReceiveRight dying = mach.allocatePort();
        try (SendRight dead = dying.makeSend()) {
            dying.close();
            for (Duration timeout : new Duration[] {null, LONG}) {
                List<ThrowingCallable> calls = List.of(
                        () -> MigWriter.send(mach.message(7).add(moveSend(port.makeSend())), dead, timeout),
                        () -> MigWriter.call(mach.message(7).add(moveSend(port.makeSend())), dead, timeout));
                calls.forEach(call -> assertThatThrownBy(call)
                        .isInstanceOfSatisfying(
                                MachException.class, e -> assertThat(e.code()).isEqualTo(MACH_SEND_INVALID_DEST)));
            }
        }
        fill(port);
        assertThrown(
                MachTimeoutException.class,
                () -> MigWriter.send(mach.message(7).add(moveSend(port.makeSend())), to, Duration.ZERO),
                () -> MigWriter.call(mach.message(7).add(moveSend(port.makeSend())), to, SOON));
        assertThat(to.references()).isEqualTo(1);
    }

    @Test
    void anInterruptedRequestIsDestroyed() {
        fill(port);
        for (Duration timeout : new Duration[] {null, LONG}) {
            List<ThrowingCallable> calls = List.of(
                    () -> MigWriter.send(mach.message(7).add(moveSend(port.makeSend())), to, timeout),
                    () -> MigWriter.call(mach.message(7).add(moveSend(port.makeSend())), to, timeout));
            for (ThrowingCallable call : calls) {
                Thread.currentThread().interrupt();
                assertThrown(MachInterruptedException.class, call);
                assertThat(Thread.interrupted())
                        .as("the interrupt status stays")
                        .isTrue();
                assertThat(to.references()).isEqualTo(1);
            }
        }
    }
}
