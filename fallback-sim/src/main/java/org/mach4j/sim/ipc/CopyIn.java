// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

import static org.mach4j.abi.KernReturn.KERN_INVALID_NAME;
import static org.mach4j.abi.KernReturn.KERN_INVALID_TASK;
import static org.mach4j.abi.KernReturn.KERN_RESOURCE_SHORTAGE;
import static org.mach4j.abi.KernReturn.KERN_SUCCESS;
import static org.mach4j.abi.MachMessage.MACH_MSGH_BITS_PORTS_MASK;
import static org.mach4j.abi.MachMessage.MACH_MSGH_BITS_USER;
import static org.mach4j.abi.MachMessage.MACH_MSG_OOL_DESCRIPTOR;
import static org.mach4j.abi.MachMessage.MACH_MSG_OOL_PORTS_DESCRIPTOR;
import static org.mach4j.abi.MachMessage.MACH_MSG_OOL_VOLATILE_DESCRIPTOR;
import static org.mach4j.abi.MachMessage.MACH_MSG_PHYSICAL_COPY;
import static org.mach4j.abi.MachMessage.MACH_MSG_PORT_DESCRIPTOR;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_COPY_RECEIVE;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_COPY_SEND;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_MAKE_SEND;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_MAKE_SEND_ONCE;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_MOVE_RECEIVE;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_MOVE_SEND;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_MOVE_SEND_ONCE;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_PORT_RECEIVE;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_PORT_SEND;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_PORT_SEND_ONCE;
import static org.mach4j.abi.MachMessage.MACH_MSG_VIRTUAL_COPY;
import static org.mach4j.abi.MachMessage.MACH_SEND_NOIMPORTANCE;
import static org.mach4j.abi.MachMessage.MACH_SEND_NOTIFY;
import static org.mach4j.abi.MachMsgReturn.MACH_MSG_SUCCESS;
import static org.mach4j.abi.MachMsgReturn.MACH_MSG_VM_KERNEL;
import static org.mach4j.abi.MachMsgReturn.MACH_SEND_INVALID_DATA;
import static org.mach4j.abi.MachMsgReturn.MACH_SEND_INVALID_DEST;
import static org.mach4j.abi.MachMsgReturn.MACH_SEND_INVALID_HEADER;
import static org.mach4j.abi.MachMsgReturn.MACH_SEND_INVALID_MEMORY;
import static org.mach4j.abi.MachMsgReturn.MACH_SEND_INVALID_REPLY;
import static org.mach4j.abi.MachMsgReturn.MACH_SEND_INVALID_RIGHT;
import static org.mach4j.abi.MachMsgReturn.MACH_SEND_INVALID_TYPE;
import static org.mach4j.abi.MachMsgReturn.MACH_SEND_MSG_TOO_SMALL;
import static org.mach4j.abi.MachMsgReturn.MACH_SEND_NO_BUFFER;
import static org.mach4j.abi.MachMsgReturn.MACH_SEND_TOO_LARGE;
import static org.mach4j.abi.MachPort.MACH_PORT_DEAD;
import static org.mach4j.abi.MachPort.MACH_PORT_NULL;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_RECEIVE;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_SEND;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mach4j.sim.vm.AddressSpace;
import org.mach4j.sim.vm.MemoryCopy;

/** From the bytes a task sends to a message of the kernel (spec 01 §4, 02 §6-§8). */
final class CopyIn {
    static final int HEADER_SIZE = 24;
    private static final int BODY_SIZE = 4;
    /** The largest message the real kernel's limit lets pass (spec 00 §15). */
    private static final int MAX_SEND_SIZE = 50331580;
    /** The largest it can allocate: the header grows by 8 in the kernel. */
    private static final int MAX_ALLOCATED_SIZE = 50331572;

    /** Out-of-line data of this size and more are copied by page (spec 02 §2.4). */
    private static final int SMALL_MEMORY = 4096;
    /** Physically copied data of one message, in whole pages. */
    private static final long MAX_PHYSICAL = 7340032;

    private static final int MAX_PORTS = 0x0fffffff;

    private static final int PORT_DESCRIPTOR_SIZE = 12;
    private static final int MEMORY_DESCRIPTOR_SIZE = 16;

    private static final int TYPE_OFFSET = 11;
    private static final int DISPOSITION_OFFSET = 10;
    private static final int COPY_OFFSET = 9;
    private static final int DEALLOCATE_OFFSET = 8;
    private static final int SIZE_OFFSET = 12;

    private CopyIn() {}

    /** Reads the message at an address and takes the rights and memory it names. What a failure costs: spec 02 §8. */
    static int message(IpcThread thread, long address, int sendSize, int option, Message message) {
        int code = read(thread, address, sendSize, message);
        if (code != MACH_MSG_SUCCESS) {
            return code;
        }
        message.bits &= MACH_MSGH_BITS_USER;
        code = header(thread, option, message);
        if (code == MACH_MSG_SUCCESS && message.isComplex() && sendSize > HEADER_SIZE) {
            code = body(thread, message);
        }
        if (code == MACH_MSG_SUCCESS) {
            thread.task().kernel.counters.messagesMade.increment();
        }
        return code;
    }

    /** {@code ipc_kmsg_get} (spec 01 §4.1). The names stay in the thread's scratch until {@link #header} takes them. */
    private static int read(IpcThread thread, long address, int sendSize, Message message) {
        if (Integer.compareUnsigned(sendSize, HEADER_SIZE) < 0 || (sendSize & 3) != 0) {
            return MACH_SEND_MSG_TOO_SMALL;
        }
        if (Integer.compareUnsigned(sendSize, MAX_SEND_SIZE) > 0) {
            return MACH_SEND_TOO_LARGE;
        }
        AddressSpace memory = thread.task().memory;
        byte[] header = thread.scratch;
        // A small message in one piece; of a large one only what tells whether it is there at all, before it gets room.
        boolean small = sendSize <= header.length;
        int readFirst = small ? sendSize : HEADER_SIZE + BODY_SIZE;
        if (!memory.copyIn(address, header, 0, readFirst)) {
            return MACH_SEND_INVALID_DATA;
        }
        if (sendSize > MAX_ALLOCATED_SIZE) {
            return MACH_SEND_NO_BUFFER;
        }
        if (small && sendSize > HEADER_SIZE) {
            message.body = Arrays.copyOfRange(header, HEADER_SIZE, sendSize);
        } else if (!small) {
            byte[] body = new byte[sendSize - HEADER_SIZE];
            if (!memory.copyIn(address + HEADER_SIZE, body, 0, body.length)) {
                return MACH_SEND_INVALID_DATA;
            }
            message.body = body;
        }
        message.bits = Bytes.getInt(header, 0);
        message.reserved = Bytes.getInt(header, 16);
        message.id = Bytes.getInt(header, 20);
        message.size = sendSize;
        message.tokens = thread.task().tokens;
        return MACH_MSG_SUCCESS;
    }

    // --- header (spec 02 §6) ------------------------------------------------------------------------------------

    private static int header(IpcThread thread, int option, Message message) {
        int destinationName = Bytes.getInt(thread.scratch, 8);
        int replyName = Bytes.getInt(thread.scratch, 12);
        int destinationType = message.remoteType();
        int replyType = message.localType();
        if (!isAnySend(destinationType) || (replyType == 0 ? replyName != MACH_PORT_NULL : !isAnySend(replyType))) {
            return MACH_SEND_INVALID_HEADER;
        }
        Space space = thread.task().space;
        space.lock.lock();
        if (!space.active || !isValidName(destinationName)) {
            space.lock.unlock();
            return MACH_SEND_INVALID_DEST;
        }
        int code = destinationName == replyName
                ? sameName(thread, space, destinationName, destinationType, replyType, option, message)
                : isValidName(replyName)
                        ? twoNames(
                                thread, space, destinationName, destinationType, replyName, replyType, option, message)
                        : oneName(thread, space, destinationName, destinationType, replyName, option, message);
        if (code == MACH_MSG_SUCCESS) {
            message.bits = (message.bits & ~MACH_MSGH_BITS_PORTS_MASK)
                    | receivedForm(destinationType)
                    | receivedForm(replyType) << 8;
        }
        return code;
    }

    /** Case B: no reply port. Unlocks the space. */
    private static int oneName(
            IpcThread thread, Space space, int name, int type, int replyName, int option, Message message) {
        CopiedIn copied = thread.copiedIn;
        Entry entry = space.lookup(name);
        if (entry == null || Rights.copyIn(thread, space, entry, type, false, copied) != KERN_SUCCESS) {
            space.lock.unlock();
            return MACH_SEND_INVALID_DEST;
        }
        message.remote = copied.right;
        message.local = replyName == MACH_PORT_NULL ? null : Port.DEAD;
        Port cancelled = copied.cancelled;
        finishEntry(thread, space, entry, type, option);
        space.lock.unlock();
        Notifications.portDeleted(thread, cancelled, name);
        return MACH_MSG_SUCCESS;
    }

    /** Case C: two different valid names. Unlocks the space. */
    private static int twoNames(
            IpcThread thread,
            Space space,
            int name,
            int type,
            int replyName,
            int replyType,
            int option,
            Message message) {
        Entry entry = space.lookup(name);
        if (entry == null) {
            space.lock.unlock();
            return MACH_SEND_INVALID_DEST;
        }
        Entry reply = space.lookup(replyName);
        if (reply == null || !Rights.canCopyIn(reply, replyType)) {
            space.lock.unlock();
            return MACH_SEND_INVALID_REPLY;
        }
        CopiedIn copied = thread.copiedIn;
        if (Rights.copyIn(thread, space, entry, type, false, copied) != KERN_SUCCESS) {
            space.lock.unlock();
            return MACH_SEND_INVALID_DEST;
        }
        message.remote = copied.right;
        Port cancelled = copied.cancelled;
        if (Rights.copyIn(thread, space, reply, replyType, true, copied) != KERN_SUCCESS) {
            throw new IllegalStateException("a reply right that could be copied in cannot");
        }
        message.local = copied.right;
        Port replyCancelled = copied.cancelled;
        // The reply's slot first, then the destination's: that one is then on top of the free list (spec 02 §6.6).
        if (reply.type == 0) {
            space.release(reply);
        }
        finishEntry(thread, space, entry, type, option);
        space.lock.unlock();
        Notifications.portDeleted(thread, cancelled, name);
        Notifications.portDeleted(thread, replyCancelled, replyName);
        return MACH_MSG_SUCCESS;
    }

    /** Case A: destination and reply are the same name (spec 02 §6.4). Unlocks the space. */
    private static int sameName(
            IpcThread thread, Space space, int name, int type, int replyType, int option, Message message) {
        Entry entry = space.lookup(name);
        if (entry == null) {
            space.lock.unlock();
            return MACH_SEND_INVALID_DEST;
        }
        if (!Rights.canCopyIn(entry, replyType)) {
            space.lock.unlock();
            return MACH_SEND_INVALID_REPLY;
        }
        CopiedIn copied = thread.copiedIn;
        boolean copiedBoth = type != MACH_MSG_TYPE_MOVE_SEND_ONCE
                && replyType != MACH_MSG_TYPE_MOVE_SEND_ONCE
                && copyInBoth(thread, space, entry, type, replyType, copied);
        if (!copiedBoth) {
            space.lock.unlock();
            return MACH_SEND_INVALID_DEST;
        }
        message.remote = copied.right;
        message.local = copied.right;
        Port cancelled = copied.cancelled;
        finishEntry(thread, space, entry, type, option);
        space.lock.unlock();
        Notifications.portDeleted(thread, cancelled, name);
        return MACH_MSG_SUCCESS;
    }

    private static boolean copyInBoth(
            IpcThread thread, Space space, Entry entry, int type, int replyType, CopiedIn copied) {
        boolean move = type == MACH_MSG_TYPE_MOVE_SEND;
        boolean moveReply = replyType == MACH_MSG_TYPE_MOVE_SEND;
        if (move && moveReply) {
            return Rights.copyInTwo(space, entry, copied) == KERN_SUCCESS;
        }
        boolean copy = type == MACH_MSG_TYPE_COPY_SEND;
        boolean copyReply = replyType == MACH_MSG_TYPE_COPY_SEND;
        if ((move && copyReply) || (copy && moveReply)) {
            // One right moves, then the naked right is duplicated: this works with a single reference.
            if (Rights.copyIn(thread, space, entry, MACH_MSG_TYPE_MOVE_SEND, false, copied) != KERN_SUCCESS) {
                return false;
            }
            duplicate(Objects.requireNonNull(copied.right));
            return true;
        }
        // Of the rest, whatever makes rights goes first: it cannot take away what the other needs.
        int first = move || copy ? replyType : type;
        int second = move || copy ? type : replyType;
        Port port = entry.port;
        if (port == null || !entry.has(neededRight(type)) || !entry.has(neededRight(replyType))) {
            return false;
        }
        // Neither half may fail after the other succeeded: the port must not die in between.
        port.lock.lock();
        try {
            if (!port.active || Rights.copyIn(thread, space, entry, first, false, copied) != KERN_SUCCESS) {
                return false;
            }
            if (Rights.copyIn(thread, space, entry, second, false, copied) != KERN_SUCCESS) {
                throw new IllegalStateException("a destination right that could be copied in cannot");
            }
            return true;
        } finally {
            port.lock.unlock();
        }
    }

    private static int neededRight(int disposition) {
        return disposition == MACH_MSG_TYPE_MOVE_SEND || disposition == MACH_MSG_TYPE_COPY_SEND
                ? MACH_PORT_TYPE_SEND
                : MACH_PORT_TYPE_RECEIVE;
    }

    private static void duplicate(Port port) {
        port.lock.lock();
        try {
            port.sendRights++;
        } finally {
            port.lock.unlock();
        }
    }

    /** The destination's entry is released where it was emptied; else a request on it may be armed (spec 02 §6.7). */
    private static void finishEntry(IpcThread thread, Space space, Entry entry, int type, int option) {
        thread.sendAlways = false;
        if (entry.type == 0) {
            space.release(entry);
            return;
        }
        if ((option & MACH_SEND_NOTIFY) == 0
                || entry.request == 0
                || receivedForm(type) == MACH_MSG_TYPE_PORT_SEND_ONCE) {
            return;
        }
        Port port = entry.liveOrStalePort();
        boolean boosts = false;
        port.lock.lock();
        try {
            if (!port.active || port.ownedByKernel()) {
                return;
            }
            if (!port.queue.isFull()) {
                thread.sendAlways = true;
                return;
            }
            RequestTable.Slot slot = port.requestTable().slot(entry.request);
            if (slot.sendPossible && slot.notify != null) {
                slot.armed = true;
                port.sendPossibleArmed = true;
                boosts = (option & MACH_SEND_NOIMPORTANCE) == 0
                        && !port.sendPossibleImportance
                        && Importance.donates(thread.task(), port);
                port.sendPossibleImportance |= boosts;
            }
        } finally {
            port.lock.unlock();
        }
        if (boosts) {
            Importance.change(thread, port, 1);
        }
    }

    // --- body (spec 02 §7) --------------------------------------------------------------------------------------

    /** The header's rights are in the message: every error destroys them. */
    private static int body(IpcThread thread, Message message) {
        int count = Bytes.getInt(message.body, 0);
        if (count == 0) {
            return MACH_MSG_SUCCESS;
        }
        int code = scan(message, count);
        if (code == MACH_MSG_SUCCESS) {
            message.descriptors = new Descriptor[count];
            code = take(thread, message, count);
        }
        if (code != MACH_MSG_SUCCESS) {
            unwind(thread, message);
        }
        return code;
    }

    /** First pass: layout and limits (spec 02 §7.2). */
    private static int scan(Message message, int count) {
        byte[] body = message.body;
        int offset = BODY_SIZE;
        long physical = 0;
        for (int i = 0; i != count; i++) {
            if (offset + PORT_DESCRIPTOR_SIZE > body.length) {
                return MACH_SEND_MSG_TOO_SMALL;
            }
            int type = Bytes.getByte(body, offset + TYPE_OFFSET);
            int size = descriptorSize(type);
            if (offset + size > body.length) {
                return MACH_SEND_MSG_TOO_SMALL;
            }
            if (type == MACH_MSG_OOL_DESCRIPTOR || type == MACH_MSG_OOL_VOLATILE_DESCRIPTOR) {
                int copy = Bytes.getByte(body, offset + COPY_OFFSET);
                if (copy != MACH_MSG_PHYSICAL_COPY && copy != MACH_MSG_VIRTUAL_COPY) {
                    return MACH_SEND_INVALID_TYPE;
                }
                long bytes = Integer.toUnsignedLong(Bytes.getInt(body, offset + SIZE_OFFSET));
                if (bytes >= SMALL_MEMORY
                        && copy == MACH_MSG_PHYSICAL_COPY
                        && Bytes.getByte(body, offset + DEALLOCATE_OFFSET) == 0) {
                    physical += bytes + AddressSpace.PAGE_SIZE - 1 & -AddressSpace.PAGE_SIZE;
                    if (physical > MAX_PHYSICAL) {
                        return MACH_MSG_VM_KERNEL;
                    }
                }
            }
            offset += size;
        }
        message.inlineOffset = offset;
        return MACH_MSG_SUCCESS;
    }

    static int descriptorSize(int type) {
        return type == MACH_MSG_OOL_DESCRIPTOR
                        || type == MACH_MSG_OOL_PORTS_DESCRIPTOR
                        || type == MACH_MSG_OOL_VOLATILE_DESCRIPTOR
                ? MEMORY_DESCRIPTOR_SIZE
                : PORT_DESCRIPTOR_SIZE;
    }

    /** Second pass: rights and memory, in order (spec 02 §7.3). */
    private static int take(IpcThread thread, Message message, int count) {
        byte[] body = message.body;
        int offset = BODY_SIZE;
        for (int i = 0; i < count; i++) {
            int type = Bytes.getByte(body, offset + TYPE_OFFSET);
            int code = switch (type) {
                case MACH_MSG_PORT_DESCRIPTOR -> takePort(thread, message, offset);
                case MACH_MSG_OOL_DESCRIPTOR, MACH_MSG_OOL_VOLATILE_DESCRIPTOR ->
                    takeMemory(thread, message, offset, type);
                case MACH_MSG_OOL_PORTS_DESCRIPTOR -> takePorts(thread, message, offset);
                default -> MACH_SEND_INVALID_TYPE;
            };
            if (code != MACH_MSG_SUCCESS) {
                return code;
            }
            offset += descriptorSize(type);
        }
        return MACH_MSG_SUCCESS;
    }

    private static void add(Message message, Descriptor descriptor) {
        message.descriptors[message.descriptorCount++] = descriptor;
    }

    private static int takePort(IpcThread thread, Message message, int offset) {
        int name = Bytes.getInt(message.body, offset);
        int disposition = Bytes.getByte(message.body, offset + DISPOSITION_OFFSET);
        Port right = null;
        if (isValidName(name)) {
            if (right(thread, name, disposition, message) != KERN_SUCCESS) {
                return MACH_SEND_INVALID_RIGHT;
            }
            right = thread.copiedIn.right;
        } else if (name == MACH_PORT_DEAD) {
            right = Port.DEAD;
        }
        add(message, new Descriptor.Right(right, receivedForm(disposition)));
        return MACH_MSG_SUCCESS;
    }

    /** Copies in one valid name of a body; the right is in the thread's {@link CopiedIn} (spec 02 §5, §9). */
    private static int right(IpcThread thread, int name, int disposition, Message message) {
        CopiedIn copied = thread.copiedIn;
        int code = object(thread, name, disposition, copied);
        if (code != KERN_SUCCESS) {
            return code;
        }
        Port right = copied.right;
        Port destination = message.remote;
        if (disposition == MACH_MSG_TYPE_MOVE_RECEIVE && right != null && destination != null) {
            if (Transit.enter(thread, right, destination)) {
                message.circular = true;
            }
            // A notification sent meanwhile may have used the thread's cell.
            copied.right = right;
        }
        return KERN_SUCCESS;
    }

    /** {@code ipc_object_copyin}: looks the name up, copies in with dead rights allowed, tells of a cancelled request. */
    static int object(IpcThread thread, int name, int disposition, CopiedIn copied) {
        Space space = thread.task().space;
        space.lock.lock();
        Entry entry = space.active ? space.lookup(name) : null;
        if (entry == null) {
            int code = space.active ? KERN_INVALID_NAME : KERN_INVALID_TASK;
            space.lock.unlock();
            return code;
        }
        int code = objectLocked(thread, space, entry, disposition, copied);
        return code;
    }

    /** As {@link #object} for an entry that was looked up. Unlocks the space. */
    static int objectLocked(IpcThread thread, Space space, Entry entry, int disposition, CopiedIn copied) {
        int name = entry.name();
        int code = Rights.copyIn(thread, space, entry, disposition, true, copied);
        if (code == KERN_SUCCESS && entry.type == 0) {
            space.release(entry);
        }
        space.lock.unlock();
        Port right = copied.right;
        Port cancelled = copied.cancelled;
        if (cancelled != null) {
            Notifications.portDeleted(thread, cancelled, name);
            copied.right = right;
            copied.cancelled = null;
        }
        return code;
    }

    private static int takeMemory(IpcThread thread, Message message, int offset, int type) {
        byte[] body = message.body;
        long address = Bytes.getLong(body, offset);
        boolean deallocate = Bytes.getByte(body, offset + DEALLOCATE_OFFSET) != 0;
        int copyOption = Bytes.getByte(body, offset + COPY_OFFSET);
        int size = Bytes.getInt(body, offset + SIZE_OFFSET);
        MemoryCopy copy = null;
        if (size != 0) {
            MemoryCopy[] result = new MemoryCopy[1];
            long bytes = Integer.toUnsignedLong(size);
            AddressSpace memory = thread.task().memory;
            int code;
            if (bytes < SMALL_MEMORY) {
                code = memory.copyInKernelBuffer(address, bytes, deallocate, result);
            } else if (copyOption == MACH_MSG_PHYSICAL_COPY && !deallocate) {
                code = memory.copyInPhysical(address, bytes, result);
            } else {
                code = memory.copyInRegion(address, bytes, deallocate, result);
            }
            if (code != KERN_SUCCESS) {
                return code == KERN_RESOURCE_SHORTAGE ? MACH_MSG_VM_KERNEL : MACH_SEND_INVALID_MEMORY;
            }
            copy = result[0];
        }
        add(message, new Descriptor.Memory(type, copy, size, copyOption));
        return MACH_MSG_SUCCESS;
    }

    private static int takePorts(IpcThread thread, Message message, int offset) {
        byte[] body = message.body;
        long address = Bytes.getLong(body, offset);
        boolean deallocate = Bytes.getByte(body, offset + DEALLOCATE_OFFSET) != 0;
        int disposition = Bytes.getByte(body, offset + DISPOSITION_OFFSET);
        int count = Bytes.getInt(body, offset + SIZE_OFFSET);
        if (Integer.compareUnsigned(count, MAX_PORTS) > 0) {
            return MACH_SEND_TOO_LARGE;
        }
        if (count == 0) {
            add(message, new Descriptor.Rights(new Port[0], receivedForm(disposition)));
            return MACH_MSG_SUCCESS;
        }
        AddressSpace memory = thread.task().memory;
        if (!memory.isReadable(address, 4L * count)) {
            return MACH_SEND_INVALID_MEMORY;
        }
        byte[] names;
        @Nullable Port[] ports;
        try {
            names = new byte[Math.multiplyExact(count, 4)];
            ports = new Port[count];
        } catch (OutOfMemoryError e) {
            // The answer of a kernel that has no room for so large an array (spec 02 §7.6 step 3).
            return MACH_SEND_NO_BUFFER;
        }
        if (!memory.copyIn(address, names, 0, names.length)) {
            return MACH_SEND_INVALID_MEMORY;
        }
        if (deallocate) {
            // The real kernel removes what the array would take with 64-bit names (Q6); holes and errors do not matter.
            memory.deallocate(address, 8L * count);
        }
        for (int i = 0; i < count; i++) {
            int name = Bytes.getInt(names, 4 * i);
            if (isValidName(name)) {
                if (right(thread, name, disposition, message) != KERN_SUCCESS) {
                    for (int taken = 0; taken < i; taken++) {
                        PortDeath.destroyRight(thread, ports[taken], receivedForm(disposition));
                    }
                    return MACH_SEND_INVALID_RIGHT;
                }
                ports[i] = thread.copiedIn.right;
            } else if (name == MACH_PORT_DEAD) {
                ports[i] = Port.DEAD;
            }
        }
        add(message, new Descriptor.Rights(ports, receivedForm(disposition)));
        return MACH_MSG_SUCCESS;
    }

    /** {@code ipc_kmsg_clean_partial}: destination, reply, then the descriptors taken (spec 02 §8). */
    private static void unwind(IpcThread thread, Message message) {
        MessageDeath.destroyDestination(thread, message.remote, message.remoteType());
        PortDeath.destroyRight(thread, message.local, message.localType());
        message.remote = null;
        message.local = null;
        MessageDeath.cleanBody(thread, message);
    }

    // --- dispositions (spec 00 §4) ------------------------------------------------------------------------------

    static boolean isValidName(int name) {
        return name != MACH_PORT_NULL && name != MACH_PORT_DEAD;
    }

    static boolean isAnySend(int disposition) {
        return disposition >= MACH_MSG_TYPE_MOVE_SEND && disposition <= MACH_MSG_TYPE_MAKE_SEND_ONCE;
    }

    /** {@code ipc_object_copyin_type}: what a disposition becomes in a message, 0 for what is none. */
    static int receivedForm(int disposition) {
        return switch (disposition) {
            case MACH_MSG_TYPE_MOVE_RECEIVE, MACH_MSG_TYPE_COPY_RECEIVE -> MACH_MSG_TYPE_PORT_RECEIVE;
            case MACH_MSG_TYPE_MOVE_SEND, MACH_MSG_TYPE_COPY_SEND, MACH_MSG_TYPE_MAKE_SEND -> MACH_MSG_TYPE_PORT_SEND;
            case MACH_MSG_TYPE_MOVE_SEND_ONCE, MACH_MSG_TYPE_MAKE_SEND_ONCE -> MACH_MSG_TYPE_PORT_SEND_ONCE;
            default -> 0;
        };
    }
}
