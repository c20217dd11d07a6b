// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential;

import java.util.List;
import java.util.function.Function;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.Check;
import org.mach4j.transcripts.Outcome;

/** A way to have a live kernel answer programs. */
@FunctionalInterface
public interface Runner {
    /**
     * Runs programs, each up to the first answer with which its check is not content.
     *
     * @param checks makes that which looks at one program's answers
     * @return their outcomes, in the same order
     */
    List<Outcome> run(List<Case> programs, Function<Case, ? extends Check> checks) throws InterruptedException;
}
