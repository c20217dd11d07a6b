// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import java.util.List;

/** What came of replaying a case. Steps are counted from 0, as in {@link Case#steps}. */
public sealed interface Outcome {
    /** Every answer agreed. */
    record Agreed() implements Outcome {}

    /**
     * A step was answered differently; the steps after it were not made.
     *
     * @param answer what the kernel answered
     */
    record Differed(int step, Execution.Answer answer, List<Mismatch> mismatches) implements Outcome {
        public Differed {
            mismatches = List.copyOf(mismatches);
        }
    }

    /** The kernel threw instead of answering; the step is that of the fault, or the number of steps where it came at the end. */
    record Broke(int step, Throwable cause) implements Outcome {}

    /** The case did not come to its end in time. */
    record Hung(int step, String threads) implements Outcome {}

    /** Every answer agreed, but the kernel did not let go of everything when the tasks ended. */
    record Leaked(List<String> leaks) implements Outcome {
        public Leaked {
            leaks = List.copyOf(leaks);
        }
    }

    /** The kernel cannot run such a case. */
    record NotRun(String why) implements Outcome {}

    /** Whether this is neither an agreement nor a case that could not be run. */
    default boolean failed() {
        return !(this instanceof Agreed || this instanceof NotRun);
    }
}
