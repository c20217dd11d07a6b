// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import org.mach4j.abi.MachMessage;

/** Facts about {@code mach_msg} that every caller here shares. */
final class Calls {
    /**
     * How this library receives: too large messages stay queued, so that the buffer can grow; an interruption comes back,
     * so that the deadline stays where it is; the trailer reaches up to the context.
     */
    static final int RECEIVE = MachMessage.MACH_RCV_MSG
            | MachMessage.MACH_RCV_LARGE
            | MachMessage.MACH_RCV_INTERRUPT
            | (MachMessage.MACH_RCV_TRAILER_CTX << 24);

    /** The bits that tell what was short, in codes that have them (spec 00 §7). */
    private static final int MODIFIERS = 0x3c00;

    private Calls() {}

    /** The code without its modifier bits. */
    static int plain(int code) {
        return code & ~MODIFIERS;
    }

    /** Whether the receive half of a combined call returned the code: the send half succeeded. */
    static boolean isReceiveCode(int code) {
        return (code & 0x1000_4000) == 0x1000_4000;
    }
}
