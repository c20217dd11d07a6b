// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

/**
 * What calls return that are not {@code mach_msg}: {@code kern_return_t}, {@code <mach/kern_return.h>}, spec 00 §8
 * and §18.4.
 *
 * <p>Text: {@link MachCodes}.
 */
@CHeader("mach/kern_return.h")
public final class KernReturn {
    /** Done. */
    public static final int KERN_SUCCESS = 0;

    /** The address is not valid. */
    public static final int KERN_INVALID_ADDRESS = 1;

    /** The memory is protected against this access. */
    public static final int KERN_PROTECTION_FAILURE = 2;

    /** There is no room, for an address range or a name. */
    public static final int KERN_NO_SPACE = 3;

    /** An argument is not valid. */
    public static final int KERN_INVALID_ARGUMENT = 4;

    /** The call could not be carried out. */
    public static final int KERN_FAILURE = 5;

    /** The system is short of resources. */
    public static final int KERN_RESOURCE_SHORTAGE = 6;

    /** The task does not hold the receive right. */
    public static final int KERN_NOT_RECEIVER = 7;

    /** Access is not allowed. */
    public static final int KERN_NO_ACCESS = 8;

    /** The memory was lost while paging. */
    public static final int KERN_MEMORY_FAILURE = 9;

    /** The memory could not be read while paging. */
    public static final int KERN_MEMORY_ERROR = 10;

    /** The receive right is a member of the set already. */
    public static final int KERN_ALREADY_IN_SET = 11;

    /** The receive right is a member of no set. */
    public static final int KERN_NOT_IN_SET = 12;

    /** The name denotes a right already. */
    public static final int KERN_NAME_EXISTS = 13;

    /**
     * The operation was aborted. Also what the allocating traps return when the result's address is bad, the right
     * having been made: the value of EFAULT.
     */
    public static final int KERN_ABORTED = 14;

    /** The name denotes nothing in the name space. */
    public static final int KERN_INVALID_NAME = 15;

    /** The task is not active. */
    public static final int KERN_INVALID_TASK = 16;

    /** The name denotes a right, but not the one needed. */
    public static final int KERN_INVALID_RIGHT = 17;

    /** A value is out of range. */
    public static final int KERN_INVALID_VALUE = 18;

    /** The user references would overflow. */
    public static final int KERN_UREFS_OVERFLOW = 19;

    /** The right is not one that can be used here. */
    public static final int KERN_INVALID_CAPABILITY = 20;

    /** The task holds the right under another name. */
    public static final int KERN_RIGHT_EXISTS = 21;

    /** The port is not a host. */
    public static final int KERN_INVALID_HOST = 22;

    /** The memory is present already. */
    public static final int KERN_MEMORY_PRESENT = 23;

    /** The data were moved. */
    public static final int KERN_MEMORY_DATA_MOVED = 24;

    /** The copy must be started anew. */
    public static final int KERN_MEMORY_RESTART_COPY = 25;

    /** The port is not a processor set. */
    public static final int KERN_INVALID_PROCESSOR_SET = 26;

    /** The policy's limits are exceeded. */
    public static final int KERN_POLICY_LIMIT = 27;

    /** The policy is not valid. */
    public static final int KERN_INVALID_POLICY = 28;

    /** The port is not a memory object. */
    public static final int KERN_INVALID_OBJECT = 29;

    /** A thread waits already. */
    public static final int KERN_ALREADY_WAITING = 30;

    /** The default processor set cannot be destroyed. */
    public static final int KERN_DEFAULT_SET = 31;

    /** The exception port is protected. */
    public static final int KERN_EXCEPTION_PROTECTED = 32;

    /** The port is not a ledger. */
    public static final int KERN_INVALID_LEDGER = 33;

    /** The port is not a memory control port. */
    public static final int KERN_INVALID_MEMORY_CONTROL = 34;

    /** The port is not the host's security port. */
    public static final int KERN_INVALID_SECURITY = 35;

    /** The thread is not depressed. */
    public static final int KERN_NOT_DEPRESSED = 36;

    /** The object was terminated. */
    public static final int KERN_TERMINATED = 37;

    /** The lock set was destroyed. */
    public static final int KERN_LOCK_SET_DESTROYED = 38;

    /** The lock is unstable: its holder was terminated. */
    public static final int KERN_LOCK_UNSTABLE = 39;

    /** The lock is held by another thread. */
    public static final int KERN_LOCK_OWNED = 40;

    /** The lock is held by the calling thread. */
    public static final int KERN_LOCK_OWNED_SELF = 41;

    /** The semaphore was destroyed. */
    public static final int KERN_SEMAPHORE_DESTROYED = 42;

    /** The server of the call was terminated. */
    public static final int KERN_RPC_SERVER_TERMINATED = 43;

    /** An orphaned call must be terminated. */
    public static final int KERN_RPC_TERMINATE_ORPHAN = 44;

    /** An orphaned call may go on. */
    public static final int KERN_RPC_CONTINUE_ORPHAN = 45;

    /** The operation is not supported. */
    public static final int KERN_NOT_SUPPORTED = 46;

    /** The remote node is down. */
    public static final int KERN_NODE_DOWN = 47;

    /** No thread waits on the semaphore. */
    public static final int KERN_NOT_WAITING = 48;

    /** The operation timed out. */
    public static final int KERN_OPERATION_TIMED_OUT = 49;

    /** The code signature is not valid. */
    public static final int KERN_CODESIGN_ERROR = 50;

    /** The policy cannot be changed. Since XNU 2782. */
    public static final int KERN_POLICY_STATIC = 51;

    /** The buffer is too small. Since XNU 3248. */
    public static final int KERN_INSUFFICIENT_BUFFER_SIZE = 52;

    /** A security policy denied the operation. Since XNU 7195. */
    public static final int KERN_DENIED = 53;

    /** A kernel collection is missing. Since XNU 7195.101. */
    public static final int KERN_MISSING_KC = 54;

    /** A kernel collection is not valid. Since XNU 7195.101. */
    public static final int KERN_INVALID_KC = 55;

    /** What was looked for does not exist. Since XNU 8019. */
    public static final int KERN_NOT_FOUND = 56;

    /** A bound, no code. */
    public static final int KERN_RETURN_MAX = 256;

    private KernReturn() {}
}
