// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.kern;

import static org.mach4j.abi.IpcObjectTypes.IPC_OTYPE_TASK_CONTROL;
import static org.mach4j.abi.IpcObjectTypes.IPC_OTYPE_TASK_NAME;
import static org.mach4j.abi.KernReturn.KERN_FAILURE;
import static org.mach4j.abi.KernReturn.KERN_INVALID_ARGUMENT;
import static org.mach4j.abi.KernReturn.KERN_SUCCESS;
import static org.mach4j.abi.TaskInfo.TASK_AUDIT_TOKEN;
import static org.mach4j.abi.TaskInfo.TASK_SECURITY_TOKEN;

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

    /**
     * {@code task_info} (spec 06 §1.2), which the name port serves, too: the tokens.
     *
     * @param info receives the words
     * @param count in: room; out: words written
     */
    int info(int flavor, int[] info, int[] count) {
        int[] words = switch (flavor) {
            case TASK_SECURITY_TOKEN -> task.ipc().tokens().security();
            case TASK_AUDIT_TOKEN -> task.ipc().tokens().audit();
            default -> null;
        };
        if (words == null) {
            return KERN_INVALID_ARGUMENT;
        }
        if (Integer.compareUnsigned(count[0], words.length) < 0) {
            return KERN_FAILURE;
        }
        System.arraycopy(words, 0, info, 0, words.length);
        count[0] = words.length;
        return KERN_SUCCESS;
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
