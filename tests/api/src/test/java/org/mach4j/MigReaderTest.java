// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mach4j.Transfer.copySend;
import static org.mach4j.Transfer.makeSendOnce;
import static org.mach4j.abi.MigErrors.MIG_BAD_ARGUMENTS;
import static org.mach4j.abi.MigErrors.MIG_REPLY_MISMATCH;
import static org.mach4j.abi.MigErrors.MIG_SERVER_DIED;
import static org.mach4j.abi.MigErrors.MIG_TYPE_ERROR;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.mach4j.mig.MigReader;

/**
 * What generated code calls to read requests and replies: layouts from spec 06 §3.2, the codes of what is not as it should be from
 * §3.5 (replies) and §3.6 (requests). Messages that fail a check keep their rights.
 */
class MigReaderTest extends OnePort {
    private static final long NDR = 0x1_0000_0000L;

    private Message received(MessageBuilder message) {
        message.send(to);
        return port.receive();
    }

    private static void assertCode(int code, ThrowingCallable... calls) {
        for (int i = 0; i < calls.length; i++) {
            assertThatThrownBy(calls[i])
                    .as("call " + i)
                    .isInstanceOfSatisfying(
                            MachException.class, e -> assertThat(e.code()).isEqualTo(code));
        }
    }

    // --- data ---------------------------------------------------------------------------------------------------

    @Test
    void dataIsReadInItsOrderWithItsPadding() {
        MessageBuilder message = mach.message(7)
                .putLong(NDR)
                .putInt(0x12345678)
                .putLong(0x123456789abcdef0L)
                .putInt(0x00030201)
                .putInt(0x00020001)
                .putInt(0x00000003)
                .putInt(1)
                .putInt(-2)
                .putLong(-3)
                .putInt(2) // of at most two elements
                .putInt(0x00636261)
                .putInt(0)
                .putInt(0)
                .putInt(5)
                .putInt(0x64636261)
                .putInt(0)
                .putInt(5) // of 23 bytes out of line
                .putInt(99); // of ports, which nobody compares
        try (Message request = received(message)) {
            MigReader reader = MigReader.request(request, 0, 24 + 84, 24 + 84);
            reader.ndr();
            assertThat(reader.int32()).isEqualTo(0x12345678);
            assertThat(reader.int64()).isEqualTo(0x123456789abcdef0L);
            assertThat(reader.bytes(3)).containsExactly(1, 2, 3);
            assertThat(reader.shorts(3)).containsExactly(1, 2, 3);
            assertThat(reader.ints(2)).containsExactly(1, -2);
            assertThat(reader.longs(1)).containsExactly(-3);
            assertThat(reader.count(2, 4)).isEqualTo(2);
            assertThat(reader.cString(8)).isEqualTo("abc");
            assertThat(reader.variableCString(16)).isEqualTo("abcd");
            reader.checkCount(23, 4);
            reader.portCount();
            reader.end();
        }
    }

    /** A message with one word of data after the words that each reply has. */
    private void assertRefused(boolean reply, int word, Consumer<MigReader> read) {
        MessageBuilder message =
                mach.message(reply ? 107 : 7).putLong(NDR).putInt(0).putInt(word);
        try (Message received = received(message)) {
            MigReader reader = reply ? MigReader.reply(received, 7, 0, 40, 40) : MigReader.request(received, 0, 40, 40);
            reader.ndr();
            reader.int32();
            assertCode(reply ? MIG_TYPE_ERROR : MIG_BAD_ARGUMENTS, () -> read.accept(reader));
        }
    }

    @Test
    void dataThatIsNotThereIsRefused() {
        for (boolean reply : new boolean[] {false, true}) {
            assertRefused(reply, 0, MigReader::ndr);
            assertRefused(reply, 0, reader -> {
                reader.int32();
                reader.int32();
            });
            assertRefused(reply, 0, MigReader::int64);
            assertRefused(reply, 0, reader -> reader.bytes(5));
            assertRefused(reply, 0, reader -> reader.shorts(3));
            assertRefused(reply, 0, reader -> reader.ints(2));
            assertRefused(reply, 0, reader -> reader.longs(1));
            assertRefused(reply, 0, reader -> reader.cString(5));
            assertRefused(reply, 0, reader -> reader.variableCString(16));
            assertRefused(reply, 0, reader -> {
                reader.int32();
                reader.portCount();
            });
        }
    }

    @Test
    void countsAreWithinTheirBoundsAndTheirMessage() {
        for (boolean reply : new boolean[] {false, true}) {
            assertRefused(reply, 3, reader -> reader.count(2, 0));
            assertRefused(reply, -1, reader -> reader.count(2, 0));
            assertRefused(reply, 1, reader -> reader.count(2, 1));
            assertRefused(reply, 0x4000_0000, reader -> reader.count(0x7fff_ffff, 4)); // 2^32 bytes: no wrap-around
        }
    }

    @Test
    void textEndsInItsField() {
        assertRefused(false, 0x64636261, reader -> reader.cString(4));
        MessageBuilder message =
                mach.message(7).putLong(NDR).putInt(0).putInt(4).putInt(0x64636261);
        try (Message request = received(message)) {
            MigReader reader = MigReader.request(request, 0, 44, 44);
            reader.ndr();
            assertCode(MIG_BAD_ARGUMENTS, () -> reader.variableCString(4));
        }
    }

    @Test
    void nothingFollowsTheLastItem() {
        assertRefused(false, 0, MigReader::end);
        assertRefused(true, 0, MigReader::end);
    }

    // --- descriptors --------------------------------------------------------------------------------------------

    /** A send-once right, a send right, 20 bytes of memory, two send rights; then 12 bytes of data. */
    private Message complex(int id) {
        return received(mach.message(id)
                .add(makeSendOnce(port))
                .add(copySend(to))
                .copyMemory(ByteBuffer.allocate(20))
                .addAll(List.of(copySend(to), copySend(to)))
                .putLong(NDR)
                .putInt(5));
    }

    private static final int COMPLEX = 24 + 4 + 12 + 12 + 16 + 16 + 12;

    private void assertKeepsItsRights(Message message) {
        assertThat(message.descriptorsLeft()).isEqualTo(4);
        assertThat(to.references()).isEqualTo(4);
        message.close();
        assertThat(to.references()).isEqualTo(1);
        port.receive().close(); // that the send-once right is no more
    }

    @Test
    void descriptorsAreCheckedInTheirOrderAndTheirRightsStayInTheMessage() {
        Message request = complex(7);
        MigReader reader = MigReader.request(request, 4, COMPLEX, COMPLEX);
        reader.checkPort(18);
        reader.checkPort();
        assertThat(reader.checkMemory()).isEqualTo(20);
        assertThat(reader.checkPorts(17)).isEqualTo(2);
        reader.ndr();
        reader.checkCount(20, 4);
        reader.end();
        assertKeepsItsRights(request);
    }

    @Test
    void anotherDescriptorThanTheRoutinesIsATypeError() {
        Message request = complex(7);
        MigReader reader = MigReader.request(request, 4, COMPLEX, COMPLEX);
        assertCode(
                MIG_TYPE_ERROR,
                () -> reader.checkPort(17),
                () -> reader.checkPort(16),
                reader::checkMemory,
                () -> reader.checkPorts(18));
        reader.checkPort();
        reader.checkPort(17);
        assertCode(MIG_TYPE_ERROR, reader::checkPort, () -> reader.checkPorts(0));
        reader.checkMemory();
        assertCode(MIG_TYPE_ERROR, () -> reader.checkPorts(16), () -> reader.checkPort(17), reader::checkMemory);
        reader.checkPorts(17);
        reader.ndr();
        // Five elements of four bytes, says the message.
        assertCode(MIG_TYPE_ERROR, () -> reader.checkCount(24, 4));
        assertKeepsItsRights(request);
    }

    // --- the message as a whole ---------------------------------------------------------------------------------

    @Test
    void aRequestHasItsRoutinesFormAndSize() {
        try (Message simple = received(mach.message(7).putLong(NDR).putInt(5))) {
            MigReader reader = MigReader.request(simple, 0, 32, 36);
            reader.ndr();
            assertThat(reader.int32()).isEqualTo(5);
            reader.end();
            assertCode(
                    MIG_BAD_ARGUMENTS,
                    () -> MigReader.request(simple, 0, 40, 44),
                    () -> MigReader.request(simple, 0, 28, 32),
                    () -> MigReader.request(simple, 1, 36, 36));
        }
        Message complex = complex(7);
        assertCode(
                MIG_BAD_ARGUMENTS,
                () -> MigReader.request(complex, 0, COMPLEX, COMPLEX),
                () -> MigReader.request(complex, 3, COMPLEX, COMPLEX),
                () -> MigReader.request(complex, 5, COMPLEX, COMPLEX),
                () -> MigReader.request(complex, 4, COMPLEX + 4, COMPLEX + 8),
                () -> MigReader.request(complex, 4, 24, COMPLEX - 4));
        assertKeepsItsRights(complex);
    }

    private void assertReply(int code, MessageBuilder message, int descriptors, int min, int max) {
        try (Message reply = received(message)) {
            assertCode(code, () -> MigReader.reply(reply, 7, descriptors, min, max));
        }
    }

    private MessageBuilder reply(int code) {
        return mach.message(107).putLong(NDR).putInt(code);
    }

    @Test
    void aReplyHasItsRoutinesFormAndSizeOrIsTheCodeOfAnError() {
        try (Message reply = received(reply(0).putInt(6))) {
            MigReader reader = MigReader.reply(reply, 7, 0, 36, 40);
            reader.ndr();
            assertThat(reader.int32()).isZero();
            assertThat(reader.int32()).isEqualTo(6);
            reader.end();
        }
        assertReply(MIG_REPLY_MISMATCH, mach.message(108).putLong(NDR).putInt(0), 0, 36, 36);
        port.makeSendOnce().close();
        try (Message died = port.receive()) {
            assertCode(MIG_SERVER_DIED, () -> MigReader.reply(died, 7, 0, 36, 36));
        }
        assertReply(MIG_TYPE_ERROR, reply(0), 0, 40, 44);
        assertReply(MIG_TYPE_ERROR, reply(0).putLong(0), 0, 36, 40);
        assertReply(MIG_TYPE_ERROR, reply(0), 1, 40, 40);
        assertReply(MIG_TYPE_ERROR, mach.message(107), 0, 36, 36);
        // An error's reply is of 36 bytes, whatever else the routine's is.
        assertReply(5, reply(5), 0, 40, 40);
        assertReply(5, reply(5), 1, 40, 40);
        assertReply(5, reply(5).putInt(0), 0, 40, 40);
        Message complex = complex(107);
        MigReader.reply(complex, 7, 4, COMPLEX, COMPLEX).checkPort(18);
        assertCode(
                MIG_TYPE_ERROR,
                () -> MigReader.reply(complex, 7, 0, COMPLEX, COMPLEX),
                () -> MigReader.reply(complex, 7, 3, COMPLEX, COMPLEX),
                () -> MigReader.reply(complex, 7, 4, COMPLEX + 4, COMPLEX + 4));
        assertKeepsItsRights(complex);
    }
}
