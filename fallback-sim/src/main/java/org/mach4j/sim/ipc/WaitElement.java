// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

import org.jspecify.annotations.Nullable;

/** What stands in the wait list of a port or set (spec 05 §2): a waiting thread, or the link from a port to a set. */
abstract sealed class WaitElement permits IpcThread, SetLink {
    @Nullable WaitElement waitPrevious;

    @Nullable WaitElement waitNext;
}
