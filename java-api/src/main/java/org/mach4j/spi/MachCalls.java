// SPDX-License-Identifier: Apache-2.0
package org.mach4j.spi;

/**
 * libSystem's Mach interface in Java: one method for each C function, of the same name and with the same arguments in
 * the same order (spec 00 §17).
 *
 * <p>How C types appear: port names, sizes, counts, options, dispositions, time-outs and return codes are {@code int}
 * (unsigned where C says so), addresses and 64-bit quantities {@code long}. A pointer to memory that the kernel reads
 * or writes as the task's memory (messages, arrays, option structures) is a {@code long} address in the caller's task,
 * see {@link TaskMemory}. A pointer to a scalar that the call returns is an array whose element 0 is the cell: it is
 * read first where the C function reads it, and written only where the call succeeds, unless said otherwise.
 *
 * <p>No method throws for what a caller passed as a value: it returns the code the kernel returns. An array too short
 * for its cells is a programming error ({@link ArrayIndexOutOfBoundsException}), as is {@code null}. A function that the
 * running system lacks throws {@link UnsupportedOperationException} naming it, when called.
 *
 * <p>Unless said otherwise a call returns a {@code kern_return_t} ({@code org.mach4j.abi.KernReturn}); the message
 * calls return a {@code mach_msg_return_t}. {@code task} is the name of a task port in the caller's space.
 *
 * <p>Interrupting a Java thread that waits in {@link #mach_msg} and its kin acts as {@code thread_abort_safely}
 * where the kernel can do that: the library part then repeats the call unless the options say otherwise.
 */
@SuppressWarnings("checkstyle:MethodName") // the names are the C functions'
public interface MachCalls {

    // --- messages: <mach/message.h>, <mach/mach.h>; spec 01 §2-§3 ---------------------------------------------

    /**
     * Sends and/or receives a message: the library function, which repeats an interrupted call unless
     * {@code MACH_SEND_INTERRUPT} or {@code MACH_RCV_INTERRUPT} is given (spec 01 §2.1).
     *
     * <p>Rights: a successful send has taken what the dispositions say; after {@code MACH_SEND_TIMED_OUT},
     * {@code _INTERRUPTED} or {@code _NO_BUFFER} the buffer holds the message given back, with the rights under the
     * names now in it (spec 01 §5.3). A receive puts the message's rights into the caller's space.
     *
     * @param msg address of the message to send, and of the receive buffer; a receive buffer must have room for
     *     24 bytes and the trailer whatever {@code rcvSize} says (spec 01 §9.3)
     * @param option {@code MACH_SEND_*} and {@code MACH_RCV_*}
     * @param sendSize bytes to send, a multiple of 4
     * @param rcvSize bytes of the receive buffer, message and trailer
     * @param rcvName a receive right or port set
     * @param timeout in milliseconds, for the halves with their time-out option
     * @param notify ignored by this kernel
     * @return a {@code mach_msg_return_t}
     */
    int mach_msg(long msg, int option, int sendSize, int rcvSize, int rcvName, int timeout, int notify);

    /**
     * As {@link #mach_msg}, receiving at {@code rcvMsg} where that is not 0 (spec 01 §2.2).
     *
     * @param rcvLimit the scatter list size; has no effect
     */
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

    /** The bare trap below {@link #mach_msg}: an interruption is returned, not repeated (private header). */
    int mach_msg_trap(long msg, int option, int sendSize, int rcvSize, int rcvName, int timeout, int notify);

    /** The bare trap below {@link #mach_msg_overwrite} (private header). */
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

    /** {@code mach_msg(msg, MACH_SEND_MSG, msg->msgh_size, 0, 0, 0, 0)} (spec 01 §2.3). */
    int mach_msg_send(long msg);

    /** {@code mach_msg(msg, MACH_RCV_MSG, 0, msg->msgh_size, msg->msgh_local_port, 0, 0)} (spec 01 §2.3). */
    int mach_msg_receive(long msg);

    /** Releases the rights and memory of a received message, the local port excepted (spec 01 §2.5). */
    void mach_msg_destroy(long msg);

    // --- MIG reply ports: <mach/mig.h>; spec 06 §3.5 ------------------------------------------------------------

    /** The calling thread's cached reply port, made on first use. The library keeps the receive right. */
    int mig_get_reply_port();

    /** Destroys the calling thread's cached reply port, if that is what {@code replyPort} names. */
    void mig_dealloc_reply_port(int replyPort);

    /** Gives the reply port back to the cache: does nothing in this library. */
    void mig_put_reply_port(int replyPort);

    // --- self ports: <mach/mach_init.h>, <mach/mach_traps.h>; spec 06 §2.2 --------------------------------------

    /** {@code mach_task_self_}: the caller's own task port. Adds no reference. */
    int mach_task_self();

    /** The calling thread's port. Each call adds a send reference, to be given back. */
    int mach_thread_self();

    /** The host port. Each call adds a send reference, to be given back. */
    int mach_host_self();

    /** A new receive right without send rights, or 0. */
    int mach_reply_port();

    /** {@code bootstrap_port}: the caller's bootstrap port, or 0. Adds no reference. */
    int bootstrap_port();

    // --- port name space: <mach/mach_port.h>; spec 04 -----------------------------------------------------------

    /**
     * All names and their type words, in two fresh out-of-line arrays of u32 that the caller must
     * {@code mach_vm_deallocate} (4 bytes an element); address 0 where empty.
     */
    int mach_port_names(int task, long[] names, int[] namesCnt, long[] types, int[] typesCnt);

    /** The type word of a name. */
    int mach_port_type(int task, int name, int[] ptype);

    /** Always {@code KERN_NOT_SUPPORTED} in this kernel. */
    int mach_port_rename(int task, int oldName, int newName);

    /** Makes a right under a chosen name. */
    int mach_port_allocate_name(int task, int right, int name);

    /** Makes a receive right, port set or dead name under a new name. */
    int mach_port_allocate(int task, int right, int[] name);

    /** Gives up everything a name denotes. */
    int mach_port_destroy(int task, int name);

    /** Gives up one user reference of a send, send-once or dead name. */
    int mach_port_deallocate(int task, int name);

    /** The user references of a name for one kind of right. */
    int mach_port_get_refs(int task, int name, int right, int[] refs);

    /** Changes the user references of a name for one kind of right. */
    int mach_port_mod_refs(int task, int name, int right, int delta);

    /**
     * Looks at a queued message without receiving it.
     *
     * @param requestSeqno in: the sequence number wanted, 0 for the first; out: the one found
     * @param trailerInfo receives the first bytes of the trailer
     * @param trailerInfoCnt in: room in bytes; out: bytes written
     */
    int mach_port_peek(
            int task,
            int name,
            int trailerType,
            int[] requestSeqno,
            int[] msgSize,
            int[] msgId,
            byte[] trailerInfo,
            int[] trailerInfoCnt);

    /** Sets the make-send count. */
    int mach_port_set_mscount(int task, int name, int mscount);

    /** The members of a port set, in a fresh out-of-line array of u32 that the caller must deallocate. */
    int mach_port_get_set_status(int task, int name, long[] members, int[] membersCnt);

    /** Removes a receive right from all its sets and inserts it into one, or into none where {@code after} is 0. */
    int mach_port_move_member(int task, int member, int after);

    /**
     * Registers, replaces or cancels a notification.
     *
     * @param notify the port to notify, in the caller's space; 0 cancels
     * @param notifyPoly {@code MACH_MSG_TYPE_MAKE_SEND_ONCE} or {@code _MOVE_SEND_ONCE}
     * @param previous receives the name of the send-once right registered before, owned by the caller, or 0
     */
    int mach_port_request_notification(
            int task, int name, int msgid, int sync, int notify, int notifyPoly, int[] previous);

    /** Puts a right of the caller's space into the task's space under a given name. */
    int mach_port_insert_right(int task, int name, int poly, int polyPoly);

    /** Takes a right out of the task's space into the caller's. */
    int mach_port_extract_right(int task, int name, int msgtName, int[] poly, int[] polyPoly);

    /** Sets the sequence number that the next message received gets. */
    int mach_port_set_seqno(int task, int name, int seqno);

    /**
     * Reads attributes of a receive right.
     *
     * @param portInfoOut receives the words
     * @param portInfoOutCnt in: room in words; out: words written
     */
    int mach_port_get_attributes(int task, int name, int flavor, int[] portInfoOut, int[] portInfoOutCnt);

    /** Sets attributes of a receive right from the first {@code portInfoCnt} words. */
    int mach_port_set_attributes(int task, int name, int flavor, int[] portInfo, int portInfoCnt);

    /** As {@link #mach_port_allocate} with a {@code mach_port_qos_t} at an address, read and written. */
    int mach_port_allocate_qos(int task, int right, long qos, int[] name);

    /** As {@link #mach_port_allocate_qos}; where the qos has the name bit, {@code name} element 0 is the wanted name. */
    int mach_port_allocate_full(int task, int right, int proto, long qos, int[] name);

    /** Grows the table of names to at least so many entries. */
    int task_set_port_space(int task, int tableEntries);

    /** The number of send rights of a receive right. */
    int mach_port_get_srights(int task, int name, int[] srights);

    /**
     * The table of names as it is.
     *
     * @param spaceInfo receives the six words of {@code ipc_info_space_t}
     * @param tableInfo receives the address of an out-of-line array of {@code ipc_info_name_t}, caller deallocates
     * @param treeInfo receives the address of an array of {@code ipc_info_tree_name_t}; always empty in this kernel
     */
    int mach_port_space_info(
            int task, int[] spaceInfo, long[] tableInfo, int[] tableInfoCnt, long[] treeInfo, int[] treeInfoCnt);

    /** Size and use of a receive right's table of dead-name and send-possible requests. */
    int mach_port_dnrequest_info(int task, int name, int[] dnrTotal, int[] dnrUsed);

    /** Kind and (opaque, truncated) address of the kernel object behind a name. */
    int mach_port_kernel_object(int task, int name, int[] objectType, int[] objectAddr);

    /** Inserts a receive right into a port set, keeping its other memberships. */
    int mach_port_insert_member(int task, int name, int pset);

    /** Removes a receive right from a port set. */
    int mach_port_extract_member(int task, int name, int pset);

    /** The context of a receive right; 0 where strictly guarded. */
    int mach_port_get_context(int task, int name, long[] context);

    /** Sets the context of a receive right. */
    int mach_port_set_context(int task, int name, long context);

    /** Kind and (opaque) address of the kernel object behind a name. */
    int mach_port_kobject(int task, int name, int[] objectType, long[] objectAddr);

    /** Makes a receive right as the {@code mach_port_options_t} at an address says. */
    int mach_port_construct(int task, long options, long context, int[] name);

    /** Destroys a receive right, giving up send references too. */
    int mach_port_destruct(int task, int name, int srdelta, long guard);

    /** Guards a receive right. */
    int mach_port_guard(int task, int name, long guard, boolean strict);

    /** Removes the guard of a receive right. */
    int mach_port_unguard(int task, int name, long guard);

    // --- memory: <mach/vm_map.h>, <mach/mach_vm.h> --------------------------------------------------------------

    /**
     * Allocates zero-filled memory.
     *
     * @param address in: the place wanted where {@code flags} lack {@code VM_FLAGS_ANYWHERE}; out: the place given
     * @param size in bytes, rounded up to pages
     */
    int mach_vm_allocate(int task, long[] address, long size, int flags);

    /** Removes the pages of a range. Holes are no error. */
    int mach_vm_deallocate(int task, long address, long size);

    /** Copies memory of a task into fresh memory of the caller, which the caller must deallocate. */
    int mach_vm_read(int task, long address, long size, long[] data, int[] dataCnt);

    /** Copies memory of the caller over existing memory of a task. */
    int mach_vm_write(int task, long address, long data, int dataCnt);

    /** Changes the protection of a range. */
    int mach_vm_protect(int task, long address, long size, boolean setMaximum, int newProtection);

    /** {@link #mach_vm_allocate} under its older name. */
    int vm_allocate(int task, long[] address, long size, int flags);

    /** {@link #mach_vm_deallocate} under its older name. */
    int vm_deallocate(int task, long address, long size);

    /** {@link #mach_vm_read} under its older name. */
    int vm_read(int task, long address, long size, long[] data, int[] dataCnt);

    /** {@link #mach_vm_write} under its older name. */
    int vm_write(int task, long address, long data, int dataCnt);

    /** {@link #mach_vm_protect} under its older name. */
    int vm_protect(int task, long address, long size, boolean setMaximum, int newProtection);

    /** {@code vm_page_size}, in bytes. */
    long vm_page_size();

    // --- tasks, threads, host: <mach/task.h>, <mach/thread_act.h>, <mach/mach_host.h>; spec 06 §2 ----------------

    /**
     * Facts about a task, for example the tokens that the trailers of its messages carry (spec 00 §5).
     *
     * <p>A kernel or binding need not have it: the default throws {@link UnsupportedOperationException}.
     *
     * @param flavor {@code TASK_SECURITY_TOKEN} (13, two words), {@code TASK_AUDIT_TOKEN} (15, eight words), ...
     * @param taskInfoOut receives the words
     * @param taskInfoOutCnt in: room in words; out: words written
     */
    default int task_info(int task, int flavor, int[] taskInfoOut, int[] taskInfoOutCnt) {
        throw new UnsupportedOperationException("task_info");
    }

    /** A send right to a special port of a task, owned by the caller; 0 where unset. */
    int task_get_special_port(int task, int whichPort, int[] specialPort);

    /** Replaces a special port of a task by a copy of the caller's send right; 0 clears it. */
    int task_set_special_port(int task, int whichPort, int specialPort);

    /** A send right to a special port of a thread, owned by the caller. */
    int thread_get_special_port(int thread, int whichPort, int[] specialPort);

    /** Replaces a special port of a thread by a copy of the caller's send right; 0 clears it. */
    int thread_set_special_port(int thread, int whichPort, int specialPort);

    /** Interrupts what a thread waits for (spec 05 §12). */
    int thread_abort(int thread);

    /** As {@link #thread_abort}, but only at a safe point (spec 05 §12). */
    int thread_abort_safely(int thread);

    /** Replaces the task's three registered ports by copies of the send rights named at an address. */
    int mach_ports_register(int task, long initPortSet, int initPortSetCnt);

    /** The task's three registered ports, as send rights named in a fresh out-of-line array of u32. */
    int mach_ports_lookup(int task, long[] initPortSet, int[] initPortSetCnt);

    /**
     * Facts about the host.
     *
     * @param hostInfoOut receives the words
     * @param hostInfoOutCnt in: room in words; out: words written
     */
    int host_info(int host, int flavor, int[] hostInfoOut, int[] hostInfoOutCnt);

    /** The size of a page in bytes. */
    int host_page_size(int host, long[] outPageSize);

    // --- semaphores: <mach/semaphore.h>, <mach/task.h> ----------------------------------------------------------
    // A kernel or binding need not have them: the defaults throw UnsupportedOperationException.

    /**
     * Makes a semaphore, which belongs to a task and ends with it.
     *
     * @param semaphore receives the name of a send right, owned by the caller
     * @param policy {@code SYNC_POLICY_*}: the order in which waiters go
     * @param value of the count, not negative
     */
    default int semaphore_create(int task, int[] semaphore, int policy, int value) {
        throw new UnsupportedOperationException("semaphore_create");
    }

    /**
     * Destroys a semaphore of a task: waiters return {@code KERN_TERMINATED}, and the rights to it become dead names, which
     * their holders give back.
     */
    default int semaphore_destroy(int task, int semaphore) {
        throw new UnsupportedOperationException("semaphore_destroy");
    }

    /** Lets one waiter go, or counts one up. */
    default int semaphore_signal(int semaphore) {
        throw new UnsupportedOperationException("semaphore_signal");
    }

    /** Lets all waiters go; the count is 0 then. */
    default int semaphore_signal_all(int semaphore) {
        throw new UnsupportedOperationException("semaphore_signal_all");
    }

    /** Counts one down, waiting until there is one. {@code KERN_ABORTED} where the wait is interrupted. */
    default int semaphore_wait(int semaphore) {
        throw new UnsupportedOperationException("semaphore_wait");
    }

    /**
     * As {@link #semaphore_wait}, {@code KERN_OPERATION_TIMED_OUT} after the time, which C has as one
     * {@code mach_timespec_t}.
     *
     * @param nanoseconds 0 to 999,999,999, beside the seconds
     */
    default int semaphore_timedwait(int semaphore, int seconds, int nanoseconds) {
        throw new UnsupportedOperationException("semaphore_timedwait");
    }

    // --- bootstrap: <servers/bootstrap.h>; spec 06 §6 -----------------------------------------------------------

    /**
     * A send right to a service, owned by the caller.
     *
     * @return 0, a {@code BOOTSTRAP_*} code, or a {@code mach_msg_return_t}
     */
    int bootstrap_look_up(int bootstrapPort, String serviceName, int[] servicePort);

    /** The receive right of a service, owned by the caller. Returns as {@link #bootstrap_look_up}. */
    int bootstrap_check_in(int bootstrapPort, String serviceName, int[] servicePort);

    /** Makes a service of the caller's send right. Returns as {@link #bootstrap_look_up}. */
    int bootstrap_register(int bootstrapPort, String serviceName, int servicePort);
}
