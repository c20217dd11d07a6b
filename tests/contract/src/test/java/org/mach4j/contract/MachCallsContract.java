// SPDX-License-Identifier: Apache-2.0
package org.mach4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mach4j.abi.BootstrapCodes.BOOTSTRAP_SERVICE_ACTIVE;
import static org.mach4j.abi.BootstrapCodes.BOOTSTRAP_UNKNOWN_SERVICE;
import static org.mach4j.abi.KernReturn.KERN_INVALID_ADDRESS;
import static org.mach4j.abi.KernReturn.KERN_INVALID_ARGUMENT;
import static org.mach4j.abi.KernReturn.KERN_INVALID_CAPABILITY;
import static org.mach4j.abi.KernReturn.KERN_INVALID_NAME;
import static org.mach4j.abi.KernReturn.KERN_INVALID_RIGHT;
import static org.mach4j.abi.KernReturn.KERN_INVALID_VALUE;
import static org.mach4j.abi.KernReturn.KERN_NAME_EXISTS;
import static org.mach4j.abi.KernReturn.KERN_NOT_IN_SET;
import static org.mach4j.abi.KernReturn.KERN_NO_SPACE;
import static org.mach4j.abi.KernReturn.KERN_OPERATION_TIMED_OUT;
import static org.mach4j.abi.KernReturn.KERN_SUCCESS;
import static org.mach4j.abi.KernReturn.KERN_TERMINATED;
import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_DEAD_NAME;
import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_PORT_SET;
import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_RECEIVE;
import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_SEND;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_DEAD_NAME;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_PORT_SET;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_RECEIVE;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_SEND;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_SEND_ONCE;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.mach4j.BootstrapServer;
import org.mach4j.Mach;
import org.mach4j.abi.MachCodes;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.spi.MachCalls;
import org.mach4j.spi.MachTask;
import org.mach4j.spi.TaskMemory;
import org.mach4j.standin.Standin;

/**
 * What every way to a kernel must do: each function, with good arguments and with bad ones. A function without a test here
 * fails the suite, and so does one that was not seen to succeed and to fail.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MachCallsContract {
    private static final int SEND = 1;
    private static final int RCV = 2;
    private static final int RCV_TIMEOUT = 0x100;
    private static final int MOVE_SEND = 17;
    private static final int COPY_SEND = 19;
    private static final int MAKE_SEND = 20;
    private static final int MAKE_SEND_ONCE = 21;
    private static final int RCV_INTERRUPT = 0x400;
    private static final int RCV_INTERRUPTED = 0x10004005;
    private static final int RCV_TIMED_OUT = 0x10004003;
    private static final int RCV_INVALID_NAME = 0x10004002;
    private static final int SEND_INVALID_DATA = 0x10000002;
    private static final int SEND_INVALID_DEST = 0x10000003;
    /** Names are never handed out with this value. */
    private static final int NO_SUCH_NAME = 0x7fff_ff03;
    /** No program has memory here. */
    private static final long BAD_ADDRESS = 0x10;

    /** What returns a name, not a code. */
    private static final Set<String> WITHOUT_CODE = Set.of(
            "mach_task_self",
            "mach_thread_self",
            "mach_host_self",
            "mach_reply_port",
            "mig_get_reply_port",
            "bootstrap_port");

    /** What never succeeds: spec 04 §3.6. */
    private static final Set<String> ALWAYS_FAILS = Set.of("mach_port_rename");

    /** What asks no kernel: spec 06 §4. */
    private static final Set<String> NEVER_FAILS = Set.of("host_page_size");

    private final String way;
    // Threads of a test call at once.
    private final Set<String> called = new ConcurrentSkipListSet<>();
    private final Set<String> succeeded = new ConcurrentSkipListSet<>();
    private final Set<String> failed = new ConcurrentSkipListSet<>();
    private final int[] cell = new int[1];
    private final int[] second = new int[1];
    private final long[] longCell = new long[1];
    private final long[] secondLong = new long[1];

    private SimulatedKernel kernel = SimulatedKernel.create();
    private MachCalls calls = kernel.task().calls();
    private TaskMemory memory = kernel.task().memory();
    private int self;

    MachCallsContract(String way) {
        this.way = way;
    }

    @BeforeEach
    void newTask() {
        kernel = SimulatedKernel.create();
        MachTask task = Kernels.simulated(way, kernel);
        memory = task.memory();
        MachCalls real = task.calls();
        calls = (MachCalls) Proxy.newProxyInstance(
                MachCalls.class.getClassLoader(), new Class<?>[] {MachCalls.class}, (proxy, method, arguments) -> {
                    called.add(method.getName());
                    try {
                        Object result = method.invoke(real, arguments);
                        if (result instanceof Integer code && !WITHOUT_CODE.contains(method.getName())) {
                            (code == KERN_SUCCESS ? succeeded : failed).add(method.getName());
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        self = calls.mach_task_self();
    }

    @AfterEach
    void nothingWasThrown() {
        kernel.close();
        if (!way.equals("sim")) {
            assertThat(Standin.load().exceptions())
                    .as("exceptions in the kernel")
                    .isZero();
        }
    }

    @AfterAll
    void everyFunctionHasATest() {
        if (called.isEmpty()) {
            return; // the way does not exist in this build; the tests say so
        }
        assertThat(called)
                .containsAll(Stream.of(MachCalls.class.getMethods())
                        .map(Method::getName)
                        .collect(Collectors.toSet()));
        Set<String> withCode = Stream.of(MachCalls.class.getMethods())
                .filter(method -> method.getReturnType() == int.class)
                .map(Method::getName)
                .filter(name -> !WITHOUT_CODE.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(succeeded).as("seen to succeed").containsExactlyElementsOf(without(withCode, ALWAYS_FAILS));
        assertThat(failed).as("seen to fail").containsExactlyElementsOf(without(withCode, NEVER_FAILS));
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    private static void code(int code, int expected) {
        assertThat(MachCodes.describe(code)).isEqualTo(MachCodes.describe(expected));
    }

    private static void ok(int code) {
        code(code, KERN_SUCCESS);
    }

    private int allocate(int right) {
        ok(calls.mach_port_allocate(self, right, cell));
        return cell[0];
    }

    private int receiveRight() {
        return allocate(MACH_PORT_RIGHT_RECEIVE);
    }

    private int type(int name) {
        ok(calls.mach_port_type(self, name, cell));
        return cell[0];
    }

    private int refs(int name, int right) {
        ok(calls.mach_port_get_refs(self, name, right, cell));
        return cell[0];
    }

    /** A header at a fresh address. */
    private long message(int size, int bits, int remote, int local, int id) {
        long address = memory.allocate(size + 128);
        ByteBuffer b = memory.buffer(address, size + 128);
        b.putInt(0, bits)
                .putInt(4, size)
                .putInt(8, remote)
                .putInt(12, local)
                .putInt(16, 0)
                .putInt(20, id);
        return address;
    }

    private void send(int port, int disposition, int id) {
        ok(calls.mach_msg(message(24, disposition, port, 0, id), SEND, 24, 0, 0, 0, 0));
    }

    // --- messages

    @Test
    void aMessageComesBackByteForByte() {
        int port = receiveRight();
        long msg = message(40, MAKE_SEND, port, 0, 4711);
        memory.buffer(msg, 40).putLong(24, 0x0123_4567_89ab_cdefL).putLong(32, -2);
        ok(calls.mach_msg(msg, SEND | RCV, 40, 168, port, 0, 0));
        ByteBuffer b = memory.buffer(msg, 168);
        assertThat(b.getInt(4)).isEqualTo(40);
        assertThat(b.getInt(12)).as("local port").isEqualTo(port);
        assertThat(b.getInt(20)).isEqualTo(4711);
        assertThat(b.getLong(24)).isEqualTo(0x0123_4567_89ab_cdefL);
        assertThat(b.getLong(32)).isEqualTo(-2);
        assertThat(b.getInt(44)).as("trailer size").isEqualTo(8);
    }

    @Test
    void messageCallsReturnTheirCodes() {
        long msg = message(24, COPY_SEND, NO_SUCH_NAME, 0, 1);
        code(calls.mach_msg(msg, SEND, 24, 0, 0, 0, 0), SEND_INVALID_DEST);
        code(calls.mach_msg(BAD_ADDRESS, SEND, 24, 0, 0, 0, 0), SEND_INVALID_DATA);
        code(calls.mach_msg(msg, RCV, 0, 100, NO_SUCH_NAME, 0, 0), RCV_INVALID_NAME);
        code(calls.mach_msg(msg, RCV | RCV_TIMEOUT, 0, 100, receiveRight(), 1, 0), RCV_TIMED_OUT);
        code(calls.mach_msg_trap(msg, RCV | RCV_TIMEOUT, 0, 100, receiveRight(), 1, 0), RCV_TIMED_OUT);
        code(calls.mach_msg_overwrite(msg, RCV, 0, 100, NO_SUCH_NAME, 0, 0, 0, 0), RCV_INVALID_NAME);
        code(calls.mach_msg_overwrite_trap(msg, SEND, 24, 0, 0, 0, 0, 0, 0), SEND_INVALID_DEST);
    }

    @Test
    void overwriteReceivesElsewhere() {
        int port = receiveRight();
        long msg = message(24, MAKE_SEND, port, 0, 7);
        long elsewhere = memory.allocate(128);
        ok(calls.mach_msg_overwrite(msg, SEND | RCV, 24, 128, port, 0, 0, elsewhere, 0));
        assertThat(memory.buffer(elsewhere, 24).getInt(20)).isEqualTo(7);
        ok(calls.mach_msg_overwrite_trap(msg, SEND | RCV, 24, 128, port, 0, 0, elsewhere, 0));
        ok(calls.mach_msg_trap(msg, SEND, 24, 0, 0, 0, 0));
    }

    @Test
    void sendAndReceiveInShort() {
        int port = receiveRight();
        ok(calls.mach_msg_send(message(24, MAKE_SEND, port, 0, 9)));
        long msg = message(128, 0, 0, port, 0);
        ok(calls.mach_msg_receive(msg));
        assertThat(memory.buffer(msg, 24).getInt(20)).isEqualTo(9);
        code(calls.mach_msg_send(message(24, COPY_SEND, NO_SUCH_NAME, 0, 9)), SEND_INVALID_DEST);
        code(calls.mach_msg_receive(message(128, 0, 0, NO_SUCH_NAME, 0)), RCV_INVALID_NAME);
    }

    @Test
    void rightsAndMemoryTravel() {
        int port = receiveRight();
        int other = receiveRight();
        ok(calls.mach_vm_allocate(self, longCell, 8192, 1));
        long data = longCell[0];
        memory.buffer(data, 8192).put(0, (byte) 1).put(8191, (byte) 2);
        long msg = message(56, 0x8000_0000 | MAKE_SEND, port, 0, 3);
        memory.buffer(msg, 56)
                .putInt(24, 2)
                .putInt(28, other)
                .putInt(32, 0)
                .putInt(36, MAKE_SEND << 16)
                .putLong(40, data)
                .putInt(48, 0x0100_0000) // out of line, physical copy option 0, not deallocated
                .putInt(52, 8192);
        ok(calls.mach_msg(msg, SEND | RCV, 56, 184, port, 0, 0));
        ByteBuffer b = memory.buffer(msg, 56);
        assertThat(b.getInt(28)).as("the same port: the name that is known").isEqualTo(other);
        assertThat(type(other)).isEqualTo(MACH_PORT_TYPE_SEND | MACH_PORT_TYPE_RECEIVE);
        long received = b.getLong(40);
        assertThat(received).isNotZero().isNotEqualTo(data);
        ByteBuffer copy = memory.buffer(received, 8192);
        assertThat(copy.get(0)).isEqualTo((byte) 1);
        assertThat(copy.get(8191)).isEqualTo((byte) 2);
        calls.mach_msg_destroy(msg);
        assertThat(type(other))
                .as("the send right was destroyed with the message")
                .isEqualTo(MACH_PORT_TYPE_RECEIVE);
    }

    @Test
    void outOfLineMemoryThatIsNotThere() {
        int port = receiveRight();
        long msg = message(44, 0x8000_0000 | MAKE_SEND, port, 0, 3);
        memory.buffer(msg, 44)
                .putInt(24, 1)
                .putLong(28, BAD_ADDRESS)
                .putInt(36, 0x0100_0000)
                .putInt(40, 100);
        code(calls.mach_msg(msg, SEND, 44, 0, 0, 0, 0), 0x1000000c); // MACH_SEND_INVALID_MEMORY
    }

    @Test
    void replyPorts() {
        int reply = calls.mig_get_reply_port();
        assertThat(type(reply)).isEqualTo(MACH_PORT_TYPE_RECEIVE);
        calls.mig_put_reply_port(reply);
        assertThat(calls.mig_get_reply_port()).isEqualTo(reply);
        calls.mig_dealloc_reply_port(reply);
        int fresh = calls.mach_reply_port();
        assertThat(type(fresh)).isEqualTo(MACH_PORT_TYPE_RECEIVE);
    }

    @Test
    void selfPorts() {
        assertThat(self).isEqualTo(calls.mach_task_self()).isNotZero();
        int host = calls.mach_host_self();
        int before = refs(host, MACH_PORT_RIGHT_SEND);
        assertThat(calls.mach_host_self()).isEqualTo(host);
        assertThat(refs(host, MACH_PORT_RIGHT_SEND)).isEqualTo(before + 1);
        int thread = calls.mach_thread_self();
        assertThat(calls.mach_thread_self()).isEqualTo(thread);
        assertThat(refs(thread, MACH_PORT_RIGHT_SEND)).isEqualTo(2);
        calls.bootstrap_port();
        assertThat(calls.vm_page_size()).isEqualTo(4096);
    }

    // --- names

    @Test
    void namesAndTypes() {
        int port = receiveRight();
        int set = allocate(MACH_PORT_RIGHT_PORT_SET);
        int dead = allocate(MACH_PORT_RIGHT_DEAD_NAME);
        assertThat(type(port)).isEqualTo(MACH_PORT_TYPE_RECEIVE);
        assertThat(type(set)).isEqualTo(MACH_PORT_TYPE_PORT_SET);
        assertThat(type(dead)).isEqualTo(MACH_PORT_TYPE_DEAD_NAME);
        code(calls.mach_port_type(self, NO_SUCH_NAME, cell), KERN_INVALID_NAME);
        code(calls.mach_port_allocate(self, 77, cell), KERN_INVALID_VALUE);
        cell[0] = 1234;
        assertThat(calls.mach_port_allocate(NO_SUCH_NAME, MACH_PORT_RIGHT_RECEIVE, cell))
                .isNotZero();
        assertThat(cell[0]).as("untouched by a failing call").isEqualTo(1234);

        ok(calls.mach_port_names(self, longCell, cell, secondLong, second));
        assertThat(cell[0]).isEqualTo(second[0]).isGreaterThanOrEqualTo(3);
        ByteBuffer names = memory.buffer(longCell[0], cell[0] * 4);
        ByteBuffer types = memory.buffer(secondLong[0], cell[0] * 4);
        Set<String> seen = new TreeSet<>();
        for (int i = 0; i < cell[0]; i++) {
            seen.add(Integer.toHexString(names.getInt(4 * i)) + ":" + Integer.toHexString(types.getInt(4 * i)));
        }
        assertThat(seen)
                .contains(
                        Integer.toHexString(port) + ":" + Integer.toHexString(MACH_PORT_TYPE_RECEIVE),
                        Integer.toHexString(set) + ":" + Integer.toHexString(MACH_PORT_TYPE_PORT_SET),
                        Integer.toHexString(dead) + ":" + Integer.toHexString(MACH_PORT_TYPE_DEAD_NAME));
        ok(calls.mach_vm_deallocate(self, longCell[0], 4L * cell[0]));
        ok(calls.mach_vm_deallocate(self, secondLong[0], 4L * cell[0]));

        ok(calls.mach_port_allocate_name(self, MACH_PORT_RIGHT_RECEIVE, 0x4003));
        code(calls.mach_port_allocate_name(self, MACH_PORT_RIGHT_RECEIVE, 0x4003), KERN_NAME_EXISTS);
        code(calls.mach_port_rename(self, 0x4003, 0x5003), 46); // KERN_NOT_SUPPORTED
        ok(calls.mach_port_destroy(self, 0x4003));
        code(calls.mach_port_destroy(self, 0x4003), KERN_INVALID_NAME);
        ok(calls.task_set_port_space(self, 64));
    }

    @Test
    void references() {
        int port = receiveRight();
        ok(calls.mach_port_insert_right(self, port, port, MAKE_SEND));
        assertThat(refs(port, MACH_PORT_RIGHT_SEND)).isEqualTo(1);
        ok(calls.mach_port_mod_refs(self, port, MACH_PORT_RIGHT_SEND, 2));
        assertThat(refs(port, MACH_PORT_RIGHT_SEND)).isEqualTo(3);
        ok(calls.mach_port_deallocate(self, port));
        assertThat(refs(port, MACH_PORT_RIGHT_SEND)).isEqualTo(2);
        code(calls.mach_port_mod_refs(self, port, MACH_PORT_RIGHT_SEND, -9), KERN_INVALID_VALUE);
        code(calls.mach_port_get_refs(self, NO_SUCH_NAME, MACH_PORT_RIGHT_SEND, cell), KERN_INVALID_NAME);
        code(calls.mach_port_deallocate(self, NO_SUCH_NAME), KERN_INVALID_NAME);
        ok(calls.mach_port_get_srights(self, port, cell));
        assertThat(cell[0]).isEqualTo(1);
        code(calls.mach_port_insert_right(self, port, NO_SUCH_NAME, MAKE_SEND), KERN_INVALID_NAME);
        int dead = allocate(MACH_PORT_RIGHT_DEAD_NAME);
        code(calls.mach_port_insert_right(self, port, dead, COPY_SEND), KERN_INVALID_CAPABILITY); // spec 04 §8.1
        ok(calls.mach_port_extract_right(self, port, MAKE_SEND_ONCE, cell, second));
        assertThat(second[0]).isEqualTo(18); // MACH_MSG_TYPE_PORT_SEND_ONCE
        assertThat(type(cell[0])).isEqualTo(MACH_PORT_TYPE_SEND_ONCE);
        code(calls.mach_port_extract_right(self, NO_SUCH_NAME, MOVE_SEND, cell, second), KERN_INVALID_NAME);
    }

    @Test
    void portSets() {
        int port = receiveRight();
        int set = allocate(MACH_PORT_RIGHT_PORT_SET);
        ok(calls.mach_port_insert_member(self, port, set));
        ok(calls.mach_port_get_set_status(self, set, longCell, cell));
        assertThat(cell[0]).isEqualTo(1);
        assertThat(memory.buffer(longCell[0], 4).getInt(0)).isEqualTo(port);
        ok(calls.mach_vm_deallocate(self, longCell[0], 4));
        ok(calls.mach_port_extract_member(self, port, set));
        code(calls.mach_port_extract_member(self, port, set), KERN_NOT_IN_SET);
        ok(calls.mach_port_move_member(self, port, set));
        ok(calls.mach_port_move_member(self, port, 0));
        ok(calls.mach_port_move_member(self, port, 0)); // in no set: spec 04 §7.1
        code(calls.mach_port_move_member(self, port, port), KERN_INVALID_RIGHT);
        code(calls.mach_port_insert_member(self, NO_SUCH_NAME, set), KERN_INVALID_NAME);
        code(calls.mach_port_get_set_status(self, port, longCell, cell), KERN_INVALID_RIGHT);
    }

    @Test
    void notifications() {
        int port = receiveRight();
        int notify = receiveRight();
        ok(calls.mach_port_insert_right(self, port, port, MAKE_SEND));
        ok(calls.mach_port_request_notification(self, port, 0x46, 0, notify, MAKE_SEND_ONCE, cell));
        assertThat(cell[0]).as("none before").isZero();
        ok(calls.mach_port_deallocate(self, port));
        long msg = message(128, 0, 0, 0, 0);
        ok(calls.mach_msg(msg, RCV, 0, 128, notify, 0, 0));
        assertThat(memory.buffer(msg, 24).getInt(20)).isEqualTo(0x46);
        code(
                calls.mach_port_request_notification(self, NO_SUCH_NAME, 0x46, 0, notify, MAKE_SEND_ONCE, cell),
                KERN_INVALID_NAME);
        ok(calls.mach_port_dnrequest_info(self, port, cell, second));
        assertThat(second[0]).isZero();
        code(calls.mach_port_dnrequest_info(self, NO_SUCH_NAME, cell, second), KERN_INVALID_NAME);
    }

    @Test
    void attributes() {
        int port = receiveRight();
        int[] words = new int[20];
        cell[0] = 10;
        ok(calls.mach_port_get_attributes(self, port, 2, words, cell)); // MACH_PORT_RECEIVE_STATUS
        assertThat(cell[0]).isEqualTo(10);
        assertThat(words[3]).as("default queue limit").isEqualTo(5);
        int[] limit = {100};
        ok(calls.mach_port_set_attributes(self, port, 1, limit, 1)); // MACH_PORT_LIMITS_INFO
        cell[0] = 20;
        ok(calls.mach_port_get_attributes(self, port, 1, words, cell));
        assertThat(cell[0]).isEqualTo(1);
        assertThat(words[0]).isEqualTo(100);
        code(calls.mach_port_set_attributes(self, NO_SUCH_NAME, 1, limit, 1), KERN_INVALID_NAME);
        code(calls.mach_port_get_attributes(self, NO_SUCH_NAME, 1, words, cell), KERN_INVALID_NAME);
        ok(calls.mach_port_set_mscount(self, port, 42));
        ok(calls.mach_port_set_seqno(self, port, 17));
        cell[0] = 10;
        ok(calls.mach_port_get_attributes(self, port, 2, words, cell));
        assertThat(words[1]).as("sequence number").isEqualTo(17);
        assertThat(words[2]).as("make-send count").isEqualTo(42);
        code(calls.mach_port_set_mscount(self, NO_SUCH_NAME, 1), KERN_INVALID_NAME);
        code(calls.mach_port_set_seqno(self, NO_SUCH_NAME, 1), KERN_INVALID_NAME);
    }

    @Test
    void contextsAndGuards() {
        int port = receiveRight();
        ok(calls.mach_port_set_context(self, port, 0xfedc_ba98_7654_3210L));
        ok(calls.mach_port_get_context(self, port, longCell));
        assertThat(longCell[0]).isEqualTo(0xfedc_ba98_7654_3210L);
        code(calls.mach_port_get_context(self, NO_SUCH_NAME, longCell), KERN_INVALID_NAME);
        code(calls.mach_port_set_context(self, NO_SUCH_NAME, 1), KERN_INVALID_NAME);
        int guarded = receiveRight();
        ok(calls.mach_port_guard(self, guarded, 0x8000_0000_0000_0001L, true));
        ok(calls.mach_port_get_context(self, guarded, longCell));
        assertThat(longCell[0]).as("hidden by a strict guard").isZero();
        ok(calls.mach_port_unguard(self, guarded, 0x8000_0000_0000_0001L));
        code(calls.mach_port_guard(self, NO_SUCH_NAME, 1, false), KERN_INVALID_NAME);
    }

    @Test
    void constructAndDestruct() {
        long options = memory.allocate(24);
        memory.buffer(options, 24).putInt(0, 0x2 | 0x8).putInt(4, 7); // MPO_QLIMIT, MPO_INSERT_SEND_RIGHT
        int code = calls.mach_port_construct(self, options, 0x1234_5678_9abcL, cell);
        ok(code);
        int port = cell[0];
        assertThat(type(port) & MACH_PORT_TYPE_RECEIVE).isEqualTo(MACH_PORT_TYPE_RECEIVE);
        ok(calls.mach_port_get_context(self, port, longCell));
        assertThat(longCell[0]).isEqualTo(0x1234_5678_9abcL);
        ok(calls.mach_port_destruct(self, port, 0, 0));
        code(calls.mach_port_destruct(self, NO_SUCH_NAME, 0, 0), KERN_INVALID_NAME);
        assertThat(calls.mach_port_construct(self, BAD_ADDRESS, 0, cell)).isNotZero();
    }

    @Test
    void qualityOfService() {
        long qos = memory.allocate(8);
        ok(calls.mach_port_allocate_qos(self, MACH_PORT_RIGHT_RECEIVE, qos, cell));
        assertThat(type(cell[0])).isEqualTo(MACH_PORT_TYPE_RECEIVE);
        memory.buffer(qos, 8).putInt(0, 1); // the name bit
        cell[0] = 0x6003;
        ok(calls.mach_port_allocate_full(self, MACH_PORT_RIGHT_RECEIVE, 0, qos, cell));
        assertThat(cell[0]).isEqualTo(0x6003);
        cell[0] = 0x6003;
        code(calls.mach_port_allocate_full(self, MACH_PORT_RIGHT_RECEIVE, 0, qos, cell), KERN_NAME_EXISTS);
    }

    @Test
    void inspection() {
        int port = receiveRight();
        int[] space = new int[6];
        ok(calls.mach_port_space_info(self, space, longCell, cell, secondLong, second));
        assertThat(cell[0]).isEqualTo(space[1]).isPositive();
        assertThat(longCell[0]).isNotZero();
        assertThat(second[0]).as("no tree").isZero();
        ok(calls.mach_vm_deallocate(self, longCell[0], 28L * cell[0]));
        ok(calls.mach_port_kobject(self, self, cell, longCell));
        assertThat(cell[0]).as("IKOT_TASK").isEqualTo(2);
        ok(calls.mach_port_kernel_object(self, self, cell, second));
        assertThat(cell[0]).isEqualTo(2);
        code(calls.mach_port_kobject(self, NO_SUCH_NAME, cell, longCell), KERN_INVALID_NAME);
        code(calls.mach_port_kernel_object(self, NO_SUCH_NAME, cell, second), KERN_INVALID_NAME);
        send(port, MAKE_SEND, 99);
        int[] seqno = {0};
        int[] id = new int[1];
        byte[] trailer = new byte[68];
        second[0] = trailer.length;
        ok(calls.mach_port_peek(self, port, 0, seqno, cell, id, trailer, second));
        assertThat(id[0]).isEqualTo(99);
        assertThat(cell[0]).as("the kernel's own size (spec 04 §5.6)").isEqualTo(32);
        code(calls.mach_port_peek(self, NO_SUCH_NAME, 0, seqno, cell, id, trailer, second), KERN_INVALID_NAME);
    }

    /** Nobody's task: the call is not even made (spec 04 §1.2). */
    @Test
    void aTaskThatIsNone() {
        int port = receiveRight();
        long address = memory.allocate(24);
        int none = NO_SUCH_NAME;
        cell[0] = 1234;
        longCell[0] = 5678;
        invalidDestination(calls.mach_port_names(none, longCell, cell, secondLong, second));
        invalidDestination(calls.mach_port_type(none, port, cell));
        invalidDestination(calls.mach_port_rename(none, port, 0x5003));
        invalidDestination(calls.mach_port_allocate_name(none, MACH_PORT_RIGHT_RECEIVE, 0x5003));
        invalidDestination(calls.mach_port_allocate(none, MACH_PORT_RIGHT_RECEIVE, cell));
        invalidDestination(calls.mach_port_allocate_qos(none, MACH_PORT_RIGHT_RECEIVE, address, cell));
        invalidDestination(calls.mach_port_allocate_full(none, MACH_PORT_RIGHT_RECEIVE, 0, address, cell));
        invalidDestination(calls.mach_port_destroy(none, port));
        invalidDestination(calls.mach_port_deallocate(none, port));
        invalidDestination(calls.mach_port_get_refs(none, port, MACH_PORT_RIGHT_RECEIVE, cell));
        invalidDestination(calls.mach_port_mod_refs(none, port, MACH_PORT_RIGHT_RECEIVE, -1));
        invalidDestination(calls.mach_port_get_srights(none, port, cell));
        invalidDestination(calls.mach_port_insert_right(none, port, port, MAKE_SEND));
        invalidDestination(calls.mach_port_extract_right(none, port, MAKE_SEND, cell, second));
        invalidDestination(calls.mach_port_unguard(none, port, 1));
        invalidDestination(calls.mach_port_space_info(none, new int[6], longCell, cell, secondLong, second));
        invalidDestination(calls.task_set_port_space(none, 64));
        invalidDestination(calls.mach_ports_lookup(none, longCell, cell));
        invalidDestination(calls.mach_vm_allocate(none, longCell, 4096, 1));
        invalidDestination(calls.mach_vm_deallocate(none, address, 4096));
        invalidDestination(calls.vm_allocate(none, longCell, 4096, 1));
        invalidDestination(calls.vm_deallocate(none, address, 4096));
        assertThat(type(port)).as("nothing was done").isEqualTo(MACH_PORT_TYPE_RECEIVE);
    }

    private void invalidDestination(int code) {
        code(code, SEND_INVALID_DEST);
        assertThat(cell[0]).as("untouched by a failing call").isEqualTo(1234);
        assertThat(longCell[0]).as("untouched by a failing call").isEqualTo(5678);
    }

    @Test
    void whatThePortIsNot() {
        int set = allocate(MACH_PORT_RIGHT_PORT_SET);
        code(calls.mach_port_get_srights(self, set, cell), KERN_INVALID_RIGHT);
        int port = receiveRight();
        code(calls.mach_port_unguard(self, port, 1), KERN_INVALID_ARGUMENT); // spec 04 §6.5: it has no guard
        code(calls.task_set_port_space(self, 1_000_000), KERN_NO_SPACE); // spec 04 §3.7
        code(calls.mach_vm_deallocate(self, 4096, -4096), KERN_INVALID_ARGUMENT);
        code(calls.vm_deallocate(self, 4096, -4096), KERN_INVALID_ARGUMENT);
        code(calls.vm_allocate(self, longCell, -1, 1), KERN_INVALID_ARGUMENT);
    }

    // --- memory

    @Test
    void virtualMemory() {
        for (boolean old : new boolean[] {false, true}) {
            longCell[0] = 0;
            ok(old ? calls.vm_allocate(self, longCell, 5000, 1) : calls.mach_vm_allocate(self, longCell, 5000, 1));
            long address = longCell[0];
            assertThat(address).isNotZero();
            assertThat(address % 4096).isZero();
            memory.buffer(address, 8192).putLong(8184, 0x1122_3344_5566_7788L);
            ok(
                    old
                            ? calls.vm_read(self, address, 8192, longCell, cell)
                            : calls.mach_vm_read(self, address, 8192, longCell, cell));
            assertThat(cell[0]).isEqualTo(8192);
            long copy = longCell[0];
            assertThat(memory.buffer(copy, 8192).getLong(8184)).isEqualTo(0x1122_3344_5566_7788L);
            memory.buffer(copy, 8192).putInt(0, 5);
            ok(old ? calls.vm_write(self, address, copy, 4096) : calls.mach_vm_write(self, address, copy, 4096));
            assertThat(memory.buffer(address, 4).getInt(0)).isEqualTo(5);
            ok(
                    old
                            ? calls.vm_protect(self, address, 4096, false, 1)
                            : calls.mach_vm_protect(self, address, 4096, false, 1));
            int read = old
                    ? calls.vm_read(self, BAD_ADDRESS, 1, longCell, cell)
                    : calls.mach_vm_read(self, BAD_ADDRESS, 1, longCell, cell);
            code(read, KERN_INVALID_ADDRESS);
            int write =
                    old ? calls.vm_write(self, BAD_ADDRESS, copy, 4) : calls.mach_vm_write(self, BAD_ADDRESS, copy, 4);
            assertThat(write).isNotZero();
            int protect = old
                    ? calls.vm_protect(self, address, 4096, false, 0x100)
                    : calls.mach_vm_protect(self, address, 4096, false, 0x100);
            code(protect, KERN_INVALID_ARGUMENT);
            ok(old ? calls.vm_deallocate(self, address, 8192) : calls.mach_vm_deallocate(self, address, 8192));
            ok(old ? calls.vm_deallocate(self, copy, 8192) : calls.mach_vm_deallocate(self, copy, 8192));
        }
        longCell[0] = 0;
        code(calls.mach_vm_allocate(self, longCell, -1, 1), KERN_INVALID_ARGUMENT);
        code(calls.mach_vm_allocate(self, longCell, 1L << 60, 1), 3); // KERN_NO_SPACE
    }

    @Test
    void buffersOfTheTask() {
        long address = memory.allocate(1000);
        assertThat(address % 16).isZero();
        ByteBuffer b = memory.buffer(address, 1000);
        for (int i = 0; i < 1000; i++) {
            assertThat(b.get(i)).isZero();
        }
        b.putInt(0, 0x01020304);
        assertThat(memory.buffer(address, 1).get(0)).as("little-endian").isEqualTo((byte) 4);
        assertThatThrownBy(() -> memory.free(address, 100_000)).isInstanceOf(IllegalArgumentException.class);
        memory.free(address, 1000);
    }

    // --- tasks, threads, host

    @Test
    void specialPorts() {
        int port = receiveRight();
        ok(calls.mach_port_insert_right(self, port, port, MAKE_SEND));
        ok(calls.task_set_special_port(self, 4, port)); // TASK_BOOTSTRAP_PORT
        ok(calls.task_get_special_port(self, 4, cell));
        assertThat(cell[0]).isEqualTo(port);
        code(calls.task_get_special_port(self, 77, cell), KERN_INVALID_ARGUMENT);
        code(calls.task_set_special_port(self, 77, port), KERN_INVALID_ARGUMENT);
        int thread = calls.mach_thread_self();
        ok(calls.thread_get_special_port(thread, 1, cell)); // THREAD_KERNEL_PORT
        assertThat(cell[0]).isEqualTo(thread);
        code(calls.thread_get_special_port(thread, 77, cell), KERN_INVALID_ARGUMENT);
        code(calls.thread_set_special_port(thread, 77, port), KERN_INVALID_ARGUMENT);
        ok(calls.thread_set_special_port(thread, 1, port));
        ok(calls.thread_get_special_port(thread, 1, cell));
        assertThat(cell[0]).isEqualTo(port);
    }

    @Test
    void registeredPorts() {
        int port = receiveRight();
        ok(calls.mach_port_insert_right(self, port, port, MAKE_SEND));
        long names = memory.allocate(12);
        memory.buffer(names, 12).putInt(0, port);
        ok(calls.mach_ports_register(self, names, 3));
        ok(calls.mach_ports_lookup(self, longCell, cell));
        assertThat(cell[0]).isEqualTo(3);
        assertThat(memory.buffer(longCell[0], 12).getInt(0)).isEqualTo(port);
        code(calls.mach_ports_register(self, names, 4), KERN_INVALID_ARGUMENT);
    }

    @Test
    void facts() {
        int[] words = new int[16];
        cell[0] = 16;
        ok(calls.host_info(calls.mach_host_self(), 1, words, cell)); // HOST_BASIC_INFO
        assertThat(words[1]).as("processors").isPositive();
        cell[0] = 16;
        assertThat(calls.host_info(calls.mach_host_self(), 12345, words, cell)).isNotZero();
        ok(calls.host_page_size(calls.mach_host_self(), longCell));
        assertThat(longCell[0]).isEqualTo(calls.vm_page_size());
        int[] token = new int[8];
        cell[0] = 8;
        ok(calls.task_info(self, 15, token, cell)); // TASK_AUDIT_TOKEN
        assertThat(cell[0]).isEqualTo(8);
        cell[0] = 8;
        assertThat(calls.task_info(self, 12345, token, cell)).isNotZero();
    }

    @Test
    void semaphores() throws InterruptedException {
        ok(calls.semaphore_create(self, cell, 0, 1)); // SYNC_POLICY_FIFO
        int semaphore = cell[0];
        ok(calls.semaphore_wait(semaphore));
        code(calls.semaphore_timedwait(semaphore, 0, 1_000_000), KERN_OPERATION_TIMED_OUT);
        code(calls.semaphore_timedwait(semaphore, 0, 1_000_000_000), KERN_INVALID_VALUE);
        ok(calls.semaphore_signal(semaphore));
        ok(calls.semaphore_timedwait(semaphore, 1, 999_999_999));
        ok(calls.semaphore_signal(semaphore));
        ok(calls.semaphore_signal_all(semaphore)); // counts nothing up, and what was counted is forgotten
        code(calls.semaphore_timedwait(semaphore, 0, 0), KERN_OPERATION_TIMED_OUT);
        Thread waiter = new Thread(() -> code(calls.semaphore_wait(semaphore), KERN_TERMINATED));
        waiter.start();
        while (!kernel.isBlocked(waiter)) {
            Thread.onSpinWait();
        }
        ok(calls.semaphore_destroy(self, semaphore));
        waiter.join();
        code(calls.semaphore_signal(semaphore), KERN_INVALID_ARGUMENT);
        ok(calls.mach_port_deallocate(self, semaphore)); // a dead name
        code(calls.semaphore_create(self, cell, 0, -1), KERN_INVALID_ARGUMENT);
        code(calls.semaphore_create(self, cell, 1234, 0), KERN_INVALID_ARGUMENT);
        assertThat(calls.semaphore_destroy(self, NO_SUCH_NAME)).isNotZero();
        assertThat(calls.semaphore_signal_all(NO_SUCH_NAME)).isNotZero();
    }

    @Test
    void threadsCanBeAborted() throws InterruptedException {
        int port = receiveRight();
        for (boolean safely : new boolean[] {false, true}) {
            int[] thread = new int[1];
            CountDownLatch named = new CountDownLatch(1);
            Thread waiter = new Thread(() -> {
                thread[0] = calls.mach_thread_self();
                named.countDown();
                code(
                        calls.mach_msg(message(128, 0, 0, 0, 0), RCV | RCV_INTERRUPT, 0, 128, port, 0, 0),
                        RCV_INTERRUPTED);
            });
            AtomicReference<Throwable> fault = new AtomicReference<>();
            waiter.setUncaughtExceptionHandler((t, e) -> fault.set(e));
            waiter.start();
            named.await();
            while (!kernel.isBlocked(waiter)) {
                Thread.onSpinWait();
            }
            ok(safely ? calls.thread_abort_safely(thread[0]) : calls.thread_abort(thread[0]));
            waiter.join();
            assertThat(fault.get()).isNull();
        }
        code(calls.thread_abort(NO_SUCH_NAME), SEND_INVALID_DEST);
        code(calls.thread_abort_safely(NO_SUCH_NAME), SEND_INVALID_DEST);
    }

    @Test
    void aBlockedReceiverIsWokenFromAnotherThread() throws InterruptedException {
        int port = receiveRight();
        Thread sender = new Thread(() -> send(port, MAKE_SEND, 5));
        long msg = message(128, 0, 0, 0, 0);
        sender.start();
        ok(calls.mach_msg(msg, RCV, 0, 128, port, 0, 0));
        sender.join();
        assertThat(memory.buffer(msg, 24).getInt(20)).isEqualTo(5);
    }

    @Test
    void bootstrap() {
        String name = "org.mach4j.contract";
        MachTask client = kernel.tasks().get(kernel.tasks().size() - 1);
        try (Mach mach = Mach.of(kernel, kernel.task());
                BootstrapServer server = BootstrapServer.start(mach)) {
            int right = server.makeSend().relinquish();
            ok(kernel.copyRight(kernel.task(), right, MOVE_SEND, client, cell));
            int port = cell[0];
            ok(calls.task_set_special_port(self, 4, port)); // TASK_BOOTSTRAP_PORT
            code(calls.bootstrap_look_up(port, name, cell), BOOTSTRAP_UNKNOWN_SERVICE);
            int service = receiveRight();
            ok(calls.mach_port_insert_right(self, service, service, MAKE_SEND));
            ok(calls.bootstrap_register(port, name, service));
            cell[0] = 0;
            ok(calls.bootstrap_look_up(port, name, cell));
            assertThat(cell[0]).isEqualTo(service);
            code(calls.bootstrap_check_in(port, name, cell), BOOTSTRAP_SERVICE_ACTIVE);
            ok(calls.bootstrap_check_in(port, name + ".other", cell));
            assertThat(type(cell[0]) & MACH_PORT_TYPE_RECEIVE).isEqualTo(MACH_PORT_TYPE_RECEIVE);
        }
    }

    @Test
    void bootstrapWithoutAServer() {
        String name = "org.mach4j.contract";
        cell[0] = 1234;
        assertThat(calls.bootstrap_look_up(NO_SUCH_NAME, name, cell)).isNotZero();
        assertThat(calls.bootstrap_check_in(NO_SUCH_NAME, name, cell)).isNotZero();
        assertThat(calls.bootstrap_register(NO_SUCH_NAME, name, 0)).isNotZero();
        assertThat(cell[0]).isEqualTo(1234);
    }
}
