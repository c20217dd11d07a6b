// SPDX-License-Identifier: Apache-2.0
package org.mach4j.standin;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.mach4j.abi.TimespecLayout;
import org.mach4j.libsystem.LibSystem;
import org.mach4j.spi.HostMemory;
import org.mach4j.spi.MachCalls;

/**
 * C's calls as calls of a kernel in Java: pointers at cells, arrays and strings become Java's. A pointer that is bad
 * makes the call fail with {@code KERN_INVALID_ADDRESS} before it has done anything; so does one whose cell cannot be
 * written. (A real process would end where the library itself uses the pointer.)
 */
final class Dispatcher implements LibSystem {
    private static final int KERN_SUCCESS = 0;
    private static final int KERN_INVALID_ADDRESS = 1;
    private static final int SPACE_INFO_WORDS = 6;
    /** No function takes or gives a longer array: {@code host_info_data_t} is 1024 words. */
    private static final int LONGEST_ARRAY = 1024;
    /** Far beyond {@code BOOTSTRAP_MAX_NAME_LEN}: what is cut here is still too long for the kernel. */
    private static final int LONGEST_STRING = 4096;

    private final HostMemory memory;
    private volatile @Nullable MachCalls ofProcess;
    private final ThreadLocal<@Nullable MachCalls> ofThread = new ThreadLocal<>();

    Dispatcher(HostMemory memory) {
        this.memory = memory;
    }

    void answerBy(MachCalls kernel) {
        ofProcess = kernel;
    }

    /** For this thread alone, until it is null again. */
    void answerThisThreadBy(@Nullable MachCalls kernel) {
        ofThread.set(kernel);
    }

    private MachCalls calls() {
        MachCalls answering = ofThread.get();
        if (answering == null) {
            answering = ofProcess;
        }
        if (answering == null) {
            throw new IllegalStateException("no task is installed in the stand-in");
        }
        return answering;
    }

    private static ByteBuffer wrap(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }

    /** Reads bytes, and sees whether they can be written too, as they must be later. */
    private boolean load(long address, byte[] into) {
        return memory.read(address, into, 0, into.length) && memory.write(into, 0, into.length, address);
    }

    private boolean store(long address, byte[] from) {
        return from.length == 0 || memory.write(from, 0, from.length, address);
    }

    private boolean load(long address, int[] cell) {
        byte[] bytes = new byte[Integer.BYTES];
        boolean loaded = load(address, bytes);
        cell[0] = wrap(bytes).getInt(0);
        return loaded;
    }

    private boolean load(long address, long[] cell) {
        byte[] bytes = new byte[Long.BYTES];
        boolean loaded = load(address, bytes);
        cell[0] = wrap(bytes).getLong(0);
        return loaded;
    }

    private boolean store(long address, int[] cell) {
        byte[] bytes = new byte[Integer.BYTES];
        wrap(bytes).putInt(0, cell[0]);
        return store(address, bytes);
    }

    private boolean store(long address, long[] cell) {
        byte[] bytes = new byte[Long.BYTES];
        wrap(bytes).putLong(0, cell[0]);
        return store(address, bytes);
    }

    /** How many elements to have ready where C says that there is room for so many. */
    private static int room(int count) {
        return Integer.compareUnsigned(count, LONGEST_ARRAY) < 0 ? count : LONGEST_ARRAY;
    }

    private boolean loadArray(long address, int[] words) {
        byte[] bytes = new byte[words.length * Integer.BYTES];
        boolean loaded = bytes.length == 0 || memory.read(address, bytes, 0, bytes.length);
        wrap(bytes).asIntBuffer().get(words);
        return loaded;
    }

    private boolean storeArray(long address, int[] words, int count) {
        byte[] bytes = new byte[count * Integer.BYTES];
        wrap(bytes).asIntBuffer().put(words, 0, count);
        return store(address, bytes);
    }

    private boolean storeArray(long address, byte[] bytes, int count) {
        return store(address, Arrays.copyOf(bytes, count));
    }

    /** A C string; null where it cannot be read. */
    private @Nullable String string(long address) {
        byte[] bytes = new byte[LONGEST_STRING];
        int length = 0;
        while (length < LONGEST_STRING) {
            if (!memory.read(address + length, bytes, length, 1)) {
                return null;
            }
            if (bytes[length] == 0) {
                break;
            }
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    // Functions, in the order of LibSystem.

    @Override
    public int mach_msg(long msg, int option, int sendSize, int rcvSize, int rcvName, int timeout, int notify) {
        return calls().mach_msg(msg, option, sendSize, rcvSize, rcvName, timeout, notify);
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
        return calls().mach_msg_overwrite(msg, option, sendSize, rcvSize, rcvName, timeout, notify, rcvMsg, rcvLimit);
    }

    @Override
    public int mach_msg_trap(long msg, int option, int sendSize, int rcvSize, int rcvName, int timeout, int notify) {
        return calls().mach_msg_trap(msg, option, sendSize, rcvSize, rcvName, timeout, notify);
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
        return calls().mach_msg_overwrite_trap(
                        msg, option, sendSize, rcvSize, rcvName, timeout, notify, rcvMsg, rcvLimit);
    }

    @Override
    public int mach_msg_send(long msg) {
        return calls().mach_msg_send(msg);
    }

    @Override
    public int mach_msg_receive(long msg) {
        return calls().mach_msg_receive(msg);
    }

    @Override
    public void mach_msg_destroy(long msg) {
        calls().mach_msg_destroy(msg);
    }

    @Override
    public int mig_get_reply_port() {
        return calls().mig_get_reply_port();
    }

    @Override
    public void mig_dealloc_reply_port(int replyPort) {
        calls().mig_dealloc_reply_port(replyPort);
    }

    @Override
    public void mig_put_reply_port(int replyPort) {
        calls().mig_put_reply_port(replyPort);
    }

    @Override
    public int mach_thread_self() {
        return calls().mach_thread_self();
    }

    @Override
    public int mach_host_self() {
        return calls().mach_host_self();
    }

    @Override
    public int mach_reply_port() {
        return calls().mach_reply_port();
    }

    @Override
    public int mach_port_names(int task, long names, long namesCnt, long types, long typesCnt) {
        long[] namesCell = new long[1];
        int[] namesCntCell = new int[1];
        long[] typesCell = new long[1];
        int[] typesCntCell = new int[1];
        if (!load(names, namesCell)
                || !load(namesCnt, namesCntCell)
                || !load(types, typesCell)
                || !load(typesCnt, typesCntCell)) {
            return KERN_INVALID_ADDRESS;
        }
        int result = calls().mach_port_names(task, namesCell, namesCntCell, typesCell, typesCntCell);
        return result != KERN_SUCCESS
                        || (store(names, namesCell)
                                && store(namesCnt, namesCntCell)
                                && store(types, typesCell)
                                && store(typesCnt, typesCntCell))
                ? result
                : KERN_INVALID_ADDRESS;
    }

    @Override
    public int mach_port_type(int task, int name, long ptype) {
        int[] ptypeCell = new int[1];
        if (!load(ptype, ptypeCell)) {
            return KERN_INVALID_ADDRESS;
        }
        int result = calls().mach_port_type(task, name, ptypeCell);
        return result != KERN_SUCCESS || store(ptype, ptypeCell) ? result : KERN_INVALID_ADDRESS;
    }

    @Override
    public int mach_port_rename(int task, int oldName, int newName) {
        return calls().mach_port_rename(task, oldName, newName);
    }

    @Override
    public int mach_port_allocate_name(int task, int right, int name) {
        return calls().mach_port_allocate_name(task, right, name);
    }

    @Override
    public int mach_port_allocate(int task, int right, long name) {
        int[] nameCell = new int[1];
        if (!load(name, nameCell)) {
            return KERN_INVALID_ADDRESS;
        }
        int result = calls().mach_port_allocate(task, right, nameCell);
        return result != KERN_SUCCESS || store(name, nameCell) ? result : KERN_INVALID_ADDRESS;
    }

    @Override
    public int mach_port_destroy(int task, int name) {
        return calls().mach_port_destroy(task, name);
    }

    @Override
    public int mach_port_deallocate(int task, int name) {
        return calls().mach_port_deallocate(task, name);
    }

    @Override
    public int mach_port_get_refs(int task, int name, int right, long refs) {
        int[] refsCell = new int[1];
        if (!load(refs, refsCell)) {
            return KERN_INVALID_ADDRESS;
        }
        int result = calls().mach_port_get_refs(task, name, right, refsCell);
        return result != KERN_SUCCESS || store(refs, refsCell) ? result : KERN_INVALID_ADDRESS;
    }

    @Override
    public int mach_port_mod_refs(int task, int name, int right, int delta) {
        return calls().mach_port_mod_refs(task, name, right, delta);
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
        int[] requestSeqnoCell = new int[1];
        int[] msgSizeCell = new int[1];
        int[] msgIdCell = new int[1];
        int[] trailerInfoCntCell = new int[1];
        if (!load(requestSeqno, requestSeqnoCell)
                || !load(msgSize, msgSizeCell)
                || !load(msgId, msgIdCell)
                || !load(trailerInfoCnt, trailerInfoCntCell)) {
            return KERN_INVALID_ADDRESS;
        }
        byte[] trailerInfoArray = new byte[room(trailerInfoCntCell[0])];
        int result = calls().mach_port_peek(
                        task,
                        name,
                        trailerType,
                        requestSeqnoCell,
                        msgSizeCell,
                        msgIdCell,
                        trailerInfoArray,
                        trailerInfoCntCell);
        return result != KERN_SUCCESS
                        || (store(requestSeqno, requestSeqnoCell)
                                && store(msgSize, msgSizeCell)
                                && store(msgId, msgIdCell)
                                && storeArray(trailerInfo, trailerInfoArray, trailerInfoCntCell[0])
                                && store(trailerInfoCnt, trailerInfoCntCell))
                ? result
                : KERN_INVALID_ADDRESS;
    }

    @Override
    public int mach_port_set_mscount(int task, int name, int mscount) {
        return calls().mach_port_set_mscount(task, name, mscount);
    }

    @Override
    public int mach_port_get_set_status(int task, int name, long members, long membersCnt) {
        long[] membersCell = new long[1];
        int[] membersCntCell = new int[1];
        if (!load(members, membersCell) || !load(membersCnt, membersCntCell)) {
            return KERN_INVALID_ADDRESS;
        }
        int result = calls().mach_port_get_set_status(task, name, membersCell, membersCntCell);
        return result != KERN_SUCCESS || (store(members, membersCell) && store(membersCnt, membersCntCell))
                ? result
                : KERN_INVALID_ADDRESS;
    }

    @Override
    public int mach_port_move_member(int task, int member, int after) {
        return calls().mach_port_move_member(task, member, after);
    }

    @Override
    public int mach_port_request_notification(
            int task, int name, int msgid, int sync, int notify, int notifyPoly, long previous) {
        int[] previousCell = new int[1];
        if (!load(previous, previousCell)) {
            return KERN_INVALID_ADDRESS;
        }
        int result = calls().mach_port_request_notification(task, name, msgid, sync, notify, notifyPoly, previousCell);
        return result != KERN_SUCCESS || store(previous, previousCell) ? result : KERN_INVALID_ADDRESS;
    }

    @Override
    public int mach_port_insert_right(int task, int name, int poly, int polyPoly) {
        return calls().mach_port_insert_right(task, name, poly, polyPoly);
    }

    @Override
    public int mach_port_extract_right(int task, int name, int msgtName, long poly, long polyPoly) {
        int[] polyCell = new int[1];
        int[] polyPolyCell = new int[1];
        if (!load(poly, polyCell) || !load(polyPoly, polyPolyCell)) {
            return KERN_INVALID_ADDRESS;
        }
        int result = calls().mach_port_extract_right(task, name, msgtName, polyCell, polyPolyCell);
        return result != KERN_SUCCESS || (store(poly, polyCell) && store(polyPoly, polyPolyCell))
                ? result
                : KERN_INVALID_ADDRESS;
    }

    @Override
    public int mach_port_set_seqno(int task, int name, int seqno) {
        return calls().mach_port_set_seqno(task, name, seqno);
    }

    @Override
    public int mach_port_get_attributes(int task, int name, int flavor, long portInfoOut, long portInfoOutCnt) {
        int[] portInfoOutCntCell = new int[1];
        if (!load(portInfoOutCnt, portInfoOutCntCell)) {
            return KERN_INVALID_ADDRESS;
        }
        int[] portInfoOutArray = new int[room(portInfoOutCntCell[0])];
        int result = calls().mach_port_get_attributes(task, name, flavor, portInfoOutArray, portInfoOutCntCell);
        return result != KERN_SUCCESS
                        || (storeArray(portInfoOut, portInfoOutArray, portInfoOutCntCell[0])
                                && store(portInfoOutCnt, portInfoOutCntCell))
                ? result
                : KERN_INVALID_ADDRESS;
    }

    @Override
    public int mach_port_set_attributes(int task, int name, int flavor, long portInfo, int portInfoCnt) {
        int[] portInfoArray = new int[room(portInfoCnt)];
        if (!loadArray(portInfo, portInfoArray)) {
            return KERN_INVALID_ADDRESS;
        }
        return calls().mach_port_set_attributes(task, name, flavor, portInfoArray, portInfoCnt);
    }

    @Override
    public int mach_port_allocate_qos(int task, int right, long qos, long name) {
        int[] nameCell = new int[1];
        if (!load(name, nameCell)) {
            return KERN_INVALID_ADDRESS;
        }
        int result = calls().mach_port_allocate_qos(task, right, qos, nameCell);
        return result != KERN_SUCCESS || store(name, nameCell) ? result : KERN_INVALID_ADDRESS;
    }

    @Override
    public int mach_port_allocate_full(int task, int right, int proto, long qos, long name) {
        int[] nameCell = new int[1];
        if (!load(name, nameCell)) {
            return KERN_INVALID_ADDRESS;
        }
        int result = calls().mach_port_allocate_full(task, right, proto, qos, nameCell);
        return result != KERN_SUCCESS || store(name, nameCell) ? result : KERN_INVALID_ADDRESS;
    }

    @Override
    public int task_set_port_space(int task, int tableEntries) {
        return calls().task_set_port_space(task, tableEntries);
    }

    @Override
    public int mach_port_get_srights(int task, int name, long srights) {
        int[] srightsCell = new int[1];
        if (!load(srights, srightsCell)) {
            return KERN_INVALID_ADDRESS;
        }
        int result = calls().mach_port_get_srights(task, name, srightsCell);
        return result != KERN_SUCCESS || store(srights, srightsCell) ? result : KERN_INVALID_ADDRESS;
    }

    @Override
    public int mach_port_space_info(
            int task, long spaceInfo, long tableInfo, long tableInfoCnt, long treeInfo, long treeInfoCnt) {
        int[] spaceInfoArray = new int[SPACE_INFO_WORDS];
        long[] tableInfoCell = new long[1];
        int[] tableInfoCntCell = new int[1];
        long[] treeInfoCell = new long[1];
        int[] treeInfoCntCell = new int[1];
        if (!load(tableInfo, tableInfoCell)
                || !load(tableInfoCnt, tableInfoCntCell)
                || !load(treeInfo, treeInfoCell)
                || !load(treeInfoCnt, treeInfoCntCell)) {
            return KERN_INVALID_ADDRESS;
        }
        int result = calls().mach_port_space_info(
                        task, spaceInfoArray, tableInfoCell, tableInfoCntCell, treeInfoCell, treeInfoCntCell);
        return result != KERN_SUCCESS
                        || (storeArray(spaceInfo, spaceInfoArray, SPACE_INFO_WORDS)
                                && store(tableInfo, tableInfoCell)
                                && store(tableInfoCnt, tableInfoCntCell)
                                && store(treeInfo, treeInfoCell)
                                && store(treeInfoCnt, treeInfoCntCell))
                ? result
                : KERN_INVALID_ADDRESS;
    }

    @Override
    public int mach_port_dnrequest_info(int task, int name, long dnrTotal, long dnrUsed) {
        int[] dnrTotalCell = new int[1];
        int[] dnrUsedCell = new int[1];
        if (!load(dnrTotal, dnrTotalCell) || !load(dnrUsed, dnrUsedCell)) {
            return KERN_INVALID_ADDRESS;
        }
        int result = calls().mach_port_dnrequest_info(task, name, dnrTotalCell, dnrUsedCell);
        return result != KERN_SUCCESS || (store(dnrTotal, dnrTotalCell) && store(dnrUsed, dnrUsedCell))
                ? result
                : KERN_INVALID_ADDRESS;
    }

    @Override
    public int mach_port_kernel_object(int task, int name, long objectType, long objectAddr) {
        int[] objectTypeCell = new int[1];
        int[] objectAddrCell = new int[1];
        if (!load(objectType, objectTypeCell) || !load(objectAddr, objectAddrCell)) {
            return KERN_INVALID_ADDRESS;
        }
        int result = calls().mach_port_kernel_object(task, name, objectTypeCell, objectAddrCell);
        return result != KERN_SUCCESS || (store(objectType, objectTypeCell) && store(objectAddr, objectAddrCell))
                ? result
                : KERN_INVALID_ADDRESS;
    }

    @Override
    public int mach_port_insert_member(int task, int name, int pset) {
        return calls().mach_port_insert_member(task, name, pset);
    }

    @Override
    public int mach_port_extract_member(int task, int name, int pset) {
        return calls().mach_port_extract_member(task, name, pset);
    }

    @Override
    public int mach_port_get_context(int task, int name, long context) {
        long[] contextCell = new long[1];
        if (!load(context, contextCell)) {
            return KERN_INVALID_ADDRESS;
        }
        int result = calls().mach_port_get_context(task, name, contextCell);
        return result != KERN_SUCCESS || store(context, contextCell) ? result : KERN_INVALID_ADDRESS;
    }

    @Override
    public int mach_port_set_context(int task, int name, long context) {
        return calls().mach_port_set_context(task, name, context);
    }

    @Override
    public int mach_port_kobject(int task, int name, long objectType, long objectAddr) {
        int[] objectTypeCell = new int[1];
        long[] objectAddrCell = new long[1];
        if (!load(objectType, objectTypeCell) || !load(objectAddr, objectAddrCell)) {
            return KERN_INVALID_ADDRESS;
        }
        int result = calls().mach_port_kobject(task, name, objectTypeCell, objectAddrCell);
        return result != KERN_SUCCESS || (store(objectType, objectTypeCell) && store(objectAddr, objectAddrCell))
                ? result
                : KERN_INVALID_ADDRESS;
    }

    @Override
    public int mach_port_construct(int task, long options, long context, long name) {
        int[] nameCell = new int[1];
        if (!load(name, nameCell)) {
            return KERN_INVALID_ADDRESS;
        }
        int result = calls().mach_port_construct(task, options, context, nameCell);
        return result != KERN_SUCCESS || store(name, nameCell) ? result : KERN_INVALID_ADDRESS;
    }

    @Override
    public int mach_port_destruct(int task, int name, int srdelta, long guard) {
        return calls().mach_port_destruct(task, name, srdelta, guard);
    }

    @Override
    public int mach_port_guard(int task, int name, long guard, int strict) {
        return calls().mach_port_guard(task, name, guard, strict != 0);
    }

    @Override
    public int mach_port_unguard(int task, int name, long guard) {
        return calls().mach_port_unguard(task, name, guard);
    }

    @Override
    public int mach_vm_allocate(int task, long address, long size, int flags) {
        long[] addressCell = new long[1];
        if (!load(address, addressCell)) {
            return KERN_INVALID_ADDRESS;
        }
        int result = calls().mach_vm_allocate(task, addressCell, size, flags);
        return result != KERN_SUCCESS || store(address, addressCell) ? result : KERN_INVALID_ADDRESS;
    }

    @Override
    public int mach_vm_deallocate(int task, long address, long size) {
        return calls().mach_vm_deallocate(task, address, size);
    }

    @Override
    public int mach_vm_read(int task, long address, long size, long data, long dataCnt) {
        long[] dataCell = new long[1];
        int[] dataCntCell = new int[1];
        if (!load(data, dataCell) || !load(dataCnt, dataCntCell)) {
            return KERN_INVALID_ADDRESS;
        }
        int result = calls().mach_vm_read(task, address, size, dataCell, dataCntCell);
        return result != KERN_SUCCESS || (store(data, dataCell) && store(dataCnt, dataCntCell))
                ? result
                : KERN_INVALID_ADDRESS;
    }

    @Override
    public int mach_vm_write(int task, long address, long data, int dataCnt) {
        return calls().mach_vm_write(task, address, data, dataCnt);
    }

    @Override
    public int mach_vm_protect(int task, long address, long size, int setMaximum, int newProtection) {
        return calls().mach_vm_protect(task, address, size, setMaximum != 0, newProtection);
    }

    @Override
    public int vm_allocate(int task, long address, long size, int flags) {
        long[] addressCell = new long[1];
        if (!load(address, addressCell)) {
            return KERN_INVALID_ADDRESS;
        }
        int result = calls().vm_allocate(task, addressCell, size, flags);
        return result != KERN_SUCCESS || store(address, addressCell) ? result : KERN_INVALID_ADDRESS;
    }

    @Override
    public int vm_deallocate(int task, long address, long size) {
        return calls().vm_deallocate(task, address, size);
    }

    @Override
    public int vm_read(int task, long address, long size, long data, long dataCnt) {
        long[] dataCell = new long[1];
        int[] dataCntCell = new int[1];
        if (!load(data, dataCell) || !load(dataCnt, dataCntCell)) {
            return KERN_INVALID_ADDRESS;
        }
        int result = calls().vm_read(task, address, size, dataCell, dataCntCell);
        return result != KERN_SUCCESS || (store(data, dataCell) && store(dataCnt, dataCntCell))
                ? result
                : KERN_INVALID_ADDRESS;
    }

    @Override
    public int vm_write(int task, long address, long data, int dataCnt) {
        return calls().vm_write(task, address, data, dataCnt);
    }

    @Override
    public int vm_protect(int task, long address, long size, int setMaximum, int newProtection) {
        return calls().vm_protect(task, address, size, setMaximum != 0, newProtection);
    }

    @Override
    public int task_info(int task, int flavor, long taskInfoOut, long taskInfoOutCnt) {
        int[] taskInfoOutCntCell = new int[1];
        if (!load(taskInfoOutCnt, taskInfoOutCntCell)) {
            return KERN_INVALID_ADDRESS;
        }
        int[] taskInfoOutArray = new int[room(taskInfoOutCntCell[0])];
        int result = calls().task_info(task, flavor, taskInfoOutArray, taskInfoOutCntCell);
        return result != KERN_SUCCESS
                        || (storeArray(taskInfoOut, taskInfoOutArray, taskInfoOutCntCell[0])
                                && store(taskInfoOutCnt, taskInfoOutCntCell))
                ? result
                : KERN_INVALID_ADDRESS;
    }

    @Override
    public int task_get_special_port(int task, int whichPort, long specialPort) {
        int[] specialPortCell = new int[1];
        if (!load(specialPort, specialPortCell)) {
            return KERN_INVALID_ADDRESS;
        }
        int result = calls().task_get_special_port(task, whichPort, specialPortCell);
        return result != KERN_SUCCESS || store(specialPort, specialPortCell) ? result : KERN_INVALID_ADDRESS;
    }

    @Override
    public int task_set_special_port(int task, int whichPort, int specialPort) {
        return calls().task_set_special_port(task, whichPort, specialPort);
    }

    @Override
    public int thread_get_special_port(int thread, int whichPort, long specialPort) {
        int[] specialPortCell = new int[1];
        if (!load(specialPort, specialPortCell)) {
            return KERN_INVALID_ADDRESS;
        }
        int result = calls().thread_get_special_port(thread, whichPort, specialPortCell);
        return result != KERN_SUCCESS || store(specialPort, specialPortCell) ? result : KERN_INVALID_ADDRESS;
    }

    @Override
    public int thread_set_special_port(int thread, int whichPort, int specialPort) {
        return calls().thread_set_special_port(thread, whichPort, specialPort);
    }

    @Override
    public int thread_abort(int thread) {
        return calls().thread_abort(thread);
    }

    @Override
    public int thread_abort_safely(int thread) {
        return calls().thread_abort_safely(thread);
    }

    @Override
    public int mach_ports_register(int task, long initPortSet, int initPortSetCnt) {
        return calls().mach_ports_register(task, initPortSet, initPortSetCnt);
    }

    @Override
    public int mach_ports_lookup(int task, long initPortSet, long initPortSetCnt) {
        long[] initPortSetCell = new long[1];
        int[] initPortSetCntCell = new int[1];
        if (!load(initPortSet, initPortSetCell) || !load(initPortSetCnt, initPortSetCntCell)) {
            return KERN_INVALID_ADDRESS;
        }
        int result = calls().mach_ports_lookup(task, initPortSetCell, initPortSetCntCell);
        return result != KERN_SUCCESS
                        || (store(initPortSet, initPortSetCell) && store(initPortSetCnt, initPortSetCntCell))
                ? result
                : KERN_INVALID_ADDRESS;
    }

    @Override
    public int host_info(int host, int flavor, long hostInfoOut, long hostInfoOutCnt) {
        int[] hostInfoOutCntCell = new int[1];
        if (!load(hostInfoOutCnt, hostInfoOutCntCell)) {
            return KERN_INVALID_ADDRESS;
        }
        int[] hostInfoOutArray = new int[room(hostInfoOutCntCell[0])];
        int result = calls().host_info(host, flavor, hostInfoOutArray, hostInfoOutCntCell);
        return result != KERN_SUCCESS
                        || (storeArray(hostInfoOut, hostInfoOutArray, hostInfoOutCntCell[0])
                                && store(hostInfoOutCnt, hostInfoOutCntCell))
                ? result
                : KERN_INVALID_ADDRESS;
    }

    @Override
    public int host_page_size(int host, long outPageSize) {
        long[] outPageSizeCell = new long[1];
        if (!load(outPageSize, outPageSizeCell)) {
            return KERN_INVALID_ADDRESS;
        }
        int result = calls().host_page_size(host, outPageSizeCell);
        return result != KERN_SUCCESS || store(outPageSize, outPageSizeCell) ? result : KERN_INVALID_ADDRESS;
    }

    @Override
    public int semaphore_create(int task, long semaphore, int policy, int value) {
        int[] semaphoreCell = new int[1];
        if (!load(semaphore, semaphoreCell)) {
            return KERN_INVALID_ADDRESS;
        }
        int result = calls().semaphore_create(task, semaphoreCell, policy, value);
        return result != KERN_SUCCESS || store(semaphore, semaphoreCell) ? result : KERN_INVALID_ADDRESS;
    }

    @Override
    public int semaphore_destroy(int task, int semaphore) {
        return calls().semaphore_destroy(task, semaphore);
    }

    @Override
    public int semaphore_signal(int semaphore) {
        return calls().semaphore_signal(semaphore);
    }

    @Override
    public int semaphore_signal_all(int semaphore) {
        return calls().semaphore_signal_all(semaphore);
    }

    @Override
    public int semaphore_wait(int semaphore) {
        return calls().semaphore_wait(semaphore);
    }

    @Override
    public int semaphore_timedwait(int semaphore, long waitTime) {
        return calls().semaphore_timedwait(
                        semaphore, TimespecLayout.seconds(waitTime), TimespecLayout.nanoseconds(waitTime));
    }

    @Override
    public int bootstrap_look_up(int bootstrapPort, long serviceName, long servicePort) {
        String serviceNameText = string(serviceName);
        int[] servicePortCell = new int[1];
        if (serviceNameText == null || !load(servicePort, servicePortCell)) {
            return KERN_INVALID_ADDRESS;
        }
        int result = calls().bootstrap_look_up(bootstrapPort, serviceNameText, servicePortCell);
        return result != KERN_SUCCESS || store(servicePort, servicePortCell) ? result : KERN_INVALID_ADDRESS;
    }

    @Override
    public int bootstrap_check_in(int bootstrapPort, long serviceName, long servicePort) {
        String serviceNameText = string(serviceName);
        int[] servicePortCell = new int[1];
        if (serviceNameText == null || !load(servicePort, servicePortCell)) {
            return KERN_INVALID_ADDRESS;
        }
        int result = calls().bootstrap_check_in(bootstrapPort, serviceNameText, servicePortCell);
        return result != KERN_SUCCESS || store(servicePort, servicePortCell) ? result : KERN_INVALID_ADDRESS;
    }

    @Override
    public int bootstrap_register(int bootstrapPort, long serviceName, int servicePort) {
        String serviceNameText = string(serviceName);
        if (serviceNameText == null) {
            return KERN_INVALID_ADDRESS;
        }
        return calls().bootstrap_register(bootstrapPort, serviceNameText, servicePort);
    }
}
