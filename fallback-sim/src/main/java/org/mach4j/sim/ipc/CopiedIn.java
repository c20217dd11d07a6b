// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

import org.jspecify.annotations.Nullable;

/** What copying in one right gave (spec 02 §5). Each thread has one, used again and again. */
final class CopiedIn {
    /** The naked right: a port, or {@link Port#DEAD}. */
    @Nullable Port right;
    /** The notify right of a request that was cancelled with its entry: to be told {@code PORT_DELETED}. */
    @Nullable Port cancelled;

    void clear() {
        right = null;
        cancelled = null;
    }
}
