// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mach4j.abi.MachMsgReturn;
import org.mach4j.abi.MachPort;

/** What goes into a message, what comes out, and who owns it at each moment. */
class MessagesTest extends OnePort {
    // --- data ---------------------------------------------------------------------------------------------------

    @Test
    void everyItemBeginsAtAMultipleOfFourAndThePaddingIsZero() {
        mach.message(1)
                .putByte(0x81)
                .putShort(0x8283)
                .putInt(0x84858687)
                .putLong(0x88898a8b8c8d8e8fL)
                .putBytes((byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5)
                .putFloat(1.5f)
                .putDouble(-2.5)
                .putBytes(ByteBuffer.wrap(new byte[] {6, 7}))
                .putString("Straße")
                .send(to);
        try (Message message = port.receive()) {
            byte[] data = new byte[message.data().remaining()];
            message.data().get(data);
            assertThat(data)
                    .containsExactly(bytes(
                            "81000000 83820000 87868584 8f8e8d8c8b8a8988 0102030405000000 0000c03f 00000000000004c0"
                                    + " 06070000 07000000 53747261c39f6500"));
            assertThat(message.getByte()).isEqualTo((byte) 0x81);
            assertThat(message.getShort()).isEqualTo((short) 0x8283);
            assertThat(message.getInt()).isEqualTo(0x84858687);
            assertThat(message.getLong()).isEqualTo(0x88898a8b8c8d8e8fL);
            assertThat(message.getBytes(5)).containsExactly(1, 2, 3, 4, 5);
            assertThat(message.getFloat()).isEqualTo(1.5f);
            assertThat(message.getDouble()).isEqualTo(-2.5);
            assertThat(message.getBytes(2)).containsExactly(6, 7);
            assertThat(message.getString()).isEqualTo("Straße");
            assertThat(message.remaining()).isZero();
        }
    }

    private static byte[] bytes(String hex) {
        String digits = hex.replace(" ", "");
        byte[] bytes = new byte[digits.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(digits.substring(2 * i, 2 * i + 2), 16);
        }
        return bytes;
    }

    @Test
    void readingEndsAtTheEndOfTheMessageAndTakesNothing() {
        mach.message(1).putInt(5).send(to);
        try (Message message = port.receive()) {
            assertThatThrownBy(message::getLong)
                    .isInstanceOf(MalformedMessageException.class)
                    .hasMessage("expected 8 bytes of data, found 4 of 4");
            assertThat(message.getInt()).isEqualTo(5);
            assertThatThrownBy(message::getByte).isInstanceOf(MalformedMessageException.class);
            assertThatThrownBy(message::takeSend).isInstanceOf(MalformedMessageException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 5, Integer.MAX_VALUE - 2})
    void textOfAForgedLengthIsMalformed(int length) {
        mach.message(1).putInt(length).putInt(0x41414141).send(to);
        try (Message message = port.receive()) {
            assertThatThrownBy(message::getString).isInstanceOf(MalformedMessageException.class);
        }
    }

    @Test
    void textThatIsNotUtf8IsMalformed() {
        mach.message(1).putInt(2).putBytes((byte) 0xc3, (byte) 0x28).send(to);
        try (Message message = port.receive()) {
            assertThatThrownBy(message::getString).isInstanceOf(MalformedMessageException.class);
            assertThat(message.getInt()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 900, 1024, 5000, 100_000, 3_000_000})
    void messagesOfAnySizeAreReceived(int size) {
        byte[] data = new byte[size];
        for (int i = 0; i < size; i++) {
            data[i] = (byte) i;
        }
        mach.message(1).putBytes(data).send(to);
        try (Message message = port.receive()) {
            assertThat(message.getBytes(size)).isEqualTo(data);
        }
    }

    @Test
    void moreThanTheKernelTakesIsRefusedBeforeItIsBuilt() {
        try (MessageBuilder message = mach.message(1)) {
            assertThatThrownBy(() -> message.putBytes(new byte[50_331_600]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("out of line");
        }
    }

    @Test
    void headerWordsAndTrailerArrive() {
        port.setContext(77);
        mach.message(-5).reserved(0x11223344).send(to);
        mach.message(6).send(to);
        try (Message message = port.receive()) {
            assertThat(message.id()).isEqualTo(-5);
            assertThat(message.reserved()).isEqualTo(0x11223344);
            assertThat(message.size()).isEqualTo(24);
            assertThat(message.port()).isEqualTo(port.name());
            Trailer trailer = message.trailer();
            assertThat(trailer.sequenceNumber()).isZero();
            assertThat(trailer.senderUserId()).isEqualTo(501);
            assertThat(trailer.senderGroupId()).isEqualTo(20);
            assertThat(trailer.sender().effectiveUserId()).isEqualTo(501);
            assertThat(trailer.context()).isEqualTo(77);
            assertThat(trailer.isFromKernel()).isFalse();
            assertThat(message.bytes().getInt(20)).isEqualTo(-5);
        }
        try (Message message = port.receive()) {
            assertThat(message.trailer().sequenceNumber()).isEqualTo(1);
        }
    }

    // --- rights -------------------------------------------------------------------------------------------------

    @Test
    void aCopiedSendRightStaysWithItsSender() {
        try (ReceiveRight other = mach.allocatePort();
                SendRight right = other.makeSend()) {
            mach.message(1).add(Transfer.copySend(right)).send(to);
            assertThat(right.references()).isEqualTo(1);
            try (Message message = port.receive();
                    SendRight got = message.takeSend()) {
                assertThat(got.isSamePortAs(right)).isTrue();
                assertThat(right.references()).isEqualTo(2);
            }
            assertThat(right.references()).isEqualTo(1);
        }
    }

    @Test
    void aMovedRightIsDeadInJavaAtOnce() {
        try (ReceiveRight other = mach.allocatePort();
                MessageBuilder message = mach.message(1)) {
            SendRight right = other.makeSend();
            message.add(Transfer.moveSend(right));
            assertThat(right.isHeld()).isFalse();
            assertThatThrownBy(right::name)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("moved into a message");
            assertThat(sendReferences(other.name())).isEqualTo(1);
            message.send(to);
            assertThat(sendReferences(other.name())).isZero();
            try (Message got = port.receive();
                    SendRight again = got.takeSend()) {
                assertThat(again.references()).isEqualTo(1);
            }
            assertThat(sendReferences(other.name())).isZero();
        }
    }

    @Test
    void madeRightsComeFromTheReceiveRight() {
        try (ReceiveRight other = mach.allocatePort()) {
            mach.message(1)
                    .add(Transfer.makeSend(other))
                    .add(Transfer.makeSendOnce(other))
                    .send(to);
            assertThat(other.status().makeSendCount()).isEqualTo(1);
            assertThat(other.status().sendOnceRights()).isEqualTo(1);
            try (Message message = port.receive();
                    SendRight send = message.takeSend()) {
                assertThat(send.references()).isEqualTo(1);
                try (SendOnceRight once = message.takeSendOnce()) {
                    assertThat(once.isDead()).isFalse();
                }
                other.receive().close();
            }
        }
    }

    @Test
    void aSendOnceRightMoves() {
        try (ReceiveRight other = mach.allocatePort()) {
            SendOnceRight once = other.makeSendOnce();
            mach.message(1).add(Transfer.moveSendOnce(once)).send(to);
            assertThat(once.isHeld()).isFalse();
            try (Message message = port.receive()) {
                SendOnceRight got = message.takeSendOnce();
                mach.message(2).to(got).send();
                assertThat(got.isHeld()).isFalse();
            }
            try (Message message = other.receive()) {
                assertThat(message.id()).isEqualTo(2);
            }
        }
    }

    @Test
    void aReceiveRightMovesWithItsMessages() {
        ReceiveRight other = mach.allocatePort();
        try (SendRight right = other.makeSend()) {
            mach.message(9).send(right);
            mach.message(1).add(Transfer.moveReceive(other)).send(to);
            assertThat(other.isHeld()).isFalse();
            assertThat(type(right.name())).isEqualTo(MachPort.MACH_PORT_TYPE_SEND);
            try (Message message = port.receive();
                    ReceiveRight got = message.takeReceive();
                    Message queued = got.receive()) {
                assertThat(queued.id()).isEqualTo(9);
                assertThat(got.isSamePortAs(right)).isTrue();
            }
            assertThat(right.isDead()).isTrue();
        }
    }

    @Test
    void noRightIsNullAndADeadOneIsDead() {
        ReceiveRight other = mach.allocatePort();
        SendRight right = other.makeSend();
        other.close();
        mach.message(1)
                .add(Transfer.noSend())
                .add(Transfer.noSendOnce())
                .add(Transfer.noReceive())
                .add(Transfer.moveSend(right))
                .send(to);
        try (Message message = port.receive()) {
            assertThat(message.descriptorsLeft()).isEqualTo(4);
            assertThat(message.takeSend()).isNull();
            assertThat(message.takeSendOnce()).isNull();
            assertThat(message.takeReceive()).isNull();
            Right dead = message.takeRight();
            assertThat(((SendRight) dead).isDead()).isTrue();
            dead.close();
        }
    }

    @Test
    void aRightOfAnotherKindIsMalformedAndTakesNothing() {
        try (ReceiveRight other = mach.allocatePort()) {
            mach.message(1).add(Transfer.makeSend(other)).send(to);
            try (Message message = port.receive()) {
                assertThatThrownBy(message::takeReceive)
                        .isInstanceOf(MalformedMessageException.class)
                        .hasMessage("expected a receive right, found one sent as move-send");
                assertThatThrownBy(message::takeMemory)
                        .isInstanceOf(MalformedMessageException.class)
                        .hasMessage("expected memory, found a right");
                assertThatThrownBy(message::takeRights).isInstanceOf(MalformedMessageException.class);
                assertThat(message.descriptorsLeft()).isEqualTo(1);
            }
            assertThat(sendReferences(other.name())).isZero();
        }
    }

    @Test
    void arraysOfRightsTravelInOneDescriptor() {
        List<ReceiveRight> ports =
                IntStream.range(0, 100).mapToObj(i -> mach.allocatePort()).toList();
        mach.message(1)
                .addAll(ports.stream().map(Transfer::makeSend).toList())
                .addNone(Transfer.noSend())
                .addAll(ports.stream().map(Transfer::makeSendOnce).toList())
                .putInt(7)
                .send(to);
        try (Message message = port.receive()) {
            assertThat(message.descriptorsLeft()).isEqualTo(3);
            List<SendRight> sends = List.copyOf(message.takeSends());
            assertThat(sends).hasSize(100);
            for (int i = 0; i < 100; i++) {
                assertThat(sends.get(i).isSamePortAs(ports.get(i))).isTrue();
            }
            assertThat(message.takeSends()).isEmpty();
            assertThat(message.getInt()).isEqualTo(7);
            sends.forEach(SendRight::close);
            // The array of send-once rights is not taken, and goes with the message.
        }
        ports.forEach(each -> assertThat(each.status().sendOnceRights()).isEqualTo(1));
        ports.forEach(ReceiveRight::close);
    }

    @Test
    void arraysOfEveryKindAreTakenAsRights() {
        ReceiveRight one = mach.allocatePort();
        ReceiveRight two = mach.allocatePort();
        mach.message(1)
                .addAll(List.of(Transfer.moveReceive(one), Transfer.moveReceive(two), Transfer.noReceive()))
                .send(to);
        try (Message message = port.receive()) {
            assertThatThrownBy(message::takeSends).isInstanceOf(MalformedMessageException.class);
            List<Right> rights = message.takeRights();
            assertThat(rights).hasSize(3);
            assertThat(rights.get(0)).isInstanceOf(ReceiveRight.class);
            assertThat(rights.get(2)).isNull();
            rights.get(0).close();
            rights.get(1).close();
        }
    }

    @Test
    void anArrayHasOneDisposition() {
        try (MessageBuilder message = mach.message(1)) {
            assertThatThrownBy(() -> message.addAll(List.of(Transfer.copySend(to), Transfer.makeSend(port))))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> message.addAll(List.of())).isInstanceOf(IllegalArgumentException.class);
        }
    }

    // --- memory -------------------------------------------------------------------------------------------------

    @Test
    void copiedMemoryStaysWithItsOwnerAndIsCopiedOnWrite() {
        try (Memory memory = mach.allocateMemory(3 * mach.pageSize())) {
            memory.buffer().putInt(0, 11);
            mach.message(1).copyMemory(memory).putInt(1).send(to);
            memory.buffer().putInt(0, 22);
            try (Message message = port.receive();
                    Memory got = message.takeMemory()) {
                assertThat(got.size()).isEqualTo(memory.size());
                assertThat(got.buffer().getInt(0)).isEqualTo(11);
                got.buffer().putInt(0, 33);
                assertThat(memory.buffer().getInt(0)).isEqualTo(22);
            }
        }
    }

    @Test
    void movedMemoryIsGoneAtOnce() {
        Memory memory = mach.allocateMemory(10_000);
        memory.buffer(9_996, 4).putInt(0, 5);
        MessageBuilder message = mach.message(1).moveMemory(memory);
        assertThat(memory.isHeld()).isFalse();
        assertThatThrownBy(memory::buffer).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(memory::address).isInstanceOf(IllegalStateException.class);
        message.send(to);
        try (Message got = port.receive();
                Memory again = got.takeMemory()) {
            assertThat(again.buffer(9_996, 4).getInt(0)).isEqualTo(5);
            assertThatThrownBy(() -> again.buffer(9_997, 4)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4095, 4096, 4097, 1_000_000})
    void bytesTravelOutOfLine(int size) {
        byte[] data = new byte[size];
        for (int i = 0; i < size; i++) {
            data[i] = (byte) (i * 7);
        }
        mach.message(1).copyMemory(ByteBuffer.wrap(data)).send(to);
        try (Message message = port.receive();
                Memory got = message.takeMemory()) {
            byte[] arrived = new byte[size];
            got.buffer().get(arrived);
            assertThat(arrived).isEqualTo(data);
        }
    }

    @Test
    void whatIsNotTakenIsDestroyedWithTheMessage() {
        try (ReceiveRight other = mach.allocatePort()) {
            mach.message(1)
                    .replyTo(other)
                    .add(Transfer.makeSend(other))
                    .copyMemory(ByteBuffer.allocate(20_000))
                    .add(Transfer.makeSendOnce(other))
                    .send(to);
            port.receive().close();
            assertThat(sendReferences(other.name())).isZero();
            for (int i = 0; i < 2; i++) {
                try (Message told = other.receive(LONG)) {
                    assertThat(Notification.read(told)).contains(new Notification.SendOnce());
                }
            }
        }
    }

    @Test
    void rightsAndDataMayBeGivenInAnyOrder() {
        mach.message(1)
                .putInt(1)
                .add(Transfer.makeSend(port))
                .putInt(2)
                .copyMemory(ByteBuffer.allocate(10))
                .putInt(3)
                .send(to);
        try (Message message = port.receive()) {
            message.takeSend().close();
            message.takeMemory().close();
            assertThat(message.getInt()).isEqualTo(1);
            assertThat(message.getInt()).isEqualTo(2);
            assertThat(message.getInt()).isEqualTo(3);
        }
    }

    // --- sending that fails -------------------------------------------------------------------------------------

    @Test
    void aSendThatTimesOutGivesTheMessageBackRightsAndAll() {
        port.setQueueLimit(1);
        fill(port);
        ReceiveRight moved = mach.allocatePort();
        try (ReceiveRight other = mach.allocatePort();
                SendRight right = other.makeSend()) {
            MessageBuilder message = mach.message(3)
                    .replyTo(other)
                    .add(Transfer.copySend(right))
                    .add(Transfer.moveReceive(moved))
                    .addAll(List.of(Transfer.makeSend(other), Transfer.makeSend(other)))
                    .copyMemory(ByteBuffer.wrap(new byte[] {1, 2, 3}))
                    .putString("still here");
            MachTimeoutException failure = catchThrowableOfType(
                    MachTimeoutException.class, () -> message.to(to).send(SOON));
            assertThat(failure.code()).isEqualTo(MachMsgReturn.MACH_SEND_TIMED_OUT);
            assertThat(failure.unsent()).containsSame(message);
            port.receive().close();
            message.send();
            try (Message got = port.receive();
                    SendRight copied = got.takeSend();
                    ReceiveRight received = got.takeReceive()) {
                assertThat(copied.isSamePortAs(right)).isTrue();
                assertThat(received).isNotNull();
                List<SendRight> array = List.copyOf(got.takeSends());
                assertThat(array).hasSize(2);
                array.forEach(SendRight::close);
                try (Memory memory = got.takeMemory()) {
                    assertThat(memory.buffer().get(2)).isEqualTo((byte) 3);
                }
                assertThat(got.getString()).isEqualTo("still here");
                got.reply(103).send();
            }
            try (Message reply = other.receive(LONG)) {
                assertThat(reply.id()).isEqualTo(103);
            }
            assertThat(right.references()).isEqualTo(1);
        }
    }

    @Test
    void aMessageGivenBackIsDestroyedByClosingIt() {
        port.setQueueLimit(1);
        fill(port);
        ReceiveRight moved = mach.allocatePort();
        try (ReceiveRight other = mach.allocatePort();
                SendRight right = other.makeSend()) {
            MessageBuilder message = mach.message(3)
                    .add(Transfer.copySend(right))
                    .add(Transfer.moveReceive(moved))
                    .copyMemory(ByteBuffer.allocate(9_000));
            assertThatThrownBy(() -> message.to(to).send(Duration.ZERO)).isInstanceOf(MachTimeoutException.class);
            assertThat(right.references()).isEqualTo(2);
            message.close();
            message.close();
            assertThat(right.references()).isEqualTo(1);
        }
    }

    @Test
    void anInterruptedSendGivesTheMessageBack() throws Exception {
        port.setQueueLimit(1);
        fill(port);
        SendRight extra = port.makeSend();
        MessageBuilder message = mach.message(3).add(Transfer.moveSend(extra)).to(to);
        boolean[] interrupted = new boolean[1];
        Throwable[] failure = new Throwable[1];
        Thread sender = blocked(() -> {
            try {
                message.send();
            } catch (MachInterruptedException e) {
                failure[0] = e;
                interrupted[0] = Thread.currentThread().isInterrupted();
            }
        });
        sender.interrupt();
        sender.join();
        assertThat(failure[0]).isInstanceOf(MachInterruptedException.class);
        assertThat(interrupted[0]).isTrue();
        message.close();
        assertThat(to.references()).isEqualTo(1);
    }

    @Test
    void anAbortThatIsNoInterruptionDoesNotEndTheSend() throws Exception {
        port.setQueueLimit(1);
        fill(port);
        Thread sender = blocked(() -> mach.message(3).send(to));
        control().abort(sender);
        org.awaitility.Awaitility.await().until(() -> control().isBlocked(sender));
        port.receive().close();
        sender.join();
        port.receive().close();
        assertThat(to.references()).isEqualTo(1);
    }

    @Test
    void aDeadDestinationGivesTheMessageBack() {
        ReceiveRight other = mach.allocatePort();
        SendRight dead = other.makeSend();
        other.close();
        SendRight extra = port.makeSend();
        MachException failure = catchThrowableOfType(
                MachException.class,
                () -> mach.message(1).add(Transfer.moveSend(extra)).send(dead));
        assertThat(failure.code()).isEqualTo(MachMsgReturn.MACH_SEND_INVALID_DEST);
        assertThat(to.references()).isEqualTo(2);
        failure.unsent().orElseThrow().send(to);
        try (Message message = port.receive()) {
            message.takeSend().close();
        }
        assertThat(to.references()).isEqualTo(1);
        dead.close();
    }

    @Test
    void aRightLentToAMessageMustBeHeldWhenItIsSent() {
        try (MessageBuilder message = mach.message(1)) {
            SendRight lent = port.makeSend();
            message.add(Transfer.copySend(lent)).to(to);
            lent.close();
            assertThatThrownBy(message::send).isInstanceOf(IllegalStateException.class);
            assertThat(port.status().queued()).isZero();
            Memory memory = mach.allocateMemory(10);
            message.reset(2).copyMemory(memory).to(to);
            memory.close();
            assertThatThrownBy(message::send).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aMessageThatIsNotSentDestroysWhatWasMovedIntoItAndNothingElse() {
        ReceiveRight moved = mach.allocatePort();
        int name = moved.name();
        Memory memory = mach.allocateMemory(5);
        mach.message(1)
                .to(Transfer.makeSend(port))
                .add(Transfer.copySend(to))
                .add(Transfer.makeSendOnce(port))
                .add(Transfer.moveReceive(moved))
                .moveMemory(memory)
                .close();
        assertThat(type(name)).isZero();
        assertThat(to.references()).isEqualTo(1);
        assertThat(port.status().sendOnceRights()).isZero();
    }

    @Test
    void aSentBuilderIsEmptyUntilReset() {
        MessageBuilder message = mach.message(1);
        message.send(to);
        assertThatThrownBy(() -> message.putInt(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("reset");
        assertThat(message).hasToString("no message (sent or closed)");
        message.reset(2).putInt(1).send(to);
        port.receive().close();
        port.receive().close();
    }

    @Test
    void aDestinationGivenTwiceIsReplacedAndGivenBack() {
        SendOnceRight once = port.makeSendOnce();
        mach.message(1).to(once).to(to).send();
        port.receive().close(); // the send-once right, given up
        try (Message message = port.receive()) {
            assertThat(message.id()).isEqualTo(1);
        }
    }

    @Test
    void onlyRightsToSendAreDestinations() {
        try (MessageBuilder message = mach.message(1)) {
            assertThatThrownBy(() -> message.to(Transfer.noSend())).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> message.replyTo(Transfer.noSendOnce()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aRightOfAnotherTaskIsRefused() {
        try (Mach other = mach.newTask("other");
                ReceiveRight theirs = other.allocatePort();
                MessageBuilder message = mach.message(1)) {
            assertThatThrownBy(() -> message.add(Transfer.moveReceive(theirs)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("another task");
            assertThat(theirs.isHeld()).isTrue();
        }
    }

    @Test
    void aReplyBegunAndNotSentLeavesTheReplyRightInTheRequest() {
        try (ReceiveRight other = mach.allocatePort()) {
            mach.message(1).to(to).replyTo(other).send();
            MessageBuilder late;
            try (Message request = port.receive()) {
                assertThatThrownBy(() ->
                                request.reply(101).putInt(request.getInt()).send())
                        .isInstanceOf(MalformedMessageException.class);
                assertThat(request.expectsReply()).isTrue();
                late = request.reply(102);
                request.reply(103).send();
                assertThatThrownBy(() -> request.reply(104)).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(late::send).isInstanceOf(IllegalStateException.class);
            }
            assertThatThrownBy(late::send).isInstanceOf(IllegalStateException.class);
            late.close();
            try (Message reply = other.receive()) {
                assertThat(reply.id()).isEqualTo(103);
                assertThatThrownBy(() -> reply.reply(1)).isInstanceOf(MalformedMessageException.class);
            }
            assertThat(other.poll()).isNull();
        }
    }

    @Test
    void everyWayToNameADestinationWorks() {
        SendRight moved = port.makeSend();
        mach.message(1).to(Transfer.moveSend(moved)).send();
        mach.message(2)
                .to(Transfer.copySend(to))
                .replyTo(Transfer.makeSend(port))
                .send();
        mach.message(3).to(Transfer.makeSendOnce(port)).send(LONG);
        mach.message(4).to((Destination) to).send();
        for (int id = 1; id <= 4; id++) {
            try (Message message = port.receive()) {
                assertThat(message.id()).isEqualTo(id);
                if (id == 2) {
                    assertThat(message.expectsReply()).isTrue();
                    try (Destination reply = message.takeReplyRight()) {
                        assertThat(reply).isInstanceOf(SendRight.class);
                    }
                    assertThat(message.expectsReply()).isFalse();
                    assertThat(message.takeReplyRight()).isNull();
                    assertThatThrownBy(() -> message.reply(1)).isInstanceOf(IllegalStateException.class);
                }
            }
        }
    }

    // --- receiving ----------------------------------------------------------------------------------------------

    @Test
    void receivingEndsAtItsDeadlineHoweverOftenItIsAborted() throws Exception {
        Duration timeout = Duration.ofMillis(500);
        long[] took = new long[1];
        Thread receiver = new Thread(() -> {
            long start = System.nanoTime();
            try {
                port.receive(timeout).close();
            } catch (MachTimeoutException e) {
                took[0] = System.nanoTime() - start;
            }
        });
        receiver.start();
        int aborts = 0;
        while (receiver.isAlive()) {
            aborts += control().abort(receiver) ? 1 : 0;
            Thread.sleep(5);
        }
        assertThat(aborts).isPositive();
        assertThat(Duration.ofNanos(took[0])).isGreaterThanOrEqualTo(timeout);
    }

    @Test
    void interruptionEndsAReceive() throws Exception {
        boolean[] interrupted = new boolean[1];
        Thread receiver = blocked(() -> {
            try {
                port.receive().close();
            } catch (MachInterruptedException e) {
                interrupted[0] = Thread.currentThread().isInterrupted();
            }
        });
        receiver.interrupt();
        receiver.join();
        assertThat(interrupted[0]).isTrue();
    }

    @Test
    void pollingDoesNotWait() {
        assertThat(port.poll()).isNull();
        mach.message(1).send(to);
        try (Message message = port.poll()) {
            assertThat(message.id()).isEqualTo(1);
        }
    }

    @Test
    void aClosedMessageSaysSo() {
        mach.message(1).send(to);
        Message message = port.receive();
        message.close();
        message.close();
        assertThatThrownBy(message::id).isInstanceOf(IllegalStateException.class);
        assertThat(message).hasToString("no message (closed)");
    }

    @Test
    void messagesAreDrawn() {
        try (ReceiveRight other = mach.allocatePort()) {
            MessageBuilder message = mach.message(7)
                    .to(to)
                    .replyTo(other)
                    .add(Transfer.makeSend(other))
                    .putString("hello");
            assertThat(message.toString())
                    .contains("message id 7, 52 bytes, bits 0x80001513 (complex)")
                    .contains("reply to    " + Names.hex(other.name()) + " by make-send-once")
                    .contains("[0]         make-send " + Names.hex(other.name()));
            message.send();
            try (Message got = port.receive()) {
                assertThat(got.toString())
                        .contains("bits 0x80001112 (complex)")
                        .contains("received on " + Names.hex(port.name()) + ", sent by send right")
                        .contains("[0]         send right " + Names.hex(other.name()))
                        .contains("05 00 00 00 68 65 6c 6c 6f 00 00 00")
                        .contains("....hello...")
                        .contains("seqno 0, from process 100 uid 501 gid 20");
            }
            other.receive().close();
        }
    }

    @Test
    void anArrayOfMovedRightsMayHaveGaps() {
        try (ReceiveRight other = mach.allocatePort()) {
            mach.message(1)
                    .addAll(List.of(Transfer.moveNoSend(), Transfer.moveSend(other.makeSend())))
                    .send(to);
            assertThat(sendReferences(other.name())).isZero();
            try (Message message = port.receive()) {
                List<SendRight> rights = message.takeSends();
                assertThat(rights).hasSize(2);
                assertThat(rights.get(0)).isNull();
                assertThat(rights.get(1).references()).isEqualTo(1);
                rights.get(1).close();
            }
        }
    }

    @Test
    void theDataOfABuilderIsCountedWithItsPadding() {
        try (MessageBuilder message = mach.message(1)) {
            assertThat(message.dataSize()).isZero();
            message.putByte(1).putBytes(new byte[5]).add(Transfer.noSend()).putLong(2);
            assertThat(message.dataSize()).isEqualTo(4 + 8 + 8);
            assertThat(message.toString()).contains("[0]         copy-send MACH_PORT_NULL");
        }
    }

    @Test
    void anySourceIsReceivedFrom() throws Exception {
        try (PortSet set = mach.allocatePortSet()) {
            set.add(port);
            for (MessageSource source : new MessageSource[] {port, set}) {
                for (int i = 0; i < 4; i++) {
                    mach.message(i).send(to);
                }
                source.receive().close();
                source.receive(LONG).close();
                source.poll().close();
                try (Message message = source.receiveAsync(Runnable::run).get()) {
                    assertThat(message.id()).isEqualTo(3);
                }
                assertThat(source.poll()).isNull();
                assertThatThrownBy(() -> source.receive(Duration.ZERO)).isInstanceOf(MachTimeoutException.class);
            }
            set.remove(port);
        }
    }

    @Test
    void aRightInAMessageIsMalformedWhereADescriptorIsNoneAndTakesNothing() {
        mach.message(1)
                .copyMemory(ByteBuffer.allocate(3))
                .addAll(List.of(Transfer.makeSend(port)))
                .send(to);
        try (Message message = port.receive()) {
            assertThatThrownBy(message::takeRight)
                    .isInstanceOf(MalformedMessageException.class)
                    .hasMessage("expected a right, found memory");
            assertThatThrownBy(message::takeSendOnce).isInstanceOf(MalformedMessageException.class);
            message.takeMemory().close();
            assertThatThrownBy(message::takeMemory)
                    .isInstanceOf(MalformedMessageException.class)
                    .hasMessage("expected memory, found an array of rights");
            assertThat(message.descriptorsLeft()).isEqualTo(1);
        }
        assertThat(to.references()).isEqualTo(1);
    }
}
