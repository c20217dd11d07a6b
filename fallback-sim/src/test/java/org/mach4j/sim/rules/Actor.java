// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mach4j.abi.KernReturn.KERN_INVALID_NAME;
import static org.mach4j.abi.KernReturn.KERN_SUCCESS;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_COPY_SEND;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_MAKE_SEND;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_MAKE_SEND_ONCE;
import static org.mach4j.abi.MachMessage.MACH_RCV_MSG;
import static org.mach4j.abi.MachMessage.MACH_RCV_TIMEOUT;
import static org.mach4j.abi.MachMessage.MACH_SEND_MSG;
import static org.mach4j.abi.MachMessage.MACH_SEND_TIMEOUT;
import static org.mach4j.abi.MachMsgReturn.MACH_RCV_TIMED_OUT;
import static org.mach4j.abi.MachPort.MACH_PORT_RECEIVE_STATUS;
import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_DEAD_NAME;
import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_PORT_SET;
import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_RECEIVE;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.mach4j.sim.SimulatedTask;
import org.mach4j.spi.MachCalls;
import org.mach4j.spi.TaskMemory;

/** A task that a test speaks for. It has looked up its own task port, {@code 0x103}, and holds no other name. */
final class Actor {
    static final int PSET = 0;
    static final int SEQNO = 1;
    static final int MSCOUNT = 2;
    static final int QLIMIT = 3;
    static final int MSGCOUNT = 4;
    static final int SORIGHTS = 5;
    static final int SRIGHTS = 6;
    static final int PDREQUEST = 7;
    static final int NSREQUEST = 8;
    static final int FLAGS = 9;

    private static final byte FILL = (byte) 0xee;
    private static final int ROOM = 4096;
    private static final int NOTIFIED = 0x1200;

    final SimulatedTask task;
    final MachCalls calls;
    final int self;
    private final List<Running> running;

    Actor(SimulatedTask task, List<Running> running) {
        this.task = task;
        this.calls = task.calls();
        this.running = running;
        this.self = calls.mach_task_self();
    }

    private static int succeed(int code) {
        assertThat(code).isEqualTo(KERN_SUCCESS);
        return code;
    }

    // --- rights -------------------------------------------------------------------------------------------------

    int allocate(int right) {
        int[] name = new int[1];
        succeed(calls.mach_port_allocate(self, right, name));
        return name[0];
    }

    /** A fresh receive right. */
    int port() {
        return allocate(MACH_PORT_RIGHT_RECEIVE);
    }

    /** A fresh receive right with so many references of a send right. */
    int portWithSends(int references) {
        int name = port();
        addSends(name, references);
        return name;
    }

    void addSends(int port, int references) {
        for (int i = 0; i < Math.min(references, 1); i++) {
            succeed(calls.mach_port_insert_right(self, port, port, MACH_MSG_TYPE_MAKE_SEND));
        }
        if (references > 1) {
            succeed(calls.mach_port_mod_refs(self, port, 0, references - 1));
        }
    }

    int portSet(int... members) {
        int name = allocate(MACH_PORT_RIGHT_PORT_SET);
        for (int member : members) {
            succeed(calls.mach_port_insert_member(self, member, name));
        }
        return name;
    }

    /** A dead name with so many references. */
    int deadName(int references) {
        int name = allocate(MACH_PORT_RIGHT_DEAD_NAME);
        if (references > 1) {
            succeed(calls.mach_port_mod_refs(self, name, MACH_PORT_RIGHT_DEAD_NAME, references - 1));
        }
        return name;
    }

    /** A send-once right to an own port, under its own new name. */
    int sendOnce(int port) {
        return extract(port, MACH_MSG_TYPE_MAKE_SEND_ONCE);
    }

    int extract(int name, int disposition) {
        int[] poly = new int[1];
        succeed(calls.mach_port_extract_right(self, name, disposition, poly, new int[1]));
        return poly[0];
    }

    /** Gives a right to another task, as if in a message. */
    int give(int name, int disposition, Actor to) {
        int[] out = new int[1];
        succeed(task.kernel().copyRight(task, name, disposition, to.task, out));
        return out[0];
    }

    /** Gives another task so many references of a send right to an own port. */
    int giveSend(int port, Actor to, int references) {
        int name = give(port, MACH_MSG_TYPE_MAKE_SEND, to);
        if (references > 1) {
            succeed(to.calls.mach_port_mod_refs(to.self, name, 0, references - 1));
        }
        return name;
    }

    void destroy(int name) {
        succeed(calls.mach_port_destroy(self, name));
    }

    void deallocate(int name) {
        succeed(calls.mach_port_deallocate(self, name));
    }

    void drop(int name, int right) {
        succeed(calls.mach_port_mod_refs(self, name, right, -1));
    }

    int limit(int port, int limit) {
        return calls.mach_port_set_attributes(self, port, 1, new int[] {limit}, 1);
    }

    // --- looking ------------------------------------------------------------------------------------------------

    int type(int name) {
        int[] type = new int[1];
        int code = calls.mach_port_type(self, name, type);
        if (code == KERN_INVALID_NAME) {
            return 0;
        }
        succeed(code);
        return type[0];
    }

    int refs(int name, int right) {
        int[] refs = new int[1];
        succeed(calls.mach_port_get_refs(self, name, right, refs));
        return refs[0];
    }

    /** A name's state in the notation of spec 02 §1: {@code —}, {@code R}, {@code S(2)}, {@code SR(1)}, {@code SO}, {@code DN(1)}, {@code PS}. */
    String state(int name) {
        return switch (type(name) & 0x001f0000) {
            case 0 -> "—";
            case 0x00010000 -> "S(" + refs(name, 0) + ")";
            case 0x00020000 -> "R";
            case 0x00030000 -> "SR(" + refs(name, 0) + ")";
            case 0x00040000 -> "SO";
            case 0x00080000 -> "PS";
            case 0x00100000 -> "DN(" + refs(name, 4) + ")";
            default -> throw new AssertionError("type " + Integer.toHexString(type(name)));
        };
    }

    int[] status(int port) {
        return attributes(port, MACH_PORT_RECEIVE_STATUS, 10);
    }

    int status(int port, int word) {
        return status(port)[word];
    }

    int[] attributes(int port, int flavor, int count) {
        int[] info = new int[count];
        int[] cnt = {count};
        succeed(calls.mach_port_get_attributes(self, port, flavor, info, cnt));
        return Arrays.copyOf(info, cnt[0]);
    }

    long context(int port) {
        long[] context = new long[1];
        succeed(calls.mach_port_get_context(self, port, context));
        return context[0];
    }

    int sendRights(int port) {
        int[] count = new int[1];
        succeed(calls.mach_port_get_srights(self, port, count));
        return count[0];
    }

    List<Integer> members(int set) {
        long[] address = new long[1];
        int[] count = new int[1];
        succeed(calls.mach_port_get_set_status(self, set, address, count));
        return takeWords(address[0], count[0]);
    }

    /** All names and their types, as {@code mach_port_names} lists them. */
    List<List<Integer>> names() {
        long[] names = new long[1];
        long[] types = new long[1];
        int[] nameCount = new int[1];
        int[] typeCount = new int[1];
        succeed(calls.mach_port_names(self, names, nameCount, types, typeCount));
        List<Integer> n = takeWords(names[0], nameCount[0]);
        List<Integer> t = takeWords(types[0], typeCount[0]);
        List<List<Integer>> pairs = new ArrayList<>();
        for (int i = 0; i < n.size(); i++) {
            pairs.add(List.of(n.get(i), t.get(i)));
        }
        return pairs;
    }

    /** Generation mask, table size, next table size. */
    int[] space() {
        int[] info = new int[6];
        long[] table = new long[1];
        long[] tree = new long[1];
        int[] tableCount = new int[1];
        int[] treeCount = new int[1];
        succeed(calls.mach_port_space_info(self, info, table, tableCount, tree, treeCount));
        if (tableCount[0] > 0) {
            succeed(calls.mach_vm_deallocate(self, table[0], 28L * tableCount[0]));
        }
        return info;
    }

    private List<Integer> takeWords(long address, int count) {
        List<Integer> words = words(address, count);
        if (count > 0) {
            succeed(calls.mach_vm_deallocate(self, address, 4L * count));
        }
        return words;
    }

    // --- notifications ------------------------------------------------------------------------------------------

    int request(int name, int id, int sync, int notify, int disposition, int[] previous) {
        return calls.mach_port_request_notification(self, name, id, sync, notify, disposition, previous);
    }

    /** Requests a notification to an own port; the right registered before. */
    int request(int name, int id, int sync, int notify) {
        int[] previous = new int[1];
        succeed(request(name, id, sync, notify, MACH_MSG_TYPE_MAKE_SEND_ONCE, previous));
        return previous[0];
    }

    /** All that is queued on a port, taken and put in words: {@code DEAD_NAME 0x203}, {@code SEND_ONCE}, {@code message 7}. */
    List<String> take(int port) {
        List<String> all = new ArrayList<>();
        for (Call m = receive(port); m.code() != MACH_RCV_TIMED_OUT; m = receive(port)) {
            succeed(m.code());
            boolean fromKernel =
                    (m.bits() & 0xffff) == NOTIFIED && m.remote() == 0 && m.trailer(12) == 0 && m.trailer(16) == 1;
            all.add(fromKernel ? notification(m) : "message " + m.id());
        }
        return all;
    }

    private static String notification(Call m) {
        return switch (m.id()) {
            case 65 -> "PORT_DELETED " + hex(m.word(32));
            case 66 -> "SEND_POSSIBLE " + hex(m.word(32));
            case 69 -> "PORT_DESTROYED " + hex(m.descriptor(0).name());
            case 70 -> "NO_SENDERS " + m.word(32);
            case 71 -> "SEND_ONCE";
            case 72 -> "DEAD_NAME " + hex(m.word(32));
            default -> "kernel message " + m.id();
        };
    }

    static String hex(int name) {
        return "0x" + Integer.toHexString(name);
    }

    // --- messages -----------------------------------------------------------------------------------------------

    /** {@code mach_msg} with a buffer of its own, filled with 0xEE behind the message. */
    Call call(Msg message, int option, int rcvSize, int rcvName, int timeout) {
        return call(message, option, message.size(), rcvSize, rcvName, timeout);
    }

    Call call(Msg message, int option, int sendSize, int rcvSize, int rcvName, int timeout) {
        return in(message.bytes(), at -> calls.mach_msg(at, option, sendSize, rcvSize, rcvName, timeout, 0));
    }

    /** The bare trap. */
    Call trap(Msg message, int option, int rcvSize, int rcvName, int timeout) {
        int size = message.size();
        return in(message.bytes(), at -> calls.mach_msg_trap(at, option, size, rcvSize, rcvName, timeout, 0));
    }

    /** What a call at a buffer's address does. */
    interface At {
        int call(long address);
    }

    /** Makes a call with a buffer that starts with some bytes. */
    Call in(byte[] start, At what) {
        int length = Math.max(start.length, ROOM) + 256;
        byte[] before = new byte[length];
        Arrays.fill(before, FILL);
        System.arraycopy(start, 0, before, 0, start.length);
        TaskMemory memory = task.memory();
        long address = memory.allocate(length);
        memory.buffer(address, length).put(before);
        int code = what.call(address);
        byte[] after = before.clone();
        if (!task.isTerminated()) {
            memory.buffer(address, length).get(after);
            memory.free(address, length);
        }
        return new Call(code, before, after);
    }

    /** Sends, without waiting. */
    Call send(Msg message) {
        return call(message, MACH_SEND_MSG | MACH_SEND_TIMEOUT, 0, 0, 0);
    }

    /** Sends a plain message, which must be taken. */
    void post(int name, int disposition, int id) {
        succeed(send(Msg.to(name, disposition).id(id)).code());
    }

    void post(int name, int id) {
        post(name, MACH_MSG_TYPE_COPY_SEND, id);
    }

    /** Fills the queue of a port for which a send right is held under the name, with ids from 1. */
    void fill(int name, int messages) {
        for (int i = 1; i <= messages; i++) {
            post(name, i);
        }
    }

    /** Receives what is there, without waiting. */
    Call receive(int name) {
        return receive(name, 0x02000000, ROOM);
    }

    /** Receives without waiting, once every thread that something has woken is done or waits again. */
    Call receive(int name, int option, int size) {
        running.forEach(Running::settle);
        return in(new byte[0], at -> calls.mach_msg(at, MACH_RCV_MSG | MACH_RCV_TIMEOUT | option, 0, size, name, 0, 0));
    }

    /** Receives, waiting without limit. */
    Running receiving(int name) {
        return start(() -> in(new byte[0], at -> calls.mach_msg(at, MACH_RCV_MSG, 0, ROOM, name, 0, 0)));
    }

    /** Receives, waiting without limit. */
    Running receiving(int name, int option, int size) {
        return start(() -> in(new byte[0], at -> calls.mach_msg(at, MACH_RCV_MSG | option, 0, size, name, 0, 0)));
    }

    /** Sends, waiting without limit. */
    Running sending(Msg message) {
        return start(() -> call(message, MACH_SEND_MSG, 0, 0, 0));
    }

    /** Makes a call on a thread of its own; returns when that thread waits in the kernel or is done. */
    Running start(Callable<Call> what) {
        Running r = new Running(task.kernel(), what);
        running.add(r);
        return r.settle();
    }

    // --- memory -------------------------------------------------------------------------------------------------

    /** Fresh memory of the task's program. */
    long pages(int pages) {
        long[] address = new long[1];
        succeed(calls.mach_vm_allocate(self, address, 4096L * pages, 1));
        return address[0];
    }

    long write(long address, byte... bytes) {
        task.memory().buffer(address, bytes.length).put(bytes);
        return address;
    }

    /** An array of names in fresh memory. */
    long array(int... names) {
        long address = pages(Math.max(1, (4 * names.length + 4095) / 4096));
        ByteBuffer out = task.memory().buffer(address, 4 * names.length);
        for (int name : names) {
            out.putInt(name);
        }
        return address;
    }

    byte[] read(long address, int length) {
        byte[] bytes = new byte[length];
        task.memory().buffer(address, length).get(bytes);
        return bytes;
    }

    List<Integer> words(long address, int count) {
        List<Integer> words = new ArrayList<>();
        ByteBuffer in = count == 0 ? null : task.memory().buffer(address, 4 * count);
        for (int i = 0; i < count; i++) {
            words.add(in.getInt());
        }
        return words;
    }

    /** Whether the task's program can read the page. */
    boolean isMapped(long address) {
        try {
            task.memory().buffer(address, 1);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
