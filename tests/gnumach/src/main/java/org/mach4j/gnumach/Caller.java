// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A thread of the guest that makes calls: traps, and requests to kernel objects by message. It holds a reply port of its
 * own, which {@link GuestTask} keeps out of what a program sees. One call at a time.
 */
final class Caller {
    /** Requests and their replies. */
    private static final int REQUEST_AT = 0;

    private static final int REQUEST_ROOM = 0x1000;

    /** A program's messages. */
    static final int MESSAGE_AT = REQUEST_ROOM;

    static final int MESSAGE_ROOM = 0x5000;

    private static final int HEADER = 24;
    private static final int COPY_SEND = 19;
    private static final int MAKE_SEND_ONCE = 21;

    /** How long a call that cannot wait may take: it takes microseconds, but the machine is emulated on a busy host. */
    private static final Duration LIMIT = Duration.ofSeconds(8);

    private final Slot slot;
    private final BooleanSupplier taskEnded;
    private int replyPort;

    /** @param taskEnded whether the caller's task is being ended, so that no answer will come */
    Caller(Slot slot, BooleanSupplier taskEnded) {
        this.slot = slot;
        this.taskEnded = taskEnded;
    }

    Slot slot() {
        return slot;
    }

    /** Makes the reply port; {@link #useReplyPort} may give it another name. */
    int makeReplyPort() {
        replyPort = trap(Mach.MACH_REPLY_PORT);
        return replyPort;
    }

    void useReplyPort(int name) {
        replyPort = name;
    }

    int replyPort() {
        return replyPort;
    }

    int trap(int number, int... arguments) {
        Batch batch = new Batch();
        int at = batch.trap(number, arguments);
        run(batch);
        return slot.result(at);
    }

    /** Runs a batch of calls that do not wait. */
    void run(Batch batch) {
        slot.start(batch);
        if (!slot.await(LIMIT, taskEnded)) {
            throw taskEnded.getAsBoolean()
                    ? new TaskEnded()
                    : new GnuMachException("no answer within " + LIMIT.toSeconds()
                            + " s: the task's thread has died of a fault, or waits in the kernel");
        }
    }

    /** The task ended while the call was under way. */
    static final class TaskEnded extends RuntimeException {
        private static final long serialVersionUID = 1;

        TaskEnded() {
            super("the task has ended");
        }
    }

    /**
     * A reply.
     *
     * @param sent what {@code mach_msg} returned; where not 0 there is no reply
     * @param words of the reply, the header included; words 6 and 7 are the return code
     */
    record Reply(int sent, int @Nullable [] words) {
        /** The kernel's return code, or that of sending the request. */
        int code() {
            return words == null ? sent : words[7];
        }

        int word(int index) {
            if (words == null || index >= words.length) {
                throw new GnuMachException("a reply has no word " + index);
            }
            return words[index];
        }

        /** Numbers that a result of word type has, where it is in the reply itself. */
        int[] inline(int typeAt) {
            int count = word(typeAt) >>> 16 & 0xfff;
            int[] values = new int[count];
            for (int i = 0; i < count; i++) {
                values[i] = word(typeAt + 1 + i);
            }
            return values;
        }
    }

    /** Sends a request, its body given as words, and awaits the reply. */
    Reply call(int port, int id, int... body) {
        boolean complex = false;
        for (int i = 0; i + 1 < body.length; i += 2) {
            complex |= (body[i] & 0xff) >= 16 && (body[i] & ~0xff) == Mach.RIGHT;
        }
        ByteBuffer bytes = ByteBuffer.allocate(HEADER + 4 * body.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(COPY_SEND | MAKE_SEND_ONCE << 8 | (complex ? 1 << 31 : 0));
        bytes.putInt(0).putInt(port).putInt(replyPort).putInt(0).putInt(id);
        for (int word : body) {
            bytes.putInt(word);
        }
        slot.write(REQUEST_AT, bytes.array());
        int buffer = slot.address(REQUEST_AT);
        int code = trap(
                Mach.MACH_MSG, buffer, Mach.SEND_MSG | Mach.RCV_MSG, bytes.capacity(), REQUEST_ROOM, replyPort, 0, 0);
        if (code != 0) {
            drain();
            return new Reply(code, null);
        }
        int[] words = words(slot.read(REQUEST_AT, HEADER));
        if (words[5] != id + 100) {
            throw new GnuMachException("the reply to request " + id + " has id " + words[5]);
        }
        words = words(slot.read(REQUEST_AT, Math.min(words[1], REQUEST_ROOM)));
        return new Reply(0, words);
    }

    /**
     * A request whose body could not be sent has made a send-once right for the reply port all the same: its end is
     * announced there, where the next reply is expected.
     */
    private void drain() {
        int buffer = slot.address(REQUEST_AT);
        while (trap(Mach.MACH_MSG, buffer, Mach.RCV_MSG | Mach.RCV_TIMEOUT, 0, REQUEST_ROOM, replyPort, 0, 0) == 0) {
            // thrown away
        }
    }

    /** Sends a message with one item. */
    int send(int port, int disposition, int type, int value) {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER + 8).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(disposition | 1 << 31)
                .putInt(0)
                .putInt(port)
                .putInt(0)
                .putInt(0)
                .putInt(0);
        bytes.putInt(type).putInt(value);
        slot.write(REQUEST_AT, bytes.array());
        return trap(Mach.MACH_MSG, slot.address(REQUEST_AT), Mach.SEND_MSG, bytes.capacity(), 0, 0, 0, 0);
    }

    /** Receives the message that is at the reply port, as words. */
    int[] receive() {
        int buffer = slot.address(REQUEST_AT);
        int code = trap(Mach.MACH_MSG, buffer, Mach.RCV_MSG | Mach.RCV_TIMEOUT, 0, REQUEST_ROOM, replyPort, 0, 0);
        if (code != 0) {
            throw new GnuMachException("nothing at the reply port: 0x" + Integer.toHexString(code));
        }
        return words(slot.read(REQUEST_AT, words(slot.read(REQUEST_AT, HEADER))[1]));
    }

    /** An array result: out of line (then its memory is freed), or in the reply. */
    int[] array(Reply reply, int typeAt) {
        int type = reply.word(typeAt);
        boolean longForm = (type & Mach.LONG_FORM) != 0;
        int count = longForm ? reply.word(typeAt + 2) : type >>> 16 & 0xfff;
        int at = typeAt + (longForm ? 3 : 1);
        int[] values = new int[count];
        if ((type & Mach.INLINE) != 0) {
            for (int i = 0; i < count; i++) {
                values[i] = reply.word(at + i);
            }
        } else if (count > 0) {
            byte[] bytes = take(reply.word(at), 4 * count);
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(values);
        }
        return values;
    }

    /** The index after an array result. */
    static int after(Reply reply, int typeAt) {
        int type = reply.word(typeAt);
        boolean longForm = (type & Mach.LONG_FORM) != 0;
        int count = longForm ? reply.word(typeAt + 2) : type >>> 16 & 0xfff;
        return typeAt + (longForm ? 3 : 1) + ((type & Mach.INLINE) != 0 ? count : 1);
    }

    /** Reads memory that the kernel gave the task, and frees it. */
    byte[] take(int address, int length) {
        byte[] bytes = new byte[length];
        for (int at = 0; at < length; at += REQUEST_ROOM) {
            int part = Math.min(REQUEST_ROOM, length - at);
            Batch batch = new Batch();
            batch.copy(slot.address(REQUEST_AT), address + at, part);
            run(batch);
            System.arraycopy(slot.read(REQUEST_AT, part), 0, bytes, at, part);
        }
        if (length > 0) {
            trap(Mach.VM_DEALLOCATE, self, address, length);
        }
        return bytes;
    }

    /** Makes memory of the task's own with this content; whole pages, the content at an offset into the first. */
    int give(byte[] content, int offset) {
        int cell = slot.address(REQUEST_AT);
        int code = trap(Mach.VM_ALLOCATE, self, cell, offset + content.length, 1);
        if (code != 0) {
            throw new Incomparable("memory for a task that has given its task port away: 0x" + Integer.toHexString(code)
                    + ", " + content.length + " bytes");
        }
        int address = words(slot.read(REQUEST_AT, 4))[0];
        for (int at = 0; at < content.length; at += REQUEST_ROOM) {
            int part = Math.min(REQUEST_ROOM, content.length - at);
            byte[] bytes = new byte[part];
            System.arraycopy(content, at, bytes, 0, part);
            slot.write(REQUEST_AT, bytes);
            Batch batch = new Batch();
            batch.copy(address + offset + at, cell, part);
            run(batch);
        }
        return address + offset;
    }

    private int self;

    /** The name of the task's own port, for calls on its memory. */
    void self(int name) {
        self = name;
    }

    static int[] words(byte[] bytes) {
        int[] words = new int[bytes.length / 4];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(words);
        return words;
    }
}
