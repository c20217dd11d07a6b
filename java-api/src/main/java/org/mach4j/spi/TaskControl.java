// SPDX-License-Identifier: Apache-2.0
package org.mach4j.spi;

import org.mach4j.abi.KernReturn;

/** What a kernel that owns its tasks lets its host do: make and end tasks, look at and interrupt waiting threads. */
public interface TaskControl {
    /**
     * Makes a task with an empty name space and an empty address space (spec 06 §2.1).
     *
     * @param label for people; need not be unique
     */
    MachTask createTask(String label);

    /**
     * Ends a task: all it held is released, in the order of spec 03 §11.4; threads waiting in its calls return
     * interrupted. Ending it again does nothing.
     */
    void terminate(MachTask task);

    /**
     * Copies a right in from one task as if sent in the body of a message, and out into another.
     *
     * @param name a name in {@code from}
     * @param disposition {@code MACH_MSG_TYPE_*}, 16 to 21
     * @param nameOut element 0 receives the name in {@code to}
     * @return {@code KERN_SUCCESS}, or what copying in or copying out returned
     */
    int copyRight(MachTask from, int name, int disposition, MachTask to, int[] nameOut);

    /**
     * Sets a task's part in importance inheritance, as the system does by the kind of program when it starts one (spec 05 §14). Both
     * are off in a new task.
     *
     * @param donor whether its messages carry importance to ports that accept it
     * @param receiver whether such messages boost it
     * @return {@code KERN_SUCCESS}, or {@code KERN_NOT_SUPPORTED} where the kernel has no such thing
     */
    default int setImportance(MachTask task, boolean donor, boolean receiver) {
        return KernReturn.KERN_NOT_SUPPORTED;
    }

    /** Whether the thread waits inside a call of any of this kernel's tasks, and nothing has woken it yet. */
    boolean isBlocked(Thread thread);

    /**
     * Interrupts the wait of a thread as {@code thread_abort} does; a thread that does not wait is left alone
     * (spec 05 §12).
     *
     * @return whether the thread was waiting
     */
    boolean abort(Thread thread);
}
