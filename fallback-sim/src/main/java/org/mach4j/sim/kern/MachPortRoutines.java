// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.kern;

import static org.mach4j.abi.KernReturn.KERN_INVALID_ARGUMENT;
import static org.mach4j.abi.KernReturn.KERN_INVALID_TASK;
import static org.mach4j.abi.KernReturn.KERN_INVALID_VALUE;
import static org.mach4j.abi.KernReturn.KERN_NOT_SUPPORTED;
import static org.mach4j.abi.KernReturn.KERN_SUCCESS;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_MOVE_RECEIVE;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_PORT_SEND;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_PORT_SEND_ONCE;
import static org.mach4j.abi.MigErrors.MIG_BAD_ARGUMENTS;
import static org.mach4j.abi.MigErrors.MIG_BAD_ID;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.mach4j.sim.ipc.Bytes;
import org.mach4j.sim.ipc.IpcThread;
import org.mach4j.sim.ipc.KernelMessages;
import org.mach4j.sim.ipc.Port;
import org.mach4j.sim.ipc.PortCalls;
import org.mach4j.sim.ipc.SetCalls;
import org.mach4j.sim.ipc.SimulatedPanic;
import org.mach4j.sim.ipc.Space;

/** The {@code mach_port} subsystem as messages to a task port: layouts of spec 00 §14, routines of spec 04. */
final class MachPortRoutines {
    static final int FIRST = 3200;
    static final int LAST = 3234;

    private static final int MAX_PORT_INFO = 17;
    private static final int MAX_TRAILER = 68;
    private static final int OPTIONS_SIZE = 24;
    private static final int NAME_INFO_WORDS = 7;
    private static final int TASK_SET_PORT_SPACE = 3221;

    private MachPortRoutines() {}

    /** Runs the stub of an id in range: checks the request, calls the routine, packs the reply. */
    static int call(int id, MigCall call) {
        int code = check(id, call);
        if (code != KERN_SUCCESS) {
            return code;
        }
        Space space = call.space();
        if (space == null) {
            return withoutSpace(id, call);
        }
        return routine(id, call, call.thread(), space);
    }

    /** Sizes, descriptors and counts (spec 06 §3.6). */
    private static int check(int id, MigCall call) {
        return switch (id) {
            case 3200, 3223 -> simple(call, 24);
            case 3201, 3204, 3205, 3206, 3211, 3221, 3222, 3224, 3225, 3228, 3230 -> simple(call, 36);
            case 3202, 3203, 3207, 3210, 3212, 3215, 3216, 3226, 3227 -> simple(call, 40);
            case 3208, 3217, 3219, 3229, 3234 -> simple(call, 44);
            case 3209, 3232, 3233 -> simple(call, 48);
            case 3213 -> call.checkPort(60, MACH_MSG_TYPE_PORT_SEND_ONCE);
            case 3214 -> call.checkPort(52, MigCall.ANY_PORT);
            case 3218 -> checkInfo(call);
            case 3220 -> call.checkPort(64, MACH_MSG_TYPE_PORT_SEND);
            case 3231 -> call.checkMemory(60, OPTIONS_SIZE);
            default -> MIG_BAD_ID;
        };
    }

    private static int simple(MigCall call, int size) {
        return call.isSimple(size) ? KERN_SUCCESS : MIG_BAD_ARGUMENTS;
    }

    private static int checkInfo(MigCall call) {
        if (!call.isSimpleFrom(44, 44 + 4 * MAX_PORT_INFO)) {
            return MIG_BAD_ARGUMENTS;
        }
        int count = call.word(40);
        return Integer.compareUnsigned(count, MAX_PORT_INFO) <= 0 && call.isSimple(44 + 4 * count)
                ? KERN_SUCCESS
                : MIG_BAD_ARGUMENTS;
    }

    /** What a port that is no live task's gives (spec 04 §1.4). */
    private static int withoutSpace(int id, MigCall call) {
        return switch (id) {
            case 3202 -> KERN_NOT_SUPPORTED;
            case 3203 -> PortCalls.isValidName(call.word(36)) ? KERN_INVALID_TASK : KERN_INVALID_VALUE;
            case 3219 -> (call.word(36) & 1) != 0 ? KERN_INVALID_ARGUMENT : KERN_INVALID_TASK;
            case TASK_SET_PORT_SPACE -> throw new SimulatedPanic("task_set_port_space without a task (spec 04 Q4-1)");
            default -> KERN_INVALID_TASK;
        };
    }

    private static int routine(int id, MigCall call, IpcThread thread, Space space) {
        int[] out = new int[1];
        long[] longOut = new long[1];
        return switch (id) {
            case 3200 -> names(call, thread, space);
            case 3201 -> result(call, PortCalls.type(thread, space, call.word(32), out), out);
            case 3202 -> KERN_NOT_SUPPORTED;
            case 3203 ->
                PortCalls.isValidName(call.word(36))
                        ? done(call, PortCalls.allocateName(thread, space, call.word(32), -1, new int[] {call.word(36)
                        }))
                        : KERN_INVALID_VALUE;
            case 3204 -> result(call, PortCalls.allocate(thread, space, call.word(32), out), out);
            case 3205 -> done(call, PortCalls.destroy(thread, space, call.word(32)));
            case 3206 -> done(call, PortCalls.deallocate(thread, space, call.word(32)));
            case 3207 -> result(call, PortCalls.getRefs(thread, space, call.word(32), call.word(36), out), out);
            case 3208 -> done(call, PortCalls.modRefs(thread, space, call.word(32), call.word(36), call.word(40)));
            case 3209 -> peek(call, thread, space);
            case 3210 -> done(call, PortCalls.setMscount(thread, space, call.word(32), call.word(36)));
            case 3211 -> setStatus(call, thread, space);
            case 3212 -> done(call, SetCalls.moveMember(thread, space, call.word(32), call.word(36)));
            case 3213 -> requestNotification(call, thread, space);
            case 3214 ->
                done(call, PortCalls.insertRight(thread, space, call.word(48), call.port(), call.disposition()));
            case 3215 -> extractRight(call, thread, space);
            case 3216 -> done(call, PortCalls.setSeqno(thread, space, call.word(32), call.word(36)));
            case 3217 -> getAttributes(call, thread, space);
            case 3218 -> setAttributes(call, thread, space);
            case 3219 -> allocateFull(call, thread, space, call.word(32), false, 36, 0);
            case 3220 -> allocateFull(call, thread, space, call.word(48), call.port() != null, 52, call.word(60));
            case TASK_SET_PORT_SPACE -> done(call, PortCalls.setPortSpace(thread, space, call.word(32)));
            case 3222 -> result(call, PortCalls.getSrights(thread, space, call.word(32), out), out);
            case 3223 -> spaceInfo(call, thread, space);
            case 3224 -> {
                int[] used = new int[1];
                int code = PortCalls.dnrequestInfo(thread, space, call.word(32), out, used);
                yield code == KERN_SUCCESS ? call.words(out[0], used[0]) : code;
            }
            case 3225 -> {
                int code = PortCalls.kobject(thread, space, call.word(32), out, longOut);
                yield code == KERN_SUCCESS ? call.words(out[0], (int) longOut[0]) : code;
            }
            case 3226 -> done(call, SetCalls.insertMember(thread, space, call.word(32), call.word(36)));
            case 3227 -> done(call, SetCalls.extractMember(thread, space, call.word(32), call.word(36)));
            case 3228 -> {
                int code = PortCalls.getContext(thread, space, call.word(32), longOut);
                yield code == KERN_SUCCESS ? call.words((int) longOut[0], (int) (longOut[0] >>> 32)) : code;
            }
            case 3229 -> done(call, PortCalls.setContext(thread, space, call.word(32), call.longWord(36)));
            case 3230 -> {
                int code = PortCalls.kobject(thread, space, call.word(32), out, longOut);
                yield code == KERN_SUCCESS ? call.words(out[0], (int) longOut[0], (int) (longOut[0] >>> 32)) : code;
            }
            case 3231 -> construct(call, thread, space);
            case 3232 -> done(call, PortCalls.destruct(thread, space, call.word(32), call.word(36), call.longWord(40)));
            case 3233 ->
                done(call, PortCalls.guard(thread, space, call.word(32), call.longWord(36), call.word(44) != 0));
            case 3234 -> done(call, PortCalls.unguard(thread, space, call.word(32), call.longWord(36)));
            default -> MIG_BAD_ID;
        };
    }

    private static int done(MigCall call, int code) {
        return code == KERN_SUCCESS ? call.done() : code;
    }

    private static int result(MigCall call, int code, int[] out) {
        return code == KERN_SUCCESS ? call.words(out) : code;
    }

    private static int names(MigCall call, IpcThread thread, Space space) {
        int[] pairs = PortCalls.names(thread, space);
        if (pairs == null) {
            return thread.lookupError();
        }
        int count = pairs.length / 2;
        int[][] arrays = new int[2][count];
        for (int i = 0; i < count; i++) {
            arrays[0][i] = pairs[2 * i];
            arrays[1][i] = pairs[2 * i + 1];
        }
        return call.arrays(arrays, count, count);
    }

    private static int peek(MigCall call, IpcThread thread, Space space) {
        int[] seqno = {call.word(40)};
        int[] size = new int[1];
        int[] id = new int[1];
        byte[] trailer = new byte[MAX_TRAILER];
        int room = call.word(44);
        int[] trailerSize = {Integer.compareUnsigned(room, MAX_TRAILER) > 0 ? MAX_TRAILER : room};
        int code = PortCalls.peek(thread, space, call.word(32), call.word(36), seqno, size, id, trailer, trailerSize);
        return code == KERN_SUCCESS
                ? call.wordsAndBytes(new int[] {seqno[0], size[0], id[0]}, trailer, trailerSize[0])
                : code;
    }

    private static int setStatus(MigCall call, IpcThread thread, Space space) {
        int[] members = SetCalls.members(thread, space, call.word(32));
        return members == null ? thread.lookupError() : call.arrays(new int[][] {members}, members.length);
    }

    private static int requestNotification(MigCall call, IpcThread thread, Space space) {
        @Nullable Port[] previous = new Port[1];
        Port notify = call.port();
        int code = PortCalls.registerNotification(
                thread, space, call.word(48), call.word(52), call.word(56), notify, previous);
        return code == KERN_SUCCESS ? call.right(previous[0], MACH_MSG_TYPE_PORT_SEND_ONCE) : code;
    }

    private static int extractRight(MigCall call, IpcThread thread, Space space) {
        @Nullable Port[] right = new Port[1];
        int disposition = call.word(36);
        int code = PortCalls.extractRight(thread, space, call.word(32), disposition, right);
        if (code != KERN_SUCCESS) {
            return code;
        }
        Port taken = right[0];
        if (disposition == MACH_MSG_TYPE_MOVE_RECEIVE && taken != null) {
            KernelMessages.carryReceive(thread, call.reply(), taken);
        }
        return call.right(taken, PortCalls.receivedForm(disposition));
    }

    private static int getAttributes(MigCall call, IpcThread thread, Space space) {
        int room = call.word(40);
        int[] count = {Integer.compareUnsigned(room, MAX_PORT_INFO) > 0 ? MAX_PORT_INFO : room};
        int[] info = new int[MAX_PORT_INFO];
        int code = PortCalls.getAttributes(thread, space, call.word(32), call.word(36), info, count);
        if (code != KERN_SUCCESS) {
            return code;
        }
        int[] words = new int[1 + count[0]];
        words[0] = count[0];
        System.arraycopy(info, 0, words, 1, count[0]);
        return call.words(words);
    }

    private static int setAttributes(MigCall call, IpcThread thread, Space space) {
        int count = call.word(40);
        int[] info = new int[MAX_PORT_INFO];
        for (int i = 0; i < count; i++) {
            info[i] = call.word(44 + 4 * i);
        }
        return done(call, PortCalls.setAttributes(thread, space, call.word(32), call.word(36), info, count));
    }

    private static int allocateFull(
            MigCall call, IpcThread thread, Space space, int right, boolean hasProto, int qosOffset, int wanted) {
        int[] name = {wanted};
        int flags = call.word(qosOffset);
        int length = call.word(qosOffset + 4);
        boolean full = qosOffset != 36;
        int code = SimulatedCalls.allocateFull(thread, space, right, hasProto, flags, length, name, full);
        return code == KERN_SUCCESS ? call.words(flags, length, name[0]) : code;
    }

    private static int spaceInfo(MigCall call, IpcThread thread, Space space) {
        int[] info = new int[6];
        int[] words = PortCalls.spaceInfo(thread, space, info);
        if (words == null) {
            return thread.lookupError();
        }
        int[] inline = Arrays.copyOf(info, 8);
        inline[6] = words.length / NAME_INFO_WORDS;
        return call.arrays(new int[][] {words, {}}, inline);
    }

    private static int construct(MigCall call, IpcThread thread, Space space) {
        // The real kernel misreads the options here (Q4-3); they are delivered as meant.
        byte[] options = call.memory();
        int[] name = new int[1];
        int code = PortCalls.construct(
                thread, space, Bytes.getInt(options, 0), Bytes.getInt(options, 4), call.longWord(52), name);
        return result(call, code, name);
    }
}
