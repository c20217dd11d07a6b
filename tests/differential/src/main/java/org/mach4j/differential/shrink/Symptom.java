// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.shrink;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mach4j.differential.Difference;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.Mismatch;
import org.mach4j.transcripts.Op;
import org.mach4j.transcripts.Outcome;

/**
 * In what way a program differs, apart from where in it: two programs with the same symptom show the same fault, as far as can be told.
 *
 * @param kind of outcome
 * @param op the call that was answered differently; null where none was
 * @param marks the places in the answer that differ, without positions in lists; the two codes where these differ, since all else
 *     follows from them then
 */
public record Symptom(String kind, @Nullable Op op, Set<String> marks) {
    private static final Pattern POSITION = Pattern.compile("\\[\\d+]");

    /** The symptom of a difference. */
    public static Symptom of(Difference difference) {
        Outcome outcome = difference.outcome();
        if (outcome instanceof Outcome.Differed differed) {
            return new Symptom("differed", calledAt(difference.program(), differed.step()), marks(differed));
        } else if (outcome instanceof Outcome.Broke broke) {
            Throwable root = broke.cause();
            while (root.getCause() != null) {
                root = root.getCause();
            }
            return new Symptom(
                    "broke",
                    calledAt(difference.program(), broke.step()),
                    Set.of(root.getClass().getName()));
        } else if (outcome instanceof Outcome.Hung hung) {
            return new Symptom("hung", calledAt(difference.program(), hung.step()), Set.of());
        } else if (outcome instanceof Outcome.Leaked) {
            return new Symptom("leaked", null, Set.of());
        }
        throw new IllegalArgumentException("no difference: " + outcome);
    }

    private static Set<String> marks(Outcome.Differed differed) {
        for (Mismatch mismatch : differed.mismatches()) {
            if (mismatch.path().equals("ret")) {
                return Set.of("ret " + mismatch.recorded() + " " + mismatch.answered());
            }
        }
        Set<String> marks = new TreeSet<>();
        differed.mismatches()
                .forEach(mismatch -> marks.add(POSITION.matcher(mismatch.path()).replaceAll("[]")));
        return marks;
    }

    private static @Nullable Op calledAt(Case program, int step) {
        return step < program.steps().size() ? program.steps().get(step).op() : null;
    }
}
