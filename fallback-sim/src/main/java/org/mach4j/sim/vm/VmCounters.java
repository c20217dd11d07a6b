// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.vm;

import java.util.concurrent.atomic.LongAdder;

/** How much memory the tasks of a kernel hold. Exact when nothing runs. */
public final class VmCounters {
    final LongAdder pages = new LongAdder();
    final LongAdder copies = new LongAdder();

    public VmCounters() {}

    /** Pages mapped by tasks, message buffers of the host not counted. */
    public long pages() {
        return pages.sum();
    }

    /** Copies of memory that travel in messages. */
    public long copies() {
        return copies.sum();
    }
}
