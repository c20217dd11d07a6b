// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Recorded cases whose answer is not the recorded kernel's own, each with the reason; found by reading, not by running. */
public final class Misrecorded {
    private static final Map<String, String> CASES = Map.of(
            "complex-100149",
            "step 37 reads memory that its first descriptor has given away (spec 02 §8, M14: MACH_SEND_INVALID_MEMORY);"
                    + " the recorder's host had put zero-filled memory of its own there");

    private Misrecorded() {}

    /** Why a case is misrecorded, or null where it is not. */
    public static @Nullable String reason(String caseName) {
        return CASES.get(caseName);
    }
}
