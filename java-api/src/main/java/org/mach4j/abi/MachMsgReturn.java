// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

/**
 * What {@code mach_msg} returns: {@code mach_msg_return_t}, {@code <mach/message.h>}, spec 00 §7 and §18.4.
 *
 * <p>A code of system 4, subsystem 0 for sending and 1 for receiving, into which modifier bits may be or-ed. Text:
 * {@link MachCodes}.
 */
@CHeader("mach/message.h")
public final class MachMsgReturn {
    /** Done. */
    public static final int MACH_MSG_SUCCESS = 0x00000000;

    // --- sending -------------------------------------------------------------------------------------------------

    /** The send is in progress. Internal: never returned. */
    public static final int MACH_SEND_IN_PROGRESS = 0x10000001;

    /** The message could not be read. */
    public static final int MACH_SEND_INVALID_DATA = 0x10000002;

    /** The destination is no right that can be sent to. */
    public static final int MACH_SEND_INVALID_DEST = 0x10000003;

    /** The message was not sent in time. */
    public static final int MACH_SEND_TIMED_OUT = 0x10000004;

    /** The voucher is not valid. Since XNU 2782. */
    public static final int MACH_SEND_INVALID_VOUCHER = 0x10000005;

    /** The send was interrupted. */
    public static final int MACH_SEND_INTERRUPTED = 0x10000007;

    /** The message is smaller than a header, or of no legal size. */
    public static final int MACH_SEND_MSG_TOO_SMALL = 0x10000008;

    /** The reply port is no right that can be sent. */
    public static final int MACH_SEND_INVALID_REPLY = 0x10000009;

    /** A port in the body is not the right that its disposition needs. */
    public static final int MACH_SEND_INVALID_RIGHT = 0x1000000a;

    /** The notify port is not valid. Declared only. */
    public static final int MACH_SEND_INVALID_NOTIFY = 0x1000000b;

    /** Out-of-line memory of the message could not be read. */
    public static final int MACH_SEND_INVALID_MEMORY = 0x1000000c;

    /** The kernel has no buffer for the message. */
    public static final int MACH_SEND_NO_BUFFER = 0x1000000d;

    /** The message is too large. */
    public static final int MACH_SEND_TOO_LARGE = 0x1000000e;

    /** A descriptor has no legal type. */
    public static final int MACH_SEND_INVALID_TYPE = 0x1000000f;

    /** The bits of the header are not legal. */
    public static final int MACH_SEND_INVALID_HEADER = 0x10000010;

    /** The trailer to send is not valid. Declared only. */
    public static final int MACH_SEND_INVALID_TRAILER = 0x10000011;

    /** The context of a guarded descriptor is not the port's. Since XNU 6153. */
    public static final int MACH_SEND_INVALID_CONTEXT = 0x10000012;

    /**
     * The options do not allow this send. Since XNU 8792; what a message to a kernel object gets that was sent by
     * {@code mach_msg}.
     */
    public static final int MACH_SEND_INVALID_OPTIONS = 0x10000013;

    /** Out-of-line memory is larger than the port allows. Declared only. */
    public static final int MACH_SEND_INVALID_RT_OOL_SIZE = 0x10000015;

    /** The destination does not accept rights. Since XNU 6153. */
    public static final int MACH_SEND_NO_GRANT_DEST = 0x10000016;

    /** A policy filtered the message. Since XNU 7195. */
    public static final int MACH_SEND_MSG_FILTERED = 0x10000017;

    /** The auxiliary data are too small. Since XNU 8792. */
    public static final int MACH_SEND_AUX_TOO_SMALL = 0x10000018;

    /** The auxiliary data are too large. Since XNU 8792. */
    public static final int MACH_SEND_AUX_TOO_LARGE = 0x10000019;

    // --- receiving -----------------------------------------------------------------------------------------------

    /** The thread waits for a message. Internal: never returned. */
    public static final int MACH_RCV_IN_PROGRESS = 0x10004001;

    /** The name is neither a receive right nor a port set. */
    public static final int MACH_RCV_INVALID_NAME = 0x10004002;

    /** No message came in time. */
    public static final int MACH_RCV_TIMED_OUT = 0x10004003;

    /** The message does not fit into the receive buffer. */
    public static final int MACH_RCV_TOO_LARGE = 0x10004004;

    /** The receive was interrupted. */
    public static final int MACH_RCV_INTERRUPTED = 0x10004005;

    /**
     * The receive right or port set went away or died while waiting. Called obsolete by the header, and yet what a
     * waiting receiver gets.
     */
    public static final int MACH_RCV_PORT_CHANGED = 0x10004006;

    /** The notify port is not valid. Declared only. */
    public static final int MACH_RCV_INVALID_NOTIFY = 0x10004007;

    /** The receive buffer could not be written. */
    public static final int MACH_RCV_INVALID_DATA = 0x10004008;

    /** The receive right or port set died while waiting. Declared only: see {@link #MACH_RCV_PORT_CHANGED}. */
    public static final int MACH_RCV_PORT_DIED = 0x10004009;

    /** The port is a member of a port set. Declared only. */
    public static final int MACH_RCV_IN_SET = 0x1000400a;

    /** The header's ports could not be received. Only with a modifier. */
    public static final int MACH_RCV_HEADER_ERROR = 0x1000400b;

    /** The message was received, but not all of its body. Only with modifiers. */
    public static final int MACH_RCV_BODY_ERROR = 0x1000400c;

    /** A descriptor of the scatter list has no legal type. Declared only. */
    public static final int MACH_RCV_INVALID_TYPE = 0x1000400d;

    /** The scatter list is too small. Declared only. */
    public static final int MACH_RCV_SCATTER_SMALL = 0x1000400e;

    /** No such trailer can be had. Declared only. */
    public static final int MACH_RCV_INVALID_TRAILER = 0x1000400f;

    /** The thread waits for a message, with a time-out. Declared only. */
    public static final int MACH_RCV_IN_PROGRESS_TIMED = 0x10004011;

    /** The reply port is not valid. Since XNU 6153. */
    public static final int MACH_RCV_INVALID_REPLY = 0x10004012;

    /** The arguments do not allow this receive, which was not started. Since XNU 8792. */
    public static final int MACH_RCV_INVALID_ARGUMENTS = 0x10004013;

    // --- modifiers -----------------------------------------------------------------------------------------------

    /** Where a code keeps its modifiers; 0x0200 has no meaning. */
    public static final int MACH_MSG_MASK = 0x00003e00;

    /** Modifier: no room in the name space. */
    public static final int MACH_MSG_IPC_SPACE = 0x00002000;

    /** Modifier: no room in the address space. */
    public static final int MACH_MSG_VM_SPACE = 0x00001000;

    /** Modifier: the kernel is short of resources for a port right. */
    public static final int MACH_MSG_IPC_KERNEL = 0x00000800;

    /**
     * Modifier: the kernel is short of resources for memory. Alone, it is the code of a send whose out-of-line
     * memory exceeds the kernel's copy space.
     */
    public static final int MACH_MSG_VM_KERNEL = 0x00000400;

    private MachMsgReturn() {}
}
