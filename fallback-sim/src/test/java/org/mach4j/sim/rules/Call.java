// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.rules;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** What a {@code mach_msg} call gave: its code, and the buffer after it. */
final class Call {
    private final int code;
    private final byte[] before;
    private final byte[] after;

    Call(int code, byte[] before, byte[] after) {
        this.code = code;
        this.before = before.clone();
        this.after = after.clone();
    }

    /** A descriptor as received. */
    record Descriptor(int type, int name, int disposition, long address, int size, int copy, int deallocate) {}

    int code() {
        return code;
    }

    /** Whether no byte of the buffer changed. */
    boolean isUntouched() {
        return Arrays.equals(before, after);
    }

    /** The place behind the last byte that changed. */
    int written() {
        int end = after.length;
        while (end > 0 && before[end - 1] == after[end - 1]) {
            end--;
        }
        return end;
    }

    int word(int offset) {
        return ByteBuffer.wrap(after).order(ByteOrder.LITTLE_ENDIAN).getInt(offset);
    }

    long longAt(int offset) {
        return ByteBuffer.wrap(after).order(ByteOrder.LITTLE_ENDIAN).getLong(offset);
    }

    int bits() {
        return word(0);
    }

    int size() {
        return word(4);
    }

    int remote() {
        return word(8);
    }

    int local() {
        return word(12);
    }

    int reserved() {
        return word(16);
    }

    int id() {
        return word(20);
    }

    byte[] bytes(int from, int to) {
        return Arrays.copyOfRange(after, from, to);
    }

    /** A word of the trailer: 0 type, 4 size, 8 number, 12 and 16 sender, 20 audit, 52 context, 60 ad, 64 labels. */
    int trailer(int offset) {
        return word(size() + offset);
    }

    Descriptor descriptor(int index) {
        int at = 28;
        for (int i = 0; i < index; i++) {
            at += after[at + 11] == 0 ? 12 : 16;
        }
        int type = after[at + 11];
        return type == 0
                ? new Descriptor(type, word(at), after[at + 10], 0, 0, 0, 0)
                : new Descriptor(type, 0, after[at + 10], longAt(at), word(at + 12), after[at + 9], after[at + 8]);
    }
}
