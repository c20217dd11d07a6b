// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.generate;

import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_DEAD_NAME;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_PORT_SET;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_RECEIVE;

import java.util.Collections;
import java.util.List;
import org.mach4j.abi.MachMessage;
import org.mach4j.abi.MachNotify;
import org.mach4j.abi.MachPort;
import org.mach4j.transcripts.Fields;
import org.mach4j.transcripts.Op;
import org.mach4j.transcripts.Value;
import org.mach4j.transcripts.Value.Num;

/** What other moves seldom come to: long messages, memory that ends, time that runs out, counts and tables at their ends. */
final class LimitMoves {
    private static final int SEND = MachMessage.MACH_SEND_MSG | MachMessage.MACH_SEND_TIMEOUT;
    private static final int RECEIVE = MachMessage.MACH_RCV_MSG | MachMessage.MACH_RCV_TIMEOUT;

    /** More than the largest message for which the kernel has a buffer, and still no message that is too large (spec 01 §16, E3). */
    private static final int WITHOUT_BUFFER = 50_331_576;

    /** So many elements no array of rights may have (spec 02 §12). */
    private static final int TOO_MANY_RIGHTS = 0x1000_0000;

    /** More than a message may carry as copies (spec 02 §13). */
    private static final int TOO_MUCH_MEMORY = 0x7000_0000;

    private static final int PAGE = 4096;

    /** What a simulated task can have in all. */
    private static final long ADDRESSES = 0x7000_0000_0000L - 0x1_0000L;

    private LimitMoves() {}

    // --- messages ---

    /** Longer than a page, so that it is no longer copied in one piece. */
    static void sendLong(Draft draft) throws InterruptedException {
        draft.ask(
                Op.MACH_MSG,
                Draft.in("msg", MessageMoves.plain(draft, longSize(draft), List.of()))
                        .put("option", SEND));
    }

    static void receiveLong(Draft draft) throws InterruptedException {
        draft.ask(
                Op.MACH_MSG,
                Draft.in("rcv_size", Num.of(draft.one(4096, 6000, 10_000)))
                        .put("rcv_name", draft.with(MACH_PORT_TYPE_RECEIVE | MACH_PORT_TYPE_PORT_SET))
                        .put("option", RECEIVE | draft.below(8) << 24));
    }

    private static int longSize(Draft draft) {
        return draft.one(4040, 4072, 4100, 4300, 5000, 8192);
    }

    /** From memory that ends before the message does, or a size that nobody has memory for. */
    static void sendFromEdge(Draft draft) throws InterruptedException {
        int region = draft.ownMemory() ? draft.region() : 0;
        if (region == 0) {
            sendLong(draft);
            return;
        }
        int before = draft.one(8, 24, 28, 100);
        draft.ask(
                Op.MACH_MSG,
                Draft.in("msg", MessageMoves.plain(draft, 0, List.of()))
                        .put("send_size", Num.of(draft.one(64, 1024, 6000, WITHOUT_BUFFER)))
                        .put("msg_addr", draft.address(region, draft.sizeOf(region) - before))
                        .put("option", SEND));
    }

    /**
     * Into memory that may end before the message does. Without the audit token, which has the number of a process, another one each
     * time: memory is compared byte by byte.
     */
    static void receiveAtEdge(Draft draft) throws InterruptedException {
        int region = draft.ownMemory() ? draft.region() : 0;
        if (region == 0) {
            receiveLong(draft);
            return;
        }
        // The last ones leave room for a long message, but not for its trailer.
        int before = draft.one(2, 8, 20, 28, 60, 2000, 4096, 4124, 4324, 5024);
        draft.ask(
                Op.MACH_MSG,
                Draft.in("rcv_size", Num.of(draft.one(20, 28, 60, 2000, 10_000)))
                        .put("rcv_name", draft.with(MACH_PORT_TYPE_RECEIVE | MACH_PORT_TYPE_PORT_SET))
                        .put("msg_addr", draft.address(region, draft.sizeOf(region) - before))
                        .put(
                                "option",
                                RECEIVE
                                        | draft.below(3) << 24
                                        | draft.one(
                                                0,
                                                MachMessage.MACH_RCV_LARGE,
                                                MachMessage.MACH_RCV_LARGE | MachMessage.MACH_RCV_LARGE_IDENTITY)));
    }

    /** Descriptors of more than there may be. */
    static void sendTooMuch(Draft draft) throws InterruptedException {
        int region = draft.ownMemory() ? draft.region() : 0;
        Fields.Builder descriptor = draft.chance(50)
                ? Draft.in("t", new Value.Text("ool"))
                        .put("addr", draft.address(region, 0))
                        .put("size", TOO_MUCH_MEMORY)
                        .put("copy", MachMessage.MACH_MSG_PHYSICAL_COPY)
                : Draft.in("t", new Value.Text("ports"))
                        .put("addr", draft.address(region, 0))
                        .put("count", TOO_MANY_RIGHTS)
                        .put("disp", draft.one(17, 19, 20, 21))
                        .put("copy", MachMessage.MACH_MSG_PHYSICAL_COPY);
        List<Value> descriptors = List.of(descriptor.put("dealloc", 0).build());
        draft.ask(
                Op.MACH_MSG,
                Draft.in("msg", MessageMoves.plain(draft, 0, descriptors)).put("option", SEND));
    }

    /** So many rights that a task's first table has no room for them: each send-once right has a name of its own. */
    static void sendManyRights(Draft draft) throws InterruptedException {
        Value name = draft.with(MACH_PORT_TYPE_RECEIVE);
        List<Value> rights = List.of(Draft.in("t", new Value.Text("ports"))
                .put("names", Collections.nCopies(draft.one(10, 24, 48), name))
                .put("disp", MachMessage.MACH_MSG_TYPE_MAKE_SEND_ONCE)
                .put("dealloc", 0)
                .put("copy", MachMessage.MACH_MSG_PHYSICAL_COPY)
                .build());
        draft.ask(
                Op.MACH_MSG,
                Draft.in("msg", MessageMoves.plain(draft, 0, rights)).put("option", SEND));
    }

    /**
     * A receive that no message can end well: the recorded kernel panics where one is delivered with {@code MACH_RCV_OVERWRITE}, but
     * not where it is too large for the smallest message (spec 01 §6.7). Never asked of a kernel that is real.
     */
    static void overwriteTooSmall(Draft draft) throws InterruptedException {
        if (!draft.simulated()) {
            receiveLong(draft);
            return;
        }
        Fields.Builder in = Draft.in("rcv_size", Num.of(draft.one(0, 24, 28)))
                .put("rcv_name", draft.with(MACH_PORT_TYPE_RECEIVE | MACH_PORT_TYPE_PORT_SET))
                .put("option", RECEIVE | MachMessage.MACH_RCV_OVERWRITE | draft.one(0, 0, MachMessage.MACH_RCV_LARGE));
        if (draft.chance(60)) {
            draft.ask(Op.MACH_MSG_OVERWRITE, in.put("rcv_msg", Fields.NONE));
        } else {
            draft.ask(Op.MACH_MSG, in);
        }
    }

    // --- time: nothing can happen while it passes, so that a program has one outcome ---

    static void receiveTimed(Draft draft) throws InterruptedException {
        draft.ask(
                Op.MACH_MSG,
                MessageMoves.receiving(draft, Draft.in()).put("option", RECEIVE).put("timeout", 1));
    }

    static void sendTimed(Draft draft) throws InterruptedException {
        draft.ask(
                Op.MACH_MSG,
                Draft.in("msg", MessageMoves.plain(draft, 4, List.of()))
                        .put("option", SEND)
                        .put("timeout", 1));
    }

    // --- memory, names and counts ---

    /** All of the task's memory but a few pages, as a rule; what comes in messages then soon finds no place. */
    static void fillMemory(Draft draft) throws InterruptedException {
        if (!draft.simulated()) {
            MemoryMoves.allocate(draft);
            return;
        }
        draft.ask(Op.VM_ALLOCATE, Draft.in("size", Num.ofU64(ADDRESSES - draft.one(0, 1, 2, 8, 40) * (long) PAGE)));
    }

    /** A name of the program's choice, in the table or a little beyond. */
    static void allocateNameNearby(Draft draft) throws InterruptedException {
        if (draft.inProcess()) {
            RightMoves.allocate(draft); // the name may be the process's
            return;
        }
        draft.ask(
                Op.MACH_PORT_ALLOCATE_NAME,
                Draft.in().put("right", draft.one(1, 1, 1, 3, 4)).put("name", nearby(draft)));
    }

    /** A name of the program's choice for a right that has another name or none. */
    static void insertRightNearby(Draft draft) throws InterruptedException {
        if (draft.inProcess()) {
            RightMoves.insertRight(draft);
            return;
        }
        Value poly = draft.with(Draft.ANY_RIGHT);
        draft.ask(
                Op.MACH_PORT_INSERT_RIGHT,
                Draft.in("name", nearby(draft)).put("poly", poly).put("disp", draft.disposition(poly)));
    }

    static Num nearby(Draft draft) {
        return Num.of(draft.below(40) << 8 | draft.below(256));
    }

    /** The table of requests, and limits that are left out. */
    static void setAttributes(Draft draft) throws InterruptedException {
        Fields.Builder in = Draft.in("name", draft.with(MACH_PORT_TYPE_RECEIVE));
        if (draft.chance(70)) {
            in.put("flavor", MachPort.MACH_PORT_DNREQUESTS_SIZE)
                    .put("info", List.of(Num.of(draft.one(-1, -1, 8, 40, 100_000_000))));
        } else {
            in.put("flavor", draft.one(MachPort.MACH_PORT_LIMITS_INFO, MachPort.MACH_PORT_DNREQUESTS_SIZE))
                    .put("info", List.of());
        }
        draft.ask(Op.MACH_PORT_SET_ATTRIBUTES, in);
    }

    /** Dead names with as many references as there can be, of which a request takes one more (spec 03 §6.3). */
    static void requestOfFullName(Draft draft) throws InterruptedException {
        Value name = draft.with(MACH_PORT_TYPE_DEAD_NAME);
        if ((draft.typeOf(name) & MACH_PORT_TYPE_DEAD_NAME) == 0) {
            draft.ask(Op.MACH_PORT_ALLOCATE, Draft.in().put("right", MachPort.MACH_PORT_RIGHT_DEAD_NAME));
            return;
        }
        draft.ask(
                Op.MACH_PORT_MOD_REFS,
                Draft.in("name", name)
                        .put("right", MachPort.MACH_PORT_RIGHT_DEAD_NAME)
                        .put("delta", draft.one(65534, 65533)));
        draft.ask(
                Op.MACH_PORT_REQUEST_NOTIFICATION,
                Draft.in("name", name)
                        .put("msgid", MachNotify.MACH_NOTIFY_DEAD_NAME)
                        .put("sync", 1)
                        .put("notify", draft.with(MACH_PORT_TYPE_RECEIVE))
                        .put("disp", MachMessage.MACH_MSG_TYPE_MAKE_SEND_ONCE));
    }
}
