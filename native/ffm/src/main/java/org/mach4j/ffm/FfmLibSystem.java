// SPDX-License-Identifier: Apache-2.0
package org.mach4j.ffm;

import java.lang.foreign.MemorySegment;
import org.mach4j.libsystem.LibSystem;

/** libSystem's functions by the foreign function interface: the address of each, called through the handle of its shape. */
final class FfmLibSystem implements LibSystem {
    private final MemorySegment mach_msg;
    private final MemorySegment mach_msg_overwrite;
    private final MemorySegment mach_msg_trap;
    private final MemorySegment mach_msg_overwrite_trap;
    private final MemorySegment mach_msg_send;
    private final MemorySegment mach_msg_receive;
    private final MemorySegment mach_msg_destroy;
    private final MemorySegment mig_get_reply_port;
    private final MemorySegment mig_dealloc_reply_port;
    private final MemorySegment mig_put_reply_port;
    private final MemorySegment mach_thread_self;
    private final MemorySegment mach_host_self;
    private final MemorySegment mach_reply_port;
    private final MemorySegment mach_port_names;
    private final MemorySegment mach_port_type;
    private final MemorySegment mach_port_rename;
    private final MemorySegment mach_port_allocate_name;
    private final MemorySegment mach_port_allocate;
    private final MemorySegment mach_port_destroy;
    private final MemorySegment mach_port_deallocate;
    private final MemorySegment mach_port_get_refs;
    private final MemorySegment mach_port_mod_refs;
    private final MemorySegment mach_port_peek;
    private final MemorySegment mach_port_set_mscount;
    private final MemorySegment mach_port_get_set_status;
    private final MemorySegment mach_port_move_member;
    private final MemorySegment mach_port_request_notification;
    private final MemorySegment mach_port_insert_right;
    private final MemorySegment mach_port_extract_right;
    private final MemorySegment mach_port_set_seqno;
    private final MemorySegment mach_port_get_attributes;
    private final MemorySegment mach_port_set_attributes;
    private final MemorySegment mach_port_allocate_qos;
    private final MemorySegment mach_port_allocate_full;
    private final MemorySegment task_set_port_space;
    private final MemorySegment mach_port_get_srights;
    private final MemorySegment mach_port_space_info;
    private final MemorySegment mach_port_dnrequest_info;
    private final MemorySegment mach_port_kernel_object;
    private final MemorySegment mach_port_insert_member;
    private final MemorySegment mach_port_extract_member;
    private final MemorySegment mach_port_get_context;
    private final MemorySegment mach_port_set_context;
    private final MemorySegment mach_port_kobject;
    private final MemorySegment mach_port_construct;
    private final MemorySegment mach_port_destruct;
    private final MemorySegment mach_port_guard;
    private final MemorySegment mach_port_unguard;
    private final MemorySegment mach_vm_allocate;
    private final MemorySegment mach_vm_deallocate;
    private final MemorySegment mach_vm_read;
    private final MemorySegment mach_vm_write;
    private final MemorySegment mach_vm_protect;
    private final MemorySegment vm_allocate;
    private final MemorySegment vm_deallocate;
    private final MemorySegment vm_read;
    private final MemorySegment vm_write;
    private final MemorySegment vm_protect;
    private final MemorySegment task_info;
    private final MemorySegment task_get_special_port;
    private final MemorySegment task_set_special_port;
    private final MemorySegment thread_get_special_port;
    private final MemorySegment thread_set_special_port;
    private final MemorySegment thread_abort;
    private final MemorySegment thread_abort_safely;
    private final MemorySegment mach_ports_register;
    private final MemorySegment mach_ports_lookup;
    private final MemorySegment host_info;
    private final MemorySegment host_page_size;
    private final MemorySegment semaphore_create;
    private final MemorySegment semaphore_destroy;
    private final MemorySegment semaphore_signal;
    private final MemorySegment semaphore_signal_all;
    private final MemorySegment semaphore_wait;
    private final MemorySegment semaphore_timedwait;
    private final MemorySegment bootstrap_look_up;
    private final MemorySegment bootstrap_check_in;
    private final MemorySegment bootstrap_register;

    FfmLibSystem(Symbols symbols) {
        mach_msg = symbols.function("mach_msg");
        mach_msg_overwrite = symbols.function("mach_msg_overwrite");
        mach_msg_trap = symbols.function("mach_msg_trap");
        mach_msg_overwrite_trap = symbols.function("mach_msg_overwrite_trap");
        mach_msg_send = symbols.function("mach_msg_send");
        mach_msg_receive = symbols.function("mach_msg_receive");
        mach_msg_destroy = symbols.function("mach_msg_destroy");
        mig_get_reply_port = symbols.function("mig_get_reply_port");
        mig_dealloc_reply_port = symbols.function("mig_dealloc_reply_port");
        mig_put_reply_port = symbols.function("mig_put_reply_port");
        mach_thread_self = symbols.function("mach_thread_self");
        mach_host_self = symbols.function("mach_host_self");
        mach_reply_port = symbols.function("mach_reply_port");
        mach_port_names = symbols.function("mach_port_names");
        mach_port_type = symbols.function("mach_port_type");
        mach_port_rename = symbols.function("mach_port_rename");
        mach_port_allocate_name = symbols.function("mach_port_allocate_name");
        mach_port_allocate = symbols.function("mach_port_allocate");
        mach_port_destroy = symbols.function("mach_port_destroy");
        mach_port_deallocate = symbols.function("mach_port_deallocate");
        mach_port_get_refs = symbols.function("mach_port_get_refs");
        mach_port_mod_refs = symbols.function("mach_port_mod_refs");
        mach_port_peek = symbols.function("mach_port_peek");
        mach_port_set_mscount = symbols.function("mach_port_set_mscount");
        mach_port_get_set_status = symbols.function("mach_port_get_set_status");
        mach_port_move_member = symbols.function("mach_port_move_member");
        mach_port_request_notification = symbols.function("mach_port_request_notification");
        mach_port_insert_right = symbols.function("mach_port_insert_right");
        mach_port_extract_right = symbols.function("mach_port_extract_right");
        mach_port_set_seqno = symbols.function("mach_port_set_seqno");
        mach_port_get_attributes = symbols.function("mach_port_get_attributes");
        mach_port_set_attributes = symbols.function("mach_port_set_attributes");
        mach_port_allocate_qos = symbols.function("mach_port_allocate_qos");
        mach_port_allocate_full = symbols.function("mach_port_allocate_full");
        task_set_port_space = symbols.function("task_set_port_space");
        mach_port_get_srights = symbols.function("mach_port_get_srights");
        mach_port_space_info = symbols.function("mach_port_space_info");
        mach_port_dnrequest_info = symbols.function("mach_port_dnrequest_info");
        mach_port_kernel_object = symbols.function("mach_port_kernel_object");
        mach_port_insert_member = symbols.function("mach_port_insert_member");
        mach_port_extract_member = symbols.function("mach_port_extract_member");
        mach_port_get_context = symbols.function("mach_port_get_context");
        mach_port_set_context = symbols.function("mach_port_set_context");
        mach_port_kobject = symbols.function("mach_port_kobject");
        mach_port_construct = symbols.function("mach_port_construct");
        mach_port_destruct = symbols.function("mach_port_destruct");
        mach_port_guard = symbols.function("mach_port_guard");
        mach_port_unguard = symbols.function("mach_port_unguard");
        mach_vm_allocate = symbols.function("mach_vm_allocate");
        mach_vm_deallocate = symbols.function("mach_vm_deallocate");
        mach_vm_read = symbols.function("mach_vm_read");
        mach_vm_write = symbols.function("mach_vm_write");
        mach_vm_protect = symbols.function("mach_vm_protect");
        vm_allocate = symbols.function("vm_allocate");
        vm_deallocate = symbols.function("vm_deallocate");
        vm_read = symbols.function("vm_read");
        vm_write = symbols.function("vm_write");
        vm_protect = symbols.function("vm_protect");
        task_info = symbols.function("task_info");
        task_get_special_port = symbols.function("task_get_special_port");
        task_set_special_port = symbols.function("task_set_special_port");
        thread_get_special_port = symbols.function("thread_get_special_port");
        thread_set_special_port = symbols.function("thread_set_special_port");
        thread_abort = symbols.function("thread_abort");
        thread_abort_safely = symbols.function("thread_abort_safely");
        mach_ports_register = symbols.function("mach_ports_register");
        mach_ports_lookup = symbols.function("mach_ports_lookup");
        host_info = symbols.function("host_info");
        host_page_size = symbols.function("host_page_size");
        semaphore_create = symbols.function("semaphore_create");
        semaphore_destroy = symbols.function("semaphore_destroy");
        semaphore_signal = symbols.function("semaphore_signal");
        semaphore_signal_all = symbols.function("semaphore_signal_all");
        semaphore_wait = symbols.function("semaphore_wait");
        semaphore_timedwait = symbols.function("semaphore_timedwait");
        bootstrap_look_up = symbols.function("bootstrap_look_up");
        bootstrap_check_in = symbols.function("bootstrap_check_in");
        bootstrap_register = symbols.function("bootstrap_register");
    }

    @Override
    public int mach_msg(long msg, int option, int sendSize, int rcvSize, int rcvName, int timeout, int notify) {
        return Calls.callLIIIIII(mach_msg, msg, option, sendSize, rcvSize, rcvName, timeout, notify);
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
        return Calls.callLIIIIIILI(
                mach_msg_overwrite, msg, option, sendSize, rcvSize, rcvName, timeout, notify, rcvMsg, rcvLimit);
    }

    @Override
    public int mach_msg_trap(long msg, int option, int sendSize, int rcvSize, int rcvName, int timeout, int notify) {
        return Calls.callLIIIIII(mach_msg_trap, msg, option, sendSize, rcvSize, rcvName, timeout, notify);
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
        return Calls.callLIIIIIILI(
                mach_msg_overwrite_trap, msg, option, sendSize, rcvSize, rcvName, timeout, notify, rcvMsg, rcvLimit);
    }

    @Override
    public int mach_msg_send(long msg) {
        return Calls.callL(mach_msg_send, msg);
    }

    @Override
    public int mach_msg_receive(long msg) {
        return Calls.callL(mach_msg_receive, msg);
    }

    @Override
    public void mach_msg_destroy(long msg) {
        Calls.runL(mach_msg_destroy, msg);
    }

    @Override
    public int mig_get_reply_port() {
        return Calls.call(mig_get_reply_port);
    }

    @Override
    public void mig_dealloc_reply_port(int replyPort) {
        Calls.runI(mig_dealloc_reply_port, replyPort);
    }

    @Override
    public void mig_put_reply_port(int replyPort) {
        Calls.runI(mig_put_reply_port, replyPort);
    }

    @Override
    public int mach_thread_self() {
        return Calls.call(mach_thread_self);
    }

    @Override
    public int mach_host_self() {
        return Calls.call(mach_host_self);
    }

    @Override
    public int mach_reply_port() {
        return Calls.call(mach_reply_port);
    }

    @Override
    public int mach_port_names(int task, long names, long namesCnt, long types, long typesCnt) {
        return Calls.callILLLL(mach_port_names, task, names, namesCnt, types, typesCnt);
    }

    @Override
    public int mach_port_type(int task, int name, long ptype) {
        return Calls.callIIL(mach_port_type, task, name, ptype);
    }

    @Override
    public int mach_port_rename(int task, int oldName, int newName) {
        return Calls.callIII(mach_port_rename, task, oldName, newName);
    }

    @Override
    public int mach_port_allocate_name(int task, int right, int name) {
        return Calls.callIII(mach_port_allocate_name, task, right, name);
    }

    @Override
    public int mach_port_allocate(int task, int right, long name) {
        return Calls.callIIL(mach_port_allocate, task, right, name);
    }

    @Override
    public int mach_port_destroy(int task, int name) {
        return Calls.callII(mach_port_destroy, task, name);
    }

    @Override
    public int mach_port_deallocate(int task, int name) {
        return Calls.callII(mach_port_deallocate, task, name);
    }

    @Override
    public int mach_port_get_refs(int task, int name, int right, long refs) {
        return Calls.callIIIL(mach_port_get_refs, task, name, right, refs);
    }

    @Override
    public int mach_port_mod_refs(int task, int name, int right, int delta) {
        return Calls.callIIII(mach_port_mod_refs, task, name, right, delta);
    }

    @Override
    public int mach_port_peek(
            int task,
            int name,
            int trailerType,
            long requestSeqno,
            long msgSize,
            long msgId,
            long trailerInfo,
            long trailerInfoCnt) {
        return Calls.callIIILLLLL(
                mach_port_peek, task, name, trailerType, requestSeqno, msgSize, msgId, trailerInfo, trailerInfoCnt);
    }

    @Override
    public int mach_port_set_mscount(int task, int name, int mscount) {
        return Calls.callIII(mach_port_set_mscount, task, name, mscount);
    }

    @Override
    public int mach_port_get_set_status(int task, int name, long members, long membersCnt) {
        return Calls.callIILL(mach_port_get_set_status, task, name, members, membersCnt);
    }

    @Override
    public int mach_port_move_member(int task, int member, int after) {
        return Calls.callIII(mach_port_move_member, task, member, after);
    }

    @Override
    public int mach_port_request_notification(
            int task, int name, int msgid, int sync, int notify, int notifyPoly, long previous) {
        return Calls.callIIIIIIL(mach_port_request_notification, task, name, msgid, sync, notify, notifyPoly, previous);
    }

    @Override
    public int mach_port_insert_right(int task, int name, int poly, int polyPoly) {
        return Calls.callIIII(mach_port_insert_right, task, name, poly, polyPoly);
    }

    @Override
    public int mach_port_extract_right(int task, int name, int msgtName, long poly, long polyPoly) {
        return Calls.callIIILL(mach_port_extract_right, task, name, msgtName, poly, polyPoly);
    }

    @Override
    public int mach_port_set_seqno(int task, int name, int seqno) {
        return Calls.callIII(mach_port_set_seqno, task, name, seqno);
    }

    @Override
    public int mach_port_get_attributes(int task, int name, int flavor, long portInfoOut, long portInfoOutCnt) {
        return Calls.callIIILL(mach_port_get_attributes, task, name, flavor, portInfoOut, portInfoOutCnt);
    }

    @Override
    public int mach_port_set_attributes(int task, int name, int flavor, long portInfo, int portInfoCnt) {
        return Calls.callIIILI(mach_port_set_attributes, task, name, flavor, portInfo, portInfoCnt);
    }

    @Override
    public int mach_port_allocate_qos(int task, int right, long qos, long name) {
        return Calls.callIILL(mach_port_allocate_qos, task, right, qos, name);
    }

    @Override
    public int mach_port_allocate_full(int task, int right, int proto, long qos, long name) {
        return Calls.callIIILL(mach_port_allocate_full, task, right, proto, qos, name);
    }

    @Override
    public int task_set_port_space(int task, int tableEntries) {
        return Calls.callII(task_set_port_space, task, tableEntries);
    }

    @Override
    public int mach_port_get_srights(int task, int name, long srights) {
        return Calls.callIIL(mach_port_get_srights, task, name, srights);
    }

    @Override
    public int mach_port_space_info(
            int task, long spaceInfo, long tableInfo, long tableInfoCnt, long treeInfo, long treeInfoCnt) {
        return Calls.callILLLLL(mach_port_space_info, task, spaceInfo, tableInfo, tableInfoCnt, treeInfo, treeInfoCnt);
    }

    @Override
    public int mach_port_dnrequest_info(int task, int name, long dnrTotal, long dnrUsed) {
        return Calls.callIILL(mach_port_dnrequest_info, task, name, dnrTotal, dnrUsed);
    }

    @Override
    public int mach_port_kernel_object(int task, int name, long objectType, long objectAddr) {
        return Calls.callIILL(mach_port_kernel_object, task, name, objectType, objectAddr);
    }

    @Override
    public int mach_port_insert_member(int task, int name, int pset) {
        return Calls.callIII(mach_port_insert_member, task, name, pset);
    }

    @Override
    public int mach_port_extract_member(int task, int name, int pset) {
        return Calls.callIII(mach_port_extract_member, task, name, pset);
    }

    @Override
    public int mach_port_get_context(int task, int name, long context) {
        return Calls.callIIL(mach_port_get_context, task, name, context);
    }

    @Override
    public int mach_port_set_context(int task, int name, long context) {
        return Calls.callIIL(mach_port_set_context, task, name, context);
    }

    @Override
    public int mach_port_kobject(int task, int name, long objectType, long objectAddr) {
        return Calls.callIILL(mach_port_kobject, task, name, objectType, objectAddr);
    }

    @Override
    public int mach_port_construct(int task, long options, long context, long name) {
        return Calls.callILLL(mach_port_construct, task, options, context, name);
    }

    @Override
    public int mach_port_destruct(int task, int name, int srdelta, long guard) {
        return Calls.callIIIL(mach_port_destruct, task, name, srdelta, guard);
    }

    @Override
    public int mach_port_guard(int task, int name, long guard, int strict) {
        return Calls.callIILI(mach_port_guard, task, name, guard, strict);
    }

    @Override
    public int mach_port_unguard(int task, int name, long guard) {
        return Calls.callIIL(mach_port_unguard, task, name, guard);
    }

    @Override
    public int mach_vm_allocate(int task, long address, long size, int flags) {
        return Calls.callILLI(mach_vm_allocate, task, address, size, flags);
    }

    @Override
    public int mach_vm_deallocate(int task, long address, long size) {
        return Calls.callILL(mach_vm_deallocate, task, address, size);
    }

    @Override
    public int mach_vm_read(int task, long address, long size, long data, long dataCnt) {
        return Calls.callILLLL(mach_vm_read, task, address, size, data, dataCnt);
    }

    @Override
    public int mach_vm_write(int task, long address, long data, int dataCnt) {
        return Calls.callILLI(mach_vm_write, task, address, data, dataCnt);
    }

    @Override
    public int mach_vm_protect(int task, long address, long size, int setMaximum, int newProtection) {
        return Calls.callILLII(mach_vm_protect, task, address, size, setMaximum, newProtection);
    }

    @Override
    public int vm_allocate(int task, long address, long size, int flags) {
        return Calls.callILLI(vm_allocate, task, address, size, flags);
    }

    @Override
    public int vm_deallocate(int task, long address, long size) {
        return Calls.callILL(vm_deallocate, task, address, size);
    }

    @Override
    public int vm_read(int task, long address, long size, long data, long dataCnt) {
        return Calls.callILLLL(vm_read, task, address, size, data, dataCnt);
    }

    @Override
    public int vm_write(int task, long address, long data, int dataCnt) {
        return Calls.callILLI(vm_write, task, address, data, dataCnt);
    }

    @Override
    public int vm_protect(int task, long address, long size, int setMaximum, int newProtection) {
        return Calls.callILLII(vm_protect, task, address, size, setMaximum, newProtection);
    }

    @Override
    public int task_info(int task, int flavor, long taskInfoOut, long taskInfoOutCnt) {
        return Calls.callIILL(task_info, task, flavor, taskInfoOut, taskInfoOutCnt);
    }

    @Override
    public int task_get_special_port(int task, int whichPort, long specialPort) {
        return Calls.callIIL(task_get_special_port, task, whichPort, specialPort);
    }

    @Override
    public int task_set_special_port(int task, int whichPort, int specialPort) {
        return Calls.callIII(task_set_special_port, task, whichPort, specialPort);
    }

    @Override
    public int thread_get_special_port(int thread, int whichPort, long specialPort) {
        return Calls.callIIL(thread_get_special_port, thread, whichPort, specialPort);
    }

    @Override
    public int thread_set_special_port(int thread, int whichPort, int specialPort) {
        return Calls.callIII(thread_set_special_port, thread, whichPort, specialPort);
    }

    @Override
    public int thread_abort(int thread) {
        return Calls.callI(thread_abort, thread);
    }

    @Override
    public int thread_abort_safely(int thread) {
        return Calls.callI(thread_abort_safely, thread);
    }

    @Override
    public int mach_ports_register(int task, long initPortSet, int initPortSetCnt) {
        return Calls.callILI(mach_ports_register, task, initPortSet, initPortSetCnt);
    }

    @Override
    public int mach_ports_lookup(int task, long initPortSet, long initPortSetCnt) {
        return Calls.callILL(mach_ports_lookup, task, initPortSet, initPortSetCnt);
    }

    @Override
    public int host_info(int host, int flavor, long hostInfoOut, long hostInfoOutCnt) {
        return Calls.callIILL(host_info, host, flavor, hostInfoOut, hostInfoOutCnt);
    }

    @Override
    public int host_page_size(int host, long outPageSize) {
        return Calls.callIL(host_page_size, host, outPageSize);
    }

    @Override
    public int semaphore_create(int task, long semaphore, int policy, int value) {
        return Calls.callILII(semaphore_create, task, semaphore, policy, value);
    }

    @Override
    public int semaphore_destroy(int task, int semaphore) {
        return Calls.callII(semaphore_destroy, task, semaphore);
    }

    @Override
    public int semaphore_signal(int semaphore) {
        return Calls.callI(semaphore_signal, semaphore);
    }

    @Override
    public int semaphore_signal_all(int semaphore) {
        return Calls.callI(semaphore_signal_all, semaphore);
    }

    @Override
    public int semaphore_wait(int semaphore) {
        return Calls.callI(semaphore_wait, semaphore);
    }

    @Override
    public int semaphore_timedwait(int semaphore, long waitTime) {
        return Calls.callIL(semaphore_timedwait, semaphore, waitTime);
    }

    @Override
    public int bootstrap_look_up(int bootstrapPort, long serviceName, long servicePort) {
        return Calls.callILL(bootstrap_look_up, bootstrapPort, serviceName, servicePort);
    }

    @Override
    public int bootstrap_check_in(int bootstrapPort, long serviceName, long servicePort) {
        return Calls.callILL(bootstrap_check_in, bootstrapPort, serviceName, servicePort);
    }

    @Override
    public int bootstrap_register(int bootstrapPort, long serviceName, int servicePort) {
        return Calls.callILI(bootstrap_register, bootstrapPort, serviceName, servicePort);
    }
}
