// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.mach4j.abi.MachMessage;
import org.mach4j.abi.MachMsgReturn;
import org.mach4j.abi.MachNotify;
import org.mach4j.abi.MigErrors;

/**
 * A message being written, in place in task memory, and sent from there.
 *
 * <p>Destination, reply right, rights, memory and data may be given in any order; on the wire rights and memory come
 * first, in the order given, then the data. Each data item begins at a multiple of 4 bytes and is followed by zeros up to
 * the next, as Mach's own protocols have it (spec 06 §3.1).
 *
 * <p>What is moved into the message belongs to it at once. {@link #send} hands everything over and leaves the builder
 * empty; {@link #reset} begins another message. A send that fails <em>gives the message back</em>: it still holds all
 * rights and memory and can be sent again, or closed, which destroys them ({@link MachException#unsent} has it too).
 * Only where the kernel refuses a right or memory <em>inside</em> a message ({@code MACH_SEND_INVALID_RIGHT},
 * {@code _INVALID_MEMORY}) it has destroyed what it took by then (spec 01 §5.1), and the builder is empty: rights that
 * are held as objects never come to that.
 *
 * <p>Not thread-safe.
 */
public final class MessageBuilder implements AutoCloseable {
    private static final int LIMIT = 50_331_572; // spec 01 §4.2
    private static final int AGAIN = 0;
    private static final Right[] NO_RIGHTS = {};
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Mach mach;
    private @Nullable MessageBuffer buffer;
    private ByteBuffer bytes = NOTHING;
    private int descriptorsEnd;
    private int end;

    /** What this answers, as long as its reply right is still there; and which of the messages that the object held. */
    private @Nullable Message request;

    private int requestGeneration;

    /** Rights that a copy or make needs, and that are still with their owners. */
    private Right[] lent = NO_RIGHTS;

    private int lentCount;
    /** How many of them are marked as in use by a call: a message given back has forgotten them before the call ends. */
    private int inUse;
    /** Memory that was lent for a copy. */
    private Memory[] lentMemory = {};

    private int lentMemoryCount;
    /** Arrays of names that the kernel reads when the message is sent. */
    private long[] arrays = {};

    private int[] arraySizes = {};
    private int arrayCount;

    MessageBuilder(Mach mach, int id) {
        this.mach = mach;
        reset(id);
    }

    /**
     * Begins another message. What the builder still holds is destroyed first.
     *
     * @param id the message id, which the kernel carries and does not interpret
     */
    public MessageBuilder reset(int id) {
        MessageBuffer fresh = buffer;
        if (fresh == null) {
            fresh = mach.buffers().take();
        } else {
            destroy(fresh);
        }
        buffer = fresh;
        bytes = fresh.bytes();
        bytes.putInt(MessageBuffer.BITS, 0);
        bytes.putInt(MessageBuffer.SIZE, 0);
        bytes.putInt(MessageBuffer.REMOTE, Right.NULL);
        bytes.putInt(MessageBuffer.LOCAL, Right.NULL);
        bytes.putInt(MessageBuffer.RESERVED, 0);
        bytes.putInt(MessageBuffer.ID, id);
        descriptorsEnd = MessageBuffer.HEADER;
        end = MessageBuffer.HEADER;
        return this;
    }

    // --- header -------------------------------------------------------------------------------------------------

    /** Sends to a port through a copy of a send right ({@code MACH_MSG_TYPE_COPY_SEND}), which stays with its owner. */
    public MessageBuilder to(SendRight destination) {
        return header(MessageBuffer.REMOTE, destination, MachMessage.MACH_MSG_TYPE_COPY_SEND);
    }

    /** Sends through a send-once right, which moves into the message ({@code MACH_MSG_TYPE_MOVE_SEND_ONCE}). */
    public MessageBuilder to(SendOnceRight destination) {
        return header(MessageBuffer.REMOTE, destination, MachMessage.MACH_MSG_TYPE_MOVE_SEND_ONCE);
    }

    /** As {@link #to(SendRight)} or {@link #to(SendOnceRight)}. */
    public MessageBuilder to(Destination destination) {
        return destination instanceof SendRight send ? to(send) : to((SendOnceRight) destination);
    }

    /**
     * Sends through a right made, copied or moved for it.
     *
     * @throws IllegalArgumentException for a receive right or none
     */
    public MessageBuilder to(Transfer<? extends Destination> destination) {
        return header(MessageBuffer.REMOTE, destination);
    }

    /** Asks for a reply on a port: a send-once right to it is made ({@code MACH_MSG_TYPE_MAKE_SEND_ONCE}). */
    public MessageBuilder replyTo(ReceiveRight port) {
        return header(MessageBuffer.LOCAL, port, MachMessage.MACH_MSG_TYPE_MAKE_SEND_ONCE);
    }

    /**
     * Gives the receiver a right to reply with.
     *
     * @throws IllegalArgumentException for a receive right or none
     */
    public MessageBuilder replyTo(Transfer<? extends Destination> reply) {
        return header(MessageBuffer.LOCAL, reply);
    }

    private MessageBuilder header(int field, Transfer<?> transfer) {
        Right source = transfer.source();
        if (source == null || transfer.disposition() == MachMessage.MACH_MSG_TYPE_MOVE_RECEIVE) {
            throw new IllegalArgumentException("a message is not sent by " + transfer);
        }
        return header(field, source, transfer.disposition());
    }

    private MessageBuilder header(int field, Right source, int disposition) {
        MessageBuffer b = full();
        if (field == MessageBuffer.REMOTE) {
            request = null;
        }
        int name = take(source, disposition);
        header(b, field, name, disposition);
        return this;
    }

    /** Puts a right that the message owns already, or that needs no owner, into the header. */
    private void header(MessageBuffer b, int field, int name, int disposition) {
        b.destroyHeaderRight(field);
        int shift = field == MessageBuffer.REMOTE ? 0 : 8;
        bytes.putInt(MessageBuffer.BITS, (b.bits() & ~(0xff << shift)) | (disposition << shift));
        bytes.putInt(field, name);
        if (Transfer.isMove(disposition)) {
            b.ownsRights(true);
        }
    }

    /** Whether the destination is a send-once right, which no queue limit holds up. */
    boolean isToSendOnce() {
        takeReplyRight();
        return full().remoteDisposition() == MachMessage.MACH_MSG_TYPE_MOVE_SEND_ONCE;
    }

    /**
     * Sends a reply as a server should: never waiting for a client. Where the client is gone, or gave a send right and lets
     * its queue fill, the reply is destroyed and this returns as if it had been received. An interruption of the thread
     * changes nothing, as nothing is waited for.
     *
     * @throws IllegalStateException where the message was sent or closed, or the request that it answers was
     */
    public void sendReply() {
        Replies.send(this);
    }

    /** Makes this the reply to a received message, whose reply right is taken when this is sent. */
    MessageBuilder answering(Message received) {
        request = received;
        requestGeneration = received.generation();
        return this;
    }

    /** Takes the reply right out of the request that this answers. */
    private void takeReplyRight() {
        Message received = request;
        if (received != null) {
            if (received.generation() != requestGeneration) {
                throw new IllegalStateException("the request was closed before the reply was sent");
            }
            int name = received.takeReplyName();
            request = null;
            header(full(), MessageBuffer.REMOTE, name, received.replyDisposition());
        }
    }

    /** Sets the word that Mach carries from sender to receiver unused ({@code msgh_reserved}). */
    public MessageBuilder reserved(int word) {
        full();
        bytes.putInt(MessageBuffer.RESERVED, word);
        return this;
    }

    // --- rights and memory --------------------------------------------------------------------------------------

    /** Adds a port descriptor. A moved right belongs to the message from now on. */
    public MessageBuilder add(Transfer<?> transfer) {
        MessageBuffer b = full();
        room(16);
        int name = take(transfer.source(), transfer.disposition());
        int at = openDescriptor(12);
        bytes.putInt(at, name);
        bytes.putInt(at + 4, 0);
        bytes.putShort(at + 8, (short) 0);
        bytes.put(at + MessageBuffer.D_DISPOSITION, (byte) transfer.disposition());
        bytes.put(at + MessageBuffer.D_TYPE, (byte) MachMessage.MACH_MSG_PORT_DESCRIPTOR);
        if (transfer.isMove()) {
            b.ownsRights(true);
        }
        return this;
    }

    /**
     * Adds an array of rights, out of line: one descriptor, however many rights. Moved rights belong to the message from
     * now on.
     *
     * @param transfers with one disposition for all
     * @throws IllegalArgumentException where the dispositions differ, or the array is empty: see {@link #addNone}
     */
    public <R extends Right> MessageBuilder addAll(List<Transfer<R>> transfers) {
        if (transfers.isEmpty()) {
            throw new IllegalArgumentException(
                    "an array of rights has a disposition even when it is empty: use addNone");
        }
        int disposition = transfers.get(0).disposition();
        for (Transfer<?> transfer : transfers) {
            if (transfer.disposition() != disposition) {
                throw new IllegalArgumentException(
                        "one array, one disposition: " + transfers.get(0) + " and " + transfer);
            }
        }
        MessageBuffer b = full();
        room(20);
        int size = Math.multiplyExact(transfers.size(), 4);
        long address = mach.memory().allocate(size);
        keepArray(address, size);
        ByteBuffer names = mach.memory().buffer(address, size);
        int at = openDescriptor(16);
        outOfLine(at, address, false, disposition, MachMessage.MACH_MSG_OOL_PORTS_DESCRIPTOR, 0);
        // The count grows with the names, so that the message owns each right from the moment it is taken.
        for (int i = 0; i < transfers.size(); i++) {
            names.putInt(4 * i, take(transfers.get(i).source(), disposition));
            bytes.putInt(at + MessageBuffer.D_SIZE, i + 1);
            if (Transfer.isMove(disposition)) {
                b.ownsRights(true);
            }
        }
        return this;
    }

    /**
     * Adds an empty array of rights.
     *
     * @param like a transfer that says what kind of rights the array is of; its right, if any, stays where it is
     */
    public MessageBuilder addNone(Transfer<?> like) {
        full();
        outOfLine(openDescriptor(16), 0, false, like.disposition(), MachMessage.MACH_MSG_OOL_PORTS_DESCRIPTOR, 0);
        return this;
    }

    /** Adds memory out of line, which stays with its owner and is copied on write. It must be held until the send. */
    public MessageBuilder copyMemory(Memory memory) {
        full();
        long address = memory.address();
        int size = size(memory);
        if (lentMemoryCount == lentMemory.length) {
            lentMemory = Arrays.copyOf(lentMemory, Math.max(4, 2 * lentMemoryCount));
        }
        lentMemory[lentMemoryCount++] = memory;
        outOfLine(
                openDescriptor(16),
                address,
                false,
                MachMessage.MACH_MSG_VIRTUAL_COPY,
                MachMessage.MACH_MSG_OOL_DESCRIPTOR,
                size);
        return this;
    }

    /** Adds memory out of line, which belongs to the message from now on. Nothing is copied. */
    public MessageBuilder moveMemory(Memory memory) {
        MessageBuffer b = full();
        int size = size(memory);
        room(20);
        long address = memory.spend();
        outOfLine(
                openDescriptor(16),
                address,
                true,
                MachMessage.MACH_MSG_VIRTUAL_COPY,
                MachMessage.MACH_MSG_OOL_DESCRIPTOR,
                size);
        b.ownsRights(true);
        return this;
    }

    /** Adds the remaining bytes of a buffer out of line. They are copied once, into memory that the message owns. */
    public MessageBuilder copyMemory(ByteBuffer source) {
        full();
        int size = source.remaining();
        Memory memory = mach.allocateMemory(size);
        if (size != 0) {
            memory.buffer().put(source.duplicate());
        }
        return moveMemory(memory);
    }

    private int size(Memory memory) {
        if (memory.mach() != mach) {
            throw new IllegalArgumentException("the memory is another task's");
        }
        if (memory.size() > 0xffff_ffffL) {
            throw new IllegalArgumentException(
                    "one descriptor carries at most 4 GiB - 1, not " + memory.size() + " bytes");
        }
        return (int) memory.size();
    }

    private void outOfLine(int at, long address, boolean deallocate, int dispositionOrCopy, int type, int size) {
        boolean ports = type == MachMessage.MACH_MSG_OOL_PORTS_DESCRIPTOR;
        bytes.putLong(at + MessageBuffer.D_ADDRESS, address);
        bytes.put(at + MessageBuffer.D_DEALLOCATE, (byte) (deallocate ? 1 : 0));
        bytes.put(at + MessageBuffer.D_COPY, (byte) (ports ? MachMessage.MACH_MSG_VIRTUAL_COPY : dispositionOrCopy));
        bytes.put(at + MessageBuffer.D_DISPOSITION, (byte) (ports ? dispositionOrCopy : 0));
        bytes.put(at + MessageBuffer.D_TYPE, (byte) type);
        bytes.putInt(at + MessageBuffer.D_SIZE, size);
    }

    /** Moves the data up and counts one more descriptor; returns its offset. */
    private int openDescriptor(int size) {
        MessageBuffer b = full();
        boolean first = !b.isComplex();
        int shift = first ? size + 4 : size;
        room(shift);
        if (end > descriptorsEnd) {
            bytes.put(descriptorsEnd + shift, bytes.duplicate(), descriptorsEnd, end - descriptorsEnd);
        }
        if (first) {
            bytes.putInt(MessageBuffer.BITS, b.bits() | MachMessage.MACH_MSGH_BITS_COMPLEX);
            bytes.putInt(MessageBuffer.COUNT, 0);
            descriptorsEnd += 4;
            end += 4;
        }
        int at = descriptorsEnd;
        descriptorsEnd += size;
        end += size;
        bytes.putInt(MessageBuffer.COUNT, bytes.getInt(MessageBuffer.COUNT) + 1);
        return at;
    }

    /** The name for a right with a disposition; takes a moved right out of its object, remembers a lent one. */
    private int take(@Nullable Right source, int disposition) {
        if (source == null) {
            return Right.NULL;
        }
        source.checkHeldBy(mach);
        if (Transfer.isMove(disposition)) {
            return source.spend("moved into a message");
        }
        int name = source.name();
        if (lentCount == lent.length) {
            lent = Arrays.copyOf(lent, Math.max(4, 2 * lentCount));
        }
        lent[lentCount++] = source;
        return name;
    }

    private void keepArray(long address, int size) {
        if (arrayCount == arrays.length) {
            arrays = Arrays.copyOf(arrays, Math.max(2, 2 * arrayCount));
            arraySizes = Arrays.copyOf(arraySizes, arrays.length);
        }
        arrays[arrayCount] = address;
        arraySizes[arrayCount++] = size;
    }

    // --- data ---------------------------------------------------------------------------------------------------

    /** Adds one byte, and three of padding. */
    public MessageBuilder putByte(int value) {
        return putInt(value & 0xff);
    }

    /** Adds two bytes, and two of padding. */
    public MessageBuilder putShort(int value) {
        return putInt(value & 0xffff);
    }

    /** Adds four bytes. */
    public MessageBuilder putInt(int value) {
        int at = open(4);
        bytes.putInt(at, value);
        return this;
    }

    /** Adds eight bytes. */
    public MessageBuilder putLong(long value) {
        int at = open(8);
        bytes.putLong(at, value);
        return this;
    }

    /** Adds four bytes. */
    public MessageBuilder putFloat(float value) {
        return putInt(Float.floatToRawIntBits(value));
    }

    /** Adds eight bytes. */
    public MessageBuilder putDouble(double value) {
        return putLong(Double.doubleToRawLongBits(value));
    }

    /** Adds bytes as they are, of a length that the receiver knows. */
    public MessageBuilder putBytes(byte... values) {
        int at = open(values.length);
        bytes.put(at, values);
        return this;
    }

    /** Adds the remaining bytes of a buffer as they are. The buffer's position stays. */
    public MessageBuilder putBytes(ByteBuffer source) {
        int length = source.remaining();
        int at = open(length);
        bytes.put(at, source, source.position(), length);
        return this;
    }

    /** Adds text: the count of its UTF-8 bytes in four bytes, then the bytes (MIG's {@code array[*:N] of char}). */
    public MessageBuilder putString(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return putInt(utf8.length).putBytes(utf8);
    }

    /** The bytes of inline data added up to now, padding included. */
    public int dataSize() {
        full();
        return end - descriptorsEnd;
    }

    /** Grows the data by so many bytes and the padding, which is zeroed; returns the offset of the first. */
    private int open(int length) {
        full();
        int padded = length + 3 & ~3;
        room(padded);
        int at = end;
        end += padded;
        if (padded != length) {
            for (int i = at + length; i < end; i++) {
                bytes.put(i, (byte) 0);
            }
        }
        return at;
    }

    private void room(int more) {
        MessageBuffer b = full();
        long needed = (long) end + more;
        if (more < 0 || needed > LIMIT) {
            throw new IllegalArgumentException(
                    "the kernel takes messages of at most " + LIMIT + " bytes; send more out of line (copyMemory)");
        }
        if (needed + MessageBuffer.TRAILER_ROOM > b.capacity()) {
            b.ensure(needed + MessageBuffer.TRAILER_ROOM, end);
            bytes = b.bytes();
        }
    }

    private MessageBuffer full() {
        MessageBuffer b = buffer;
        if (b == null) {
            throw new IllegalStateException("the message was sent or closed; reset() begins another");
        }
        return b;
    }

    // --- sending ------------------------------------------------------------------------------------------------

    /**
     * Sends the message, waiting as long as the destination's queue is full.
     *
     * <p>Rights: all go with the message. Where this throws, the message is given back, as said above.
     *
     * @throws MachException {@code MACH_SEND_INVALID_DEST} where the destination is dead
     * @throws MachInterruptedException where the thread is interrupted while it waits
     * @throws IllegalStateException where a right lent to the message is not held any more; nothing was sent
     */
    public void send() {
        sendUntil(Deadline.NONE);
    }

    /**
     * Sends the message, waiting at most so long while the destination's queue is full. With {@link Duration#ZERO} it
     * does not wait.
     *
     * @throws MachTimeoutException {@code MACH_SEND_TIMED_OUT}; the message is given back
     */
    public void send(Duration timeout) {
        sendUntil(Deadline.in(timeout));
    }

    /** As {@link #to(SendRight)} and {@link #send()}. */
    public void send(Destination destination) {
        to(destination).send();
    }

    private void sendUntil(long deadline) {
        MessageBuffer b = full();
        takeReplyRight();
        int code = trySend(b, deadline);
        if (code != 0) {
            throw failed(code, "send");
        }
        empty();
        mach.buffers().give(b);
    }

    /**
     * Sends the message and waits for the reply to it, in one call where there is no deadline. The reply port is the
     * library's, and is used again for other calls.
     *
     * @return the reply, which the caller owns
     * @throws MachException {@code MACH_SEND_INVALID_DEST} where the destination is dead; {@code MIG_SERVER_DIED} where the
     *     request was received and its reply right given up unused
     * @throws MachInterruptedException where the thread is interrupted while it waits
     * @throws IllegalStateException where the message has a reply right of its own
     */
    public Message call() {
        return callUntil(Deadline.NONE);
    }

    /**
     * As {@link #call()}, waiting at most so long for sending and receiving together.
     *
     * @throws MachTimeoutException {@code MACH_SEND_TIMED_OUT}, and the message is given back; or
     *     {@code MACH_RCV_TIMED_OUT}, and it was sent: a reply that comes later is destroyed
     */
    public Message call(Duration timeout) {
        return callUntil(Deadline.in(timeout));
    }

    /** As {@link #to(SendRight)} and {@link #call()}. */
    public Message call(Destination destination) {
        return to(destination).call();
    }

    /**
     * As {@link #send()}, on a thread of the executor: with an executor of virtual threads, waiting occupies none of the
     * host's threads on a simulated kernel. The builder must not be used until the future is complete. Where it completes
     * with a {@link MachException}, the message is given back there ({@link MachException#unsent}).
     */
    public CompletableFuture<Void> sendAsync(Executor executor) {
        return CompletableFuture.runAsync(this::send, executor);
    }

    /**
     * As {@link #call()}, on a thread of the executor: with an executor of virtual threads, waiting occupies none of the
     * host's threads on a simulated kernel. The builder must not be used until the future is complete.
     *
     * @return the reply, which belongs to whom takes it from the future; where the future was completed otherwise before,
     *     by cancelling it for one, a reply that comes is closed
     */
    public CompletableFuture<Message> callAsync(Executor executor) {
        return Replies.async(this::call, executor);
    }

    private Message callUntil(long deadline) {
        MessageBuffer b = full();
        takeReplyRight();
        if (b.localDisposition() != 0) {
            throw new IllegalStateException("the message has a reply right of its own; send() it, and receive there");
        }
        int replyPort = mach.replyPorts().take();
        boolean clean = false;
        try {
            header(b, MessageBuffer.LOCAL, replyPort, MachMessage.MACH_MSG_TYPE_MAKE_SEND_ONCE);
            int code = deadline == Deadline.NONE ? trySendReceive(b, replyPort) : trySend(b, deadline);
            if (code != 0 && !Calls.isReceiveCode(code)) {
                // A reply right that the kernel gave back is a send-once right to the port that is destroyed below.
                clean = !Transfer.isMove(b.localDisposition());
                if (buffer != null) {
                    header(b, MessageBuffer.LOCAL, Right.NULL, 0);
                }
                throw failed(code, "send for call");
            }
            empty();
            b.ownsRights(false);
            Message reply = new Message(mach, b);
            if (deadline == Deadline.NONE && code == 0) {
                reply.parse();
            } else {
                mach.receiveInto(reply, replyPort, deadline, code);
            }
            clean = true;
            if (reply.id() == MachNotify.MACH_NOTIFY_SEND_ONCE) {
                reply.close();
                throw new MachException(MigErrors.MIG_SERVER_DIED, "call");
            }
            return reply;
        } finally {
            mach.replyPorts().give(replyPort, clean);
        }
    }

    private int trySend(MessageBuffer b, long deadline) {
        SendEvent event = new SendEvent();
        event.begin();
        int code = trySendOnly(b, deadline);
        record(event, b, code);
        return code;
    }

    private void record(SendEvent event, MessageBuffer b, int code) {
        if (event.shouldCommit()) {
            event.destination = b.bytes().getInt(MessageBuffer.REMOTE);
            event.id = b.bytes().getInt(MessageBuffer.ID);
            event.size = end;
            event.code = code;
            event.commit();
        }
    }

    private int trySendOnly(MessageBuffer b, long deadline) {
        int options = MachMessage.MACH_SEND_MSG | MachMessage.MACH_SEND_INTERRUPT;
        if (!mach.waitsForever(deadline)) {
            options |= MachMessage.MACH_SEND_TIMEOUT;
        }
        try {
            useLent();
            while (true) {
                int code = mach.calls().mach_msg(b.address(), options, end, 0, Right.NULL, mach.millis(deadline), 0);
                if (code == 0) {
                    return code;
                }
                code = afterFailure(code, deadline);
                if (code != AGAIN) {
                    return code;
                }
            }
        } finally {
            unuseLent();
        }
    }

    private int trySendReceive(MessageBuffer b, int replyPort) {
        int options = MachMessage.MACH_SEND_MSG | MachMessage.MACH_SEND_INTERRUPT | Calls.RECEIVE;
        if (!mach.waitsForever(Deadline.NONE)) {
            options |= MachMessage.MACH_SEND_TIMEOUT | MachMessage.MACH_RCV_TIMEOUT;
        }
        int millis = mach.millis(Deadline.NONE);
        try {
            useLent();
            while (true) {
                int code = mach.calls().mach_msg(b.address(), options, end, b.capacity(), replyPort, millis, 0);
                if (code == 0 || Calls.isReceiveCode(code)) {
                    return code;
                }
                code = afterFailure(code, Deadline.NONE);
                if (code != AGAIN) {
                    return code;
                }
            }
        } finally {
            unuseLent();
        }
    }

    /** After a failed send: the code to fail with, or {@link #AGAIN} to send what is in the buffer now (spec 01 §5.3). */
    private int afterFailure(int code, long deadline) {
        int plain = Calls.plain(code);
        if (plain == MachMsgReturn.MACH_SEND_INTERRUPTED) {
            takeBack();
            return Thread.currentThread().isInterrupted() ? code : AGAIN;
        }
        if (plain == MachMsgReturn.MACH_SEND_TIMED_OUT) {
            takeBack();
            if (Deadline.hasPassed(deadline)) {
                return code;
            }
            return mach.isInterrupted() ? MachMsgReturn.MACH_SEND_INTERRUPTED : AGAIN;
        }
        if (plain == MachMsgReturn.MACH_SEND_NO_BUFFER
                && full().remoteDisposition() <= MachMessage.MACH_MSG_TYPE_MOVE_SEND_ONCE) {
            takeBack();
        }
        return code;
    }

    /** The kernel has put the message back: the buffer owns every right in it, copies and makes included. */
    private void takeBack() {
        lentCount = 0;
        lentMemoryCount = 0;
        full().ownsRights(true);
    }

    private MachException failed(int code, String what) {
        String call = "mach_msg (" + what + " of id " + bytes.getInt(MessageBuffer.ID) + " to "
                + Names.hex(bytes.getInt(MessageBuffer.REMOTE)) + ")";
        MessageBuilder unsent = this;
        switch (Calls.plain(code)) {
            case MachMsgReturn.MACH_SEND_TIMED_OUT -> {
                return new MachTimeoutException(code, call, this);
            }
            case MachMsgReturn.MACH_SEND_INTERRUPTED -> {
                return new MachInterruptedException(code, call, this);
            }
            case MachMsgReturn.MACH_SEND_MSG_TOO_SMALL,
                    MachMsgReturn.MACH_SEND_INVALID_DATA,
                    MachMsgReturn.MACH_SEND_INVALID_DEST,
                    MachMsgReturn.MACH_SEND_INVALID_REPLY,
                    MachMsgReturn.MACH_SEND_INVALID_HEADER,
                    MachMsgReturn.MACH_SEND_NO_BUFFER -> {}
            default -> {
                // The kernel destroyed an unknown part of the message (spec 01 §5.1).
                if (full().isComplex()) {
                    MessageBuffer b = full();
                    empty();
                    mach.buffers().give(b);
                    unsent = null;
                }
            }
        }
        return new MachException(code, call, unsent);
    }

    private void useLent() {
        for (int i = 0; i < lentMemoryCount; i++) {
            lentMemory[i].address(); // throws where it is not held any more
        }
        while (inUse < lentCount) {
            lent[inUse].use();
            inUse++;
        }
    }

    private void unuseLent() {
        while (inUse > 0) {
            lent[--inUse].unuse();
        }
    }

    /** The message is gone: the builder is empty, its memory is the caller's. */
    private void empty() {
        forget();
        buffer = null;
        bytes = NOTHING;
    }

    private void forget() {
        request = null;
        Arrays.fill(lent, 0, lentCount, null);
        lentCount = 0;
        lentMemoryCount = 0;
        freeArrays();
    }

    private void freeArrays() {
        for (int i = 0; i < arrayCount; i++) {
            mach.memory().free(arrays[i], arraySizes[i]);
        }
        arrayCount = 0;
    }

    private void destroy(MessageBuffer b) {
        b.destroyHeaderRight(MessageBuffer.REMOTE);
        b.destroyHeaderRight(MessageBuffer.LOCAL);
        b.destroyBody(end, false);
        b.ownsRights(false);
        forget();
    }

    /** Destroys the rights and memory that the message owns. Closing an empty builder does nothing. */
    @Override
    public void close() {
        MessageBuffer b = buffer;
        if (b != null) {
            destroy(b);
            empty();
            mach.buffers().give(b);
        }
    }

    /** The message as an expert would draw it: header, descriptors, data. */
    @Override
    public String toString() {
        MessageBuffer b = buffer;
        return b == null ? "no message (sent or closed)" : Inspection.draw(b.bytes(), end, false);
    }
}
