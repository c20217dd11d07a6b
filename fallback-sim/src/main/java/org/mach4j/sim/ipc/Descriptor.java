// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

import org.jspecify.annotations.Nullable;
import org.mach4j.sim.vm.MemoryCopy;

/** A descriptor of a complex message in the kernel: rights and memory in place of names and addresses (spec 02 §7). */
public sealed interface Descriptor {

    /** One right: a port, {@link Port#DEAD} or null, with the received form of its disposition. */
    record Right(@Nullable Port port, int disposition) implements Descriptor {}

    /**
     * Out-of-line memory.
     *
     * @param type 1, or 3 for volatile
     * @param copy null where the size is 0
     * @param size in bytes
     * @param copyOption as sent, 0 or 1
     */
    record Memory(int type, @Nullable MemoryCopy copy, int size, int copyOption) implements Descriptor {}

    /** An out-of-line array of rights, each a port, {@link Port#DEAD} or null. */
    record Rights(@Nullable Port[] ports, int disposition) implements Descriptor {}
}
