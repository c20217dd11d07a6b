// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.Outcome;

/** Recorded cases whose answer is not the recorded kernel's own, each with the reason; found by reading, not by running. */
public final class Misrecorded {
    /**
     * A step whose recorded answer is wrong.
     *
     * @param step from 0
     */
    private record Entry(int step, String reason) {}

    private static final Map<String, Entry> CASES = Map.of(
            "complex-100149",
            new Entry(
                    36,
                    "its second descriptor reads memory that the first has given away (spec 02 §8, M14: MACH_SEND_INVALID_MEMORY);"
                            + " the recorder's host had put zero-filled memory of its own there"));

    private Misrecorded() {}

    /** Whether a case is misrecorded, so that it must not agree. */
    public static boolean isListed(Case program) {
        return CASES.containsKey(program.name());
    }

    /** Why an outcome is no fault of the kernel that was asked, or null where it is one: it differs in just the step that is wrong. */
    public static @Nullable String reason(Case program, Outcome outcome) {
        Entry entry = CASES.get(program.name());
        return entry != null && outcome instanceof Outcome.Differed differed && differed.step() == entry.step()
                ? entry.reason()
                : null;
    }
}
