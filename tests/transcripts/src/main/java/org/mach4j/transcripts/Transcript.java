// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a transcript file holds.
 *
 * @param head how it was recorded, or null where the file does not tell
 * @param cases a line each
 */
public record Transcript(@Nullable Head head, List<Case> cases) {
    public Transcript {
        cases = List.copyOf(cases);
    }

    /** The line of the file in which a case stands, from 1. */
    public int lineOf(int index) {
        return index + (head == null ? 1 : 2);
    }
}
