// SPDX-License-Identifier: Apache-2.0
package org.mach4j.mig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mach4j.Transfer.copySend;
import static org.mach4j.Transfer.makeSend;
import static org.mach4j.Transfer.makeSendOnce;
import static org.mach4j.Transfer.moveReceive;
import static org.mach4j.Transfer.moveSend;
import static org.mach4j.Transfer.moveSendOnce;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mach4j.AuditToken;
import org.mach4j.Mach;
import org.mach4j.MachException;
import org.mach4j.MachServer;
import org.mach4j.Memory;
import org.mach4j.Message;
import org.mach4j.ReceiveRight;
import org.mach4j.Right;
import org.mach4j.SendOnceRight;
import org.mach4j.SendRight;
import org.mach4j.abi.MigErrors;
import org.mach4j.sim.SimulatedKernel;

/** The bytes of requests and replies, each written down from spec 06 §3.1-§3.4, not from what the code gave. */
class MigWireTest {
    private static final String NDR = "00000000 01000000 ";
    /** Bits of a request: copy-send to the server, make-send-once for the reply; and of its reply as received. */
    private static final String ASKED = "00001513 ";

    private static final String ASKED_COMPLEX = "80001513 ";
    private static final String ANSWERED = "00001200 ";
    private static final String ANSWERED_COMPLEX = "80001200 ";
    private static final String OK = "00000000 ";
    private static final String PORT = "xxxxxxxx xxxxxxxx xxxx ";
    private static final String ADDRESS = "xxxxxxxx xxxxxxxx ";

    private SimulatedKernel kernel;
    private Wire wire;
    private Mach mach;
    private ReceiveRight port;
    private SendRight to;
    private MachServer server;
    private TypesClient client;
    private final LinkedBlockingQueue<Integer> simple = new LinkedBlockingQueue<>();

    @BeforeEach
    void open() {
        kernel = SimulatedKernel.create();
        wire = new Wire(kernel.task());
        mach = Mach.of(kernel, wire);
        Mach plain = Mach.of(kernel, kernel.task());
        port = plain.allocatePort();
        server = MachServer.on(port)
                .add(TypesServer.subsystem(new Echo(plain)))
                .build()
                .start(1);
        to = mach.adoptSendRight(port.makeSend().relinquish());
        client = new TypesClient(to, Duration.ofSeconds(20));
        client.nothing();
    }

    @AfterEach
    void close() {
        to.close();
        server.close();
        port.close();
        kernel.close();
        assertThat(kernel.liveCounts().ports()).isZero();
        assertThat(kernel.liveCounts().messages()).isZero();
        assertThat(kernel.liveCounts().pages()).isZero();
    }

    private void assertWire(String request, String reply) {
        assertThat(wire.request).as("request").isEqualTo(compact(request));
        assertThat(wire.reply).as("reply").isEqualTo(compact(reply));
    }

    /** Bits, id and body, with spaces only between these. */
    private static String compact(String text) {
        String[] words = text.split(" ", 3);
        return words[0] + " " + words[1] + " " + words[2].replace(" ", "");
    }

    private void assertSimple(int id, String in, String out) {
        assertWire(ASKED + id + " " + NDR + in, ANSWERED + (id + 100) + " " + NDR + OK + out);
    }

    @Test
    void aRoutineWithoutArgumentsIsABareHeader() {
        client.nothing();
        assertWire(ASKED + "9000 ", ANSWERED + "9100 " + NDR + OK);
    }

    @Test
    void scalars() {
        assertThat(client.int8((byte) -2)).isEqualTo((byte) -2);
        assertSimple(9001, "fe000000", "fe000000");
        assertThat(client.int16((short) 0x1234)).isEqualTo((short) 0x1234);
        assertSimple(9002, "34120000", "34120000");
        assertThat(client.int32(0x12345678)).isEqualTo(0x12345678);
        assertSimple(9003, "78563412", "78563412");
        assertThat(client.int64(0x123456789abcdef0L)).isEqualTo(0x123456789abcdef0L);
        assertSimple(9004, "f0debc9a 78563412", "f0debc9a 78563412");
        assertThat(client.real32(1.5f)).isEqualTo(1.5f);
        assertSimple(9005, "0000c03f", "0000c03f");
        assertThat(client.real64(-2.5)).isEqualTo(-2.5);
        assertSimple(9006, "00000000 000004c0", "00000000 000004c0");
        assertThat(client.bool(true)).isTrue();
        assertSimple(9007, "01000000", "01000000");
        assertThat(client.bool(false)).isFalse();
        assertSimple(9007, "00000000", "00000000");
    }

    @Test
    void fixedArraysArePaddedToFour() {
        assertThat(client.fixedBytes(new byte[] {1, 2, 3})).containsExactly(1, 2, 3);
        assertSimple(9008, "01020300", "01020300");
        assertThat(client.fixedShorts(new short[] {1, 2, 3})).containsExactly(1, 2, 3);
        assertSimple(9009, "01000200 03000000", "01000200 03000000");
        assertThat(client.fixedInts(new int[] {1, 2})).containsExactly(1, 2);
        assertSimple(9010, "01000000 02000000", "01000000 02000000");
        assertThat(client.fixedLongs(new long[] {1})).containsExactly(1);
        assertSimple(9011, "01000000 00000000", "01000000 00000000");
        assertThatThrownBy(() -> client.fixedInts(new int[3])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void boundedArraysCarryTheirCountAndNoMoreThanTheyHave() {
        assertThat(client.boundedBytes(new byte[] {1, 2, 3, 4, 5})).containsExactly(1, 2, 3, 4, 5);
        assertSimple(9012, "05000000 01020304 05000000", "05000000 01020304 05000000");
        assertThat(client.boundedBytes(new byte[0])).isEmpty();
        assertSimple(9012, "00000000", "00000000");
        assertThat(client.boundedShorts(new short[] {1, 2, 3})).containsExactly(1, 2, 3);
        assertSimple(9013, "03000000 01000200 03000000", "03000000 01000200 03000000");
        assertThat(client.boundedInts(new int[] {7})).containsExactly(7);
        assertSimple(9014, "01000000 07000000", "01000000 07000000");
        assertThat(client.boundedLongs(new long[] {7, 8})).containsExactly(7, 8);
        assertSimple(9015, "02000000 0700000000000000 0800000000000000", "02000000 0700000000000000 0800000000000000");
        assertThat(client.boundedInts(new int[10])).hasSize(10);
        assertThatThrownBy(() -> client.boundedInts(new int[11]))
                .isInstanceOfSatisfying(
                        MachException.class, e -> assertThat(e.code()).isEqualTo(MigErrors.MIG_ARRAY_TOO_LARGE));
    }

    @Test
    void stringsEndWithNul() {
        assertThat(client.cString("abc")).isEqualTo("abc");
        assertSimple(9016, "61626300 00000000", "61626300 00000000");
        assertThat(client.cString("abcdefghi")).isEqualTo("abcdefg");
        assertSimple(9016, "61626364 65666700", "61626364 65666700");
        assertThat(client.variableCString("abcd")).isEqualTo("abcd");
        assertSimple(9017, "00000000 05000000 61626364 00000000", "00000000 05000000 61626364 00000000");
        assertThat(client.variableCString("")).isEmpty();
        assertSimple(9017, "00000000 01000000 00000000", "00000000 01000000 00000000");
    }

    @Test
    void outOfLineArraysHaveADescriptorAndACount() {
        assertThat(client.outOfLineBytes(new byte[] {1, 2, 3, 4, 5})).containsExactly(1, 2, 3, 4, 5);
        assertOutOfLine(9018, "05000000", "05000000");
        assertThat(client.outOfLineShorts(new short[] {1, 2, 3})).containsExactly(1, 2, 3);
        assertOutOfLine(9019, "06000000", "03000000");
        assertThat(client.outOfLineInts(new int[] {1, 2, 3})).containsExactly(1, 2, 3);
        assertOutOfLine(9020, "0c000000", "03000000");
        assertThat(client.outOfLineLongs(new long[] {1, 2})).containsExactly(1, 2);
        assertOutOfLine(9021, "10000000", "02000000");
        try (Memory memory = mach.allocateMemory(5000)) {
            memory.buffer().put(4999, (byte) 9);
            try (Memory got = client.memory(memory)) {
                assertThat(got.size()).isEqualTo(5000);
                assertThat(got.buffer().get(4999)).isEqualTo((byte) 9);
            }
            assertWire(
                    ASKED_COMPLEX + "9022 01000000" + ADDRESS + "00010001 88130000" + NDR + "88130000",
                    ANSWERED_COMPLEX + "9122 01000000" + ADDRESS + "01010001 88130000" + NDR + "88130000");
        }
    }

    /** The library's own copy goes with the message: deallocate 1; copy 1 is virtual; as received both are 1. */
    private void assertOutOfLine(int id, String size, String count) {
        assertWire(
                ASKED_COMPLEX + id + " 01000000" + ADDRESS + "01010001" + size + NDR + count,
                ANSWERED_COMPLEX + (id + 100) + " 01000000" + ADDRESS + "01010001" + size + NDR + count);
    }

    @Test
    void portsAreDescriptorsAndAReplyOfPortsAloneHasNoData() {
        try (ReceiveRight other = mach.allocatePort();
                SendRight right = other.makeSend()) {
            try (SendRight got = client.send(copySend(right))) {
                assertThat(got.isSamePortAs(right)).isTrue();
                assertThat(got.references()).isEqualTo(2);
            }
            assertWire(
                    ASKED_COMPLEX + "9023 01000000" + PORT + "1300",
                    ANSWERED_COMPLEX + "9123 01000000" + PORT + "1100");
            try (SendRight got = client.send(makeSend(other))) {
                assertThat(got.isSamePortAs(right)).isTrue();
            }
            assertThat(wire.request).isEqualTo(compact(ASKED_COMPLEX + "9023 01000000" + PORT + "1400"));
            SendRight moved = right.copy();
            client.send(moveSend(moved)).close();
            assertThat(wire.request).isEqualTo(compact(ASKED_COMPLEX + "9023 01000000" + PORT + "1100"));
            assertThat(right.references()).isEqualTo(1);

            SendOnceRight once = client.sendOnce(makeSendOnce(other));
            assertWire(
                    ASKED_COMPLEX + "9024 01000000" + PORT + "1500",
                    ANSWERED_COMPLEX + "9124 01000000" + PORT + "1200");
            SendOnceRight again = client.sendOnce(moveSendOnce(once));
            assertThat(wire.request).isEqualTo(compact(ASKED_COMPLEX + "9024 01000000" + PORT + "1200"));
            again.close();
            other.receive().close();

            ReceiveRight sent = mach.allocatePort();
            client.receive(moveReceive(sent)).close();
            assertWire(
                    ASKED_COMPLEX + "9025 01000000" + PORT + "1000",
                    ANSWERED_COMPLEX + "9125 01000000" + PORT + "1000");

            try (Right got = client.any(copySend(right))) {
                assertThat(got).isInstanceOf(SendRight.class);
            }
            assertWire(
                    ASKED_COMPLEX + "9026 01000000" + PORT + "1300",
                    ANSWERED_COMPLEX + "9126 01000000" + PORT + "1100");
            assertThat(right.references()).isEqualTo(1);
        }
    }

    @Test
    void arraysOfPortsHaveOneDispositionAndACount() {
        try (ReceiveRight other = mach.allocatePort()) {
            List<@Nullable SendRight> got = client.sends(List.of(makeSend(other), makeSend(other)));
            assertThat(got).hasSize(2);
            got.forEach(SendRight::close);
            assertWire(
                    ASKED_COMPLEX + "9027 01000000" + ADDRESS + "00011402 02000000" + NDR + "02000000",
                    ANSWERED_COMPLEX + "9127 01000000" + ADDRESS + "01011102 02000000" + NDR + "02000000");
            assertThat(client.sends(List.of())).isEmpty();
        }
    }

    @Test
    void variableDataIsPacked() {
        assertThat(client.packed(1, new byte[] {2, 3}, "abcd", 5)).isEqualTo(42);
        assertSimple(
                9028, "01000000 02000000 02030000 00000000 05000000 61626364 00000000 05000000 00000000", "2a000000");
    }

    @Test
    void severalOutArgumentsFollowEachOther() {
        assertThat(client.two()).isEqualTo(new Types.Two(7, "seven"));
        assertWire(ASKED + "9029 ", ANSWERED + "9129 " + NDR + OK + "07000000 736576656e000000");
    }

    @Test
    void descriptorsStandBeforeTheData() {
        try (ReceiveRight other = mach.allocatePort()) {
            Types.Mixed mixed = client.mixed(1, makeSend(other), 3);
            assertThat(mixed.number()).isEqualTo(4);
            mixed.right().close();
            assertWire(
                    ASKED_COMPLEX + "9030 01000000" + PORT + "1400" + NDR + "01000000 03000000",
                    ANSWERED_COMPLEX + "9130 01000000" + PORT + "1100" + NDR + "04000000");
        }
        Types.Ports ports = client.ports();
        ports.one().close();
        ports.two().close();
        assertWire(ASKED + "9031 ", ANSWERED_COMPLEX + "9131 02000000" + PORT + "1100" + PORT + "1200");
    }

    @Test
    void aSimpleRoutineHasNoReply() throws Exception {
        String before = wire.reply;
        client.simple(5);
        assertThat(wire.request).isEqualTo(compact("00000013 9033 " + NDR + "05000000"));
        assertThat(simple.poll(20, TimeUnit.SECONDS)).isEqualTo(5);
        assertThat(wire.reply).isEqualTo(before);
    }

    @Test
    void theServerLearnsWhoAsks() {
        assertThat(client.whoAmI()).isEqualTo(100);
        assertWire(ASKED + "9034 ", ANSWERED + "9134 " + NDR + OK + "64000000");
    }

    @Test
    void aRoutineThatFailsAnswersByItsCode() {
        assertThatThrownBy(() -> client.fails(5))
                .isInstanceOfSatisfying(
                        MachException.class, e -> assertThat(e.codeName()).isEqualTo("KERN_FAILURE"));
        assertWire(ASKED + "9035 " + NDR + "05000000", ANSWERED + "9135 " + NDR + "05000000");
    }

    @Test
    void argumentsAreCalledAsTheyLike() {
        assertThat(client.named(1, 2, 3, 4, 5, 6, 7, 8, 9)).isEqualTo(123456789);
        assertSimple(
                9036, "01000000 02000000 03000000 04000000 05000000 06000000 07000000 08000000 09000000", "15cd5b07");
    }

    // --- what is not as it should be ----------------------------------------------------------------------------

    private int code(org.mach4j.MessageBuilder request) {
        try (Message reply = request.to(to).call(Duration.ofSeconds(20))) {
            assertThat(reply.size()).isEqualTo(36);
            reply.getLong();
            return reply.getInt();
        }
    }

    @Test
    void forgedRequestsGetTheCodesOfTheStubs() {
        try (ReceiveRight extra = mach.allocatePort()) {
            forge(extra);
        }
    }

    private void forge(ReceiveRight extra) {
        assertThat(code(mach.message(9032))).isEqualTo(MigErrors.MIG_BAD_ID);
        assertThat(code(mach.message(9003))).isEqualTo(MigErrors.MIG_BAD_ARGUMENTS);
        assertThat(code(mach.message(9003).putLong(0).putLong(0))).isEqualTo(MigErrors.MIG_BAD_ARGUMENTS);
        assertThat(code(mach.message(9003).putLong(0).putInt(1).add(makeSendOnce(extra))))
                .isEqualTo(MigErrors.MIG_BAD_ARGUMENTS);
        assertThat(code(mach.message(9012).putLong(0).putInt(11).putBytes(new byte[10])))
                .isEqualTo(MigErrors.MIG_BAD_ARGUMENTS);
        assertThat(code(mach.message(9012).putLong(0).putInt(-1))).isEqualTo(MigErrors.MIG_BAD_ARGUMENTS);
        assertThat(code(mach.message(9012).putLong(0).putInt(9).putBytes(new byte[8])))
                .isEqualTo(MigErrors.MIG_BAD_ARGUMENTS);
        assertThat(code(mach.message(9012).putLong(0).putInt(1).putBytes(new byte[8])))
                .isEqualTo(MigErrors.MIG_BAD_ARGUMENTS);
        assertThat(code(mach.message(9016)
                        .putLong(0)
                        .putBytes("abcdefgh".getBytes(java.nio.charset.StandardCharsets.US_ASCII))))
                .isEqualTo(MigErrors.MIG_BAD_ARGUMENTS);
        assertThat(code(mach.message(9023).add(makeSendOnce(extra)))).isEqualTo(MigErrors.MIG_TYPE_ERROR);
        assertThat(code(mach.message(9018).add(makeSendOnce(extra)).putLong(0).putLong(0)))
                .isEqualTo(MigErrors.MIG_TYPE_ERROR);
        assertThat(code(mach.message(9018)
                        .copyMemory(java.nio.ByteBuffer.allocate(5))
                        .putLong(0)
                        .putInt(6)))
                .isEqualTo(MigErrors.MIG_TYPE_ERROR);
    }

    @Test
    void forgedRepliesGetTheCodesOfTheStubs() throws Exception {
        try (ReceiveRight liar = mach.allocatePort();
                SendRight toLiar = liar.makeSend()) {
            assertLie(
                    liar,
                    toLiar,
                    MigErrors.MIG_REPLY_MISMATCH,
                    m -> m.reply(9104).putLong(0).putInt(0).putInt(1).send());
            assertLie(
                    liar,
                    toLiar,
                    MigErrors.MIG_TYPE_ERROR,
                    m -> m.reply(9103).putLong(0).putInt(0).send());
            assertLie(
                    liar,
                    toLiar,
                    MigErrors.MIG_TYPE_ERROR,
                    m -> m.reply(9103).putLong(0).putInt(0).putLong(1).send());
            assertLie(liar, toLiar, 17, m -> m.reply(9103).putLong(0).putInt(17).send());
            assertLie(
                    liar,
                    toLiar,
                    17,
                    m -> m.reply(9103).putLong(0).putInt(17).putInt(1).send());
            assertLie(
                    liar,
                    toLiar,
                    MigErrors.MIG_TYPE_ERROR,
                    m -> m.reply(9103)
                            .putLong(0)
                            .putInt(0)
                            .putInt(0)
                            .add(makeSend(liar))
                            .send());
            assertLie(liar, toLiar, MigErrors.MIG_SERVER_DIED, Message::close);
            assertThat(toLiar.references()).isEqualTo(1);
        }
    }

    private interface Lie {
        void tell(Message request);
    }

    private static void assertLie(ReceiveRight liar, SendRight to, int code, Lie lie) throws Exception {
        Thread thread = new Thread(() -> {
            try (Message request = liar.receive()) {
                lie.tell(request);
            }
        });
        thread.start();
        assertThatThrownBy(() -> new TypesClient(to).int32(1))
                .isInstanceOfSatisfying(
                        MachException.class, e -> assertThat(e.code()).isEqualTo(code));
        thread.join();
    }

    // --- the server ---------------------------------------------------------------------------------------------

    private final class Echo implements TypesServer {
        private final Mach own;

        Echo(Mach own) {
            this.own = own;
        }

        @Override
        public void nothing() {}

        @Override
        public byte int8(byte value) {
            return value;
        }

        @Override
        public short int16(short value) {
            return value;
        }

        @Override
        public int int32(int value) {
            return value;
        }

        @Override
        public long int64(long value) {
            return value;
        }

        @Override
        public float real32(float value) {
            return value;
        }

        @Override
        public double real64(double value) {
            return value;
        }

        @Override
        public boolean bool(boolean value) {
            return value;
        }

        @Override
        public byte[] fixedBytes(byte[] value) {
            return value;
        }

        @Override
        public short[] fixedShorts(short[] value) {
            return value;
        }

        @Override
        public int[] fixedInts(int[] value) {
            return value;
        }

        @Override
        public long[] fixedLongs(long[] value) {
            return value;
        }

        @Override
        public byte[] boundedBytes(byte[] value) {
            return value;
        }

        @Override
        public short[] boundedShorts(short[] value) {
            return value;
        }

        @Override
        public int[] boundedInts(int[] value) {
            return value;
        }

        @Override
        public long[] boundedLongs(long[] value) {
            return value;
        }

        @Override
        public String cString(String value) {
            return value;
        }

        @Override
        public String variableCString(String value) {
            return value;
        }

        @Override
        public byte[] outOfLineBytes(byte[] value) {
            return value;
        }

        @Override
        public short[] outOfLineShorts(short[] value) {
            return value;
        }

        @Override
        public int[] outOfLineInts(int[] value) {
            return value;
        }

        @Override
        public long[] outOfLineLongs(long[] value) {
            return value;
        }

        @Override
        public Memory memory(Memory value) {
            return value;
        }

        @Override
        public SendRight send(@Nullable SendRight value) {
            return value;
        }

        @Override
        public SendOnceRight sendOnce(@Nullable SendOnceRight value) {
            return value;
        }

        @Override
        public ReceiveRight receive(@Nullable ReceiveRight value) {
            return value;
        }

        @Override
        public Right any(@Nullable Right value) {
            return value;
        }

        @Override
        public List<@Nullable SendRight> sends(List<@Nullable SendRight> value) {
            return value;
        }

        @Override
        public int packed(int first, byte[] second, String third, long last) {
            assertThat(second).containsExactly(2, 3);
            assertThat(third).isEqualTo("abcd");
            return last == 5 ? 42 : 0;
        }

        @Override
        public Types.Two two() {
            return new Types.Two(7, "seven");
        }

        @Override
        public Types.Mixed mixed(int first, @Nullable SendRight second, int third) {
            return new Types.Mixed(second, first + third);
        }

        @Override
        public Types.Ports ports() {
            ReceiveRight made = own.allocatePort();
            Types.Ports ports = new Types.Ports(made.makeSend(), made.makeSendOnce());
            made.close();
            return ports;
        }

        @Override
        public void simple(int value) {
            simple.add(value);
        }

        @Override
        public int whoAmI(AuditToken sender) {
            return sender.processId();
        }

        @Override
        public int named(
                int to, int timeout, int mig, int built, int reply, int read, int request, int server, int result) {
            int number = 0;
            for (int digit : new int[] {to, timeout, mig, built, reply, read, request, server, result}) {
                number = 10 * number + digit;
            }
            return number;
        }

        @Override
        public int fails(int code) {
            throw new MachException(code, "asked for");
        }
    }
}
