// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Little-endian access to buffers, whatever their byte order is set to: every kernel spoken to is little-endian, and a
 * buffer in the wrong order would otherwise corrupt a message without a word. Offsets are absolute and need no alignment.
 */
final class Le {
    private static final VarHandle SHORT =
            MethodHandles.byteBufferViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Le() {}

    static int getByte(ByteBuffer buffer, int offset) {
        return buffer.get(offset) & 0xff;
    }

    static void putByte(ByteBuffer buffer, int offset, int value) {
        buffer.put(offset, (byte) value);
    }

    static int getShort(ByteBuffer buffer, int offset) {
        return (short) SHORT.get(buffer, offset) & 0xffff;
    }

    static void putShort(ByteBuffer buffer, int offset, int value) {
        SHORT.set(buffer, offset, (short) value);
    }

    static int getInt(ByteBuffer buffer, int offset) {
        return (int) INT.get(buffer, offset);
    }

    static void putInt(ByteBuffer buffer, int offset, int value) {
        INT.set(buffer, offset, value);
    }

    static long getLong(ByteBuffer buffer, int offset) {
        return (long) LONG.get(buffer, offset);
    }

    static void putLong(ByteBuffer buffer, int offset, long value) {
        LONG.set(buffer, offset, value);
    }
}
