// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.mach4j.abi.MachMsgReturn;

/**
 * Writes XNU's messages in GNU Mach's encoding and back. The headers have one layout but for the word at offset 16. Where XNU has a count of
 * descriptors and then plain data, GNU Mach has typed items; descriptors become one item each, and the data of a complex message one more.
 *
 * <pre>
 *  XNU     header, [count, descriptors (12 or 16 bytes)], data           ; trailer
 *  GNU     header, [type word, name] or [long type (12), address] ..., [long type (12), data]
 * </pre>
 */
final class MessageTranslation {
    static final int HEADER = 24;
    private static final int COMPLEX = 1 << 31;

    /** By how many bytes a complex message is at most longer in GNU Mach: the type of its data less the count of descriptors. */
    static final int MOST_LONGER = 12 - 4;

    /** What XNU keeps of the header bits that a sender sets (spec 02). */
    private static final int SENDER_BITS = 0x8000ffff;

    private static final int PORT = 0;
    private static final int OOL = 1;
    private static final int OOL_PORTS = 2;
    private static final int OOL_VOLATILE = 3;
    private static final int NOTIFICATION_BITS = 18 << 8;

    /** Of a reply by a send right. */
    private static final int REPLY_BITS = 17 << 8;

    /** Half-way up the guest's address space: what it maps it maps from below, and stacks lie on top. */
    private static final int NOT_MAPPED = 0x60000000;

    private final GuestTask task;
    private final Caller caller;

    /** What the message takes along: dispositions and names, two by two. */
    private final List<Integer> carried = new ArrayList<>();

    /** Regions that the message gives away, as whole pages: from and to. */
    private final List<long[]> moved = new ArrayList<>();

    MessageTranslation(GuestTask task, Caller caller) {
        this.task = task;
        this.caller = caller;
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A message as the guest's kernel takes it. Memory that it names is brought into the guest. */
    byte[] outgoing(byte[] message) {
        if (message.length < HEADER || message.length % 4 != 0) {
            return message; // refused for its size alone
        }
        ByteBuffer in = little(message);
        ByteBuffer out = little(new byte[Caller.MESSAGE_ROOM]);
        int bits = in.getInt(0) & SENDER_BITS;
        out.put(message, 0, HEADER).putInt(0, bits).putInt(4, 0).putInt(16, 0);
        carry(bits & 0xff, in.getInt(8));
        carry(bits >> 8 & 0xff, in.getInt(12));
        if ((bits & COMPLEX) == 0) {
            room(out, message.length - HEADER);
            out.put(message, HEADER, message.length - HEADER);
            return content(out);
        }
        in.position(HEADER);
        int count = in.remaining() < 4 ? malformed() : in.getInt();
        if (count < 0 || count > in.remaining() / 12) {
            malformed();
        }
        if (count == 0) {
            throw new Incomparable("a complex message without descriptors: GNU Mach clears the bit");
        }
        for (int i = 0; i < count; i++) {
            descriptor(in, out);
        }
        int rest = in.remaining();
        if (rest > 0) {
            room(out, 12 + rest);
            out.putInt(Mach.INLINE | Mach.LONG_FORM).putInt(Mach.BYTE | 8 << 16).putInt(rest);
            out.put(message, in.position(), rest);
        }
        return content(out);
    }

    private void descriptor(ByteBuffer in, ByteBuffer out) {
        int at = in.position();
        if (in.remaining() < 12) {
            malformed();
        }
        int type = in.get(at + 11) & 0xff;
        room(out, 16);
        if (type == PORT) {
            int disposition = in.get(at + 10) & 0xff;
            if (disposition < 16 || disposition > 21) {
                throw new Incomparable("a disposition that is none makes a typed item plain data");
            }
            out.putInt(Mach.RIGHT | disposition).putInt(in.getInt(at));
            carry(disposition, in.getInt(at));
            in.position(at + 12);
            return;
        }
        if (in.remaining() < 16 || type > OOL_VOLATILE) {
            malformed();
        }
        long address = in.getLong(at);
        int count = in.getInt(at + 12);
        int disposition = in.get(at + 10) & 0xff;
        boolean deallocate = in.get(at + 8) != 0;
        boolean ports = type == OOL_PORTS;
        if ((in.get(at + 9) & 0xff) > 1) {
            throw new Incomparable("copy options: GNU Mach has none");
        }
        if (ports && (disposition < 16 || disposition > 21)) {
            throw new Incomparable("a disposition that is none makes a typed item plain data");
        }
        long bytes = ports ? 4L * Integer.toUnsignedLong(count) : Integer.toUnsignedLong(count);
        if (bytes > 1 << 20) {
            throw new Incomparable("out-of-line memory of " + bytes + " bytes");
        }
        int guest = bytes == 0 ? 0 : bring(address, (int) bytes, ports ? disposition : 0, deallocate);
        // The copy in the guest is the peer's own: it goes with the message, whatever becomes of the original.
        out.putInt(Mach.LONG_FORM | Mach.DEALLOCATE)
                .putInt(ports ? disposition | 32 << 16 : Mach.BYTE | 8 << 16)
                .putInt(count)
                .putInt(guest);
        in.position(at + 16);
    }

    /** Makes a copy in the guest of memory that a descriptor names; where that is not mapped, neither is the address returned. */
    private int bring(long address, int bytes, int disposition, boolean deallocate) {
        ByteBuffer content = task.hostMemory().find(address, bytes);
        if (content == null) {
            if (!task.hostMemory().neverMapped(address, bytes)) {
                throw new Incomparable("memory that is there in part, or in XNU alone");
            }
            return NOT_MAPPED;
        }
        if (moved.stream().anyMatch(region -> region[0] < address + bytes && address < region[1])) {
            throw new Incomparable("memory that the same message has given away");
        }
        byte[] copy = new byte[bytes];
        content.get(copy);
        for (int at = 0; disposition != 0 && at < bytes; at += 4) {
            carry(disposition, little(copy).getInt(at));
        }
        int guest = caller.give(copy, (int) (address % HostMemory.PAGE));
        if (deallocate) {
            if (!task.hostMemory().isWhole(address, bytes)) {
                throw new Incomparable("giving away a part of a region");
            }
            moved.add(
                    new long[] {HostMemory.pageOf(address), HostMemory.pageOf(address + bytes + HostMemory.PAGE - 1)});
        }
        return guest;
    }

    private void carry(int disposition, int name) {
        carried.add(disposition);
        carried.add(name);
    }

    /** What the message that was written last takes along: dispositions and names, two by two. */
    List<Integer> carried() {
        return List.copyOf(carried);
    }

    /** Takes away what the message gave away, unless sending it returned that it was refused before its body was looked at. */
    void settle(int code) {
        switch (code) {
            case MachMsgReturn.MACH_SEND_INVALID_DATA,
                    MachMsgReturn.MACH_SEND_INVALID_DEST,
                    MachMsgReturn.MACH_SEND_MSG_TOO_SMALL,
                    MachMsgReturn.MACH_SEND_INVALID_REPLY,
                    MachMsgReturn.MACH_SEND_INVALID_NOTIFY,
                    MachMsgReturn.MACH_SEND_INVALID_HEADER -> {}
            default -> moved.forEach(region -> task.hostMemory().unmap(region[0], region[1] - region[0]));
        }
        moved.clear();
    }

    private static int malformed() {
        throw new Incomparable("malformed descriptors");
    }

    private static void room(ByteBuffer out, int bytes) {
        if (bytes > out.remaining()) {
            throw new Incomparable("a message that is larger than the peer's buffer");
        }
    }

    private static byte[] content(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.position()];
        buffer.get(0, bytes);
        return bytes;
    }

    /** A received message, or one given back by a failed send. */
    record Incoming(byte[] message, int seqno) {}

    /** A message as XNU would have delivered it: names as the program sees them, memory fetched from the guest. */
    Incoming incoming(byte[] guest) {
        ByteBuffer in = little(guest);
        int size = in.getInt(4);
        int bits = in.getInt(0);
        int id = in.getInt(20);
        int seqno = in.getInt(16);
        ByteBuffer out = little(new byte[Caller.MESSAGE_ROOM + 256]);
        out.putInt(bits)
                .putInt(0)
                .putInt(seen(in.getInt(8)))
                .putInt(seen(in.getInt(12)))
                .putInt(0)
                .putInt(id);
        in.position(HEADER).limit(size);
        if (isOfTheKernel(bits, id, in)) {
            word(id, in, out);
        } else if ((bits & COMPLEX) == 0) {
            out.put(in);
        } else {
            int countAt = out.position();
            out.putInt(0);
            int count = 0;
            while (in.hasRemaining()) {
                count += item(in, out);
            }
            out.putInt(countAt, count);
        }
        out.putInt(4, out.position());
        return new Incoming(content(out), seqno);
    }

    private int seen(int name) {
        return name == -1 ? -1 : task.names().seen(name);
    }

    /** Takes one item over; returns 1 where it is a descriptor. */
    private int item(ByteBuffer in, ByteBuffer out) {
        int word = in.getInt();
        boolean longForm = (word & Mach.LONG_FORM) != 0;
        boolean inline = (word & Mach.INLINE) != 0;
        int name = word & 0xff;
        int number = word >>> 16 & 0xfff;
        if (longForm) {
            name = in.getInt() & 0xffff;
            number = in.getInt();
        }
        boolean port = name >= 16 && name <= 18;
        if (inline && port) {
            out.putInt(seen(in.getInt())).putInt(0).putInt(name << 16 | PORT << 24);
            return 1;
        }
        if (inline) {
            byte[] data = new byte[number];
            in.get(data);
            out.put(data);
            return 0;
        }
        int guest = in.getInt();
        int length = port ? 4 * number : number;
        long address = 0;
        if (length > 0) {
            byte[] content = caller.take(guest, length);
            if (port) {
                ByteBuffer names = little(content);
                for (int i = 0; i < number; i++) {
                    names.putInt(4 * i, seen(names.getInt(4 * i)));
                }
            }
            address = task.hostMemory().map(content, guest % HostMemory.PAGE);
        }
        out.putLong(address)
                .putInt(port ? name << 16 | OOL_PORTS << 24 : OOL << 24)
                .putInt(number);
        return 1;
    }

    /** What a kernel tells has one word and its type; a program's own message rarely looks so. */
    private static boolean isOfTheKernel(int bits, int id, ByteBuffer body) {
        int type = body.remaining() == 8 ? body.getInt(body.position()) : 0;
        return switch (id) {
            case 65, 72 -> bits == NOTIFICATION_BITS && type == Mach.NAME;
            // No-senders, and replies that consist of a return code. Port-destroyed is an ordinary complex message,
            // send-once a header.
            default -> (bits == NOTIFICATION_BITS || bits == REPLY_BITS) && type == Mach.INT;
        };
    }

    /** XNU: an NDR record, then the number (spec 03 §9). */
    private void word(int id, ByteBuffer in, ByteBuffer out) {
        in.getInt();
        int value = in.getInt();
        out.putInt(0).putInt(1).putInt(id == 65 || id == 72 ? seen(value) : value);
    }
}
