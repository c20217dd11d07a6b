// SPDX-License-Identifier: Apache-2.0
package org.mach4j.libsystem;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.mach4j.abi.TimespecLayout;
import org.mach4j.spi.MachCalls;

/**
 * The call surface on libSystem's functions: what they share whatever binding calls them. Cells that a function reads or
 * writes lie in memory of the calling thread that is used again and again, so that no call allocates.
 */
final class NativeCalls implements MachCalls {
    private static final int KERN_SUCCESS = 0;
    /** {@code ipc_info_space_t} is six words. */
    private static final int SPACE_INFO_WORDS = 6;

    private final LibSystem lib;
    private final ProcessMemory memory;
    private final ThreadLocal<Scratch> scratch;
    private final @Nullable ByteBuffer machTaskSelf;
    private final @Nullable ByteBuffer bootstrapPort;
    private final @Nullable ByteBuffer vmPageSize;

    NativeCalls(LoadedLibrary library) {
        this.lib = library.functions();
        this.memory = library.memory();
        this.scratch = ThreadLocal.withInitial(() -> Scratch.of(memory));
        this.machTaskSelf = variable(library, "mach_task_self_", Integer.BYTES);
        this.bootstrapPort = variable(library, "bootstrap_port", Integer.BYTES);
        this.vmPageSize = variable(library, "vm_page_size", Long.BYTES);
    }

    private static @Nullable ByteBuffer variable(LoadedLibrary library, String name, int size) {
        long address = library.symbol(name);
        return address == 0 ? null : library.memory().view(address, size).order(ByteOrder.nativeOrder());
    }

    private static ByteBuffer present(@Nullable ByteBuffer variable, String name) {
        if (variable == null) {
            throw LoadedLibrary.missing(name);
        }
        return variable;
    }

    /** A C string, to be freed. */
    private long copy(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        // name_t is 128 characters, and the functions may read all of them.
        int size = Math.max(bytes.length + 1, 128);
        long address = memory.allocate(size);
        memory.view(address, size).put(0, bytes);
        return address;
    }

    // Data symbols: libSystem sets them when the process starts, and bootstrap_port may change later.

    @Override
    public int mach_task_self() {
        return present(machTaskSelf, "mach_task_self_").getInt(0);
    }

    @Override
    public int bootstrap_port() {
        return present(bootstrapPort, "bootstrap_port").getInt(0);
    }

    @Override
    public long vm_page_size() {
        return present(vmPageSize, "vm_page_size").getLong(0);
    }

    // Functions, in the order of MachCalls.

    @Override
    public int mach_msg(long msg, int option, int sendSize, int rcvSize, int rcvName, int timeout, int notify) {
        return lib.mach_msg(msg, option, sendSize, rcvSize, rcvName, timeout, notify);
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
        return lib.mach_msg_overwrite(msg, option, sendSize, rcvSize, rcvName, timeout, notify, rcvMsg, rcvLimit);
    }

    @Override
    public int mach_msg_trap(long msg, int option, int sendSize, int rcvSize, int rcvName, int timeout, int notify) {
        return lib.mach_msg_trap(msg, option, sendSize, rcvSize, rcvName, timeout, notify);
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
        return lib.mach_msg_overwrite_trap(msg, option, sendSize, rcvSize, rcvName, timeout, notify, rcvMsg, rcvLimit);
    }

    @Override
    public int mach_msg_send(long msg) {
        return lib.mach_msg_send(msg);
    }

    @Override
    public int mach_msg_receive(long msg) {
        return lib.mach_msg_receive(msg);
    }

    @Override
    public void mach_msg_destroy(long msg) {
        lib.mach_msg_destroy(msg);
    }

    @Override
    public int mig_get_reply_port() {
        return lib.mig_get_reply_port();
    }

    @Override
    public void mig_dealloc_reply_port(int replyPort) {
        lib.mig_dealloc_reply_port(replyPort);
    }

    @Override
    public void mig_put_reply_port(int replyPort) {
        lib.mig_put_reply_port(replyPort);
    }

    @Override
    public int mach_thread_self() {
        return lib.mach_thread_self();
    }

    @Override
    public int mach_host_self() {
        return lib.mach_host_self();
    }

    @Override
    public int mach_reply_port() {
        return lib.mach_reply_port();
    }

    @Override
    public int mach_port_names(int task, long[] names, int[] namesCnt, long[] types, int[] typesCnt) {
        Scratch s = scratch.get();
        s.set(0, names[0]);
        s.set(1, namesCnt[0]);
        s.set(2, types[0]);
        s.set(3, typesCnt[0]);
        int result = lib.mach_port_names(task, s.cell(0), s.cell(1), s.cell(2), s.cell(3));
        if (result == KERN_SUCCESS) {
            names[0] = s.getLong(0);
            namesCnt[0] = s.getInt(1);
            types[0] = s.getLong(2);
            typesCnt[0] = s.getInt(3);
        }
        return result;
    }

    @Override
    public int mach_port_type(int task, int name, int[] ptype) {
        Scratch s = scratch.get();
        s.set(0, ptype[0]);
        int result = lib.mach_port_type(task, name, s.cell(0));
        if (result == KERN_SUCCESS) {
            ptype[0] = s.getInt(0);
        }
        return result;
    }

    @Override
    public int mach_port_rename(int task, int oldName, int newName) {
        return lib.mach_port_rename(task, oldName, newName);
    }

    @Override
    public int mach_port_allocate_name(int task, int right, int name) {
        return lib.mach_port_allocate_name(task, right, name);
    }

    @Override
    public int mach_port_allocate(int task, int right, int[] name) {
        Scratch s = scratch.get();
        s.set(0, name[0]);
        int result = lib.mach_port_allocate(task, right, s.cell(0));
        if (result == KERN_SUCCESS) {
            name[0] = s.getInt(0);
        }
        return result;
    }

    @Override
    public int mach_port_destroy(int task, int name) {
        return lib.mach_port_destroy(task, name);
    }

    @Override
    public int mach_port_deallocate(int task, int name) {
        return lib.mach_port_deallocate(task, name);
    }

    @Override
    public int mach_port_get_refs(int task, int name, int right, int[] refs) {
        Scratch s = scratch.get();
        s.set(0, refs[0]);
        int result = lib.mach_port_get_refs(task, name, right, s.cell(0));
        if (result == KERN_SUCCESS) {
            refs[0] = s.getInt(0);
        }
        return result;
    }

    @Override
    public int mach_port_mod_refs(int task, int name, int right, int delta) {
        return lib.mach_port_mod_refs(task, name, right, delta);
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
        Scratch s = scratch.get();
        s.set(0, requestSeqno[0]);
        s.set(1, msgSize[0]);
        s.set(2, msgId[0]);
        s.set(3, trailerInfoCnt[0]);
        int result = lib.mach_port_peek(task, name, trailerType, s.cell(0), s.cell(1), s.cell(2), s.array(), s.cell(3));
        if (result == KERN_SUCCESS) {
            requestSeqno[0] = s.getInt(0);
            msgSize[0] = s.getInt(1);
            msgId[0] = s.getInt(2);
            trailerInfoCnt[0] = s.getInt(3);
            s.getArray(trailerInfo, trailerInfoCnt[0]);
        }
        return result;
    }

    @Override
    public int mach_port_set_mscount(int task, int name, int mscount) {
        return lib.mach_port_set_mscount(task, name, mscount);
    }

    @Override
    public int mach_port_get_set_status(int task, int name, long[] members, int[] membersCnt) {
        Scratch s = scratch.get();
        s.set(0, members[0]);
        s.set(1, membersCnt[0]);
        int result = lib.mach_port_get_set_status(task, name, s.cell(0), s.cell(1));
        if (result == KERN_SUCCESS) {
            members[0] = s.getLong(0);
            membersCnt[0] = s.getInt(1);
        }
        return result;
    }

    @Override
    public int mach_port_move_member(int task, int member, int after) {
        return lib.mach_port_move_member(task, member, after);
    }

    @Override
    public int mach_port_request_notification(
            int task, int name, int msgid, int sync, int notify, int notifyPoly, int[] previous) {
        Scratch s = scratch.get();
        s.set(0, previous[0]);
        int result = lib.mach_port_request_notification(task, name, msgid, sync, notify, notifyPoly, s.cell(0));
        if (result == KERN_SUCCESS) {
            previous[0] = s.getInt(0);
        }
        return result;
    }

    @Override
    public int mach_port_insert_right(int task, int name, int poly, int polyPoly) {
        return lib.mach_port_insert_right(task, name, poly, polyPoly);
    }

    @Override
    public int mach_port_extract_right(int task, int name, int msgtName, int[] poly, int[] polyPoly) {
        Scratch s = scratch.get();
        s.set(0, poly[0]);
        s.set(1, polyPoly[0]);
        int result = lib.mach_port_extract_right(task, name, msgtName, s.cell(0), s.cell(1));
        if (result == KERN_SUCCESS) {
            poly[0] = s.getInt(0);
            polyPoly[0] = s.getInt(1);
        }
        return result;
    }

    @Override
    public int mach_port_set_seqno(int task, int name, int seqno) {
        return lib.mach_port_set_seqno(task, name, seqno);
    }

    @Override
    public int mach_port_get_attributes(int task, int name, int flavor, int[] portInfoOut, int[] portInfoOutCnt) {
        Scratch s = scratch.get();
        s.set(0, portInfoOutCnt[0]);
        int result = lib.mach_port_get_attributes(task, name, flavor, s.array(), s.cell(0));
        if (result == KERN_SUCCESS) {
            portInfoOutCnt[0] = s.getInt(0);
            s.getArray(portInfoOut, portInfoOutCnt[0]);
        }
        return result;
    }

    @Override
    public int mach_port_set_attributes(int task, int name, int flavor, int[] portInfo, int portInfoCnt) {
        Scratch s = scratch.get();
        s.setArray(portInfo, portInfoCnt);
        return lib.mach_port_set_attributes(task, name, flavor, s.array(), portInfoCnt);
    }

    @Override
    public int mach_port_allocate_qos(int task, int right, long qos, int[] name) {
        Scratch s = scratch.get();
        s.set(0, name[0]);
        int result = lib.mach_port_allocate_qos(task, right, qos, s.cell(0));
        if (result == KERN_SUCCESS) {
            name[0] = s.getInt(0);
        }
        return result;
    }

    @Override
    public int mach_port_allocate_full(int task, int right, int proto, long qos, int[] name) {
        Scratch s = scratch.get();
        s.set(0, name[0]);
        int result = lib.mach_port_allocate_full(task, right, proto, qos, s.cell(0));
        if (result == KERN_SUCCESS) {
            name[0] = s.getInt(0);
        }
        return result;
    }

    @Override
    public int task_set_port_space(int task, int tableEntries) {
        return lib.task_set_port_space(task, tableEntries);
    }

    @Override
    public int mach_port_get_srights(int task, int name, int[] srights) {
        Scratch s = scratch.get();
        s.set(0, srights[0]);
        int result = lib.mach_port_get_srights(task, name, s.cell(0));
        if (result == KERN_SUCCESS) {
            srights[0] = s.getInt(0);
        }
        return result;
    }

    @Override
    public int mach_port_space_info(
            int task, int[] spaceInfo, long[] tableInfo, int[] tableInfoCnt, long[] treeInfo, int[] treeInfoCnt) {
        Scratch s = scratch.get();
        s.set(0, tableInfo[0]);
        s.set(1, tableInfoCnt[0]);
        s.set(2, treeInfo[0]);
        s.set(3, treeInfoCnt[0]);
        int result = lib.mach_port_space_info(task, s.array(), s.cell(0), s.cell(1), s.cell(2), s.cell(3));
        if (result == KERN_SUCCESS) {
            s.getArray(spaceInfo, SPACE_INFO_WORDS);
            tableInfo[0] = s.getLong(0);
            tableInfoCnt[0] = s.getInt(1);
            treeInfo[0] = s.getLong(2);
            treeInfoCnt[0] = s.getInt(3);
        }
        return result;
    }

    @Override
    public int mach_port_dnrequest_info(int task, int name, int[] dnrTotal, int[] dnrUsed) {
        Scratch s = scratch.get();
        s.set(0, dnrTotal[0]);
        s.set(1, dnrUsed[0]);
        int result = lib.mach_port_dnrequest_info(task, name, s.cell(0), s.cell(1));
        if (result == KERN_SUCCESS) {
            dnrTotal[0] = s.getInt(0);
            dnrUsed[0] = s.getInt(1);
        }
        return result;
    }

    @Override
    public int mach_port_kernel_object(int task, int name, int[] objectType, int[] objectAddr) {
        Scratch s = scratch.get();
        s.set(0, objectType[0]);
        s.set(1, objectAddr[0]);
        int result = lib.mach_port_kernel_object(task, name, s.cell(0), s.cell(1));
        if (result == KERN_SUCCESS) {
            objectType[0] = s.getInt(0);
            objectAddr[0] = s.getInt(1);
        }
        return result;
    }

    @Override
    public int mach_port_insert_member(int task, int name, int pset) {
        return lib.mach_port_insert_member(task, name, pset);
    }

    @Override
    public int mach_port_extract_member(int task, int name, int pset) {
        return lib.mach_port_extract_member(task, name, pset);
    }

    @Override
    public int mach_port_get_context(int task, int name, long[] context) {
        Scratch s = scratch.get();
        s.set(0, context[0]);
        int result = lib.mach_port_get_context(task, name, s.cell(0));
        if (result == KERN_SUCCESS) {
            context[0] = s.getLong(0);
        }
        return result;
    }

    @Override
    public int mach_port_set_context(int task, int name, long context) {
        return lib.mach_port_set_context(task, name, context);
    }

    @Override
    public int mach_port_kobject(int task, int name, int[] objectType, long[] objectAddr) {
        Scratch s = scratch.get();
        s.set(0, objectType[0]);
        s.set(1, objectAddr[0]);
        int result = lib.mach_port_kobject(task, name, s.cell(0), s.cell(1));
        if (result == KERN_SUCCESS) {
            objectType[0] = s.getInt(0);
            objectAddr[0] = s.getLong(1);
        }
        return result;
    }

    @Override
    public int mach_port_construct(int task, long options, long context, int[] name) {
        Scratch s = scratch.get();
        s.set(0, name[0]);
        int result = lib.mach_port_construct(task, options, context, s.cell(0));
        if (result == KERN_SUCCESS) {
            name[0] = s.getInt(0);
        }
        return result;
    }

    @Override
    public int mach_port_destruct(int task, int name, int srdelta, long guard) {
        return lib.mach_port_destruct(task, name, srdelta, guard);
    }

    @Override
    public int mach_port_guard(int task, int name, long guard, boolean strict) {
        return lib.mach_port_guard(task, name, guard, strict ? 1 : 0);
    }

    @Override
    public int mach_port_unguard(int task, int name, long guard) {
        return lib.mach_port_unguard(task, name, guard);
    }

    @Override
    public int mach_vm_allocate(int task, long[] address, long size, int flags) {
        Scratch s = scratch.get();
        s.set(0, address[0]);
        int result = lib.mach_vm_allocate(task, s.cell(0), size, flags);
        if (result == KERN_SUCCESS) {
            address[0] = s.getLong(0);
        }
        return result;
    }

    @Override
    public int mach_vm_deallocate(int task, long address, long size) {
        return lib.mach_vm_deallocate(task, address, size);
    }

    @Override
    public int mach_vm_read(int task, long address, long size, long[] data, int[] dataCnt) {
        Scratch s = scratch.get();
        s.set(0, data[0]);
        s.set(1, dataCnt[0]);
        int result = lib.mach_vm_read(task, address, size, s.cell(0), s.cell(1));
        if (result == KERN_SUCCESS) {
            data[0] = s.getLong(0);
            dataCnt[0] = s.getInt(1);
        }
        return result;
    }

    @Override
    public int mach_vm_write(int task, long address, long data, int dataCnt) {
        return lib.mach_vm_write(task, address, data, dataCnt);
    }

    @Override
    public int mach_vm_protect(int task, long address, long size, boolean setMaximum, int newProtection) {
        return lib.mach_vm_protect(task, address, size, setMaximum ? 1 : 0, newProtection);
    }

    @Override
    public int vm_allocate(int task, long[] address, long size, int flags) {
        Scratch s = scratch.get();
        s.set(0, address[0]);
        int result = lib.vm_allocate(task, s.cell(0), size, flags);
        if (result == KERN_SUCCESS) {
            address[0] = s.getLong(0);
        }
        return result;
    }

    @Override
    public int vm_deallocate(int task, long address, long size) {
        return lib.vm_deallocate(task, address, size);
    }

    @Override
    public int vm_read(int task, long address, long size, long[] data, int[] dataCnt) {
        Scratch s = scratch.get();
        s.set(0, data[0]);
        s.set(1, dataCnt[0]);
        int result = lib.vm_read(task, address, size, s.cell(0), s.cell(1));
        if (result == KERN_SUCCESS) {
            data[0] = s.getLong(0);
            dataCnt[0] = s.getInt(1);
        }
        return result;
    }

    @Override
    public int vm_write(int task, long address, long data, int dataCnt) {
        return lib.vm_write(task, address, data, dataCnt);
    }

    @Override
    public int vm_protect(int task, long address, long size, boolean setMaximum, int newProtection) {
        return lib.vm_protect(task, address, size, setMaximum ? 1 : 0, newProtection);
    }

    @Override
    public int task_info(int task, int flavor, int[] taskInfoOut, int[] taskInfoOutCnt) {
        Scratch s = scratch.get();
        s.set(0, taskInfoOutCnt[0]);
        int result = lib.task_info(task, flavor, s.array(), s.cell(0));
        if (result == KERN_SUCCESS) {
            taskInfoOutCnt[0] = s.getInt(0);
            s.getArray(taskInfoOut, taskInfoOutCnt[0]);
        }
        return result;
    }

    @Override
    public int task_get_special_port(int task, int whichPort, int[] specialPort) {
        Scratch s = scratch.get();
        s.set(0, specialPort[0]);
        int result = lib.task_get_special_port(task, whichPort, s.cell(0));
        if (result == KERN_SUCCESS) {
            specialPort[0] = s.getInt(0);
        }
        return result;
    }

    @Override
    public int task_set_special_port(int task, int whichPort, int specialPort) {
        return lib.task_set_special_port(task, whichPort, specialPort);
    }

    @Override
    public int thread_get_special_port(int thread, int whichPort, int[] specialPort) {
        Scratch s = scratch.get();
        s.set(0, specialPort[0]);
        int result = lib.thread_get_special_port(thread, whichPort, s.cell(0));
        if (result == KERN_SUCCESS) {
            specialPort[0] = s.getInt(0);
        }
        return result;
    }

    @Override
    public int thread_set_special_port(int thread, int whichPort, int specialPort) {
        return lib.thread_set_special_port(thread, whichPort, specialPort);
    }

    @Override
    public int thread_abort(int thread) {
        return lib.thread_abort(thread);
    }

    @Override
    public int thread_abort_safely(int thread) {
        return lib.thread_abort_safely(thread);
    }

    @Override
    public int mach_ports_register(int task, long initPortSet, int initPortSetCnt) {
        return lib.mach_ports_register(task, initPortSet, initPortSetCnt);
    }

    @Override
    public int mach_ports_lookup(int task, long[] initPortSet, int[] initPortSetCnt) {
        Scratch s = scratch.get();
        s.set(0, initPortSet[0]);
        s.set(1, initPortSetCnt[0]);
        int result = lib.mach_ports_lookup(task, s.cell(0), s.cell(1));
        if (result == KERN_SUCCESS) {
            initPortSet[0] = s.getLong(0);
            initPortSetCnt[0] = s.getInt(1);
        }
        return result;
    }

    @Override
    public int host_info(int host, int flavor, int[] hostInfoOut, int[] hostInfoOutCnt) {
        Scratch s = scratch.get();
        s.set(0, hostInfoOutCnt[0]);
        int result = lib.host_info(host, flavor, s.array(), s.cell(0));
        if (result == KERN_SUCCESS) {
            hostInfoOutCnt[0] = s.getInt(0);
            s.getArray(hostInfoOut, hostInfoOutCnt[0]);
        }
        return result;
    }

    @Override
    public int host_page_size(int host, long[] outPageSize) {
        Scratch s = scratch.get();
        s.set(0, outPageSize[0]);
        int result = lib.host_page_size(host, s.cell(0));
        if (result == KERN_SUCCESS) {
            outPageSize[0] = s.getLong(0);
        }
        return result;
    }

    @Override
    public int semaphore_create(int task, int[] semaphore, int policy, int value) {
        Scratch s = scratch.get();
        s.set(0, semaphore[0]);
        int result = lib.semaphore_create(task, s.cell(0), policy, value);
        if (result == KERN_SUCCESS) {
            semaphore[0] = s.getInt(0);
        }
        return result;
    }

    @Override
    public int semaphore_destroy(int task, int semaphore) {
        return lib.semaphore_destroy(task, semaphore);
    }

    @Override
    public int semaphore_signal(int semaphore) {
        return lib.semaphore_signal(semaphore);
    }

    @Override
    public int semaphore_signal_all(int semaphore) {
        return lib.semaphore_signal_all(semaphore);
    }

    @Override
    public int semaphore_wait(int semaphore) {
        return lib.semaphore_wait(semaphore);
    }

    @Override
    public int semaphore_timedwait(int semaphore, int seconds, int nanoseconds) {
        return lib.semaphore_timedwait(semaphore, TimespecLayout.of(seconds, nanoseconds));
    }

    @Override
    public int bootstrap_look_up(int bootstrapPort, String serviceName, int[] servicePort) {
        Scratch s = scratch.get();
        s.set(0, servicePort[0]);
        long name = copy(serviceName);
        try {
            int result = lib.bootstrap_look_up(bootstrapPort, name, s.cell(0));
            if (result == KERN_SUCCESS) {
                servicePort[0] = s.getInt(0);
            }
            return result;
        } finally {
            memory.free(name);
        }
    }

    @Override
    public int bootstrap_check_in(int bootstrapPort, String serviceName, int[] servicePort) {
        Scratch s = scratch.get();
        s.set(0, servicePort[0]);
        long name = copy(serviceName);
        try {
            int result = lib.bootstrap_check_in(bootstrapPort, name, s.cell(0));
            if (result == KERN_SUCCESS) {
                servicePort[0] = s.getInt(0);
            }
            return result;
        } finally {
            memory.free(name);
        }
    }

    @Override
    public int bootstrap_register(int bootstrapPort, String serviceName, int servicePort) {
        long name = copy(serviceName);
        try {
            return lib.bootstrap_register(bootstrapPort, name, servicePort);
        } finally {
            memory.free(name);
        }
    }
}
