// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A program of Mach calls and what one kernel answered.
 *
 * @param name unique in its file
 * @param kernel who answered
 * @param tasks labels of the tasks, all made before step 1; the first makes the steps that name none
 * @param note words for a reader, or null
 * @param steps the calls in order
 */
public record Case(
        String name,
        String kernel,
        List<String> tasks,
        @Nullable String note,
        List<Step> steps) {
    public Case {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kernel, "kernel");
        tasks = List.copyOf(tasks);
        steps = List.copyOf(steps);
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("a case has at least one task");
        }
    }

    /** The label of the task that makes a step. */
    public String taskOf(Step step) {
        return step.task() == null ? tasks.get(0) : step.task();
    }

    @Override
    public String toString() {
        return name + " (" + kernel + ", " + steps.size() + " steps)";
    }
}
