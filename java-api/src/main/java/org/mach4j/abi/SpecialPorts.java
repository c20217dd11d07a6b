// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

/**
 * Selectors of special ports: {@code <mach/task_special_ports.h>}, {@code <mach/thread_special_ports.h>},
 * {@code <mach/host_special_ports.h>}, spec 06 §2.3.
 */
@CHeader({"mach/task_special_ports.h", "mach/thread_special_ports.h", "mach/host_special_ports.h"})
public final class SpecialPorts {
    /** The task's own port. */
    public static final int TASK_KERNEL_PORT = 1;

    /** The host's port. */
    public static final int TASK_HOST_PORT = 2;

    /** The task's name port; get only. */
    public static final int TASK_NAME_PORT = 3;

    /** The bootstrap port. */
    public static final int TASK_BOOTSTRAP_PORT = 4;

    /** Settable once. */
    public static final int TASK_SEATBELT_PORT = 7;

    /** Settable once. */
    public static final int TASK_ACCESS_PORT = 9;

    /** The thread's own port. */
    public static final int THREAD_KERNEL_PORT = 1;

    /** Not to be had. */
    public static final int HOST_SECURITY_PORT = 0;

    /** The host's port. */
    public static final int HOST_PORT = 1;

    /** The host's privileged port. */
    public static final int HOST_PRIV_PORT = 2;

    /** The master port of devices. */
    public static final int HOST_IO_MASTER_PORT = 3;

    /** The last that the kernel keeps for itself. */
    public static final int HOST_MAX_SPECIAL_KERNEL_PORT = 7;

    /** The swap file server. */
    public static final int HOST_DYNAMIC_PAGER_PORT = 8;

    /** The audit server. */
    public static final int HOST_AUDIT_CONTROL_PORT = 9;

    /** The server of user notifications. */
    public static final int HOST_USER_NOTIFICATION_PORT = 10;

    /** The automounter. */
    public static final int HOST_AUTOMOUNTD_PORT = 11;

    /** The lock server. */
    public static final int HOST_LOCKD_PORT = 12;

    /** The sandbox server. */
    public static final int HOST_SEATBELT_PORT = 14;

    /** The server of kernel extensions. */
    public static final int HOST_KEXTD_PORT = 15;

    /** Performance tools. */
    public static final int HOST_CHUD_PORT = 16;

    /** The server of unfreed memory. */
    public static final int HOST_UNFREED_PORT = 17;

    /** The server of code signatures. */
    public static final int HOST_AMFID_PORT = 18;

    /** The server of security contexts. */
    public static final int HOST_GSSD_PORT = 19;

    /** Telemetry. */
    public static final int HOST_TELEMETRY_PORT = 20;

    private SpecialPorts() {}
}
