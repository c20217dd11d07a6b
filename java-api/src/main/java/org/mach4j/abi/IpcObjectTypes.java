// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

/**
 * What {@code mach_port_kobject} calls the kernel object behind a port: {@code <mach_debug/ipc_info.h>}, spec 04
 * §5.10.
 */
@CHeader("mach_debug/ipc_info.h")
public final class IpcObjectTypes {
    /** No kernel object: an ordinary port. */
    public static final int IPC_OTYPE_NONE = 0;

    /** A thread. */
    public static final int IPC_OTYPE_THREAD_CONTROL = 1;

    /** A task. */
    public static final int IPC_OTYPE_TASK_CONTROL = 2;

    /** The host. */
    public static final int IPC_OTYPE_HOST = 3;

    /** The host, privileged. */
    public static final int IPC_OTYPE_HOST_PRIV = 4;

    /** The name port of a task. */
    public static final int IPC_OTYPE_TASK_NAME = 20;

    /** A semaphore. */
    public static final int IPC_OTYPE_SEMAPHORE = 23;

    private IpcObjectTypes() {}
}
