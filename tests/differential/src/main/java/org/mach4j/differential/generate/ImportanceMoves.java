// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.generate;

import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_RECEIVE;

import java.util.List;
import org.mach4j.abi.MachMessage;
import org.mach4j.abi.MachPort;
import org.mach4j.transcripts.Op;
import org.mach4j.transcripts.Value;
import org.mach4j.transcripts.Value.Num;

/** Importance: tasks that donate or receive it, ports that hand it on, messages that carry it (spec 05 §14). */
final class ImportanceMoves {
    private ImportanceMoves() {}

    /** What kind of program the task is. Only a simulated kernel can be told. */
    static void role(Draft draft) throws InterruptedException {
        if (!draft.simulated()) {
            receiver(draft);
            return;
        }
        draft.ask(
                Op.TASK_IMPORTANCE,
                Draft.in("donor", Num.of(draft.chance(70) ? 1 : 0)).put("receiver", draft.below(2)));
    }

    /** Lets a port hand on what messages to it carry. */
    static void receiver(Draft draft) throws InterruptedException {
        draft.ask(
                Op.MACH_PORT_SET_ATTRIBUTES,
                Draft.in("name", draft.with(MACH_PORT_TYPE_RECEIVE))
                        .put(
                                "flavor",
                                draft.one(
                                        MachPort.MACH_PORT_IMPORTANCE_RECEIVER,
                                        MachPort.MACH_PORT_IMPORTANCE_RECEIVER,
                                        MachPort.MACH_PORT_TEMPOWNER))
                        .put("info", List.of()));
    }

    static void construct(Draft draft) throws InterruptedException {
        draft.ask(
                Op.MACH_PORT_CONSTRUCT,
                Draft.in()
                        .put(
                                "flags",
                                MachPort.MPO_INSERT_SEND_RIGHT
                                        | MachPort.MPO_QLIMIT
                                        | draft.one(
                                                MachPort.MPO_IMPORTANCE_RECEIVER,
                                                MachPort.MPO_IMPORTANCE_RECEIVER,
                                                MachPort.MPO_TEMPOWNER,
                                                0))
                        .put("qlimit", draft.one(1, 1, 2))
                        .put("context", 0));
    }

    static void send(Draft draft) throws InterruptedException {
        List<Value> carried = !draft.chance(30)
                ? List.of()
                : List.of(Draft.in("t", new Value.Text("port"))
                        .put("name", draft.with(MACH_PORT_TYPE_RECEIVE))
                        .put("disp", MachMessage.MACH_MSG_TYPE_MOVE_RECEIVE)
                        .build());
        int option = MachMessage.MACH_SEND_MSG
                | MachMessage.MACH_SEND_TIMEOUT
                | draft.one(
                        0,
                        0,
                        0,
                        MachMessage.MACH_SEND_NOTIFY,
                        MachMessage.MACH_SEND_NOTIFY,
                        MachMessage.MACH_SEND_NOTIFY | MachMessage.MACH_SEND_NOIMPORTANCE,
                        MachMessage.MACH_SEND_NOIMPORTANCE);
        draft.ask(
                Op.MACH_MSG,
                Draft.in("msg", MessageMoves.plain(draft, 4 * draft.below(3), carried))
                        .put("option", option));
    }

    /** Hands the receive right to the other task, with what the port holds. */
    static void handOver(Draft draft) throws InterruptedException {
        if (draft.tasks().size() < 2) {
            send(draft);
            return;
        }
        draft.ask(
                Op.COPY_RIGHT,
                Draft.in("name", draft.with(MACH_PORT_TYPE_RECEIVE))
                        .put("disp", MachMessage.MACH_MSG_TYPE_MOVE_RECEIVE)
                        .put("to", draft.one(draft.tasks())));
    }

    /** How much a port holds is told with its attributes. */
    static void look(Draft draft) throws InterruptedException {
        draft.ask(
                Op.MACH_PORT_GET_ATTRIBUTES,
                Draft.in("name", draft.with(MACH_PORT_TYPE_RECEIVE))
                        .put("flavor", MachPort.MACH_PORT_INFO_EXT)
                        .put("count", 17));
    }
}
