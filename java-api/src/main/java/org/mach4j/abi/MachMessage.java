// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

/**
 * Constants of {@code <mach/message.h>}, return codes excepted: those are in {@link MachMsgReturn} (spec 00 §2 to
 * §6).
 *
 * <p>The values are those of XNU 2422 (OS X 10.9). What later systems added stands here too, with the first XNU
 * version that has it. Where a later system gave a name another value, that value is in {@link Revised}; where it
 * gave a value another meaning, both names say so.
 */
@CHeader("mach/message.h")
public final class MachMessage {
    // --- msgh_bits (spec 00 §2.1, §18.1); to compose and take apart: MsghBits ------------------------------------

    /** No bits. */
    public static final int MACH_MSGH_BITS_ZERO = 0;

    /** The disposition of {@code msgh_remote_port}. 5 bits wide since XNU 2782, see {@link Revised}. */
    public static final int MACH_MSGH_BITS_REMOTE_MASK = 0x000000ff;

    /**
     * The disposition of {@code msgh_local_port}, shifted left by 8. 5 bits wide since XNU 2782, see
     * {@link Revised}.
     */
    public static final int MACH_MSGH_BITS_LOCAL_MASK = 0x0000ff00;

    /** The disposition of {@code msgh_voucher_port}, shifted left by 16. Since XNU 2782. */
    public static final int MACH_MSGH_BITS_VOUCHER_MASK = 0x001f0000;

    /** The dispositions of the header's ports. Another value since XNU 2782, see {@link Revised}. */
    public static final int MACH_MSGH_BITS_PORTS_MASK = 0x0000ffff;

    /** A body with descriptors follows the header. */
    public static final int MACH_MSGH_BITS_COMPLEX = 0x80000000;

    /**
     * Internal to the kernel: sending would close a loop of receive rights. Another value since XNU 2782, see
     * {@link Revised}.
     */
    public static final int MACH_MSGH_BITS_CIRCULAR = 0x40000000;

    /** Set by the kernel on a message that donates importance; may be seen in a received message. */
    public static final int MACH_MSGH_BITS_RAISEIMP = 0x20000000;

    /** Another name of {@link #MACH_MSGH_BITS_RAISEIMP}. Since XNU 2782. */
    public static final int MACH_MSGH_BITS_DENAP = MACH_MSGH_BITS_RAISEIMP;

    /** Used by user-level libraries only. */
    public static final int MACH_MSGH_BITS_IMPHOLDASRT = 0x10000000;

    /** Another name of {@link #MACH_MSGH_BITS_IMPHOLDASRT}. Since XNU 2782. */
    public static final int MACH_MSGH_BITS_DENAPHOLDASRT = MACH_MSGH_BITS_IMPHOLDASRT;

    /**
     * The bits that a sender may set; all others are cleared without a word. Another value since XNU 2782, see
     * {@link Revised}.
     */
    public static final int MACH_MSGH_BITS_USER = 0x8000ffff;

    /** All bits with a meaning. Another value since XNU 2782, see {@link Revised}. */
    public static final int MACH_MSGH_BITS_USED = 0xf000ffff;

    // --- sizes, kinds, time-out (spec 00 §2.1) -------------------------------------------------------------------

    /** No time-out value; what a time-out of 0 ms means is said by the options. */
    public static final int MACH_MSG_TIMEOUT_NONE = 0;

    /** Compatibility only. */
    public static final int MACH_MSGH_KIND_NORMAL = 0;

    /** Compatibility only. */
    public static final int MACH_MSGH_KIND_NOTIFICATION = 1;

    /** The largest size that the type can say. */
    public static final int MACH_MSG_SIZE_MAX = 0xffffffff;

    /** Advisory only, in bytes. */
    public static final int MACH_MSG_SIZE_RELIABLE = 262144;

    // --- dispositions (spec 00 §4, §18.2); predicates and conversion: Dispositions -------------------------------

    /** No right. */
    public static final int MACH_MSG_TYPE_PORT_NONE = 0;

    /** A plain number, no right; never legal in a message. */
    public static final int MACH_MSG_TYPE_PORT_NAME = 15;

    /** Move a receive right. */
    public static final int MACH_MSG_TYPE_MOVE_RECEIVE = 16;

    /** Move a user reference of a send right. */
    public static final int MACH_MSG_TYPE_MOVE_SEND = 17;

    /** Move a send-once right. */
    public static final int MACH_MSG_TYPE_MOVE_SEND_ONCE = 18;

    /** Copy a send right that is held. */
    public static final int MACH_MSG_TYPE_COPY_SEND = 19;

    /** Make a send right from a receive right that is held. */
    public static final int MACH_MSG_TYPE_MAKE_SEND = 20;

    /** Make a send-once right from a receive right that is held. */
    public static final int MACH_MSG_TYPE_MAKE_SEND_ONCE = 21;

    /** Declared, never accepted with a valid name. */
    public static final int MACH_MSG_TYPE_COPY_RECEIVE = 22;

    /** Not a message disposition. Since XNU 2782. */
    public static final int MACH_MSG_TYPE_DISPOSE_RECEIVE = 24;

    /** Not a message disposition. Since XNU 2782. */
    public static final int MACH_MSG_TYPE_DISPOSE_SEND = 25;

    /** Not a message disposition. Since XNU 2782. */
    public static final int MACH_MSG_TYPE_DISPOSE_SEND_ONCE = 26;

    /** Received: a receive right. */
    public static final int MACH_MSG_TYPE_PORT_RECEIVE = MACH_MSG_TYPE_MOVE_RECEIVE;

    /** Received: a send right. */
    public static final int MACH_MSG_TYPE_PORT_SEND = MACH_MSG_TYPE_MOVE_SEND;

    /** Received: a send-once right. */
    public static final int MACH_MSG_TYPE_PORT_SEND_ONCE = MACH_MSG_TYPE_MOVE_SEND_ONCE;

    /** The largest disposition. */
    public static final int MACH_MSG_TYPE_LAST = 22;

    /** MIG's mark of an argument whose disposition the caller gives. */
    public static final int MACH_MSG_TYPE_POLYMORPHIC = 0xffffffff;

    // --- descriptors (spec 00 §3, §18.2) -------------------------------------------------------------------------

    /** One port right: {@link PortDescriptorLayout}. */
    public static final int MACH_MSG_PORT_DESCRIPTOR = 0;

    /** Out-of-line memory: {@link OolDescriptorLayout}. */
    public static final int MACH_MSG_OOL_DESCRIPTOR = 1;

    /** An out-of-line array of port rights: {@link OolPortsDescriptorLayout}. */
    public static final int MACH_MSG_OOL_PORTS_DESCRIPTOR = 2;

    /** Out-of-line memory that may change while in flight: {@link OolDescriptorLayout}. */
    public static final int MACH_MSG_OOL_VOLATILE_DESCRIPTOR = 3;

    /** A guarded receive right: {@link GuardedPortDescriptorLayout}. Since XNU 6153. */
    public static final int MACH_MSG_GUARDED_PORT_DESCRIPTOR = 4;

    /** The largest descriptor type. Since XNU 6153. */
    public static final int MACH_MSG_DESCRIPTOR_MAX = 4;

    /** Copy option: the kernel copies. */
    public static final int MACH_MSG_PHYSICAL_COPY = 0;

    /** Copy option: copy-on-write. */
    public static final int MACH_MSG_VIRTUAL_COPY = 1;

    /** Copy option of scatter lists, without effect. */
    public static final int MACH_MSG_ALLOCATE = 2;

    /** Copy option of scatter lists, without effect; deprecated since XNU 2782. */
    public static final int MACH_MSG_OVERWRITE = 3;

    /** Copy option, internal to the kernel. */
    public static final int MACH_MSG_KALLOC_COPY_T = 4;

    /** No flag of a guarded port descriptor. Since XNU 6153. */
    public static final int MACH_MSG_GUARD_FLAGS_NONE = 0x0000;

    /** The right cannot be moved on. Since XNU 6153. */
    public static final int MACH_MSG_GUARD_FLAGS_IMMOVABLE_RECEIVE = 0x0001;

    /** The port was without guard when sent. Since XNU 6153. */
    public static final int MACH_MSG_GUARD_FLAGS_UNGUARDED_ON_SEND = 0x0002;

    /** All flags of a guarded port descriptor. Since XNU 6153. */
    public static final int MACH_MSG_GUARD_FLAGS_MASK = 0x0003;

    // --- trailers (spec 00 §5); to ask for one and to size it: TrailerLayout -------------------------------------

    /** The only trailer format. */
    public static final int MACH_MSG_TRAILER_FORMAT_0 = 0;

    /** Bytes of the smallest trailer. */
    public static final int MACH_MSG_TRAILER_MINIMUM_SIZE = 8;

    /** Bytes of a trailer with sequence number and security token. */
    public static final int MACH_MSG_TRAILER_FORMAT_0_SIZE = 20;

    /** Bytes of the largest trailer. */
    public static final int MAX_TRAILER_SIZE = 68;

    /** Level: type and size alone, 8 bytes. A level is no option bit: see {@link TrailerLayout#elements}. */
    public static final int MACH_RCV_TRAILER_NULL = 0;

    /** Level: and the sequence number, 12 bytes. */
    public static final int MACH_RCV_TRAILER_SEQNO = 1;

    /** Level: and the sender's security token, 20 bytes. */
    public static final int MACH_RCV_TRAILER_SENDER = 2;

    /** Level: and the sender's audit token, 52 bytes. */
    public static final int MACH_RCV_TRAILER_AUDIT = 3;

    /** Level: and the port's context, 60 bytes. */
    public static final int MACH_RCV_TRAILER_CTX = 4;

    /** Level: and all the rest, 68 bytes. */
    public static final int MACH_RCV_TRAILER_AV = 7;

    /** Level: all, 68 bytes. */
    public static final int MACH_RCV_TRAILER_LABELS = 8;

    /** Where an option word keeps the trailer level. */
    public static final int MACH_RCV_TRAILER_MASK = 0x0f000000;

    // --- options (spec 00 §6, §18.3) -----------------------------------------------------------------------------

    /** No option. */
    public static final int MACH_MSG_OPTION_NONE = 0x00000000;

    /** Send. */
    public static final int MACH_SEND_MSG = 0x00000001;

    /** Receive. */
    public static final int MACH_RCV_MSG = 0x00000002;

    /** Leave a message that is too large in the queue and report its size. */
    public static final int MACH_RCV_LARGE = 0x00000004;

    /** With {@link #MACH_RCV_LARGE}: report the name of its port too. */
    public static final int MACH_RCV_LARGE_IDENTITY = 0x00000008;

    /** The time-out limits the send. */
    public static final int MACH_SEND_TIMEOUT = 0x00000010;

    /** The notify argument carries a priority. Since XNU 3789. */
    public static final int MACH_SEND_OVERRIDE = 0x00000020;

    /** Return when a send is interrupted; the library sees it and not the kernel. */
    public static final int MACH_SEND_INTERRUPT = 0x00000040;

    /** If the queue is full, arm a send-possible notification. */
    public static final int MACH_SEND_NOTIFY = 0x00000080;

    /** The time-out limits the receive. */
    public static final int MACH_RCV_TIMEOUT = 0x00000100;

    /**
     * Legacy, ignored. 0 since XNU 6153, see {@link Revised}, and the value given to
     * {@link #MACH_MSG_STRICT_REPLY}.
     */
    public static final int MACH_RCV_NOTIFY = 0x00000200;

    /** Enforce the rules of reply ports. Since XNU 6153; the value was {@link #MACH_RCV_NOTIFY} before. */
    public static final int MACH_MSG_STRICT_REPLY = 0x00000200;

    /** Return when a receive is interrupted; the library sees it and not the kernel. */
    public static final int MACH_RCV_INTERRUPT = 0x00000400;

    /** Receive the voucher. Since XNU 2782. */
    public static final int MACH_RCV_VOUCHER = 0x00000800;

    /**
     * Scatter receive, fatal in XNU 2422 (spec 01 §6.7). 0 since XNU 6153, see {@link Revised}, and the value given
     * to {@link #MACH_RCV_GUARDED_DESC}.
     */
    public static final int MACH_RCV_OVERWRITE = 0x00001000;

    /**
     * Receive guarded descriptors. Since XNU 6153; the value was {@link #MACH_RCV_OVERWRITE} before, which 2422
     * answers by ending the system.
     */
    public static final int MACH_RCV_GUARDED_DESC = 0x00001000;

    /** Since XNU 4570. */
    public static final int MACH_RCV_SYNC_WAIT = 0x00004000;

    /** Since XNU 6153. */
    public static final int MACH_RCV_SYNC_PEEK = 0x00008000;

    /**
     * Ignore the queue limit; the kernel alone may say it. From a user task the value is
     * {@link #MACH_SEND_FILTER_NONFATAL} since XNU 8019.
     */
    public static final int MACH_SEND_ALWAYS = 0x00010000;

    /**
     * A filtered message is an error and not fatal. Since XNU 8019; the value is {@link #MACH_SEND_ALWAYS} within
     * the kernel.
     */
    public static final int MACH_SEND_FILTER_NONFATAL = 0x00010000;

    /** Accepted without effect; the library's server loops look at it. */
    public static final int MACH_SEND_TRAILER = 0x00020000;

    /** Do not donate importance. */
    public static final int MACH_SEND_NOIMPORTANCE = 0x00040000;

    /** Another name of {@link #MACH_SEND_NOIMPORTANCE}. Since XNU 2782. */
    public static final int MACH_SEND_NODENAP = MACH_SEND_NOIMPORTANCE;

    /** Donate importance whatever the task is; the kernel alone may say it. */
    public static final int MACH_SEND_IMPORTANCE = 0x00080000;

    /** Since XNU 4570. */
    public static final int MACH_SEND_SYNC_OVERRIDE = 0x00100000;

    /** Since XNU 4903. */
    public static final int MACH_SEND_PROPAGATE_QOS = 0x00200000;

    /** The old name of {@link #MACH_SEND_PROPAGATE_QOS}. Since XNU 4903. */
    public static final int MACH_SEND_SYNC_USE_THRPRI = MACH_SEND_PROPAGATE_QOS;

    /** The kernel alone may say it. Since XNU 4903. */
    public static final int MACH_SEND_KERNEL = 0x00400000;

    /** Since XNU 6153. */
    public static final int MACH_SEND_SYNC_BOOTSTRAP_CHECKIN = 0x00800000;

    /** The send options honoured of a user task. Another value later, see {@link Revised}. */
    public static final int MACH_SEND_USER = 0x00060091;

    /** The receive options honoured of a user task. Another value later, see {@link Revised}. */
    public static final int MACH_RCV_USER = 0x0f00110e;

    /** The options honoured of a user task; the trap clears all others. Another value later, see {@link Revised}. */
    public static final int MACH_MSG_OPTION_USER = MACH_SEND_USER | MACH_RCV_USER;

    /** The options that the library strips before the trap. */
    public static final int MACH_MSG_OPTION_LIB = MACH_SEND_INTERRUPT | MACH_RCV_INTERRUPT;

    /** The options of the kernel's own sends. */
    public static final int MACH_SEND_KERNEL_DEFAULT = MACH_SEND_MSG | MACH_SEND_ALWAYS | MACH_SEND_NOIMPORTANCE;

    private MachMessage() {}

    /** A size rounded up to a multiple of 4: the C macro {@code round_msg}. */
    public static int roundMsg(int size) {
        return size + 3 & ~3;
    }
}
