// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import org.mach4j.abi.MachError;
import org.mach4j.abi.MachMessage;
import org.mach4j.abi.MachMsgReturn;
import org.mach4j.abi.MessageBodyLayout;
import org.mach4j.abi.MessageHeaderLayout;
import org.mach4j.abi.MsghBits;
import org.mach4j.abi.OolDescriptorLayout;
import org.mach4j.abi.OolPortsDescriptorLayout;
import org.mach4j.abi.PortDescriptorLayout;
import org.mach4j.abi.TrailerLayout;
import org.mach4j.abi.TypeDescriptorLayout;
import org.mach4j.transcripts.Value.Bytes;
import org.mach4j.transcripts.Value.Flag;
import org.mach4j.transcripts.Value.Items;
import org.mach4j.transcripts.Value.Num;
import org.mach4j.transcripts.Value.Text;

/** Describes the bytes that a call left in a message buffer (FORMAT, "Messages out"). */
final class MessageDescriber {
    /** What a buffer holds, which decides how its addresses are told and whether a trailer follows. */
    enum Content {
        /** A message that was received whole, or the header and trailer of one with an error. */
        RECEIVED,
        /** The header and trailer of a message that was too large; of the trailer the front alone is defined. */
        RECEIVED_TOO_LARGE,
        /** A message that a failed send gave back. */
        GIVEN_BACK,
        /** Anything else. */
        OTHER
    }

    private static final int BYTES_SHOWN = 64;
    private static final int[] KERNEL_SECURITY_TOKEN = {0, 1};
    private static final int[] KERNEL_AUDIT_TOKEN = new int[8];

    private final CaseTask task;
    private final Collection<CaseTask> all;

    /**
     * @param task whose buffer it is
     * @param all the tasks of the case, for the senders' tokens
     */
    MessageDescriber(CaseTask task, Collection<CaseTask> all) {
        this.task = task;
        this.all = all;
    }

    /** @param left what the buffer holds after the call, at least a header */
    Fields describe(byte[] left, Content content) {
        ByteBuffer bytes = ByteBuffer.wrap(left).order(ByteOrder.LITTLE_ENDIAN);
        int bits = MessageHeaderLayout.bits(bytes, 0);
        long size = Integer.toUnsignedLong(MessageHeaderLayout.size(bytes, 0));
        Fields.Builder out = Fields.builder()
                .put("bits", Num.ofU32(bits))
                .put("size", size)
                .put("remote", task.ports().of(MessageHeaderLayout.remotePort(bytes, 0)))
                .put("local", task.ports().of(MessageHeaderLayout.localPort(bytes, 0)))
                .put("reserved", Num.ofU32(MessageHeaderLayout.reserved(bytes, 0)))
                .put("id", MessageHeaderLayout.id(bytes, 0));
        if (size < MessageHeaderLayout.SIZE || size > left.length) {
            return out.build();
        }
        bytes.limit((int) size).position(MessageHeaderLayout.SIZE);
        if (MsghBits.isComplex(bits) && bytes.remaining() >= MessageBodyLayout.SIZE) {
            out.put("descs", descriptors(bytes, content));
        }
        byte[] data = new byte[bytes.remaining()];
        bytes.get(data);
        out.put("data", Bytes.of(data));
        if (content == Content.RECEIVED || content == Content.RECEIVED_TOO_LARGE) {
            int at = (int) (size + 3) & ~3;
            if (at + TrailerLayout.MINIMUM_SIZE <= left.length) {
                bytes.clear().position(at);
                out.put("trailer", trailer(bytes.slice().order(ByteOrder.LITTLE_ENDIAN), content));
            }
        }
        return out.build();
    }

    private List<Value> descriptors(ByteBuffer bytes, Content content) {
        List<Value> descriptors = new ArrayList<>();
        int count = bytes.getInt();
        for (int i = 0; Integer.compareUnsigned(i, count) < 0; i++) {
            if (bytes.remaining() < PortDescriptorLayout.SIZE) {
                break;
            }
            int at = bytes.position();
            int type = TypeDescriptorLayout.type(bytes, at);
            int length =
                    type == MachMessage.MACH_MSG_PORT_DESCRIPTOR ? PortDescriptorLayout.SIZE : OolDescriptorLayout.SIZE;
            if (type > MachMessage.MACH_MSG_OOL_VOLATILE_DESCRIPTOR || bytes.remaining() < length) {
                break;
            }
            ByteBuffer descriptor = bytes.slice(at, length).order(ByteOrder.LITTLE_ENDIAN);
            descriptors.add(
                    switch (type) {
                        case MachMessage.MACH_MSG_PORT_DESCRIPTOR -> portDescriptor(descriptor);
                        case MachMessage.MACH_MSG_OOL_PORTS_DESCRIPTOR -> portsDescriptor(descriptor, content);
                        default -> oolDescriptor(descriptor, content);
                    });
            bytes.position(at + length);
        }
        return descriptors;
    }

    private Fields portDescriptor(ByteBuffer descriptor) {
        return Fields.builder()
                .put("t", "port")
                .put("name", task.ports().of(PortDescriptorLayout.name(descriptor, 0)))
                .put("disp", PortDescriptorLayout.disposition(descriptor, 0))
                .build();
    }

    private Fields oolDescriptor(ByteBuffer descriptor, Content content) {
        long address = OolDescriptorLayout.address(descriptor, 0);
        long size = Integer.toUnsignedLong(OolDescriptorLayout.size(descriptor, 0));
        int type = OolDescriptorLayout.type(descriptor, 0);
        Fields.Builder out = Fields.builder()
                .put("t", "ool")
                .put("size", size)
                .put("dealloc", Byte.toUnsignedInt(descriptor.get(OolDescriptorLayout.DEALLOCATE_OFFSET)))
                .put("copy", OolDescriptorLayout.copy(descriptor, 0));
        if (type != MachMessage.MACH_MSG_OOL_DESCRIPTOR) {
            out.put("type", type);
        }
        if (address == 0 || content == Content.GIVEN_BACK) {
            return out.put("addr", addressOf(address, size)).build();
        }
        label(address, size, content);
        byte[] memory = size > Integer.MAX_VALUE ? null : task.memory().read(address, (int) size);
        if (memory == null) {
            return out.put("bad", Flag.TRUE).build();
        }
        out.put("offset", address & (task.memory().pageSize() - 1));
        out.put("bytes", Bytes.of(Arrays.copyOf(memory, Math.min(memory.length, BYTES_SHOWN))));
        if (memory.length > BYTES_SHOWN) {
            out.put("fnv", Bytes.parse(HexFormat.of().toHexDigits(fnv1a(memory))));
        }
        return out.build();
    }

    private Fields portsDescriptor(ByteBuffer descriptor, Content content) {
        long address = OolPortsDescriptorLayout.address(descriptor, 0);
        int count = OolPortsDescriptorLayout.count(descriptor, 0);
        long size = 4 * Integer.toUnsignedLong(count);
        Fields.Builder out = Fields.builder()
                .put("t", "ports")
                .put("count", Num.ofU32(count))
                .put("disp", OolPortsDescriptorLayout.disposition(descriptor, 0))
                .put("dealloc", Byte.toUnsignedInt(descriptor.get(OolPortsDescriptorLayout.DEALLOCATE_OFFSET)))
                .put("copy", OolPortsDescriptorLayout.copy(descriptor, 0));
        if (address == 0 || content == Content.GIVEN_BACK) {
            return out.put("addr", addressOf(address, size)).build();
        }
        label(address, size, content);
        byte[] memory = size > Integer.MAX_VALUE ? null : task.memory().read(address, (int) size);
        if (memory == null) {
            return out.put("bad", Flag.TRUE).build();
        }
        ByteBuffer names = ByteBuffer.wrap(memory).order(ByteOrder.LITTLE_ENDIAN);
        List<Value> labels = new ArrayList<>();
        while (names.hasRemaining()) {
            labels.add(task.ports().of(names.getInt()));
        }
        return out.put("names", labels).build();
    }

    /** What a failed send gave back always takes a new label. */
    private Value addressOf(long address, long size) {
        return address == 0 ? Num.of(0) : task.regions().fresh(address, size);
    }

    /** Memory that came with a message takes a label too, though it does not stand in the answer. */
    private void label(long address, long size, Content content) {
        if (content == Content.OTHER) {
            return; // the message in the buffer is the sender's own, and so is the memory
        }
        // The memory is the task's up to the end of its last page (spec 02 §13.4).
        task.regions().fresh(address, task.memory().wholePages(address + size) - address);
    }

    /** A trailer, as far as its own size and the bytes given reach. */
    Fields trailer(ByteBuffer bytes, Content content) {
        int size = TrailerLayout.trailerSize(bytes, 0);
        long there = Math.min(Integer.toUnsignedLong(size), bytes.remaining());
        boolean whole = content == Content.RECEIVED;
        Fields.Builder out = Fields.builder()
                .put("type", Num.ofU32(TrailerLayout.trailerType(bytes, 0)))
                .put("size", Num.ofU32(size));
        if (there >= TrailerLayout.SEQNO_SIZE) {
            out.put("seqno", Num.ofU32(TrailerLayout.seqno(bytes, 0)));
        }
        if (there >= TrailerLayout.SECURITY_SIZE) {
            out.put("sender", sender(words(bytes, TrailerLayout.SENDER_OFFSET, 2)));
        }
        if (there >= TrailerLayout.AUDIT_SIZE && whole) {
            out.put("audit", audit(words(bytes, TrailerLayout.AUDIT_OFFSET, 8)));
        }
        if (there >= TrailerLayout.CONTEXT_SIZE && whole) {
            out.put("context", Num.ofU64(TrailerLayout.context(bytes, 0)));
        }
        return out.build();
    }

    private Value sender(int[] token) {
        if (Arrays.equals(token, KERNEL_SECURITY_TOKEN)) {
            return new Text("kernel");
        }
        boolean known = all.stream().anyMatch(sender -> Arrays.equals(token, sender.securityToken()));
        return known ? new Text("user") : numbers(token);
    }

    private Value audit(int[] token) {
        if (Arrays.equals(token, KERNEL_AUDIT_TOKEN)) {
            return new Text("kernel");
        }
        for (CaseTask sender : all) {
            if (Arrays.equals(token, sender.auditToken())) {
                return new Text(sender.label());
            }
        }
        return numbers(token);
    }

    private static int[] words(ByteBuffer bytes, int offset, int count) {
        int[] words = new int[count];
        for (int i = 0; i < count; i++) {
            words[i] = bytes.getInt(offset + 4 * i);
        }
        return words;
    }

    private static Value numbers(int[] words) {
        return new Items(Arrays.stream(words).<Value>mapToObj(Num::ofU32).toList());
    }

    private static long fnv1a(byte[] bytes) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : bytes) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }

    /** The content of the buffer that received, or was to receive. */
    static Content afterCall(int option, int ret) {
        boolean receives = (option & MachMessage.MACH_RCV_MSG) != 0;
        int code = ret & ~MachMsgReturn.MACH_MSG_MASK;
        if (receives
                && (ret == 0
                        || code == MachMsgReturn.MACH_RCV_HEADER_ERROR
                        || code == MachMsgReturn.MACH_RCV_BODY_ERROR)) {
            return Content.RECEIVED;
        }
        if (receives && code == MachMsgReturn.MACH_RCV_TOO_LARGE && (option & MachMessage.MACH_RCV_LARGE) == 0) {
            return Content.RECEIVED_TOO_LARGE;
        }
        return givenBack(ret);
    }

    /** The content of a buffer that only sends. */
    static Content givenBack(int ret) {
        boolean sendError = (ret & ~MachError.code_emask) == MachError.err_mach_ipc;
        return sendError ? Content.GIVEN_BACK : Content.OTHER;
    }
}
