// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

/**
 * Constants of {@code <mach/port.h>}, spec 00 §10, §11, §18.6.
 *
 * <p>The values are those of XNU 2422 (OS X 10.9). What later systems added stands here too, with the first XNU
 * version that has it. Where a later system gave a name another value, that value is in {@link Revised}.
 */
@CHeader("mach/port.h")
public final class MachPort {
    // --- names (spec 00 §10); index and generation: PortName -----------------------------------------------------

    /** No port. */
    public static final int MACH_PORT_NULL = 0;

    /** A port that is dead; -1 as an {@code int}. */
    public static final int MACH_PORT_DEAD = 0xffffffff;

    /** More user references than a right ever has; one copied out stays at 65534. */
    public static final int MACH_PORT_UREFS_MAX = 65535;

    // --- kinds of right (spec 00 §10) ----------------------------------------------------------------------------

    /** Send right. */
    public static final int MACH_PORT_RIGHT_SEND = 0;

    /** Receive right. */
    public static final int MACH_PORT_RIGHT_RECEIVE = 1;

    /** Send-once right. */
    public static final int MACH_PORT_RIGHT_SEND_ONCE = 2;

    /** Port set. */
    public static final int MACH_PORT_RIGHT_PORT_SET = 3;

    /** Dead name. */
    public static final int MACH_PORT_RIGHT_DEAD_NAME = 4;

    /** Label handle; obsolete. */
    public static final int MACH_PORT_RIGHT_LABELH = 5;

    /** How many kinds there are. */
    public static final int MACH_PORT_RIGHT_NUMBER = 6;

    // --- type words (spec 00 §10) --------------------------------------------------------------------------------

    /** No right. */
    public static final int MACH_PORT_TYPE_NONE = 0x00000000;

    /** Send right. */
    public static final int MACH_PORT_TYPE_SEND = 0x00010000;

    /** Receive right. */
    public static final int MACH_PORT_TYPE_RECEIVE = 0x00020000;

    /** Send-once right. */
    public static final int MACH_PORT_TYPE_SEND_ONCE = 0x00040000;

    /** Port set. */
    public static final int MACH_PORT_TYPE_PORT_SET = 0x00080000;

    /** Dead name. */
    public static final int MACH_PORT_TYPE_DEAD_NAME = 0x00100000;

    /** Label handle; obsolete. */
    public static final int MACH_PORT_TYPE_LABELH = 0x00200000;

    /** Send and receive. */
    public static final int MACH_PORT_TYPE_SEND_RECEIVE = 0x00030000;

    /** Send and send-once. */
    public static final int MACH_PORT_TYPE_SEND_RIGHTS = 0x00050000;

    /** Send, receive and send-once. */
    public static final int MACH_PORT_TYPE_PORT_RIGHTS = 0x00070000;

    /** A port right or a dead name. */
    public static final int MACH_PORT_TYPE_PORT_OR_DEAD = 0x00170000;

    /** All, label handles excepted. */
    public static final int MACH_PORT_TYPE_ALL_RIGHTS = 0x001f0000;

    /** A dead-name request is armed. */
    public static final int MACH_PORT_TYPE_DNREQUEST = 0x80000000;

    /** A send-possible request is armed. */
    public static final int MACH_PORT_TYPE_SPREQUEST = 0x40000000;

    /** A send-possible request is registered and not yet armed. */
    public static final int MACH_PORT_TYPE_SPREQUEST_DELAYED = 0x20000000;

    // --- limits and status (spec 00 §10, §11) --------------------------------------------------------------------

    /** Queue limit, in messages. */
    public static final int MACH_PORT_QLIMIT_ZERO = 0;

    /** Queue limit, in messages. */
    public static final int MACH_PORT_QLIMIT_BASIC = 5;

    /** Queue limit, in messages. */
    public static final int MACH_PORT_QLIMIT_SMALL = 16;

    /** Queue limit, in messages. */
    public static final int MACH_PORT_QLIMIT_LARGE = 1024;

    /** The ceiling even for senders that ignore the limit. Another value since XNU 3247, see {@link Revised}. */
    public static final int MACH_PORT_QLIMIT_KERNEL = 65536;

    /** The smallest queue limit. */
    public static final int MACH_PORT_QLIMIT_MIN = MACH_PORT_QLIMIT_ZERO;

    /** The queue limit of a new port. */
    public static final int MACH_PORT_QLIMIT_DEFAULT = MACH_PORT_QLIMIT_BASIC;

    /** The largest queue limit that a task can set. */
    public static final int MACH_PORT_QLIMIT_MAX = MACH_PORT_QLIMIT_LARGE;

    /** No send rights. */
    public static final int MACH_PORT_SRIGHTS_NONE = 0;

    /** Send rights exist. */
    public static final int MACH_PORT_SRIGHTS_PRESENT = 1;

    /** The importance receiver has a temporary owner. */
    public static final int MACH_PORT_STATUS_FLAG_TEMPOWNER = 0x01;

    /** The port has a guard. */
    public static final int MACH_PORT_STATUS_FLAG_GUARDED = 0x02;

    /** The guard is strict. */
    public static final int MACH_PORT_STATUS_FLAG_STRICT_GUARD = 0x04;

    /** The port receives importance. */
    public static final int MACH_PORT_STATUS_FLAG_IMP_DONATION = 0x08;

    /** The port is revived. */
    public static final int MACH_PORT_STATUS_FLAG_REVIVE = 0x10;

    /** The port has a task. */
    public static final int MACH_PORT_STATUS_FLAG_TASKPTR = 0x20;

    /** The guard forbids to move the receive right. Since XNU 6153. */
    public static final int MACH_PORT_STATUS_FLAG_GUARD_IMMOVABLE_RECEIVE = 0x40;

    /** The port accepts no rights. Since XNU 6153. */
    public static final int MACH_PORT_STATUS_FLAG_NO_GRANT = 0x80;

    // --- flavors of attributes (spec 00 §11.1, §18.6) ------------------------------------------------------------

    /** {@link PortLimitsLayout}; get and set. */
    public static final int MACH_PORT_LIMITS_INFO = 1;

    /** {@link PortStatusLayout}; get. */
    public static final int MACH_PORT_RECEIVE_STATUS = 2;

    /** One word; get and set. */
    public static final int MACH_PORT_DNREQUESTS_SIZE = 3;

    /** No data; set. */
    public static final int MACH_PORT_TEMPOWNER = 4;

    /** No data; set. */
    public static final int MACH_PORT_IMPORTANCE_RECEIVER = 5;

    /** Since XNU 2782. */
    public static final int MACH_PORT_DENAP_RECEIVER = 6;

    /** {@link PortInfoExtLayout}; get. */
    public static final int MACH_PORT_INFO_EXT = 7;

    /** {@link PortGuardInfoLayout}; assert. Since XNU 8019. */
    public static final int MACH_PORT_GUARD_INFO = 8;

    /** One word. Since XNU 10002. */
    public static final int MACH_PORT_SERVICE_THROTTLED = 9;

    /** In words of 4 bytes. */
    public static final int MACH_PORT_LIMITS_INFO_COUNT = 1;

    /** In words of 4 bytes. */
    public static final int MACH_PORT_RECEIVE_STATUS_COUNT = 10;

    /** In words of 4 bytes. */
    public static final int MACH_PORT_DNREQUESTS_SIZE_COUNT = 1;

    /** In words of 4 bytes. */
    public static final int MACH_PORT_INFO_EXT_COUNT = 17;

    /** In words of 4 bytes. Since XNU 8019. */
    public static final int MACH_PORT_GUARD_INFO_COUNT = 2;

    /** In words of 4 bytes. Since XNU 10002. */
    public static final int MACH_PORT_SERVICE_THROTTLED_COUNT = 1;

    /** Bytes of a service port's name, its end included. Since XNU 8019. */
    public static final int MACH_SERVICE_PORT_INFO_STRING_NAME_MAX_BUF_LEN = 255;

    // --- flags of mach_port_construct (spec 00 §11.4, §18.6) -----------------------------------------------------

    /** The context is a guard. */
    public static final int MPO_CONTEXT_AS_GUARD = 0x0001;

    /** {@code mpl_qlimit} counts. */
    public static final int MPO_QLIMIT = 0x0002;

    /** As flavor {@link #MACH_PORT_TEMPOWNER}. */
    public static final int MPO_TEMPOWNER = 0x0004;

    /** As flavor {@link #MACH_PORT_IMPORTANCE_RECEIVER}. */
    public static final int MPO_IMPORTANCE_RECEIVER = 0x0008;

    /** Make a send right too. */
    public static final int MPO_INSERT_SEND_RIGHT = 0x0010;

    /** The guard is strict. */
    public static final int MPO_STRICT = 0x0020;

    /** Since XNU 2782. */
    public static final int MPO_DENAP_RECEIVER = 0x0040;

    /** The receive right cannot be moved. Since XNU 6153. */
    public static final int MPO_IMMOVABLE_RECEIVE = 0x0080;

    /** Since XNU 7195. */
    public static final int MPO_FILTER_MSG = 0x0100;

    /** Since XNU 7195. */
    public static final int MPO_TG_BLOCK_TRACKING = 0x0200;

    /** Since XNU 8019. */
    public static final int MPO_SERVICE_PORT = 0x0400;

    /** Since XNU 8019. */
    public static final int MPO_CONNECTION_PORT = 0x0800;

    /** Since XNU 8792. */
    public static final int MPO_REPLY_PORT = 0x1000;

    /** Since XNU 8792. */
    public static final int MPO_ENFORCE_REPLY_PORT_SEMANTICS = 0x2000;

    /** Since XNU 8792. */
    public static final int MPO_PROVISIONAL_REPLY_PORT = 0x4000;

    /** Since XNU 11215. */
    public static final int MPO_EXCEPTION_PORT = 0x8000;

    // --- guards (spec 00 §11.5, §18.6) ---------------------------------------------------------------------------

    /** Flag of {@code mach_port_guard_with_flags}: a strict guard. Since XNU 6153. */
    public static final int MPG_STRICT = 1;

    /** Flag of {@code mach_port_guard_with_flags}: the receive right cannot be moved. Since XNU 6153. */
    public static final int MPG_IMMOVABLE_RECEIVE = 2;

    /** Kind of a guard exception: a port's. */
    public static final int GUARD_TYPE_MACH_PORT = 1;

    /** Reason: destroyed a guarded port. */
    public static final int kGUARD_EXC_DESTROY = 1;

    /** Reason: gave up a guarded receive right. */
    public static final int kGUARD_EXC_MOD_REFS = 2;

    /** Reason. Since XNU 8792. */
    public static final int kGUARD_EXC_INVALID_OPTIONS = 3;

    /** Reason: set the context of a strictly guarded port. */
    public static final int kGUARD_EXC_SET_CONTEXT = 4;

    /** Reason, later than XNU 2422. */
    public static final int kGUARD_EXC_THREAD_SET_STATE = 5;

    /** Reason, later than XNU 2422. */
    public static final int kGUARD_EXC_EXCEPTION_BEHAVIOR_ENFORCE = 6;

    /** Reason, later than XNU 2422. */
    public static final int kGUARD_EXC_SERVICE_PORT_VIOLATION_FATAL = 7;

    /** Reason: the port has no guard to take off. */
    public static final int kGUARD_EXC_UNGUARDED = 8;

    /** Reason: the guard is another. */
    public static final int kGUARD_EXC_INCORRECT_GUARD = 16;

    /** Reason, later than XNU 2422. */
    public static final int kGUARD_EXC_IMMOVABLE = 0x20;

    /** Reason, later than XNU 2422. */
    public static final int kGUARD_EXC_STRICT_REPLY = 0x40;

    /** Reason, later than XNU 2422. */
    public static final int kGUARD_EXC_MSG_FILTERED = 0x80;

    /** Reason, later than XNU 2422. */
    public static final int kGUARD_EXC_INVALID_RIGHT = 0x100;

    /** Reason, later than XNU 2422. */
    public static final int kGUARD_EXC_INVALID_NAME = 0x200;

    /** Reason, later than XNU 2422. */
    public static final int kGUARD_EXC_INVALID_VALUE = 0x400;

    /** Reason, later than XNU 2422. */
    public static final int kGUARD_EXC_INVALID_ARGUMENT = 0x800;

    /** Reason, later than XNU 2422. */
    public static final int kGUARD_EXC_RIGHT_EXISTS = 0x1000;

    /** Reason, later than XNU 2422. */
    public static final int kGUARD_EXC_KERN_NO_SPACE = 0x2000;

    /** Reason, later than XNU 2422. */
    public static final int kGUARD_EXC_KERN_FAILURE = 0x4000;

    /** Reason, later than XNU 2422. */
    public static final int kGUARD_EXC_KERN_RESOURCE = 0x8000;

    /** Reason, later than XNU 2422. */
    public static final int kGUARD_EXC_SEND_INVALID_REPLY = 0x10000;

    /** Reason, later than XNU 2422. */
    public static final int kGUARD_EXC_SEND_INVALID_VOUCHER = 0x20000;

    /** Reason, later than XNU 2422. */
    public static final int kGUARD_EXC_SEND_INVALID_RIGHT = 0x40000;

    /** Reason, later than XNU 2422. */
    public static final int kGUARD_EXC_RCV_INVALID_NAME = 0x80000;

    /** Reason, later than XNU 2422. */
    public static final int kGUARD_EXC_RCV_GUARDED_DESC = 0x100000;

    /** Reason, later than XNU 2422. */
    public static final int kGUARD_EXC_SERVICE_PORT_VIOLATION_NON_FATAL = 0x100001;

    /** Reason, later than XNU 2422. */
    public static final int kGUARD_EXC_PROVISIONAL_REPLY_PORT = 0x100002;

    /** Reason, later than XNU 2422. */
    public static final int kGUARD_EXC_MOD_REFS_NON_FATAL = 0x200000;

    /** Reason, later than XNU 2422. */
    public static final int kGUARD_EXC_IMMOVABLE_NON_FATAL = 0x400000;

    /** Reason, later than XNU 2422. 10 in the headers of SDK 26.4. */
    public static final int kGUARD_EXC_REQUIRE_REPLY_PORT_SEMANTICS = 0x800000;

    private MachPort() {}

    /**
     * The bit that a kind of right has in a type word: the C macro {@code MACH_PORT_TYPE}.
     *
     * @param right {@code MACH_PORT_RIGHT_*}
     */
    public static int type(int right) {
        return 1 << (right + 16);
    }
}
