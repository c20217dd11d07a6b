// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mach4j.differential.KnownDifference;
import org.mach4j.differential.Version;
import org.mach4j.sim.Snapshot;
import org.mach4j.transcripts.AnswerRow;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.CaseReport;
import org.mach4j.transcripts.Fields;
import org.mach4j.transcripts.Outcome;
import org.mach4j.transcripts.Step;
import org.mach4j.transcripts.ValueText;

/**
 * Results as one HTML file that needs no other: agreement by area and by section of the specification, and each difference
 * as the whole program, the step marked, both answers side by side, and what a simulated kernel holds before and after.
 */
public final class HtmlReport {
    /** More differences than this say no more, and make a page that no browser likes. */
    private static final int SHOWN = 100;

    private static final Map<String, String> CHAPTERS = Map.of(
            "00", "data on the wire",
            "01", "the trap path",
            "02", "copying messages in and out",
            "03", "rights and spaces",
            "04", "calls on ports",
            "05", "queues and sets",
            "06", "kernel objects");

    private final Results results;
    private final StringBuilder page = new StringBuilder();

    private HtmlReport(Results results) {
        this.results = results;
    }

    /** The whole file. */
    public static String render(Results results) throws InterruptedException {
        return new HtmlReport(results).render();
    }

    private HtmlReport add(String markup) {
        page.append(markup);
        return this;
    }

    private HtmlReport text(String text) {
        page.append(Html.escape(text));
        return this;
    }

    private String render() throws InterruptedException {
        String title = results.right() + " against " + results.left();
        add("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>mach4j: ")
                .text(title)
                .add("</title><style>\n" + style() + "</style></head><body>\n<h1>")
                .text(title)
                .add("</h1>\n<p class=\"soft\">Programs that ")
                .text(results.left() + " answered, asked of " + results.right() + ". mach4j " + Version.text() + ", "
                        + LocalDate.now(ZoneOffset.UTC))
                .add("</p>\n");
        List<Results.Result> failures = results.failures();
        add("<p class=\"verdict\">")
                .add(
                        failures.isEmpty()
                                ? "<span class=\"good\">No difference</span>"
                                : "<span class=\"bad\">" + count(failures.size(), "difference") + "</span>")
                .text(": " + results.total())
                .add("</p>\n");
        counts("By area", "area", results.areas());
        if (!results.sections().isEmpty()) {
            counts("By section of the specification", "section", results.sections());
            add(
                    "<p class=\"soft\">As the programs themselves say; one may be about several. Random programs are about none.</p>\n");
        }
        if (!failures.isEmpty()) {
            add("<h2>Differences</h2>\n");
            if (failures.size() > SHOWN) {
                add("<p>The first " + SHOWN + " of " + failures.size() + ".</p>\n");
            }
            for (Results.Result result : failures.subList(0, Math.min(SHOWN, failures.size()))) {
                difference(result);
            }
        }
        known();
        notRun();
        return add("</body></html>\n").page.toString();
    }

    private static String style() {
        try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
            if (in == null) {
                throw new IllegalStateException("report.css is not among the classes");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private void counts(String title, String what, Map<String, Results.Counts> rows) {
        add("<h2>" + title + "</h2>\n<table><tr><th>" + what + "</th><th class=\"number\">agree</th>")
                .add("<th class=\"number\">known</th><th class=\"number\">differ</th><th class=\"number\">not run</th>")
                .add("<th></th></tr>\n");
        rows.forEach((name, counts) -> {
            String chapter = CHAPTERS.get(name.substring(0, Math.min(2, name.length())));
            add("<tr><td>")
                    .text(name)
                    .add(chapter == null ? "" : " <span class=\"soft\">" + chapter + "</span>")
                    .add("</td>");
            number(counts.agreed());
            number(counts.known());
            number(counts.failed());
            number(counts.notRun());
            add("<td><div class=\"bar\">");
            bar("good", counts.agreed());
            bar("known", counts.known());
            bar("bad", counts.failed());
            bar("none", counts.notRun());
            add("</div></td></tr>\n");
        });
        add("</table>\n");
    }

    private void number(int number) {
        add("<td class=\"number\">" + number + "</td>");
    }

    private void bar(String kind, int number) {
        if (number > 0) {
            add("<i class=\"" + kind + "\" style=\"flex:" + number + "\"></i>");
        }
    }

    private void difference(Results.Result result) throws InterruptedException {
        Case program = result.program();
        Outcome outcome = result.verdict().outcome();
        add("<section class=\"difference\" id=\"")
                .text(program.name())
                .add("\">\n<h3>")
                .text(program.name() + ": " + CaseReport.headline(outcome))
                .add("</h3>\n<p class=\"soft\">")
                .text(result.source() + " · recorded from " + program.kernel() + ", answered by " + results.right()
                        + " · tasks " + String.join(", ", program.tasks()))
                .add("</p>\n");
        if (program.note() != null) {
            add("<p class=\"soft\">").text(program.note()).add("</p>\n");
        }
        result.verdict()
                .known()
                .ifPresent(one -> add("<p>The known difference ")
                        .text(one.id())
                        .add(" should have shown here, and did not.</p>\n"));
        program(program, outcome);
        int step = CaseReport.markedStep(outcome);
        if (step < program.steps().size()) {
            states(program, step);
        }
        add("</section>\n");
    }

    private void program(Case program, Outcome outcome) {
        int marked = CaseReport.markedStep(outcome);
        add("<div class=\"program\">\n");
        for (int i = 0; i < program.steps().size(); i++) {
            Step step = program.steps().get(i);
            String place = i == marked ? " marked" : i > marked ? " later" : "";
            add("<div class=\"step" + place + "\"><span class=\"n\">" + (i == marked ? "▶ " : "") + (i + 1)
                            + "</span><span>")
                    .text(program.taskOf(step) + (step.thread() == null ? "" : ":" + step.thread()))
                    .add("</span><span>")
                    .text((step.op().text() + " " + ValueText.brief(step.in())).strip());
            if (i < marked && step.out() != null) {
                add(" <span class=\"answer\">→ ")
                        .text(ValueText.brief(step.out()))
                        .add("</span>");
            }
            add("</span></div>\n");
            if (i == marked) {
                answers(step, outcome);
            }
        }
        if (marked >= program.steps().size()) {
            lines(CaseReport.details(outcome));
        }
        add("</div>\n");
    }

    private void answers(Step step, Outcome outcome) {
        if (!(outcome instanceof Outcome.Differed differed)) {
            lines(CaseReport.details(outcome));
            return;
        }
        add("<table class=\"answers\"><tr><th></th><th>").text(results.left()).add("</th><th>");
        text(results.right()).add("</th></tr>\n");
        Fields recorded = step.out() == null ? Fields.NONE : step.out();
        for (AnswerRow row : AnswerRow.of(recorded, differed)) {
            add(row.differs() ? "<tr class=\"differs\"><td>" : "<tr><td>")
                    .text(row.path())
                    .add("</td><td class=\"value\">");
            text(row.recordedText()).add("</td><td class=\"value\">").text(row.answeredText());
            if (!row.note().isEmpty()) {
                add("<br><span class=\"soft\">").text(row.note()).add("</span>");
            }
            add("</td></tr>\n");
        }
        add("</table>\n");
        if (!differed.answer().unbound().isEmpty()) {
            add("<p class=\"soft\">No earlier answer has bound ")
                    .text(String.join(", ", differed.answer().unbound()))
                    .add(": passed as 0.</p>\n");
        }
    }

    private void lines(List<String> lines) {
        if (!lines.isEmpty()) {
            add("<pre>").text(String.join("\n", lines)).add("</pre>\n");
        }
    }

    private void states(Case program, int step) throws InterruptedException {
        StateAt state = StateAt.of(program, step);
        add("<p class=\"soft\">What the simulated kernel holds at this step:</p>\n");
        state("before step " + (step + 1), state.before());
        state("after step " + (step + 1), state.after());
        add("<p class=\"key soft\"><span><b class=\"receive\"></b>receive</span><span><b class=\"send\"></b>send</span>")
                .add(
                        "<span><b class=\"once\"></b>send-once</span><span><b class=\"request\"></b>notification request</span>")
                .add("<span><b class=\"member\"></b>member of a set</span></p>\n");
    }

    private void state(String when, @Nullable Snapshot snapshot) {
        add("<h4>").text(when).add("</h4>\n");
        if (snapshot == null) {
            add("<p class=\"soft\">It does not come so far.</p>\n");
            return;
        }
        add("<div class=\"scroll\">")
                .add(PortGraph.svg(snapshot, "rights and ports " + when))
                .add("</div>\n");
        add("<details><summary>as text</summary><pre>").text(snapshot.toText()).add("</pre></details>\n");
    }

    private void known() {
        List<Results.Result> known = results.known();
        if (known.isEmpty()) {
            return;
        }
        add(
                "<h2>Known differences</h2>\n<table><tr><th>program</th><th>difference</th><th>class</th><th>why</th></tr>\n");
        for (Results.Result result : known) {
            KnownDifference one = result.verdict().known().orElseThrow();
            add("<tr><td>")
                    .text(result.program().name())
                    .add("</td><td>")
                    .text(one.id())
                    .add("</td><td>");
            text(one.kind().text())
                    .add("</td><td>")
                    .text(one.reason() + " (" + one.source() + ")")
                    .add("</td></tr>\n");
        }
        add("</table>\n");
    }

    private void notRun() {
        List<Results.Result> notRun = results.notRun();
        if (notRun.isEmpty()) {
            return;
        }
        add("<h2>Not run</h2>\n<details><summary>" + count(notRun.size(), "program") + "</summary><table>\n");
        for (Results.Result result : notRun) {
            if (result.verdict().outcome() instanceof Outcome.NotRun why) {
                add("<tr><td>")
                        .text(result.program().name())
                        .add("</td><td>")
                        .text(why.why())
                        .add("</td></tr>\n");
            }
        }
        add("</table></details>\n");
    }
}
