// SPDX-License-Identifier: Apache-2.0
package org.mach4j.libsystem;

import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory of one thread for what its calls point at.
 * <pre>
 *  0        8        ...      64                            64 + ARRAY_BYTES
 *  | cell 0 | cell 1 |   ...  | array                       |
 * </pre>
 */
final class Scratch {
    private static final int CELLS = 64;
    /** No function writes more: the longest array is {@code host_info_data_t}, 1024 words. */
    private static final int ARRAY_BYTES = 4096;

    private static final Cleaner CLEANER = Cleaner.create();

    private final long address;
    private final ByteBuffer bytes;

    private Scratch(long address, ByteBuffer bytes) {
        this.address = address;
        this.bytes = bytes;
    }

    static Scratch of(ProcessMemory memory) {
        long address = memory.allocate(CELLS + ARRAY_BYTES);
        ByteBuffer bytes = memory.view(address, CELLS + ARRAY_BYTES).order(ByteOrder.nativeOrder());
        Scratch scratch = new Scratch(address, bytes);
        CLEANER.register(scratch, () -> memory.free(address));
        return scratch;
    }

    long cell(int index) {
        return address + index * 8L;
    }

    void set(int cell, long value) {
        bytes.putLong(cell * 8, value);
    }

    void set(int cell, int value) {
        bytes.putInt(cell * 8, value);
    }

    int getInt(int cell) {
        return bytes.getInt(cell * 8);
    }

    long getLong(int cell) {
        return bytes.getLong(cell * 8);
    }

    long array() {
        return address + CELLS;
    }

    /** Copies the first words of an array in. A count beyond what any function takes is left to the kernel to refuse. */
    void setArray(int[] words, int count) {
        if (Integer.compareUnsigned(count, ARRAY_BYTES / Integer.BYTES) <= 0) {
            for (int i = 0; i < count; i++) {
                bytes.putInt(CELLS + i * Integer.BYTES, words[i]);
            }
        }
    }

    void getArray(int[] words, int count) {
        for (int i = 0; i < count; i++) {
            words[i] = bytes.getInt(CELLS + i * Integer.BYTES);
        }
    }

    void getArray(byte[] out, int count) {
        for (int i = 0; i < count; i++) {
            out[i] = bytes.get(CELLS + i);
        }
    }
}
