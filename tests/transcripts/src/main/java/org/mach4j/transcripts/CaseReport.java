// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Shows a case that failed as plain text: the whole program, the step marked at which it failed, and there both answers
 * beside each other, what differs marked as well.
 */
public final class CaseReport {
    /** Narrower than this the columns would hold nothing. */
    public static final int LEAST_WIDTH = 60;

    private static final int MARGIN = 2;

    private final String answerer;
    private final int width;

    /**
     * @param answerer the kernel that was asked, for the heading of its column
     * @param width of the lines in characters
     */
    public CaseReport(String answerer, int width) {
        this.answerer = answerer;
        this.width = Math.max(width, LEAST_WIDTH);
    }

    /**
     * The text, several lines, each but the last ended by {@code \n}.
     *
     * @param source where the case stands, for example {@code file.jsonl:12}; may be empty
     */
    public String show(String source, Case program, Outcome outcome) {
        List<String> lines = new ArrayList<>();
        String where = source.isEmpty() ? "" : source + " ";
        wrap(lines, "", where + program.name() + ": " + headline(outcome));
        wrap(
                lines,
                " ".repeat(MARGIN),
                "recorded from " + program.kernel() + ", answered by " + answerer + "; tasks "
                        + String.join(", ", program.tasks()));
        if (program.note() != null) {
            wrap(lines, " ".repeat(MARGIN), "note: " + program.note());
        }
        int marked = markedStep(outcome);
        int numberWidth = Integer.toString(program.steps().size()).length();
        int makerWidth = program.steps().stream()
                .mapToInt(step -> maker(program, step).length())
                .max()
                .orElse(0);
        for (int i = 0; i < program.steps().size(); i++) {
            Step step = program.steps().get(i);
            String number = Integer.toString(i + 1);
            String head = (i == marked ? "> " : "  ") + " ".repeat(numberWidth - number.length()) + number + "  "
                    + pad(maker(program, step), makerWidth) + "  ";
            String call = step.op().text() + inputs(step);
            if (i == marked) {
                wrap(lines, head, call);
                atMarked(lines, step, outcome);
            } else if (i < marked || outcome instanceof Outcome.Leaked) {
                wrap(lines, head, call + "  ->  " + answer(step.out()));
            } else {
                wrap(lines, head, call);
            }
        }
        if (marked >= program.steps().size()) {
            lines.add("> at the end");
            atMarked(lines, null, outcome);
        }
        return String.join("\n", lines);
    }

    /** What became of a case, in a few words. */
    public static String headline(Outcome outcome) {
        if (outcome instanceof Outcome.Differed differed) {
            return "step " + (differed.step() + 1) + " was answered differently";
        } else if (outcome instanceof Outcome.Broke broke) {
            return "step " + (broke.step() + 1) + " was not answered: "
                    + broke.cause().getMessage();
        } else if (outcome instanceof Outcome.Hung hung) {
            return "step " + (hung.step() + 1) + " did not come to its end";
        } else if (outcome instanceof Outcome.Leaked) {
            return "agreed, but something was left when the tasks had ended";
        } else if (outcome instanceof Outcome.NotRun notRun) {
            return "not run: " + notRun.why();
        }
        return "agreed";
    }

    /** The step at which a case failed, from 0; beyond all steps where it was none. */
    public static int markedStep(Outcome outcome) {
        if (outcome instanceof Outcome.Differed differed) {
            return differed.step();
        } else if (outcome instanceof Outcome.Broke broke) {
            return broke.step();
        } else if (outcome instanceof Outcome.Hung hung) {
            return hung.step();
        }
        return Integer.MAX_VALUE;
    }

    private void atMarked(List<String> lines, @Nullable Step step, Outcome outcome) {
        String indent = " ".repeat(3 * MARGIN);
        if (outcome instanceof Outcome.Differed differed) {
            Fields recorded = step == null || step.out() == null ? Fields.NONE : step.out();
            table(lines, indent, recorded, differed);
            if (!differed.answer().unbound().isEmpty()) {
                String labels =
                        String.join(", ", new TreeSet<>(differed.answer().unbound()));
                wrap(lines, indent, "no earlier answer has bound " + labels + ": passed as 0");
            }
            return;
        }
        if (step != null) {
            wrap(lines, indent + "recorded: ", answer(step.out()));
        }
        details(outcome).forEach(line -> wrap(lines, indent, line));
    }

    /** What is known of an outcome that is no other answer: where the kernel threw, what waits, what was left. */
    public static List<String> details(Outcome outcome) {
        if (outcome instanceof Outcome.Broke broke) {
            return trace(broke.cause());
        } else if (outcome instanceof Outcome.Hung hung) {
            return hung.threads().lines().toList();
        } else if (outcome instanceof Outcome.Leaked leaked) {
            return leaked.leaks();
        }
        return List.of();
    }

    /** The causes with as many frames as lead to the place where the kernel is at fault. */
    static List<String> trace(Throwable fault) {
        List<String> lines = new ArrayList<>();
        for (Throwable cause = fault; cause != null && lines.size() < 60; cause = cause.getCause()) {
            lines.add(cause.toString());
            StackTraceElement[] frames = cause.getStackTrace();
            for (int i = 0; i < Math.min(frames.length, 12); i++) {
                lines.add("    at " + frames[i]);
            }
        }
        return lines;
    }

    private void table(List<String> lines, String indent, Fields recorded, Outcome.Differed differed) {
        List<AnswerRow> rows = AnswerRow.of(recorded, differed);
        int pathWidth = rows.stream().mapToInt(row -> row.path().length()).max().orElse(0);
        pathWidth = Math.min(Math.max(pathWidth, 4), width / 3);
        int column = Math.max(10, (width - indent.length() - 2 - pathWidth - 6) / 2);
        row(lines, indent, pathWidth, column, false, "", "recorded", answerer);
        for (AnswerRow row : rows) {
            row(lines, indent, pathWidth, column, row.differs(), row.path(), row.recordedText(), row.answeredText());
            if (!row.note().isEmpty()) {
                lines.add(indent + "  " + " ".repeat(pathWidth) + "   (" + row.note() + ")");
            }
        }
    }

    private static void row(
            List<String> lines,
            String indent,
            int pathWidth,
            int column,
            boolean differs,
            String path,
            String left,
            String right) {
        List<String> paths = pieces(path, pathWidth);
        List<String> lefts = pieces(left, column);
        List<String> rights = pieces(right, column);
        int height = Math.max(paths.size(), Math.max(lefts.size(), rights.size()));
        for (int i = 0; i < height; i++) {
            String line = indent + (differs ? "* " : "  ") + pad(piece(paths, i), pathWidth) + " | "
                    + pad(piece(lefts, i), column) + " | " + piece(rights, i);
            lines.add(line.stripTrailing());
        }
    }

    private static String piece(List<String> pieces, int index) {
        return index < pieces.size() ? pieces.get(index) : "";
    }

    private static List<String> pieces(String text, int width) {
        List<String> pieces = new ArrayList<>();
        for (int from = 0; from < text.length(); from += width) {
            pieces.add(text.substring(from, Math.min(text.length(), from + width)));
        }
        return pieces;
    }

    private static String maker(Case program, Step step) {
        return program.taskOf(step) + (step.thread() == null ? "" : ":" + step.thread());
    }

    private static String inputs(Step step) {
        String inputs = ValueText.brief(step.in());
        return inputs.isEmpty() ? "" : " " + inputs;
    }

    private static String answer(@Nullable Fields out) {
        return out == null ? "-" : ValueText.brief(out);
    }

    /** Breaks a line where words end, or inside a word that is longer than a line; what follows is indented below the head. */
    private void wrap(List<String> lines, String head, String text) {
        String next = head;
        String indent = " ".repeat(Math.min(head.length() + 2, width / 2));
        String rest = text;
        while (true) {
            int room = Math.max(10, width - next.length());
            if (rest.length() <= room) {
                lines.add((next + rest).stripTrailing());
                return;
            }
            int cut = rest.lastIndexOf(' ', room);
            if (cut <= 0) {
                cut = room;
            }
            lines.add((next + rest.substring(0, cut)).stripTrailing());
            rest = rest.substring(cut).stripLeading();
            next = indent;
        }
    }

    private static String pad(String text, int width) {
        return text.length() >= width ? text : text + " ".repeat(width - text.length());
    }
}
