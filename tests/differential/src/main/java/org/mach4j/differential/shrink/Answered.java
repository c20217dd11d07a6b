// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.shrink;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mach4j.spi.MachKernel;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.Execution;
import org.mach4j.transcripts.Step;
import org.mach4j.transcripts.TaskView;

/**
 * A program with a kernel's answers, and which step gave which labels.
 *
 * @param program with the answers
 * @param given before each step and after the last: how many labels each task has
 */
record Answered(Case program, List<Map<String, Labels>> given) {
    /** How many labels of names and of regions there are. */
    record Labels(int names, int regions) {}

    /** Has a kernel answer a program. */
    static Answered by(MachKernel kernel, Case program) throws InterruptedException {
        List<Step> steps = new ArrayList<>();
        List<Map<String, Labels>> given = new ArrayList<>();
        try (Execution running = new Execution(kernel, program)) {
            for (Step step : program.steps()) {
                given.add(labels(running, program));
                steps.add(step.answered(running.perform(step).out()));
            }
            given.add(labels(running, program));
        }
        return new Answered(
                new Case(program.name(), kernel.name(), program.tasks(), program.note(), steps), List.copyOf(given));
    }

    private static Map<String, Labels> labels(Execution running, Case program) {
        Map<String, Labels> labels = new HashMap<>();
        for (String task : program.tasks()) {
            TaskView view = running.view(task);
            labels.put(task, new Labels(view.given(), view.regions()));
        }
        return labels;
    }
}
