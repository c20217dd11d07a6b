// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import java.nio.ByteBuffer;
import org.mach4j.abi.MachCodes;
import org.mach4j.abi.MachMessage;
import org.mach4j.abi.MachPort;

/** Rights and messages as an expert would draw them. Asks the kernel, and never throws for what it answers. */
final class Inspection {
    private static final String[] KINDS = {"send", "receive", "send-once", "port set", "dead name"};
    private static final int DATA_SHOWN = 256;

    private Inspection() {}

    static String disposition(int disposition) {
        return switch (disposition) {
            case 0 -> "none";
            case MachMessage.MACH_MSG_TYPE_MOVE_RECEIVE -> "move-receive";
            case MachMessage.MACH_MSG_TYPE_MOVE_SEND -> "move-send";
            case MachMessage.MACH_MSG_TYPE_MOVE_SEND_ONCE -> "move-send-once";
            case MachMessage.MACH_MSG_TYPE_COPY_SEND -> "copy-send";
            case MachMessage.MACH_MSG_TYPE_MAKE_SEND -> "make-send";
            case MachMessage.MACH_MSG_TYPE_MAKE_SEND_ONCE -> "make-send-once";
            default -> "disposition " + disposition;
        };
    }

    /** What a receiver holds by a disposition. */
    private static String right(int disposition) {
        return switch (disposition) {
            case MachMessage.MACH_MSG_TYPE_MOVE_RECEIVE -> "receive right";
            case MachMessage.MACH_MSG_TYPE_MOVE_SEND -> "send right";
            case MachMessage.MACH_MSG_TYPE_MOVE_SEND_ONCE -> "send-once right";
            default -> disposition(disposition);
        };
    }

    static String descriptorType(int type) {
        return switch (type) {
            case MachMessage.MACH_MSG_PORT_DESCRIPTOR -> "a right";
            case MachMessage.MACH_MSG_OOL_DESCRIPTOR, MachMessage.MACH_MSG_OOL_VOLATILE_DESCRIPTOR -> "memory";
            case MachMessage.MACH_MSG_OOL_PORTS_DESCRIPTOR -> "an array of rights";
            default -> "a descriptor of type " + type;
        };
    }

    /** The kinds of right under a name, as words. */
    static String kinds(int type) {
        StringBuilder words = new StringBuilder();
        for (int kind = 0; kind < KINDS.length; kind++) {
            if ((type & (1 << (kind + 16))) != 0) {
                words.append(words.length() == 0 ? "" : "+").append(KINDS[kind]);
            }
        }
        return words.length() == 0 ? "nothing" : words.toString();
    }

    /** What the kernel says of a name, in brackets. */
    static String describe(Mach mach, int name) {
        if (name == Right.NULL || name == Right.DEAD || !mach.isOpen()) {
            return "";
        }
        int[] type = new int[1];
        int code = mach.calls().mach_port_type(mach.task(), name, type);
        if (code != 0) {
            return " [" + MachCodes.name(code) + "]";
        }
        StringBuilder text = new StringBuilder(" [").append(kinds(type[0]));
        int send = refs(mach, name, MachPort.MACH_PORT_RIGHT_SEND);
        int dead = refs(mach, name, MachPort.MACH_PORT_RIGHT_DEAD_NAME);
        if (send + dead > 0) {
            text.append(", ").append(send + dead).append(send + dead == 1 ? " reference" : " references");
        }
        if ((type[0] & MachPort.MACH_PORT_TYPE_RECEIVE) != 0) {
            PortStatus.find(mach, name).ifPresent(status -> text.append(", ").append(describe(status)));
        }
        return text.append(']').toString();
    }

    static String describe(PortStatus status) {
        StringBuilder text = new StringBuilder()
                .append(status.queued())
                .append(" of ")
                .append(status.queueLimit())
                .append(" queued, seqno ")
                .append(status.nextSequenceNumber())
                .append(", make-send ")
                .append(status.makeSendCount());
        if (!status.hasSendRights()) {
            text.append(", no senders");
        }
        if (status.sendOnceRights() != 0) {
            text.append(", ").append(status.sendOnceRights()).append(" send-once");
        }
        if (status.portSets() != 0) {
            text.append(", in ").append(status.portSets()).append(status.portSets() == 1 ? " set" : " sets");
        }
        return text.toString();
    }

    private static int refs(Mach mach, int name, int right) {
        int[] refs = new int[1];
        return mach.calls().mach_port_get_refs(mach.task(), name, right, refs) == 0 ? refs[0] : 0;
    }

    // --- messages -----------------------------------------------------------------------------------------------

    static String draw(ByteBuffer bytes, int size, boolean received) {
        int bits = bytes.getInt(MessageBuffer.BITS);
        StringBuilder text = new StringBuilder();
        text.append("message id ")
                .append(bytes.getInt(MessageBuffer.ID))
                .append(", ")
                .append(size)
                .append(" bytes, bits 0x")
                .append(Integer.toHexString(bits))
                .append(bits < 0 ? " (complex)" : "")
                .append('\n');
        int remote = bytes.getInt(MessageBuffer.REMOTE);
        int local = bytes.getInt(MessageBuffer.LOCAL);
        if (received) {
            line(text, "received on", Names.hex(local) + ", sent by " + right(bits >>> 8 & 0xff));
            line(text, "reply to", remote == Right.NULL ? "nobody" : right(bits & 0xff) + " " + Names.hex(remote));
        } else {
            line(text, "to", Names.hex(remote) + " by " + disposition(bits & 0xff));
            line(
                    text,
                    "reply to",
                    local == Right.NULL ? "nobody" : Names.hex(local) + " by " + disposition(bits >>> 8 & 0xff));
        }
        int at = drawDescriptors(text, bytes, size, bits < 0, received);
        drawData(text, bytes, at, size);
        if (received) {
            drawTrailer(text, bytes, size);
        }
        return text.substring(0, text.length() - 1);
    }

    private static void line(StringBuilder text, String what, String value) {
        text.append("  ").append(what);
        for (int i = what.length(); i < 12; i++) {
            text.append(' ');
        }
        text.append(value).append('\n');
    }

    private static int drawDescriptors(
            StringBuilder text, ByteBuffer bytes, int size, boolean complex, boolean received) {
        if (!complex || size < MessageBuffer.BODY) {
            return MessageBuffer.HEADER;
        }
        int at = MessageBuffer.BODY;
        for (int i = 0; i < bytes.getInt(MessageBuffer.COUNT) && at + 12 <= size; i++) {
            int type = bytes.get(at + MessageBuffer.D_TYPE);
            int disposition = bytes.get(at + MessageBuffer.D_DISPOSITION);
            String held = received ? right(disposition) : disposition(disposition);
            String what = "[" + i + "]";
            if (type == MachMessage.MACH_MSG_PORT_DESCRIPTOR) {
                line(text, what, held + " " + Names.hex(bytes.getInt(at)));
                at += 12;
                continue;
            }
            String place = " at 0x" + Long.toHexString(bytes.getLong(at));
            String count = Integer.toUnsignedString(bytes.getInt(at + MessageBuffer.D_SIZE));
            line(
                    text,
                    what,
                    type == MachMessage.MACH_MSG_OOL_PORTS_DESCRIPTOR
                            ? "array of " + count + " by " + held + place
                            : descriptorType(type) + ", " + count + " bytes" + place);
            at += 16;
        }
        return at;
    }

    private static void drawData(StringBuilder text, ByteBuffer bytes, int from, int size) {
        int shown = Math.min(size, from + DATA_SHOWN);
        for (int row = from; row < shown; row += 16) {
            StringBuilder hex = new StringBuilder();
            StringBuilder characters = new StringBuilder();
            for (int i = row; i < row + 16; i++) {
                if (i < shown) {
                    int b = bytes.get(i) & 0xff;
                    hex.append(Character.forDigit(b >> 4, 16))
                            .append(Character.forDigit(b & 15, 16))
                            .append(' ');
                    characters.append(b >= 0x20 && b < 0x7f ? (char) b : '.');
                } else {
                    hex.append("   ");
                }
            }
            line(text, "@" + row, hex + " " + characters);
        }
        if (shown < size) {
            line(text, "", "and " + (size - shown) + " bytes more");
        }
    }

    private static void drawTrailer(StringBuilder text, ByteBuffer bytes, int size) {
        AuditToken sender = AuditToken.read(bytes, size + 20);
        Trailer trailer = new Trailer(
                bytes.getInt(size + 8),
                bytes.getInt(size + 12),
                bytes.getInt(size + 16),
                sender,
                bytes.getLong(size + 52));
        line(
                text,
                "trailer",
                "seqno " + trailer.sequenceNumber() + ", from "
                        + (trailer.isFromKernel()
                                ? "the kernel"
                                : "process " + sender.processId() + " uid " + sender.effectiveUserId() + " gid "
                                        + sender.effectiveGroupId())
                        + (trailer.context() == 0 ? "" : ", context 0x" + Long.toHexString(trailer.context())));
    }
}
