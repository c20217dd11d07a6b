// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential;

import java.util.List;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.Step;
import org.mach4j.transcripts.Value.Num;
import org.mach4j.transcripts.ValueText;

/** {@code docs/compatibility.md}: the known differences for readers. */
final class CompatibilityPage {
    private static final String HEAD = """
            # Where kernels differ

            This page is rendered from `tests/differential/src/main/resources/org/mach4j/differential/known-differences.jsonl`; the build fails where
            the two disagree. How to read and extend that file: [differential.md](differential.md).

            "Expected" means: established from sources, with a program that shows it; no run on such a kernel has confirmed it yet.

            """;

    private CompatibilityPage() {}

    static String render(List<KnownDifference> all) {
        StringBuilder page = new StringBuilder(HEAD);
        for (KnownDifference.Kind kind : KnownDifference.Kind.values()) {
            List<KnownDifference> some =
                    all.stream().filter(one -> one.kind() == kind).toList();
            if (!some.isEmpty()) {
                page.append("## ").append(title(kind)).append("\n\n");
                page.append("| difference | where | one answer | the other | why | seen |\n");
                page.append("| --- | --- | --- | --- | --- | --- |\n");
                some.forEach(one -> row(page, one));
                page.append('\n');
            }
        }
        page.append("## Programs that show them\n\n");
        for (KnownDifference one : all) {
            Case program = one.program();
            if (program != null) {
                program(page, one, program);
            }
        }
        return page.toString();
    }

    private static String title(KnownDifference.Kind kind) {
        return switch (kind) {
            case SIMULATION_FAULT -> "The simulated kernel is wrong";
            case RECORDING -> "A recording is wrong";
            case NEWER_KERNEL -> "Newer kernels";
            case GUARD -> "Guards: the process ends";
            case UNDEFINED -> "Nothing is promised";
        };
    }

    private static void row(StringBuilder page, KnownDifference one) {
        String where = "`" + one.observable() + "` of step " + (one.step() + 1)
                + (one.program() == null ? " of the recorded `" + one.caseName() + "`" : "");
        String conditions = (one.arch().isEmpty() ? "" : ", on " + String.join(", ", one.arch()))
                + (one.guards() == 0
                        ? ""
                        : ", where the task's guard behaviour has 0x" + Long.toHexString(one.guards()));
        page.append("| ")
                .append(String.join(
                        " | ",
                        "`" + one.id() + "`",
                        where,
                        side(one, one.left(), one.leftAnswer().pattern()),
                        side(one, one.right(), one.rightAnswer().pattern()) + conditions,
                        escaped(one.reason() + " (" + one.source() + ")"),
                        one.firstSeen() == null
                                ? "expected"
                                : "first " + one.firstSeen() + ", last " + one.lastConfirmed()))
                .append(" |\n");
    }

    private static String side(KnownDifference one, KernelRange kernels, String answer) {
        boolean code = one.observable().equals("ret") && answer.matches("\\d+");
        String text = code ? ValueText.brief("ret", Num.of(Long.parseLong(answer))) : answer;
        return escaped(kernels.text()) + ": `" + escaped(text) + "`";
    }

    private static String escaped(String text) {
        return text.replace("|", "\\|");
    }

    private static void program(StringBuilder page, KnownDifference one, Case program) {
        page.append("`").append(one.id()).append("`\n\n```\n");
        int number = 1;
        for (Step step : program.steps()) {
            page.append(number - 1 == one.step() ? "> " : "  ")
                    .append(number++)
                    .append("  ")
                    .append((step.op().text() + " " + ValueText.brief(step.in())).strip())
                    .append("  ->  ")
                    .append(step.out() == null ? "-" : ValueText.brief(step.out()))
                    .append('\n');
        }
        page.append("```\n\n");
    }
}
