// SPDX-License-Identifier: Apache-2.0
package org.mach4j.jna;

import org.mach4j.libsystem.LibSystem;

/** libSystem's functions by JNA's direct mapping, which gives each native method its C function of the same name. */
final class JnaLibSystem implements LibSystem {
    @Override
    public native int mach_msg(long msg, int option, int sendSize, int rcvSize, int rcvName, int timeout, int notify);

    @Override
    public native int mach_msg_overwrite(
            long msg,
            int option,
            int sendSize,
            int rcvSize,
            int rcvName,
            int timeout,
            int notify,
            long rcvMsg,
            int rcvLimit);

    @Override
    public native int mach_msg_trap(
            long msg, int option, int sendSize, int rcvSize, int rcvName, int timeout, int notify);

    @Override
    public native int mach_msg_overwrite_trap(
            long msg,
            int option,
            int sendSize,
            int rcvSize,
            int rcvName,
            int timeout,
            int notify,
            long rcvMsg,
            int rcvLimit);

    @Override
    public native int mach_msg_send(long msg);

    @Override
    public native int mach_msg_receive(long msg);

    @Override
    public native void mach_msg_destroy(long msg);

    @Override
    public native int mig_get_reply_port();

    @Override
    public native void mig_dealloc_reply_port(int replyPort);

    @Override
    public native void mig_put_reply_port(int replyPort);

    @Override
    public native int mach_thread_self();

    @Override
    public native int mach_host_self();

    @Override
    public native int mach_reply_port();

    @Override
    public native int mach_port_names(int task, long names, long namesCnt, long types, long typesCnt);

    @Override
    public native int mach_port_type(int task, int name, long ptype);

    @Override
    public native int mach_port_rename(int task, int oldName, int newName);

    @Override
    public native int mach_port_allocate_name(int task, int right, int name);

    @Override
    public native int mach_port_allocate(int task, int right, long name);

    @Override
    public native int mach_port_destroy(int task, int name);

    @Override
    public native int mach_port_deallocate(int task, int name);

    @Override
    public native int mach_port_get_refs(int task, int name, int right, long refs);

    @Override
    public native int mach_port_mod_refs(int task, int name, int right, int delta);

    @Override
    public native int mach_port_peek(
            int task,
            int name,
            int trailerType,
            long requestSeqno,
            long msgSize,
            long msgId,
            long trailerInfo,
            long trailerInfoCnt);

    @Override
    public native int mach_port_set_mscount(int task, int name, int mscount);

    @Override
    public native int mach_port_get_set_status(int task, int name, long members, long membersCnt);

    @Override
    public native int mach_port_move_member(int task, int member, int after);

    @Override
    public native int mach_port_request_notification(
            int task, int name, int msgid, int sync, int notify, int notifyPoly, long previous);

    @Override
    public native int mach_port_insert_right(int task, int name, int poly, int polyPoly);

    @Override
    public native int mach_port_extract_right(int task, int name, int msgtName, long poly, long polyPoly);

    @Override
    public native int mach_port_set_seqno(int task, int name, int seqno);

    @Override
    public native int mach_port_get_attributes(int task, int name, int flavor, long portInfoOut, long portInfoOutCnt);

    @Override
    public native int mach_port_set_attributes(int task, int name, int flavor, long portInfo, int portInfoCnt);

    @Override
    public native int mach_port_allocate_qos(int task, int right, long qos, long name);

    @Override
    public native int mach_port_allocate_full(int task, int right, int proto, long qos, long name);

    @Override
    public native int task_set_port_space(int task, int tableEntries);

    @Override
    public native int mach_port_get_srights(int task, int name, long srights);

    @Override
    public native int mach_port_space_info(
            int task, long spaceInfo, long tableInfo, long tableInfoCnt, long treeInfo, long treeInfoCnt);

    @Override
    public native int mach_port_dnrequest_info(int task, int name, long dnrTotal, long dnrUsed);

    @Override
    public native int mach_port_kernel_object(int task, int name, long objectType, long objectAddr);

    @Override
    public native int mach_port_insert_member(int task, int name, int pset);

    @Override
    public native int mach_port_extract_member(int task, int name, int pset);

    @Override
    public native int mach_port_get_context(int task, int name, long context);

    @Override
    public native int mach_port_set_context(int task, int name, long context);

    @Override
    public native int mach_port_kobject(int task, int name, long objectType, long objectAddr);

    @Override
    public native int mach_port_construct(int task, long options, long context, long name);

    @Override
    public native int mach_port_destruct(int task, int name, int srdelta, long guard);

    @Override
    public native int mach_port_guard(int task, int name, long guard, int strict);

    @Override
    public native int mach_port_unguard(int task, int name, long guard);

    @Override
    public native int mach_vm_allocate(int task, long address, long size, int flags);

    @Override
    public native int mach_vm_deallocate(int task, long address, long size);

    @Override
    public native int mach_vm_read(int task, long address, long size, long data, long dataCnt);

    @Override
    public native int mach_vm_write(int task, long address, long data, int dataCnt);

    @Override
    public native int mach_vm_protect(int task, long address, long size, int setMaximum, int newProtection);

    @Override
    public native int vm_allocate(int task, long address, long size, int flags);

    @Override
    public native int vm_deallocate(int task, long address, long size);

    @Override
    public native int vm_read(int task, long address, long size, long data, long dataCnt);

    @Override
    public native int vm_write(int task, long address, long data, int dataCnt);

    @Override
    public native int vm_protect(int task, long address, long size, int setMaximum, int newProtection);

    @Override
    public native int task_info(int task, int flavor, long taskInfoOut, long taskInfoOutCnt);

    @Override
    public native int task_get_special_port(int task, int whichPort, long specialPort);

    @Override
    public native int task_set_special_port(int task, int whichPort, int specialPort);

    @Override
    public native int thread_get_special_port(int thread, int whichPort, long specialPort);

    @Override
    public native int thread_set_special_port(int thread, int whichPort, int specialPort);

    @Override
    public native int thread_abort(int thread);

    @Override
    public native int thread_abort_safely(int thread);

    @Override
    public native int mach_ports_register(int task, long initPortSet, int initPortSetCnt);

    @Override
    public native int mach_ports_lookup(int task, long initPortSet, long initPortSetCnt);

    @Override
    public native int host_info(int host, int flavor, long hostInfoOut, long hostInfoOutCnt);

    @Override
    public native int host_page_size(int host, long outPageSize);

    @Override
    public native int semaphore_create(int task, long semaphore, int policy, int value);

    @Override
    public native int semaphore_destroy(int task, int semaphore);

    @Override
    public native int semaphore_signal(int semaphore);

    @Override
    public native int semaphore_signal_all(int semaphore);

    @Override
    public native int semaphore_wait(int semaphore);

    @Override
    public native int semaphore_timedwait(int semaphore, long waitTime);

    @Override
    public native int bootstrap_look_up(int bootstrapPort, long serviceName, long servicePort);

    @Override
    public native int bootstrap_check_in(int bootstrapPort, long serviceName, long servicePort);

    @Override
    public native int bootstrap_register(int bootstrapPort, long serviceName, int servicePort);
}
