// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * Return codes as name, number and sentence, and back: those of {@link MachMsgReturn} with their modifiers, {@link
 * KernReturn}, {@link MigErrors} and {@link BootstrapCodes} (spec 00 §7 to §9, §18.4).
 *
 * <p>No two of these kinds use a number for two things, success excepted: 0 is written {@code KERN_SUCCESS}, and {@code
 * MACH_MSG_SUCCESS} and {@code BOOTSTRAP_SUCCESS} are read as 0.
 */
public final class MachCodes {
    private static final Pattern BAR = Pattern.compile("\\|");

    private record Code(int number, String name, String sentence) {}

    /** As {@code mach_msg} returns them, in the order in which they are written. */
    private static final List<Code> MODIFIERS = List.of(
            new Code(MachMsgReturn.MACH_MSG_IPC_SPACE, "MACH_MSG_IPC_SPACE", "There is no room in the name space."),
            new Code(MachMsgReturn.MACH_MSG_VM_SPACE, "MACH_MSG_VM_SPACE", "There is no room in the address space."),
            new Code(
                    MachMsgReturn.MACH_MSG_IPC_KERNEL,
                    "MACH_MSG_IPC_KERNEL",
                    "The kernel is short of resources for a port right."),
            new Code(
                    MachMsgReturn.MACH_MSG_VM_KERNEL,
                    "MACH_MSG_VM_KERNEL",
                    "The kernel is short of resources for memory."));

    private static final Map<Integer, Code> BY_NUMBER = new HashMap<>();
    private static final Map<String, Integer> BY_NAME = new HashMap<>();

    static {
        code(KernReturn.KERN_SUCCESS, "KERN_SUCCESS", "Done.");
        code(KernReturn.KERN_INVALID_ADDRESS, "KERN_INVALID_ADDRESS", "The address is not valid.");
        code(
                KernReturn.KERN_PROTECTION_FAILURE,
                "KERN_PROTECTION_FAILURE",
                "The memory is protected against this access.");
        code(KernReturn.KERN_NO_SPACE, "KERN_NO_SPACE", "There is no room, for an address range or a name.");
        code(KernReturn.KERN_INVALID_ARGUMENT, "KERN_INVALID_ARGUMENT", "An argument is not valid.");
        code(KernReturn.KERN_FAILURE, "KERN_FAILURE", "The call could not be carried out.");
        code(KernReturn.KERN_RESOURCE_SHORTAGE, "KERN_RESOURCE_SHORTAGE", "The system is short of resources.");
        code(KernReturn.KERN_NOT_RECEIVER, "KERN_NOT_RECEIVER", "The task does not hold the receive right.");
        code(KernReturn.KERN_NO_ACCESS, "KERN_NO_ACCESS", "Access is not allowed.");
        code(KernReturn.KERN_MEMORY_FAILURE, "KERN_MEMORY_FAILURE", "The memory was lost while paging.");
        code(KernReturn.KERN_MEMORY_ERROR, "KERN_MEMORY_ERROR", "The memory could not be read while paging.");
        code(
                KernReturn.KERN_ALREADY_IN_SET,
                "KERN_ALREADY_IN_SET",
                "The receive right is a member of the set already.");
        code(KernReturn.KERN_NOT_IN_SET, "KERN_NOT_IN_SET", "The receive right is a member of no set.");
        code(KernReturn.KERN_NAME_EXISTS, "KERN_NAME_EXISTS", "The name denotes a right already.");
        code(KernReturn.KERN_ABORTED, "KERN_ABORTED", "The operation was aborted.");
        code(KernReturn.KERN_INVALID_NAME, "KERN_INVALID_NAME", "The name denotes nothing in the name space.");
        code(KernReturn.KERN_INVALID_TASK, "KERN_INVALID_TASK", "The task is not active.");
        code(KernReturn.KERN_INVALID_RIGHT, "KERN_INVALID_RIGHT", "The name denotes a right, but not the one needed.");
        code(KernReturn.KERN_INVALID_VALUE, "KERN_INVALID_VALUE", "A value is out of range.");
        code(KernReturn.KERN_UREFS_OVERFLOW, "KERN_UREFS_OVERFLOW", "The user references would overflow.");
        code(
                KernReturn.KERN_INVALID_CAPABILITY,
                "KERN_INVALID_CAPABILITY",
                "The right is not one that can be used here.");
        code(KernReturn.KERN_RIGHT_EXISTS, "KERN_RIGHT_EXISTS", "The task holds the right under another name.");
        code(KernReturn.KERN_INVALID_HOST, "KERN_INVALID_HOST", "The port is not a host.");
        code(KernReturn.KERN_MEMORY_PRESENT, "KERN_MEMORY_PRESENT", "The memory is present already.");
        code(KernReturn.KERN_MEMORY_DATA_MOVED, "KERN_MEMORY_DATA_MOVED", "The data were moved.");
        code(KernReturn.KERN_MEMORY_RESTART_COPY, "KERN_MEMORY_RESTART_COPY", "The copy must be started anew.");
        code(KernReturn.KERN_INVALID_PROCESSOR_SET, "KERN_INVALID_PROCESSOR_SET", "The port is not a processor set.");
        code(KernReturn.KERN_POLICY_LIMIT, "KERN_POLICY_LIMIT", "The policy's limits are exceeded.");
        code(KernReturn.KERN_INVALID_POLICY, "KERN_INVALID_POLICY", "The policy is not valid.");
        code(KernReturn.KERN_INVALID_OBJECT, "KERN_INVALID_OBJECT", "The port is not a memory object.");
        code(KernReturn.KERN_ALREADY_WAITING, "KERN_ALREADY_WAITING", "A thread waits already.");
        code(KernReturn.KERN_DEFAULT_SET, "KERN_DEFAULT_SET", "The default processor set cannot be destroyed.");
        code(KernReturn.KERN_EXCEPTION_PROTECTED, "KERN_EXCEPTION_PROTECTED", "The exception port is protected.");
        code(KernReturn.KERN_INVALID_LEDGER, "KERN_INVALID_LEDGER", "The port is not a ledger.");
        code(
                KernReturn.KERN_INVALID_MEMORY_CONTROL,
                "KERN_INVALID_MEMORY_CONTROL",
                "The port is not a memory control port.");
        code(KernReturn.KERN_INVALID_SECURITY, "KERN_INVALID_SECURITY", "The port is not the host's security port.");
        code(KernReturn.KERN_NOT_DEPRESSED, "KERN_NOT_DEPRESSED", "The thread is not depressed.");
        code(KernReturn.KERN_TERMINATED, "KERN_TERMINATED", "The object was terminated.");
        code(KernReturn.KERN_LOCK_SET_DESTROYED, "KERN_LOCK_SET_DESTROYED", "The lock set was destroyed.");
        code(KernReturn.KERN_LOCK_UNSTABLE, "KERN_LOCK_UNSTABLE", "The lock is unstable: its holder was terminated.");
        code(KernReturn.KERN_LOCK_OWNED, "KERN_LOCK_OWNED", "The lock is held by another thread.");
        code(KernReturn.KERN_LOCK_OWNED_SELF, "KERN_LOCK_OWNED_SELF", "The lock is held by the calling thread.");
        code(KernReturn.KERN_SEMAPHORE_DESTROYED, "KERN_SEMAPHORE_DESTROYED", "The semaphore was destroyed.");
        code(
                KernReturn.KERN_RPC_SERVER_TERMINATED,
                "KERN_RPC_SERVER_TERMINATED",
                "The server of the call was terminated.");
        code(KernReturn.KERN_RPC_TERMINATE_ORPHAN, "KERN_RPC_TERMINATE_ORPHAN", "An orphaned call must be terminated.");
        code(KernReturn.KERN_RPC_CONTINUE_ORPHAN, "KERN_RPC_CONTINUE_ORPHAN", "An orphaned call may go on.");
        code(KernReturn.KERN_NOT_SUPPORTED, "KERN_NOT_SUPPORTED", "The operation is not supported.");
        code(KernReturn.KERN_NODE_DOWN, "KERN_NODE_DOWN", "The remote node is down.");
        code(KernReturn.KERN_NOT_WAITING, "KERN_NOT_WAITING", "No thread waits on the semaphore.");
        code(KernReturn.KERN_OPERATION_TIMED_OUT, "KERN_OPERATION_TIMED_OUT", "The operation timed out.");
        code(KernReturn.KERN_CODESIGN_ERROR, "KERN_CODESIGN_ERROR", "The code signature is not valid.");
        code(KernReturn.KERN_POLICY_STATIC, "KERN_POLICY_STATIC", "The policy cannot be changed.");
        code(KernReturn.KERN_INSUFFICIENT_BUFFER_SIZE, "KERN_INSUFFICIENT_BUFFER_SIZE", "The buffer is too small.");
        code(KernReturn.KERN_DENIED, "KERN_DENIED", "A security policy denied the operation.");
        code(KernReturn.KERN_MISSING_KC, "KERN_MISSING_KC", "A kernel collection is missing.");
        code(KernReturn.KERN_INVALID_KC, "KERN_INVALID_KC", "A kernel collection is not valid.");
        code(KernReturn.KERN_NOT_FOUND, "KERN_NOT_FOUND", "What was looked for does not exist.");
        code(MachMsgReturn.MACH_SEND_IN_PROGRESS, "MACH_SEND_IN_PROGRESS", "The send is in progress.");
        code(MachMsgReturn.MACH_SEND_INVALID_DATA, "MACH_SEND_INVALID_DATA", "The message could not be read.");
        code(
                MachMsgReturn.MACH_SEND_INVALID_DEST,
                "MACH_SEND_INVALID_DEST",
                "The destination is no right that can be sent to.");
        code(MachMsgReturn.MACH_SEND_TIMED_OUT, "MACH_SEND_TIMED_OUT", "The message was not sent in time.");
        code(MachMsgReturn.MACH_SEND_INVALID_VOUCHER, "MACH_SEND_INVALID_VOUCHER", "The voucher is not valid.");
        code(MachMsgReturn.MACH_SEND_INTERRUPTED, "MACH_SEND_INTERRUPTED", "The send was interrupted.");
        code(
                MachMsgReturn.MACH_SEND_MSG_TOO_SMALL,
                "MACH_SEND_MSG_TOO_SMALL",
                "The message is smaller than a header, or of no legal size.");
        code(
                MachMsgReturn.MACH_SEND_INVALID_REPLY,
                "MACH_SEND_INVALID_REPLY",
                "The reply port is no right that can be sent.");
        code(
                MachMsgReturn.MACH_SEND_INVALID_RIGHT,
                "MACH_SEND_INVALID_RIGHT",
                "A port in the body is not the right that its disposition needs.");
        code(
                MachMsgReturn.MACH_SEND_INVALID_NOTIFY,
                "MACH_SEND_INVALID_NOTIFY",
                "The notify port of the send is not valid.");
        code(
                MachMsgReturn.MACH_SEND_INVALID_MEMORY,
                "MACH_SEND_INVALID_MEMORY",
                "Out-of-line memory of the message could not be read.");
        code(MachMsgReturn.MACH_SEND_NO_BUFFER, "MACH_SEND_NO_BUFFER", "The kernel has no buffer for the message.");
        code(MachMsgReturn.MACH_SEND_TOO_LARGE, "MACH_SEND_TOO_LARGE", "The message is too large.");
        code(MachMsgReturn.MACH_SEND_INVALID_TYPE, "MACH_SEND_INVALID_TYPE", "A descriptor has no legal type.");
        code(
                MachMsgReturn.MACH_SEND_INVALID_HEADER,
                "MACH_SEND_INVALID_HEADER",
                "The bits of the header are not legal.");
        code(MachMsgReturn.MACH_SEND_INVALID_TRAILER, "MACH_SEND_INVALID_TRAILER", "The trailer to send is not valid.");
        code(
                MachMsgReturn.MACH_SEND_INVALID_CONTEXT,
                "MACH_SEND_INVALID_CONTEXT",
                "The context of a guarded descriptor is not the port's.");
        code(
                MachMsgReturn.MACH_SEND_INVALID_OPTIONS,
                "MACH_SEND_INVALID_OPTIONS",
                "The options do not allow this send.");
        code(
                MachMsgReturn.MACH_SEND_INVALID_RT_OOL_SIZE,
                "MACH_SEND_INVALID_RT_OOL_SIZE",
                "Out-of-line memory is larger than the port allows.");
        code(
                MachMsgReturn.MACH_SEND_NO_GRANT_DEST,
                "MACH_SEND_NO_GRANT_DEST",
                "The destination does not accept rights.");
        code(MachMsgReturn.MACH_SEND_MSG_FILTERED, "MACH_SEND_MSG_FILTERED", "A policy filtered the message.");
        code(MachMsgReturn.MACH_SEND_AUX_TOO_SMALL, "MACH_SEND_AUX_TOO_SMALL", "The auxiliary data are too small.");
        code(MachMsgReturn.MACH_SEND_AUX_TOO_LARGE, "MACH_SEND_AUX_TOO_LARGE", "The auxiliary data are too large.");
        code(MachMsgReturn.MACH_RCV_IN_PROGRESS, "MACH_RCV_IN_PROGRESS", "The thread waits for a message.");
        code(
                MachMsgReturn.MACH_RCV_INVALID_NAME,
                "MACH_RCV_INVALID_NAME",
                "The name is neither a receive right nor a port set.");
        code(MachMsgReturn.MACH_RCV_TIMED_OUT, "MACH_RCV_TIMED_OUT", "No message came in time.");
        code(
                MachMsgReturn.MACH_RCV_TOO_LARGE,
                "MACH_RCV_TOO_LARGE",
                "The message does not fit into the receive buffer.");
        code(MachMsgReturn.MACH_RCV_INTERRUPTED, "MACH_RCV_INTERRUPTED", "The receive was interrupted.");
        code(
                MachMsgReturn.MACH_RCV_PORT_CHANGED,
                "MACH_RCV_PORT_CHANGED",
                "The receive right or port set went away or died while waiting.");
        code(
                MachMsgReturn.MACH_RCV_INVALID_NOTIFY,
                "MACH_RCV_INVALID_NOTIFY",
                "The notify port of the receive is not valid.");
        code(MachMsgReturn.MACH_RCV_INVALID_DATA, "MACH_RCV_INVALID_DATA", "The receive buffer could not be written.");
        code(
                MachMsgReturn.MACH_RCV_PORT_DIED,
                "MACH_RCV_PORT_DIED",
                "The receive right or port set died while waiting.");
        code(MachMsgReturn.MACH_RCV_IN_SET, "MACH_RCV_IN_SET", "The port is a member of a port set.");
        code(MachMsgReturn.MACH_RCV_HEADER_ERROR, "MACH_RCV_HEADER_ERROR", "The header's ports could not be received.");
        code(
                MachMsgReturn.MACH_RCV_BODY_ERROR,
                "MACH_RCV_BODY_ERROR",
                "The message was received, but not all of its body.");
        code(
                MachMsgReturn.MACH_RCV_INVALID_TYPE,
                "MACH_RCV_INVALID_TYPE",
                "A descriptor of the scatter list has no legal type.");
        code(MachMsgReturn.MACH_RCV_SCATTER_SMALL, "MACH_RCV_SCATTER_SMALL", "The scatter list is too small.");
        code(MachMsgReturn.MACH_RCV_INVALID_TRAILER, "MACH_RCV_INVALID_TRAILER", "No such trailer can be had.");
        code(
                MachMsgReturn.MACH_RCV_IN_PROGRESS_TIMED,
                "MACH_RCV_IN_PROGRESS_TIMED",
                "The thread waits for a message, with a time-out.");
        code(MachMsgReturn.MACH_RCV_INVALID_REPLY, "MACH_RCV_INVALID_REPLY", "The reply port is not valid.");
        code(
                MachMsgReturn.MACH_RCV_INVALID_ARGUMENTS,
                "MACH_RCV_INVALID_ARGUMENTS",
                "The arguments do not allow this receive, which was not started.");
        code(MigErrors.MIG_TYPE_ERROR, "MIG_TYPE_ERROR", "An argument or reply has the wrong type or size.");
        code(
                MigErrors.MIG_REPLY_MISMATCH,
                "MIG_REPLY_MISMATCH",
                "The reply has an id that no reply to this request has.");
        code(MigErrors.MIG_REMOTE_ERROR, "MIG_REMOTE_ERROR", "The server detected an error.");
        code(MigErrors.MIG_BAD_ID, "MIG_BAD_ID", "The server has no routine of this id.");
        code(
                MigErrors.MIG_BAD_ARGUMENTS,
                "MIG_BAD_ARGUMENTS",
                "The arguments of the request have the wrong type or size.");
        code(MigErrors.MIG_NO_REPLY, "MIG_NO_REPLY", "The server sends no reply, or sends it later.");
        code(MigErrors.MIG_EXCEPTION, "MIG_EXCEPTION", "The server raised an exception.");
        code(
                MigErrors.MIG_ARRAY_TOO_LARGE,
                "MIG_ARRAY_TOO_LARGE",
                "An array is larger than the receiver's room for it.");
        code(MigErrors.MIG_SERVER_DIED, "MIG_SERVER_DIED", "The server died before it replied.");
        code(MigErrors.MIG_TRAILER_ERROR, "MIG_TRAILER_ERROR", "The trailer of the request is not the one needed.");
        code(BootstrapCodes.BOOTSTRAP_NOT_PRIVILEGED, "BOOTSTRAP_NOT_PRIVILEGED", "The caller may not do this.");
        code(BootstrapCodes.BOOTSTRAP_NAME_IN_USE, "BOOTSTRAP_NAME_IN_USE", "The service name is in use.");
        code(BootstrapCodes.BOOTSTRAP_UNKNOWN_SERVICE, "BOOTSTRAP_UNKNOWN_SERVICE", "No service has this name.");
        code(BootstrapCodes.BOOTSTRAP_SERVICE_ACTIVE, "BOOTSTRAP_SERVICE_ACTIVE", "The service is active already.");
        code(BootstrapCodes.BOOTSTRAP_BAD_COUNT, "BOOTSTRAP_BAD_COUNT", "A count is not valid.");
        code(
                BootstrapCodes.BOOTSTRAP_NO_MEMORY,
                "BOOTSTRAP_NO_MEMORY",
                "The server has no memory, or does not know the caller.");
        code(BootstrapCodes.BOOTSTRAP_NO_CHILDREN, "BOOTSTRAP_NO_CHILDREN", "No child may be made.");
        BY_NAME.put("MACH_MSG_SUCCESS", MachMsgReturn.MACH_MSG_SUCCESS);
        BY_NAME.put("BOOTSTRAP_SUCCESS", BootstrapCodes.BOOTSTRAP_SUCCESS);
        for (Code modifier : MODIFIERS) {
            BY_NAME.put(modifier.name, modifier.number);
        }
    }

    private MachCodes() {}

    private static void code(int number, String name, String sentence) {
        if (BY_NUMBER.put(number, new Code(number, name, sentence)) != null || BY_NAME.put(name, number) != null) {
            throw new IllegalStateException(name + " stands here twice");
        }
    }

    /**
     * The C name of a code, with its modifiers: {@code MACH_RCV_BODY_ERROR|MACH_MSG_IPC_SPACE} for one.
     *
     * @return the number as text where the code has no name
     */
    public static String name(int code) {
        List<Code> parts = parts(code);
        if (parts.isEmpty()) {
            return Numbers.text(code);
        }
        StringJoiner name = new StringJoiner("|");
        parts.forEach(part -> name.add(part.name));
        return name.toString();
    }

    /** What a code says, in English: a sentence, and one more for each modifier. */
    public static String sentence(int code) {
        List<Code> parts = parts(code);
        if (parts.isEmpty()) {
            return "Unknown code: system " + MachError.system(code) + ", subsystem " + MachError.subsystem(code)
                    + ", code " + MachError.code(code) + ".";
        }
        StringJoiner sentences = new StringJoiner(" ");
        parts.forEach(part -> sentences.add(part.sentence));
        return sentences.toString();
    }

    /** Name, number and sentence: {@code MACH_RCV_TIMED_OUT (0x10004003): No message came in time.} for one. */
    public static String describe(int code) {
        String name = name(code);
        String number = Numbers.text(code);
        return (name.equals(number) ? name : name + " (" + number + ")") + ": " + sentence(code);
    }

    /**
     * The code that a text says, which is as {@link #name} gives it: a name, possibly with modifiers, or a number.
     *
     * @throws IllegalArgumentException naming what it does not know
     */
    public static int number(String name) {
        int code = 0;
        for (String part : BAR.split(name, -1)) {
            String token = part.strip();
            Integer number = BY_NAME.get(token);
            code |= number != null ? number : Numbers.parse(token, "return code");
        }
        return code;
    }

    /** The code and its modifiers; empty where that is not what the number is made of. */
    private static List<Code> parts(int code) {
        Code whole = BY_NUMBER.get(code);
        if (whole != null) {
            return List.of(whole);
        }
        List<Code> parts = new ArrayList<>();
        int rest = code;
        for (Code modifier : MODIFIERS) {
            if ((rest & modifier.number) != 0) {
                parts.add(modifier);
                rest &= ~modifier.number;
            }
        }
        if (rest != 0) {
            Code base = BY_NUMBER.get(rest);
            // Only mach_msg knows modifiers.
            if (base == null || (rest & MachError.system_emask) != MachError.err_mach_ipc) {
                return List.of();
            }
            parts.add(0, base);
        }
        return parts;
    }
}
