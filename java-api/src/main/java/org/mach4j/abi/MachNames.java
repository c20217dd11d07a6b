// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

/**
 * Values as the text that C source has for them, and back: options, dispositions, kinds of right, type words and the
 * like. Return codes are in {@link MachCodes}, {@code msgh_bits} in {@link MsghBits}.
 *
 * <p>Names that a later system gave to a value that XNU 2422 used for something else are known only where it is said.
 */
public final class MachNames {
    private static final ValueNames LEVELS = ValueNames.of("trailer level")
            .value(MachMessage.MACH_RCV_TRAILER_NULL, "MACH_RCV_TRAILER_NULL")
            .value(MachMessage.MACH_RCV_TRAILER_SEQNO, "MACH_RCV_TRAILER_SEQNO")
            .value(MachMessage.MACH_RCV_TRAILER_SENDER, "MACH_RCV_TRAILER_SENDER")
            .value(MachMessage.MACH_RCV_TRAILER_AUDIT, "MACH_RCV_TRAILER_AUDIT")
            .value(MachMessage.MACH_RCV_TRAILER_CTX, "MACH_RCV_TRAILER_CTX")
            .value(MachMessage.MACH_RCV_TRAILER_AV, "MACH_RCV_TRAILER_AV")
            .value(MachMessage.MACH_RCV_TRAILER_LABELS, "MACH_RCV_TRAILER_LABELS")
            .build();

    /** Dispositions as they are sent, {@code MACH_MSG_TYPE_MOVE_SEND} for one (spec 00 §4). */
    public static final CNames DISPOSITIONS = ValueNames.of("disposition")
            .value(MachMessage.MACH_MSG_TYPE_PORT_NONE, "MACH_MSG_TYPE_PORT_NONE")
            .value(MachMessage.MACH_MSG_TYPE_PORT_NAME, "MACH_MSG_TYPE_PORT_NAME")
            .value(MachMessage.MACH_MSG_TYPE_MOVE_RECEIVE, "MACH_MSG_TYPE_MOVE_RECEIVE")
            .value(MachMessage.MACH_MSG_TYPE_MOVE_SEND, "MACH_MSG_TYPE_MOVE_SEND")
            .value(MachMessage.MACH_MSG_TYPE_MOVE_SEND_ONCE, "MACH_MSG_TYPE_MOVE_SEND_ONCE")
            .value(MachMessage.MACH_MSG_TYPE_COPY_SEND, "MACH_MSG_TYPE_COPY_SEND")
            .value(MachMessage.MACH_MSG_TYPE_MAKE_SEND, "MACH_MSG_TYPE_MAKE_SEND")
            .value(MachMessage.MACH_MSG_TYPE_MAKE_SEND_ONCE, "MACH_MSG_TYPE_MAKE_SEND_ONCE")
            .value(MachMessage.MACH_MSG_TYPE_COPY_RECEIVE, "MACH_MSG_TYPE_COPY_RECEIVE")
            .value(MachMessage.MACH_MSG_TYPE_DISPOSE_RECEIVE, "MACH_MSG_TYPE_DISPOSE_RECEIVE")
            .value(MachMessage.MACH_MSG_TYPE_DISPOSE_SEND, "MACH_MSG_TYPE_DISPOSE_SEND")
            .value(MachMessage.MACH_MSG_TYPE_DISPOSE_SEND_ONCE, "MACH_MSG_TYPE_DISPOSE_SEND_ONCE")
            .value(MachMessage.MACH_MSG_TYPE_POLYMORPHIC, "MACH_MSG_TYPE_POLYMORPHIC")
            .alias(MachMessage.MACH_MSG_TYPE_PORT_RECEIVE, "MACH_MSG_TYPE_PORT_RECEIVE")
            .alias(MachMessage.MACH_MSG_TYPE_PORT_SEND, "MACH_MSG_TYPE_PORT_SEND")
            .alias(MachMessage.MACH_MSG_TYPE_PORT_SEND_ONCE, "MACH_MSG_TYPE_PORT_SEND_ONCE")
            .build();

    /** Dispositions as they are received, {@code MACH_MSG_TYPE_PORT_SEND} for one (spec 00 §4). */
    public static final CNames RECEIVED_DISPOSITIONS = ValueNames.of("disposition")
            .value(MachMessage.MACH_MSG_TYPE_PORT_NONE, "MACH_MSG_TYPE_PORT_NONE")
            .value(MachMessage.MACH_MSG_TYPE_PORT_NAME, "MACH_MSG_TYPE_PORT_NAME")
            .value(MachMessage.MACH_MSG_TYPE_PORT_RECEIVE, "MACH_MSG_TYPE_PORT_RECEIVE")
            .value(MachMessage.MACH_MSG_TYPE_PORT_SEND, "MACH_MSG_TYPE_PORT_SEND")
            .value(MachMessage.MACH_MSG_TYPE_PORT_SEND_ONCE, "MACH_MSG_TYPE_PORT_SEND_ONCE")
            .value(MachMessage.MACH_MSG_TYPE_COPY_SEND, "MACH_MSG_TYPE_COPY_SEND")
            .value(MachMessage.MACH_MSG_TYPE_MAKE_SEND, "MACH_MSG_TYPE_MAKE_SEND")
            .value(MachMessage.MACH_MSG_TYPE_MAKE_SEND_ONCE, "MACH_MSG_TYPE_MAKE_SEND_ONCE")
            .value(MachMessage.MACH_MSG_TYPE_COPY_RECEIVE, "MACH_MSG_TYPE_COPY_RECEIVE")
            .value(MachMessage.MACH_MSG_TYPE_DISPOSE_RECEIVE, "MACH_MSG_TYPE_DISPOSE_RECEIVE")
            .value(MachMessage.MACH_MSG_TYPE_DISPOSE_SEND, "MACH_MSG_TYPE_DISPOSE_SEND")
            .value(MachMessage.MACH_MSG_TYPE_DISPOSE_SEND_ONCE, "MACH_MSG_TYPE_DISPOSE_SEND_ONCE")
            .value(MachMessage.MACH_MSG_TYPE_POLYMORPHIC, "MACH_MSG_TYPE_POLYMORPHIC")
            .alias(MachMessage.MACH_MSG_TYPE_MOVE_RECEIVE, "MACH_MSG_TYPE_MOVE_RECEIVE")
            .alias(MachMessage.MACH_MSG_TYPE_MOVE_SEND, "MACH_MSG_TYPE_MOVE_SEND")
            .alias(MachMessage.MACH_MSG_TYPE_MOVE_SEND_ONCE, "MACH_MSG_TYPE_MOVE_SEND_ONCE")
            .build();

    /** Trailer levels, not shifted (spec 00 §5). */
    public static final CNames TRAILER_LEVELS = LEVELS;

    /** Option words of {@code mach_msg} in XNU 2422 (spec 00 §6). */
    public static final CNames OPTIONS = WordNames.of("option", "MACH_MSG_OPTION_NONE")
            .flag(MachMessage.MACH_SEND_MSG, "MACH_SEND_MSG")
            .flag(MachMessage.MACH_RCV_MSG, "MACH_RCV_MSG")
            .flag(MachMessage.MACH_RCV_LARGE, "MACH_RCV_LARGE")
            .flag(MachMessage.MACH_RCV_LARGE_IDENTITY, "MACH_RCV_LARGE_IDENTITY")
            .flag(MachMessage.MACH_SEND_TIMEOUT, "MACH_SEND_TIMEOUT")
            .flag(MachMessage.MACH_SEND_INTERRUPT, "MACH_SEND_INTERRUPT")
            .flag(MachMessage.MACH_SEND_NOTIFY, "MACH_SEND_NOTIFY")
            .flag(MachMessage.MACH_RCV_TIMEOUT, "MACH_RCV_TIMEOUT")
            .flag(MachMessage.MACH_RCV_NOTIFY, "MACH_RCV_NOTIFY")
            .flag(MachMessage.MACH_RCV_INTERRUPT, "MACH_RCV_INTERRUPT")
            .flag(MachMessage.MACH_RCV_OVERWRITE, "MACH_RCV_OVERWRITE")
            .flag(MachMessage.MACH_SEND_ALWAYS, "MACH_SEND_ALWAYS")
            .flag(MachMessage.MACH_SEND_TRAILER, "MACH_SEND_TRAILER")
            .flag(MachMessage.MACH_SEND_NOIMPORTANCE, "MACH_SEND_NOIMPORTANCE")
            .flag(MachMessage.MACH_SEND_IMPORTANCE, "MACH_SEND_IMPORTANCE")
            .field(MachMessage.MACH_RCV_TRAILER_MASK, LEVELS, "MACH_RCV_TRAILER_ELEMENTS")
            .field(0xf0000000, ValueNames.of("trailer type").build(), "MACH_RCV_TRAILER_TYPE")
            .build();

    /** Option words of {@code mach_msg} in the current system (spec 00 §18.3). */
    public static final CNames REVISED_OPTIONS = WordNames.of("option", "MACH_MSG_OPTION_NONE")
            .flag(MachMessage.MACH_SEND_MSG, "MACH_SEND_MSG")
            .flag(MachMessage.MACH_RCV_MSG, "MACH_RCV_MSG")
            .flag(MachMessage.MACH_RCV_LARGE, "MACH_RCV_LARGE")
            .flag(MachMessage.MACH_RCV_LARGE_IDENTITY, "MACH_RCV_LARGE_IDENTITY")
            .flag(MachMessage.MACH_SEND_TIMEOUT, "MACH_SEND_TIMEOUT")
            .flag(MachMessage.MACH_SEND_OVERRIDE, "MACH_SEND_OVERRIDE")
            .flag(MachMessage.MACH_SEND_INTERRUPT, "MACH_SEND_INTERRUPT")
            .flag(MachMessage.MACH_SEND_NOTIFY, "MACH_SEND_NOTIFY")
            .flag(MachMessage.MACH_RCV_TIMEOUT, "MACH_RCV_TIMEOUT")
            .flag(MachMessage.MACH_MSG_STRICT_REPLY, "MACH_MSG_STRICT_REPLY")
            .flag(MachMessage.MACH_RCV_INTERRUPT, "MACH_RCV_INTERRUPT")
            .flag(MachMessage.MACH_RCV_VOUCHER, "MACH_RCV_VOUCHER")
            .flag(MachMessage.MACH_RCV_GUARDED_DESC, "MACH_RCV_GUARDED_DESC")
            .flag(MachMessage.MACH_RCV_SYNC_WAIT, "MACH_RCV_SYNC_WAIT")
            .flag(MachMessage.MACH_RCV_SYNC_PEEK, "MACH_RCV_SYNC_PEEK")
            .flag(MachMessage.MACH_SEND_FILTER_NONFATAL, "MACH_SEND_FILTER_NONFATAL")
            .flag(MachMessage.MACH_SEND_TRAILER, "MACH_SEND_TRAILER")
            .flag(MachMessage.MACH_SEND_NOIMPORTANCE, "MACH_SEND_NOIMPORTANCE")
            .flag(MachMessage.MACH_SEND_IMPORTANCE, "MACH_SEND_IMPORTANCE")
            .flag(MachMessage.MACH_SEND_SYNC_OVERRIDE, "MACH_SEND_SYNC_OVERRIDE")
            .flag(MachMessage.MACH_SEND_PROPAGATE_QOS, "MACH_SEND_PROPAGATE_QOS")
            .flag(MachMessage.MACH_SEND_KERNEL, "MACH_SEND_KERNEL")
            .flag(MachMessage.MACH_SEND_SYNC_BOOTSTRAP_CHECKIN, "MACH_SEND_SYNC_BOOTSTRAP_CHECKIN")
            .alias(MachMessage.MACH_SEND_ALWAYS, "MACH_SEND_ALWAYS")
            .alias(MachMessage.MACH_SEND_NODENAP, "MACH_SEND_NODENAP")
            .alias(MachMessage.MACH_SEND_SYNC_USE_THRPRI, "MACH_SEND_SYNC_USE_THRPRI")
            .field(MachMessage.MACH_RCV_TRAILER_MASK, LEVELS, "MACH_RCV_TRAILER_ELEMENTS")
            .field(0xf0000000, ValueNames.of("trailer type").build(), "MACH_RCV_TRAILER_TYPE")
            .build();

    /** Types of descriptors (spec 00 §3). */
    public static final CNames DESCRIPTOR_TYPES = ValueNames.of("descriptor type")
            .value(MachMessage.MACH_MSG_PORT_DESCRIPTOR, "MACH_MSG_PORT_DESCRIPTOR")
            .value(MachMessage.MACH_MSG_OOL_DESCRIPTOR, "MACH_MSG_OOL_DESCRIPTOR")
            .value(MachMessage.MACH_MSG_OOL_PORTS_DESCRIPTOR, "MACH_MSG_OOL_PORTS_DESCRIPTOR")
            .value(MachMessage.MACH_MSG_OOL_VOLATILE_DESCRIPTOR, "MACH_MSG_OOL_VOLATILE_DESCRIPTOR")
            .value(MachMessage.MACH_MSG_GUARDED_PORT_DESCRIPTOR, "MACH_MSG_GUARDED_PORT_DESCRIPTOR")
            .build();

    /** Copy options of descriptors (spec 00 §4). */
    public static final CNames COPY_OPTIONS = ValueNames.of("copy option")
            .value(MachMessage.MACH_MSG_PHYSICAL_COPY, "MACH_MSG_PHYSICAL_COPY")
            .value(MachMessage.MACH_MSG_VIRTUAL_COPY, "MACH_MSG_VIRTUAL_COPY")
            .value(MachMessage.MACH_MSG_ALLOCATE, "MACH_MSG_ALLOCATE")
            .value(MachMessage.MACH_MSG_OVERWRITE, "MACH_MSG_OVERWRITE")
            .value(MachMessage.MACH_MSG_KALLOC_COPY_T, "MACH_MSG_KALLOC_COPY_T")
            .build();

    /** Kinds of right (spec 00 §10). */
    public static final CNames RIGHTS = ValueNames.of("right")
            .value(MachPort.MACH_PORT_RIGHT_SEND, "MACH_PORT_RIGHT_SEND")
            .value(MachPort.MACH_PORT_RIGHT_RECEIVE, "MACH_PORT_RIGHT_RECEIVE")
            .value(MachPort.MACH_PORT_RIGHT_SEND_ONCE, "MACH_PORT_RIGHT_SEND_ONCE")
            .value(MachPort.MACH_PORT_RIGHT_PORT_SET, "MACH_PORT_RIGHT_PORT_SET")
            .value(MachPort.MACH_PORT_RIGHT_DEAD_NAME, "MACH_PORT_RIGHT_DEAD_NAME")
            .value(MachPort.MACH_PORT_RIGHT_LABELH, "MACH_PORT_RIGHT_LABELH")
            .build();

    /** Type words of names (spec 00 §10). */
    public static final CNames TYPES = WordNames.of("port type", "MACH_PORT_TYPE_NONE")
            .flag(MachPort.MACH_PORT_TYPE_SEND, "MACH_PORT_TYPE_SEND")
            .flag(MachPort.MACH_PORT_TYPE_RECEIVE, "MACH_PORT_TYPE_RECEIVE")
            .flag(MachPort.MACH_PORT_TYPE_SEND_ONCE, "MACH_PORT_TYPE_SEND_ONCE")
            .flag(MachPort.MACH_PORT_TYPE_PORT_SET, "MACH_PORT_TYPE_PORT_SET")
            .flag(MachPort.MACH_PORT_TYPE_DEAD_NAME, "MACH_PORT_TYPE_DEAD_NAME")
            .flag(MachPort.MACH_PORT_TYPE_LABELH, "MACH_PORT_TYPE_LABELH")
            .flag(MachPort.MACH_PORT_TYPE_DNREQUEST, "MACH_PORT_TYPE_DNREQUEST")
            .flag(MachPort.MACH_PORT_TYPE_SPREQUEST, "MACH_PORT_TYPE_SPREQUEST")
            .flag(MachPort.MACH_PORT_TYPE_SPREQUEST_DELAYED, "MACH_PORT_TYPE_SPREQUEST_DELAYED")
            .alias(MachPort.MACH_PORT_TYPE_SEND_RECEIVE, "MACH_PORT_TYPE_SEND_RECEIVE")
            .alias(MachPort.MACH_PORT_TYPE_SEND_RIGHTS, "MACH_PORT_TYPE_SEND_RIGHTS")
            .alias(MachPort.MACH_PORT_TYPE_PORT_RIGHTS, "MACH_PORT_TYPE_PORT_RIGHTS")
            .alias(MachPort.MACH_PORT_TYPE_PORT_OR_DEAD, "MACH_PORT_TYPE_PORT_OR_DEAD")
            .alias(MachPort.MACH_PORT_TYPE_ALL_RIGHTS, "MACH_PORT_TYPE_ALL_RIGHTS")
            .build();

    /** Flavors of port attributes (spec 00 §11.1). */
    public static final CNames FLAVORS = ValueNames.of("flavor")
            .value(MachPort.MACH_PORT_LIMITS_INFO, "MACH_PORT_LIMITS_INFO")
            .value(MachPort.MACH_PORT_RECEIVE_STATUS, "MACH_PORT_RECEIVE_STATUS")
            .value(MachPort.MACH_PORT_DNREQUESTS_SIZE, "MACH_PORT_DNREQUESTS_SIZE")
            .value(MachPort.MACH_PORT_TEMPOWNER, "MACH_PORT_TEMPOWNER")
            .value(MachPort.MACH_PORT_IMPORTANCE_RECEIVER, "MACH_PORT_IMPORTANCE_RECEIVER")
            .value(MachPort.MACH_PORT_DENAP_RECEIVER, "MACH_PORT_DENAP_RECEIVER")
            .value(MachPort.MACH_PORT_INFO_EXT, "MACH_PORT_INFO_EXT")
            .value(MachPort.MACH_PORT_GUARD_INFO, "MACH_PORT_GUARD_INFO")
            .value(MachPort.MACH_PORT_SERVICE_THROTTLED, "MACH_PORT_SERVICE_THROTTLED")
            .build();

    /** The word {@code mps_flags} (spec 00 §11.2). */
    public static final CNames STATUS_FLAGS = WordNames.of("status flag", "0")
            .flag(MachPort.MACH_PORT_STATUS_FLAG_TEMPOWNER, "MACH_PORT_STATUS_FLAG_TEMPOWNER")
            .flag(MachPort.MACH_PORT_STATUS_FLAG_GUARDED, "MACH_PORT_STATUS_FLAG_GUARDED")
            .flag(MachPort.MACH_PORT_STATUS_FLAG_STRICT_GUARD, "MACH_PORT_STATUS_FLAG_STRICT_GUARD")
            .flag(MachPort.MACH_PORT_STATUS_FLAG_IMP_DONATION, "MACH_PORT_STATUS_FLAG_IMP_DONATION")
            .flag(MachPort.MACH_PORT_STATUS_FLAG_REVIVE, "MACH_PORT_STATUS_FLAG_REVIVE")
            .flag(MachPort.MACH_PORT_STATUS_FLAG_TASKPTR, "MACH_PORT_STATUS_FLAG_TASKPTR")
            .flag(
                    MachPort.MACH_PORT_STATUS_FLAG_GUARD_IMMOVABLE_RECEIVE,
                    "MACH_PORT_STATUS_FLAG_GUARD_IMMOVABLE_RECEIVE")
            .flag(MachPort.MACH_PORT_STATUS_FLAG_NO_GRANT, "MACH_PORT_STATUS_FLAG_NO_GRANT")
            .build();

    /** Flags of {@code mach_port_construct} (spec 00 §11.4). */
    public static final CNames CONSTRUCT_FLAGS = WordNames.of("construction flag", "0")
            .flag(MachPort.MPO_CONTEXT_AS_GUARD, "MPO_CONTEXT_AS_GUARD")
            .flag(MachPort.MPO_QLIMIT, "MPO_QLIMIT")
            .flag(MachPort.MPO_TEMPOWNER, "MPO_TEMPOWNER")
            .flag(MachPort.MPO_IMPORTANCE_RECEIVER, "MPO_IMPORTANCE_RECEIVER")
            .flag(MachPort.MPO_INSERT_SEND_RIGHT, "MPO_INSERT_SEND_RIGHT")
            .flag(MachPort.MPO_STRICT, "MPO_STRICT")
            .flag(MachPort.MPO_DENAP_RECEIVER, "MPO_DENAP_RECEIVER")
            .flag(MachPort.MPO_IMMOVABLE_RECEIVE, "MPO_IMMOVABLE_RECEIVE")
            .flag(MachPort.MPO_FILTER_MSG, "MPO_FILTER_MSG")
            .flag(MachPort.MPO_TG_BLOCK_TRACKING, "MPO_TG_BLOCK_TRACKING")
            .flag(MachPort.MPO_SERVICE_PORT, "MPO_SERVICE_PORT")
            .flag(MachPort.MPO_CONNECTION_PORT, "MPO_CONNECTION_PORT")
            .flag(MachPort.MPO_REPLY_PORT, "MPO_REPLY_PORT")
            .flag(MachPort.MPO_ENFORCE_REPLY_PORT_SEMANTICS, "MPO_ENFORCE_REPLY_PORT_SEMANTICS")
            .flag(MachPort.MPO_PROVISIONAL_REPLY_PORT, "MPO_PROVISIONAL_REPLY_PORT")
            .flag(MachPort.MPO_EXCEPTION_PORT, "MPO_EXCEPTION_PORT")
            .build();

    /** Reasons of guard exceptions (spec 00 §11.5, §18.6). */
    public static final CNames GUARD_REASONS = ValueNames.of("guard reason")
            .value(MachPort.kGUARD_EXC_DESTROY, "kGUARD_EXC_DESTROY")
            .value(MachPort.kGUARD_EXC_MOD_REFS, "kGUARD_EXC_MOD_REFS")
            .value(MachPort.kGUARD_EXC_INVALID_OPTIONS, "kGUARD_EXC_INVALID_OPTIONS")
            .value(MachPort.kGUARD_EXC_SET_CONTEXT, "kGUARD_EXC_SET_CONTEXT")
            .value(MachPort.kGUARD_EXC_THREAD_SET_STATE, "kGUARD_EXC_THREAD_SET_STATE")
            .value(MachPort.kGUARD_EXC_EXCEPTION_BEHAVIOR_ENFORCE, "kGUARD_EXC_EXCEPTION_BEHAVIOR_ENFORCE")
            .value(MachPort.kGUARD_EXC_SERVICE_PORT_VIOLATION_FATAL, "kGUARD_EXC_SERVICE_PORT_VIOLATION_FATAL")
            .value(MachPort.kGUARD_EXC_UNGUARDED, "kGUARD_EXC_UNGUARDED")
            .value(MachPort.kGUARD_EXC_INCORRECT_GUARD, "kGUARD_EXC_INCORRECT_GUARD")
            .value(MachPort.kGUARD_EXC_IMMOVABLE, "kGUARD_EXC_IMMOVABLE")
            .value(MachPort.kGUARD_EXC_STRICT_REPLY, "kGUARD_EXC_STRICT_REPLY")
            .value(MachPort.kGUARD_EXC_MSG_FILTERED, "kGUARD_EXC_MSG_FILTERED")
            .value(MachPort.kGUARD_EXC_INVALID_RIGHT, "kGUARD_EXC_INVALID_RIGHT")
            .value(MachPort.kGUARD_EXC_INVALID_NAME, "kGUARD_EXC_INVALID_NAME")
            .value(MachPort.kGUARD_EXC_INVALID_VALUE, "kGUARD_EXC_INVALID_VALUE")
            .value(MachPort.kGUARD_EXC_INVALID_ARGUMENT, "kGUARD_EXC_INVALID_ARGUMENT")
            .value(MachPort.kGUARD_EXC_RIGHT_EXISTS, "kGUARD_EXC_RIGHT_EXISTS")
            .value(MachPort.kGUARD_EXC_KERN_NO_SPACE, "kGUARD_EXC_KERN_NO_SPACE")
            .value(MachPort.kGUARD_EXC_KERN_FAILURE, "kGUARD_EXC_KERN_FAILURE")
            .value(MachPort.kGUARD_EXC_KERN_RESOURCE, "kGUARD_EXC_KERN_RESOURCE")
            .value(MachPort.kGUARD_EXC_SEND_INVALID_REPLY, "kGUARD_EXC_SEND_INVALID_REPLY")
            .value(MachPort.kGUARD_EXC_SEND_INVALID_VOUCHER, "kGUARD_EXC_SEND_INVALID_VOUCHER")
            .value(MachPort.kGUARD_EXC_SEND_INVALID_RIGHT, "kGUARD_EXC_SEND_INVALID_RIGHT")
            .value(MachPort.kGUARD_EXC_RCV_INVALID_NAME, "kGUARD_EXC_RCV_INVALID_NAME")
            .value(MachPort.kGUARD_EXC_RCV_GUARDED_DESC, "kGUARD_EXC_RCV_GUARDED_DESC")
            .value(MachPort.kGUARD_EXC_SERVICE_PORT_VIOLATION_NON_FATAL, "kGUARD_EXC_SERVICE_PORT_VIOLATION_NON_FATAL")
            .value(MachPort.kGUARD_EXC_PROVISIONAL_REPLY_PORT, "kGUARD_EXC_PROVISIONAL_REPLY_PORT")
            .value(MachPort.kGUARD_EXC_MOD_REFS_NON_FATAL, "kGUARD_EXC_MOD_REFS_NON_FATAL")
            .value(MachPort.kGUARD_EXC_IMMOVABLE_NON_FATAL, "kGUARD_EXC_IMMOVABLE_NON_FATAL")
            .value(MachPort.kGUARD_EXC_REQUIRE_REPLY_PORT_SEMANTICS, "kGUARD_EXC_REQUIRE_REPLY_PORT_SEMANTICS")
            .build();

    /** Message ids of notifications (spec 00 §12). */
    public static final CNames NOTIFICATIONS = ValueNames.of("notification")
            .value(MachNotify.MACH_NOTIFY_PORT_DELETED, "MACH_NOTIFY_PORT_DELETED")
            .value(MachNotify.MACH_NOTIFY_SEND_POSSIBLE, "MACH_NOTIFY_SEND_POSSIBLE")
            .value(MachNotify.MACH_NOTIFY_PORT_DESTROYED, "MACH_NOTIFY_PORT_DESTROYED")
            .value(MachNotify.MACH_NOTIFY_NO_SENDERS, "MACH_NOTIFY_NO_SENDERS")
            .value(MachNotify.MACH_NOTIFY_SEND_ONCE, "MACH_NOTIFY_SEND_ONCE")
            .value(MachNotify.MACH_NOTIFY_DEAD_NAME, "MACH_NOTIFY_DEAD_NAME")
            .build();

    /** Kinds of kernel object behind a port (spec 04 §5.10). */
    public static final CNames OBJECT_TYPES = ValueNames.of("object type")
            .value(IpcObjectTypes.IPC_OTYPE_NONE, "IPC_OTYPE_NONE")
            .value(IpcObjectTypes.IPC_OTYPE_THREAD_CONTROL, "IPC_OTYPE_THREAD_CONTROL")
            .value(IpcObjectTypes.IPC_OTYPE_TASK_CONTROL, "IPC_OTYPE_TASK_CONTROL")
            .value(IpcObjectTypes.IPC_OTYPE_HOST, "IPC_OTYPE_HOST")
            .value(IpcObjectTypes.IPC_OTYPE_HOST_PRIV, "IPC_OTYPE_HOST_PRIV")
            .value(IpcObjectTypes.IPC_OTYPE_TASK_NAME, "IPC_OTYPE_TASK_NAME")
            .value(IpcObjectTypes.IPC_OTYPE_SEMAPHORE, "IPC_OTYPE_SEMAPHORE")
            .build();

    private MachNames() {}
}
