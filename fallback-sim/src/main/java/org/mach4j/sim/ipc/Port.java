// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

import static org.mach4j.abi.MachPort.MACH_PORT_STATUS_FLAG_GUARDED;
import static org.mach4j.abi.MachPort.MACH_PORT_STATUS_FLAG_IMP_DONATION;
import static org.mach4j.abi.MachPort.MACH_PORT_STATUS_FLAG_STRICT_GUARD;
import static org.mach4j.abi.MachPort.MACH_PORT_STATUS_FLAG_TEMPOWNER;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A port (spec 03 §3.3, §5): who receives on it, how many rights to it exist, and who is to be told what.
 *
 * <p>All fields are guarded by {@link #lock}. In the lock order it comes after the space's; while a port's lock is held
 * only a set's may be taken. No message is ever sent with a port's lock held.
 */
public final class Port {
    /** Stands in a message for a right whose port is gone: {@code MACH_PORT_DEAD}. Never in a space. */
    public static final Port DEAD = new Port();

    final ReentrantLock lock = new ReentrantLock();

    /** Cleared once, at death. */
    boolean active = true;
    /** The order of deaths (spec 02 §11.1). */
    long deathTime;

    // The receive right: in a space, or in transit to a destination, or (both null) in limbo.
    @Nullable Space receiver;

    int receiverName;
    /** Written under the port's lock and the kernel's transit lock. */
    volatile @Nullable Port destination;

    /** What a kernel-owned port stands for; such a port has no receiver. */
    @Nullable KernelObject kernelObject;

    int sendRights;
    int sendOnceRights;
    int makeSendCount;

    @Nullable Port noSenders;

    @Nullable Port portDestroyed;

    @Nullable RequestTable requests;
    /** A send-possible request was armed since the last firing (spec 02 §6.7). */
    volatile boolean sendPossibleArmed;

    long context;
    boolean guarded;
    boolean strictGuard;

    boolean importanceDonation;
    boolean temporaryOwner;
    /** Messages that carry importance, on this port and on ports in transit behind it (spec 05 §14). */
    int importance;

    /** One of them is for the armed send-possible requests (spec 02 §6.7). */
    boolean sendPossibleImportance;

    /** Sets containing the port, as the real kernel counts them (spec 03 Q-9: stale after a set's destruction). */
    int setCount;

    /** Room for one message of the kernel, −1 where none was preallocated (spec 04 §3.3). */
    int preallocated = -1;

    boolean preallocatedInUse;

    final MessageQueue queue = new MessageQueue(this);

    Port() {}

    /** A new port owned by the kernel. */
    public static Port ofKernel(KernelObject object) {
        Port port = new Port();
        port.kernelObject = object;
        return port;
    }

    /** Whether this denotes a port at all: neither null nor the dead value. */
    static boolean isValid(@Nullable Port port) {
        return port != null && port != DEAD;
    }

    /** The object a kernel-owned live port stands for, or null. */
    public @Nullable KernelObject kernelObject() {
        lock.lock();
        try {
            return active ? kernelObject : null;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the port is alive. */
    public boolean isActive() {
        lock.lock();
        try {
            return active;
        } finally {
            lock.unlock();
        }
    }

    boolean ownedByKernel() {
        return kernelObject != null;
    }

    RequestTable requestTable() {
        RequestTable table = requests;
        if (table == null) {
            table = new RequestTable();
            requests = table;
        }
        return table;
    }

    int statusFlags() {
        return (temporaryOwner ? MACH_PORT_STATUS_FLAG_TEMPOWNER : 0)
                | (guarded ? MACH_PORT_STATUS_FLAG_GUARDED : 0)
                | (strictGuard ? MACH_PORT_STATUS_FLAG_STRICT_GUARD : 0)
                | (importanceDonation ? MACH_PORT_STATUS_FLAG_IMP_DONATION : 0);
    }
}
