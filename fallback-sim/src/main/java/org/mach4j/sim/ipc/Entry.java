// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_DEAD_NAME;

import org.jspecify.annotations.Nullable;

/**
 * One entry of a space's table (spec 03 §2.1, §3.1). In use where {@link #type} is not 0. Guarded by the space's lock.
 */
final class Entry {
    private static final int FRESH_GENERATION = 0xff;
    private static final int GENERATION_STEP = 4;

    final int index;
    /** The low byte of the name, of the current or last use. */
    int generation = FRESH_GENERATION;
    /** The {@code MACH_PORT_TYPE_*} bits of the rights held, 0 where free. */
    int type;
    /** User references of a send right or dead name; 1 for send-once, 0 else. */
    int references;
    /** The port, for port rights; it may be dead, see {@link Rights}. */
    @Nullable Port port;
    /** The port set, for a set. */
    @Nullable PortSet set;
    /** The slot of a dead-name or send-possible request in the port's table, 0 for none. */
    int request;

    @Nullable Entry freePrevious;

    @Nullable Entry freeNext;

    Entry(int index) {
        this.index = index;
    }

    /** The name by which an entry is listed that was never used (spec 03 §2.2). */
    static int freshName(int index) {
        return index << 8 | FRESH_GENERATION;
    }

    int name() {
        return index << 8 | generation;
    }

    boolean has(int typeBits) {
        return (type & typeBits) != 0;
    }

    /** A kernel-chosen allocation advances the generation before the name is formed (spec 03 §2.2). */
    void advanceGeneration() {
        generation = generation + GENERATION_STEP & 0xff;
    }

    Port liveOrStalePort() {
        Port p = port;
        if (p == null) {
            throw new IllegalStateException(
                    "entry " + Integer.toHexString(name()) + " of type " + type + " has no port");
        }
        return p;
    }

    void becomeDeadName(int newReferences) {
        type = MACH_PORT_TYPE_DEAD_NAME;
        references = newReferences;
        port = null;
        request = 0;
    }

    /** Empties the entry. Its slot in the table is given back by {@link Space#release}. */
    void clear() {
        type = 0;
        references = 0;
        port = null;
        set = null;
        request = 0;
    }
}
