// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

import java.util.concurrent.atomic.LongAdder;

/** How many objects of a kernel are alive, and what was done with messages. Exact when nothing runs. */
public final class Counters {
    final LongAdder ports = new LongAdder();
    final LongAdder sets = new LongAdder();
    final LongAdder messagesMade = new LongAdder();
    final LongAdder messagesReceived = new LongAdder();
    final LongAdder messagesDestroyed = new LongAdder();

    Counters() {}

    /** Live ports, those owned by the kernel not counted. */
    public long ports() {
        return ports.sum();
    }

    /** Live port sets. */
    public long sets() {
        return sets.sum();
    }

    /** Messages that a task or the kernel made and copied in. */
    public long messagesMade() {
        return messagesMade.sum();
    }

    /** Messages that were delivered to a task, in whole or in part, or answered by the kernel. */
    public long messagesReceived() {
        return messagesReceived.sum();
    }

    /** Messages that were destroyed undelivered, or given back to their sender. */
    public long messagesDestroyed() {
        return messagesDestroyed.sum();
    }

    /** Messages that are queued or on their way. */
    public long messages() {
        return messagesMade() - messagesReceived() - messagesDestroyed();
    }
}
