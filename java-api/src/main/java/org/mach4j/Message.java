// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mach4j.abi.MachMessage;

/**
 * A received message, read in place.
 *
 * <p>Rights and memory are taken in the order in which they lie in the message ({@code take…}); what is taken is the
 * taker's. Data is read in order, each item from the next multiple of 4 bytes ({@code get…}). Whatever the sender wrote,
 * reading ends at the message's end: an item that is not there, or a right of another kind, is a
 * {@link MalformedMessageException}, and takes nothing.
 *
 * <p>{@link #close} destroys the rights and memory that were not taken, the reply right included: who waits for a reply
 * then learns that none will come.
 *
 * <p>Not thread-safe.
 */
public final class Message implements AutoCloseable {
    private final Mach mach;
    private @Nullable MessageBuffer buffer;
    /** Whether there is a message in the buffer, and not just what was left from before. */
    private boolean received;

    private boolean replyTaken;
    private int generation;

    private ByteBuffer bytes;
    private int size;
    private int descriptorsLeft;
    private int descriptor;
    private int dataStart;
    private int position;

    Message(Mach mach, MessageBuffer buffer) {
        this.mach = mach;
        this.buffer = buffer;
        this.bytes = buffer.bytes();
    }

    /** What to receive into; forgets nothing, so only for a message that holds nothing. */
    MessageBuffer buffer() {
        MessageBuffer b = buffer;
        if (b == null) {
            buffer = b = mach.buffers().take();
        }
        return b;
    }

    /** Looks at the message that the kernel has put into the buffer. */
    void parse() {
        MessageBuffer b = buffer();
        bytes = b.bytes();
        received = true;
        replyTaken = false;
        generation++;
        size = bytes.getInt(MessageBuffer.SIZE);
        if (size < MessageBuffer.HEADER || size > b.capacity()) {
            received = false;
            throw new MalformedMessageException(
                    "a message that says it has " + Integer.toUnsignedString(size) + " bytes");
        }
        int count = b.descriptorCount(size);
        int at = b.isComplex() && size >= MessageBuffer.BODY ? MessageBuffer.BODY : MessageBuffer.HEADER;
        descriptor = at;
        descriptorsLeft = count;
        b.ownsRights(count != 0 || bytes.getInt(MessageBuffer.REMOTE) != Right.NULL);
        for (int i = 0; i < count; i++) {
            int length = at + 12 <= size ? b.descriptorSize(at) : 0;
            if (length == 0 || at + length > size) {
                String found = "descriptor " + i + " of " + Integer.toUnsignedString(count) + " is none";
                close();
                throw new MalformedMessageException(found);
            }
            at += length;
        }
        dataStart = at;
        position = at;
    }

    Mach mach() {
        return mach;
    }

    private MessageBuffer held() {
        MessageBuffer b = buffer;
        if (b == null || !received) {
            throw new IllegalStateException("the message was closed");
        }
        return b;
    }

    // --- header and trailer -------------------------------------------------------------------------------------

    /** The message id, as the sender chose it. */
    public int id() {
        held();
        return bytes.getInt(MessageBuffer.ID);
    }

    /** In bytes, header included and trailer not. */
    public int size() {
        held();
        return size;
    }

    /** The word that Mach carries from sender to receiver unused ({@code msgh_reserved}). */
    public int reserved() {
        held();
        return bytes.getInt(MessageBuffer.RESERVED);
    }

    /** The name of the receive right by which the message came: which member of a port set. */
    public int port() {
        held();
        return bytes.getInt(MessageBuffer.LOCAL);
    }

    /** Whether a reply right is in the message and has not been taken or used. */
    public boolean expectsReply() {
        int name = held().bytes().getInt(MessageBuffer.REMOTE);
        return name != Right.NULL && name != Right.DEAD;
    }

    /** What the kernel says about the message and its sender. */
    public Trailer trailer() {
        held();
        int at = size;
        return new Trailer(
                bytes.getInt(at + 8),
                bytes.getInt(at + 12),
                bytes.getInt(at + 16),
                AuditToken.read(bytes, at + 20),
                bytes.getLong(at + 52));
    }

    /** Whether the kernel itself sent the message; as {@link Trailer#isFromKernel}, and makes no object. */
    boolean isFromKernel() {
        held();
        int at = size + 12;
        if (bytes.getInt(at) != 0 || bytes.getInt(at + 4) != 1) {
            return false;
        }
        for (int i = 8; i < 40; i += 8) {
            if (bytes.getLong(at + i) != 0) {
                return false;
            }
        }
        return true;
    }

    // --- reply --------------------------------------------------------------------------------------------------

    /**
     * Begins the reply: a message to the reply right. The right stays in this message until the reply is sent, so that a
     * reply which is begun and not sent loses nothing; it must be sent before this message is closed.
     *
     * @param id by MIG's custom the request's id plus 100
     * @throws MalformedMessageException where the sender expects no reply
     * @throws IllegalStateException where the reply right was taken
     */
    public MessageBuilder reply(int id) {
        held();
        checkReplyRight();
        return new MessageBuilder(mach, id).answering(this);
    }

    private void checkReplyRight() {
        if (!expectsReply()) {
            if (replyTaken) {
                throw new IllegalStateException("the reply was sent, or the reply right taken");
            }
            throw new MalformedMessageException("a request that gives no right to reply to");
        }
    }

    /** Takes the reply right out for a reply that is being sent; returns its name. */
    int takeReplyName() {
        held();
        checkReplyRight();
        int name = bytes.getInt(MessageBuffer.REMOTE);
        bytes.putInt(MessageBuffer.REMOTE, Right.NULL);
        replyTaken = true;
        return name;
    }

    int replyDisposition() {
        return held().remoteDisposition();
    }

    /** Changes with each message that this object holds. */
    int generation() {
        return generation;
    }

    /**
     * Sends the error reply of MIG ({@code mig_reply_error_t}): a code and nothing else, to the reply right, which it takes
     * out of this message. Never waits; a client that is gone gets nothing.
     *
     * @param code {@code KERN_*}, {@code MIG_*} or the service's own; 0 is success
     * @throws MalformedMessageException where the sender expects no reply
     * @throws IllegalStateException where the reply right was taken
     */
    public void replyError(int code) {
        Replies.send(reply(id() + Replies.OFFSET).putLong(Replies.NDR).putInt(code));
    }

    /** Takes the reply right, to answer later; null where no reply is expected. */
    public @Nullable Destination takeReplyRight() {
        if (!expectsReply()) {
            return null;
        }
        int name = takeReplyName();
        return replyDisposition() == MachMessage.MACH_MSG_TYPE_MOVE_SEND_ONCE
                ? new SendOnceRight(mach, name)
                : new SendRight(mach, name);
    }

    // --- rights and memory --------------------------------------------------------------------------------------

    /** How many descriptors have not been taken: rights, arrays of rights and regions of memory. */
    public int descriptorsLeft() {
        held();
        return descriptorsLeft;
    }

    /**
     * Takes the next right, of whatever kind.
     *
     * @return a right the caller owns; one with {@code MACH_PORT_DEAD} for its name where the port died on the way; null
     *     where the sender put {@code MACH_PORT_NULL}
     */
    public @Nullable Right takeRight() {
        int disposition = portDescriptor("a right");
        int name = takeName();
        return name == Right.NULL ? null : right(name, disposition);
    }

    /** Takes the next right, which must be a send right; as {@link #takeRight}. */
    public @Nullable SendRight takeSend() {
        expect("a send right", MachMessage.MACH_MSG_TYPE_MOVE_SEND);
        int name = takeName();
        return name == Right.NULL ? null : new SendRight(mach, name);
    }

    /** Takes the next right, which must be a send-once right; as {@link #takeRight}. */
    public @Nullable SendOnceRight takeSendOnce() {
        expect("a send-once right", MachMessage.MACH_MSG_TYPE_MOVE_SEND_ONCE);
        int name = takeName();
        return name == Right.NULL ? null : new SendOnceRight(mach, name);
    }

    /** Takes the next right, which must be a receive right; as {@link #takeRight}. */
    public @Nullable ReceiveRight takeReceive() {
        expect("a receive right", MachMessage.MACH_MSG_TYPE_MOVE_RECEIVE);
        int name = takeName();
        return name == Right.NULL ? null : new ReceiveRight(mach, name);
    }

    private Right right(int name, int disposition) {
        return switch (disposition) {
            case MachMessage.MACH_MSG_TYPE_MOVE_RECEIVE -> new ReceiveRight(mach, name);
            case MachMessage.MACH_MSG_TYPE_MOVE_SEND_ONCE -> new SendOnceRight(mach, name);
            default -> new SendRight(mach, name);
        };
    }

    private void expect(String what, int disposition) {
        int found = portDescriptor(what);
        if (found != disposition) {
            throw new MalformedMessageException(
                    "expected " + what + ", found one sent as " + Inspection.disposition(found));
        }
    }

    /** The disposition of the next descriptor, which must be a port's. */
    private int portDescriptor(String what) {
        int at = next(what, MachMessage.MACH_MSG_PORT_DESCRIPTOR);
        int disposition = bytes.get(at + MessageBuffer.D_DISPOSITION);
        if (!Transfer.isMove(disposition) && bytes.getInt(at) != Right.NULL) {
            throw new MalformedMessageException("expected " + what + ", found disposition " + disposition);
        }
        return disposition;
    }

    private int takeName() {
        int name = bytes.getInt(descriptor);
        bytes.putInt(descriptor, Right.NULL);
        advance(12);
        return name;
    }

    /** Takes the next array of rights. Elements are null where the sender put {@code MACH_PORT_NULL}. */
    public List<@Nullable Right> takeRights() {
        int at = next("an array of rights", MachMessage.MACH_MSG_OOL_PORTS_DESCRIPTOR);
        int disposition = bytes.get(at + MessageBuffer.D_DISPOSITION);
        List<@Nullable Right> rights = new ArrayList<>();
        for (int name : takeNames(at)) {
            rights.add(name == Right.NULL ? null : right(name, disposition));
        }
        return rights;
    }

    /** Takes the next array of rights, which must be send rights; as {@link #takeRights}. */
    public List<@Nullable SendRight> takeSends() {
        int at = next("an array of send rights", MachMessage.MACH_MSG_OOL_PORTS_DESCRIPTOR);
        int disposition = bytes.get(at + MessageBuffer.D_DISPOSITION);
        if (disposition != MachMessage.MACH_MSG_TYPE_MOVE_SEND) {
            throw new MalformedMessageException(
                    "expected an array of send rights, found one sent as " + Inspection.disposition(disposition));
        }
        List<@Nullable SendRight> rights = new ArrayList<>();
        for (int name : takeNames(at)) {
            rights.add(name == Right.NULL ? null : new SendRight(mach, name));
        }
        return rights;
    }

    private int[] takeNames(int at) {
        int count = bytes.getInt(at + MessageBuffer.D_SIZE);
        long address = bytes.getLong(at + MessageBuffer.D_ADDRESS);
        if (count < 0 || (count != 0 && address == 0)) {
            throw new MalformedMessageException(
                    "an array of " + Integer.toUnsignedString(count) + " rights that is not there");
        }
        int[] names = mach.takeArray(address, count);
        bytes.putLong(at + MessageBuffer.D_ADDRESS, 0);
        bytes.putInt(at + MessageBuffer.D_SIZE, 0);
        advance(16);
        return names;
    }

    /** Takes the next region of memory, in place: nothing is copied. It is empty where the sender sent none. */
    public Memory takeMemory() {
        int at = next("memory", MachMessage.MACH_MSG_OOL_DESCRIPTOR);
        long address = bytes.getLong(at + MessageBuffer.D_ADDRESS);
        long length = Integer.toUnsignedLong(bytes.getInt(at + MessageBuffer.D_SIZE));
        Memory memory = new Memory(mach, address, length);
        bytes.putLong(at + MessageBuffer.D_ADDRESS, 0);
        bytes.putInt(at + MessageBuffer.D_SIZE, 0);
        advance(16);
        return memory;
    }

    private int next(String what, int type) {
        held();
        if (descriptorsLeft == 0) {
            throw new MalformedMessageException("expected " + what + ", but the message has no more rights or memory");
        }
        int found = bytes.get(descriptor + MessageBuffer.D_TYPE);
        if (found == MachMessage.MACH_MSG_OOL_VOLATILE_DESCRIPTOR) {
            found = MachMessage.MACH_MSG_OOL_DESCRIPTOR; // the same to a receiver (spec 02 §7.5)
        }
        if (found != type) {
            throw new MalformedMessageException("expected " + what + ", found " + Inspection.descriptorType(found));
        }
        return descriptor;
    }

    private void advance(int length) {
        descriptor += length;
        descriptorsLeft--;
    }

    // --- data ---------------------------------------------------------------------------------------------------

    /** Reads one byte and skips three of padding. */
    public byte getByte() {
        return bytes.get(take(1));
    }

    /** Reads two bytes and skips two of padding. */
    public short getShort() {
        return bytes.getShort(take(2));
    }

    /** Reads four bytes. */
    public int getInt() {
        return bytes.getInt(take(4));
    }

    /** Reads eight bytes. */
    public long getLong() {
        return bytes.getLong(take(8));
    }

    /** Reads four bytes. */
    public float getFloat() {
        return Float.intBitsToFloat(getInt());
    }

    /** Reads eight bytes. */
    public double getDouble() {
        return Double.longBitsToDouble(getLong());
    }

    /** Reads so many bytes, and skips the padding after them. */
    public byte[] getBytes(int length) {
        if (length < 0) {
            throw new MalformedMessageException("a length of " + Integer.toUnsignedString(length) + " bytes");
        }
        int at = take(length);
        byte[] values = new byte[length];
        bytes.get(at, values);
        return values;
    }

    /** Reads text as {@link MessageBuilder#putString} writes it. Bytes that are no UTF-8 are malformed. */
    public String getString() {
        int before = position;
        byte[] utf8 = getBytes(getInt());
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            position = before;
            throw new MalformedMessageException("text that is not UTF-8");
        }
    }

    /** The bytes of data that have not been read. */
    public int remaining() {
        held();
        return size - position;
    }

    /** All data, read or not: a read-only little-endian view, good until the message is closed. */
    public ByteBuffer data() {
        held();
        return view(dataStart, size);
    }

    /** The whole message from its header on, as it was received: a read-only little-endian view, good until the message is closed. */
    public ByteBuffer bytes() {
        held();
        return view(0, size);
    }

    private ByteBuffer view(int from, int to) {
        return bytes.slice(from, to - from).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    private int take(int length) {
        held();
        long padded = (long) length + 3 & ~3;
        if (padded > size - position) {
            throw new MalformedMessageException(
                    "expected " + length + " bytes of data, found " + (size - position) + " of " + (size - dataStart));
        }
        int at = position;
        position += (int) padded;
        return at;
    }

    // --- end ----------------------------------------------------------------------------------------------------

    /** Destroys what the message still owns, and keeps the buffer. */
    void clear() {
        MessageBuffer b = buffer;
        if (b != null && received) {
            b.destroyHeaderRight(MessageBuffer.REMOTE);
            b.destroyBody(size, true);
            b.ownsRights(false);
            generation++;
        }
        received = false;
    }

    /** Destroys the rights and memory that were not taken, the reply right included. Closing again does nothing. */
    @Override
    public void close() {
        clear();
        MessageBuffer b = buffer;
        if (b != null) {
            buffer = null;
            mach.buffers().give(b);
        }
    }

    /** The message as an expert would draw it: header, descriptors, data, trailer. */
    @Override
    public String toString() {
        MessageBuffer b = buffer;
        return b == null || !received ? "no message (closed)" : Inspection.draw(b.bytes(), size, true);
    }
}
