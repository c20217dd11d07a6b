// SPDX-License-Identifier: Apache-2.0
package org.mach4j.libsystem;

/**
 * libSystem's Mach functions as C has them: a pointer is a {@code long} address, 32-bit integers and {@code boolean_t}
 * are {@code int}, 64-bit ones {@code long}. What a binding implements, and nothing else.
 *
 * <p>The prototypes are those of {@code native/include/mach4j/functions.def}, in its order; what the functions mean is
 * said in {@link org.mach4j.spi.MachCalls}. Parameters have the width of their C types, because arm64 macOS packs
 * arguments on the stack by size.
 */
public interface LibSystem {

    // --- messages: <mach/message.h>, <mach/mach.h>

    /** {@code mach_msg_return_t mach_msg(mach_msg_header_t *msg, mach_msg_option_t option, mach_msg_size_t send_size, mach_msg_size_t rcv_size, mach_port_name_t rcv_name, mach_msg_timeout_t timeout, mach_port_name_t notify)}. */
    int mach_msg(long msg, int option, int sendSize, int rcvSize, int rcvName, int timeout, int notify);

    /** {@code mach_msg_return_t mach_msg_overwrite(mach_msg_header_t *msg, mach_msg_option_t option, mach_msg_size_t send_size, mach_msg_size_t rcv_size, mach_port_name_t rcv_name, mach_msg_timeout_t timeout, mach_port_name_t notify, mach_msg_header_t *rcv_msg, mach_msg_size_t rcv_limit)}. */
    int mach_msg_overwrite(
            long msg,
            int option,
            int sendSize,
            int rcvSize,
            int rcvName,
            int timeout,
            int notify,
            long rcvMsg,
            int rcvLimit);

    /** {@code mach_msg_return_t mach_msg_trap(mach_msg_header_t *msg, mach_msg_option_t option, mach_msg_size_t send_size, mach_msg_size_t rcv_size, mach_port_name_t rcv_name, mach_msg_timeout_t timeout, mach_port_name_t notify)}. */
    int mach_msg_trap(long msg, int option, int sendSize, int rcvSize, int rcvName, int timeout, int notify);

    /** {@code mach_msg_return_t mach_msg_overwrite_trap(mach_msg_header_t *msg, mach_msg_option_t option, mach_msg_size_t send_size, mach_msg_size_t rcv_size, mach_port_name_t rcv_name, mach_msg_timeout_t timeout, mach_port_name_t notify, mach_msg_header_t *rcv_msg, mach_msg_size_t rcv_limit)}. */
    int mach_msg_overwrite_trap(
            long msg,
            int option,
            int sendSize,
            int rcvSize,
            int rcvName,
            int timeout,
            int notify,
            long rcvMsg,
            int rcvLimit);

    /** {@code mach_msg_return_t mach_msg_send(mach_msg_header_t *msg)}. */
    int mach_msg_send(long msg);

    /** {@code mach_msg_return_t mach_msg_receive(mach_msg_header_t *msg)}. */
    int mach_msg_receive(long msg);

    /** {@code void mach_msg_destroy(mach_msg_header_t *msg)}. */
    void mach_msg_destroy(long msg);

    // --- MIG reply ports: <mach/mig.h>

    /** {@code mach_port_t mig_get_reply_port(void)}. */
    int mig_get_reply_port();

    /** {@code void mig_dealloc_reply_port(mach_port_t reply_port)}. */
    void mig_dealloc_reply_port(int replyPort);

    /** {@code void mig_put_reply_port(mach_port_t reply_port)}. */
    void mig_put_reply_port(int replyPort);

    // --- self ports: <mach/mach_init.h>, <mach/mach_traps.h>

    /** {@code mach_port_t mach_thread_self(void)}. */
    int mach_thread_self();

    /** {@code mach_port_t mach_host_self(void)}. */
    int mach_host_self();

    /** {@code mach_port_name_t mach_reply_port(void)}. */
    int mach_reply_port();

    // --- port name space: <mach/mach_port.h>

    /** {@code kern_return_t mach_port_names(ipc_space_t task, mach_port_name_array_t *names, mach_msg_type_number_t *namesCnt, mach_port_type_array_t *types, mach_msg_type_number_t *typesCnt)}. */
    int mach_port_names(int task, long names, long namesCnt, long types, long typesCnt);

    /** {@code kern_return_t mach_port_type(ipc_space_t task, mach_port_name_t name, mach_port_type_t *ptype)}. */
    int mach_port_type(int task, int name, long ptype);

    /** {@code kern_return_t mach_port_rename(ipc_space_t task, mach_port_name_t old_name, mach_port_name_t new_name)}. */
    int mach_port_rename(int task, int oldName, int newName);

    /** {@code kern_return_t mach_port_allocate_name(ipc_space_t task, mach_port_right_t right, mach_port_name_t name)}. */
    int mach_port_allocate_name(int task, int right, int name);

    /** {@code kern_return_t mach_port_allocate(ipc_space_t task, mach_port_right_t right, mach_port_name_t *name)}. */
    int mach_port_allocate(int task, int right, long name);

    /** {@code kern_return_t mach_port_destroy(ipc_space_t task, mach_port_name_t name)}. */
    int mach_port_destroy(int task, int name);

    /** {@code kern_return_t mach_port_deallocate(ipc_space_t task, mach_port_name_t name)}. */
    int mach_port_deallocate(int task, int name);

    /** {@code kern_return_t mach_port_get_refs(ipc_space_t task, mach_port_name_t name, mach_port_right_t right, mach_port_urefs_t *refs)}. */
    int mach_port_get_refs(int task, int name, int right, long refs);

    /** {@code kern_return_t mach_port_mod_refs(ipc_space_t task, mach_port_name_t name, mach_port_right_t right, mach_port_delta_t delta)}. */
    int mach_port_mod_refs(int task, int name, int right, int delta);

    /** {@code kern_return_t mach_port_peek(ipc_space_t task, mach_port_name_t name, mach_msg_trailer_type_t trailer_type, mach_port_seqno_t *request_seqnop, mach_msg_size_t *msg_sizep, mach_msg_id_t *msg_idp, mach_msg_trailer_info_t trailer_infop, mach_msg_type_number_t *trailer_infopCnt)}. */
    int mach_port_peek(
            int task,
            int name,
            int trailerType,
            long requestSeqno,
            long msgSize,
            long msgId,
            long trailerInfo,
            long trailerInfoCnt);

    /** {@code kern_return_t mach_port_set_mscount(ipc_space_t task, mach_port_name_t name, mach_port_mscount_t mscount)}. */
    int mach_port_set_mscount(int task, int name, int mscount);

    /** {@code kern_return_t mach_port_get_set_status(ipc_space_t task, mach_port_name_t name, mach_port_name_array_t *members, mach_msg_type_number_t *membersCnt)}. */
    int mach_port_get_set_status(int task, int name, long members, long membersCnt);

    /** {@code kern_return_t mach_port_move_member(ipc_space_t task, mach_port_name_t member, mach_port_name_t after)}. */
    int mach_port_move_member(int task, int member, int after);

    /** {@code kern_return_t mach_port_request_notification(ipc_space_t task, mach_port_name_t name, mach_msg_id_t msgid, mach_port_mscount_t sync, mach_port_t notify, mach_msg_type_name_t notifyPoly, mach_port_t *previous)}. */
    int mach_port_request_notification(
            int task, int name, int msgid, int sync, int notify, int notifyPoly, long previous);

    /** {@code kern_return_t mach_port_insert_right(ipc_space_t task, mach_port_name_t name, mach_port_t poly, mach_msg_type_name_t polyPoly)}. */
    int mach_port_insert_right(int task, int name, int poly, int polyPoly);

    /** {@code kern_return_t mach_port_extract_right(ipc_space_t task, mach_port_name_t name, mach_msg_type_name_t msgt_name, mach_port_t *poly, mach_msg_type_name_t *polyPoly)}. */
    int mach_port_extract_right(int task, int name, int msgtName, long poly, long polyPoly);

    /** {@code kern_return_t mach_port_set_seqno(ipc_space_t task, mach_port_name_t name, mach_port_seqno_t seqno)}. */
    int mach_port_set_seqno(int task, int name, int seqno);

    /** {@code kern_return_t mach_port_get_attributes(ipc_space_t task, mach_port_name_t name, mach_port_flavor_t flavor, mach_port_info_t port_info_out, mach_msg_type_number_t *port_info_outCnt)}. */
    int mach_port_get_attributes(int task, int name, int flavor, long portInfoOut, long portInfoOutCnt);

    /** {@code kern_return_t mach_port_set_attributes(ipc_space_t task, mach_port_name_t name, mach_port_flavor_t flavor, mach_port_info_t port_info, mach_msg_type_number_t port_infoCnt)}. */
    int mach_port_set_attributes(int task, int name, int flavor, long portInfo, int portInfoCnt);

    /** {@code kern_return_t mach_port_allocate_qos(ipc_space_t task, mach_port_right_t right, mach_port_qos_t *qos, mach_port_name_t *name)}. */
    int mach_port_allocate_qos(int task, int right, long qos, long name);

    /** {@code kern_return_t mach_port_allocate_full(ipc_space_t task, mach_port_right_t right, mach_port_t proto, mach_port_qos_t *qos, mach_port_name_t *name)}. */
    int mach_port_allocate_full(int task, int right, int proto, long qos, long name);

    /** {@code kern_return_t task_set_port_space(ipc_space_t task, int table_entries)}. */
    int task_set_port_space(int task, int tableEntries);

    /** {@code kern_return_t mach_port_get_srights(ipc_space_t task, mach_port_name_t name, mach_port_rights_t *srights)}. */
    int mach_port_get_srights(int task, int name, long srights);

    /** {@code kern_return_t mach_port_space_info(ipc_space_t task, ipc_info_space_t *space_info, ipc_info_name_array_t *table_info, mach_msg_type_number_t *table_infoCnt, ipc_info_tree_name_array_t *tree_info, mach_msg_type_number_t *tree_infoCnt)}. */
    int mach_port_space_info(
            int task, long spaceInfo, long tableInfo, long tableInfoCnt, long treeInfo, long treeInfoCnt);

    /** {@code kern_return_t mach_port_dnrequest_info(ipc_space_t task, mach_port_name_t name, unsigned *dnr_total, unsigned *dnr_used)}. */
    int mach_port_dnrequest_info(int task, int name, long dnrTotal, long dnrUsed);

    /** {@code kern_return_t mach_port_kernel_object(ipc_space_t task, mach_port_name_t name, unsigned *object_type, unsigned *object_addr)}. */
    int mach_port_kernel_object(int task, int name, long objectType, long objectAddr);

    /** {@code kern_return_t mach_port_insert_member(ipc_space_t task, mach_port_name_t name, mach_port_name_t pset)}. */
    int mach_port_insert_member(int task, int name, int pset);

    /** {@code kern_return_t mach_port_extract_member(ipc_space_t task, mach_port_name_t name, mach_port_name_t pset)}. */
    int mach_port_extract_member(int task, int name, int pset);

    /** {@code kern_return_t mach_port_get_context(ipc_space_t task, mach_port_name_t name, mach_port_context_t *context)}. */
    int mach_port_get_context(int task, int name, long context);

    /** {@code kern_return_t mach_port_set_context(ipc_space_t task, mach_port_name_t name, mach_port_context_t context)}. */
    int mach_port_set_context(int task, int name, long context);

    /** {@code kern_return_t mach_port_kobject(ipc_space_t task, mach_port_name_t name, natural_t *object_type, mach_vm_address_t *object_addr)}. */
    int mach_port_kobject(int task, int name, long objectType, long objectAddr);

    /** {@code kern_return_t mach_port_construct(ipc_space_t task, mach_port_options_t *options, mach_port_context_t context, mach_port_name_t *name)}. */
    int mach_port_construct(int task, long options, long context, long name);

    /** {@code kern_return_t mach_port_destruct(ipc_space_t task, mach_port_name_t name, mach_port_delta_t srdelta, mach_port_context_t guard)}. */
    int mach_port_destruct(int task, int name, int srdelta, long guard);

    /** {@code kern_return_t mach_port_guard(ipc_space_t task, mach_port_name_t name, mach_port_context_t guard, boolean_t strict)}. */
    int mach_port_guard(int task, int name, long guard, int strict);

    /** {@code kern_return_t mach_port_unguard(ipc_space_t task, mach_port_name_t name, mach_port_context_t guard)}. */
    int mach_port_unguard(int task, int name, long guard);

    // --- memory: <mach/vm_map.h>, <mach/mach_vm.h>

    /** {@code kern_return_t mach_vm_allocate(vm_map_t target, mach_vm_address_t *address, mach_vm_size_t size, int flags)}. */
    int mach_vm_allocate(int task, long address, long size, int flags);

    /** {@code kern_return_t mach_vm_deallocate(vm_map_t target, mach_vm_address_t address, mach_vm_size_t size)}. */
    int mach_vm_deallocate(int task, long address, long size);

    /** {@code kern_return_t mach_vm_read(vm_map_t target_task, mach_vm_address_t address, mach_vm_size_t size, vm_offset_t *data, mach_msg_type_number_t *dataCnt)}. */
    int mach_vm_read(int task, long address, long size, long data, long dataCnt);

    /** {@code kern_return_t mach_vm_write(vm_map_t target_task, mach_vm_address_t address, vm_offset_t data, mach_msg_type_number_t dataCnt)}. */
    int mach_vm_write(int task, long address, long data, int dataCnt);

    /** {@code kern_return_t mach_vm_protect(vm_map_t target_task, mach_vm_address_t address, mach_vm_size_t size, boolean_t set_maximum, vm_prot_t new_protection)}. */
    int mach_vm_protect(int task, long address, long size, int setMaximum, int newProtection);

    /** {@code kern_return_t vm_allocate(vm_map_t target_task, vm_address_t *address, vm_size_t size, int flags)}. */
    int vm_allocate(int task, long address, long size, int flags);

    /** {@code kern_return_t vm_deallocate(vm_map_t target_task, vm_address_t address, vm_size_t size)}. */
    int vm_deallocate(int task, long address, long size);

    /** {@code kern_return_t vm_read(vm_map_t target_task, vm_address_t address, vm_size_t size, vm_offset_t *data, mach_msg_type_number_t *dataCnt)}. */
    int vm_read(int task, long address, long size, long data, long dataCnt);

    /** {@code kern_return_t vm_write(vm_map_t target_task, vm_address_t address, vm_offset_t data, mach_msg_type_number_t dataCnt)}. */
    int vm_write(int task, long address, long data, int dataCnt);

    /** {@code kern_return_t vm_protect(vm_map_t target_task, vm_address_t address, vm_size_t size, boolean_t set_maximum, vm_prot_t new_protection)}. */
    int vm_protect(int task, long address, long size, int setMaximum, int newProtection);

    /** {@code kern_return_t task_info(task_name_t target_task, task_flavor_t flavor, task_info_t task_info_out, mach_msg_type_number_t *task_info_outCnt)}. */
    int task_info(int task, int flavor, long taskInfoOut, long taskInfoOutCnt);

    // --- tasks, threads, host: <mach/task.h>, <mach/thread_act.h>, <mach/mach_host.h>

    /** {@code kern_return_t task_get_special_port(task_t task, int which_port, mach_port_t *special_port)}. */
    int task_get_special_port(int task, int whichPort, long specialPort);

    /** {@code kern_return_t task_set_special_port(task_t task, int which_port, mach_port_t special_port)}. */
    int task_set_special_port(int task, int whichPort, int specialPort);

    /** {@code kern_return_t thread_get_special_port(thread_act_t thr_act, int which_port, mach_port_t *special_port)}. */
    int thread_get_special_port(int thread, int whichPort, long specialPort);

    /** {@code kern_return_t thread_set_special_port(thread_act_t thr_act, int which_port, mach_port_t special_port)}. */
    int thread_set_special_port(int thread, int whichPort, int specialPort);

    /** {@code kern_return_t thread_abort(thread_act_t target_act)}. */
    int thread_abort(int thread);

    /** {@code kern_return_t thread_abort_safely(thread_act_t target_act)}. */
    int thread_abort_safely(int thread);

    /** {@code kern_return_t mach_ports_register(task_t target_task, mach_port_array_t init_port_set, mach_msg_type_number_t init_port_setCnt)}. */
    int mach_ports_register(int task, long initPortSet, int initPortSetCnt);

    /** {@code kern_return_t mach_ports_lookup(task_t target_task, mach_port_array_t *init_port_set, mach_msg_type_number_t *init_port_setCnt)}. */
    int mach_ports_lookup(int task, long initPortSet, long initPortSetCnt);

    /** {@code kern_return_t host_info(host_t host, host_flavor_t flavor, host_info_t host_info_out, mach_msg_type_number_t *host_info_outCnt)}. */
    int host_info(int host, int flavor, long hostInfoOut, long hostInfoOutCnt);

    /** {@code kern_return_t host_page_size(host_t host, vm_size_t *out_page_size)}. */
    int host_page_size(int host, long outPageSize);

    // --- bootstrap: <servers/bootstrap.h>

    /** {@code kern_return_t semaphore_create(task_t task, semaphore_t *semaphore, int policy, int value)}. */
    int semaphore_create(int task, long semaphore, int policy, int value);

    /** {@code kern_return_t semaphore_destroy(task_t task, semaphore_t semaphore)}. */
    int semaphore_destroy(int task, int semaphore);

    /** {@code kern_return_t semaphore_signal(semaphore_t semaphore)}. */
    int semaphore_signal(int semaphore);

    /** {@code kern_return_t semaphore_signal_all(semaphore_t semaphore)}. */
    int semaphore_signal_all(int semaphore);

    /** {@code kern_return_t semaphore_wait(semaphore_t semaphore)}. */
    int semaphore_wait(int semaphore);

    /**
     * {@code kern_return_t semaphore_timedwait(semaphore_t semaphore, mach_timespec_t wait_time)}.
     *
     * @param waitTime the structure itself: seconds in the lower half, nanoseconds in the upper
     */
    int semaphore_timedwait(int semaphore, long waitTime);

    /** {@code kern_return_t bootstrap_look_up(mach_port_t bp, const name_t service_name, mach_port_t *sp)}. */
    int bootstrap_look_up(int bootstrapPort, long serviceName, long servicePort);

    /** {@code kern_return_t bootstrap_check_in(mach_port_t bp, const name_t service_name, mach_port_t *sp)}. */
    int bootstrap_check_in(int bootstrapPort, long serviceName, long servicePort);

    /** {@code kern_return_t bootstrap_register(mach_port_t bp, name_t service_name, mach_port_t sp)}. */
    int bootstrap_register(int bootstrapPort, long serviceName, int servicePort);
}
