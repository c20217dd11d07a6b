// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mach4j.transcripts.Value.Bytes;
import org.mach4j.transcripts.Value.Items;

/**
 * One value of two answers that differ, side by side, for reports.
 *
 * @param path as {@link Mismatch#path} writes it
 * @param recorded the one kernel's value, or null where it has none there
 * @param answered the other's
 * @param differs whether the difference is here
 */
public record AnswerRow(
        String path, @Nullable Value recorded, @Nullable Value answered, boolean differs) {

    /** All values of both answers, in the order in which the recorded one has them. */
    public static List<AnswerRow> of(Fields recorded, Outcome.Differed outcome) {
        Map<String, Value> left = new LinkedHashMap<>();
        flatten("", recorded, left);
        Map<String, Value> right = new LinkedHashMap<>();
        flatten("", outcome.answer().out(), right);
        Set<String> paths = new LinkedHashSet<>(left.keySet());
        paths.addAll(right.keySet());
        Set<String> different = new LinkedHashSet<>();
        for (Mismatch mismatch : outcome.mismatches()) { // a composite against a single value
            if (different.add(mismatch.path()) && paths.stream().noneMatch(path -> isUnder(path, mismatch.path()))) {
                paths.add(mismatch.path());
                if (mismatch.recorded() != null) {
                    left.put(mismatch.path(), mismatch.recorded());
                }
                if (mismatch.answered() != null) {
                    right.put(mismatch.path(), mismatch.answered());
                }
            }
        }
        List<AnswerRow> rows = new ArrayList<>();
        for (String path : paths) {
            boolean differs = different.stream().anyMatch(bad -> isUnder(path, bad));
            rows.add(new AnswerRow(path, left.get(path), right.get(path), differs));
        }
        return rows;
    }

    /** The recorded value as a person reads it; whole where it differs. */
    public String recordedText() {
        return text(recorded);
    }

    /** Likewise the answered one. */
    public String answeredText() {
        return text(answered);
    }

    /** What helps to see a difference in long bytes, or empty. */
    public String note() {
        return differs && recorded instanceof Bytes a && answered instanceof Bytes b
                ? "first difference at byte " + Arrays.mismatch(a.toArray(), b.toArray())
                : "";
    }

    private String text(@Nullable Value value) {
        if (value == null) {
            return "-";
        }
        String key = path.substring(path.lastIndexOf('.') + 1);
        return differs ? ValueText.whole(key, value) : ValueText.brief(key, value);
    }

    private static boolean isUnder(String path, String whole) {
        return path.equals(whole) || path.startsWith(whole + ".") || path.startsWith(whole + "[");
    }

    private static void flatten(String path, Value value, Map<String, Value> into) {
        if (value instanceof Fields fields && !fields.entries().isEmpty()) {
            fields.entries().forEach((key, inner) -> flatten(path.isEmpty() ? key : path + "." + key, inner, into));
        } else if (value instanceof Items items && items.values().stream().anyMatch(AnswerRow::isComposite)) {
            for (int i = 0; i < items.values().size(); i++) {
                flatten(path + "[" + i + "]", items.values().get(i), into);
            }
        } else if (!path.isEmpty()) {
            into.put(path, value);
        }
    }

    private static boolean isComposite(Value value) {
        return value instanceof Fields || value instanceof Items;
    }
}
