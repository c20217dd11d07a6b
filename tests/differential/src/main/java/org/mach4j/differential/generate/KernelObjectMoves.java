// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.generate;

import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_RECEIVE;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
    private static final int FIRST = 3200;
    private static final int NDR_SIZE = 8;
    private static final long NDR = 0x1_0000_0000L;

    /** {@code space_info}, {@code kernel_object}, {@code kobject}: the replies hold addresses of the kernel's own, no two are the same. */
    private static final Set<Integer> TELLING_ADDRESSES = Set.of(3223, 3225, 3230);

    private KernelObjectMoves() {}

    static void request(Draft draft) throws InterruptedException {
        int id = draft.chance(94)
                ? FIRST + draft.below(35)
                : draft.one(0, 100, 3199, 3235, 3299, 3999, Integer.MAX_VALUE);
        if (draft.inProcess()) {
            id = 3999; // what the others do has no label, and would stay in the process
        }
        Value name = draft.with(MACH_PORT_TYPE_RECEIVE);
        Fields.Builder message = Draft.in("remote", PortLabel.SELF).put("id", id);
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
            case 9, 32, 33 -> 4;
            case 18 -> 4;
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
                        .put("option", MachMessage.MACH_SEND_MSG | MachMessage.MACH_SEND_TIMEOUT));
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
        if (id == FIRST + 4 && index == 0) {
            return draft.one(1, 3, 4, 0);
        }
        if (index == 0) {
            return draft.numberOf(name);
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
            default -> draft.one(0, 1, 2, 16, 20, 1000);
        };
    }
}
