// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

import static org.mach4j.abi.KernReturn.KERN_INVALID_TASK;
import static org.mach4j.abi.KernReturn.KERN_NO_SPACE;
import static org.mach4j.abi.KernReturn.KERN_RESOURCE_SHORTAGE;
import static org.mach4j.abi.KernReturn.KERN_SUCCESS;
import static org.mach4j.abi.MachMessage.MACH_MSGH_BITS_PORTS_MASK;
import static org.mach4j.abi.MachMessage.MACH_MSGH_BITS_USER;
import static org.mach4j.abi.MachMessage.MACH_MSG_OOL_PORTS_DESCRIPTOR;
import static org.mach4j.abi.MachMessage.MACH_MSG_PORT_DESCRIPTOR;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_PORT_RECEIVE;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_PORT_SEND;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_PORT_SEND_ONCE;
import static org.mach4j.abi.MachMessage.MACH_MSG_VIRTUAL_COPY;
import static org.mach4j.abi.MachMsgReturn.MACH_MSG_IPC_SPACE;
import static org.mach4j.abi.MachMsgReturn.MACH_MSG_SUCCESS;
import static org.mach4j.abi.MachMsgReturn.MACH_MSG_VM_KERNEL;
import static org.mach4j.abi.MachMsgReturn.MACH_MSG_VM_SPACE;
import static org.mach4j.abi.MachMsgReturn.MACH_RCV_BODY_ERROR;
import static org.mach4j.abi.MachMsgReturn.MACH_RCV_HEADER_ERROR;
import static org.mach4j.abi.MachMsgReturn.MACH_RCV_INVALID_DATA;
import static org.mach4j.abi.MachPort.MACH_PORT_DEAD;
import static org.mach4j.abi.MachPort.MACH_PORT_NULL;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mach4j.sim.vm.AddressSpace;
import org.mach4j.sim.vm.MemoryCopy;

/** From a message of the kernel to bytes in a task, with names and addresses (spec 02 §11-§15, 01 §7-§9). */
final class CopyOut {
    private static final int HEADER_SIZE = CopyIn.HEADER_SIZE;
    private static final int BODY_SIZE = 4;
    private static final int MAX_TRAILER_SIZE = 68;
    private static final int MINIMUM_TRAILER_SIZE = 8;
    /** Messages up to this size are put together before they are written. */
    private static final int ONE_PIECE = 4096;

    // Offsets in a trailer (spec 00 §5).
    private static final int TRAILER_SIZE_OFFSET = 4;
    private static final int SEQNO_OFFSET = 8;
    private static final int TOKENS_OFFSET = 12;
    private static final int SECURITY_TOKEN_SIZE = 8;
    private static final int AUDIT_OFFSET = 20;
    private static final int CONTEXT_OFFSET = 52;

    private static final int HEADER_FAILED = MACH_RCV_HEADER_ERROR | MACH_MSG_IPC_SPACE;

    private CopyOut() {}

    // --- delivery -----------------------------------------------------------------------------------------------

    /**
     * Delivers a received message at an address: rights into the task's space, memory into its map, bytes with a
     * trailer.
     *
     * @return {@code MACH_MSG_SUCCESS}, {@code MACH_RCV_HEADER_ERROR} or {@code _BODY_ERROR} with modifiers, or
     *     {@code MACH_RCV_INVALID_DATA}; the message is used up whatever it is
     */
    static int deliver(IpcThread thread, Message message, int option, long address) {
        Port destination = Objects.requireNonNull(message.remote);
        Port reply = message.local;
        boolean replyIsPort = Port.isValid(reply);
        Space space = thread.task().space;
        int replyName = reply == null ? MACH_PORT_NULL : MACH_PORT_DEAD;
        int destinationName;
        long context;
        if (replyIsPort || destination.sendPossibleArmed || !space.active) {
            fireSendPossible(thread, destination);
            thread.copyOutErrors = 0;
            if (replyIsPort) {
                replyName = replyRight(thread, space, Objects.requireNonNull(reply), message.localType());
            }
            // A reply right that was placed is the space's, also where that ends now.
            if (thread.copyOutErrors != 0 || (!replyIsPort && !space.active)) {
                return error(thread, message, option, address, HEADER_FAILED);
            }
        }
        destinationName = consumeDestination(thread, space, destination, message.remoteType());
        context = thread.context;
        thread.task().kernel.counters.messagesReceived.increment();
        message.remote = null;
        message.local = null;
        thread.copyOutErrors = 0;
        if (message.descriptorCount != 0) {
            body(thread, message);
        }
        int code = thread.copyOutErrors == 0 ? MACH_MSG_SUCCESS : MACH_RCV_BODY_ERROR | thread.copyOutErrors;

        int trailer = Receive.trailerSize(option);
        int total = HEADER_SIZE + message.body.length + trailer;
        boolean onePiece = total <= ONE_PIECE;
        byte[] out = thread.scratch(onePiece ? total : HEADER_SIZE + MAX_TRAILER_SIZE);
        header(out, swapped(message), message.size, replyName, destinationName, message.reserved, message.id);
        int trailerOffset = onePiece ? HEADER_SIZE + message.body.length : HEADER_SIZE;
        trailer(out, trailerOffset, message.tokens, trailer, thread.sequenceNumber, context);
        AddressSpace memory = thread.task().memory;
        boolean written;
        if (onePiece) {
            System.arraycopy(message.body, 0, out, HEADER_SIZE, message.body.length);
            written = memory.copyOut(out, 0, total, address);
        } else {
            written = memory.copyOut(out, 0, HEADER_SIZE, address)
                    && memory.copyOut(message.body, 0, message.body.length, address + HEADER_SIZE)
                    && memory.copyOut(out, HEADER_SIZE, trailer, address + HEADER_SIZE + message.body.length);
        }
        MessageDeath.free(message);
        return written ? code : MACH_RCV_INVALID_DATA;
    }

    /**
     * The minimal message of a receive that failed after a message was taken (spec 01 §9.3): everything but the
     * destination is destroyed.
     *
     * @return {@code code}, or {@code MACH_RCV_INVALID_DATA} where it cannot be written
     */
    static int error(IpcThread thread, Message message, int option, long address, int code) {
        Port destination = Objects.requireNonNull(message.remote);
        Port reply = message.local;
        message.remote = null;
        message.local = null;
        int destinationName = consumeDestination(thread, thread.task().space, destination, message.remoteType());
        long context = thread.context;
        int replyName = reply == Port.DEAD ? MACH_PORT_DEAD : MACH_PORT_NULL;
        PortDeath.destroyRight(thread, reply, message.localType());
        int sequenceNumber = thread.sequenceNumber;
        boolean simple = message.descriptorCount == 0 && !message.isComplex();
        MessageDeath.cleanBody(thread, message);
        thread.task().kernel.counters.messagesReceived.increment();

        int trailer = Receive.trailerSize(option);
        byte[] out = thread.scratch(HEADER_SIZE + MAX_TRAILER_SIZE);
        header(out, swapped(message), HEADER_SIZE, replyName, destinationName, message.reserved, message.id);
        // What the trailer does not set shows the bytes under it: the message's own, then its trailer.
        if (simple) {
            underlay(out, HEADER_SIZE, message);
        } else {
            java.util.Arrays.fill(out, HEADER_SIZE, HEADER_SIZE + MAX_TRAILER_SIZE, (byte) 0);
        }
        Bytes.putInt(out, HEADER_SIZE, 0);
        Bytes.putInt(out, HEADER_SIZE + TRAILER_SIZE_OFFSET, trailer);
        Bytes.putInt(out, HEADER_SIZE + SEQNO_OFFSET, sequenceNumber);
        Tokens.KERNEL.copyTo(out, HEADER_SIZE + TOKENS_OFFSET, SECURITY_TOKEN_SIZE);
        Bytes.putLong(out, HEADER_SIZE + CONTEXT_OFFSET, context);
        MessageDeath.free(message);
        return thread.task().memory.copyOut(out, 0, HEADER_SIZE + trailer, address) ? code : MACH_RCV_INVALID_DATA;
    }

    private static void underlay(byte[] out, int offset, Message message) {
        byte[] body = message.body;
        int inline = Math.min(body.length, MAX_TRAILER_SIZE);
        byte[] original = new byte[MAX_TRAILER_SIZE];
        Bytes.putInt(original, TRAILER_SIZE_OFFSET, MINIMUM_TRAILER_SIZE);
        message.tokens.copyTo(original, TOKENS_OFFSET, Tokens.SIZE);
        System.arraycopy(body, 0, out, offset, inline);
        System.arraycopy(original, 0, out, offset + inline, MAX_TRAILER_SIZE - inline);
    }

    /**
     * Gives an unsent message back to its sender, over its send buffer (spec 02 §14). A fault is ignored: the rights are
     * in the space.
     *
     * @return the modifier bits to be put into the send's code
     */
    static int giveBack(IpcThread thread, Message message, long address) {
        Port destination = message.remote;
        Port reply = message.local;
        message.remote = null;
        message.local = null;
        thread.copyOutErrors = 0;
        int destinationName = right(thread, destination, message.remoteType());
        int replyName = right(thread, reply, message.localType());
        if (message.descriptorCount != 0) {
            body(thread, message);
        }
        int errors = thread.copyOutErrors;
        byte[] out = thread.scratch(HEADER_SIZE);
        header(
                out,
                message.bits & MACH_MSGH_BITS_USER,
                message.size,
                destinationName,
                replyName,
                message.reserved,
                message.id);
        thread.task().kernel.counters.messagesDestroyed.increment();
        AddressSpace memory = thread.task().memory;
        // The result does not matter, but without the header there is no use in the body.
        if (memory.copyOut(out, 0, HEADER_SIZE, address) && message.body.length != 0) {
            memory.copyOut(message.body, 0, message.body.length, address + HEADER_SIZE);
        }
        return errors;
    }

    private static void header(byte[] out, int bits, int size, int remote, int local, int reserved, int id) {
        Bytes.putInt(out, 0, bits);
        Bytes.putInt(out, 4, size);
        Bytes.putInt(out, 8, remote);
        Bytes.putInt(out, 12, local);
        Bytes.putInt(out, 16, reserved);
        Bytes.putInt(out, 20, id);
    }

    /** Remote and local change places for the receiver. */
    private static int swapped(Message message) {
        return (message.bits & ~MACH_MSGH_BITS_PORTS_MASK) | message.localType() | message.remoteType() << 8;
    }

    private static void trailer(byte[] out, int offset, Tokens tokens, int size, int sequenceNumber, long context) {
        Bytes.putInt(out, offset, 0);
        Bytes.putInt(out, offset + TRAILER_SIZE_OFFSET, size);
        if (size > SEQNO_OFFSET) {
            Bytes.putInt(out, offset + SEQNO_OFFSET, sequenceNumber);
        }
        if (size > TOKENS_OFFSET) {
            tokens.copyTo(out, offset + TOKENS_OFFSET, size > AUDIT_OFFSET ? Tokens.SIZE : SECURITY_TOKEN_SIZE);
        }
        if (size > CONTEXT_OFFSET) {
            Bytes.putLong(out, offset + CONTEXT_OFFSET, context);
        }
        if (size == MAX_TRAILER_SIZE) {
            Bytes.putLong(out, offset + CONTEXT_OFFSET + 8, 0);
        }
    }

    // --- header rights (spec 02 §11) ----------------------------------------------------------------------------

    /** Tells those who armed a send-possible request, by slot (spec 02 §6.7). */
    private static void fireSendPossible(IpcThread thread, Port port) {
        int slots;
        boolean boosted;
        port.lock.lock();
        try {
            if (!port.active || !port.sendPossibleArmed) {
                return;
            }
            port.sendPossibleArmed = false;
            boosted = port.sendPossibleImportance;
            port.sendPossibleImportance = false;
            slots = port.requestTable().size();
        } finally {
            port.lock.unlock();
        }
        if (boosted) {
            Importance.change(thread, port, -1);
        }
        for (int i = 1; i < slots; i++) {
            Port notify = null;
            int name = 0;
            port.lock.lock();
            try {
                RequestTable.Slot slot = port.requestTable().slot(i);
                if (port.active && slot.armed && slot.notify != null) {
                    notify = slot.notify;
                    name = slot.name;
                    slot.notify = null;
                    slot.armed = false;
                }
            } finally {
                port.lock.unlock();
            }
            Notifications.sendPossible(thread, notify, name);
        }
    }

    /** The reply right gets its name; a dead one uses up none. Errors are in the thread's {@code copyOutErrors}. */
    private static int replyRight(IpcThread thread, Space space, Port reply, int type) {
        space.lock.lock();
        try {
            reply.lock.lock();
            try {
                if (!space.active) {
                    thread.copyOutErrors |= MACH_MSG_IPC_SPACE;
                    return MACH_PORT_NULL;
                }
                if (!reply.active) {
                    return MACH_PORT_DEAD;
                }
                Entry entry = type == MACH_MSG_TYPE_PORT_SEND_ONCE ? null : space.reverse(reply);
                if (entry == null) {
                    entry = space.allocate();
                }
                if (entry == null) {
                    thread.copyOutErrors |= MACH_MSG_IPC_SPACE;
                    return MACH_PORT_NULL;
                }
                Rights.copyOut(space, entry, reply, type, true);
                return entry.name();
            } finally {
                reply.lock.unlock();
            }
        } finally {
            space.lock.unlock();
        }
    }

    /**
     * The right a message was sent with is used up; returns the receiver's name for the port (spec 02 §11.1 step 3), and
     * leaves the port's context in the thread.
     */
    static int consumeDestination(IpcThread thread, Space space, Port port, int type) {
        Port noSenders = null;
        int makeSendCount = 0;
        boolean sendOnce = false;
        int name;
        port.lock.lock();
        try {
            thread.context = port.context;
            if (!port.active) {
                return MACH_PORT_DEAD;
            }
            boolean receivesHere = port.receiver == space;
            name = receivesHere ? port.receiverName : MACH_PORT_NULL;
            if (type == MACH_MSG_TYPE_PORT_SEND) {
                port.sendRights--;
                noSenders = PortDeath.takeNoSenders(port);
                makeSendCount = port.makeSendCount;
            } else if (receivesHere) {
                port.sendOnceRights--;
            } else {
                sendOnce = true;
            }
        } finally {
            port.lock.unlock();
        }
        if (sendOnce) {
            Notifications.sendOnce(thread, port);
        } else if (noSenders != null) {
            Notifications.noSenders(thread, noSenders, makeSendCount);
        }
        return name;
    }

    // --- body (spec 02 §12, §13) --------------------------------------------------------------------------------

    /** Places a right of a body in the task's space; what cannot be placed is destroyed (spec 02 §12.2). */
    static int right(IpcThread thread, @Nullable Port right, int type) {
        if (right == null) {
            return MACH_PORT_NULL;
        }
        if (right == Port.DEAD) {
            return MACH_PORT_DEAD;
        }
        Space space = thread.task().space;
        int name = MACH_PORT_NULL;
        int code = KERN_SUCCESS;
        Port transitDestination = null;
        int importance = 0;
        space.lock.lock();
        try {
            right.lock.lock();
            try {
                Entry entry = null;
                if (!space.active) {
                    code = KERN_INVALID_TASK;
                } else {
                    if (type != MACH_MSG_TYPE_PORT_SEND_ONCE && right.active) {
                        entry = space.reverse(right);
                    }
                    if (entry == null) {
                        entry = space.allocate();
                        if (entry == null) {
                            code = KERN_NO_SPACE;
                        } else if (!right.active) {
                            // A generation is used up (Q11).
                            space.release(entry);
                            return MACH_PORT_DEAD;
                        }
                    }
                }
                if (entry != null) {
                    if (type == MACH_MSG_TYPE_PORT_RECEIVE) {
                        transitDestination = right.destination;
                        importance = right.importance;
                    }
                    Rights.copyOut(space, entry, right, type, true);
                    name = entry.name();
                }
            } finally {
                right.lock.unlock();
            }
        } finally {
            space.lock.unlock();
        }
        if (code != KERN_SUCCESS) {
            thread.copyOutErrors |= MACH_MSG_IPC_SPACE;
            PortDeath.destroyRight(thread, right, type);
        } else if (importance != 0) {
            if (transitDestination != null) {
                Importance.change(thread, transitDestination, -importance);
            }
            if (thread.task().importanceReceiver) {
                thread.task().assertions.addAndGet(importance);
            }
        }
        return name;
    }

    /** Descriptors from the last to the first, each in the place where the sender had it (spec 02 §13). */
    private static void body(IpcThread thread, Message message) {
        int offset = message.inlineOffset;
        for (int i = message.descriptorCount - 1; i >= 0; i--) {
            Descriptor descriptor = message.descriptors[i];
            if (descriptor instanceof Descriptor.Right right) {
                offset -= 12;
                writeRight(thread, message.body, offset, right);
            } else {
                offset -= 16;
                if (descriptor instanceof Descriptor.Memory memory) {
                    writeMemory(thread, message.body, offset, memory);
                } else {
                    writeRights(thread, message.body, offset, (Descriptor.Rights) descriptor);
                }
            }
        }
        Bytes.putInt(message.body, offset - BODY_SIZE, message.descriptorCount);
        message.descriptorCount = 0;
    }

    private static void writeRight(IpcThread thread, byte[] out, int offset, Descriptor.Right right) {
        Bytes.putInt(out, offset, right(thread, right.port(), right.disposition()));
        Bytes.putInt(out, offset + 4, 0);
        Bytes.putInt(out, offset + 8, right.disposition() << 16 | MACH_MSG_PORT_DESCRIPTOR << 24);
    }

    private static void writeMemory(IpcThread thread, byte[] out, int offset, Descriptor.Memory memory) {
        long address = 0;
        int size = memory.size();
        MemoryCopy copy = memory.copy();
        if (copy != null) {
            long[] placed = new long[1];
            int code = thread.task().memory.copyOut(copy, placed);
            if (code == KERN_SUCCESS) {
                address = placed[0];
            } else {
                thread.copyOutErrors |= code == KERN_RESOURCE_SHORTAGE ? MACH_MSG_VM_KERNEL : MACH_MSG_VM_SPACE;
                copy.discard();
                size = 0;
            }
        }
        int deallocate = memory.copyOption() == MACH_MSG_VIRTUAL_COPY ? 1 : 0;
        Bytes.putLong(out, offset, address);
        Bytes.putInt(out, offset + 8, deallocate | memory.copyOption() << 8 | memory.type() << 24);
        Bytes.putInt(out, offset + 12, size);
    }

    private static void writeRights(IpcThread thread, byte[] out, int offset, Descriptor.Rights rights) {
        @Nullable Port[] ports = rights.ports();
        int disposition = rights.disposition();
        long address = 0;
        if (ports.length != 0) {
            AddressSpace memory = thread.task().memory;
            long[] placed = new long[1];
            int code = memory.allocate(placed, 4L * ports.length, true);
            if (code != KERN_SUCCESS) {
                thread.copyOutErrors |= code == KERN_RESOURCE_SHORTAGE ? MACH_MSG_VM_KERNEL : MACH_MSG_VM_SPACE;
                for (Port port : ports) {
                    PortDeath.destroyRight(thread, port, disposition);
                }
            } else {
                address = placed[0];
                byte[] names = new byte[4 * ports.length];
                for (int i = 0; i < ports.length; i++) {
                    Bytes.putInt(names, 4 * i, right(thread, ports[i], disposition));
                }
                if (!memory.copyOut(names, 0, names.length, address)) {
                    thread.copyOutErrors |= MACH_MSG_VM_SPACE;
                }
            }
        }
        Bytes.putLong(out, offset, address);
        Bytes.putInt(
                out,
                offset + 8,
                1 | MACH_MSG_VIRTUAL_COPY << 8 | disposition << 16 | MACH_MSG_OOL_PORTS_DESCRIPTOR << 24);
        Bytes.putInt(out, offset + 12, ports.length);
    }
}
