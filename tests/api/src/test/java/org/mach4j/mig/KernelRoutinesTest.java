// SPDX-License-Identifier: Apache-2.0
package org.mach4j.mig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_RECEIVE;
import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_SEND;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mach4j.Mach;
import org.mach4j.MachException;
import org.mach4j.Memory;
import org.mach4j.Message;
import org.mach4j.Notification;
import org.mach4j.PortSet;
import org.mach4j.ReceiveRight;
import org.mach4j.Right;
import org.mach4j.SendOnceRight;
import org.mach4j.SendRight;
import org.mach4j.Transfer;
import org.mach4j.abi.KernReturn;
import org.mach4j.abi.MigErrors;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.sim.SimulatedTask;
import org.mach4j.spi.MachCalls;

/**
 * The kernel's own routines, called by messages: their bytes, written down from spec 06 §3-§4, and their answers, which are those
 * of the calls (spec 04 §1.1).
 */
class KernelRoutinesTest {
    /** The worked examples of spec 06 §4 and the "further layouts" there, as far as the simulated kernel serves them. */
    private static final Set<Integer> WORKED = Set.of(
            65, 66, 69, 70, 71, 72, 3200, 3204, 3209, 3211, 3213, 3214, 3215, 3217, 3218, 3220, 3231, 200, 201, 202,
            3403, 3404, 3409, 3410, 3801, 4800);

    private static final String NDR = "0000000001000000";
    private static final String OK = "00000000";
    private static final String PORT = "xxxxxxxxxxxxxxxxxxxx";
    private static final String ADDRESS = "xxxxxxxxxxxxxxxx";

    private SimulatedKernel kernel;
    private Wire wire;
    private Mach mach;
    private MachCalls calls;
    private SendRight self;
    private MachPortSubsystemClient task;
    /** The routines whose request and reply were compared. */
    private final Set<Integer> compared = new TreeSet<>();

    @BeforeEach
    void open() {
        kernel = SimulatedKernel.create();
        wire = new Wire(kernel.task());
        mach = Mach.of(kernel, wire);
        calls = kernel.task().calls();
        self = mach.taskSelf();
        task = new MachPortSubsystemClient(self);
    }

    @AfterEach
    void close() {
        self.close();
        mach.close();
        kernel.close();
        assertThat(kernel.liveCounts().isZero()).isTrue();
    }

    private static int code(ThrowingCallable call) {
        MachException[] thrown = new MachException[1];
        assertThatThrownBy(call).isInstanceOfSatisfying(MachException.class, e -> thrown[0] = e);
        return thrown[0].code();
    }

    private static String le(int value) {
        return "%08x".formatted(Integer.reverseBytes(value));
    }

    private static String le(long value) {
        return "%016x".formatted(Long.reverseBytes(value));
    }

    /** A simple request with these bytes after the NDR record, and a simple reply with these after the return code. */
    private void assertSimple(int id, String in, String out) {
        assertWire(
                "00001513 " + id + " " + (in.isEmpty() ? "" : NDR + in),
                "00001200 " + (id + 100) + " " + NDR + OK + out);
    }

    private void assertWire(String request, String reply) {
        assertThat(wire.request).as("request").isEqualTo(request);
        assertThat(wire.reply).as("reply to " + request).isEqualTo(reply);
        compared.add(Integer.parseInt(request.substring(9, request.indexOf(' ', 9))));
    }

    // --- mach_port: the worked examples -------------------------------------------------------------------------

    @Test
    void allocate() {
        try (ReceiveRight port = mach.adoptReceiveRight(task.allocate(1))) {
            assertSimple(3204, "01000000", le(port.name()));
            assertThat(port.status().queued()).isZero();
        }
        assertThat(code(() -> task.allocate(99)))
                .isEqualTo(KernReturn.KERN_INVALID_VALUE)
                .isEqualTo(calls.mach_port_allocate(self.name(), 99, new int[1]));
        assertThat(wire.reply).isEqualTo("00001200 3304 " + NDR + "12000000");
    }

    @Test
    void names() {
        MachPortSubsystem.Names names = task.names();
        String n = le(names.names().length);
        String bytes = le(4 * names.names().length);
        assertWire(
                "00001513 3200 ",
                "80001200 3300 02000000" + ADDRESS + "01010001" + bytes + ADDRESS + "01010001" + bytes + NDR + n + n);
        assertThat(names.names())
                .containsExactly(mach.inspect().entries().stream()
                        .mapToInt(entry -> entry.name())
                        .toArray());
        assertThat(names.types())
                .containsExactly(mach.inspect().entries().stream()
                        .mapToInt(entry -> entry.type())
                        .toArray());
    }

    @Test
    void requestNotification() {
        try (ReceiveRight port = mach.allocatePort();
                ReceiveRight notify = mach.allocatePort()) {
            assertThat(task.requestNotification(Transfer.makeSendOnce(notify), port.name(), 70, 1))
                    .isNull();
            assertWire(
                    "80001513 3213 01000000" + PORT + "1500" + NDR + le(port.name()) + "46000000" + "01000000",
                    "80001200 3313 01000000" + PORT + "1200");
            try (SendOnceRight previous = task.requestNotification(Transfer.noSendOnce(), port.name(), 70, 0)) {
                assertThat(previous).isNotNull();
            }
            try (Message told = notify.receive()) {
                assertThat(Notification.read(told)).contains(new Notification.SendOnce());
            }
            assertThat(code(() -> task.requestNotification(Transfer.makeSendOnce(notify), port.name(), 65, 0)))
                    .isEqualTo(KernReturn.KERN_INVALID_VALUE);
            notify.receive().close();
        }
    }

    @Test
    void attributes() {
        try (ReceiveRight port = mach.allocatePort()) {
            assertThat(task.getAttributes(port.name(), 1, 17)).containsExactly(5);
            assertSimple(3217, le(port.name()) + "01000000" + "11000000", "01000000" + "05000000");
            for (int flavor : new int[] {2, 3, 7}) {
                int[] words = new int[17];
                int[] count = {17};
                assertThat(calls.mach_port_get_attributes(self.name(), port.name(), flavor, words, count))
                        .isZero();
                assertThat(task.getAttributes(port.name(), flavor, 17))
                        .containsExactly(IntStream.of(words).limit(count[0]).toArray());
            }
            assertThat(code(() -> task.getAttributes(port.name(), 1, 0))).isEqualTo(KernReturn.KERN_FAILURE);
            task.setAttributes(port.name(), 1, new int[] {9});
            assertSimple(3218, le(port.name()) + "01000000" + "01000000" + "09000000", "");
            assertThat(port.status().queueLimit()).isEqualTo(9);
        }
    }

    @Test
    void insertAndExtract() {
        try (ReceiveRight port = mach.allocatePort()) {
            task.insertRight(Transfer.makeSend(port), port.name());
            assertWire("80001513 3214 01000000" + PORT + "1400" + NDR + le(port.name()), "00001200 3314 " + NDR + OK);
            try (Right got = task.extractRight(port.name(), 19)) {
                assertThat(got).isInstanceOf(SendRight.class);
                assertWire(
                        "00001513 3215 " + NDR + le(port.name()) + "13000000",
                        "80001200 3315 01000000" + PORT + "1100");
                assertThat(task.getRefs(port.name(), 0)).isEqualTo(2);
            }
            task.deallocate(port.name());
        }
    }

    @Test
    void peek() {
        try (ReceiveRight port = mach.allocatePort()) {
            port.setSequenceNumber(6);
            mach.message(7).putInt(5).to(Transfer.makeSendOnce(port)).send();
            MachPortSubsystem.Peeked peeked = task.peek(port.name(), 0, 0, 68);
            // The kernel's size is 8 more than the user's 28; what is wanted of the trailer is 8 bytes (spec 04 §5.6).
            assertSimple(
                    3209,
                    le(port.name()) + "00000000" + "00000000" + "44000000",
                    "06000000" + "24000000" + "07000000" + "08000000" + "00000000" + "08000000");
            int[] number = {0};
            int[] size = new int[1];
            int[] id = new int[1];
            byte[] trailer = new byte[68];
            int[] count = {68};
            assertThat(calls.mach_port_peek(self.name(), port.name(), 0, number, size, id, trailer, count))
                    .isZero();
            assertThat(List.of(number[0], size[0], id[0], count[0]))
                    .containsExactly(peeked.sequenceNumber(), peeked.size(), peeked.id(), peeked.trailer().length);
            port.receive().close();
            assertThat(code(() -> task.peek(port.name(), 0, 0, 68))).isEqualTo(KernReturn.KERN_FAILURE);
        }
    }

    @Test
    void construct() {
        ByteBuffer options = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        options.putInt(0, 2 | 16).putInt(4, 3); // QLIMIT and INSERT_SEND_RIGHT (spec 04 §3.5)
        try (Message reply = mach.message(3231)
                .copyMemory(options)
                .putLong(0x1_0000_0000L)
                .putLong(0x1122334455667788L)
                .call(self)) {
            reply.getBytes(12);
            try (ReceiveRight port = mach.adoptReceiveRight(reply.getInt());
                    SendRight right = mach.adoptSendRight(port.name())) {
                // Fixed data out of line has no count (spec 06 §3.2).
                assertWire(
                        "80001513 3231 01000000" + ADDRESS + "01010001" + "18000000" + NDR + "8877665544332211",
                        "00001200 3331 " + NDR + OK + le(port.name()));
                assertThat(right.references()).isEqualTo(1);
                assertThat(port.status().queueLimit()).isEqualTo(3);
                assertThat(port.context()).isEqualTo(0x1122334455667788L);
            }
        }
    }

    // --- mach_port: the others ----------------------------------------------------------------------------------

    @Test
    void typesAndReferences() {
        try (ReceiveRight port = mach.allocatePort()) {
            SendRight right = port.makeSend();
            int[] out = new int[1];
            assertThat(task.type(port.name())).isEqualTo(0x30000);
            assertSimple(3201, le(port.name()), "00000300");
            assertThat(calls.mach_port_type(self.name(), port.name(), out)).isZero();
            assertThat(out[0]).isEqualTo(0x30000);
            assertThat(task.getRefs(port.name(), MACH_PORT_RIGHT_SEND)).isEqualTo(1);
            assertSimple(3207, le(port.name()) + "00000000", "01000000");
            assertThat(task.getSendRights(port.name())).isEqualTo(1);
            assertSimple(3222, le(port.name()), "01000000");
            assertThat(calls.mach_port_get_srights(self.name(), port.name(), out))
                    .isZero();
            assertThat(out[0]).isEqualTo(1);
            task.modRefs(port.name(), MACH_PORT_RIGHT_SEND, 3);
            assertSimple(3208, le(port.name()) + "00000000" + "03000000", "");
            assertThat(right.references()).isEqualTo(4);
            task.modRefs(port.name(), MACH_PORT_RIGHT_SEND, -2);
            assertSimple(3208, le(port.name()) + "00000000" + "feffffff", "");
            task.deallocate(port.name());
            assertSimple(3206, le(port.name()), "");
            assertThat(right.references()).isEqualTo(1);
            right.close();
            assertThat(code(() -> task.deallocate(port.name())))
                    .isEqualTo(KernReturn.KERN_INVALID_RIGHT)
                    .isEqualTo(calls.mach_port_deallocate(self.name(), port.name()));
            assertThat(wire.reply).isEqualTo("00001200 3306 " + NDR + "11000000");
            assertThat(code(() -> task.type(0x77777703)))
                    .isEqualTo(KernReturn.KERN_INVALID_NAME)
                    .isEqualTo(calls.mach_port_type(self.name(), 0x77777703, out));
            assertThat(wire.reply).isEqualTo("00001200 3301 " + NDR + "0f000000");
        }
        int name = task.allocate(1);
        task.destroy(name);
        assertSimple(3205, le(name), "");
        assertThat(code(() -> task.getRefs(name, 1)))
                .isEqualTo(KernReturn.KERN_INVALID_NAME)
                .isEqualTo(calls.mach_port_get_refs(self.name(), name, 1, new int[1]));
    }

    @Test
    void namesThatTheCallerChooses() {
        assertThat(code(() -> task.rename(0x103, 0x203)))
                .isEqualTo(KernReturn.KERN_NOT_SUPPORTED)
                .isEqualTo(calls.mach_port_rename(self.name(), 0x103, 0x203));
        assertWire("00001513 3202 " + NDR + "03010000" + "03020000", "00001200 3302 " + NDR + "2e000000");

        task.allocateName(1, 0x1403);
        assertSimple(3203, "01000000" + "03140000", "");
        try (ReceiveRight port = mach.adoptReceiveRight(0x1403)) {
            assertThat(port.status().queued()).isZero();
            assertThat(code(() -> task.allocateName(1, 0x1403)))
                    .isEqualTo(KernReturn.KERN_NAME_EXISTS)
                    .isEqualTo(calls.mach_port_allocate_name(self.name(), 1, 0x1403));
        }
        assertThat(code(() -> task.allocateName(1, 0))).isEqualTo(KernReturn.KERN_INVALID_VALUE);

        int[] noQos = {0, 0};
        MachPortSubsystem.Allocated any = task.allocateQos(1, noQos);
        assertSimple(3219, "01000000" + "00000000" + "00000000", "00000000" + "00000000" + le(any.name()));
        mach.adoptReceiveRight(any.name()).close();
        MachPortSubsystem.Allocated full = task.allocateFull(1, Transfer.noSend(), new int[] {1, 0}, 0x1503);
        assertWire(
                "80001513 3220 01000000" + PORT + "1300" + NDR + "01000000" + "01000000" + "00000000" + "03150000",
                "00001200 3320 " + NDR + OK + "01000000" + "00000000" + "03150000");
        mach.adoptReceiveRight(full.name()).close();
        assertThat(code(() -> task.allocateQos(1, new int[] {1, 0}))).isEqualTo(KernReturn.KERN_INVALID_ARGUMENT);
    }

    @Test
    void theTable() {
        task.setPortSpace(-1);
        assertSimple(3221, "ffffffff", "");
        assertThat(code(() -> task.setPortSpace(648_875)))
                .isEqualTo(KernReturn.KERN_NO_SPACE)
                .isEqualTo(calls.task_set_port_space(self.name(), 648_875));

        int[] info = new int[6];
        long[] table = new long[1];
        int[] tableCount = new int[1];
        long[] tree = new long[1];
        int[] treeCount = new int[1];
        try (Message reply = mach.message(3223).call(self);
                Memory entries = reply.takeMemory();
                Memory none = reply.takeMemory()) {
            assertThat(calls.mach_port_space_info(self.name(), info, table, tableCount, tree, treeCount))
                    .isZero();
            // Two arrays of structures of 28 and of 52 bytes out of line, six words, the two counts (spec 04 §5.8).
            assertThat(wire.request).isEqualTo("00001513 3223 ");
            assertThat(wire.reply)
                    .startsWith("80001200 3323 02000000" + ADDRESS + "01010001" + le(28 * tableCount[0]) + ADDRESS)
                    .endsWith("0001" + "00000000" + NDR + "ff000000" + le(info[1]) + le(info[2]) + "00000000".repeat(3)
                            + le(info[1]) + "00000000");
            compared.add(3223);
            assertThat(tableCount[0]).isEqualTo(info[1]);
            assertThat(treeCount[0]).isZero();
            assertThat(entries.size()).isEqualTo(28L * tableCount[0]);
            assertThat(none.size()).isZero();
            calls.mach_vm_deallocate(self.name(), table[0], 28L * tableCount[0]);
        }
    }

    @Test
    void whatIsBehindAName() {
        try (ReceiveRight port = mach.allocatePort()) {
            assertThat(task.kobject(port.name())).isEqualTo(new MachPortSubsystem.KernelObject(0, 0));
            assertSimple(3230, le(port.name()), "00000000" + "0000000000000000");
            assertThat(task.kernelObject(port.name())).isEqualTo(new MachPortSubsystem.KernelObject32(0, 0));
            assertSimple(3225, le(port.name()), "00000000" + "00000000");

            int[] type = new int[1];
            long[] address = new long[1];
            assertThat(calls.mach_port_kobject(self.name(), self.name(), type, address))
                    .isZero();
            assertThat(task.kobject(self.name())).isEqualTo(new MachPortSubsystem.KernelObject(type[0], address[0]));
            assertSimple(3230, le(self.name()), "02000000" + le(address[0])); // a task (spec 04 §5.10)

            assertThat(task.deadNameRequests(port.name())).isEqualTo(new MachPortSubsystem.Requests(0, 0));
            assertSimple(3224, le(port.name()), "00000000" + "00000000");
            try (SendRight right = port.makeSend()) {
                assertThat(right.requestDeadName(Transfer.makeSendOnce(port))).isNull();
                int[] total = new int[1];
                int[] used = new int[1];
                assertThat(calls.mach_port_dnrequest_info(self.name(), port.name(), total, used))
                        .isZero();
                assertThat(task.deadNameRequests(port.name()))
                        .isEqualTo(new MachPortSubsystem.Requests(total[0], used[0]));
                assertThat(used[0]).isEqualTo(1);
                right.cancelDeadName().close();
            }
            port.receive().close();
        }
    }

    @Test
    void setsCountsContextsAndGuards() {
        try (ReceiveRight port = mach.allocatePort();
                PortSet set = mach.allocatePortSet()) {
            String member = le(port.name());
            task.insertMember(port.name(), set.name());
            assertSimple(3226, member + le(set.name()), "");
            assertThat(task.getSetStatus(set.name())).containsExactly(port.name());
            assertWire(
                    "00001513 3211 " + NDR + le(set.name()),
                    "80001200 3311 01000000" + ADDRESS + "0101000104000000" + NDR + "01000000");
            task.extractMember(port.name(), set.name());
            assertSimple(3227, member + le(set.name()), "");
            assertThat(code(() -> task.extractMember(port.name(), set.name())))
                    .isEqualTo(KernReturn.KERN_NOT_IN_SET)
                    .isEqualTo(calls.mach_port_extract_member(self.name(), port.name(), set.name()));
            task.moveMember(port.name(), set.name());
            assertSimple(3212, member + le(set.name()), "");
            assertThat(set.members()).containsExactly(port.name());
            task.moveMember(port.name(), 0);
            assertThat(task.getSetStatus(set.name())).isEmpty();
            task.setMakeSendCount(port.name(), 5);
            assertSimple(3210, member + "05000000", "");
            task.setSequenceNumber(port.name(), 6);
            assertSimple(3216, member + "06000000", "");
            assertThat(port.status().makeSendCount()).isEqualTo(5);
            assertThat(port.status().nextSequenceNumber()).isEqualTo(6);
            task.setContext(port.name(), 0x1122334455667788L);
            assertSimple(3229, member + "8877665544332211", "");
            assertThat(task.getContext(port.name()))
                    .isEqualTo(0x1122334455667788L)
                    .isEqualTo(port.context());
            assertSimple(3228, member, "8877665544332211");
            task.setContext(port.name(), 0);
            task.guard(port.name(), 7, false);
            assertSimple(3233, member + "0700000000000000" + "00000000", "");
            assertThat(code(() -> task.guard(port.name(), 8, false)))
                    .isEqualTo(KernReturn.KERN_INVALID_ARGUMENT)
                    .isEqualTo(calls.mach_port_guard(self.name(), port.name(), 8, false));
            task.unguard(port.name(), 7);
            assertSimple(3234, member + "0700000000000000", "");
        }
        ReceiveRight port = mach.allocatePort();
        SendRight right = port.makeSend();
        int name = port.name();
        task.guard(name, 9, true);
        task.destruct(name, -1, 9);
        assertSimple(3232, le(name) + "ffffffff" + "0900000000000000", "");
        port.relinquish();
        right.relinquish();
        assertThat(code(() -> task.getRefs(name, MACH_PORT_RIGHT_RECEIVE))).isEqualTo(KernReturn.KERN_INVALID_NAME);
    }

    // --- hosts, tasks, threads, memory --------------------------------------------------------------------------

    @Test
    void hosts() {
        try (SendRight host = mach.hostSelf()) {
            MachHostClient client = new MachHostClient(host);
            assertThat(client.info(7, 68)).isEmpty(); // SEMAPHORE_TRAPS: no integers, success
            assertSimple(200, "07000000" + "44000000", "00000000");
            int[] words = new int[12];
            int[] count = {12};
            assertThat(calls.host_info(host.name(), 1, words, count)).isZero();
            assertThat(client.info(1, 12)).containsExactly(words).hasSize(count[0]);
            assertThat(code(() -> client.info(4, 68))).isEqualTo(KernReturn.KERN_INVALID_ARGUMENT);
            assertThat(client.pageSize()).isEqualTo(4096);
            assertSimple(202, "", "0010000000000000");
            String version = client.kernelVersion();
            StringBuilder text = new StringBuilder();
            for (byte b : (version + "\0").getBytes(StandardCharsets.US_ASCII)) {
                text.append("%02x".formatted(b));
            }
            int bytes = version.length() + 1;
            text.append("00".repeat(-bytes & 3));
            assertSimple(201, "", "00000000" + le(bytes) + text);
        }
        // A task port is no host (spec 06 §1.2).
        assertThat(code(() -> new MachHostClient(self).pageSize())).isEqualTo(KernReturn.KERN_INVALID_ARGUMENT);
        assertThat(wire.reply).isEqualTo("00001200 302 " + NDR + "04000000");
    }

    @Test
    void tasks() {
        TaskRoutinesClient client = new TaskRoutinesClient(self);
        try (ReceiveRight port = mach.allocatePort();
                SendRight right = port.makeSend()) {
            client.setSpecialPort(4, Transfer.copySend(right));
            assertWire("80001513 3410 01000000" + PORT + "1300" + NDR + "04000000", "00001200 3510 " + NDR + OK);
            try (SendRight got = client.getSpecialPort(4)) {
                assertThat(got.isSamePortAs(right)).isTrue();
            }
            assertWire("00001513 3409 " + NDR + "04000000", "80001200 3509 01000000" + PORT + "1100");
            assertThat(calls.task_get_special_port(self.name(), 4, new int[1])).isZero();
            assertThat(right.references()).isEqualTo(2);
            assertThat(calls.mach_port_deallocate(self.name(), right.name())).isZero();
            assertThat(code(() -> client.getSpecialPort(5))).isEqualTo(KernReturn.KERN_INVALID_ARGUMENT);

            client.portsRegister(List.of(Transfer.copySend(right)));
            assertWire(
                    "80001513 3403 01000000" + ADDRESS + "00011302" + "01000000" + NDR + "01000000",
                    "00001200 3503 " + NDR + OK);
            List<SendRight> registered = client.portsLookup();
            assertWire(
                    "00001513 3404 ", "80001200 3504 01000000" + ADDRESS + "01011102" + "03000000" + NDR + "03000000");
            assertThat(registered).hasSize(3);
            assertThat(registered.get(0).isSamePortAs(right)).isTrue();
            assertThat(registered.get(1)).isNull();
            registered.get(0).close();
            client.portsRegister(List.of());
            client.setSpecialPort(4, Transfer.noSend());
            assertThat(right.references()).isEqualTo(1);
        }
    }

    /** A right of another task's, in this one. */
    private SendRight copied(SimulatedTask from, int name) {
        int[] copy = new int[1];
        assertThat(kernel.copyRight(from, name, 19, kernel.task(), copy)).isZero();
        return mach.adoptSendRight(copy[0]);
    }

    @Test
    void whatATaskIsAndItsEnd() {
        TaskRoutinesClient client = new TaskRoutinesClient(self);
        int[] words = new int[8];
        assertThat(calls.task_info(self.name(), 15, words, new int[] {8})).isZero();
        assertThat(client.info(15, 8)).containsExactly(words); // TASK_AUDIT_TOKEN
        StringBuilder token = new StringBuilder();
        for (int word : words) {
            token.append(le(word));
        }
        assertSimple(3405, "0f000000" + "08000000", "08000000" + token);
        assertThat(code(() -> client.info(15, 7))).isEqualTo(KernReturn.KERN_FAILURE);

        SimulatedTask other = kernel.createTask("other");
        try (SendRight task = copied(other, other.calls().mach_task_self())) {
            new TaskRoutinesClient(task).terminate();
            assertSimple(3401, "", "");
            assertThat(task.isDead()).isTrue();
        }
    }

    @Test
    void specialPortsOfTheHost() {
        SimulatedTask root = kernel.createTask("root", 0, 0, null);
        try (ReceiveRight port = mach.allocatePort();
                SendRight right = port.makeSend();
                SendRight host = copied(root, root.calls().mach_host_self());
                SendRight plain = mach.hostSelf()) {
            HostPrivClient client = new HostPrivClient(host);
            client.setSpecialPort(8, Transfer.copySend(right));
            assertWire("80001513 413 01000000" + PORT + "1300" + NDR + "08000000", "00001200 513 " + NDR + OK);
            try (SendRight got = client.getSpecialPort(-1, 8)) {
                assertThat(got.isSamePortAs(right)).isTrue();
            }
            assertWire("00001513 412 " + NDR + "ffffffff" + "08000000", "80001200 512 01000000" + PORT + "1100");
            client.setSpecialPort(8, Transfer.noSend());
            assertThat(client.getSpecialPort(-1, 8)).isNull();
            assertThat(right.references()).isEqualTo(1);
            // The plain host port is not the privileged one (spec 06 §2.3).
            assertThat(code(() -> new HostPrivClient(plain).getSpecialPort(-1, 1)))
                    .isEqualTo(KernReturn.KERN_INVALID_ARGUMENT);
            assertThat(wire.reply).isEqualTo("00001200 512 " + NDR + "04000000");
        }
    }

    @Test
    void threads() {
        try (SendRight thread = mach.threadSelf()) {
            ThreadActClient client = new ThreadActClient(thread);
            client.abort();
            assertSimple(3607, "", "");
            client.abortSafely();
            assertSimple(3608, "", "");
            try (SendRight got = client.getSpecialPort(1)) {
                assertWire("00001513 3610 " + NDR + "01000000", "80001200 3710 01000000" + PORT + "1100");
                assertThat(got.isSamePortAs(thread)).isTrue();
            }
            assertThat(code(() -> client.getSpecialPort(2))).isEqualTo(KernReturn.KERN_INVALID_ARGUMENT);
            client.setSpecialPort(1, Transfer.copySend(thread));
            assertWire("80001513 3611 01000000" + PORT + "1300" + NDR + "01000000", "00001200 3711 " + NDR + OK);
            assertThat(thread.references()).isEqualTo(1);
        }
    }

    @Test
    void memory() {
        MachVmClient vm = new MachVmClient(self);
        long address = vm.allocate(0, 5000, 1);
        assertSimple(4800, "0000000000000000" + "8813000000000000" + "01000000", le(address));
        kernel.task().memory().buffer(address, 8192).put(8191, (byte) 1);
        vm.deallocate(address, 5000);
        assertSimple(4801, le(address) + "8813000000000000", "");
        // A 32-bit task's layouts, which the kernel serves whoever asks (spec 06 §1.1).
        Vm32Client vm32 = new Vm32Client(self);
        int low = vm32.allocate(0, 4096, 1);
        assertSimple(3801, "00000000" + "00100000" + "01000000", le(low));
        vm32.deallocate(low, 4096);
        assertSimple(3802, le(low) + "00100000", "");
    }

    // --- notifications ------------------------------------------------------------------------------------------

    /** Receives what the kernel sent through a send-once right: one way, so that there is no reply. */
    private void assertTold(ReceiveRight notify, String message) {
        try (Message told = notify.receive()) {
            assertThat(wire.reply).isEqualTo(message);
            compared.add(told.id());
            Notification.read(told).orElseThrow().close();
        }
    }

    @Test
    void notifications() {
        try (ReceiveRight notify = mach.allocatePort();
                ReceiveRight port = mach.allocatePort()) {
            SendOnceRight once = port.makeSendOnce();
            String deleted = le(once.name());
            assertThat(once.requestDeadName(Transfer.makeSendOnce(notify))).isNull();
            once.close();
            assertTold(notify, "00001200 65 " + NDR + deleted);
            assertTold(port, "00001200 71 ");

            port.setQueueLimit(1);
            try (SendRight right = port.makeSend()) {
                mach.message(1).send(right);
                assertThat(right.requestSendPossible(Transfer.makeSendOnce(notify)))
                        .isNull();
                port.receive().close();
                assertTold(notify, "00001200 66 " + NDR + le(right.name()));
            }

            port.setMakeSendCount(7);
            assertThat(port.requestNoSenders(Transfer.makeSendOnce(notify))).isNull();
            assertTold(notify, "00001200 70 " + NDR + "07000000");

            ReceiveRight returned = mach.allocatePort();
            assertThat(returned.requestPortDestroyed(Transfer.makeSendOnce(notify)))
                    .isNull();
            returned.close();
            assertTold(notify, "80001200 69 01000000" + PORT + "1000");

            ReceiveRight dying = mach.allocatePort();
            try (SendRight right = dying.makeSend()) {
                assertThat(right.requestDeadName(Transfer.makeSendOnce(notify))).isNull();
                dying.close();
                assertTold(notify, "00001200 72 " + NDR + le(right.name()));
            }
        }
    }

    @Test
    void anUnknownIdIsRefused() {
        try (Message reply = mach.message(3999).call(self)) {
            assertThat(wire.reply).isEqualTo("00001200 4099 " + NDR + le(MigErrors.MIG_BAD_ID));
            assertThat(reply.trailer().isFromKernel()).isTrue();
        }
    }

    // --- all of them --------------------------------------------------------------------------------------------

    @Test
    void theBytesOfEveryRoutineForPortsOfTheWorkedExamplesAndOfThirtyFourMoreAreWrittenDown() {
        for (Runnable each : List.<Runnable>of(
                this::allocate,
                this::names,
                this::requestNotification,
                this::attributes,
                this::insertAndExtract,
                this::peek,
                this::construct,
                this::typesAndReferences,
                this::namesThatTheCallerChooses,
                this::theTable,
                this::whatIsBehindAName,
                this::setsCountsContextsAndGuards,
                this::hosts,
                this::tasks,
                this::whatATaskIsAndItsEnd,
                this::specialPortsOfTheHost,
                this::threads,
                this::memory,
                this::notifications)) {
            each.run();
        }
        assertThat(compared).containsAll(WORKED);
        assertThat(compared)
                .containsAll(IntStream.rangeClosed(3200, 3234).boxed().toList());
        assertThat(compared.stream().filter(id -> !WORKED.contains(id)))
                .as("routines beyond the worked examples")
                .hasSizeGreaterThanOrEqualTo(34);
    }
}
