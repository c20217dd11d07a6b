// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

import org.jspecify.annotations.Nullable;

/**
 * The membership of a port in a set: an element of the port's wait list, of the set's list of members and, while the
 * port may have a message for the set, of the set's ready list (spec 05 §2).
 *
 * <p>The place in the wait list is guarded by the port's lock, the others by the set's.
 */
final class SetLink extends WaitElement {
    final Port port;
    final PortSet set;

    @Nullable SetLink memberPrevious;

    @Nullable SetLink memberNext;

    boolean ready;

    @Nullable SetLink readyPrevious;

    @Nullable SetLink readyNext;

    SetLink(Port port, PortSet set) {
        this.port = port;
        this.set = set;
    }
}
