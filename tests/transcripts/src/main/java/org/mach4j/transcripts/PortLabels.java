// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mach4j.transcripts.Value.Num;
import org.mach4j.transcripts.Value.PortLabel;

/** The labels of one task's port names (FORMAT, "Port names"). */
final class PortLabels {
    private static final int NULL = 0;
    private static final int DEAD = -1;

    private final Map<Integer, PortLabel> newest = new HashMap<>();
    private final Map<PortLabel, Integer> numbers = new HashMap<>();

    /** Those that outputs have given, in order. */
    private final List<PortLabel> given = new ArrayList<>();

    /** @param self the name of the task's own port */
    PortLabels(int self) {
        bind(PortLabel.SELF, self);
    }

    /** The label of a name in an output: the newest that it has, or else the next. Null and dead stay numbers. */
    Value of(int name) {
        if (name == NULL || name == DEAD) {
            return Num.ofU32(name);
        }
        PortLabel label = newest.get(name);
        return label == null ? fresh(name) : label;
    }

    /** The next label, for a name that a call has made anew. */
    PortLabel fresh(int name) {
        PortLabel label = PortLabel.of(given.size() + 1);
        given.add(label);
        return bind(label, name);
    }

    /** The name of a label, or null where no output has bound it. */
    @Nullable Integer name(PortLabel label) {
        return numbers.get(label);
    }

    /** Whether any output had this name. */
    boolean knows(int name) {
        return newest.containsKey(name);
    }

    /** How many labels outputs have given. */
    int given() {
        return given.size();
    }

    /** The labels that outputs have given, each the newest of its number, in order. */
    List<PortLabel> labels() {
        List<PortLabel> labels = new ArrayList<>(given.size());
        for (PortLabel label : given) {
            if (label.equals(newest.get(numbers.get(label)))) {
                labels.add(label);
            }
        }
        return labels;
    }

    /** All names that have a label. */
    Iterable<Integer> names() {
        return newest.keySet();
    }

    private PortLabel bind(PortLabel label, int name) {
        newest.put(name, label);
        numbers.put(label, name);
        return label;
    }
}
