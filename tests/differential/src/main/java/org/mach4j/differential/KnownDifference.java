// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.Fields;
import org.mach4j.transcripts.Mismatch;
import org.mach4j.transcripts.Outcome;
import org.mach4j.transcripts.Step;
import org.mach4j.transcripts.Value;

/**
 * One line of {@code known-differences.jsonl}: two kernels answer a step differently, and are known to.
 *
 * @param id its name
 * @param caseName the recorded program that shows it, or null where {@code program} does
 * @param program a program of its own that shows it, with the left kernel's answers, or null
 * @param step the step of that program, from 0
 * @param observable the place in the answer, as {@link Mismatch#path} writes it
 * @param left the kernels that answer in one way
 * @param leftAnswer a pattern of that answer; {@code absent} where there is none at that place
 * @param right the kernels that answer otherwise
 * @param rightAnswer likewise
 * @param kind whose difference it is
 * @param arch the right kernels' architectures, empty for all
 * @param guards bits that the right kernel's task must have in its {@code EXC_GUARD} behaviour, or 0
 * @param rule in which steps of other programs the difference shows, too; null for none
 * @param reason in a sentence
 * @param source where that is said
 * @param firstSeen the date of the first run that showed it, or null where none has: it is expected
 * @param lastConfirmed the date of the last run that showed it, or null
 */
public record KnownDifference(
        String id,
        @Nullable String caseName,
        @Nullable Case program,
        int step,
        String observable,
        KernelRange left,
        Pattern leftAnswer,
        KernelRange right,
        Pattern rightAnswer,
        Kind kind,
        List<String> arch,
        long guards,
        @Nullable Rule rule,
        String reason,
        String source,
        @Nullable String firstSeen,
        @Nullable String lastConfirmed) {
    /** Whose difference it is. */
    public enum Kind {
        /** The simulated kernel is wrong. */
        SIMULATION_FAULT("simulation fault"),
        /** The recording is wrong. */
        RECORDING("recording"),
        /** A newer kernel behaves otherwise. */
        NEWER_KERNEL("newer kernel"),
        /** A guard ends the process. */
        GUARD("guard"),
        /** Nothing is promised. */
        UNDEFINED("undefined");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** As the file writes it. */
        public String text() {
            return text;
        }
    }

    /**
     * Steps of any program.
     *
     * @param ops the operations, empty for all
     * @param in patterns of inputs by their place
     * @param out patterns of the left kernel's answer by their place
     */
    record Rule(Set<String> ops, Map<String, Pattern> in, Map<String, Pattern> out) {
        boolean isAbout(Step asked, @Nullable Fields answer) {
            return (ops.isEmpty() || ops.contains(asked.op().text())) && match(in, asked.in()) && match(out, answer);
        }

        private static boolean match(Map<String, Pattern> patterns, @Nullable Fields fields) {
            return patterns.entrySet().stream()
                    .allMatch(pattern -> matches(pattern.getValue(), at(fields, pattern.getKey())));
        }

        private static @Nullable Value at(@Nullable Fields fields, String path) {
            Value value = fields;
            for (String key : path.split("\\.", -1)) {
                value = value instanceof Fields inner ? inner.get(key) : null;
            }
            return value;
        }
    }

    /** The name of the program that shows it. */
    public String shownBy() {
        return program != null ? program.name() : String.valueOf(caseName);
    }

    /** Whether it is about two kernels, this way round. */
    boolean isAbout(Identity one, Identity other) {
        long set = other.guards() == null ? 0 : other.guards();
        return left.has(one.kernel())
                && right.has(other.kernel())
                && (arch.isEmpty() || arch.contains(other.arch()))
                && (set & guards) == guards;
    }

    /** Whether an outcome is this difference, with the left kernel's answers in the program. */
    boolean explains(Case differing, Outcome.Differed outcome) {
        return explains(differing, outcome, leftAnswer, rightAnswer, true);
    }

    /** Whether an outcome is this difference, with the right kernel's answers in the program. */
    boolean explainsReversed(Case differing, Outcome.Differed outcome) {
        return explains(differing, outcome, rightAnswer, leftAnswer, false);
    }

    private boolean explains(
            Case differing, Outcome.Differed outcome, Pattern recorded, Pattern answered, boolean leftRecorded) {
        Step asked = differing.steps().get(outcome.step());
        boolean here = differing.name().equals(shownBy()) && outcome.step() == step;
        if (!here
                && (rule == null
                        || !rule.isAbout(
                                asked,
                                leftRecorded ? asked.out() : outcome.answer().out()))) {
            return false;
        }
        return outcome.mismatches().stream()
                .anyMatch(mismatch -> mismatch.path().equals(observable)
                        && matches(recorded, mismatch.recorded())
                        && matches(answered, mismatch.answered()));
    }

    private static boolean matches(Pattern pattern, @Nullable Value value) {
        return pattern.matcher(value == null ? "absent" : value.toString()).matches();
    }
}
