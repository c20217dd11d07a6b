// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import java.util.List;
import java.util.Optional;

/**
 * What a task holds under which name, at one moment. Prints as a table.
 *
 * @param task the task's label
 * @param entries in the kernel's order
 */
public record NameTable(String task, List<Entry> entries) {
    /** Copies the entries. */
    public NameTable {
        entries = List.copyOf(entries);
    }

    /**
     * One name.
     *
     * @param name the port name
     * @param type {@code MACH_PORT_TYPE_*}
     * @param references user references of the send right or dead name; 1 for other rights
     * @param status of the port, where the task holds its receive right
     */
    public record Entry(int name, int type, int references, Optional<PortStatus> status) {
        @Override
        public String toString() {
            return "%-10s %-14s %5d  %s"
                    .formatted(
                            Names.hex(name),
                            Inspection.kinds(type),
                            references,
                            status.map(Inspection::describe).orElse(""))
                    .stripTrailing();
        }
    }

    /** The user references that the task holds of a name; 0 where it holds none. */
    public int references(int name) {
        return entries.stream()
                .filter(entry -> entry.name() == name)
                .mapToInt(Entry::references)
                .findFirst()
                .orElse(0);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("task ")
                .append(task)
                .append(": ")
                .append(entries.size())
                .append(entries.size() == 1 ? " name" : " names");
        for (Entry entry : entries) {
            text.append("\n  ").append(entry);
        }
        return text.toString();
    }
}
