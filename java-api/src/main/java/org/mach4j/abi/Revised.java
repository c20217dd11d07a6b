// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

/**
 * What changed: the constants that have, in the current system (XNU 11417, macOS 15), another value than in XNU
 * 2422, under the same names (spec 00 §18).
 *
 * <p>{@link MachMessage} and {@link MachPort} hold the values of XNU 2422; what is not listed here has one value in
 * both. Which of the two counts is decided by the system that runs, never when a program is compiled.
 */
@CHeader({"mach/message.h", "mach/port.h"})
public final class Revised {
    /** Since XNU 2782. */
    public static final int MACH_MSGH_BITS_REMOTE_MASK = 0x0000001f;

    /** Since XNU 2782. */
    public static final int MACH_MSGH_BITS_LOCAL_MASK = 0x00001f00;

    /** Since XNU 2782; includes the voucher's disposition. */
    public static final int MACH_MSGH_BITS_PORTS_MASK = 0x001f1f1f;

    /** Since XNU 2782. */
    public static final int MACH_MSGH_BITS_USER = 0x801f1f1f;

    /** Since XNU 2782. */
    public static final int MACH_MSGH_BITS_USED = 0xb01f1f1f;

    /**
     * Since XNU 2782; within the kernel only, where user tasks see {@link MachMessage#MACH_MSGH_BITS_IMPHOLDASRT}.
     */
    public static final int MACH_MSGH_BITS_CIRCULAR = 0x10000000;

    /** Since XNU 6153. */
    public static final int MACH_RCV_NOTIFY = 0;

    /** Since XNU 6153. */
    public static final int MACH_RCV_OVERWRITE = 0;

    /** In XNU 11417. */
    public static final int MACH_SEND_USER = 0x00b712b1;

    /** In XNU 11417. */
    public static final int MACH_RCV_USER = 0x0f00db0e;

    /** In XNU 11417. */
    public static final int MACH_MSG_OPTION_USER = MACH_SEND_USER | MACH_RCV_USER;

    /** Since XNU 3247. */
    public static final int MACH_PORT_QLIMIT_KERNEL = 65534;

    private Revised() {}
}
