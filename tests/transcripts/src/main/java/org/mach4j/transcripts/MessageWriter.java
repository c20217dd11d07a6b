// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.mach4j.abi.MachMessage;
import org.mach4j.abi.MessageBodyLayout;
import org.mach4j.abi.MessageHeaderLayout;
import org.mach4j.abi.OolDescriptorLayout;
import org.mach4j.abi.PortDescriptorLayout;

/**
 * Turns a message's description into bytes (FORMAT, "Messages in"; 64-bit user ABI).
 *
 * <p>Fields are put in the order of the C structs, whatever values they have: a type byte or a count may be wrong on purpose.
 */
final class MessageWriter {
    private MessageWriter() {}

    /** The size of a described message in bytes. */
    static int size(Fields message) {
        int size = MessageHeaderLayout.SIZE + message.bytes("data").size();
        if (message.has("descs")) {
            size += MessageBodyLayout.SIZE;
            for (Value descriptor : message.items("descs")) {
                size += ((Fields) descriptor).text("t").equals("port")
                        ? PortDescriptorLayout.SIZE
                        : OolDescriptorLayout.SIZE;
            }
        }
        return size;
    }

    /** The bytes of a message; its arrays of names are put into fresh memory of the task, in order. */
    static byte[] write(CaseTask task, CaseTask.Inputs message) {
        Fields fields = message.fields();
        int size = size(fields);
        ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(message.word("bits"));
        bytes.putInt((int) fields.number("size", size));
        bytes.putInt(message.port("remote"));
        bytes.putInt(message.port("local"));
        bytes.putInt(message.word("reserved"));
        bytes.putInt(message.word("id"));
        if (fields.has("descs")) {
            List<Value> descriptors = fields.items("descs");
            bytes.putInt((int) fields.number("desc_count", descriptors.size()));
            for (Value descriptor : descriptors) {
                putDescriptor(bytes, task, message.of((Fields) descriptor));
            }
        }
        bytes.put(fields.bytes("data").toArray());
        return bytes.array();
    }

    private static void putDescriptor(ByteBuffer bytes, CaseTask task, CaseTask.Inputs in) {
        switch (in.fields().text("t")) {
            case "port" -> {
                bytes.putInt(in.port("name")).putInt(0).putShort((short) 0);
                bytes.put((byte) in.word("disp")).put((byte) in.word("type"));
            }
            case "ool" -> {
                bytes.putLong(in.address("addr"));
                bytes.put((byte) in.word("dealloc")).put((byte) in.word("copy")).put((byte) 0);
                bytes.put((byte) in.fields().number("type", MachMessage.MACH_MSG_OOL_DESCRIPTOR))
                        .putInt(in.word("size"));
            }
            case "ports" -> {
                List<Value> names = in.fields().items("names");
                bytes.putLong(names.isEmpty() ? in.address("addr") : task.array(words(names, in)));
                bytes.put((byte) in.word("dealloc")).put((byte) in.word("copy")).put((byte) in.word("disp"));
                bytes.put((byte) in.fields().number("type", MachMessage.MACH_MSG_OOL_PORTS_DESCRIPTOR));
                bytes.putInt((int) in.fields().number("count", names.size()));
            }
            default -> throw new IllegalArgumentException("no descriptor: " + in.fields());
        }
    }

    private static byte[] words(List<Value> names, CaseTask.Inputs in) {
        ByteBuffer words = ByteBuffer.allocate(4 * names.size()).order(ByteOrder.LITTLE_ENDIAN);
        names.forEach(name -> words.putInt(in.port(name)));
        return words.array();
    }
}
