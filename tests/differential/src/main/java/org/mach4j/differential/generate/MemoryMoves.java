// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.generate;

import org.mach4j.transcripts.Op;
import org.mach4j.transcripts.Value.Bytes;

/** The program's own memory (spec 02 §13). */
final class MemoryMoves {
    private static final int PAGE = 4096;

    private MemoryMoves() {}

    static void allocate(Draft draft) throws InterruptedException {
        long size = draft.chance(94) ? draft.one(1, 2, 3, 5, 8, 40) * (long) PAGE : draft.one(0, 1, 100, PAGE + 1);
        draft.ask(Op.VM_ALLOCATE, Draft.in().put("size", size));
    }

    static void write(Draft draft) throws InterruptedException {
        int region = draft.region();
        if (region == 0) {
            allocate(draft);
            return;
        }
        int length = 1 + draft.below(64);
        int offset = draft.below(Math.max(1, draft.sizeOf(region) - length));
        draft.ask(
                Op.VM_WRITE,
                Draft.in("addr", draft.address(region, draft.chance(60) ? 0 : offset))
                        .put("bytes", pattern(draft, Math.min(length, draft.sizeOf(region)))));
    }

    static void read(Draft draft) throws InterruptedException {
        int region = draft.region();
        if (region == 0) {
            write(draft);
            return;
        }
        int size = draft.sizeOf(region);
        int offset = draft.chance(60) ? 0 : draft.below(size);
        draft.ask(
                Op.VM_READ,
                Draft.in("addr", draft.address(region, offset))
                        .put("size", Math.min(size - offset, draft.one(16, 48, 96))));
    }

    static void deallocate(Draft draft) throws InterruptedException {
        int region = draft.region();
        if (region == 0) {
            allocate(draft);
            return;
        }
        int size = draft.sizeOf(region);
        draft.gone(region);
        draft.ask(
                Op.VM_DEALLOCATE,
                Draft.in("addr", draft.address(region, 0)).put("size", draft.chance(80) ? size : Math.min(size, PAGE)));
    }

    /** Bytes that tell where they came from. */
    static Bytes pattern(Draft draft, int length) {
        byte[] bytes = new byte[length];
        int first = draft.below(256);
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (first + i);
        }
        return Bytes.of(bytes);
    }
}
