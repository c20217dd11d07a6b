// SPDX-License-Identifier: Apache-2.0
package org.mach4j.ffm;

import org.mach4j.libsystem.LibSystem;

/** libSystem's functions by the foreign function interface: the address of each, called through the handle of its shape. */
final class FfmLibSystem implements LibSystem {
    private final long mach_msg;
    private final long mach_msg_overwrite;
    private final long mach_msg_trap;
    private final long mach_msg_overwrite_trap;
    private final long mach_msg_send;
    private final long mach_msg_receive;
    private final long mach_msg_destroy;
    private final long mig_get_reply_port;
    private final long mig_dealloc_reply_port;
    private final long mig_put_reply_port;
    private final long mach_thread_self;
    private final long mach_host_self;
    private final long mach_reply_port;
    private final long mach_port_names;
    private final long mach_port_type;
    private final long mach_port_rename;
    private final long mach_port_allocate_name;
    private final long mach_port_allocate;
    private final long mach_port_destroy;
    private final long mach_port_deallocate;
    private final long mach_port_get_refs;
    private final long mach_port_mod_refs;
    private final long mach_port_peek;
    private final long mach_port_set_mscount;
    private final long mach_port_get_set_status;
    private final long mach_port_move_member;
    private final long mach_port_request_notification;
    private final long mach_port_insert_right;
    private final long mach_port_extract_right;
    private final long mach_port_set_seqno;
    private final long mach_port_get_attributes;
    private final long mach_port_set_attributes;
    private final long mach_port_allocate_qos;
    private final long mach_port_allocate_full;
    private final long task_set_port_space;
    private final long mach_port_get_srights;
    private final long mach_port_space_info;
    private final long mach_port_dnrequest_info;
    private final long mach_port_kernel_object;
    private final long mach_port_insert_member;
    private final long mach_port_extract_member;
    private final long mach_port_get_context;
    private final long mach_port_set_context;
    private final long mach_port_kobject;
    private final long mach_port_construct;
    private final long mach_port_destruct;
    private final long mach_port_guard;
    private final long mach_port_unguard;
    private final long mach_vm_allocate;
    private final long mach_vm_deallocate;
    private final long mach_vm_read;
    private final long mach_vm_write;
    private final long mach_vm_protect;
    private final long vm_allocate;
    private final long vm_deallocate;
    private final long vm_read;
    private final long vm_write;
    private final long vm_protect;
    private final long task_info;
    private final long task_get_special_port;
    private final long task_set_special_port;
    private final long thread_get_special_port;
    private final long thread_set_special_port;
    private final long thread_abort;
    private final long thread_abort_safely;
    private final long mach_ports_register;
    private final long mach_ports_lookup;
    private final long host_info;
    private final long host_page_size;
    private final long semaphore_create;
    private final long semaphore_destroy;
    private final long semaphore_signal;
    private final long semaphore_signal_all;
    private final long semaphore_wait;
    private final long semaphore_timedwait;
    private final long bootstrap_look_up;
    private final long bootstrap_check_in;
    private final long bootstrap_register;

    FfmLibSystem(Symbols symbols) {
        mach_msg = symbols.address("mach_msg");
        mach_msg_overwrite = symbols.address("mach_msg_overwrite");
        mach_msg_trap = symbols.address("mach_msg_trap");
        mach_msg_overwrite_trap = symbols.address("mach_msg_overwrite_trap");
        mach_msg_send = symbols.address("mach_msg_send");
        mach_msg_receive = symbols.address("mach_msg_receive");
        mach_msg_destroy = symbols.address("mach_msg_destroy");
        mig_get_reply_port = symbols.address("mig_get_reply_port");
        mig_dealloc_reply_port = symbols.address("mig_dealloc_reply_port");
        mig_put_reply_port = symbols.address("mig_put_reply_port");
        mach_thread_self = symbols.address("mach_thread_self");
        mach_host_self = symbols.address("mach_host_self");
        mach_reply_port = symbols.address("mach_reply_port");
        mach_port_names = symbols.address("mach_port_names");
        mach_port_type = symbols.address("mach_port_type");
        mach_port_rename = symbols.address("mach_port_rename");
        mach_port_allocate_name = symbols.address("mach_port_allocate_name");
        mach_port_allocate = symbols.address("mach_port_allocate");
        mach_port_destroy = symbols.address("mach_port_destroy");
        mach_port_deallocate = symbols.address("mach_port_deallocate");
        mach_port_get_refs = symbols.address("mach_port_get_refs");
        mach_port_mod_refs = symbols.address("mach_port_mod_refs");
        mach_port_peek = symbols.address("mach_port_peek");
        mach_port_set_mscount = symbols.address("mach_port_set_mscount");
        mach_port_get_set_status = symbols.address("mach_port_get_set_status");
        mach_port_move_member = symbols.address("mach_port_move_member");
        mach_port_request_notification = symbols.address("mach_port_request_notification");
        mach_port_insert_right = symbols.address("mach_port_insert_right");
        mach_port_extract_right = symbols.address("mach_port_extract_right");
        mach_port_set_seqno = symbols.address("mach_port_set_seqno");
        mach_port_get_attributes = symbols.address("mach_port_get_attributes");
        mach_port_set_attributes = symbols.address("mach_port_set_attributes");
        mach_port_allocate_qos = symbols.address("mach_port_allocate_qos");
        mach_port_allocate_full = symbols.address("mach_port_allocate_full");
        task_set_port_space = symbols.address("task_set_port_space");
        mach_port_get_srights = symbols.address("mach_port_get_srights");
        mach_port_space_info = symbols.address("mach_port_space_info");
        mach_port_dnrequest_info = symbols.address("mach_port_dnrequest_info");
        mach_port_kernel_object = symbols.address("mach_port_kernel_object");
        mach_port_insert_member = symbols.address("mach_port_insert_member");
        mach_port_extract_member = symbols.address("mach_port_extract_member");
        mach_port_get_context = symbols.address("mach_port_get_context");
        mach_port_set_context = symbols.address("mach_port_set_context");
        mach_port_kobject = symbols.address("mach_port_kobject");
        mach_port_construct = symbols.address("mach_port_construct");
        mach_port_destruct = symbols.address("mach_port_destruct");
        mach_port_guard = symbols.address("mach_port_guard");
        mach_port_unguard = symbols.address("mach_port_unguard");
        mach_vm_allocate = symbols.address("mach_vm_allocate");
        mach_vm_deallocate = symbols.address("mach_vm_deallocate");
        mach_vm_read = symbols.address("mach_vm_read");
        mach_vm_write = symbols.address("mach_vm_write");
        mach_vm_protect = symbols.address("mach_vm_protect");
        vm_allocate = symbols.address("vm_allocate");
        vm_deallocate = symbols.address("vm_deallocate");
        vm_read = symbols.address("vm_read");
        vm_write = symbols.address("vm_write");
        vm_protect = symbols.address("vm_protect");
        task_info = symbols.address("task_info");
        task_get_special_port = symbols.address("task_get_special_port");
        task_set_special_port = symbols.address("task_set_special_port");
        thread_get_special_port = symbols.address("thread_get_special_port");
        thread_set_special_port = symbols.address("thread_set_special_port");
        thread_abort = symbols.address("thread_abort");
        thread_abort_safely = symbols.address("thread_abort_safely");
        mach_ports_register = symbols.address("mach_ports_register");
        mach_ports_lookup = symbols.address("mach_ports_lookup");
        host_info = symbols.address("host_info");
        host_page_size = symbols.address("host_page_size");
        semaphore_create = symbols.address("semaphore_create");
        semaphore_destroy = symbols.address("semaphore_destroy");
        semaphore_signal = symbols.address("semaphore_signal");
        semaphore_signal_all = symbols.address("semaphore_signal_all");
        semaphore_wait = symbols.address("semaphore_wait");
        semaphore_timedwait = symbols.address("semaphore_timedwait");
        bootstrap_look_up = symbols.address("bootstrap_look_up");
        bootstrap_check_in = symbols.address("bootstrap_check_in");
        bootstrap_register = symbols.address("bootstrap_register");
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
