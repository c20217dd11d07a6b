// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim;

/**
 * How much of a kernel is alive. Exact while no call is under way.
 *
 * @param tasks tasks that have not ended
 * @param ports ports, those of the kernel itself not counted
 * @param sets port sets
 * @param messages messages queued, or on their way
 * @param entries names in use, over all tasks
 * @param pages pages mapped by tasks, message buffers of the host not counted
 * @param memoryCopies out-of-line memory in messages
 */
public record LiveCounts(
        long tasks, long ports, long sets, long messages, long entries, long pages, long memoryCopies) {
    /** Whether nothing is alive. */
    public boolean isZero() {
        return equals(new LiveCounts(0, 0, 0, 0, 0, 0, 0));
    }
}
