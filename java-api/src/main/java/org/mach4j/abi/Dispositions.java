// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

/** Which dispositions are legal where, and what becomes of each: {@code <mach/message.h>}, spec 00 §4. */
public final class Dispositions {
    private Dispositions() {}

    /** Whether a valid name in a descriptor may have this disposition: {@code MACH_MSG_TYPE_PORT_ANY}. */
    public static boolean isPortAny(int disposition) {
        return disposition >= MachMessage.MACH_MSG_TYPE_MOVE_RECEIVE
                && disposition <= MachMessage.MACH_MSG_TYPE_MAKE_SEND_ONCE;
    }

    /** Whether a header's port may have this disposition: {@code MACH_MSG_TYPE_PORT_ANY_SEND}. */
    public static boolean isPortAnySend(int disposition) {
        return disposition >= MachMessage.MACH_MSG_TYPE_MOVE_SEND
                && disposition <= MachMessage.MACH_MSG_TYPE_MAKE_SEND_ONCE;
    }

    /** Whether this is a right as one is received: {@code MACH_MSG_TYPE_PORT_ANY_RIGHT}. */
    public static boolean isPortAnyRight(int disposition) {
        return disposition >= MachMessage.MACH_MSG_TYPE_PORT_RECEIVE
                && disposition <= MachMessage.MACH_MSG_TYPE_PORT_SEND_ONCE;
    }

    /**
     * What a right sent with a disposition is in flight and when received.
     *
     * @return {@code MACH_MSG_TYPE_PORT_RECEIVE}, {@code _PORT_SEND} or {@code _PORT_SEND_ONCE}; for a disposition that
     *     sends nothing {@code MACH_MSG_TYPE_PORT_NONE}
     */
    public static int received(int sent) {
        return switch (sent) {
            case MachMessage.MACH_MSG_TYPE_MOVE_RECEIVE, MachMessage.MACH_MSG_TYPE_COPY_RECEIVE ->
                MachMessage.MACH_MSG_TYPE_PORT_RECEIVE;
            case MachMessage.MACH_MSG_TYPE_MOVE_SEND,
                    MachMessage.MACH_MSG_TYPE_COPY_SEND,
                    MachMessage.MACH_MSG_TYPE_MAKE_SEND -> MachMessage.MACH_MSG_TYPE_PORT_SEND;
            case MachMessage.MACH_MSG_TYPE_MOVE_SEND_ONCE, MachMessage.MACH_MSG_TYPE_MAKE_SEND_ONCE ->
                MachMessage.MACH_MSG_TYPE_PORT_SEND_ONCE;
            default -> MachMessage.MACH_MSG_TYPE_PORT_NONE;
        };
    }
}
