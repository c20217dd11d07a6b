// SPDX-License-Identifier: Apache-2.0
package org.mach4j.mig;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mach4j.MachException;
import org.mach4j.Memory;
import org.mach4j.Message;
import org.mach4j.MessageBuilder;
import org.mach4j.ReceiveRight;
import org.mach4j.Right;
import org.mach4j.SendOnceRight;
import org.mach4j.SendRight;
import org.mach4j.Transfer;
import org.mach4j.abi.MigErrors;

/** Writes MIG's data types into a message, and sends requests. Used by generated code (spec 06 §3.2, §3.5). */
public final class MigWriter {
    /** The NDR record of a little-endian machine: eight bytes, as one number. */
    private static final long NDR = 0x1_0000_0000L;

    private MigWriter() {}

    /** Adds the NDR record, which stands before any data. */
    public static void ndr(MessageBuilder message) {
        message.putLong(NDR);
    }

    /** Adds elements of 16 bits. */
    public static void shorts(MessageBuilder message, short... values) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(values);
        message.putBytes(bytes);
    }

    /** Adds elements of 32 bits. */
    public static void ints(MessageBuilder message, int... values) {
        for (int value : values) {
            message.putInt(value);
        }
    }

    /** Adds elements of 64 bits. */
    public static void longs(MessageBuilder message, long... values) {
        for (long value : values) {
            message.putLong(value);
        }
    }

    /** Checks the length of an array that always has so many elements. */
    public static void exactly(int length, int count) {
        if (length != count) {
            throw new IllegalArgumentException("an array of " + count + " elements is needed, not of " + length);
        }
    }

    /**
     * Adds the count of a bounded array.
     *
     * @throws MachException {@code MIG_ARRAY_TOO_LARGE}, and nothing is sent
     */
    public static void count(MessageBuilder message, int length, int bound) {
        if (length > bound) {
            throw new MachException(
                    MigErrors.MIG_ARRAY_TOO_LARGE, "an array of " + length + " elements, not of " + bound);
        }
        message.putInt(length);
    }

    /** Adds text in a field of a fixed size, cut where it is too long, zeros behind it. */
    public static void cString(MessageBuilder message, String text, int size) {
        message.putBytes(Arrays.copyOf(cut(text, size), size));
    }

    /** Adds text with its size, cut where it is too long. */
    public static void variableCString(MessageBuilder message, String text, int bound) {
        byte[] utf8 = cut(text, bound);
        message.putInt(0).putInt(utf8.length + 1).putBytes(Arrays.copyOf(utf8, utf8.length + 1));
    }

    private static byte[] cut(String text, int size) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return utf8.length < size ? utf8 : Arrays.copyOf(utf8, size - 1);
    }

    /** Adds bytes out of line. */
    public static void outOfLine(MessageBuilder message, byte... values) {
        message.copyMemory(ByteBuffer.wrap(values));
    }

    /** Adds elements of 16 bits out of line. */
    public static void outOfLine(MessageBuilder message, short... values) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(values);
        message.copyMemory(bytes);
    }

    /** Adds elements of 32 bits out of line. */
    public static void outOfLine(MessageBuilder message, int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        message.copyMemory(bytes);
    }

    /** Adds elements of 64 bits out of line. */
    public static void outOfLine(MessageBuilder message, long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        message.copyMemory(bytes);
    }

    /** Adds an array of send rights out of line. */
    public static void sends(MessageBuilder message, List<Transfer<SendRight>> rights) {
        if (rights.isEmpty()) {
            message.addNone(Transfer.noSend());
        } else {
            message.addAll(rights);
        }
    }

    /** Moves an array of send rights into a reply. */
    public static void moveSends(MessageBuilder message, List<? extends @Nullable SendRight> rights) {
        sends(message, rights.stream().map(MigWriter::moveSend).toList());
    }

    private static Transfer<SendRight> moveSend(@Nullable SendRight right) {
        return right == null ? Transfer.moveNoSend() : Transfer.moveSend(right);
    }

    /** Moves a right into a reply. */
    public static void move(MessageBuilder message, @Nullable SendRight right) {
        message.add(moveSend(right));
    }

    /** Moves a right into a reply. */
    public static void move(MessageBuilder message, @Nullable SendOnceRight right) {
        message.add(right == null ? Transfer.noSendOnce() : Transfer.moveSendOnce(right));
    }

    /** Moves a right into a reply. */
    public static void move(MessageBuilder message, @Nullable ReceiveRight right) {
        message.add(right == null ? Transfer.noReceive() : Transfer.moveReceive(right));
    }

    /** Moves a right of any kind into a reply. */
    public static void move(MessageBuilder message, @Nullable Right right) {
        if (right instanceof SendOnceRight once) {
            move(message, once);
        } else if (right instanceof ReceiveRight receive) {
            move(message, receive);
        } else {
            move(message, (SendRight) right);
        }
    }

    /** Takes out-of-line bytes out of a message. */
    public static byte[] takeBytes(Message message) {
        try (Memory memory = message.takeMemory()) {
            byte[] values = new byte[Math.toIntExact(memory.size())];
            memory.buffer().get(values);
            return values;
        }
    }

    /** Takes out-of-line elements of 16 bits out of a message. */
    public static short[] takeShorts(Message message) {
        try (Memory memory = message.takeMemory()) {
            short[] values = new short[Math.toIntExact(memory.size() / 2)];
            memory.buffer().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(values);
            return values;
        }
    }

    /** Takes out-of-line elements of 32 bits out of a message. */
    public static int[] takeInts(Message message) {
        try (Memory memory = message.takeMemory()) {
            int[] values = new int[Math.toIntExact(memory.size() / 4)];
            memory.buffer().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(values);
            return values;
        }
    }

    /** Takes out-of-line elements of 64 bits out of a message. */
    public static long[] takeLongs(Message message) {
        try (Memory memory = message.takeMemory()) {
            long[] values = new long[Math.toIntExact(memory.size() / 8)];
            memory.buffer().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(values);
            return values;
        }
    }

    /** Sends a request and waits for its reply; a request that cannot be sent is destroyed. */
    public static Message call(MessageBuilder request, SendRight to, @Nullable Duration timeout) {
        try (request) {
            request.to(to);
            return timeout == null ? request.call() : request.call(timeout);
        }
    }

    /** Sends a request without a reply; one that cannot be sent is destroyed. */
    public static void send(MessageBuilder request, SendRight to, @Nullable Duration timeout) {
        try (request) {
            request.to(to);
            if (timeout == null) {
                request.send();
            } else {
                request.send(timeout);
            }
        }
    }
}
