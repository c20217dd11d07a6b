// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.generate;

import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_RECEIVE;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_SEND;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.mach4j.abi.MachMessage;
import org.mach4j.abi.MachNotify;
import org.mach4j.abi.MsghBits;
import org.mach4j.transcripts.Fields;
import org.mach4j.transcripts.Op;
import org.mach4j.transcripts.Value;
import org.mach4j.transcripts.Value.Bytes;
import org.mach4j.transcripts.Value.Num;
import org.mach4j.transcripts.Value.PortLabel;

/** Messages to the task's own port: the requests of the {@code mach_port} subsystem, well-formed or not (spec 06 §7). */
final class KernelObjectMoves {
    private static final int SEND = MachMessage.MACH_SEND_MSG | MachMessage.MACH_SEND_TIMEOUT;

    private static final int FIRST = 3200;
    private static final int NDR_SIZE = 8;
    private static final long NDR = 0x1_0000_0000L;
    private static final int TASK_SET_PORT_SPACE = 3221;
    private static final int MACH_PORTS_REGISTER = 3403;
    private static final int MACH_PORTS_LOOKUP = 3404;
    private static final int TASK_GET_SPECIAL_PORT = 3409;
    private static final int TASK_SET_SPECIAL_PORT = 3410;
    private static final int KERNEL_OBJECT = 3225;
    private static final int KOBJECT = 3230;
    private static final int ALLOCATE_QOS = 3219;
    private static final int ALLOCATE_FULL = 3220;

    /** Bits of {@code mach_port_qos_t} (spec 04 §3.3). */
    private static final int NAMED = 1;

    private static final int PREALLOCATED = 2;

    /** {@code space_info}, {@code kernel_object}, {@code kobject}: the replies hold addresses of the kernel's own, no two are the same. */
    private static final Set<Integer> TELLING_ADDRESSES = Set.of(3223, KERNEL_OBJECT, KOBJECT);

    private KernelObjectMoves() {}

    static void request(Draft draft) throws InterruptedException {
        int id = draft.chance(94)
                ? FIRST + draft.below(35)
                : draft.one(0, 100, 3199, 3235, 3299, 3999, Integer.MAX_VALUE);
        if (draft.inProcess()) {
            id = 3999; // what the others do has no label, and would stay in the process
        }
        Value name = draft.with(MACH_PORT_TYPE_RECEIVE);
        // Of two tasks one may hold the other's port, which may be dead by now.
        Value remote = draft.chance(8) && !draft.inProcess() ? draft.with(MACH_PORT_TYPE_SEND) : PortLabel.SELF;
        if (id == TASK_SET_PORT_SPACE && !remote.equals(PortLabel.SELF)) {
            id = FIRST; // the recorded kernel panics where the port is no live task's (spec 04 Q4-1)
        }
        Fields.Builder message = Draft.in("remote", remote).put("id", id);
        int bits = MachMessage.MACH_MSG_TYPE_COPY_SEND;
        if (draft.chance(92) && !TELLING_ADDRESSES.contains(id)) {
            message.put("local", draft.with(MACH_PORT_TYPE_RECEIVE));
            bits |= MsghBits.of(
                    0,
                    draft.chance(90) ? MachMessage.MACH_MSG_TYPE_MAKE_SEND_ONCE : MachMessage.MACH_MSG_TYPE_MAKE_SEND);
        }
        int words = switch (id - FIRST) {
            case 0, 23 -> -1;
            case 1, 4, 5, 6, 11, 21, 22, 24, 25, 28, 30 -> 1;
            case 8, 17, 19, 29, 34 -> 3;
            case 9, 18, 20, 32, 33 -> 4;
            default -> 2;
        };
        if (id == FIRST + 13 || id == FIRST + 14) {
            bits |= MachMessage.MACH_MSGH_BITS_COMPLEX;
            Value carried = draft.with(MACH_PORT_TYPE_RECEIVE);
            int disp = id == FIRST + 13 ? MachMessage.MACH_MSG_TYPE_MAKE_SEND_ONCE : draft.disposition(carried);
            message.put(
                    "descs",
                    List.of(Draft.in("t", new Value.Text("port"))
                            .put("name", carried)
                            .put("disp", disp)
                            .build()));
            words = id == FIRST + 13 ? 3 : 1;
        } else if (id == ALLOCATE_FULL) {
            bits |= MachMessage.MACH_MSGH_BITS_COMPLEX;
            message.put("descs", noSubsystem(draft));
        }
        if (draft.chance(6)) {
            words += draft.one(-1, 1, 2);
        }
        if (words >= 0) {
            message.put("data", body(draft, id, name, words));
        }
        draft.ask(
                Op.MACH_MSG,
                Draft.in("msg", message.put("bits", Num.ofU32(bits)).build())
                        .put("option", SEND | (draft.chance(5) ? MachMessage.MACH_SEND_NOTIFY : 0)));
    }

    /**
     * A port with a message of its own, for the kernel's notifications (spec 04 §3.3). The name is the program's choice, and asked for
     * once more to get a label.
     */
    static void preallocate(Draft draft) throws InterruptedException {
        if (draft.inProcess()) {
            request(draft);
            return;
        }
        ByteBuffer body = ByteBuffer.allocate(NDR_SIZE + 16).order(ByteOrder.LITTLE_ENDIAN);
        body.putLong(NDR)
                .putInt(draft.one(1, 1, 1, 1, 1, 1, 3))
                .putInt(NAMED | PREALLOCATED)
                .putInt(draft.chance(90) ? draft.below(300) : draft.one(50_331_573, -1))
                .putInt((int) LimitMoves.nearby(draft).bits());
        Fields message = Draft.in("remote", PortLabel.SELF)
                .put("id", ALLOCATE_FULL)
                .put("bits", Num.ofU32(MachMessage.MACH_MSG_TYPE_COPY_SEND | MachMessage.MACH_MSGH_BITS_COMPLEX))
                .put("descs", noSubsystem(draft))
                .put("data", Bytes.of(body.array()))
                .build();
        draft.ask(Op.MACH_MSG, Draft.in("msg", message).put("option", SEND));
        draft.ask(Op.MACH_PORT_NAMES, Draft.in());
    }

    /** The place of the port that the new one's messages might be like, which has to be none. */
    private static List<Value> noSubsystem(Draft draft) {
        return List.of(Draft.in("t", new Value.Text("port"))
                .put("name", draft.chance(95) ? Num.of(0) : draft.with(MACH_PORT_TYPE_SEND))
                .put("disp", MachMessage.MACH_MSG_TYPE_COPY_SEND)
                .build());
    }

    /** Lets the other task have this one's port. */
    static void handOverSelf(Draft draft) throws InterruptedException {
        if (draft.tasks().size() < 2) {
            request(draft);
            return;
        }
        draft.ask(
                Op.COPY_RIGHT,
                Draft.in("name", PortLabel.SELF)
                        .put("disp", MachMessage.MACH_MSG_TYPE_COPY_SEND)
                        .put("to", draft.one(draft.tasks())));
    }

    /** A notification of the kernel's own port, and a send that arms it, to no effect (spec 02 §6.7). */
    static void requestOfSelf(Draft draft) throws InterruptedException {
        if (draft.inProcess()) {
            request(draft);
            return;
        }
        draft.ask(
                Op.MACH_PORT_REQUEST_NOTIFICATION,
                Draft.in("name", PortLabel.SELF)
                        .put("msgid", draft.one(MachNotify.MACH_NOTIFY_DEAD_NAME, MachNotify.MACH_NOTIFY_SEND_POSSIBLE))
                        .put("sync", draft.below(2))
                        .put("notify", draft.with(MACH_PORT_TYPE_RECEIVE))
                        .put("disp", MachMessage.MACH_MSG_TYPE_MAKE_SEND_ONCE));
        Fields message = Draft.in("remote", PortLabel.SELF)
                .put("id", FIRST)
                .put("bits", MachMessage.MACH_MSG_TYPE_COPY_SEND)
                .build();
        draft.ask(Op.MACH_MSG, Draft.in("msg", message).put("option", SEND | MachMessage.MACH_SEND_NOTIFY));
    }

    /** The ports that the kernel holds for a task: special ones by number, and an array of registered ones (spec 06 §2). */
    static void specialPort(Draft draft) throws InterruptedException {
        if (draft.inProcess()) {
            request(draft);
            return;
        }
        int id = draft.one(MACH_PORTS_REGISTER, MACH_PORTS_LOOKUP, TASK_GET_SPECIAL_PORT, TASK_SET_SPECIAL_PORT);
        int bits = MachMessage.MACH_MSG_TYPE_COPY_SEND | MachMessage.MACH_MSG_TYPE_MAKE_SEND_ONCE << 8;
        Fields.Builder message = Draft.in("remote", PortLabel.SELF)
                .put("local", draft.with(MACH_PORT_TYPE_RECEIVE))
                .put("id", id);
        ByteBuffer body = ByteBuffer.allocate(NDR_SIZE + 4).order(ByteOrder.LITTLE_ENDIAN);
        body.putLong(NDR);
        if (id == MACH_PORTS_REGISTER) {
            List<Value> names = new ArrayList<>();
            for (int i = draft.below(5); i > 0; i--) {
                names.add(draft.chance(20) ? Num.of(0) : draft.with(MACH_PORT_TYPE_SEND));
            }
            bits |= MachMessage.MACH_MSGH_BITS_COMPLEX;
            message.put(
                    "descs",
                    List.of(Draft.in("t", new Value.Text("ports"))
                            .put("names", names)
                            .put("disp", MachMessage.MACH_MSG_TYPE_COPY_SEND)
                            .put("dealloc", 0)
                            .put("copy", MachMessage.MACH_MSG_PHYSICAL_COPY)
                            .build()));
            body.putInt(draft.chance(90) ? names.size() : draft.below(5));
        } else if (id != MACH_PORTS_LOOKUP) {
            body.putInt(draft.below(10));
        }
        if (id == TASK_SET_SPECIAL_PORT) {
            bits |= MachMessage.MACH_MSGH_BITS_COMPLEX;
            message.put(
                    "descs",
                    List.of(Draft.in("t", new Value.Text("port"))
                            .put("name", draft.chance(20) ? Num.of(0) : draft.with(MACH_PORT_TYPE_SEND))
                            .put("disp", MachMessage.MACH_MSG_TYPE_COPY_SEND)
                            .build()));
        }
        if (id != MACH_PORTS_LOOKUP) {
            message.put("data", Bytes.of(body.array()));
        }
        draft.ask(
                Op.MACH_MSG,
                Draft.in("msg", message.put("bits", Num.ofU32(bits)).build()).put("option", SEND));
    }

    private static Bytes body(Draft draft, int id, Value name, int words) {
        ByteBuffer body = ByteBuffer.allocate(NDR_SIZE + 4 * words).order(ByteOrder.LITTLE_ENDIAN);
        body.putLong(NDR);
        for (int i = 0; i < words; i++) {
            body.putInt(word(draft, id, name, i));
        }
        return Bytes.of(body.array());
    }

    private static int word(Draft draft, int id, Value name, int index) {
        if (index == 0) {
            return switch (id) {
                case FIRST + 3, FIRST + 4, ALLOCATE_QOS, ALLOCATE_FULL -> draft.one(1, 1, 3, 4, 0);
                case TASK_SET_PORT_SPACE -> draft.one(-1, 0, 1, 30, 500, 1_000_000);
                case KERNEL_OBJECT, KOBJECT -> draft.chance(50) ? draft.numberOfSelf() : draft.numberOf(name);
                default -> draft.numberOf(name);
            };
        }
        return switch (id - FIRST) {
            case 3, 12, 26, 27 -> draft.numberOf(draft.any());
            case 8 -> index == 1 ? draft.below(5) : draft.one(-1, 0, 1);
            case 13 ->
                index == 1
                        ? draft.one(
                                MachNotify.MACH_NOTIFY_DEAD_NAME,
                                MachNotify.MACH_NOTIFY_NO_SENDERS,
                                MachNotify.MACH_NOTIFY_SEND_POSSIBLE)
                        : draft.below(2);
            case 15 -> draft.disposition(name);
            case 17 -> index == 1 ? draft.one(1, 2, 3) : draft.one(1, 10, 16);
            case 18 -> 1;
            case 19, 20 ->
                switch (index) {
                    case 1 -> draft.one(0, NAMED, PREALLOCATED, PREALLOCATED, NAMED | PREALLOCATED);
                    case 2 -> draft.one(0, 100, 4096, 50_331_573, -1);
                    default -> (int) LimitMoves.nearby(draft).bits();
                };
            default -> draft.one(0, 1, 2, 16, 20, 1000);
        };
    }
}
