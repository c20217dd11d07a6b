// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.mach4j.abi.KernReturn;
import org.mach4j.spi.MachCalls;

/**
 * A right that this program holds under a name in its task: one user reference of it.
 *
 * <p>The object <em>is</em> the reference. {@link #close} gives it back; moving it into a message
 * ({@link Transfer#moveSend} and its kin) or {@link #relinquish} takes it away; after any of these the object is spent
 * and every use of it throws {@link IllegalStateException} before anything reaches the kernel. Two objects may have the
 * same name (send and receive rights to one port always do, spec 03 §3.4): each counts for one reference.
 *
 * <p>Thread-safe. Where one thread gives a send or send-once right up while another sends with it, the reference is
 * given back when that call returns. Giving up a receive right or port set takes effect at once and wakes its receivers.
 *
 * <p>A right that becomes unreachable without having been given up is reported through {@link System.Logger}
 * {@code org.mach4j}, and stays in the task: see {@link Mach#LEAKS_PROPERTY}.
 */
public abstract sealed class Right implements AutoCloseable permits ReceiveRight, SendRight, SendOnceRight, PortSet {
    /** {@code MACH_PORT_NULL}. */
    static final int NULL = 0;
    /** {@code MACH_PORT_DEAD}. */
    static final int DEAD = -1;

    private static final int SPENT = 1 << 31;

    private final Mach mach;
    private final int name;
    private final State state;
    private final Leaks.@Nullable Watch watch;

    /** How far the reference is from being given back. Apart from the right, so that a leak report can look at it. */
    static final class State extends AtomicInteger {
        private static final long serialVersionUID = 1L;

        /** Why the right is spent; written before the state says so. */
        transient volatile String reason = "";

        boolean isSpent() {
            return get() < 0;
        }
    }

    Right(Mach mach, int name) {
        this.mach = mach;
        this.name = name;
        this.state = new State();
        this.watch = name == NULL || name == DEAD ? null : mach.leaks().watch(this, kind(), name);
    }

    /** What kind of right it is, in words: {@code "send right"}. */
    abstract String kind();

    /** Gives the reference back to the kernel. */
    abstract int dispose(MachCalls calls, int task, int name);

    /** Whether users in other calls delay giving back; otherwise giving back ends their calls. */
    abstract boolean waitsForUsers();

    /** The task that holds the right. */
    public final Mach mach() {
        return mach;
    }

    /**
     * The name, to be printed in hexadecimal as the field does. Ownership stays here.
     *
     * @throws IllegalStateException where the right is spent
     */
    public final int name() {
        if (state.isSpent()) {
            throw spent();
        }
        return name;
    }

    /** Whether the right is still held: not closed, moved or relinquished. */
    public final boolean isHeld() {
        return !state.isSpent();
    }

    /**
     * Gives up the object and leaves the reference in the task: the caller owns it under the name returned, and adopts
     * it later ({@link Mach#adoptSendRight} and its kin) or gives it back by other means.
     *
     * @throws IllegalStateException where the right is spent, or another thread is sending with it
     */
    public final int relinquish() {
        return spend("relinquished");
    }

    /**
     * Gives the reference back. What that means for the port is said at each kind of right. Closing a spent right does
     * nothing.
     */
    @Override
    public final void close() {
        int before = markSpent("closed", waitsForUsers());
        if (before >= 0 && (before == 0 || !waitsForUsers())) {
            giveBack();
        }
    }

    /** The name, for a call that is about to be made; {@link #unuse} must follow. */
    final int use() {
        if (!waitsForUsers()) {
            return name();
        }
        int now;
        do {
            now = state.get();
            if (now < 0) {
                throw spent();
            }
        } while (!state.compareAndSet(now, now + 1));
        return name;
    }

    final void unuse() {
        if (waitsForUsers() && state.decrementAndGet() == SPENT && state.reason.equals("closed")) {
            giveBack();
        }
    }

    /** Takes the reference out of the object; the caller owns it under the name returned. */
    final int spend(String how) {
        int before = markSpent(how, false);
        if (before < 0) {
            throw spent();
        }
        if (watch != null) {
            watch.done();
        }
        return name;
    }

    /** The state before, which is negative where the right was spent already. */
    private int markSpent(String how, boolean withUsers) {
        while (true) {
            int now = state.get();
            if (now < 0) {
                return now;
            }
            if (now > 0 && waitsForUsers() && !withUsers) {
                throw new IllegalStateException("another thread is sending with " + kind() + " " + Names.hex(name)
                        + ", which cannot be " + how + " now");
            }
            state.reason = how;
            if (state.compareAndSet(now, now | SPENT)) {
                return now;
            }
        }
    }

    private void giveBack() {
        if (watch != null) {
            watch.done();
        }
        if (name != NULL && name != DEAD && mach.isOpen()) {
            mach.check(dispose(mach.calls(), mach.task(), name), "giving back " + kind() + " " + Names.hex(name));
        }
    }

    /** Throws where another task holds the right: its name would be something else there. */
    final void checkHeldBy(Mach task) {
        if (mach != task) {
            throw new IllegalArgumentException(
                    kind() + " of another task: a right is used and sent by the task that holds it");
        }
    }

    /** Throws where a call about this right has failed. */
    final void check(int code, String call) {
        if (code != KernReturn.KERN_SUCCESS) {
            throw new MachException(code, call + " of " + kind() + " " + Names.hex(name));
        }
    }

    private IllegalStateException spent() {
        return new IllegalStateException(
                kind() + " " + Names.hex(name) + " is not held any more: it was " + state.reason);
    }

    /** Whether both are held under the same name, and so speak of the same port. */
    public final boolean isSamePortAs(Right other) {
        return mach == other.mach && name() == other.name() && name != DEAD && name != NULL;
    }

    /** What the kernel says about the right now, as one line for people; never throws. */
    @Override
    public final String toString() {
        if (state.isSpent()) {
            return kind() + " " + Names.hex(name) + " (" + state.reason + ")";
        }
        return kind() + " " + Names.hex(name) + Inspection.describe(mach, name);
    }
}
