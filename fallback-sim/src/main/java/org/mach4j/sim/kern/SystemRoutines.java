// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.kern;

import static org.mach4j.abi.KernReturn.KERN_INVALID_ARGUMENT;
import static org.mach4j.abi.KernReturn.KERN_SUCCESS;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_PORT_SEND;
import static org.mach4j.abi.MachVm.VM_FLAGS_ANYWHERE;
import static org.mach4j.abi.MigErrors.MIG_BAD_ARGUMENTS;
import static org.mach4j.abi.MigErrors.MIG_BAD_ID;
import static org.mach4j.abi.SpecialPorts.HOST_MAX_SPECIAL_KERNEL_PORT;
import static org.mach4j.abi.SpecialPorts.HOST_SECURITY_PORT;
import static org.mach4j.abi.SpecialPorts.TASK_KERNEL_PORT;
import static org.mach4j.abi.TaskInfo.TASK_AUDIT_TOKEN_COUNT;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.mach4j.sim.ipc.NakedRights;
import org.mach4j.sim.ipc.Port;
import org.mach4j.sim.vm.AddressSpace;

/** The routines of host, task, thread and memory that the simulated kernel serves as messages (spec 06 §2, §4). */
final class SystemRoutines {
    private static final int HOST_INFO = 200;
    private static final int HOST_KERNEL_VERSION = 201;
    private static final int HOST_PAGE_SIZE = 202;
    private static final int HOST_GET_SPECIAL_PORT = 412;
    private static final int HOST_SET_SPECIAL_PORT = 413;
    private static final int TASK_TERMINATE = 3401;
    private static final int MACH_PORTS_REGISTER = 3403;
    private static final int MACH_PORTS_LOOKUP = 3404;
    private static final int TASK_INFO = 3405;
    private static final int TASK_GET_SPECIAL_PORT = 3409;
    private static final int TASK_SET_SPECIAL_PORT = 3410;
    private static final int THREAD_ABORT = 3607;
    private static final int THREAD_ABORT_SAFELY = 3608;
    private static final int THREAD_GET_SPECIAL_PORT = 3610;
    private static final int THREAD_SET_SPECIAL_PORT = 3611;
    private static final int VM32_ALLOCATE = 3801;
    private static final int VM32_DEALLOCATE = 3802;
    private static final int MACH_VM_ALLOCATE = 4800;
    private static final int MACH_VM_DEALLOCATE = 4801;

    private static final String KERNEL_VERSION = "Darwin Kernel Version 13.4.0: mach4j simulation of xnu-2422.115.4";

    private SystemRoutines() {}

    static int call(int id, MigCall call) {
        return switch (id) {
            case HOST_INFO -> call.isSimple(40) ? hostInfo(call) : MIG_BAD_ARGUMENTS;
            case HOST_KERNEL_VERSION -> call.isSimple(24) ? kernelVersion(call) : MIG_BAD_ARGUMENTS;
            case HOST_PAGE_SIZE -> call.isSimple(24) ? pageSize(call) : MIG_BAD_ARGUMENTS;
            case HOST_GET_SPECIAL_PORT -> call.isSimple(40) ? getHostSpecial(call) : MIG_BAD_ARGUMENTS;
            case HOST_SET_SPECIAL_PORT -> setHostSpecial(call);
            case TASK_TERMINATE -> call.isSimple(24) ? terminate(call) : MIG_BAD_ARGUMENTS;
            case MACH_PORTS_REGISTER -> register(call);
            case MACH_PORTS_LOOKUP -> call.isSimple(24) ? lookup(call) : MIG_BAD_ARGUMENTS;
            case TASK_INFO -> call.isSimple(40) ? taskInfo(call) : MIG_BAD_ARGUMENTS;
            case TASK_GET_SPECIAL_PORT -> call.isSimple(36) ? getSpecial(call) : MIG_BAD_ARGUMENTS;
            case TASK_SET_SPECIAL_PORT -> setSpecial(call);
            case THREAD_ABORT, THREAD_ABORT_SAFELY -> call.isSimple(24) ? abort(call) : MIG_BAD_ARGUMENTS;
            case THREAD_GET_SPECIAL_PORT -> call.isSimple(36) ? getThreadSpecial(call) : MIG_BAD_ARGUMENTS;
            case THREAD_SET_SPECIAL_PORT -> setThreadSpecial(call);
            case VM32_ALLOCATE -> call.isSimple(44) ? allocate32(call) : MIG_BAD_ARGUMENTS;
            case VM32_DEALLOCATE -> call.isSimple(40) ? deallocate32(call) : MIG_BAD_ARGUMENTS;
            case MACH_VM_ALLOCATE -> call.isSimple(52) ? allocate(call) : MIG_BAD_ARGUMENTS;
            case MACH_VM_DEALLOCATE -> call.isSimple(48) ? deallocate(call) : MIG_BAD_ARGUMENTS;
            default -> MIG_BAD_ID;
        };
    }

    private static boolean toHost(MigCall call) {
        return call.object() instanceof Host.HostObject;
    }

    private static int hostInfo(MigCall call) {
        if (!toHost(call)) {
            return KERN_INVALID_ARGUMENT;
        }
        int room = call.word(36);
        int[] count = {Integer.compareUnsigned(room, HostInfo.MAX_WORDS) > 0 ? HostInfo.MAX_WORDS : room};
        int[] info = new int[HostInfo.MAX_WORDS];
        int code = HostInfo.info(call.word(32), info, count);
        return code == KERN_SUCCESS ? call.words(counted(info, count[0])) : code;
    }

    private static int kernelVersion(MigCall call) {
        if (!toHost(call)) {
            return KERN_INVALID_ARGUMENT;
        }
        byte[] text = (KERNEL_VERSION + '\0').getBytes(StandardCharsets.US_ASCII);
        return call.wordsAndBytes(new int[] {0}, text, text.length);
    }

    private static int pageSize(MigCall call) {
        return toHost(call) ? call.words(AddressSpace.PAGE_SIZE, 0) : KERN_INVALID_ARGUMENT;
    }

    /** The host where the request went to its privileged port, else null (spec 06 §1.2). */
    private static @Nullable Host privilegedHost(MigCall call) {
        return call.object() instanceof Host.HostObject object && object.privileged() ? object.host() : null;
    }

    private static int getHostSpecial(MigCall call) {
        Host host = privilegedHost(call);
        int which = call.word(36);
        // The node in front of it is ignored (spec 06 §2.3).
        return host == null || which <= HOST_SECURITY_PORT || which > Host.LAST_SPECIAL
                ? KERN_INVALID_ARGUMENT
                : call.right(host.copySpecial(which), MACH_MSG_TYPE_PORT_SEND);
    }

    private static int setHostSpecial(MigCall call) {
        int code = call.checkPort(52, MACH_MSG_TYPE_PORT_SEND);
        if (code != KERN_SUCCESS) {
            return code;
        }
        Host host = privilegedHost(call);
        int which = call.word(48);
        if (host == null || which <= HOST_MAX_SPECIAL_KERNEL_PORT || which > Host.LAST_SPECIAL) {
            return KERN_INVALID_ARGUMENT;
        }
        host.setSpecial(call.thread(), which, call.port());
        return call.done();
    }

    private static int terminate(MigCall call) {
        KernelTask task = call.task();
        if (task == null) {
            return KERN_INVALID_ARGUMENT;
        }
        task.terminate(call.thread());
        return call.done();
    }

    private static int taskInfo(MigCall call) {
        if (!(call.object() instanceof TaskObject object)) {
            return KERN_INVALID_ARGUMENT;
        }
        int[] info = new int[TASK_AUDIT_TOKEN_COUNT];
        int[] count = {call.word(36)};
        int code = object.info(call.word(32), info, count);
        return code == KERN_SUCCESS ? call.words(counted(info, count[0])) : code;
    }

    /** A count and so many words. */
    private static int[] counted(int[] info, int count) {
        int[] words = new int[1 + count];
        words[0] = count;
        System.arraycopy(info, 0, words, 1, count);
        return words;
    }

    private static int register(MigCall call) {
        int code = call.checkPorts(56, MACH_MSG_TYPE_PORT_SEND);
        if (code != KERN_SUCCESS) {
            return code;
        }
        KernelTask task = call.task();
        int count = call.word(52);
        @Nullable Port[] sent = call.ports();
        if (task == null
                || Integer.compareUnsigned(count, KernelTask.REGISTERED_PORTS) > 0
                || (count > 0 && sent.length == 0)) {
            return KERN_INVALID_ARGUMENT;
        }
        // The smaller of count word and array counts; surplus rights are released (spec 06 §2.3).
        int used = Math.min(count, sent.length);
        @Nullable Port[] rights = new Port[KernelTask.REGISTERED_PORTS];
        System.arraycopy(sent, 0, rights, 0, used);
        for (int i = used; i < sent.length; i++) {
            NakedRights.releaseSend(call.thread(), sent[i]);
            sent[i] = null;
        }
        return task.register(call.thread(), rights) ? call.done() : KERN_INVALID_ARGUMENT;
    }

    private static int lookup(MigCall call) {
        KernelTask task = call.task();
        return task == null ? KERN_INVALID_ARGUMENT : call.rights(task.copyRegistered(), MACH_MSG_TYPE_PORT_SEND);
    }

    private static int getSpecial(MigCall call) {
        KernelTask task = call.task();
        int which = call.word(32);
        return task == null || !KernelTask.isSelector(which)
                ? KERN_INVALID_ARGUMENT
                : call.right(task.copySpecial(which), MACH_MSG_TYPE_PORT_SEND);
    }

    private static int setSpecial(MigCall call) {
        int code = call.checkPort(52, MACH_MSG_TYPE_PORT_SEND);
        if (code != KERN_SUCCESS) {
            return code;
        }
        KernelTask task = call.task();
        if (task == null) {
            return KERN_INVALID_ARGUMENT;
        }
        code = SimulatedCalls.setSpecial(call.thread(), task, call.word(48), call.port());
        return code == KERN_SUCCESS ? call.done() : code;
    }

    private static int abort(MigCall call) {
        if (!(call.object() instanceof ThreadObject thread)) {
            return KERN_INVALID_ARGUMENT;
        }
        thread.abort();
        return call.done();
    }

    private static int getThreadSpecial(MigCall call) {
        return call.object() instanceof ThreadObject thread && call.word(32) == TASK_KERNEL_PORT
                ? call.right(thread.copySelf(), MACH_MSG_TYPE_PORT_SEND)
                : KERN_INVALID_ARGUMENT;
    }

    private static int setThreadSpecial(MigCall call) {
        int code = call.checkPort(52, MACH_MSG_TYPE_PORT_SEND);
        if (code != KERN_SUCCESS) {
            return code;
        }
        if (!(call.object() instanceof ThreadObject thread) || call.word(48) != TASK_KERNEL_PORT) {
            return KERN_INVALID_ARGUMENT;
        }
        thread.setSelf(call.thread(), call.port());
        return call.done();
    }

    private static int allocate(MigCall call) {
        KernelTask task = call.task();
        if (task == null) {
            return KERN_INVALID_ARGUMENT;
        }
        long[] address = {call.longWord(32)};
        int code = task.ipc().memory().allocate(address, call.longWord(40), (call.word(48) & VM_FLAGS_ANYWHERE) != 0);
        return code == KERN_SUCCESS ? call.words((int) address[0], (int) (address[0] >>> 32)) : code;
    }

    private static int deallocate(MigCall call) {
        KernelTask task = call.task();
        if (task == null) {
            return KERN_INVALID_ARGUMENT;
        }
        int code = task.ipc().memory().deallocate(call.longWord(32), call.longWord(40));
        return code == KERN_SUCCESS ? call.done() : code;
    }

    private static int allocate32(MigCall call) {
        KernelTask task = call.task();
        if (task == null) {
            return KERN_INVALID_ARGUMENT;
        }
        long[] address = {Integer.toUnsignedLong(call.word(32))};
        int code = task.ipc()
                .memory()
                .allocate(address, Integer.toUnsignedLong(call.word(36)), (call.word(40) & VM_FLAGS_ANYWHERE) != 0);
        return code == KERN_SUCCESS ? call.words((int) address[0]) : code;
    }

    private static int deallocate32(MigCall call) {
        KernelTask task = call.task();
        if (task == null) {
            return KERN_INVALID_ARGUMENT;
        }
        int code = task.ipc()
                .memory()
                .deallocate(Integer.toUnsignedLong(call.word(32)), Integer.toUnsignedLong(call.word(36)));
        return code == KERN_SUCCESS ? call.done() : code;
    }
}
