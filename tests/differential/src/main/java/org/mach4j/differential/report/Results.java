// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mach4j.differential.KnownDifferences.Verdict;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.Outcome;

/**
 * What came of asking one kernel the programs of another: counts by area and by section of the specification, and every
 * program that did not simply agree. Programs that agree are counted and forgotten.
 */
public final class Results {
    /** A program's note begins with the sections that it is about: {@code 04 §2, §5.4, §6.4: ...}. */
    private static final Pattern CHAPTER = Pattern.compile("\\b0([0-6]) §");

    private static final Pattern SECTION = Pattern.compile("(?:\\b0([0-6]) )?§(\\d+)");

    private final String left;
    private final String right;
    private final Map<String, Counts> areas = new LinkedHashMap<>();
    private final Map<String, Counts> sections = new TreeMap<>(Results::bySection);
    private final List<Result> notable = new ArrayList<>();

    /**
     * @param left who gave the programs' answers, in words
     * @param right who was asked
     */
    public Results(String left, String right) {
        this.left = left;
        this.right = right;
    }

    /**
     * A program that did not simply agree.
     *
     * @param area its file or profile
     * @param source where it stands, for example {@code file.jsonl:12}
     */
    public record Result(String area, String source, Case program, Verdict verdict) {}

    /** How many programs came to what. */
    public static final class Counts {
        private int agreed;
        private int known;
        private int failed;
        private int notRun;

        /** Programs that agree. */
        public int agreed() {
            return agreed;
        }

        /** Programs that differ as is known. */
        public int known() {
            return known;
        }

        /** Programs that somebody has to look at. */
        public int failed() {
            return failed;
        }

        /** Programs that the kernel that was asked cannot run. */
        public int notRun() {
            return notRun;
        }

        private void count(Verdict verdict) {
            if (verdict.failed()) {
                failed++;
            } else if (verdict.isKnown()) {
                known++;
            } else if (verdict.outcome() instanceof Outcome.NotRun) {
                notRun++;
            } else {
                agreed++;
            }
        }

        private void add(Counts other) {
            agreed += other.agreed;
            known += other.known;
            failed += other.failed;
            notRun += other.notRun;
        }

        @Override
        public String toString() {
            return agreed + " agree"
                    + (known == 0 ? "" : ", " + known + " differ as is known")
                    + ", " + failed + " differ"
                    + (notRun == 0 ? "" : ", " + notRun + " cannot run on this kernel");
        }
    }

    /** Counts a program. */
    public void add(String area, String source, Case program, Verdict verdict) {
        areas.computeIfAbsent(area, key -> new Counts()).count(verdict);
        for (String section : sectionsOf(program)) {
            sections.computeIfAbsent(section, key -> new Counts()).count(verdict);
        }
        if (!(verdict.outcome() instanceof Outcome.Agreed) || verdict.failed()) {
            notable.add(new Result(area, source, program, verdict));
        }
    }

    /** Who gave the programs' answers. */
    public String left() {
        return left;
    }

    /** Who was asked. */
    public String right() {
        return right;
    }

    /** By file or profile, in the order in which they came. */
    public Map<String, Counts> areas() {
        return areas;
    }

    /** By chapter and section of the specification, as far as the programs say what they are about: {@code 04 §6}. */
    public Map<String, Counts> sections() {
        return sections;
    }

    /** All together. */
    public Counts total() {
        Counts total = new Counts();
        areas.values().forEach(total::add);
        return total;
    }

    /** What somebody has to look at. */
    public List<Result> failures() {
        return notable.stream().filter(result -> result.verdict().failed()).toList();
    }

    /** What differs as is known. */
    public List<Result> known() {
        return notable.stream().filter(result -> result.verdict().isKnown()).toList();
    }

    /** What the kernel that was asked cannot run. */
    public List<Result> notRun() {
        return notable.stream()
                .filter(result -> !result.verdict().failed() && result.verdict().outcome() instanceof Outcome.NotRun)
                .toList();
    }

    /** {@code 02 §5} comes before {@code 02 §12}. */
    private static int bySection(String one, String other) {
        int chapters = one.substring(0, 2).compareTo(other.substring(0, 2));
        return chapters != 0 ? chapters : Integer.compare(number(one), number(other));
    }

    private static int number(String section) {
        return Integer.parseInt(section.substring(section.indexOf('§') + 1));
    }

    static List<String> sectionsOf(Case program) {
        String note = program.note() == null ? "" : program.note();
        String head = note.substring(0, Math.max(0, note.indexOf(": ")));
        List<String> sections = new ArrayList<>();
        if (!CHAPTER.matcher(head).find()) {
            return sections;
        }
        String chapter = "";
        Matcher matcher = SECTION.matcher(head);
        while (matcher.find()) {
            chapter = matcher.group(1) == null ? chapter : "0" + matcher.group(1);
            String section = chapter + " §" + matcher.group(2);
            if (!chapter.isEmpty() && !sections.contains(section)) {
                sections.add(section);
            }
        }
        return sections;
    }
}
