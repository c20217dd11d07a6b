// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.generate;

import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_PORT_RIGHTS;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_RECEIVE;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_SEND_RIGHTS;

import java.util.ArrayList;
import java.util.List;
import org.mach4j.abi.MachMessage;
import org.mach4j.abi.MachPort;
import org.mach4j.transcripts.Fields;
import org.mach4j.transcripts.Op;
import org.mach4j.transcripts.Value;
import org.mach4j.transcripts.Value.Num;

/** Calls on names (spec 03, 04). */
final class RightMoves {
    /** So few that unguarding with another's is not rare. */
    private static final long[] GUARDS = {0, 1, 0x1122_3344_5566_7788L};

    private RightMoves() {}

    static void allocate(Draft draft) throws InterruptedException {
        int dice = draft.below(100);
        int right = dice < 68
                ? MachPort.MACH_PORT_RIGHT_RECEIVE
                : dice < 84
                        ? MachPort.MACH_PORT_RIGHT_PORT_SET
                        : dice < 95 ? MachPort.MACH_PORT_RIGHT_DEAD_NAME : draft.one(0, 2, 5, 77);
        draft.ask(Op.MACH_PORT_ALLOCATE, Draft.in().put("right", right));
    }

    static void allocateName(Draft draft) throws InterruptedException {
        draft.ask(
                Op.MACH_PORT_ALLOCATE_NAME,
                Draft.in()
                        .put("right", draft.one(1, 1, 3, 4, 0, 9))
                        .put("name", draft.chance(50) ? draft.any() : draft.noName()));
    }

    static void replyPort(Draft draft) throws InterruptedException {
        draft.ask(Op.MACH_REPLY_PORT, Draft.in());
    }

    static void insertRight(Draft draft) throws InterruptedException {
        Value poly = draft.with(draft.chance(80) ? MACH_PORT_TYPE_RECEIVE : MACH_PORT_TYPE_PORT_RIGHTS);
        Value name = draft.chance(85) ? poly : draft.any();
        int disp = draft.chance(85)
                ? draft.chance(60) ? MachMessage.MACH_MSG_TYPE_MAKE_SEND : draft.disposition(poly)
                : draft.one(16, 17, 18, 19, 20, 21, 22, 0);
        draft.ask(Op.MACH_PORT_INSERT_RIGHT, named(name).put("poly", poly).put("disp", disp));
    }

    static void extractRight(Draft draft) throws InterruptedException {
        Value name = draft.with(MACH_PORT_TYPE_PORT_RIGHTS);
        draft.ask(Op.MACH_PORT_EXTRACT_RIGHT, named(name).put("disp", draft.disposition(name)));
    }

    static void deallocate(Draft draft) throws InterruptedException {
        draft.ask(
                Op.MACH_PORT_DEALLOCATE,
                named(draft.chance(75) ? draft.with(MACH_PORT_TYPE_SEND_RIGHTS | DEAD) : draft.any()));
    }

    private static final int DEAD = MachPort.MACH_PORT_TYPE_DEAD_NAME;

    static void destroy(Draft draft) throws InterruptedException {
        draft.ask(Op.MACH_PORT_DESTROY, named(draft.any()));
    }

    static void modRefs(Draft draft) throws InterruptedException {
        Value name = draft.any();
        int right = draft.chance(80) ? rightOf(draft, name) : draft.one(0, 1, 2, 3, 4, 6);
        int delta = draft.chance(85) ? draft.one(-1, -1, -1, 1, 1, 2, -2, 0) : draft.one(65534, 65533, 32000, -65535);
        draft.ask(Op.MACH_PORT_MOD_REFS, named(name).put("right", right).put("delta", delta));
    }

    static void getRefs(Draft draft) throws InterruptedException {
        Value name = draft.any();
        draft.ask(
                Op.MACH_PORT_GET_REFS,
                named(name).put("right", draft.chance(70) ? rightOf(draft, name) : draft.one(0, 1, 2, 3, 4, 5, 6)));
    }

    /** One of the rights that a name denotes; never the unused right 5, whose references nobody may change (spec 03 Q-7). */
    private static int rightOf(Draft draft, Value name) {
        int type = draft.typeOf(name);
        List<Integer> rights = new ArrayList<>();
        for (int right = 0; right < 5; right++) {
            if ((type & (1 << (16 + right))) != 0) {
                rights.add(right);
            }
        }
        return rights.isEmpty() ? draft.below(5) : draft.one(rights);
    }

    static void type(Draft draft) throws InterruptedException {
        draft.ask(Op.MACH_PORT_TYPE, named(draft.any()));
    }

    static void rename(Draft draft) throws InterruptedException {
        draft.ask(
                Op.MACH_PORT_RENAME,
                Draft.in("old", draft.any()).put("new", draft.chance(60) ? draft.noName() : draft.any()));
    }

    static void names(Draft draft) throws InterruptedException {
        draft.ask(Op.MACH_PORT_NAMES, Draft.in());
    }

    static void guard(Draft draft) throws InterruptedException {
        draft.ask(
                Op.MACH_PORT_GUARD, receiver(draft).put("guard", guardOf(draft)).put("strict", draft.below(2)));
    }

    static void unguard(Draft draft) throws InterruptedException {
        draft.ask(Op.MACH_PORT_UNGUARD, receiver(draft).put("guard", guardOf(draft)));
    }

    static void construct(Draft draft) throws InterruptedException {
        draft.ask(
                Op.MACH_PORT_CONSTRUCT,
                Draft.in()
                        .put("flags", draft.chance(85) ? draft.below(16) : draft.one(16, 32, 0x40, 0xff))
                        .put("qlimit", draft.one(0, 1, 5, 1024, 1025))
                        .put("context", guardOf(draft)));
    }

    static void destruct(Draft draft) throws InterruptedException {
        draft.ask(
                Op.MACH_PORT_DESTRUCT,
                receiver(draft).put("srdelta", draft.one(0, 0, -1, -1, -2, 1)).put("guard", guardOf(draft)));
    }

    static void setMscount(Draft draft) throws InterruptedException {
        draft.ask(Op.MACH_PORT_SET_MSCOUNT, receiver(draft).put("mscount", draft.one(0, 1, 7)));
    }

    /** The small numbers of a receive right: context, make-send count, whether there are send rights. */
    static void count(Draft draft) throws InterruptedException {
        switch (draft.below(4)) {
            case 0 -> draft.ask(Op.MACH_PORT_GET_CONTEXT, receiver(draft));
            case 1 -> draft.ask(Op.MACH_PORT_SET_CONTEXT, receiver(draft).put("context", guardOf(draft)));
            case 2 -> draft.ask(Op.MACH_PORT_GET_SRIGHTS, receiver(draft));
            default -> setMscount(draft);
        }
    }

    static void attributes(Draft draft) throws InterruptedException {
        int flavor = draft.chance(85) ? draft.one(1, 2, 2, 2, 3) : draft.one(0, 4, 5, 6, 7, 7, 9, 77);
        int count = draft.chance(85) ? flavor == MachPort.MACH_PORT_INFO_EXT ? 17 : 10 : draft.one(0, 1, 9, 11);
        draft.ask(
                Op.MACH_PORT_GET_ATTRIBUTES,
                receiver(draft).put("flavor", flavor).put("count", count));
    }

    static void setAttributes(Draft draft) throws InterruptedException {
        int dice = draft.below(100);
        Fields.Builder in = receiver(draft);
        if (dice < 78) {
            in.put("flavor", MachPort.MACH_PORT_LIMITS_INFO).put("info", words(draft.one(0, 1, 1, 2, 5, 1024, 1025)));
        } else if (dice < 86) {
            in.put("flavor", MachPort.MACH_PORT_DNREQUESTS_SIZE).put("info", words(draft.one(0, 1, 8, 40)));
        } else if (dice < 94) {
            in.put("flavor", draft.one(4, 5, 5, 6)).put("info", draft.chance(60) ? words() : words(1));
        } else {
            in.put("flavor", draft.one(0, 2, 3, 9)).put("info", draft.chance(50) ? words() : words(3));
        }
        draft.ask(Op.MACH_PORT_SET_ATTRIBUTES, in);
    }

    private static List<Value> words(int... words) {
        List<Value> values = new ArrayList<>();
        for (int word : words) {
            values.add(Num.of(word));
        }
        return values;
    }

    private static Num guardOf(Draft draft) {
        return Num.ofU64(GUARDS[draft.below(GUARDS.length)]);
    }

    private static Fields.Builder receiver(Draft draft) {
        return named(draft.chance(90) ? draft.with(MACH_PORT_TYPE_RECEIVE) : draft.any());
    }

    private static Fields.Builder named(Value name) {
        return Draft.in("name", name);
    }
}
