// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.report;

import java.util.List;
import java.util.Map;
import org.mach4j.transcripts.CaseReport;
import org.mach4j.transcripts.Outcome;

/**
 * Results as the XML that CI systems read: a suite for each area; a test for each program that did not agree, and one for all
 * that did.
 */
public final class JunitReport {
    private static final int WIDTH = 120;

    private final Results results;

    private JunitReport(Results results) {
        this.results = results;
    }

    /** The whole file. */
    public static String render(Results results) {
        return new JunitReport(results).render();
    }

    private String render() {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append("<testsuites name=\"")
                .append(Html.escape("mach4j: " + results.right() + " asked what " + results.left() + " answered"))
                .append("\">\n");
        for (Map.Entry<String, Results.Counts> area : results.areas().entrySet()) {
            suite(xml, area.getKey(), area.getValue());
        }
        return xml.append("</testsuites>\n").toString();
    }

    private void suite(StringBuilder xml, String area, Results.Counts counts) {
        int skipped = counts.known() + counts.notRun();
        int tests = counts.failed() + skipped + (counts.agreed() > 0 ? 1 : 0);
        xml.append(String.format(
                        "  <testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"%d\">%n",
                        Html.escape(area), tests, counts.failed(), skipped)
                .replace("\r\n", "\n"));
        if (counts.agreed() > 0) {
            xml.append(open(area, counts.agreed() + " programs agree")).append("/>\n");
        }
        CaseReport report = new CaseReport(results.right(), WIDTH);
        for (Results.Result result : of(area, results.failures())) {
            String what = result.verdict()
                    .known()
                    .map(known -> "known difference " + known.id() + " does not show any more")
                    .orElse(CaseReport.headline(result.verdict().outcome()));
            xml.append(open(area, result.program().name()))
                    .append(">\n      <failure message=\"")
                    .append(Html.escape(what))
                    .append("\">")
                    .append(Html.escape(report.show(
                            result.source(), result.program(), result.verdict().outcome())))
                    .append("</failure>\n    </testcase>\n");
        }
        for (Results.Result result : of(area, results.known())) {
            String reason = result.verdict()
                    .known()
                    .map(known -> "known difference " + known.id() + ": " + known.reason())
                    .orElse("");
            skipped(xml, result, reason);
        }
        for (Results.Result result : of(area, results.notRun())) {
            if (result.verdict().outcome() instanceof Outcome.NotRun notRun) {
                skipped(xml, result, notRun.why());
            }
        }
        xml.append("  </testsuite>\n");
    }

    private static void skipped(StringBuilder xml, Results.Result result, String reason) {
        xml.append(open(result.area(), result.program().name()))
                .append("><skipped message=\"")
                .append(Html.escape(reason))
                .append("\"/></testcase>\n");
    }

    private static String open(String area, String name) {
        return "    <testcase classname=\"" + Html.escape(area) + "\" name=\"" + Html.escape(name) + "\"";
    }

    private static List<Results.Result> of(String area, List<Results.Result> results) {
        return results.stream().filter(result -> result.area().equals(area)).toList();
    }
}
