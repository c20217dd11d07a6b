// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The items of docs/spec/01 to 06 that ask for a test: numbered sections, and the lines of the lists of edge cases. */
final class Spec {
    /**
     * @param id as {@link Rule} cites it
     * @param text what the specification calls it
     * @param section whether it is a section, not an edge case
     * @param parent the section or example it is a part of, or empty
     */
    record Item(String id, String text, boolean section, String parent) {}

    private static final Pattern HEADING = Pattern.compile("#{2,3} (\\d+(?:\\.\\d+)?)\\.? (.*)");
    private static final Pattern NUMBERED = Pattern.compile("(\\d+)\\. (.*)");
    private static final Pattern ROW = Pattern.compile("\\| ([^|]+?) \\| (.*) \\|");
    private static final Pattern ROW_ID = Pattern.compile("[A-Z]\\d+|Q-\\d+|Q4-\\d+");
    private static final Pattern ROW_RANGE = Pattern.compile("([A-Z])(\\d+)–\\1(\\d+)");
    private static final Pattern EXAMPLE = Pattern.compile("\\*\\*(E\\d) (.*?)\\*\\*.*");

    /** The sections whose numbered lines are edge cases. */
    private static final List<String> LISTS = List.of("01 §12", "05 §16", "06 §7");

    /** The sections whose table rows are edge cases. */
    private static final Pattern TABLES = Pattern.compile("02 §22\\.\\d|02 §23|03 §14|03 §15|04 §9|04 §10");

    private Spec() {}

    /** All items in the order of the text, by id. */
    static Map<String, Item> read(Path directory) throws IOException {
        Map<String, Item> items = new LinkedHashMap<>();
        List<Path> files;
        try (var all = Files.list(directory)) {
            files = all.filter(f -> f.getFileName().toString().matches("0[1-6]-.*\\.md"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            for (Item item : chapter(file)) {
                if (items.putIfAbsent(item.id(), item) != null) {
                    throw new IllegalStateException(file + " has " + item.id() + " twice");
                }
            }
        }
        return items;
    }

    private static List<Item> chapter(Path file) throws IOException {
        String number = file.getFileName().toString().substring(0, 2);
        List<Item> items = new ArrayList<>();
        String section = "";
        String example = "";
        int exampleRow = 0;
        boolean code = false;
        for (String line : Files.readAllLines(file)) {
            code ^= line.startsWith("```");
            if (code) {
                continue;
            }
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                section = number + " §" + heading.group(1);
                example = "";
                int dot = section.lastIndexOf('.');
                items.add(new Item(section, heading.group(2), true, dot < 0 ? "" : section.substring(0, dot)));
                continue;
            }
            Matcher numbered = NUMBERED.matcher(line);
            if (LISTS.contains(section) && numbered.matches()) {
                items.add(new Item(section + "." + numbered.group(1), numbered.group(2), false, section));
                continue;
            }
            Matcher bold = EXAMPLE.matcher(line);
            if (section.equals("01 §11") && bold.matches()) {
                example = number + " " + bold.group(1);
                exampleRow = -2; // the table's head and its rule
                items.add(new Item(example, bold.group(2), false, section));
                continue;
            }
            Matcher row = ROW.matcher(line);
            if (!row.matches()) {
                continue;
            }
            String id = row.group(1);
            if (!example.isEmpty() && !example.equals("01 E1")) {
                exampleRow++;
                if (exampleRow > 0) {
                    String at = example.equals("01 E2") ? id : String.valueOf(exampleRow);
                    items.add(new Item(example + "." + at, row.group(2), false, example));
                } else if (example.equals("01 E2") && id.matches("\\d+")) {
                    throw new IllegalStateException("row " + id + " stands where the head was expected");
                }
            } else if (TABLES.matcher(section).matches()) {
                Matcher range = ROW_RANGE.matcher(id);
                if (range.matches()) {
                    for (int i = Integer.parseInt(range.group(2)); i <= Integer.parseInt(range.group(3)); i++) {
                        items.add(new Item(number + " " + range.group(1) + i, row.group(2), false, section));
                    }
                } else if (ROW_ID.matcher(id).matches()) {
                    items.add(new Item(number + " " + id, row.group(2), false, section));
                }
            }
        }
        return items;
    }
}
