// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import java.util.List;
import org.mach4j.transcripts.Value.PortLabel;

/**
 * What a task of a running case holds at this moment, for whoever chooses the next step by it. Looking gives no labels, and changes
 * nothing in the kernel but that a name whose port has died becomes a dead name, as by any call about it (spec 03 §4).
 */
public final class TaskView {
    private final CaseTask task;
    private final int[] type = new int[1];

    TaskView(CaseTask task) {
        this.task = task;
    }

    /** The labels that outputs have given, each the newest of its number, in order; the task may have given up what they denote. */
    public List<PortLabel> labels() {
        return task.ports().labels();
    }

    /** What a label denotes now, {@code MACH_PORT_TYPE_*}; 0 where the task has no such name. */
    public int type(PortLabel label) {
        Integer name = task.ports().name(label);
        return name != null && task.calls().mach_port_type(task.self(), name, type) == 0 ? type[0] : 0;
    }

    /** The number of a label that an output has given. */
    public int number(PortLabel label) {
        Integer name = task.ports().name(label);
        if (name == null) {
            throw new IllegalArgumentException("no output of task " + task.label() + " has given " + label);
        }
        return name;
    }

    /** How many labels of names outputs have given. */
    public int given() {
        return task.ports().given();
    }

    /** How many regions of memory have labels, from 1 to this. */
    public int regions() {
        return task.regions().count();
    }

    /** The size in bytes that a region had when it got its label. */
    public long size(int region) {
        return task.regions().size(region);
    }
}
