// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A port set (spec 05 §8). All fields are guarded by {@link #lock}, the last in the lock order: no other lock is taken
 * while it is held.
 */
public final class PortSet {
    final ReentrantLock lock = new ReentrantLock();
    boolean active = true;

    /** Threads that receive on the set. */
    final WaitList waiters = new WaitList(lock);

    private @Nullable SetLink firstMember;
    private @Nullable SetLink lastMember;
    private int memberCount;

    private @Nullable SetLink firstReady;
    private @Nullable SetLink lastReady;

    PortSet() {}

    // --- members, in joining order ------------------------------------------------------------------------------

    @Nullable SetLink firstMember() {
        return firstMember;
    }

    int memberCount() {
        return memberCount;
    }

    void addMember(SetLink link) {
        link.memberPrevious = lastMember;
        if (lastMember == null) {
            firstMember = link;
        } else {
            lastMember.memberNext = link;
        }
        lastMember = link;
        memberCount++;
    }

    void removeMember(SetLink link) {
        SetLink previous = link.memberPrevious;
        SetLink next = link.memberNext;
        if (previous == null) {
            firstMember = next;
        } else {
            previous.memberNext = next;
        }
        if (next == null) {
            lastMember = previous;
        } else {
            next.memberPrevious = previous;
        }
        link.memberPrevious = null;
        link.memberNext = null;
        memberCount--;
        unmark(link);
    }

    // --- the ready list -----------------------------------------------------------------------------------------

    @Nullable SetLink firstReady() {
        return firstReady;
    }

    /** Puts a member at the end of the ready list, unless it is on it already. */
    void mark(SetLink link) {
        if (link.ready) {
            return;
        }
        link.ready = true;
        link.readyPrevious = lastReady;
        if (lastReady == null) {
            firstReady = link;
        } else {
            lastReady.readyNext = link;
        }
        lastReady = link;
    }

    void unmark(SetLink link) {
        if (!link.ready) {
            return;
        }
        SetLink previous = link.readyPrevious;
        SetLink next = link.readyNext;
        if (previous == null) {
            firstReady = next;
        } else {
            previous.readyNext = next;
        }
        if (next == null) {
            lastReady = previous;
        } else {
            next.readyPrevious = previous;
        }
        link.ready = false;
        link.readyPrevious = null;
        link.readyNext = null;
    }
}
