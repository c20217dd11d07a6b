// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The names that end with the sending of one message, because it takes the last of what they denote. */
final class GivenUp {
    private static final int MOVE_RECEIVE = 16;
    private static final int MOVE_SEND = 17;
    private static final int MOVE_SEND_ONCE = 18;
    private static final int SEND_TYPE = 0x10000;
    private static final int RECEIVE_TYPE = 0x20000;
    private static final int SEND_ONCE_TYPE = 0x40000;
    private static final int DEAD_TYPE = 0x100000;
    private static final int KINDS = 0x1f0000;
    private static final int SEND_RIGHT = 0;
    private static final int DEAD_RIGHT = 4;

    private final GuestTask task;
    private final Set<Integer> names = new LinkedHashSet<>();

    GivenUp(GuestTask task) {
        this.task = task;
    }

    /** Looks at rights that are about to be moved: dispositions and names, two by two. */
    void by(List<Integer> carried) {
        Map<Integer, int[]> moves = new HashMap<>();
        for (int i = 0; i < carried.size(); i += 2) {
            count(moves, carried.get(i), carried.get(i + 1));
        }
        note(moves);
    }

    /** Looks at one right that is about to be moved. */
    void by(int disposition, int name) {
        by(List.of(disposition, name));
    }

    private void note(Map<Integer, int[]> moves) {
        moves.forEach((name, kinds) -> {
            if (ends(name, kinds)) {
                names.add(name);
                task.names().gone(name);
            }
        });
    }

    private static void count(Map<Integer, int[]> moves, int disposition, int name) {
        if (disposition >= MOVE_RECEIVE && disposition <= MOVE_SEND_ONCE && name != 0 && name != -1) {
            moves.computeIfAbsent(name, none -> new int[3])[disposition - MOVE_RECEIVE]++;
        }
    }

    private boolean ends(int name, int[] moves) {
        int type = ask(Mach.PORT_TYPE, Mach.NAME, name) & KINDS;
        boolean receiveMoves = moves[0] > 0;
        int sendsMoved = moves[MOVE_SEND - MOVE_RECEIVE];
        int sendOncesMoved = moves[MOVE_SEND_ONCE - MOVE_RECEIVE];
        return switch (type) {
            case SEND_ONCE_TYPE -> sendOncesMoved > 0;
            case RECEIVE_TYPE -> receiveMoves;
            case SEND_TYPE -> sendsMoved >= refs(name, SEND_RIGHT);
            case DEAD_TYPE -> sendsMoved + sendOncesMoved >= refs(name, DEAD_RIGHT);
            case SEND_TYPE | RECEIVE_TYPE -> receiveMoves && sendsMoved >= refs(name, SEND_RIGHT);
            default -> false;
        };
    }

    private int refs(int name, int right) {
        return ask(Mach.PORT_GET_REFS, Mach.NAME, name, Mach.INT, right);
    }

    private int ask(int id, int... body) {
        Caller.Reply reply = task.kernel().request(task.port(), id, body);
        return reply.code() == 0 ? reply.word(9) : 0;
    }

    /** Takes note of what the send returned: one that was refused took nothing, or not all. */
    void settle(int code) {
        boolean refused = (code & ~0x3fff) == 0x10000000 && code != 0x10000004 && code != 0x10000007;
        if (refused) {
            for (int name : names) {
                if (task.isName(name)) {
                    task.names().stays(name);
                }
            }
        }
    }
}
