// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import org.mach4j.abi.MachMessage;
import org.mach4j.abi.MachPort;

/**
 * Task memory for one message, to send from and to receive into, and what can be said about a message from its bytes
 * alone (spec 00 §2-§3): which rights and memory it owns, and how to destroy them.
 *
 * <p>The bytes are the only record of ownership. Who takes a right out of a message writes {@code MACH_PORT_NULL} over
 * its name.
 */
final class MessageBuffer {
    static final int HEADER = 24;
    static final int BODY = 28;
    static final int BITS = 0;
    static final int SIZE = 4;
    static final int REMOTE = 8;
    static final int LOCAL = 12;
    static final int RESERVED = 16;
    static final int ID = 20;
    static final int COUNT = 24;
    /** Offsets in a descriptor of a 64-bit task. */
    static final int D_NAME = 0;

    static final int D_ADDRESS = 0;
    static final int D_DEALLOCATE = 8;
    static final int D_COPY = 9;
    static final int D_DISPOSITION = 10;
    static final int D_TYPE = 11;
    static final int D_SIZE = 12;

    /** Trailer up to the context, which is all this library asks for. */
    static final int TRAILER = 60;
    /** Room for any trailer, whatever the kernel adds (spec 01 §9.3). */
    static final int TRAILER_ROOM = 68;

    /** What the memory is, apart from the buffer, so that a cleaner can give it back. */
    private static final class Block implements Runnable {
        private final Mach mach;
        private long address;
        private int capacity;
        /** Whether the message in it owns rights or memory, which nothing gives back if the buffer is lost. */
        private volatile boolean ownsRights;

        Block(Mach mach, int capacity) {
            this.mach = mach;
            this.capacity = capacity;
            this.address = mach.memory().allocate(capacity);
        }

        @Override
        public void run() {
            if (!mach.isOpen()) {
                return;
            }
            if (ownsRights) {
                Leaks.LOG.log(
                        Level.WARNING,
                        "a message that owns rights or memory became unreachable without close(); they stay in the task");
            }
            mach.memory().free(address, capacity);
        }
    }

    private final Mach mach;
    private final Block block;
    private ByteBuffer bytes;

    MessageBuffer(Mach mach, int capacity) {
        this.mach = mach;
        this.block = new Block(mach, capacity);
        this.bytes = mach.memory().buffer(block.address, capacity);
        Leaks.CLEANER.register(this, block);
    }

    long address() {
        return block.address;
    }

    int capacity() {
        return block.capacity;
    }

    ByteBuffer bytes() {
        return bytes;
    }

    void ownsRights(boolean owns) {
        block.ownsRights = owns;
    }

    /** Makes room for so many bytes, keeping the first {@code keep}. */
    void ensure(long needed, int keep) {
        if (needed <= block.capacity) {
            return;
        }
        if (needed > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a message of " + needed + " bytes is larger than any kernel takes");
        }
        int capacity = (int) Math.min(Integer.MAX_VALUE, Math.max(needed, 2L * block.capacity));
        long address = mach.memory().allocate(capacity);
        ByteBuffer grown = mach.memory().buffer(address, capacity);
        grown.put(0, bytes, 0, keep);
        mach.memory().free(block.address, block.capacity);
        block.address = address;
        block.capacity = capacity;
        bytes = grown;
    }

    // --- header -------------------------------------------------------------------------------------------------

    int bits() {
        return bytes.getInt(BITS);
    }

    int remoteDisposition() {
        return bits() & 0xff;
    }

    int localDisposition() {
        return bits() >>> 8 & 0xff;
    }

    boolean isComplex() {
        return bits() < 0;
    }

    /** The descriptor count; a complex message of a bare header has none (spec 01 §4.5). */
    int descriptorCount(int size) {
        return isComplex() && size >= BODY ? bytes.getInt(COUNT) : 0;
    }

    /** The size in a 64-bit task of the descriptor at an offset, or 0 for an unknown type. */
    int descriptorSize(int at) {
        return switch (bytes.get(at + D_TYPE)) {
            case MachMessage.MACH_MSG_PORT_DESCRIPTOR -> 12;
            case MachMessage.MACH_MSG_OOL_DESCRIPTOR,
                    MachMessage.MACH_MSG_OOL_PORTS_DESCRIPTOR,
                    MachMessage.MACH_MSG_OOL_VOLATILE_DESCRIPTOR,
                    MachMessage.MACH_MSG_GUARDED_PORT_DESCRIPTOR -> 16;
            default -> 0;
        };
    }

    // --- destruction --------------------------------------------------------------------------------------------

    /**
     * Destroys the right in one of the header's fields, if the message owns it.
     *
     * @param field {@link #REMOTE} or {@link #LOCAL}
     */
    void destroyHeaderRight(int field) {
        int disposition = field == REMOTE ? remoteDisposition() : localDisposition();
        if (Transfer.isMove(disposition)) {
            destroyRight(bytes.getInt(field), disposition);
        }
        bytes.putInt(field, Right.NULL);
    }

    /**
     * Destroys the rights and memory that the descriptors own, first to last, and forgets them. Stops quietly at a
     * descriptor that is none, or reaches beyond {@code end}.
     *
     * @param received whether memory is the receiver's even where its deallocate flag says 0 (spec 02 §13.3)
     */
    void destroyBody(int end, boolean received) {
        int at = BODY;
        for (int left = descriptorCount(end); left > 0 && at + 12 <= end; left--) {
            int size = descriptorSize(at);
            if (size == 0 || at + size > end) {
                return;
            }
            destroyDescriptor(at, received);
            at += size;
        }
    }

    private void destroyDescriptor(int at, boolean received) {
        int disposition = bytes.get(at + D_DISPOSITION);
        switch (bytes.get(at + D_TYPE)) {
            case MachMessage.MACH_MSG_PORT_DESCRIPTOR -> {
                if (Transfer.isMove(disposition)) {
                    destroyRight(bytes.getInt(at + D_NAME), disposition);
                }
                bytes.putInt(at + D_NAME, Right.NULL);
            }
            case MachMessage.MACH_MSG_GUARDED_PORT_DESCRIPTOR -> {
                if (Transfer.isMove(disposition)) {
                    destroyRight(bytes.getInt(at + 12), disposition);
                }
                bytes.putInt(at + 12, Right.NULL);
            }
            case MachMessage.MACH_MSG_OOL_PORTS_DESCRIPTOR -> {
                long address = bytes.getLong(at + D_ADDRESS);
                int count = bytes.getInt(at + D_SIZE);
                if (address != 0 && count != 0) {
                    if (Transfer.isMove(disposition)) {
                        ByteBuffer names = mach.memory().buffer(address, Math.multiplyExact(count, 4));
                        for (int i = 0; i < count; i++) {
                            destroyRight(names.getInt(4 * i), disposition);
                        }
                    }
                    if (received || bytes.get(at + D_DEALLOCATE) != 0) {
                        mach.deallocate(address, 4L * count);
                    }
                }
                forgetMemory(at);
            }
            default -> {
                long address = bytes.getLong(at + D_ADDRESS);
                long size = Integer.toUnsignedLong(bytes.getInt(at + D_SIZE));
                if (address != 0 && size != 0 && (received || bytes.get(at + D_DEALLOCATE) != 0)) {
                    mach.deallocate(address, size);
                }
                forgetMemory(at);
            }
        }
    }

    private void forgetMemory(int at) {
        bytes.putLong(at + D_ADDRESS, 0);
        bytes.putInt(at + D_SIZE, 0);
    }

    private void destroyRight(int name, int disposition) {
        if (name == Right.NULL || name == Right.DEAD) {
            return;
        }
        // As mach_msg_destroy does, whatever the kernel says (spec 01 §2.5): a right may have died or been taken by its
        // name.
        if (disposition == MachMessage.MACH_MSG_TYPE_MOVE_RECEIVE) {
            mach.calls().mach_port_mod_refs(mach.task(), name, MachPort.MACH_PORT_RIGHT_RECEIVE, -1);
        } else {
            mach.calls().mach_port_deallocate(mach.task(), name);
        }
    }
}
