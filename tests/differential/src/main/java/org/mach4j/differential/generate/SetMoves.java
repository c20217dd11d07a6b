// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.generate;

import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_PORT_SET;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_RECEIVE;

import org.mach4j.abi.MachPort;
import org.mach4j.transcripts.Fields;
import org.mach4j.transcripts.Op;
import org.mach4j.transcripts.Value;
import org.mach4j.transcripts.Value.Num;

/** Port sets, and looks at queues (spec 05 §8, §9, §13). */
final class SetMoves {
    private SetMoves() {}

    static void allocateWithMember(Draft draft) throws InterruptedException {
        draft.ask(Op.MACH_PORT_ALLOCATE, Draft.in().put("right", MachPort.MACH_PORT_RIGHT_PORT_SET));
        insertMember(draft);
    }

    static void insertMember(Draft draft) throws InterruptedException {
        draft.ask(Op.MACH_PORT_INSERT_MEMBER, Draft.in("name", member(draft)).put("pset", set(draft)));
    }

    static void extractMember(Draft draft) throws InterruptedException {
        draft.ask(Op.MACH_PORT_EXTRACT_MEMBER, Draft.in("name", member(draft)).put("pset", set(draft)));
    }

    static void moveMember(Draft draft) throws InterruptedException {
        Value after = draft.chance(30) ? Num.of(0) : set(draft);
        draft.ask(Op.MACH_PORT_MOVE_MEMBER, Draft.in("member", member(draft)).put("after", after));
    }

    static void status(Draft draft) throws InterruptedException {
        draft.ask(Op.MACH_PORT_GET_SET_STATUS, Draft.in("name", set(draft)));
    }

    static void setSeqno(Draft draft) throws InterruptedException {
        draft.ask(
                Op.MACH_PORT_SET_SEQNO,
                Draft.in("name", member(draft)).put("seqno", Num.ofU32(draft.one(0, 1, 1000, -1))));
    }

    static void peek(Draft draft) throws InterruptedException {
        Fields.Builder in = Draft.in("name", draft.chance(90) ? member(draft) : set(draft));
        if (draft.chance(60)) {
            in.put("trailer_type", Num.ofU32(draft.chance(90) ? draft.below(8) << 24 : 0x1000_0000));
        }
        if (draft.chance(30)) {
            in.put("seqno", draft.below(4));
        }
        draft.ask(Op.MACH_PORT_PEEK, in);
    }

    private static Value member(Draft draft) {
        return draft.with(draft.chance(95) ? MACH_PORT_TYPE_RECEIVE : MACH_PORT_TYPE_PORT_SET);
    }

    private static Value set(Draft draft) {
        return draft.with(draft.chance(95) ? MACH_PORT_TYPE_PORT_SET : MACH_PORT_TYPE_RECEIVE);
    }
}
