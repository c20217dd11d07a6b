// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** What the notes of the recorded cases cite: {@code 01 §2.1, §12 nos. 3, 4, 02 H5-H7: what the case shows}. */
final class RecordedCases {
    private static final Pattern NAME = Pattern.compile("\"case\":\"([^\"]+)\"");
    private static final Pattern NOTE = Pattern.compile("\"note\":\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern TOKEN = Pattern.compile(
            "(?<chapter>\\b0[0-6]\\b)|§(?<section>\\d+(?:\\.\\d+)*)"
                    + "|(?<nos>\\bnos?\\.)|(?<example>\\bE[1-5]\\b)|(?<rows>\\brows?\\b)|(?<step>\\bstep \\w+)"
                    + "|(?<quirk>\\bQ4?-\\d+)|(?<first>\\b[A-Z])(?<from>\\d+)(?:-\\k<first>(?<to>\\d+))?|(?<number>\\b\\d+\\b)");

    private RecordedCases() {}

    /** The cases that cite an item, as {@code file/case}, by the item's id. */
    static Map<String, Set<String>> read(Path directory) throws IOException {
        Map<String, Set<String>> cases = new TreeMap<>();
        List<Path> files;
        try (var all = Files.list(directory)) {
            files = all.filter(f -> f.getFileName().toString().endsWith(".jsonl.gz"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString().replace(".jsonl.gz", "");
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    Matcher note = NOTE.matcher(line);
                    Matcher of = NAME.matcher(line);
                    if (note.find() && of.find()) {
                        for (String id : citations(note.group(1).replace("\\u00a7", "§"))) {
                            cases.computeIfAbsent(id, k -> new TreeSet<>()).add(name + "/" + of.group(1));
                        }
                    }
                }
            }
        }
        return cases;
    }

    /** The ids which the part of a note before the first colon cites. */
    static Set<String> citations(String note) {
        int colon = note.indexOf(": ");
        Set<String> ids = new LinkedHashSet<>();
        String chapter = "";
        String list = "";
        boolean inList = false;
        for (Matcher m = TOKEN.matcher(colon < 0 ? note : note.substring(0, colon)); m.find(); ) {
            boolean continues = false;
            if (m.group("chapter") != null) {
                chapter = m.group("chapter");
            } else if (m.group("section") != null) {
                list = chapter + " §" + m.group("section");
                ids.add(list);
            } else if (m.group("example") != null && chapter.equals("01")) {
                list = chapter + " " + m.group("example");
                ids.add(list);
            } else if (m.group("nos") != null || m.group("rows") != null) {
                continues = true;
            } else if (m.group("quirk") != null) {
                ids.add(chapter + " " + m.group("quirk"));
            } else if (m.group("example") != null) {
                ids.add(chapter + " " + m.group("example"));
            } else if (m.group("first") != null) {
                int from = Integer.parseInt(m.group("from"));
                int to = m.group("to") == null ? from : Integer.parseInt(m.group("to"));
                for (int i = from; i <= to; i++) {
                    ids.add(chapter + " " + m.group("first") + i);
                }
            } else if (m.group("number") != null && inList) {
                ids.add(list + "." + m.group("number"));
                continues = true;
            }
            inList = continues;
        }
        return ids;
    }
}
