// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.rules;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The bytes of a message to send, in the layout of a 64-bit task (spec 02 §3). */
final class Msg {
    private static final int COMPLEX = 0x80000000;

    private int bits;
    private int remote;
    private int local;
    private int reserved;
    private int id;
    private int headerSize = -1;
    private int count = -1;
    private boolean body;
    private final List<byte[]> descriptors = new ArrayList<>();
    private byte[] data = {};

    private Msg() {}

    /** A message to a port, the right given by a disposition. */
    static Msg to(int remote, int disposition) {
        Msg m = new Msg();
        m.remote = remote;
        m.bits = disposition;
        return m;
    }

    Msg reply(int name, int disposition) {
        local = name;
        bits |= disposition << 8;
        return this;
    }

    Msg id(int value) {
        id = value;
        return this;
    }

    Msg reserved(int value) {
        reserved = value;
        return this;
    }

    /** Sets further bits of {@code msgh_bits}. */
    Msg bits(int more) {
        bits |= more;
        return this;
    }

    /** What stands in {@code msgh_size}, in place of the size. */
    Msg headerSize(int size) {
        headerSize = size;
        return this;
    }

    /** What stands in the descriptor count, in place of the number of descriptors. */
    Msg count(int value) {
        count = value;
        return body();
    }

    /** A complex message, perhaps without descriptors. */
    Msg body() {
        body = true;
        bits |= COMPLEX;
        return this;
    }

    Msg port(int name, int disposition) {
        return port(name, disposition, 0);
    }

    /** Twelve bytes of the form of a port descriptor, of any type. */
    Msg port(int name, int disposition, int type) {
        return descriptor(
                12,
                out -> out.putInt(name)
                        .putInt(0)
                        .putShort((short) 0)
                        .put((byte) disposition)
                        .put((byte) type));
    }

    /** Out-of-line memory. */
    Msg ool(long address, int size, int copy, int deallocate) {
        return ool(address, size, copy, deallocate, 1);
    }

    Msg ool(long address, int size, int copy, int deallocate, int type) {
        return descriptor(
                16,
                out -> out.putLong(address)
                        .put((byte) deallocate)
                        .put((byte) copy)
                        .put((byte) 0)
                        .put((byte) type)
                        .putInt(size));
    }

    /** An out-of-line array of names. */
    Msg ports(long address, int elements, int disposition, int copy, int deallocate) {
        return descriptor(
                16,
                out -> out.putLong(address)
                        .put((byte) deallocate)
                        .put((byte) copy)
                        .put((byte) disposition)
                        .put((byte) 2)
                        .putInt(elements));
    }

    Msg data(byte... bytes) {
        data = bytes.clone();
        return this;
    }

    Msg words(int... words) {
        return data(bytes(4 * words.length, out -> {
            for (int word : words) {
                out.putInt(word);
            }
        }));
    }

    /** Inline data that makes the whole so many bytes. */
    Msg size(int whole) {
        data = new byte[whole - (size() - data.length)];
        return this;
    }

    int size() {
        return bytes().length;
    }

    byte[] bytes() {
        int size = 24
                + (body ? 4 : 0)
                + descriptors.stream().mapToInt(d -> d.length).sum()
                + data.length;
        return bytes(size, out -> {
            out.putInt(bits)
                    .putInt(headerSize < 0 ? size : headerSize)
                    .putInt(remote)
                    .putInt(local)
                    .putInt(reserved)
                    .putInt(id);
            if (body) {
                out.putInt(count == -1 ? descriptors.size() : count);
            }
            descriptors.forEach(out::put);
            out.put(data);
        });
    }

    private Msg descriptor(int size, Consumer<ByteBuffer> contents) {
        descriptors.add(bytes(size, contents));
        return body();
    }

    private static byte[] bytes(int size, Consumer<ByteBuffer> contents) {
        byte[] bytes = new byte[size];
        contents.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        return bytes;
    }
}
