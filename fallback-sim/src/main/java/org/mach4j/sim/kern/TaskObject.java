// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.kern;

import static org.mach4j.abi.IpcObjectTypes.IPC_OTYPE_TASK_CONTROL;
import static org.mach4j.abi.IpcObjectTypes.IPC_OTYPE_TASK_NAME;

import org.mach4j.sim.ipc.KernelObject;

/**
 * What a task port stands for.
 *
 * @param task the task
 * @param control whether this is the control port, else the name port
 */
public record TaskObject(KernelTask task, boolean control) implements KernelObject {

    @Override
    public int kind() {
        return control ? IPC_OTYPE_TASK_CONTROL : IPC_OTYPE_TASK_NAME;
    }

    @Override
    public long address() {
        return Integer.toUnsignedLong(System.identityHashCode(task));
    }

    @Override
    public String toString() {
        return (control ? "task " : "task name ") + task.label();
    }
}
