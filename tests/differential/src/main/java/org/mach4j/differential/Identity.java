// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential;

import org.jspecify.annotations.Nullable;
import org.mach4j.spi.MachProvider;
import org.mach4j.transcripts.Head;
import org.mach4j.transcripts.Transcript;

/**
 * Which kernel answers, as far as known differences depend on it.
 *
 * @param kernel as transcripts name it: {@code xnu-11417.121.6}, {@code sim}, {@code gnumach}
 * @param arch as Java names it, or empty where nobody knows
 * @param guards the {@code EXC_GUARD} behaviour of the task, or null where there is none
 */
public record Identity(String kernel, String arch, @Nullable Long guards) {
    /** What a live kernel says of itself. */
    public static Identity of(MachProvider provider) {
        return of(HostFacts.head(provider));
    }

    /** What a recording says: its head, or else its first case. */
    public static Identity of(Transcript recorded) {
        if (recorded.head() != null) {
            return of(recorded.head());
        }
        return new Identity(
                recorded.cases().isEmpty() ? "" : recorded.cases().get(0).kernel(), "", null);
    }

    private static Identity of(Head head) {
        return new Identity(head.kernel(), head.arch(), head.guards());
    }
}
