// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.generate;

import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_PORT_RIGHTS;

import java.util.List;
import org.mach4j.abi.MachMessage;
import org.mach4j.transcripts.Op;
import org.mach4j.transcripts.Value;
import org.mach4j.transcripts.Value.Flag;
import org.mach4j.transcripts.Value.Num;

/** Calls that may wait, each on a thread of its own (spec 05). */
final class ThreadMoves {
    private static final int MOST = 5;

    private ThreadMoves() {}

    static void receive(Draft draft) throws InterruptedException {
        if (draft.threads().size() >= MOST) {
            join(draft);
            return;
        }
        int interrupt = draft.chance(50) ? MachMessage.MACH_RCV_INTERRUPT : 0;
        draft.start(
                Op.MACH_MSG,
                MessageMoves.receiving(draft, Draft.in())
                        .put(
                                "option",
                                Num.ofU32(MachMessage.MACH_RCV_MSG | interrupt | MessageMoves.receiveOptions(draft)))
                        .put("trap", Flag.TRUE));
    }

    /** Waits twice, as a rule; by the library's call, which tries again where it was interrupted. */
    static void sendAndReceive(Draft draft) throws InterruptedException {
        if (draft.threads().size() >= MOST) {
            join(draft);
            return;
        }
        draft.start(
                Op.MACH_MSG,
                MessageMoves.receiving(draft, Draft.in("msg", MessageMoves.plain(draft, 4, List.of())))
                        .put("option", MachMessage.MACH_SEND_MSG | MachMessage.MACH_RCV_MSG));
    }

    static void send(Draft draft) throws InterruptedException {
        if (draft.threads().size() >= MOST) {
            join(draft);
            return;
        }
        draft.start(
                Op.MACH_MSG,
                (draft.chance(80) ? MessageMoves.simple(draft) : MessageMoves.complex(draft, 20))
                        .put("option", MachMessage.MACH_SEND_MSG | MachMessage.MACH_SEND_INTERRUPT)
                        .put("trap", Flag.TRUE));
    }

    static void join(Draft draft) throws InterruptedException {
        if (draft.threads().isEmpty()) {
            receive(draft);
            return;
        }
        draft.join(draft.one(draft.threads()));
    }

    static void abort(Draft draft) throws InterruptedException {
        if (draft.threads().isEmpty()) {
            send(draft);
            return;
        }
        draft.ask(Op.ABORT, Draft.in("of", new Value.Text(draft.one(draft.threads()))));
    }

    static void states(Draft draft) throws InterruptedException {
        draft.ask(Op.STATES, Draft.in());
    }

    /** A right that comes too late is destroyed. */
    static void copyToEnded(Draft draft) throws InterruptedException {
        if (draft.ended().isEmpty() || !draft.simulated()) {
            states(draft);
            return;
        }
        Value name = draft.with(MACH_PORT_TYPE_PORT_RIGHTS);
        draft.ask(
                Op.COPY_RIGHT,
                Draft.in("name", name)
                        .put("disp", Math.max(MachMessage.MACH_MSG_TYPE_MOVE_RECEIVE, draft.disposition(name)))
                        .put("to", draft.one(draft.ended())));
    }

    static void terminate(Draft draft) throws InterruptedException {
        if (draft.tasks().size() < 2 || draft.chance(30)) {
            states(draft);
            return;
        }
        String survivor = draft.tasks().get(0);
        draft.by(survivor);
        draft.end(draft.tasks().get(1));
    }
}
