// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mach4j.abi.MachMsgReturn;
import org.mach4j.gnumach.Caller.Reply;

/** The calls of one guest task: requests to its own task port, and traps. */
final class GnuMachCalls extends NoCounterpart {
    private static final int SEND = 1;
    private static final int RCV = 2;
    private static final int SEND_INTERRUPT = 0x40;
    private static final int RCV_INTERRUPT = 0x400;

    /** Options that both kernels have under one number. */
    private static final int SAME_OPTIONS = SEND | RCV | 0x10 | SEND_INTERRUPT | 0x100 | RCV_INTERRUPT;

    private static final int XNU_RCV_LARGE = 4;

    /** Asks XNU for a notification where the queue is full; without effect otherwise (spec 01 §5.6). */
    private static final int XNU_SEND_NOTIFY = 0x80;

    /** Asks XNU for the port's name where a message stays queued that is too large; without effect otherwise (spec 01 §6.8). */
    private static final int XNU_RCV_LARGE_IDENTITY = 8;

    /** {@code MACH_RCV_OVERWRITE}, which GNU Mach does not have. */
    private static final int XNU_ONLY = 0x1000;

    /** Receive sizes from here on are large enough for any message of a program, so that encodings may differ in size. */
    private static final int AMPLE = 256;

    /** By level (spec 00). */
    private static final int[] TRAILER_SIZES = {8, 12, 20, 52, 60, 68};

    /** The header's word that is not the sender's in GNU Mach. */
    private static final int RESERVED = 16;

    /** What a trap of this kernel returns where its target is not the caller's own task. */
    private static final int NOT_OWN_TASK = 0x10000007;

    private static final int LIMITS_INFO = 1;
    private static final int RECEIVE_STATUS = 2;

    private final GuestTask task;

    GnuMachCalls(GuestTask task) {
        this.task = task;
    }

    // --- messages ----------------------------------------------------------------------------------------------

    @Override
    public int mach_msg(long msg, int option, int sendSize, int rcvSize, int rcvName, int timeout, int notify) {
        return mach_msg_overwrite(msg, option, sendSize, rcvSize, rcvName, timeout, notify, 0, 0);
    }

    @Override
    public int mach_msg_overwrite(
            long msg,
            int option,
            int sendSize,
            int rcvSize,
            int rcvName,
            int timeout,
            int notify,
            long rcvMsg,
            int rcvLimit) {
        int now = option;
        while (true) { // the library's part: spec 01 §2.1
            int code = mach_msg_overwrite_trap(msg, now, sendSize, rcvSize, rcvName, timeout, notify, rcvMsg, rcvLimit);
            if (task.hasEnded()) {
                return code;
            } else if (code == MachMsgReturn.MACH_SEND_INTERRUPTED && (option & SEND_INTERRUPT) == 0) {
                continue;
            } else if (code == MachMsgReturn.MACH_RCV_INTERRUPTED && (option & RCV_INTERRUPT) == 0) {
                now = option & ~SEND;
                continue;
            }
            return code;
        }
    }

    @Override
    public int mach_msg_trap(long msg, int option, int sendSize, int rcvSize, int rcvName, int timeout, int notify) {
        return mach_msg_overwrite_trap(msg, option, sendSize, rcvSize, rcvName, timeout, notify, 0, 0);
    }

    @Override
    public int mach_msg_overwrite_trap(
            long msg,
            int option,
            int sendSize,
            int rcvSize,
            int rcvName,
            int timeout,
            int notify,
            long rcvMsg,
            int rcvLimit) {
        if ((option & XNU_ONLY) != 0) {
            throw new Incomparable("options 0x" + Integer.toHexString(option & XNU_ONLY));
        }
        int trailer = TRAILER_SIZES[Math.min(option >>> 24 & 0xf, TRAILER_SIZES.length - 1)];
        try {
            return task.inside(thread -> message(
                    thread.caller(),
                    msg,
                    option,
                    sendSize,
                    Integer.toUnsignedLong(rcvSize),
                    trailer,
                    rcvName,
                    timeout,
                    rcvMsg == 0 ? msg : rcvMsg));
        } catch (Caller.TaskEnded e) {
            return (option & RCV) != 0 ? MachMsgReturn.MACH_RCV_INTERRUPTED : MachMsgReturn.MACH_SEND_INTERRUPTED;
        }
    }

    private int message(
            Caller caller,
            long msg,
            int option,
            int sendSize,
            long rcvSize,
            int trailer,
            int rcvName,
            int timeout,
            long rcvMsg) {
        if ((option & RCV) != 0 && task.hostMemory().find(rcvMsg, MessageTranslation.HEADER) == null) {
            throw new Incomparable("a receive into memory that is not there");
        }
        MessageTranslation translation = new MessageTranslation(task, caller);
        Slot slot = caller.slot();
        int buffer = slot.address(Caller.MESSAGE_AT);
        int guestSendSize = sendSize;
        GivenUp givenUp = new GivenUp(task);
        if ((option & SEND) != 0) {
            byte @Nullable [] message = read(msg, sendSize);
            if (message == null) {
                buffer = 0; // not memory of the guest either
            } else {
                byte[] translated = translation.outgoing(message);
                guestSendSize = translated.length;
                givenUp.by(translation.carried());
                slot.write(Caller.MESSAGE_AT, translated);
            }
        }
        boolean ample = rcvSize >= AMPLE;
        int guestRcvSize = ample ? Caller.MESSAGE_ROOM : (int) Math.max(0, rcvSize - trailer);
        int guestOption = (option & SAME_OPTIONS) | ((option & XNU_RCV_LARGE) != 0 ? Mach.RCV_LARGE : 0);
        Batch batch = new Batch();
        int at = batch.trap(Mach.MACH_MSG, buffer, guestOption, guestSendSize, guestRcvSize, rcvName, timeout, 0);
        slot.start(batch);
        if (!slot.await(GnuMachKernel.waitLimit(), task::hasEnded)) {
            if (task.hasEnded()) {
                throw new Caller.TaskEnded();
            }
            throw new GnuMachException("mach_msg has been waiting in the kernel for "
                    + GnuMachKernel.waitLimit().toSeconds()
                    + " s: a send to a full queue, or a receive that nothing ends");
        }
        int code = slot.result(at);
        givenUp.settle(code);
        translation.settle(code);
        switch (code) {
            case MachMsgReturn.MACH_MSG_SUCCESS -> {
                if ((option & RCV) != 0) {
                    received(translation, slot, rcvSize, trailer, rcvMsg);
                }
            }
            case MachMsgReturn.MACH_SEND_TIMED_OUT, MachMsgReturn.MACH_SEND_INTERRUPTED -> {
                if ((option & XNU_SEND_NOTIFY) != 0) {
                    throw new Incomparable("a send that asks for a notification, to a full queue");
                }
                byte[] given = translation.incoming(slotMessage(slot)).message();
                keepReserved(msg, given);
                write(msg, given);
            }
            case MachMsgReturn.MACH_RCV_TOO_LARGE -> tooLarge(slot, option, guestRcvSize, trailer, rcvMsg);
            default -> {
                if ((code & 0x10004000) == 0x10004000 && (code & 0x3ff) >= 0xb && (code & 0x3ff) <= 0xc) {
                    throw new Incomparable("a message received in part");
                }
            }
        }
        return code;
    }

    /** A message that is given back says in the word that GNU Mach has taken for its own what the sender wrote there. */
    private void keepReserved(long sent, byte[] given) {
        byte[] header = read(sent, MessageTranslation.HEADER);
        if (header != null) {
            System.arraycopy(header, RESERVED, given, RESERVED, 4);
        }
    }

    private static byte[] slotMessage(Slot slot) {
        int size = Caller.words(slot.read(Caller.MESSAGE_AT, MessageTranslation.HEADER))[1];
        return slot.read(Caller.MESSAGE_AT, size);
    }

    private void received(MessageTranslation translation, Slot slot, long rcvSize, int trailer, long rcvMsg) {
        MessageTranslation.Incoming incoming = translation.incoming(slotMessage(slot));
        byte[] message = incoming.message();
        if (message.length + trailer > rcvSize) {
            throw new Incomparable("a message that fits in one kernel's encoding only");
        }
        write(rcvMsg, withTrailer(message, message.length, trailer, incoming.seqno()));
    }

    /** A trailer of the size asked for: GNU Mach has none, so that it tells the sequence number alone. */
    private static byte[] withTrailer(byte[] head, int length, int trailer, int seqno) {
        ByteBuffer out = ByteBuffer.allocate(length + trailer).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        out.put(head, 0, length).putInt(0).putInt(trailer);
        if (trailer >= 12) {
            out.putInt(seqno);
        }
        return out.array();
    }

    private void tooLarge(Slot slot, int option, int room, int trailer, long rcvMsg) {
        byte[] header = slot.read(Caller.MESSAGE_AT, MessageTranslation.HEADER);
        int[] words = Caller.words(header);
        ByteBuffer out = ByteBuffer.wrap(header).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        if ((option & XNU_RCV_LARGE) != 0) {
            if ((option & XNU_RCV_LARGE_IDENTITY) != 0) {
                throw new Incomparable("the port of a message that is too large");
            }
            byte[] size = new byte[4];
            System.arraycopy(header, 4, size, 0, 4);
            write(rcvMsg + 4, size);
            return;
        }
        if (words[0] < 0 && words[1] - MessageTranslation.MOST_LONGER <= room) {
            throw new Incomparable("a message that fits in one kernel's encoding only");
        }
        // XNU tells the size of what it writes (spec 01 §9.3), GNU Mach that of the message; the rest is compared.
        out.putInt(4, MessageTranslation.HEADER);
        out.putInt(12, task.names().seen(words[3]));
        out.putInt(RESERVED, 0);
        write(rcvMsg, withTrailer(header, header.length, trailer, words[4]));
    }

    private byte @Nullable [] read(long address, int size) {
        if (size < 0 || size > Caller.MESSAGE_ROOM) {
            throw new Incomparable("a message of " + Integer.toUnsignedString(size) + " bytes");
        }
        ByteBuffer found = task.hostMemory().find(address, size);
        if (found == null) {
            return null;
        }
        byte[] bytes = new byte[size];
        found.get(bytes);
        return bytes;
    }

    private void write(long address, byte[] bytes) {
        ByteBuffer found = task.hostMemory().find(address, bytes.length);
        if (found == null) {
            throw new Incomparable("a receive into memory that is not there");
        }
        found.put(bytes);
    }

    // --- self ports --------------------------------------------------------------------------------------------

    @Override
    public int mach_task_self() {
        return task.self();
    }

    @Override
    public int mach_thread_self() {
        return task.names().seen(trap(Mach.MACH_THREAD_SELF));
    }

    @Override
    public int mach_host_self() {
        return task.names().seen(trap(Mach.MACH_HOST_SELF));
    }

    @Override
    public int mach_reply_port() {
        return task.names().anew(trap(Mach.MACH_REPLY_PORT));
    }

    private int trap(int trap) {
        return task.inside(thread -> thread.caller().trap(trap));
    }

    // --- names -------------------------------------------------------------------------------------------------

    private Reply request(int to, int id, int... body) {
        return task.inside(thread -> thread.caller().call(to, id, body));
    }

    /** A call that may have been the end of a name. */
    private int given(int name, int code) {
        if (code == 0 && name != 0 && name != -1 && !task.isName(name)) {
            task.names().gone(name);
        }
        return code;
    }

    private int code(int to, int id, int... body) {
        return request(to, id, body).code();
    }

    @Override
    public int mach_port_names(int to, long[] names, int[] namesCnt, long[] types, int[] typesCnt) {
        return task.inside(thread -> {
            Caller caller = thread.caller();
            Reply reply = caller.call(to, Mach.PORT_NAMES);
            if (reply.code() != 0) {
                return reply.code();
            }
            int[] allNames = caller.array(reply, 8);
            int[] allTypes = caller.array(reply, Caller.after(reply, 8));
            List<int[]> shown = new ArrayList<>();
            for (int i = 0; i < allNames.length; i++) {
                if (!task.isHidden(allNames[i])) {
                    shown.add(new int[] {task.names().seen(allNames[i]), allTypes[i]});
                }
            }
            shown.sort((a, b) -> Integer.compareUnsigned(a[0], b[0]));
            names[0] = array(shown.stream().mapToInt(pair -> pair[0]).toArray());
            types[0] = array(shown.stream().mapToInt(pair -> pair[1]).toArray());
            namesCnt[0] = shown.size();
            typesCnt[0] = shown.size();
            return 0;
        });
    }

    private long array(int[] words) {
        if (words.length == 0) {
            return 0;
        }
        long address = task.hostMemory().map(4L * words.length);
        task.hostMemory().buffer(address, 4 * words.length).asIntBuffer().put(words);
        return address;
    }

    private int word(int[] into, int to, int id, int... body) {
        Reply reply = request(to, id, body);
        if (reply.code() == 0) {
            into[0] = reply.word(9);
        }
        return reply.code();
    }

    @Override
    public int mach_port_type(int to, int name, int[] ptype) {
        return word(ptype, to, Mach.PORT_TYPE, Mach.NAME, name);
    }

    @Override
    public int mach_port_rename(int to, int oldName, int newName) {
        int code = code(to, Mach.PORT_RENAME, Mach.NAME, oldName, Mach.NAME, newName);
        if (code == 0) {
            task.names().chosen(newName);
        }
        return code;
    }

    @Override
    public int mach_port_allocate_name(int to, int right, int name) {
        int code = code(to, Mach.PORT_ALLOCATE_NAME, Mach.INT, right, Mach.NAME, name);
        if (code == 0) {
            task.names().chosen(name);
        }
        return code;
    }

    @Override
    public int mach_port_allocate(int to, int right, int[] name) {
        int code = word(name, to, Mach.PORT_ALLOCATE, Mach.INT, right);
        if (code == 0) {
            name[0] = task.names().anew(name[0]);
        }
        return code;
    }

    @Override
    public int mach_port_destroy(int to, int name) {
        return given(name, code(to, Mach.PORT_DESTROY, Mach.NAME, name));
    }

    @Override
    public int mach_port_deallocate(int to, int name) {
        return given(name, code(to, Mach.PORT_DEALLOCATE_REQUEST, Mach.NAME, name));
    }

    @Override
    public int mach_port_get_refs(int to, int name, int right, int[] refs) {
        return word(refs, to, Mach.PORT_GET_REFS, Mach.NAME, name, Mach.INT, right);
    }

    @Override
    public int mach_port_mod_refs(int to, int name, int right, int delta) {
        return given(name, code(to, Mach.PORT_MOD_REFS, Mach.NAME, name, Mach.INT, right, Mach.INT, delta));
    }

    @Override
    public int mach_port_set_mscount(int to, int name, int mscount) {
        return code(to, Mach.PORT_SET_MSCOUNT, Mach.NAME, name, Mach.INT, mscount);
    }

    @Override
    public int mach_port_set_seqno(int to, int name, int seqno) {
        return code(to, Mach.PORT_SET_SEQNO, Mach.NAME, name, Mach.INT, seqno);
    }

    @Override
    public int mach_port_get_set_status(int to, int name, long[] members, int[] membersCnt) {
        return task.inside(thread -> {
            Reply reply = thread.caller().call(to, Mach.PORT_GET_SET_STATUS, Mach.NAME, name);
            if (reply.code() == 0) {
                int[] all = thread.caller().array(reply, 8);
                members[0] = array(all);
                membersCnt[0] = all.length;
            }
            return reply.code();
        });
    }

    @Override
    public int mach_port_move_member(int to, int member, int after) {
        return code(to, Mach.PORT_MOVE_MEMBER, Mach.NAME, member, Mach.NAME, after);
    }

    /** A port is in one set at most in this kernel: inserting is moving, where it is in none. */
    @Override
    public int mach_port_insert_member(int to, int name, int pset) {
        if (pset == 0 || set(to, name) != 0) {
            throw new Incomparable("a port in more than one set");
        }
        return mach_port_move_member(to, name, pset);
    }

    @Override
    public int mach_port_extract_member(int to, int name, int pset) {
        if (pset == 0 || set(to, name) != pset) {
            throw new Incomparable("taking a port out of a set that it is not in");
        }
        return mach_port_move_member(to, name, 0);
    }

    /** The set that a port is in; 0 where in none or where the name is no receive right. */
    private int set(int to, int name) {
        int[] status = status(to, name);
        return status.length == 1 ? 0 : status[0];
    }

    @Override
    public int mach_port_request_notification(
            int to, int name, int msgid, int sync, int notify, int notifyPoly, int[] previous) {
        if (msgid == 66) {
            throw new Incomparable("send-possible notifications");
        }
        requireDisposition(notifyPoly);
        GivenUp givenUp = new GivenUp(task);
        givenUp.by(notifyPoly, notify);
        Reply reply = request(
                to,
                Mach.PORT_REQUEST_NOTIFICATION,
                Mach.NAME,
                name,
                Mach.INT,
                msgid,
                Mach.INT,
                sync,
                Mach.RIGHT | notifyPoly,
                notify);
        givenUp.settle(reply.code() == 0 ? 0 : MachMsgReturn.MACH_SEND_INVALID_RIGHT);
        if (reply.code() == 0) {
            int given = reply.word(9);
            previous[0] = given == -1 ? -1 : task.names().seen(given);
        }
        return reply.code();
    }

    private static void requireDisposition(int disposition) {
        if (disposition < 16 || disposition > 21) {
            throw new Incomparable("a disposition that is none makes a typed item plain data");
        }
    }

    @Override
    public int mach_port_insert_right(int to, int name, int poly, int polyPoly) {
        int trapped = task.inside(thread -> thread.caller().trap(Mach.PORT_INSERT_RIGHT, to, name, poly, polyPoly));
        int code = trapped;
        if (trapped == NOT_OWN_TASK) { // the library's part: the trap is for the own task, all else goes by message
            requireDisposition(polyPoly);
            code = code(to, Mach.PORT_INSERT_RIGHT_REQUEST, Mach.NAME, name, Mach.RIGHT | polyPoly, poly);
        }
        if (code == 0) {
            task.names().chosen(name);
        }
        given(poly, 0);
        return code;
    }

    @Override
    public int mach_port_extract_right(int to, int name, int msgtName, int[] poly, int[] polyPoly) {
        GivenUp givenUp = new GivenUp(task);
        givenUp.by(msgtName, name);
        Reply reply = request(to, Mach.PORT_EXTRACT_RIGHT, Mach.NAME, name, Mach.INT, msgtName);
        givenUp.settle(reply.code() == 0 ? 0 : MachMsgReturn.MACH_SEND_INVALID_RIGHT);
        if (reply.code() == 0) {
            poly[0] = task.names().seen(reply.word(9));
            polyPoly[0] = reply.word(8) & 0xff;
        }
        return reply.code();
    }

    /** The nine words of {@code mach_port_status_t}, or the code alone. */
    private int[] status(int to, int name) {
        Reply reply = request(to, Mach.PORT_GET_RECEIVE_STATUS, Mach.NAME, name);
        return reply.code() == 0 ? reply.inline(8) : new int[] {reply.code()};
    }

    @Override
    public int mach_port_get_attributes(int to, int name, int flavor, int[] info, int[] count) {
        int words = flavor == RECEIVE_STATUS ? 10 : flavor == LIMITS_INFO ? 1 : 0;
        if (words == 0 || count[0] < words) {
            throw new Incomparable("attributes of flavor " + flavor + " in " + count[0] + " words");
        }
        int[] status = status(to, name);
        if (status.length == 1) {
            return status[0];
        }
        if (flavor == LIMITS_INFO) {
            info[0] = status[3];
        } else {
            System.arraycopy(status, 0, info, 0, 9);
            info[0] = status[0] == 0 ? 0 : 1; // XNU counts sets, GNU Mach names the one
            info[9] = 0;
        }
        count[0] = words;
        return 0;
    }

    @Override
    public int mach_port_set_attributes(int to, int name, int flavor, int[] info, int count) {
        if (flavor != LIMITS_INFO || count < 1) {
            throw new Incomparable("setting attributes of flavor " + flavor + " from " + count + " words");
        }
        return code(to, Mach.PORT_SET_QLIMIT, Mach.NAME, name, Mach.INT, info[0]);
    }

    // --- memory: see HostMemory ------------------------------------------------------------------------------

    @Override
    public int mach_vm_allocate(int to, long[] address, long size, int flags) {
        if (!task.isName(to)) {
            throw new Incomparable("memory of a task that has given its task port away");
        }
        address[0] = task.hostMemory().map(size);
        return 0;
    }

    @Override
    public int mach_vm_deallocate(int to, long address, long size) {
        if (!task.hostMemory().unmap(address, size)) {
            throw new Incomparable("freeing what is not one whole region");
        }
        return 0;
    }

    @Override
    public int vm_allocate(int to, long[] address, long size, int flags) {
        return mach_vm_allocate(to, address, size, flags);
    }

    @Override
    public int vm_deallocate(int to, long address, long size) {
        return mach_vm_deallocate(to, address, size);
    }

    @Override
    public long vm_page_size() {
        return HostMemory.PAGE;
    }
}
