// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.kern;

import static org.mach4j.abi.KernReturn.KERN_FAILURE;
import static org.mach4j.abi.KernReturn.KERN_INVALID_ADDRESS;
import static org.mach4j.abi.KernReturn.KERN_INVALID_ARGUMENT;
import static org.mach4j.abi.KernReturn.KERN_INVALID_RIGHT;
import static org.mach4j.abi.KernReturn.KERN_INVALID_TASK;
import static org.mach4j.abi.KernReturn.KERN_INVALID_VALUE;
import static org.mach4j.abi.KernReturn.KERN_NOT_SUPPORTED;
import static org.mach4j.abi.KernReturn.KERN_PROTECTION_FAILURE;
import static org.mach4j.abi.KernReturn.KERN_SUCCESS;
import static org.mach4j.abi.KernReturn.KERN_TERMINATED;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_COPY_SEND;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_PORT_SEND;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_PORT_SEND_ONCE;
import static org.mach4j.abi.MachMessage.MACH_RCV_INTERRUPT;
import static org.mach4j.abi.MachMessage.MACH_RCV_MSG;
import static org.mach4j.abi.MachMessage.MACH_SEND_INTERRUPT;
import static org.mach4j.abi.MachMessage.MACH_SEND_MSG;
import static org.mach4j.abi.MachMsgReturn.MACH_MSG_SUCCESS;
import static org.mach4j.abi.MachMsgReturn.MACH_RCV_INTERRUPTED;
import static org.mach4j.abi.MachMsgReturn.MACH_RCV_INVALID_DATA;
import static org.mach4j.abi.MachMsgReturn.MACH_SEND_INTERRUPTED;
import static org.mach4j.abi.MachMsgReturn.MACH_SEND_INVALID_DATA;
import static org.mach4j.abi.MachMsgReturn.MACH_SEND_INVALID_DEST;
import static org.mach4j.abi.MachMsgReturn.MACH_SEND_INVALID_MEMORY;
import static org.mach4j.abi.MachMsgReturn.MACH_SEND_INVALID_RIGHT;
import static org.mach4j.abi.MachPort.MACH_PORT_DEAD;
import static org.mach4j.abi.MachPort.MACH_PORT_NULL;
import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_RECEIVE;
import static org.mach4j.abi.MachVm.VM_FLAGS_ANYWHERE;
import static org.mach4j.abi.MigErrors.MIG_ARRAY_TOO_LARGE;
import static org.mach4j.abi.MigErrors.MIG_TYPE_ERROR;
import static org.mach4j.abi.SpecialPorts.TASK_BOOTSTRAP_PORT;
import static org.mach4j.abi.SpecialPorts.TASK_HOST_PORT;
import static org.mach4j.abi.SpecialPorts.TASK_KERNEL_PORT;
import static org.mach4j.abi.SpecialPorts.TASK_NAME_PORT;

import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.mach4j.sim.ipc.Bytes;
import org.mach4j.sim.ipc.IpcThread;
import org.mach4j.sim.ipc.KernelObject;
import org.mach4j.sim.ipc.MessageTrap;
import org.mach4j.sim.ipc.NakedRights;
import org.mach4j.sim.ipc.Port;
import org.mach4j.sim.ipc.PortCalls;
import org.mach4j.sim.ipc.Semaphore;
import org.mach4j.sim.ipc.SetCalls;
import org.mach4j.sim.ipc.Space;
import org.mach4j.sim.vm.AddressSpace;
import org.mach4j.sim.vm.MemoryCopy;
import org.mach4j.spi.MachCalls;

/**
 * libSystem on the simulated kernel, for one task. The port and memory calls run the kernel's routines directly, as the
 * traps do for the caller's own task and as the messages do for another (spec 04 §1): no reply port is made for them.
 */
public final class SimulatedCalls implements MachCalls {
    private static final int HEADER_SIZE = 24;
    private static final int MAX_PORT_INFO = 17;
    private static final int OPTIONS_SIZE = 24;
    private static final int QOS_SIZE = 8;
    private static final int QOS_NAME = 1;
    private static final int QOS_PREALLOCATED = 2;

    /** FIFO, fixed priority, reversed, order mask, LIFO: {@code <mach/sync_policy.h>}. */
    private static final int SYNC_POLICY_MAX = 7;

    private static final int NANOS_PER_SECOND = 1_000_000_000;
    private static final int NANOS_PER_MILLI = 1_000_000;

    /** How much {@code vm_write} moves at a time. */
    private static final int WRITE_CHUNK = 1 << 20;

    private final KernelTask task;
    /** Guards the library's own state. Not a monitor: a virtual thread that waits in one would keep its carrier. */
    private final ReentrantLock libraryLock = new ReentrantLock();
    /** The library's {@code bootstrap_port}, 0 until it is looked up. */
    private int bootstrapName;
    /** The library's reply port of each thread. */
    private final Map<Thread, Integer> replyPorts = new WeakHashMap<>();

    public SimulatedCalls(KernelTask task) {
        this.task = task;
    }

    private IpcThread enter() {
        return IpcThread.enter(task.ipc());
    }

    /** The task a task port of the caller names, or null with the code in {@link IpcThread#lookupError()}. */
    private @Nullable KernelTask target(IpcThread thread, int name) {
        if (PortCalls.names(thread, name, task.control()) && !task.isTerminated()) {
            return task;
        }
        KernelObject object = PortCalls.objectOf(thread, name);
        if (object instanceof TaskObject taskObject && taskObject.control()) {
            return taskObject.task();
        }
        return null;
    }

    private @Nullable Space space(IpcThread thread, int name) {
        KernelTask target = target(thread, name);
        return target == null ? null : target.ipc().space();
    }

    /** The code for a memory call whose target is no task. */
    private static int noMap(IpcThread thread) {
        return thread.lookupError() == MACH_SEND_INVALID_DEST ? MACH_SEND_INVALID_DEST : KERN_INVALID_ARGUMENT;
    }

    // --- messages -----------------------------------------------------------------------------------------------

    @Override
    public int mach_msg(long msg, int option, int sendSize, int rcvSize, int rcvName, int timeout, int notify) {
        return message(msg, option, sendSize, rcvSize, rcvName, timeout, 0);
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
        return message(msg, option, sendSize, rcvSize, rcvName, timeout, rcvMsg);
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
        IpcThread thread = enter();
        try {
            return MessageTrap.trap(thread, msg, option, sendSize, rcvSize, rcvName, timeout, rcvMsg);
        } finally {
            thread.leaveKernel();
        }
    }

    /** The library's part: an interrupted call is repeated, unless the caller said otherwise (spec 01 §2.1). */
    private int message(long msg, int option, int sendSize, int rcvSize, int rcvName, int timeout, long rcvMsg) {
        IpcThread thread = enter();
        try {
            int trapOption = option & ~(MACH_SEND_INTERRUPT | MACH_RCV_INTERRUPT);
            int code = MessageTrap.trap(thread, msg, trapOption, sendSize, rcvSize, rcvName, timeout, rcvMsg);
            if (code == MACH_MSG_SUCCESS) {
                return code;
            }
            if ((option & MACH_SEND_INTERRUPT) == 0) {
                while (code == MACH_SEND_INTERRUPTED && !task.isTerminated()) {
                    thread.letChosenRun();
                    code = MessageTrap.trap(thread, msg, trapOption, sendSize, rcvSize, rcvName, timeout, rcvMsg);
                }
            }
            if ((option & MACH_RCV_INTERRUPT) == 0) {
                while (code == MACH_RCV_INTERRUPTED && !task.isTerminated()) {
                    thread.letChosenRun();
                    code = MessageTrap.trap(
                            thread, msg, trapOption & ~MACH_SEND_MSG, 0, rcvSize, rcvName, timeout, rcvMsg);
                }
            }
            return code;
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int mach_msg_send(long msg) {
        byte[] header = new byte[HEADER_SIZE];
        if (!task.ipc().memory().copyIn(msg, header, 0, HEADER_SIZE)) {
            return MACH_SEND_INVALID_DATA;
        }
        return mach_msg(msg, MACH_SEND_MSG, Bytes.getInt(header, 4), 0, 0, 0, 0);
    }

    @Override
    public int mach_msg_receive(long msg) {
        byte[] header = new byte[HEADER_SIZE];
        if (!task.ipc().memory().copyIn(msg, header, 0, HEADER_SIZE)) {
            return MACH_RCV_INVALID_DATA;
        }
        return mach_msg(msg, MACH_RCV_MSG, 0, Bytes.getInt(header, 4), Bytes.getInt(header, 12), 0, 0);
    }

    @Override
    public void mach_msg_destroy(long msg) {
        new MessageDestroyer(this, task.ipc().memory()).destroy(msg);
    }

    // --- MIG reply ports ----------------------------------------------------------------------------------------

    @Override
    public int mig_get_reply_port() {
        libraryLock.lock();
        try {
            Integer cached = replyPorts.get(Thread.currentThread());
            if (cached != null) {
                return cached;
            }
            int name = mach_reply_port();
            if (name != MACH_PORT_NULL) {
                replyPorts.put(Thread.currentThread(), name);
            }
            return name;
        } finally {
            libraryLock.unlock();
        }
    }

    @Override
    public void mig_dealloc_reply_port(int replyPort) {
        libraryLock.lock();
        try {
            if (!replyPorts.remove(Thread.currentThread(), replyPort)) {
                return;
            }
        } finally {
            libraryLock.unlock();
        }
        mach_port_mod_refs(mach_task_self(), replyPort, MACH_PORT_RIGHT_RECEIVE, -1);
    }

    @Override
    public void mig_put_reply_port(int replyPort) {
        // The library keeps the port for the thread's next call.
    }

    // --- self ports ---------------------------------------------------------------------------------------------

    @Override
    public int mach_task_self() {
        return task.selfName();
    }

    /** The library of a new program knows no names. */
    void forget() {
        libraryLock.lock();
        try {
            bootstrapName = MACH_PORT_NULL;
            replyPorts.clear();
        } finally {
            libraryLock.unlock();
        }
    }

    /** The task self trap: each call adds a reference. */
    int lookUpSelf() {
        return place(task.copySpecial(TASK_KERNEL_PORT));
    }

    @Override
    public int mach_thread_self() {
        ThreadObject thread = task.thread(Thread.currentThread());
        return thread == null ? MACH_PORT_NULL : place(thread.copySelf());
    }

    @Override
    public int mach_host_self() {
        return place(task.copySpecial(TASK_HOST_PORT));
    }

    private int place(@Nullable Port right) {
        IpcThread thread = enter();
        try {
            return PortCalls.placeRight(thread, right, MACH_MSG_TYPE_PORT_SEND);
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int mach_reply_port() {
        IpcThread thread = enter();
        try {
            return PortCalls.replyPort(thread, task.ipc().space());
        } finally {
            thread.leaveKernel();
        }
    }

    // --- port name space (spec 04) ------------------------------------------------------------------------------

    @Override
    public int mach_port_names(int task, long[] names, int[] namesCnt, long[] types, int[] typesCnt) {
        IpcThread thread = enter();
        try {
            Space space = space(thread, task);
            int[] pairs = space == null ? null : PortCalls.names(thread, space);
            if (pairs == null) {
                return thread.lookupError();
            }
            int count = pairs.length / 2;
            int[] nameWords = new int[count];
            int[] typeWords = new int[count];
            for (int i = 0; i < count; i++) {
                nameWords[i] = pairs[2 * i];
                typeWords[i] = pairs[2 * i + 1];
            }
            return giveTwoArrays(thread, nameWords, names, namesCnt, typeWords, types, typesCnt);
        } finally {
            thread.leaveKernel();
        }
    }

    /** Both arrays or none reach the caller's memory. */
    private int giveTwoArrays(
            IpcThread thread,
            int[] words,
            long[] address,
            int[] count,
            int[] moreWords,
            long[] moreAddress,
            int[] moreCount) {
        int code = giveArray(thread, words, address, count, words.length);
        if (code == KERN_SUCCESS) {
            code = giveArray(thread, moreWords, moreAddress, moreCount, moreWords.length);
            if (code != KERN_SUCCESS) {
                thread.task().memory().deallocate(address[0], 4L * words.length);
            }
        }
        return code;
    }

    /** An out-of-line array in the caller's memory; address 0 where it is empty. */
    private static int giveArray(IpcThread thread, int[] words, long[] address, int[] count, int elements) {
        long[] placed = new long[1];
        if (words.length != 0) {
            byte[] bytes = new byte[4 * words.length];
            for (int i = 0; i < words.length; i++) {
                Bytes.putInt(bytes, 4 * i, words[i]);
            }
            AddressSpace memory = thread.task().memory();
            int code = memory.allocate(placed, bytes.length, true);
            if (code != KERN_SUCCESS) {
                return code;
            }
            if (!memory.copyOut(bytes, 0, bytes.length, placed[0])) {
                return KERN_INVALID_ADDRESS;
            }
        }
        address[0] = placed[0];
        count[0] = elements;
        return KERN_SUCCESS;
    }

    @Override
    public int mach_port_type(int task, int name, int[] ptype) {
        IpcThread thread = enter();
        try {
            Space space = space(thread, task);
            return space == null ? thread.lookupError() : PortCalls.type(thread, space, name, ptype);
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int mach_port_rename(int task, int oldName, int newName) {
        IpcThread thread = enter();
        try {
            // Refused without looking at anything but the transport (spec 04 §3.6).
            Space space = space(thread, task);
            return space == null && thread.lookupError() == MACH_SEND_INVALID_DEST
                    ? MACH_SEND_INVALID_DEST
                    : KERN_NOT_SUPPORTED;
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int mach_port_allocate_name(int task, int right, int name) {
        IpcThread thread = enter();
        try {
            Space space = space(thread, task);
            if (space == null && thread.lookupError() == MACH_SEND_INVALID_DEST) {
                return MACH_SEND_INVALID_DEST;
            }
            if (!PortCalls.isValidName(name)) {
                return KERN_INVALID_VALUE;
            }
            return space == null
                    ? KERN_INVALID_TASK
                    : PortCalls.allocateName(thread, space, right, -1, new int[] {name});
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int mach_port_allocate(int task, int right, int[] name) {
        IpcThread thread = enter();
        try {
            Space space = space(thread, task);
            return space == null ? thread.lookupError() : PortCalls.allocate(thread, space, right, name);
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int mach_port_destroy(int task, int name) {
        IpcThread thread = enter();
        try {
            Space space = space(thread, task);
            return space == null ? thread.lookupError() : PortCalls.destroy(thread, space, name);
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int mach_port_deallocate(int task, int name) {
        IpcThread thread = enter();
        try {
            Space space = space(thread, task);
            return space == null ? thread.lookupError() : PortCalls.deallocate(thread, space, name);
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int mach_port_get_refs(int task, int name, int right, int[] refs) {
        IpcThread thread = enter();
        try {
            Space space = space(thread, task);
            return space == null ? thread.lookupError() : PortCalls.getRefs(thread, space, name, right, refs);
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int mach_port_mod_refs(int task, int name, int right, int delta) {
        IpcThread thread = enter();
        try {
            Space space = space(thread, task);
            return space == null ? thread.lookupError() : PortCalls.modRefs(thread, space, name, right, delta);
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int mach_port_peek(
            int task,
            int name,
            int trailerType,
            int[] requestSeqno,
            int[] msgSize,
            int[] msgId,
            byte[] trailerInfo,
            int[] trailerInfoCnt) {
        IpcThread thread = enter();
        try {
            Space space = space(thread, task);
            return space == null
                    ? thread.lookupError()
                    : PortCalls.peek(
                            thread,
                            space,
                            name,
                            trailerType,
                            requestSeqno,
                            msgSize,
                            msgId,
                            trailerInfo,
                            trailerInfoCnt);
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int mach_port_set_mscount(int task, int name, int mscount) {
        IpcThread thread = enter();
        try {
            Space space = space(thread, task);
            return space == null ? thread.lookupError() : PortCalls.setMscount(thread, space, name, mscount);
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int mach_port_get_set_status(int task, int name, long[] members, int[] membersCnt) {
        IpcThread thread = enter();
        try {
            Space space = space(thread, task);
            int[] names = space == null ? null : SetCalls.members(thread, space, name);
            return names == null ? thread.lookupError() : giveArray(thread, names, members, membersCnt, names.length);
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int mach_port_move_member(int task, int member, int after) {
        IpcThread thread = enter();
        try {
            Space space = space(thread, task);
            return space == null ? thread.lookupError() : SetCalls.moveMember(thread, space, member, after);
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int mach_port_request_notification(
            int task, int name, int msgid, int sync, int notify, int notifyPoly, int[] previous) {
        IpcThread thread = enter();
        try {
            Space space = space(thread, task);
            if (space == null && thread.lookupError() == MACH_SEND_INVALID_DEST) {
                return MACH_SEND_INVALID_DEST;
            }
            @Nullable Port[] cell = new Port[1];
            if (PortCalls.isValidName(notify)) {
                if (PortCalls.takeRight(thread, notify, notifyPoly, cell) != KERN_SUCCESS) {
                    return MACH_SEND_INVALID_RIGHT;
                }
            } else if (notify == MACH_PORT_DEAD) {
                cell[0] = Port.DEAD;
            }
            int form = PortCalls.receivedForm(notifyPoly);
            if (form != MACH_MSG_TYPE_PORT_SEND_ONCE) {
                PortCalls.destroyRight(thread, cell[0], form);
                return MIG_TYPE_ERROR;
            }
            if (space == null) {
                PortCalls.destroyRight(thread, cell[0], form);
                return KERN_INVALID_TASK;
            }
            @Nullable Port[] old = new Port[1];
            int code = PortCalls.registerNotification(thread, space, name, msgid, sync, cell[0], old);
            if (code == KERN_SUCCESS) {
                previous[0] = PortCalls.placeRight(thread, old[0], MACH_MSG_TYPE_PORT_SEND_ONCE);
            } else {
                PortCalls.destroyRight(thread, cell[0], form);
            }
            return code;
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int mach_port_insert_right(int task, int name, int poly, int polyPoly) {
        IpcThread thread = enter();
        try {
            KernelTask target = target(thread, task);
            if (target == null && thread.lookupError() == MACH_SEND_INVALID_DEST) {
                return MACH_SEND_INVALID_DEST;
            }
            @Nullable Port[] right = new Port[1];
            int form = PortCalls.receivedForm(polyPoly);
            if (target == this.task) {
                // By trap: the right is looked at first, and lost where the insertion fails (spec 04 §1.5).
                int code = PortCalls.takeRight(thread, poly, polyPoly, right);
                if (code == KERN_SUCCESS) {
                    code = PortCalls.insertRight(thread, target.ipc().space(), name, right[0], form);
                    if (code != KERN_SUCCESS) {
                        PortCalls.loseRight(thread, right[0], form);
                    }
                }
                return code;
            }
            if (PortCalls.isValidName(poly)) {
                if (PortCalls.takeRight(thread, poly, polyPoly, right) != KERN_SUCCESS) {
                    return MACH_SEND_INVALID_RIGHT;
                }
            } else if (poly == MACH_PORT_DEAD) {
                right[0] = Port.DEAD;
            }
            int code = target == null
                    ? KERN_INVALID_TASK
                    : PortCalls.insertRight(thread, target.ipc().space(), name, right[0], form);
            if (code != KERN_SUCCESS) {
                PortCalls.destroyRight(thread, right[0], form);
            }
            return code;
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int mach_port_extract_right(int task, int name, int msgtName, int[] poly, int[] polyPoly) {
        IpcThread thread = enter();
        try {
            Space space = space(thread, task);
            if (space == null) {
                return thread.lookupError();
            }
            @Nullable Port[] right = new Port[1];
            int code = PortCalls.extractRight(thread, space, name, msgtName, right);
            if (code == KERN_SUCCESS) {
                int form = PortCalls.receivedForm(msgtName);
                poly[0] = PortCalls.placeRight(thread, right[0], form);
                polyPoly[0] = form;
            }
            return code;
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int mach_port_set_seqno(int task, int name, int seqno) {
        IpcThread thread = enter();
        try {
            Space space = space(thread, task);
            return space == null ? thread.lookupError() : PortCalls.setSeqno(thread, space, name, seqno);
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int mach_port_get_attributes(int task, int name, int flavor, int[] portInfoOut, int[] portInfoOutCnt) {
        IpcThread thread = enter();
        try {
            Space space = space(thread, task);
            if (space == null) {
                return thread.lookupError();
            }
            int[] count = {
                Integer.compareUnsigned(portInfoOutCnt[0], MAX_PORT_INFO) > 0 ? MAX_PORT_INFO : portInfoOutCnt[0]
            };
            int code = PortCalls.getAttributes(thread, space, name, flavor, portInfoOut, count);
            if (code == KERN_SUCCESS) {
                portInfoOutCnt[0] = count[0];
            }
            return code;
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int mach_port_set_attributes(int task, int name, int flavor, int[] portInfo, int portInfoCnt) {
        IpcThread thread = enter();
        try {
            if (Integer.compareUnsigned(portInfoCnt, MAX_PORT_INFO) > 0) {
                return MIG_ARRAY_TOO_LARGE;
            }
            Space space = space(thread, task);
            return space == null
                    ? thread.lookupError()
                    : PortCalls.setAttributes(thread, space, name, flavor, portInfo, portInfoCnt);
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int mach_port_allocate_qos(int task, int right, long qos, int[] name) {
        return allocateFull(task, right, MACH_PORT_NULL, qos, name, false);
    }

    @Override
    public int mach_port_allocate_full(int task, int right, int proto, long qos, int[] name) {
        return allocateFull(task, right, proto, qos, name, true);
    }

    private int allocateFull(int task, int right, int proto, long qosAddress, int[] name, boolean full) {
        IpcThread thread = enter();
        try {
            byte[] qos = new byte[QOS_SIZE];
            if (!thread.task().memory().copyIn(qosAddress, qos, 0, QOS_SIZE)) {
                // The stub that packs the request would fault.
                return KERN_INVALID_ADDRESS;
            }
            Space space = space(thread, task);
            if (space == null && thread.lookupError() == MACH_SEND_INVALID_DEST) {
                return MACH_SEND_INVALID_DEST;
            }
            int flags = Bytes.getInt(qos, 0);
            return allocateFull(thread, space, right, proto != MACH_PORT_NULL, flags, Bytes.getInt(qos, 4), name, full);
        } finally {
            thread.leaveKernel();
        }
    }

    /** {@code mach_port_allocate_full} or {@code _qos} (spec 04 §3.3, §3.4). */
    static int allocateFull(
            IpcThread thread,
            @Nullable Space space,
            int right,
            boolean hasProto,
            int flags,
            int length,
            int[] name,
            boolean full) {
        boolean named = (flags & QOS_NAME) != 0;
        if (!full && named) {
            return KERN_INVALID_ARGUMENT;
        }
        if (space == null) {
            return KERN_INVALID_TASK;
        }
        if (hasProto || (named && !PortCalls.isValidName(name[0]))) {
            return KERN_INVALID_VALUE;
        }
        int preallocated = -1;
        if ((flags & QOS_PREALLOCATED) != 0) {
            int code = PortCalls.checkPreallocation(right, length);
            if (code != KERN_SUCCESS) {
                return code;
            }
            preallocated = PortCalls.preallocation(length);
        }
        return named
                ? PortCalls.allocateName(thread, space, right, preallocated, name)
                : PortCalls.allocate(thread, space, right, preallocated, name);
    }

    @Override
    public int task_set_port_space(int task, int tableEntries) {
        IpcThread thread = enter();
        try {
            Space space = space(thread, task);
            return space == null ? thread.lookupError() : PortCalls.setPortSpace(thread, space, tableEntries);
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int mach_port_get_srights(int task, int name, int[] srights) {
        IpcThread thread = enter();
        try {
            Space space = space(thread, task);
            return space == null ? thread.lookupError() : PortCalls.getSrights(thread, space, name, srights);
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int mach_port_space_info(
            int task, int[] spaceInfo, long[] tableInfo, int[] tableInfoCnt, long[] treeInfo, int[] treeInfoCnt) {
        IpcThread thread = enter();
        try {
            Space space = space(thread, task);
            int[] words = space == null ? null : PortCalls.spaceInfo(thread, space, spaceInfo);
            if (words == null) {
                return thread.lookupError();
            }
            treeInfo[0] = 0;
            treeInfoCnt[0] = 0;
            return giveArray(thread, words, tableInfo, tableInfoCnt, words.length / 7);
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int mach_port_dnrequest_info(int task, int name, int[] dnrTotal, int[] dnrUsed) {
        IpcThread thread = enter();
        try {
            Space space = space(thread, task);
            return space == null
                    ? thread.lookupError()
                    : PortCalls.dnrequestInfo(thread, space, name, dnrTotal, dnrUsed);
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int mach_port_kernel_object(int task, int name, int[] objectType, int[] objectAddr) {
        long[] address = new long[1];
        int code = mach_port_kobject(task, name, objectType, address);
        if (code == KERN_SUCCESS) {
            objectAddr[0] = (int) address[0];
        }
        return code;
    }

    @Override
    public int mach_port_insert_member(int task, int name, int pset) {
        IpcThread thread = enter();
        try {
            Space space = space(thread, task);
            return space == null ? thread.lookupError() : SetCalls.insertMember(thread, space, name, pset);
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int mach_port_extract_member(int task, int name, int pset) {
        IpcThread thread = enter();
        try {
            Space space = space(thread, task);
            return space == null ? thread.lookupError() : SetCalls.extractMember(thread, space, name, pset);
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int mach_port_get_context(int task, int name, long[] context) {
        IpcThread thread = enter();
        try {
            Space space = space(thread, task);
            return space == null ? thread.lookupError() : PortCalls.getContext(thread, space, name, context);
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int mach_port_set_context(int task, int name, long context) {
        IpcThread thread = enter();
        try {
            Space space = space(thread, task);
            return space == null ? thread.lookupError() : PortCalls.setContext(thread, space, name, context);
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int mach_port_kobject(int task, int name, int[] objectType, long[] objectAddr) {
        IpcThread thread = enter();
        try {
            Space space = space(thread, task);
            return space == null
                    ? thread.lookupError()
                    : PortCalls.kobject(thread, space, name, objectType, objectAddr);
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int mach_port_construct(int task, long options, long context, int[] name) {
        IpcThread thread = enter();
        try {
            byte[] bytes = new byte[OPTIONS_SIZE];
            if (!thread.task().memory().copyIn(options, bytes, 0, OPTIONS_SIZE)) {
                return MACH_SEND_INVALID_DATA;
            }
            Space space = space(thread, task);
            return space == null
                    ? thread.lookupError()
                    : PortCalls.construct(thread, space, Bytes.getInt(bytes, 0), Bytes.getInt(bytes, 4), context, name);
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int mach_port_destruct(int task, int name, int srdelta, long guard) {
        IpcThread thread = enter();
        try {
            Space space = space(thread, task);
            return space == null ? thread.lookupError() : PortCalls.destruct(thread, space, name, srdelta, guard);
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int mach_port_guard(int task, int name, long guard, boolean strict) {
        IpcThread thread = enter();
        try {
            Space space = space(thread, task);
            return space == null ? thread.lookupError() : PortCalls.guard(thread, space, name, guard, strict);
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int mach_port_unguard(int task, int name, long guard) {
        IpcThread thread = enter();
        try {
            Space space = space(thread, task);
            return space == null ? thread.lookupError() : PortCalls.unguard(thread, space, name, guard);
        } finally {
            thread.leaveKernel();
        }
    }

    // --- memory -------------------------------------------------------------------------------------------------

    @Override
    public int mach_vm_allocate(int task, long[] address, long size, int flags) {
        IpcThread thread = enter();
        try {
            KernelTask target = target(thread, task);
            if (target == null) {
                return noMap(thread);
            }
            return target.ipc().memory().allocate(address, size, (flags & VM_FLAGS_ANYWHERE) != 0);
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int mach_vm_deallocate(int task, long address, long size) {
        IpcThread thread = enter();
        try {
            KernelTask target = target(thread, task);
            if (target == null) {
                return noMap(thread);
            }
            return target.ipc().memory().deallocate(address, size);
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int mach_vm_read(int task, long address, long size, long[] data, int[] dataCnt) {
        IpcThread thread = enter();
        try {
            KernelTask target = target(thread, task);
            if (target == null) {
                return noMap(thread);
            }
            if (size > Integer.MAX_VALUE || size < 0) {
                return KERN_INVALID_ARGUMENT;
            }
            MemoryCopy[] copy = new MemoryCopy[1];
            if (size != 0) {
                int code = target.ipc().memory().copyInRegion(address, size, false, copy);
                if (code == KERN_SUCCESS) {
                    code = thread.task().memory().copyOut(copy[0], data);
                    if (code != KERN_SUCCESS) {
                        copy[0].discard();
                    }
                }
                if (code != KERN_SUCCESS) {
                    return code;
                }
            } else {
                data[0] = 0;
            }
            dataCnt[0] = (int) size;
            return KERN_SUCCESS;
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int mach_vm_write(int task, long address, long data, int dataCnt) {
        IpcThread thread = enter();
        try {
            KernelTask target = target(thread, task);
            if (target == null) {
                return noMap(thread);
            }
            if (dataCnt == 0) {
                return KERN_SUCCESS;
            }
            // The data travel out of line: they are as they were before the first byte is written.
            MemoryCopy[] copy = new MemoryCopy[1];
            if (thread.task().memory().copyInRegion(data, Integer.toUnsignedLong(dataCnt), false, copy)
                    != KERN_SUCCESS) {
                return MACH_SEND_INVALID_MEMORY;
            }
            int code = overwrite(target.ipc().memory(), address, copy[0]);
            copy[0].discard();
            return code;
        } finally {
            thread.leaveKernel();
        }
    }

    /** {@code vm_map_copy_overwrite} (spec 02 §19.5): what lies before a place that cannot be written is written. */
    private static int overwrite(AddressSpace memory, long address, MemoryCopy copy) {
        byte[] bytes = new byte[(int) Math.min(WRITE_CHUNK, copy.size())];
        for (long done = 0; done < copy.size(); done += bytes.length) {
            int length = (int) Math.min(bytes.length, copy.size() - done);
            copy.read(done, bytes, length);
            if (!memory.copyOut(bytes, 0, length, address + done)) {
                return memory.isReadable(address + done, length) ? KERN_PROTECTION_FAILURE : KERN_INVALID_ADDRESS;
            }
        }
        return KERN_SUCCESS;
    }

    @Override
    public int mach_vm_protect(int task, long address, long size, boolean setMaximum, int newProtection) {
        IpcThread thread = enter();
        try {
            KernelTask target = target(thread, task);
            if (target == null) {
                return noMap(thread);
            }
            return target.ipc().memory().protect(address, size, setMaximum, newProtection);
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int vm_allocate(int task, long[] address, long size, int flags) {
        return mach_vm_allocate(task, address, size, flags);
    }

    @Override
    public int vm_deallocate(int task, long address, long size) {
        return mach_vm_deallocate(task, address, size);
    }

    @Override
    public int vm_read(int task, long address, long size, long[] data, int[] dataCnt) {
        return mach_vm_read(task, address, size, data, dataCnt);
    }

    @Override
    public int vm_write(int task, long address, long data, int dataCnt) {
        return mach_vm_write(task, address, data, dataCnt);
    }

    @Override
    public int vm_protect(int task, long address, long size, boolean setMaximum, int newProtection) {
        return mach_vm_protect(task, address, size, setMaximum, newProtection);
    }

    @Override
    public long vm_page_size() {
        return AddressSpace.PAGE_SIZE;
    }

    // --- tasks, threads, host (spec 06 §2) ----------------------------------------------------------------------

    @Override
    public int bootstrap_port() {
        libraryLock.lock();
        try {
            if (bootstrapName == MACH_PORT_NULL) {
                // What the library does once at start-up (spec 06 §6); the port may be set later here, before a program
                // runs.
                bootstrapName = place(task.copySpecial(TASK_BOOTSTRAP_PORT));
            }
            return bootstrapName;
        } finally {
            libraryLock.unlock();
        }
    }

    @Override
    public int task_get_special_port(int task, int whichPort, int[] specialPort) {
        IpcThread thread = enter();
        try {
            KernelTask target = target(thread, task);
            if (target == null) {
                return noMap(thread);
            }
            if (target.isTerminated()) {
                return KERN_FAILURE;
            }
            if (!KernelTask.isSelector(whichPort)) {
                return KERN_INVALID_ARGUMENT;
            }
            specialPort[0] = PortCalls.placeRight(thread, target.copySpecial(whichPort), MACH_MSG_TYPE_PORT_SEND);
            return KERN_SUCCESS;
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int task_set_special_port(int task, int whichPort, int specialPort) {
        IpcThread thread = enter();
        try {
            KernelTask target = target(thread, task);
            if (target == null && thread.lookupError() == MACH_SEND_INVALID_DEST) {
                return MACH_SEND_INVALID_DEST;
            }
            @Nullable Port[] right = new Port[1];
            if (!copySendIn(thread, specialPort, right)) {
                return MACH_SEND_INVALID_RIGHT;
            }
            int code = KERN_INVALID_ARGUMENT;
            if (target != null) {
                code = setSpecial(thread, target, whichPort, right[0]);
            }
            if (code != KERN_SUCCESS) {
                NakedRights.releaseSend(thread, right[0]);
            }
            return code;
        } finally {
            thread.leaveKernel();
        }
    }

    /** {@code task_set_special_port}; on an error the right stays the caller's. */
    static int setSpecial(IpcThread thread, KernelTask target, int which, @Nullable Port right) {
        if (!KernelTask.isSelector(which) || which == TASK_NAME_PORT) {
            return KERN_INVALID_ARGUMENT;
        }
        return target.setSpecial(thread, which, right);
    }

    /** Copies a send right in as a message's body does; a name of 0 is a null right. */
    private static boolean copySendIn(IpcThread thread, int name, @Nullable Port[] right) {
        if (PortCalls.isValidName(name)) {
            return PortCalls.takeRight(thread, name, MACH_MSG_TYPE_COPY_SEND, right) == KERN_SUCCESS;
        }
        right[0] = name == MACH_PORT_DEAD ? Port.DEAD : null;
        return true;
    }

    @Override
    public int task_info(int task, int flavor, int[] taskInfoOut, int[] taskInfoOutCnt) {
        IpcThread thread = enter();
        try {
            if (!(PortCalls.objectOf(thread, task) instanceof TaskObject object)) {
                return noMap(thread);
            }
            return object.info(flavor, taskInfoOut, taskInfoOutCnt);
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int thread_get_special_port(int thread, int whichPort, int[] specialPort) {
        IpcThread current = enter();
        try {
            KernelObject object = PortCalls.objectOf(current, thread);
            if (!(object instanceof ThreadObject target)) {
                return noMap(current);
            }
            if (whichPort != TASK_KERNEL_PORT) {
                return KERN_INVALID_ARGUMENT;
            }
            specialPort[0] = PortCalls.placeRight(current, target.copySelf(), MACH_MSG_TYPE_PORT_SEND);
            return KERN_SUCCESS;
        } finally {
            current.leaveKernel();
        }
    }

    @Override
    public int thread_set_special_port(int thread, int whichPort, int specialPort) {
        IpcThread current = enter();
        try {
            KernelObject object = PortCalls.objectOf(current, thread);
            if (object == null && current.lookupError() == MACH_SEND_INVALID_DEST) {
                return MACH_SEND_INVALID_DEST;
            }
            @Nullable Port[] right = new Port[1];
            if (!copySendIn(current, specialPort, right)) {
                return MACH_SEND_INVALID_RIGHT;
            }
            if (!(object instanceof ThreadObject target) || whichPort != TASK_KERNEL_PORT) {
                NakedRights.releaseSend(current, right[0]);
                return KERN_INVALID_ARGUMENT;
            }
            target.setSelf(current, right[0]);
            return KERN_SUCCESS;
        } finally {
            current.leaveKernel();
        }
    }

    @Override
    public int thread_abort(int thread) {
        IpcThread current = enter();
        try {
            KernelObject object = PortCalls.objectOf(current, thread);
            if (!(object instanceof ThreadObject target)) {
                return noMap(current);
            }
            if (target.task.isTerminated()) {
                return KERN_TERMINATED;
            }
            target.abort();
            return KERN_SUCCESS;
        } finally {
            current.leaveKernel();
        }
    }

    @Override
    public int thread_abort_safely(int thread) {
        // A thread that waits in mach_msg is at a safe point (spec 05 §12).
        return thread_abort(thread);
    }

    @Override
    public int mach_ports_register(int task, long initPortSet, int initPortSetCnt) {
        IpcThread thread = enter();
        try {
            KernelTask target = target(thread, task);
            if (target == null && thread.lookupError() == MACH_SEND_INVALID_DEST) {
                return MACH_SEND_INVALID_DEST;
            }
            if (Integer.compareUnsigned(initPortSetCnt, KernelTask.REGISTERED_PORTS) > 0) {
                return KERN_INVALID_ARGUMENT;
            }
            byte[] names = new byte[4 * KernelTask.REGISTERED_PORTS];
            if (!thread.task().memory().copyIn(initPortSet, names, 0, 4 * initPortSetCnt)) {
                return MACH_SEND_INVALID_MEMORY;
            }
            @Nullable Port[] rights = new Port[KernelTask.REGISTERED_PORTS];
            @Nullable Port[] right = new Port[1];
            for (int i = 0; i < initPortSetCnt; i++) {
                if (!copySendIn(thread, Bytes.getInt(names, 4 * i), right)) {
                    releaseAll(thread, rights);
                    return MACH_SEND_INVALID_RIGHT;
                }
                rights[i] = right[0];
            }
            if (target == null || !target.register(thread, rights)) {
                releaseAll(thread, rights);
                return KERN_INVALID_ARGUMENT;
            }
            return KERN_SUCCESS;
        } finally {
            thread.leaveKernel();
        }
    }

    private static void releaseAll(IpcThread thread, @Nullable Port[] rights) {
        for (Port right : rights) {
            NakedRights.releaseSend(thread, right);
        }
    }

    @Override
    public int mach_ports_lookup(int task, long[] initPortSet, int[] initPortSetCnt) {
        IpcThread thread = enter();
        try {
            KernelTask target = target(thread, task);
            if (target == null) {
                return noMap(thread);
            }
            if (target.isTerminated()) {
                return KERN_INVALID_ARGUMENT;
            }
            @Nullable Port[] rights = target.copyRegistered();
            int[] names = new int[rights.length];
            for (int i = 0; i < rights.length; i++) {
                names[i] = PortCalls.placeRight(thread, rights[i], MACH_MSG_TYPE_PORT_SEND);
            }
            return giveArray(thread, names, initPortSet, initPortSetCnt, names.length);
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int host_info(int host, int flavor, int[] hostInfoOut, int[] hostInfoOutCnt) {
        IpcThread thread = enter();
        try {
            if (!(PortCalls.objectOf(thread, host) instanceof Host.HostObject)) {
                return noMap(thread);
            }
            return HostInfo.info(flavor, hostInfoOut, hostInfoOutCnt);
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int host_page_size(int host, long[] outPageSize) {
        // The library answers by itself (spec 06 §4).
        outPageSize[0] = AddressSpace.PAGE_SIZE;
        return KERN_SUCCESS;
    }

    // --- semaphores ---------------------------------------------------------------------------------------------

    @Override
    public int semaphore_create(int task, int[] semaphore, int policy, int value) {
        IpcThread thread = enter();
        try {
            KernelTask target = target(thread, task);
            if (target == null) {
                return noMap(thread);
            }
            if (policy < 0 || policy > SYNC_POLICY_MAX || value < 0) {
                return KERN_INVALID_ARGUMENT;
            }
            Semaphore made = target.makeSemaphore(value);
            if (made == null) {
                return KERN_INVALID_ARGUMENT;
            }
            semaphore[0] = PortCalls.placeRight(thread, NakedRights.makeSend(made.port()), MACH_MSG_TYPE_PORT_SEND);
            return KERN_SUCCESS;
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int semaphore_destroy(int task, int semaphore) {
        IpcThread thread = enter();
        try {
            KernelTask target = target(thread, task);
            if (target == null) {
                return noMap(thread);
            }
            if (!(PortCalls.objectOf(thread, semaphore) instanceof Semaphore named)) {
                return noMap(thread);
            }
            if (!target.forget(named)) {
                return KERN_INVALID_RIGHT;
            }
            named.destroy(thread);
            return KERN_SUCCESS;
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int semaphore_signal(int semaphore) {
        IpcThread thread = enter();
        try {
            return PortCalls.objectOf(thread, semaphore) instanceof Semaphore named
                    ? named.signal(thread)
                    : KERN_INVALID_ARGUMENT;
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int semaphore_signal_all(int semaphore) {
        IpcThread thread = enter();
        try {
            return PortCalls.objectOf(thread, semaphore) instanceof Semaphore named
                    ? named.signalAll(thread)
                    : KERN_INVALID_ARGUMENT;
        } finally {
            thread.leaveKernel();
        }
    }

    @Override
    public int semaphore_wait(int semaphore) {
        return semaphoreWait(semaphore, -1);
    }

    @Override
    public int semaphore_timedwait(int semaphore, int seconds, int nanoseconds) {
        if (nanoseconds < 0 || nanoseconds >= NANOS_PER_SECOND) {
            return KERN_INVALID_VALUE;
        }
        // Waits are in milliseconds, and never shorter than asked for.
        long millis = Integer.toUnsignedLong(seconds) * 1000 + (nanoseconds + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI;
        return semaphoreWait(semaphore, millis);
    }

    private int semaphoreWait(int semaphore, long millis) {
        IpcThread thread = enter();
        try {
            return PortCalls.objectOf(thread, semaphore) instanceof Semaphore named
                    ? named.await(thread, millis)
                    : KERN_INVALID_ARGUMENT;
        } finally {
            thread.leaveKernel();
        }
    }

    // --- bootstrap (spec 06 §6) ---------------------------------------------------------------------------------

    @Override
    public int bootstrap_look_up(int bootstrapPort, String serviceName, int[] servicePort) {
        return new BootstrapClient(this, task.ipc().memory()).lookUp(bootstrapPort, serviceName, servicePort);
    }

    @Override
    public int bootstrap_check_in(int bootstrapPort, String serviceName, int[] servicePort) {
        return new BootstrapClient(this, task.ipc().memory()).checkIn(bootstrapPort, serviceName, servicePort);
    }

    @Override
    public int bootstrap_register(int bootstrapPort, String serviceName, int servicePort) {
        return new BootstrapClient(this, task.ipc().memory()).register(bootstrapPort, serviceName, servicePort);
    }
}
