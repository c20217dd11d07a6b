// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

import java.util.concurrent.atomic.AtomicInteger;
import org.mach4j.sim.vm.AddressSpace;

/** A task as message passing sees it: its names, its memory, who it is, and its threads. */
public final class IpcTask {
    final IpcKernel kernel;
    final Space space;
    final AddressSpace memory;
    volatile Tokens tokens;

    /** No thread of the task may wait any more (spec 03 §11.4). */
    volatile boolean terminating;
    /** Calls of this task that wait, or waited and have not returned yet. */
    final AtomicInteger waitingCalls = new AtomicInteger();

    // Importance (spec 05 §14).
    volatile boolean importanceDonor;
    volatile boolean importanceReceiver;
    /** All assertions held for the task ({@code assertcnt}). */
    final AtomicInteger assertions = new AtomicInteger();
    /** Those of them that were handed to the task's program ({@code externcnt}). */
    final AtomicInteger externalAssertions = new AtomicInteger();

    public IpcTask(IpcKernel kernel, AddressSpace memory, Tokens tokens) {
        this.kernel = kernel;
        this.memory = memory;
        this.tokens = tokens;
        this.space = new Space(this, kernel.profile.nameTableSizes());
    }

    public IpcKernel kernel() {
        return kernel;
    }

    public Space space() {
        return space;
    }

    public AddressSpace memory() {
        return memory;
    }

    public Tokens tokens() {
        return tokens;
    }

    /** From now on no thread of the task may wait, and those that do are interrupted (spec 03 §11.4 step 2). */
    public void interruptThreads(IpcThread current) {
        terminating = true;
        current.letChosenRun();
        for (IpcThread waiter : kernel.waiting.values()) {
            waiter.die(this);
        }
    }

    /** Whether a call of the task, other than the current thread's, waited and has not returned yet. */
    public boolean hasWaitingCalls(IpcThread current) {
        return waitingCalls.get() > (current.task() == this && current.countsAsWaiting() ? 1 : 0);
    }

    /** Whether messages of this task carry importance (spec 05 §14). */
    boolean donatesImportance() {
        return importanceDonor || assertions.get() > 0;
    }

    /** All importance assertions held for the task (spec 05 §14). */
    public int assertions() {
        return assertions.get();
    }

    /** The part of {@link #assertions} that the task's program has (spec 05 §14). */
    public int externalAssertions() {
        return externalAssertions.get();
    }

    /** Takes one more assertion for what the task's program has; false where it has none (spec 05 §14 step 4). */
    public boolean holdImportance() {
        return changeExternal(1);
    }

    /** Gives up one of the program's assertions; false where it has none (spec 05 §14 step 4). */
    public boolean dropImportance() {
        return changeExternal(-1);
    }

    private boolean changeExternal(int delta) {
        int had = externalAssertions.getAndUpdate(n -> n == 0 ? 0 : n + delta);
        if (had == 0) {
            return false;
        }
        assertions.addAndGet(delta);
        return true;
    }

    /** Whether the task is boosted by messages it receives (spec 05 §14). */
    public boolean isImportanceReceiver() {
        return importanceReceiver;
    }

    /** Sets the task's part in importance donation (spec 05 §14). */
    public void setImportance(boolean donor, boolean receiver) {
        importanceDonor = donor;
        importanceReceiver = receiver;
    }
}
