// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.mach4j.abi.MessageHeaderLayout;
import org.mach4j.transcripts.MessageDescriber.Content;
import org.mach4j.transcripts.Value.AddressLabel;

/** One {@code mach_msg} or {@code mach_msg_overwrite} of a step: buffers, call, and what it left in them. */
final class MessageCall implements PreparedCall {
    /** Bytes of a buffer beyond what the call is told (FORMAT, "Messages in"). */
    private static final int SLACK = 256;

    /**
     * No kernel sends or delivers a message of this size (spec 02 §2), so that a buffer for sizes above it is never used as far as it
     * would reach.
     */
    private static final long LARGEST_BUFFER = 1L << 26;

    private final CaseTask task;
    private final CaseTask.Inputs in;
    private final MessageDescriber describer;
    private final boolean overwrite;
    private final int sendSize;
    private final int rcvName;
    private final int notify;
    private final Place place;
    private final @Nullable Place rcvPlace;

    /** Where a message lies: a buffer of the harness, or memory of the program. */
    private interface Place {
        long address();

        /** The answer's description of what the place holds after the call, or null where it cannot be told. */
        @Nullable Value told(Content content);
    }

    MessageCall(CaseTask task, Op op, CaseTask.Inputs in, Collection<CaseTask> all) {
        this.task = task;
        this.in = in;
        this.describer = new MessageDescriber(task, all);
        this.overwrite = op == Op.MACH_MSG_OVERWRITE;
        Fields message = in.fields().fields("msg");
        int described = message == null ? 0 : MessageWriter.size(message);
        this.sendSize = (int) in.fields().number("send_size", described);
        int length = bufferSize(described);
        byte[] placed = message == null ? new byte[0] : MessageWriter.write(task, in.of(message));
        this.place = in.fields().has("msg_addr") ? new OwnMemory(placed) : new HarnessBuffer(length, placed);
        Fields second = in.fields().fields("rcv_msg");
        this.rcvPlace = second == null ? null : new HarnessBuffer(length, MessageWriter.write(task, in.of(second)));
        this.rcvName = in.port("rcv_name");
        this.notify = in.port("notify");
    }

    private int bufferSize(int described) {
        long send = Integer.toUnsignedLong(sendSize);
        long needed = Math.max(
                send > LARGEST_BUFFER ? described : send,
                Math.min(Integer.toUnsignedLong(in.word("rcv_size")), LARGEST_BUFFER));
        return (int) ((needed + 7) & ~7L) + SLACK;
    }

    @Override
    public Answer call() {
        int ret = trap();
        return () -> tell(ret);
    }

    private int trap() {
        boolean bare = in.fields().flag("trap");
        int option = in.word("option");
        int rcvSize = in.word("rcv_size");
        int timeout = in.word("timeout");
        long message = place.address();
        if (!overwrite) {
            return bare
                    ? task.calls().mach_msg_trap(message, option, sendSize, rcvSize, rcvName, timeout, notify)
                    : task.calls().mach_msg(message, option, sendSize, rcvSize, rcvName, timeout, notify);
        }
        long second = rcvPlace == null ? 0 : rcvPlace.address();
        return bare
                ? task.calls()
                        .mach_msg_overwrite_trap(
                                message, option, sendSize, rcvSize, rcvName, timeout, notify, second, 0)
                : task.calls()
                        .mach_msg_overwrite(message, option, sendSize, rcvSize, rcvName, timeout, notify, second, 0);
    }

    private Fields tell(int ret) {
        Fields.Builder out = Fields.builder().put("ret", Integer.toUnsignedLong(ret));
        Content received = MessageDescriber.afterCall(in.word("option"), ret);
        Value left = place.told(rcvPlace == null ? received : MessageDescriber.givenBack(ret));
        if (left != null) {
            out.put("buf", left);
        }
        Value leftInSecond = rcvPlace == null ? null : rcvPlace.told(received);
        if (leftInSecond != null) {
            out.put("rcv_buf", leftInSecond);
        }
        return out.build();
    }

    private Value told(byte[] before, byte[] after, Content content) {
        return Arrays.equals(before, after) ? Buffers.SAME : describer.describe(after, content);
    }

    /** A buffer of the harness's own, filled with 0xEE. */
    private final class HarnessBuffer implements Place {
        private final CaseMemory.Buffer buffer;
        private final byte[] before;

        HarnessBuffer(int length, byte[] message) {
            this.buffer = task.memory().borrow(length);
            buffer.bytes().put(0, message, 0, Math.min(message.length, length));
            this.before = content();
        }

        private byte[] content() {
            ByteBuffer bytes = buffer.bytes();
            byte[] content = new byte[bytes.limit()];
            bytes.get(0, content);
            return content;
        }

        @Override
        public long address() {
            return buffer.address();
        }

        @Override
        public Value told(Content content) {
            byte[] after = content();
            task.memory().giveBack(buffer);
            return MessageCall.this.told(before, after, content);
        }
    }

    /** Memory of the program's, at {@code msg_addr}. */
    private final class OwnMemory implements Place {
        private final long address;
        private final int rest;
        private final byte[] before;

        OwnMemory(byte[] message) {
            this.address = in.address("msg_addr");
            task.memory().write(address, message);
            this.rest = in.fields().get("msg_addr") instanceof AddressLabel label
                            && task.regions().address(label) != null
                    ? (int) Math.min(task.regions().rest(label), LARGEST_BUFFER)
                    : 0;
            this.before = task.memory().readWhatIsThere(address, rest);
        }

        @Override
        public long address() {
            return address;
        }

        @Override
        public @Nullable Value told(Content content) {
            byte[] after = task.memory().readWhatIsThere(address, rest);
            return after.length < MessageHeaderLayout.SIZE ? null : MessageCall.this.told(before, after, content);
        }
    }

    private static final class Buffers {
        static final Value SAME = new Value.Text("same");

        private Buffers() {}
    }
}
