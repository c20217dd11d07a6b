// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.mach4j.abi.KernReturn;
import org.mach4j.abi.MachPort;

/**
 * Reply ports at rest. A port serves one call at a time and is used again only where that call is over for certain: its
 * one send-once right was used up. Not one for each thread, as C has it: threads may be virtual and many.
 */
final class ReplyPorts {
    private static final int SLOTS = 64;
    private static final int PROBES = 4;

    private final AtomicIntegerArray slots = new AtomicIntegerArray(SLOTS);
    private final Mach mach;

    ReplyPorts(Mach mach) {
        this.mach = mach;
    }

    int take() {
        int at = start();
        for (int i = 0; i < PROBES; i++) {
            int slot = at + i & SLOTS - 1;
            if (slots.getPlain(slot) != Right.NULL) {
                int name = slots.getAndSet(slot, Right.NULL);
                if (name != Right.NULL) {
                    return name;
                }
            }
        }
        int name = mach.calls().mach_reply_port();
        if (name == Right.NULL) {
            throw new MachException(KernReturn.KERN_RESOURCE_SHORTAGE, "mach_reply_port");
        }
        return name;
    }

    /**
     * Takes a port back.
     *
     * @param clean whether no right to the port is left that could still bring a message
     */
    void give(int name, boolean clean) {
        if (clean) {
            int at = start();
            for (int i = 0; i < PROBES; i++) {
                if (slots.compareAndSet(at + i & SLOTS - 1, Right.NULL, name)) {
                    return;
                }
            }
        }
        destroy(name);
    }

    void close() {
        for (int i = 0; i < SLOTS; i++) {
            int name = slots.getAndSet(i, Right.NULL);
            if (name != Right.NULL) {
                destroy(name);
            }
        }
    }

    private void destroy(int name) {
        if (mach.isOpen()) {
            mach.check(
                    mach.calls().mach_port_mod_refs(mach.task(), name, MachPort.MACH_PORT_RIGHT_RECEIVE, -1),
                    "mach_port_mod_refs (reply port)");
        }
    }

    private static int start() {
        return (int) ((Thread.currentThread().getId() * 0x9E3779B97F4A7C15L) >>> 40);
    }
}
