// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.generate;

import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_DEAD_NAME;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_PORT_RIGHTS;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_PORT_SET;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_RECEIVE;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_SEND_RIGHTS;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mach4j.abi.MachMessage;
import org.mach4j.transcripts.Fields;
import org.mach4j.transcripts.Op;
import org.mach4j.transcripts.Value;
import org.mach4j.transcripts.Value.Flag;
import org.mach4j.transcripts.Value.Num;

/** Sends and receives that do not wait (spec 01, 02). */
final class MessageMoves {
    private static final int SEND = MachMessage.MACH_SEND_MSG | MachMessage.MACH_SEND_TIMEOUT;
    private static final int RECEIVE = MachMessage.MACH_RCV_MSG | MachMessage.MACH_RCV_TIMEOUT;

    private MessageMoves() {}

    static void send(Draft draft) throws InterruptedException {
        ask(draft, Op.MACH_MSG, simple(draft).put("option", SEND | sendOptions(draft)));
    }

    static void sendComplex(Draft draft) throws InterruptedException {
        ask(draft, Op.MACH_MSG, complex(draft, 45).put("option", SEND | sendOptions(draft)));
    }

    /** Out-of-line memory above all. */
    static void sendMemory(Draft draft) throws InterruptedException {
        ask(draft, Op.MACH_MSG, complex(draft, 90).put("option", SEND));
    }

    /** A send that asks to be told when a full queue has room again (spec 01 §5.6). */
    static void sendNotifying(Draft draft) throws InterruptedException {
        ask(draft, Op.MACH_MSG, simple(draft).put("option", SEND | MachMessage.MACH_SEND_NOTIFY));
    }

    static void receive(Draft draft) throws InterruptedException {
        draft.ask(Op.MACH_MSG, receiving(draft, Draft.in()).put("option", Num.ofU32(RECEIVE | receiveOptions(draft))));
    }

    static void sendAndReceive(Draft draft) throws InterruptedException {
        // A receive may write over a part of the message that was sent, and leave addresses that have no labels.
        boolean simple = draft.chance(70) || !draft.ownMemory();
        Fields.Builder in = receiving(draft, simple ? simple(draft) : complex(draft, 45));
        ask(
                draft,
                Op.MACH_MSG,
                in.put("option", Num.ofU32(SEND | RECEIVE | sendOptions(draft) | receiveOptions(draft))));
    }

    static void overwrite(Draft draft) throws InterruptedException {
        boolean both = draft.chance(40) && draft.ownMemory();
        Fields.Builder in = receiving(draft, both ? complex(draft, 45) : Draft.in());
        if (draft.chance(85)) {
            in.put("rcv_msg", Fields.NONE);
        }
        ask(
                draft,
                Op.MACH_MSG_OVERWRITE,
                in.put("option", Num.ofU32((both ? SEND : 0) | RECEIVE | receiveOptions(draft))));
    }

    /** A message in memory of the program's own. */
    static void fromOwnMemory(Draft draft) throws InterruptedException {
        int region = draft.region();
        if (region == 0) {
            MemoryMoves.allocate(draft);
            return;
        }
        Value address = draft.address(draft.chance(95) ? region : 0, 0);
        boolean sends = draft.chance(60);
        Fields.Builder in = sends ? simple(draft) : receiving(draft, Draft.in());
        ask(draft, Op.MACH_MSG, in.put("option", sends ? SEND : RECEIVE).put("msg_addr", address));
        if (!sends && !draft.ownMemory()) {
            draft.gone(region); // it may hold addresses now
        }
    }

    /** Asks, and notes the memory that a sent message took along. */
    private static void ask(Draft draft, Op op, Fields.Builder in) throws InterruptedException {
        Fields message = in.build().fields("msg");
        int regions = draft.regions();
        draft.ask(op, in);
        if (message != null) {
            // Arrays of names are memory of the task, too, which the message may have taken along.
            for (int region = regions + 1; region <= draft.regions() && !draft.ownMemory(); region++) {
                draft.gone(region);
            }
            for (Value value : message.items("descs")) {
                Fields descriptor = (Fields) value;
                if (descriptor.word("dealloc") != 0 && descriptor.get("addr") instanceof Value.AddressLabel label) {
                    draft.gone(label.region());
                }
            }
        }
    }

    /** A message without descriptors to someone, with a place for the answer or none. */
    static Fields.Builder simple(Draft draft) {
        return message(draft, null);
    }

    /** @param memory how many of a hundred descriptors are of memory */
    static Fields.Builder complex(Draft draft, int memory) {
        List<Value> descriptors = new ArrayList<>();
        int count = 1 + draft.below(draft.chance(70) ? 2 : 5);
        for (int i = 0; i < count; i++) {
            descriptors.add(descriptor(draft, memory));
        }
        return message(draft, descriptors);
    }

    /** @param descriptors null for a message that has no place for them, which is not one with none (FORMAT, "Messages in") */
    private static Fields.Builder message(Draft draft, @Nullable List<Value> descriptors) {
        Fields.Builder message = Draft.in();
        Value remote = draft.with(
                draft.chance(94) ? MACH_PORT_TYPE_PORT_RIGHTS : MACH_PORT_TYPE_DEAD_NAME | MACH_PORT_TYPE_PORT_SET);
        int to = draft.disposition(remote);
        if (to == MachMessage.MACH_MSG_TYPE_MOVE_RECEIVE && draft.chance(80)) {
            to = MachMessage.MACH_MSG_TYPE_MAKE_SEND;
        }
        int bits = to;
        message.put("remote", remote);
        if (draft.chance(45)) {
            Value local = draft.chance(20) ? remote : draft.with(MACH_PORT_TYPE_PORT_RIGHTS);
            message.put("local", local);
            bits |= (draft.chance(97) ? draft.disposition(local) : 0) << 8;
        } else if (draft.chance(3)) {
            bits |= MachMessage.MACH_MSG_TYPE_MAKE_SEND << 8;
        }
        if (descriptors != null) {
            // Without the bit, descriptors are data, and addresses in data have no labels.
            bits |= draft.chance(98) || !draft.ownMemory() ? MachMessage.MACH_MSGH_BITS_COMPLEX : 0;
            message.put("descs", descriptors);
            if (draft.chance(2) && draft.ownMemory()) {
                message.put("desc_count", draft.one(0, 1, 6, 4000));
            }
        } else if (draft.chance(1)) {
            bits |= MachMessage.MACH_MSGH_BITS_COMPLEX;
        }
        if (draft.chance(3)) {
            bits |= draft.one(0x4000_0000, 0x2000_0000, 0x1000_0000, 0x0001_0000, 0x0000_0080, 0x0000_8000);
        }
        message.put("bits", Num.ofU32(bits)).put("id", draft.one(0, 7, 71, 100, 900, -1));
        if (draft.chance(10)) {
            message.put("reserved", draft.below(1000));
        }
        if (draft.chance(2)) {
            message.put("size", draft.one(0, 24, 28, 1 << 20));
        }
        if (draft.chance(70)) {
            int words = draft.chance(80) ? draft.below(8) : draft.below(64);
            message.put("data", MemoryMoves.pattern(draft, 4 * words + (draft.chance(2) ? 1 + draft.below(3) : 0)));
        }
        Fields.Builder in = Draft.in("msg", message.build());
        if (draft.chance(3)) {
            in.put("send_size", Num.ofU32(draft.one(0, 20, 23, 24, 28, 32, 4096, -4)));
        }
        return draft.chance(4) ? in.put("trap", Flag.TRUE) : in;
    }

    /**
     * A message without junk in its header.
     *
     * @param bytes of inline data
     */
    static Fields plain(Draft draft, int bytes, List<Value> descriptors) {
        Value remote = draft.with(MACH_PORT_TYPE_PORT_RIGHTS);
        int bits = draft.disposition(remote);
        if (bits == MachMessage.MACH_MSG_TYPE_MOVE_RECEIVE) {
            bits = MachMessage.MACH_MSG_TYPE_MAKE_SEND;
        }
        Fields.Builder message = Draft.in("remote", remote).put("id", 7);
        if (draft.chance(20)) {
            message.put("local", draft.with(MACH_PORT_TYPE_RECEIVE));
            bits |= MachMessage.MACH_MSG_TYPE_MAKE_SEND_ONCE << 8;
        }
        if (!descriptors.isEmpty()) {
            bits |= MachMessage.MACH_MSGH_BITS_COMPLEX;
            message.put("descs", descriptors);
        }
        if (bytes > 0) {
            message.put("data", MemoryMoves.pattern(draft, bytes));
        }
        return message.put("bits", Num.ofU32(bits)).build();
    }

    private static Fields descriptor(Draft draft, int memory) {
        if (draft.chance(memory)) {
            return memory(draft);
        }
        return draft.chance(65) ? port(draft) : ports(draft);
    }

    private static Fields port(Draft draft) {
        Value name = carried(draft);
        Fields.Builder port =
                Draft.in("t", new Value.Text("port")).put("name", name).put("disp", draft.disposition(name));
        return draft.chance(2) ? port.put("type", draft.one(4, 5, 255)).build() : port.build();
    }

    private static Fields ports(Draft draft) {
        int disp = draft.chance(96) ? draft.one(16, 17, 18, 19, 19, 20, 20, 21) : draft.one(0, 15, 22);
        int mask = disp == MachMessage.MACH_MSG_TYPE_MOVE_RECEIVE || disp >= MachMessage.MACH_MSG_TYPE_MAKE_SEND
                ? MACH_PORT_TYPE_RECEIVE
                : MACH_PORT_TYPE_SEND_RIGHTS;
        List<Value> names = new ArrayList<>();
        int count = draft.below(5);
        for (int i = 0; i < count; i++) {
            names.add(draft.chance(92) ? draft.with(mask) : carried(draft));
        }
        Fields.Builder ports = Draft.in("t", new Value.Text("ports"))
                .put("names", names)
                .put("disp", disp)
                .put("dealloc", draft.below(2))
                .put("copy", draft.chance(97) ? draft.below(2) : 2);
        return draft.chance(2) && count > 0
                ? ports.put("count", draft.below(count)).build()
                : ports.build();
    }

    /** A right to carry: what the task has, or none, or a name that died. */
    private static Value carried(Draft draft) {
        return draft.chance(5) ? Num.of(draft.chance(50) ? 0 : 0xffff_ffffL) : draft.with(Draft.ANY_RIGHT);
    }

    private static Fields memory(Draft draft) {
        int region = draft.region();
        int size = region == 0 ? draft.one(0, 0, 1, 4096) : draft.sizeOf(region);
        int offset = region == 0 || draft.chance(60) ? 0 : draft.below(size);
        int length = draft.chance(40) || region == 0 ? size - offset : draft.below(size - offset + 1);
        Fields.Builder ool = Draft.in("t", new Value.Text("ool"))
                .put("addr", draft.address(region, offset))
                .put("size", length)
                .put("dealloc", draft.chance(25) ? 1 : 0)
                .put("copy", draft.chance(97) ? draft.below(2) : draft.one(2, 3));
        return draft.chance(5)
                ? ool.put("type", MachMessage.MACH_MSG_OOL_VOLATILE_DESCRIPTOR).build()
                : ool.build();
    }

    private static int sendOptions(Draft draft) {
        int dice = draft.below(100);
        if (dice < 80) {
            return 0;
        }
        return draft.one(
                MachMessage.MACH_SEND_OVERRIDE,
                MachMessage.MACH_SEND_OVERRIDE,
                MachMessage.MACH_SEND_NOTIFY,
                MachMessage.MACH_SEND_NOTIFY,
                MachMessage.MACH_SEND_INTERRUPT,
                MachMessage.MACH_SEND_ALWAYS,
                MachMessage.MACH_SEND_TRAILER,
                MachMessage.MACH_SEND_NOIMPORTANCE,
                MachMessage.MACH_SEND_IMPORTANCE,
                MachMessage.MACH_SEND_IMPORTANCE,
                MachMessage.MACH_SEND_IMPORTANCE);
    }

    static Fields.Builder receiving(Draft draft, Fields.Builder in) {
        int size = draft.chance(75) ? 2000 : draft.one(0, 24, 32, 44, 60, 76, 92, 100, 120, 200, 400);
        in.put("rcv_size", size).put("rcv_name", draft.with(MACH_PORT_TYPE_RECEIVE | MACH_PORT_TYPE_PORT_SET));
        return draft.chance(2) ? in.put("notify", draft.any()) : in;
    }

    /** Never {@code MACH_RCV_OVERWRITE}: the recorded kernel panics (spec 01 §6.7). */
    static int receiveOptions(Draft draft) {
        int options = draft.chance(50) ? draft.below(8) << 24 : 0;
        if (draft.chance(15)) {
            options |= MachMessage.MACH_RCV_LARGE;
            options |= draft.chance(35) ? MachMessage.MACH_RCV_LARGE_IDENTITY : 0;
        }
        if (draft.chance(4)) {
            options |= draft.one(
                    MachMessage.MACH_RCV_NOTIFY,
                    MachMessage.MACH_RCV_INTERRUPT,
                    MachMessage.MACH_RCV_LARGE_IDENTITY,
                    0x1000_0000);
        }
        return options;
    }
}
