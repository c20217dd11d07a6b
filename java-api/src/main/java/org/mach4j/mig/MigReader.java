// SPDX-License-Identifier: Apache-2.0
package org.mach4j.mig;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.mach4j.MachException;
import org.mach4j.Message;
import org.mach4j.abi.MachMessage;
import org.mach4j.abi.MachNotify;
import org.mach4j.abi.MigErrors;

/**
 * Checks and reads one request or reply as MIG's stubs do, with their codes, in their order (spec 06 §3.5, §3.6). Used by
 * generated code: first the message as a whole, then every descriptor, then the data; only then does the code take rights out
 * of the message, so that a message that fails a check has lost nothing.
 */
public final class MigReader {
    private static final int HEADER = 24;
    private static final int ERROR_REPLY = 36;
    private static final int RETURN_CODE = 32;

    private final Message message;
    private final ByteBuffer bytes;
    private final int dataError;
    private int descriptor = 28;
    private int position;

    private MigReader(Message message, int dataError, int descriptors) {
        this.message = message;
        this.bytes = message.bytes();
        this.dataError = dataError;
        int at = HEADER;
        if (descriptors != 0) {
            at = descriptor;
            for (int i = 0; i < descriptors; i++) {
                at += bytes.get(at + 11) == MachMessage.MACH_MSG_PORT_DESCRIPTOR ? 12 : 16;
            }
        }
        this.position = at;
    }

    /**
     * Begins to read a request.
     *
     * @param descriptors how many a request of this routine has
     * @param min size in bytes with all variable data empty
     * @param max size in bytes with all of it full
     * @throws MachException {@code MIG_BAD_ARGUMENTS}
     */
    public static MigReader request(Message request, int descriptors, int min, int max) {
        boolean sound = descriptors(request) == descriptors
                && isComplex(request) == (descriptors != 0)
                && request.size() >= min
                && request.size() <= max;
        if (!sound) {
            throw new MachException(MigErrors.MIG_BAD_ARGUMENTS, "request " + request.id());
        }
        return new MigReader(request, MigErrors.MIG_BAD_ARGUMENTS, descriptors);
    }

    /**
     * Begins to read a reply.
     *
     * @param requestId of the request it answers
     * @throws MachException the code in the reply where it is an error; {@code MIG_REPLY_MISMATCH}, {@code MIG_TYPE_ERROR} or
     *     {@code MIG_SERVER_DIED} where it is no reply of this routine
     */
    public static MigReader reply(Message reply, int requestId, int descriptors, int min, int max) {
        String call = "MIG routine " + requestId;
        if (reply.id() != requestId + 100) {
            throw new MachException(
                    reply.id() == MachNotify.MACH_NOTIFY_SEND_ONCE
                            ? MigErrors.MIG_SERVER_DIED
                            : MigErrors.MIG_REPLY_MISMATCH,
                    call);
        }
        boolean complex = isComplex(reply);
        int size = reply.size();
        if (!complex && size == ERROR_REPLY) {
            int code = reply.bytes().getInt(RETURN_CODE);
            if (code != 0) {
                throw new MachException(code, call);
            }
        }
        if (complex != (descriptors != 0) || descriptors(reply) != descriptors || size < min || size > max) {
            throw new MachException(MigErrors.MIG_TYPE_ERROR, call);
        }
        if (!complex) {
            int code = reply.bytes().getInt(RETURN_CODE);
            if (code != 0) {
                throw new MachException(code, call);
            }
        }
        return new MigReader(reply, MigErrors.MIG_TYPE_ERROR, descriptors);
    }

    private static boolean isComplex(Message message) {
        return message.bytes().getInt(0) < 0;
    }

    private static int descriptors(Message message) {
        return isComplex(message) ? message.descriptorsLeft() : 0;
    }

    private MachException typeError() {
        return new MachException(MigErrors.MIG_TYPE_ERROR, "message " + message.id());
    }

    private MachException dataError() {
        return new MachException(dataError, "message " + message.id());
    }

    // --- descriptors --------------------------------------------------------------------------------------------

    /** The next descriptor must be a port's, of a received form: 16, 17 or 18. */
    public void checkPort(int disposition) {
        if (bytes.get(descriptor + 10) != disposition) {
            throw typeError();
        }
        checkPort();
    }

    /** The next descriptor must be a port's, of any form. */
    public void checkPort() {
        check(MachMessage.MACH_MSG_PORT_DESCRIPTOR, 12);
    }

    /** The next descriptor must be memory. Returns its size in bytes. */
    public int checkMemory() {
        int size = bytes.getInt(descriptor + 12);
        if (bytes.get(descriptor + 11) == MachMessage.MACH_MSG_OOL_VOLATILE_DESCRIPTOR) {
            descriptor += 16;
        } else {
            check(MachMessage.MACH_MSG_OOL_DESCRIPTOR, 16);
        }
        return size;
    }

    /** The next descriptor must be an array of ports of a received form. Returns the number of elements. */
    public int checkPorts(int disposition) {
        if (bytes.get(descriptor + 10) != disposition) {
            throw typeError();
        }
        int count = bytes.getInt(descriptor + 12);
        check(MachMessage.MACH_MSG_OOL_PORTS_DESCRIPTOR, 16);
        return count;
    }

    private void check(int type, int size) {
        if (bytes.get(descriptor + 11) != type) {
            throw typeError();
        }
        descriptor += size;
    }

    // --- data ---------------------------------------------------------------------------------------------------

    /** Skips the NDR record, whose contents the default receiver does not look at. */
    public void ndr() {
        take(8);
    }

    /** Reads 32 bits. */
    public int int32() {
        return bytes.getInt(take(4));
    }

    /** Reads 64 bits. */
    public long int64() {
        return bytes.getLong(take(8));
    }

    /** The element count of out-of-line data, which must be what its descriptor says. */
    public void checkCount(int bytesInDescriptor, int elementSize) {
        int count = int32();
        if (Integer.divideUnsigned(bytesInDescriptor, elementSize) != count) {
            throw typeError();
        }
    }

    /** The element count of a port array; kernels and servers do not compare it, and neither does this. */
    public void portCount() {
        int32();
    }

    /** Reads so many bytes and the padding after them. */
    public byte[] bytes(int length) {
        byte[] values = new byte[length];
        bytes.get(take(length), values);
        return values;
    }

    /** Reads so many elements of 16 bits. */
    public short[] shorts(int count) {
        int at = take(2 * count);
        short[] values = new short[count];
        for (int i = 0; i < count; i++) {
            values[i] = bytes.getShort(at + 2 * i);
        }
        return values;
    }

    /** Reads so many elements of 32 bits. */
    public int[] ints(int count) {
        int at = take(4 * count);
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = bytes.getInt(at + 4 * i);
        }
        return values;
    }

    /** Reads so many elements of 64 bits. */
    public long[] longs(int count) {
        int at = take(8 * count);
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = bytes.getLong(at + 8 * i);
        }
        return values;
    }

    /** Reads the count of a bounded array, whose elements must be there. */
    public int count(int bound, int elementSize) {
        int count = int32();
        if (Integer.compareUnsigned(count, bound) > 0 || (long) count * elementSize > bytes.limit() - position) {
            throw dataError();
        }
        return count;
    }

    /** Reads text in a field of a fixed size, in which it must end. */
    public String cString(int size) {
        int at = take(size);
        return text(at, size);
    }

    /** Reads text with its size. */
    public String variableCString(int bound) {
        int32(); // the offset, always 0
        int size = count(bound, 1);
        return text(take(size), size);
    }

    private String text(int at, int size) {
        int length = 0;
        while (length < size && bytes.get(at + length) != 0) {
            length++;
        }
        if (length == size) {
            throw dataError();
        }
        byte[] utf8 = new byte[length];
        bytes.get(at, utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** The message must end here. */
    public void end() {
        if (position != bytes.limit()) {
            throw dataError();
        }
    }

    private int take(int length) {
        int padded = length + 3 & ~3;
        if (length < 0 || padded > bytes.limit() - position) {
            throw dataError();
        }
        int at = position;
        position += padded;
        return at;
    }
}
