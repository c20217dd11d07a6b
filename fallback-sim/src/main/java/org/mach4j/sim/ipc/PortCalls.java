// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

import static org.mach4j.abi.KernReturn.KERN_FAILURE;
import static org.mach4j.abi.KernReturn.KERN_INVALID_ARGUMENT;
import static org.mach4j.abi.KernReturn.KERN_INVALID_CAPABILITY;
import static org.mach4j.abi.KernReturn.KERN_INVALID_NAME;
import static org.mach4j.abi.KernReturn.KERN_INVALID_RIGHT;
import static org.mach4j.abi.KernReturn.KERN_INVALID_TASK;
import static org.mach4j.abi.KernReturn.KERN_INVALID_VALUE;
import static org.mach4j.abi.KernReturn.KERN_NAME_EXISTS;
import static org.mach4j.abi.KernReturn.KERN_NO_SPACE;
import static org.mach4j.abi.KernReturn.KERN_RESOURCE_SHORTAGE;
import static org.mach4j.abi.KernReturn.KERN_RIGHT_EXISTS;
import static org.mach4j.abi.KernReturn.KERN_SUCCESS;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_MAKE_SEND_ONCE;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_MOVE_RECEIVE;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_PORT_RECEIVE;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_PORT_SEND_ONCE;
import static org.mach4j.abi.MachMsgReturn.MACH_SEND_INVALID_DEST;
import static org.mach4j.abi.MachNotify.MACH_NOTIFY_DEAD_NAME;
import static org.mach4j.abi.MachNotify.MACH_NOTIFY_NO_SENDERS;
import static org.mach4j.abi.MachNotify.MACH_NOTIFY_PORT_DESTROYED;
import static org.mach4j.abi.MachNotify.MACH_NOTIFY_SEND_POSSIBLE;
import static org.mach4j.abi.MachPort.MACH_PORT_DEAD;
import static org.mach4j.abi.MachPort.MACH_PORT_DNREQUESTS_SIZE;
import static org.mach4j.abi.MachPort.MACH_PORT_IMPORTANCE_RECEIVER;
import static org.mach4j.abi.MachPort.MACH_PORT_INFO_EXT;
import static org.mach4j.abi.MachPort.MACH_PORT_LIMITS_INFO;
import static org.mach4j.abi.MachPort.MACH_PORT_NULL;
import static org.mach4j.abi.MachPort.MACH_PORT_QLIMIT_MAX;
import static org.mach4j.abi.MachPort.MACH_PORT_RECEIVE_STATUS;
import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_DEAD_NAME;
import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_NUMBER;
import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_PORT_SET;
import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_RECEIVE;
import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_SEND;
import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_SEND_ONCE;
import static org.mach4j.abi.MachPort.MACH_PORT_TEMPOWNER;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_DEAD_NAME;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_PORT_SET;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_RECEIVE;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_SEND;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_SEND_RECEIVE;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_SPREQUEST;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_SPREQUEST_DELAYED;
import static org.mach4j.abi.MachPort.MPO_CONTEXT_AS_GUARD;
import static org.mach4j.abi.MachPort.MPO_IMPORTANCE_RECEIVER;
import static org.mach4j.abi.MachPort.MPO_INSERT_SEND_RIGHT;
import static org.mach4j.abi.MachPort.MPO_QLIMIT;
import static org.mach4j.abi.MachPort.MPO_STRICT;
import static org.mach4j.abi.MachPort.MPO_TEMPOWNER;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code mach_port} routines on a space (spec 04). They are the kernel's own: what the trap or the message in front
 * of them does with rights is the caller's affair. All return a {@code kern_return_t}; results go into arrays.
 */
public final class PortCalls {
    private static final int MAX_PREALLOCATED = 50331572;
    private static final int PREALLOCATED_WRAPS = 0xffffffff - 68;
    private static final int STATUS_WORDS = 10;
    private static final int INFO_EXT_WORDS = 17;
    private static final int NAME_INFO_WORDS = 7;

    private PortCalls() {}

    // --- allocation (spec 04 §3) --------------------------------------------------------------------------------

    /** {@code mach_port_allocate}. */
    public static int allocate(IpcThread thread, Space space, int right, int[] name) {
        return allocate(thread, space, right, -1, name);
    }

    /** {@code mach_port_allocate_qos} and {@code _full} without a name; {@code preallocated} is −1 for none. */
    public static int allocate(IpcThread thread, Space space, int right, int preallocated, int[] name) {
        if (right != MACH_PORT_RIGHT_RECEIVE
                && right != MACH_PORT_RIGHT_PORT_SET
                && right != MACH_PORT_RIGHT_DEAD_NAME) {
            return KERN_INVALID_VALUE;
        }
        space.lock.lock();
        try {
            if (!space.active) {
                return KERN_INVALID_TASK;
            }
            Entry entry = space.allocate();
            if (entry == null) {
                return KERN_NO_SPACE;
            }
            fill(space, entry, right, preallocated);
            name[0] = entry.name();
            return KERN_SUCCESS;
        } finally {
            space.lock.unlock();
        }
    }

    private static void fill(Space space, Entry entry, int right, int preallocated) {
        Counters counters = space.task.kernel.counters;
        switch (right) {
            case MACH_PORT_RIGHT_RECEIVE -> {
                Port port = new Port();
                port.receiver = space;
                port.receiverName = entry.name();
                port.preallocated = preallocated;
                entry.type = MACH_PORT_TYPE_RECEIVE;
                entry.port = port;
                counters.ports.increment();
            }
            case MACH_PORT_RIGHT_PORT_SET -> {
                entry.type = MACH_PORT_TYPE_PORT_SET;
                entry.set = new PortSet();
                counters.sets.increment();
            }
            default -> entry.becomeDeadName(1);
        }
    }

    /**
     * {@code mach_port_allocate_name} (spec 04 §3.2).
     *
     * @param name in: the valid name wanted; out: the name used
     */
    public static int allocateName(IpcThread thread, Space space, int right, int preallocated, int[] name) {
        if (right == MACH_PORT_RIGHT_DEAD_NAME) {
            // The wish is ignored and a name chosen (Q4-4).
            return allocate(thread, space, right, -1, name);
        }
        if (right != MACH_PORT_RIGHT_RECEIVE && right != MACH_PORT_RIGHT_PORT_SET) {
            return KERN_INVALID_VALUE;
        }
        space.lock.lock();
        try {
            if (!space.active) {
                return KERN_INVALID_TASK;
            }
            @Nullable Entry[] found = new Entry[1];
            int code = space.allocateNamed(name[0], found);
            Entry entry = found[0];
            if (code != KERN_SUCCESS || entry == null) {
                return code;
            }
            if (entry.type != 0) {
                return KERN_NAME_EXISTS;
            }
            fill(space, entry, right, preallocated);
            return KERN_SUCCESS;
        } finally {
            space.lock.unlock();
        }
    }

    /** The tests of a preallocation before anything is allocated (spec 04 §3.3); the length is unsigned. */
    public static int checkPreallocation(int right, int length) {
        if (Integer.compareUnsigned(length, PREALLOCATED_WRAPS) > 0) {
            return KERN_RESOURCE_SHORTAGE;
        }
        if (right != MACH_PORT_RIGHT_RECEIVE) {
            return KERN_INVALID_VALUE;
        }
        return Integer.compareUnsigned(length, MAX_PREALLOCATED) > 0 ? KERN_RESOURCE_SHORTAGE : KERN_SUCCESS;
    }

    /** The buffer that a checked preallocation makes: the trailer comes on top of the length asked for. */
    public static int preallocation(int length) {
        return length + 68;
    }

    /** {@code mach_reply_port}: a receive right, or 0. */
    public static int replyPort(IpcThread thread, Space space) {
        int[] name = new int[1];
        return allocate(thread, space, MACH_PORT_RIGHT_RECEIVE, name) == KERN_SUCCESS ? name[0] : MACH_PORT_NULL;
    }

    /** {@code mach_port_construct} (spec 04 §3.5). */
    public static int construct(IpcThread thread, Space space, int flags, int limit, long context, int[] name) {
        space.lock.lock();
        try {
            if (!space.active) {
                return KERN_INVALID_TASK;
            }
            Entry entry = space.allocate();
            if (entry == null) {
                return KERN_NO_SPACE;
            }
            if ((flags & MPO_QLIMIT) != 0 && Integer.compareUnsigned(limit, MACH_PORT_QLIMIT_MAX) > 0) {
                space.release(entry);
                return KERN_INVALID_VALUE;
            }
            fill(space, entry, MACH_PORT_RIGHT_RECEIVE, -1);
            Port port = entry.liveOrStalePort();
            port.lock.lock();
            try {
                port.context = context;
                port.guarded = (flags & MPO_CONTEXT_AS_GUARD) != 0;
                port.strictGuard = port.guarded && (flags & MPO_STRICT) != 0;
                if ((flags & MPO_QLIMIT) != 0) {
                    port.queue.limit = limit;
                }
                port.temporaryOwner = (flags & MPO_TEMPOWNER) != 0;
                port.importanceDonation = (flags & (MPO_TEMPOWNER | MPO_IMPORTANCE_RECEIVER)) != 0;
                if ((flags & MPO_INSERT_SEND_RIGHT) != 0) {
                    port.makeSendCount++;
                    port.sendRights++;
                    entry.type |= MACH_PORT_TYPE_SEND;
                    entry.references = 1;
                }
            } finally {
                port.lock.unlock();
            }
            name[0] = entry.name();
            return KERN_SUCCESS;
        } finally {
            space.lock.unlock();
        }
    }

    /** {@code task_set_port_space}. */
    public static int setPortSpace(IpcThread thread, Space space, int entries) {
        space.lock.lock();
        try {
            return space.active ? space.growTo(entries) : KERN_INVALID_TASK;
        } finally {
            space.lock.unlock();
        }
    }

    // --- releasing and counting (spec 04 §4) --------------------------------------------------------------------

    /** The entry a name denotes with the space left locked, or null with the space unlocked and the code stored. */
    private static @Nullable Entry lockEntry(IpcThread thread, Space space, int name) {
        space.lock.lock();
        Entry entry = space.active ? space.lookup(name) : null;
        if (entry == null) {
            thread.lookupError = space.active ? KERN_INVALID_NAME : KERN_INVALID_TASK;
            space.lock.unlock();
        }
        return entry;
    }

    /**
     * The locked port whose receive right a name denotes, the space no longer locked; or null with the code stored.
     *
     * @param invalidNameCode what a name of 0 or 0xffffffff gives
     */
    private static @Nullable Port lockReceive(IpcThread thread, Space space, int name, int invalidNameCode) {
        if (!CopyIn.isValidName(name)) {
            thread.lookupError = invalidNameCode;
            return null;
        }
        Entry entry = lockEntry(thread, space, name);
        if (entry == null) {
            return null;
        }
        Port port = null;
        if (entry.has(MACH_PORT_TYPE_RECEIVE)) {
            port = entry.liveOrStalePort();
            port.lock.lock();
        } else {
            thread.lookupError = KERN_INVALID_RIGHT;
        }
        space.lock.unlock();
        return port;
    }

    /** {@code mach_port_destroy}. */
    public static int destroy(IpcThread thread, Space space, int name) {
        if (!CopyIn.isValidName(name)) {
            return KERN_SUCCESS;
        }
        Entry entry = lockEntry(thread, space, name);
        return entry == null ? thread.lookupError : Rights.destroy(thread, space, entry);
    }

    /** {@code mach_port_deallocate}. */
    public static int deallocate(IpcThread thread, Space space, int name) {
        if (!CopyIn.isValidName(name)) {
            return KERN_SUCCESS;
        }
        Entry entry = lockEntry(thread, space, name);
        return entry == null ? thread.lookupError : Rights.deallocate(thread, space, entry);
    }

    /** {@code mach_port_get_refs}. */
    public static int getRefs(IpcThread thread, Space space, int name, int right, int[] refs) {
        if (Integer.compareUnsigned(right, MACH_PORT_RIGHT_NUMBER) >= 0) {
            return KERN_INVALID_VALUE;
        }
        if (!CopyIn.isValidName(name)) {
            if (right == MACH_PORT_RIGHT_SEND || right == MACH_PORT_RIGHT_SEND_ONCE) {
                refs[0] = 1;
                return KERN_SUCCESS;
            }
            return KERN_INVALID_NAME;
        }
        Entry entry = lockEntry(thread, space, name);
        if (entry == null) {
            return thread.lookupError;
        }
        int type = Rights.typeWord(space, entry, true);
        if ((type & 1 << (16 + right)) == 0) {
            refs[0] = 0;
        } else if (right == MACH_PORT_RIGHT_SEND || right == MACH_PORT_RIGHT_DEAD_NAME) {
            refs[0] = entry.references;
        } else {
            refs[0] = 1;
        }
        space.lock.unlock();
        return KERN_SUCCESS;
    }

    /** {@code mach_port_mod_refs}. */
    public static int modRefs(IpcThread thread, Space space, int name, int right, int delta) {
        if (Integer.compareUnsigned(right, MACH_PORT_RIGHT_NUMBER) >= 0) {
            return KERN_INVALID_VALUE;
        }
        if (!CopyIn.isValidName(name)) {
            return right == MACH_PORT_RIGHT_SEND || right == MACH_PORT_RIGHT_SEND_ONCE
                    ? KERN_SUCCESS
                    : KERN_INVALID_NAME;
        }
        Entry entry = lockEntry(thread, space, name);
        return entry == null ? thread.lookupError : Rights.change(thread, space, entry, right, delta);
    }

    /** {@code mach_port_destruct}. */
    public static int destruct(IpcThread thread, Space space, int name, int delta, long guard) {
        if (!CopyIn.isValidName(name)) {
            return KERN_INVALID_NAME;
        }
        Entry entry = lockEntry(thread, space, name);
        return entry == null ? thread.lookupError : Rights.destruct(thread, space, entry, delta, guard);
    }

    // --- queries (spec 04 §5) -----------------------------------------------------------------------------------

    /**
     * {@code mach_port_names}: pairs of name and type word, in the order of the table; null with the code stored.
     */
    public static int @Nullable [] names(IpcThread thread, Space space) {
        space.lock.lock();
        try {
            if (!space.active) {
                thread.lookupError = KERN_INVALID_TASK;
                return null;
            }
            int count = 0;
            for (int i = 1; i < space.tableSize(); i++) {
                if (space.inUseAt(i) != null) {
                    count++;
                }
            }
            int[] pairs = new int[2 * count];
            int at = 0;
            for (int i = 1; i < space.tableSize(); i++) {
                Entry entry = space.inUseAt(i);
                if (entry != null) {
                    pairs[at++] = entry.name();
                    pairs[at++] = nameType(space, entry);
                }
            }
            return pairs;
        } finally {
            space.lock.unlock();
        }
    }

    /** A stale entry shows as a dead name, and is not converted. */
    private static int nameType(Space space, Entry entry) {
        Port port = entry.port;
        return port != null && !port.isActive() ? MACH_PORT_TYPE_DEAD_NAME : Rights.typeWord(space, entry, false);
    }

    /** {@code mach_port_type}: without the send-possible bits. */
    public static int type(IpcThread thread, Space space, int name, int[] type) {
        if (name == MACH_PORT_NULL) {
            return KERN_INVALID_NAME;
        }
        if (name == MACH_PORT_DEAD) {
            type[0] = MACH_PORT_TYPE_DEAD_NAME;
            return KERN_SUCCESS;
        }
        Entry entry = lockEntry(thread, space, name);
        if (entry == null) {
            return thread.lookupError;
        }
        type[0] = Rights.typeWord(space, entry, true) & ~(MACH_PORT_TYPE_SPREQUEST | MACH_PORT_TYPE_SPREQUEST_DELAYED);
        space.lock.unlock();
        return KERN_SUCCESS;
    }

    /** {@code mach_port_get_srights}. */
    public static int getSrights(IpcThread thread, Space space, int name, int[] count) {
        Port port = lockReceive(thread, space, name, KERN_INVALID_NAME);
        if (port == null) {
            return thread.lookupError;
        }
        count[0] = port.sendRights;
        port.lock.unlock();
        return KERN_SUCCESS;
    }

    /** {@code mach_port_get_attributes}; the count is at most 17 words. */
    public static int getAttributes(IpcThread thread, Space space, int name, int flavor, int[] info, int[] count) {
        int room = count[0];
        int words = switch (flavor) {
            case MACH_PORT_LIMITS_INFO, MACH_PORT_DNREQUESTS_SIZE -> 1;
            case MACH_PORT_RECEIVE_STATUS -> STATUS_WORDS;
            case MACH_PORT_INFO_EXT -> INFO_EXT_WORDS;
            default -> 0;
        };
        if (words == 0) {
            return KERN_INVALID_ARGUMENT;
        }
        if (Integer.compareUnsigned(room, words) < 0) {
            return KERN_FAILURE;
        }
        if (!CopyIn.isValidName(name)) {
            if (flavor == MACH_PORT_LIMITS_INFO) {
                count[0] = 0;
                return KERN_SUCCESS;
            }
            if (flavor == MACH_PORT_DNREQUESTS_SIZE) {
                // The count stays as given; the words beyond the first are those of a cleared reply.
                int given = Math.min(room, INFO_EXT_WORDS);
                java.util.Arrays.fill(info, 0, given, 0);
                return KERN_SUCCESS;
            }
            return KERN_INVALID_RIGHT;
        }
        Port port = lockReceive(thread, space, name, KERN_INVALID_RIGHT);
        if (port == null) {
            return thread.lookupError;
        }
        switch (flavor) {
            case MACH_PORT_LIMITS_INFO -> info[0] = port.queue.limit;
            case MACH_PORT_DNREQUESTS_SIZE -> info[0] = requestTableSize(port);
            case MACH_PORT_RECEIVE_STATUS -> status(port, info);
            default -> {
                status(port, info);
                info[STATUS_WORDS] = port.importance;
                java.util.Arrays.fill(info, STATUS_WORDS + 1, INFO_EXT_WORDS, 0);
            }
        }
        port.lock.unlock();
        count[0] = words;
        return KERN_SUCCESS;
    }

    private static int requestTableSize(Port port) {
        RequestTable requests = port.requests;
        return requests == null ? 0 : requests.size();
    }

    private static void status(Port port, int[] info) {
        info[0] = port.setCount;
        info[1] = port.queue.sequenceNumber;
        info[2] = port.makeSendCount;
        info[3] = port.queue.limit;
        info[4] = port.queue.count;
        info[5] = port.sendOnceRights;
        info[6] = port.sendRights > 0 ? 1 : 0;
        info[7] = port.portDestroyed != null ? 1 : 0;
        info[8] = port.noSenders != null ? 1 : 0;
        info[9] = port.statusFlags();
    }

    /**
     * {@code mach_port_peek} (spec 04 §5.6).
     *
     * @param seqno in: the number wanted; out: the one found
     * @param trailer receives the trailer's first bytes
     * @param trailerSize in: room; out: bytes written
     */
    public static int peek(
            IpcThread thread,
            Space space,
            int name,
            int trailerType,
            int[] seqno,
            int[] size,
            int[] id,
            byte[] trailer,
            int[] trailerSize) {
        if (!CopyIn.isValidName(name)) {
            return KERN_INVALID_RIGHT;
        }
        int wanted = Receive.trailerSize(trailerType);
        if ((trailerType >>> 24 & 0xf) > 3 || Integer.compareUnsigned(wanted, trailerSize[0]) > 0) {
            return KERN_INVALID_VALUE;
        }
        Port port = lockReceive(thread, space, name, KERN_INVALID_RIGHT);
        if (port == null) {
            return thread.lookupError;
        }
        try {
            int first = port.queue.sequenceNumber;
            int number = seqno[0] == 0 ? first : seqno[0];
            if (Integer.compareUnsigned(number, first) < 0
                    || (seqno[0] != 0
                            && Integer.toUnsignedLong(number) >= Integer.toUnsignedLong(first + port.queue.count))) {
                return KERN_FAILURE;
            }
            List<Message> messages = port.queue.messages();
            if (number - first >= messages.size()) {
                return KERN_FAILURE; // the places of senders that have not posted yet count, too
            }
            Message message = messages.get(number - first);
            seqno[0] = number;
            size[0] = message.kernelSize();
            id[0] = message.id;
            byte[] whole = new byte[68];
            whole[4] = 8;
            Bytes.putInt(whole, 8, number);
            message.tokens.copyTo(whole, 12, Tokens.SIZE);
            System.arraycopy(whole, 0, trailer, 0, wanted);
            trailerSize[0] = wanted;
            return KERN_SUCCESS;
        } finally {
            port.lock.unlock();
        }
    }

    /** {@code mach_port_get_context}. */
    public static int getContext(IpcThread thread, Space space, int name, long[] context) {
        Port port = lockReceive(thread, space, name, KERN_INVALID_RIGHT);
        if (port == null) {
            return thread.lookupError;
        }
        context[0] = port.strictGuard ? 0 : port.context;
        port.lock.unlock();
        return KERN_SUCCESS;
    }

    /**
     * {@code mach_port_space_info} (spec 04 §5.8).
     *
     * @param info receives the six words of {@code ipc_info_space_t}
     * @return seven words an entry, as {@code ipc_info_name_t}; null with the code stored
     */
    public static int @Nullable [] spaceInfo(IpcThread thread, Space space, int[] info) {
        space.lock.lock();
        try {
            if (!space.active) {
                thread.lookupError = KERN_INVALID_TASK;
                return null;
            }
            int size = space.tableSize();
            info[0] = 0xff;
            info[1] = size;
            info[2] = space.nextTableSize();
            info[3] = 0;
            info[4] = 0;
            info[5] = 0;
            int[] words = new int[NAME_INFO_WORDS * size];
            for (int i = 0; i < size; i++) {
                Entry entry = i == 0 ? null : space.usedAt(i);
                int at = NAME_INFO_WORDS * i;
                if (entry == null || entry.type == 0) {
                    words[at] = entry == null ? Entry.freshName(i) : entry.name();
                    words[at + 5] = i == 0 ? space.firstFree() : space.nextFreeAfter(i);
                } else {
                    words[at] = entry.name();
                    words[at + 2] = Rights.typeWord(space, entry, false);
                    words[at + 3] = entry.references;
                    words[at + 4] = System.identityHashCode(entry.port != null ? entry.port : entry.set);
                    words[at + 5] = entry.request;
                }
            }
            return words;
        } finally {
            space.lock.unlock();
        }
    }

    /** {@code mach_port_dnrequest_info}. */
    public static int dnrequestInfo(IpcThread thread, Space space, int name, int[] total, int[] used) {
        Port port = lockReceive(thread, space, name, KERN_INVALID_NAME);
        if (port == null) {
            return thread.lookupError;
        }
        RequestTable requests = port.requests;
        total[0] = requestTableSize(port);
        used[0] = requests == null ? 0 : requests.used();
        port.lock.unlock();
        return KERN_SUCCESS;
    }

    /** {@code mach_port_kobject}. */
    public static int kobject(IpcThread thread, Space space, int name, int[] type, long[] address) {
        Entry entry = lockEntry(thread, space, name);
        if (entry == null) {
            return thread.lookupError;
        }
        try {
            Port port = entry.port;
            if (port == null || !entry.has(MACH_PORT_TYPE_SEND_RECEIVE)) {
                return KERN_INVALID_RIGHT;
            }
            KernelObject object;
            port.lock.lock();
            try {
                if (!port.active) {
                    return KERN_INVALID_RIGHT;
                }
                object = port.kernelObject;
            } finally {
                port.lock.unlock();
            }
            type[0] = object == null ? 0 : object.kind();
            address[0] = object == null ? 0 : object.address();
            return KERN_SUCCESS;
        } finally {
            space.lock.unlock();
        }
    }

    // --- changing ports (spec 04 §6) ----------------------------------------------------------------------------

    /** {@code mach_port_set_mscount}. */
    public static int setMscount(IpcThread thread, Space space, int name, int count) {
        Port port = lockReceive(thread, space, name, KERN_INVALID_RIGHT);
        if (port == null) {
            return thread.lookupError;
        }
        port.makeSendCount = count;
        port.lock.unlock();
        return KERN_SUCCESS;
    }

    /** {@code mach_port_set_seqno}. */
    public static int setSeqno(IpcThread thread, Space space, int name, int seqno) {
        Port port = lockReceive(thread, space, name, KERN_INVALID_RIGHT);
        if (port == null) {
            return thread.lookupError;
        }
        port.queue.sequenceNumber = seqno;
        port.lock.unlock();
        return KERN_SUCCESS;
    }

    /** {@code mach_port_set_context}. */
    public static int setContext(IpcThread thread, Space space, int name, long context) {
        Port port = lockReceive(thread, space, name, KERN_INVALID_RIGHT);
        if (port == null) {
            return thread.lookupError;
        }
        try {
            if (port.strictGuard) {
                return KERN_INVALID_ARGUMENT;
            }
            port.context = context;
            return KERN_SUCCESS;
        } finally {
            port.lock.unlock();
        }
    }

    /** {@code mach_port_set_attributes} (spec 04 §6.3). */
    public static int setAttributes(IpcThread thread, Space space, int name, int flavor, int[] info, int count) {
        switch (flavor) {
            case MACH_PORT_LIMITS_INFO -> {
                if (count == 0) {
                    return KERN_FAILURE;
                }
                if (Integer.compareUnsigned(info[0], MACH_PORT_QLIMIT_MAX) > 0) {
                    return KERN_INVALID_VALUE;
                }
            }
            case MACH_PORT_DNREQUESTS_SIZE -> {
                if (count == 0) {
                    return KERN_FAILURE;
                }
            }
            case MACH_PORT_TEMPOWNER, MACH_PORT_IMPORTANCE_RECEIVER -> {}
            default -> {
                return KERN_INVALID_ARGUMENT;
            }
        }
        Port port = lockReceive(thread, space, name, KERN_INVALID_RIGHT);
        if (port == null) {
            return thread.lookupError;
        }
        try {
            switch (flavor) {
                case MACH_PORT_LIMITS_INFO -> port.queue.setLimit(thread, info[0]);
                case MACH_PORT_DNREQUESTS_SIZE -> {
                    return port.requestTable().grow(info[0]);
                }
                case MACH_PORT_TEMPOWNER -> {
                    Importance.dropShare(port);
                    port.temporaryOwner = true;
                    port.importanceDonation = true;
                }
                default -> port.importanceDonation = true;
            }
            return KERN_SUCCESS;
        } finally {
            port.lock.unlock();
        }
    }

    /** {@code mach_port_guard}. */
    public static int guard(IpcThread thread, Space space, int name, long guard, boolean strict) {
        Port port = lockReceive(thread, space, name, KERN_INVALID_NAME);
        if (port == null) {
            return thread.lookupError;
        }
        try {
            if (port.context != 0) {
                return KERN_INVALID_ARGUMENT;
            }
            port.context = guard;
            port.guarded = true;
            port.strictGuard = strict;
            return KERN_SUCCESS;
        } finally {
            port.lock.unlock();
        }
    }

    /** {@code mach_port_unguard}. */
    public static int unguard(IpcThread thread, Space space, int name, long guard) {
        Port port = lockReceive(thread, space, name, KERN_INVALID_NAME);
        if (port == null) {
            return thread.lookupError;
        }
        try {
            if (!port.guarded || port.context != guard) {
                return KERN_INVALID_ARGUMENT;
            }
            port.context = 0;
            port.guarded = false;
            port.strictGuard = false;
            return KERN_SUCCESS;
        } finally {
            port.lock.unlock();
        }
    }

    // --- moving rights (spec 04 §8) -----------------------------------------------------------------------------

    /**
     * {@code mach_port_insert_right}: puts a naked right under a name. On an error the right stays the caller's.
     *
     * @param right a port, {@link Port#DEAD} or null
     * @param type the received form
     */
    public static int insertRight(IpcThread thread, Space space, int name, @Nullable Port right, int type) {
        if (!CopyIn.isValidName(name) || type < MACH_MSG_TYPE_PORT_RECEIVE || type > MACH_MSG_TYPE_PORT_SEND_ONCE) {
            return KERN_INVALID_VALUE;
        }
        if (right == null || right == Port.DEAD) {
            return KERN_INVALID_CAPABILITY;
        }
        space.lock.lock();
        try {
            if (!space.active) {
                return KERN_INVALID_TASK;
            }
            return insertLocked(space, name, right, type);
        } finally {
            space.lock.unlock();
        }
    }

    /** {@code ipc_object_copyout_name} (spec 03 §6.16). */
    private static int insertLocked(Space space, int name, Port right, int type) {
        @Nullable Entry[] found = new Entry[1];
        int code = space.allocateNamed(name, found);
        Entry entry = found[0];
        if (code != KERN_SUCCESS || entry == null) {
            return code;
        }
        right.lock.lock();
        try {
            Entry holder = type == MACH_MSG_TYPE_PORT_SEND_ONCE || !right.active ? null : space.reverse(right);
            if (holder != null) {
                if (holder != entry) {
                    if (entry.type == 0) {
                        space.release(entry);
                    }
                    return KERN_RIGHT_EXISTS;
                }
            } else {
                if (entry.type != 0) {
                    return KERN_NAME_EXISTS;
                }
                if (!right.active) {
                    space.release(entry);
                    return KERN_INVALID_CAPABILITY;
                }
            }
            if (type == MACH_MSG_TYPE_PORT_RECEIVE) {
                right.temporaryOwner = false;
            }
            return Rights.copyOut(space, entry, right, type, false);
        } finally {
            right.lock.unlock();
        }
    }

    /**
     * Takes the right for {@code mach_port_insert_right} out of the calling task's space, dead rights allowed.
     *
     * @param right element 0 receives it
     */
    public static int takeRight(IpcThread thread, int name, int disposition, @Nullable Port[] right) {
        if (!CopyIn.isValidName(name)) {
            return KERN_INVALID_NAME;
        }
        int code = CopyIn.object(thread, name, disposition, thread.copiedIn);
        right[0] = thread.copiedIn.right;
        return code;
    }

    /** What a failed insertion by trap costs: the right is lost, not destroyed (Q4-2). */
    public static void loseRight(IpcThread thread, @Nullable Port right, int type) {
        if (type == MACH_MSG_TYPE_PORT_RECEIVE && right != null && right != Port.DEAD) {
            IpcTask task = thread.task();
            task.kernel.orphaned(right);
            if (!task.space.active) {
                // The last task may have gone meanwhile, and nobody comes for orphans any more.
                task.kernel.releaseOrphan(thread, right);
            }
        }
    }

    /** Destroys a naked right. */
    public static void destroyRight(IpcThread thread, @Nullable Port right, int type) {
        PortDeath.destroyRight(thread, right, type);
    }

    /** Places a naked right in the calling task's space; what cannot be placed is destroyed and named 0. */
    public static int placeRight(IpcThread thread, @Nullable Port right, int type) {
        thread.copyOutErrors = 0;
        return CopyOut.right(thread, right, type);
    }

    /**
     * As {@link #placeRight(IpcThread, Port, int)} for a right that came as if in a message, telling what happened.
     *
     * @param name element 0 receives the name
     * @return {@code KERN_SUCCESS} or {@code KERN_NO_SPACE}
     */
    public static int placeRight(IpcThread thread, @Nullable Port right, int type, int[] name) {
        if (type == MACH_MSG_TYPE_PORT_RECEIVE && right != null && right != Port.DEAD) {
            endTemporaryOwnership(right);
        }
        name[0] = placeRight(thread, right, type);
        return thread.copyOutErrors == 0 ? KERN_SUCCESS : KERN_NO_SPACE;
    }

    /**
     * {@code mach_port_extract_right}: takes a right out of a space, dead ones allowed.
     *
     * @param right element 0 receives it: a port or {@link Port#DEAD}
     */
    public static int extractRight(IpcThread thread, Space space, int name, int disposition, @Nullable Port[] right) {
        if (disposition < MACH_MSG_TYPE_MOVE_RECEIVE || disposition > MACH_MSG_TYPE_MAKE_SEND_ONCE) {
            return KERN_INVALID_VALUE;
        }
        if (!CopyIn.isValidName(name)) {
            return KERN_INVALID_RIGHT;
        }
        Entry entry = lockEntry(thread, space, name);
        if (entry == null) {
            return thread.lookupError;
        }
        int code = CopyIn.objectLocked(thread, space, entry, disposition, thread.copiedIn);
        Port taken = thread.copiedIn.right;
        right[0] = taken;
        if (code == KERN_SUCCESS && disposition == MACH_MSG_TYPE_MOVE_RECEIVE && taken != null) {
            endTemporaryOwnership(taken);
        }
        return code;
    }

    /** A receive right that travelled counts as having been queued (spec 03 §5.8). */
    private static void endTemporaryOwnership(Port port) {
        port.lock.lock();
        port.temporaryOwner = false;
        port.lock.unlock();
    }

    /**
     * Whether a name of the calling task is, or was a moment ago, a send right to a port. Takes no lock.
     */
    public static boolean names(IpcThread thread, int name, Port port) {
        Entry entry = thread.task().space.glance(name);
        return entry != null && entry.port == port && entry.has(MACH_PORT_TYPE_SEND);
    }

    /**
     * The kernel object behind a send right of the calling task, as the destination of a request (spec 04 §1.2).
     *
     * @return the object, or null: {@link IpcThread#lookupError()} is then {@code MACH_SEND_INVALID_DEST} where the name
     *     has no live send right, and {@code KERN_INVALID_TASK} where the port is not the kernel's
     */
    public static @Nullable KernelObject objectOf(IpcThread thread, int name) {
        Space space = thread.task().space;
        space.lock.lock();
        try {
            Entry entry = space.active ? space.lookup(name) : null;
            thread.lookupError = MACH_SEND_INVALID_DEST;
            if (entry == null || !entry.has(MACH_PORT_TYPE_SEND) || Rights.convertIfStale(space, entry)) {
                return null;
            }
            thread.lookupError = KERN_INVALID_TASK;
            return entry.liveOrStalePort().kernelObject();
        } finally {
            space.lock.unlock();
        }
    }

    /** What a disposition becomes in a message, 0 for what is none (spec 00 §4). */
    public static int receivedForm(int disposition) {
        return CopyIn.receivedForm(disposition);
    }

    /** Whether a name is neither 0 nor 0xffffffff. */
    public static boolean isValidName(int name) {
        return CopyIn.isValidName(name);
    }

    // --- notifications (spec 04 §8.3) ---------------------------------------------------------------------------

    /**
     * {@code mach_port_request_notification}. On an error the notify right stays the caller's, to be destroyed (Q4-7).
     *
     * @param notify a send-once right: a port, {@link Port#DEAD} or null
     * @param previous element 0 receives the right registered before: a port or null
     */
    public static int registerNotification(
            IpcThread thread,
            Space space,
            int name,
            int id,
            int sync,
            @Nullable Port notify,
            @Nullable Port[] previous) {
        previous[0] = null;
        int code;
        if (notify == Port.DEAD) {
            return KERN_INVALID_CAPABILITY;
        }
        switch (id) {
            case MACH_NOTIFY_PORT_DESTROYED -> code = requestPortDestroyed(thread, space, name, sync, notify, previous);
            case MACH_NOTIFY_NO_SENDERS -> code = requestNoSenders(thread, space, name, sync, notify, previous);
            case MACH_NOTIFY_SEND_POSSIBLE, MACH_NOTIFY_DEAD_NAME -> {
                if (!CopyIn.isValidName(name)) {
                    code = KERN_INVALID_ARGUMENT;
                } else {
                    Entry entry = lockEntry(thread, space, name);
                    if (entry == null) {
                        code = thread.lookupError;
                    } else {
                        CopiedIn old = new CopiedIn();
                        code = Rights.request(
                                thread, space, entry, sync != 0, id == MACH_NOTIFY_SEND_POSSIBLE, notify, old);
                        previous[0] = old.right;
                    }
                }
            }
            default -> code = KERN_INVALID_VALUE;
        }
        return code;
    }

    private static int requestPortDestroyed(
            IpcThread thread, Space space, int name, int sync, @Nullable Port notify, @Nullable Port[] previous) {
        if (sync != 0) {
            return KERN_INVALID_VALUE;
        }
        Port port = lockReceive(thread, space, name, KERN_INVALID_RIGHT);
        if (port == null) {
            return thread.lookupError;
        }
        previous[0] = port.portDestroyed;
        port.portDestroyed = notify;
        port.lock.unlock();
        return KERN_SUCCESS;
    }

    private static int requestNoSenders(
            IpcThread thread, Space space, int name, int sync, @Nullable Port notify, @Nullable Port[] previous) {
        Port port = lockReceive(thread, space, name, KERN_INVALID_RIGHT);
        if (port == null) {
            return thread.lookupError;
        }
        previous[0] = port.noSenders;
        int makeSendCount = port.makeSendCount;
        boolean atOnce = notify != null && port.sendRights == 0 && Integer.compareUnsigned(sync, makeSendCount) <= 0;
        port.noSenders = atOnce ? null : notify;
        port.lock.unlock();
        if (atOnce) {
            Notifications.noSenders(thread, notify, makeSendCount);
        }
        return KERN_SUCCESS;
    }
}
