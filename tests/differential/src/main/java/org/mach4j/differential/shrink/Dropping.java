// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.shrink;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.Fields;
import org.mach4j.transcripts.Op;
import org.mach4j.transcripts.Step;
import org.mach4j.transcripts.Value;
import org.mach4j.transcripts.Value.AddressLabel;
import org.mach4j.transcripts.Value.Items;
import org.mach4j.transcripts.Value.Num;
import org.mach4j.transcripts.Value.PortLabel;

/**
 * Drops steps from a program. Labels count in the order in which answers give them (FORMAT, "Port names"): those that a dropped step
 * gave become 0 in the steps that remain, and the later ones move up.
 */
final class Dropping {
    private final Answered from;

    Dropping(Answered from) {
        this.from = from;
    }

    /** The program without some steps, and without what only makes sense with them. */
    Case without(Collection<Integer> dropped) {
        NavigableSet<Integer> all = new TreeSet<>(dropped);
        dropped.forEach(step -> all.addAll(uses(step)));
        List<Step> steps = new ArrayList<>(from.program().steps());
        for (int step : all.descendingSet()) {
            steps.remove(step);
            for (int i = step; i < steps.size(); i++) {
                steps.set(i, relabelled(steps.get(i), step));
            }
        }
        Case program = from.program();
        return new Case(program.name(), program.kernel(), program.tasks(), program.note(), steps);
    }

    /** The steps that are about the thread that a step starts. */
    private List<Integer> uses(int start) {
        List<Step> steps = from.program().steps();
        List<Integer> uses = new ArrayList<>();
        String thread = steps.get(start).thread();
        for (int i = start + 1; thread != null && i < steps.size(); i++) {
            Step step = steps.get(i);
            if ((step.op() == Op.JOIN || step.op() == Op.ABORT)
                    && step.in().text("of").equals(thread)) {
                uses.add(i);
            }
        }
        return uses;
    }

    private Step relabelled(Step step, int dropped) {
        String task = from.program().taskOf(step);
        Answered.Labels before = labels(dropped, task);
        Answered.Labels after = labels(dropped + 1, task);
        if (before.equals(after)) {
            return step;
        }
        return new Step(step.op(), step.task(), step.thread(), relabelled(step.in(), before, after), null);
    }

    private Answered.Labels labels(int step, String task) {
        Map<String, Answered.Labels> labels = from.given().get(step);
        Answered.Labels of = labels.get(task);
        if (of == null) {
            throw new IllegalArgumentException("no task " + task);
        }
        return of;
    }

    private static Fields relabelled(Fields fields, Answered.Labels before, Answered.Labels after) {
        Fields.Builder relabelled = Fields.builder();
        fields.entries().forEach((key, value) -> relabelled.put(key, relabelled(value, before, after)));
        return relabelled.build();
    }

    private static Value relabelled(Value value, Answered.Labels before, Answered.Labels after) {
        if (value instanceof Fields fields) {
            return relabelled(fields, before, after);
        } else if (value instanceof Items items) {
            return new Items(items.values().stream()
                    .map(item -> relabelled(item, before, after))
                    .toList());
        } else if (value instanceof PortLabel label && !label.equals(PortLabel.SELF)) {
            int index = Integer.parseInt(label.label().substring(1));
            int moved = moved(index, before.names(), after.names());
            return moved == 0 ? Num.of(0) : PortLabel.of(moved);
        } else if (value instanceof AddressLabel label) {
            int moved = moved(label.region(), before.regions(), after.regions());
            return moved == 0 ? Num.of(0) : new AddressLabel(moved, label.offset());
        }
        return value;
    }

    private static int moved(int index, int before, int after) {
        return index <= before ? index : index <= after ? 0 : index - (after - before);
    }
}
