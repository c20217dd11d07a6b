// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** An ordered list of wait elements, guarded by the lock of what they wait for: a port, a set or a semaphore. */
final class WaitList {
    final ReentrantLock lock;

    @Nullable WaitElement first;

    private @Nullable WaitElement last;

    WaitList(ReentrantLock lock) {
        this.lock = lock;
    }

    void append(WaitElement element) {
        element.waitPrevious = last;
        element.waitNext = null;
        if (last == null) {
            first = element;
        } else {
            last.waitNext = element;
        }
        last = element;
    }

    void remove(WaitElement element) {
        WaitElement previous = element.waitPrevious;
        WaitElement next = element.waitNext;
        if (previous == null) {
            first = next;
        } else {
            previous.waitNext = next;
        }
        if (next == null) {
            last = previous;
        } else {
            next.waitPrevious = previous;
        }
        element.waitPrevious = null;
        element.waitNext = null;
    }
}
