// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import org.mach4j.spi.MachCalls;

/** Every call answers that GNU Mach has no counterpart; {@link GnuMachCalls} replaces those that have one. */
@SuppressWarnings({"checkstyle:MethodName", "UnusedVariable"}) // the names are the C functions'
abstract class NoCounterpart implements MachCalls {
    private static Incomparable no(String call) {
        return new Incomparable(call + " has no counterpart in GNU Mach");
    }

    @Override
    public int mach_msg(long msg, int option, int sendSize, int rcvSize, int rcvName, int timeout, int notify) {
        throw no("mach_msg");
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
        throw no("mach_msg_overwrite");
    }

    @Override
    public int mach_msg_trap(long msg, int option, int sendSize, int rcvSize, int rcvName, int timeout, int notify) {
        throw no("mach_msg_trap");
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
        throw no("mach_msg_overwrite_trap");
    }

    @Override
    public int mach_msg_send(long msg) {
        throw no("mach_msg_send");
    }

    @Override
    public int mach_msg_receive(long msg) {
        throw no("mach_msg_receive");
    }

    @Override
    public void mach_msg_destroy(long msg) {
        throw no("mach_msg_destroy");
    }

    @Override
    public int mig_get_reply_port() {
        throw no("mig_get_reply_port");
    }

    @Override
    public void mig_dealloc_reply_port(int replyPort) {
        throw no("mig_dealloc_reply_port");
    }

    @Override
    public void mig_put_reply_port(int replyPort) {
        throw no("mig_put_reply_port");
    }

    @Override
    public int mach_task_self() {
        throw no("mach_task_self");
    }

    @Override
    public int mach_thread_self() {
        throw no("mach_thread_self");
    }

    @Override
    public int mach_host_self() {
        throw no("mach_host_self");
    }

    @Override
    public int mach_reply_port() {
        throw no("mach_reply_port");
    }

    @Override
    public int bootstrap_port() {
        throw no("bootstrap_port");
    }

    @Override
    public int mach_port_names(int task, long[] names, int[] namesCnt, long[] types, int[] typesCnt) {
        throw no("mach_port_names");
    }

    @Override
    public int mach_port_type(int task, int name, int[] ptype) {
        throw no("mach_port_type");
    }

    @Override
    public int mach_port_rename(int task, int oldName, int newName) {
        throw no("mach_port_rename");
    }

    @Override
    public int mach_port_allocate_name(int task, int right, int name) {
        throw no("mach_port_allocate_name");
    }

    @Override
    public int mach_port_allocate(int task, int right, int[] name) {
        throw no("mach_port_allocate");
    }

    @Override
    public int mach_port_destroy(int task, int name) {
        throw no("mach_port_destroy");
    }

    @Override
    public int mach_port_deallocate(int task, int name) {
        throw no("mach_port_deallocate");
    }

    @Override
    public int mach_port_get_refs(int task, int name, int right, int[] refs) {
        throw no("mach_port_get_refs");
    }

    @Override
    public int mach_port_mod_refs(int task, int name, int right, int delta) {
        throw no("mach_port_mod_refs");
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
        throw no("mach_port_peek");
    }

    @Override
    public int mach_port_set_mscount(int task, int name, int mscount) {
        throw no("mach_port_set_mscount");
    }

    @Override
    public int mach_port_get_set_status(int task, int name, long[] members, int[] membersCnt) {
        throw no("mach_port_get_set_status");
    }

    @Override
    public int mach_port_move_member(int task, int member, int after) {
        throw no("mach_port_move_member");
    }

    @Override
    public int mach_port_request_notification(
            int task, int name, int msgid, int sync, int notify, int notifyPoly, int[] previous) {
        throw no("mach_port_request_notification");
    }

    @Override
    public int mach_port_insert_right(int task, int name, int poly, int polyPoly) {
        throw no("mach_port_insert_right");
    }

    @Override
    public int mach_port_extract_right(int task, int name, int msgtName, int[] poly, int[] polyPoly) {
        throw no("mach_port_extract_right");
    }

    @Override
    public int mach_port_set_seqno(int task, int name, int seqno) {
        throw no("mach_port_set_seqno");
    }

    @Override
    public int mach_port_get_attributes(int task, int name, int flavor, int[] portInfoOut, int[] portInfoOutCnt) {
        throw no("mach_port_get_attributes");
    }

    @Override
    public int mach_port_set_attributes(int task, int name, int flavor, int[] portInfo, int portInfoCnt) {
        throw no("mach_port_set_attributes");
    }

    @Override
    public int mach_port_allocate_qos(int task, int right, long qos, int[] name) {
        throw no("mach_port_allocate_qos");
    }

    @Override
    public int mach_port_allocate_full(int task, int right, int proto, long qos, int[] name) {
        throw no("mach_port_allocate_full");
    }

    @Override
    public int task_set_port_space(int task, int tableEntries) {
        throw no("task_set_port_space");
    }

    @Override
    public int mach_port_get_srights(int task, int name, int[] srights) {
        throw no("mach_port_get_srights");
    }

    @Override
    public int mach_port_space_info(
            int task, int[] spaceInfo, long[] tableInfo, int[] tableInfoCnt, long[] treeInfo, int[] treeInfoCnt) {
        throw no("mach_port_space_info");
    }

    @Override
    public int mach_port_dnrequest_info(int task, int name, int[] dnrTotal, int[] dnrUsed) {
        throw no("mach_port_dnrequest_info");
    }

    @Override
    public int mach_port_kernel_object(int task, int name, int[] objectType, int[] objectAddr) {
        throw no("mach_port_kernel_object");
    }

    @Override
    public int mach_port_insert_member(int task, int name, int pset) {
        throw no("mach_port_insert_member");
    }

    @Override
    public int mach_port_extract_member(int task, int name, int pset) {
        throw no("mach_port_extract_member");
    }

    @Override
    public int mach_port_get_context(int task, int name, long[] context) {
        throw no("mach_port_get_context");
    }

    @Override
    public int mach_port_set_context(int task, int name, long context) {
        throw no("mach_port_set_context");
    }

    @Override
    public int mach_port_kobject(int task, int name, int[] objectType, long[] objectAddr) {
        throw no("mach_port_kobject");
    }

    @Override
    public int mach_port_construct(int task, long options, long context, int[] name) {
        throw no("mach_port_construct");
    }

    @Override
    public int mach_port_destruct(int task, int name, int srdelta, long guard) {
        throw no("mach_port_destruct");
    }

    @Override
    public int mach_port_guard(int task, int name, long guard, boolean strict) {
        throw no("mach_port_guard");
    }

    @Override
    public int mach_port_unguard(int task, int name, long guard) {
        throw no("mach_port_unguard");
    }

    @Override
    public int mach_vm_allocate(int task, long[] address, long size, int flags) {
        throw no("mach_vm_allocate");
    }

    @Override
    public int mach_vm_deallocate(int task, long address, long size) {
        throw no("mach_vm_deallocate");
    }

    @Override
    public int mach_vm_read(int task, long address, long size, long[] data, int[] dataCnt) {
        throw no("mach_vm_read");
    }

    @Override
    public int mach_vm_write(int task, long address, long data, int dataCnt) {
        throw no("mach_vm_write");
    }

    @Override
    public int mach_vm_protect(int task, long address, long size, boolean setMaximum, int newProtection) {
        throw no("mach_vm_protect");
    }

    @Override
    public int vm_allocate(int task, long[] address, long size, int flags) {
        throw no("vm_allocate");
    }

    @Override
    public int vm_deallocate(int task, long address, long size) {
        throw no("vm_deallocate");
    }

    @Override
    public int vm_read(int task, long address, long size, long[] data, int[] dataCnt) {
        throw no("vm_read");
    }

    @Override
    public int vm_write(int task, long address, long data, int dataCnt) {
        throw no("vm_write");
    }

    @Override
    public int vm_protect(int task, long address, long size, boolean setMaximum, int newProtection) {
        throw no("vm_protect");
    }

    @Override
    public long vm_page_size() {
        throw no("vm_page_size");
    }

    @Override
    public int task_info(int task, int flavor, int[] taskInfoOut, int[] taskInfoOutCnt) {
        throw no("task_info");
    }

    @Override
    public int task_get_special_port(int task, int whichPort, int[] specialPort) {
        throw no("task_get_special_port");
    }

    @Override
    public int task_set_special_port(int task, int whichPort, int specialPort) {
        throw no("task_set_special_port");
    }

    @Override
    public int thread_get_special_port(int thread, int whichPort, int[] specialPort) {
        throw no("thread_get_special_port");
    }

    @Override
    public int thread_set_special_port(int thread, int whichPort, int specialPort) {
        throw no("thread_set_special_port");
    }

    @Override
    public int thread_abort(int thread) {
        throw no("thread_abort");
    }

    @Override
    public int thread_abort_safely(int thread) {
        throw no("thread_abort_safely");
    }

    @Override
    public int mach_ports_register(int task, long initPortSet, int initPortSetCnt) {
        throw no("mach_ports_register");
    }

    @Override
    public int mach_ports_lookup(int task, long[] initPortSet, int[] initPortSetCnt) {
        throw no("mach_ports_lookup");
    }

    @Override
    public int host_info(int host, int flavor, int[] hostInfoOut, int[] hostInfoOutCnt) {
        throw no("host_info");
    }

    @Override
    public int host_page_size(int host, long[] outPageSize) {
        throw no("host_page_size");
    }

    @Override
    public int bootstrap_look_up(int bootstrapPort, String serviceName, int[] servicePort) {
        throw no("bootstrap_look_up");
    }

    @Override
    public int bootstrap_check_in(int bootstrapPort, String serviceName, int[] servicePort) {
        throw no("bootstrap_check_in");
    }

    @Override
    public int bootstrap_register(int bootstrapPort, String serviceName, int servicePort) {
        throw no("bootstrap_register");
    }
}
