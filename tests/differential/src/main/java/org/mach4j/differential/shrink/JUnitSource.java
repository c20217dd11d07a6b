// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.shrink;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mach4j.differential.Difference;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.Outcome;
import org.mach4j.transcripts.Step;
import org.mach4j.transcripts.TranscriptWriter;

/**
 * A difference as the source of a JUnit test that fails as long as there is one, to be pasted into {@code tests/differential}. The
 * program stands in it as a transcript, a step a line.
 */
public final class JUnitSource {
    private JUnitSource() {}

    /** The simple name of the class: {@code Rights_7_12Test}. */
    public static String className(Case program) {
        String name = program.name().replaceAll("[^A-Za-z0-9]+", "_");
        return (Character.isLetter(name.charAt(0)) ? "" : "Case_")
                + name.substring(0, 1).toUpperCase(Locale.ROOT)
                + name.substring(1) + "Test";
    }

    /**
     * The source of the class, in the package {@code org.mach4j.differential}.
     *
     * @param kernel the one that answered differently, by its name on the command line
     */
    public static String of(Difference difference, String kernel) {
        Case program = difference.program();
        List<String> lines = new ArrayList<>();
        lines.add("// SPDX-License-Identifier: Apache-2.0");
        lines.add("package org.mach4j.differential;");
        lines.add("");
        lines.add("import static org.assertj.core.api.Assertions.assertThat;");
        lines.add("");
        lines.add("import java.io.ByteArrayInputStream;");
        lines.add("import java.nio.charset.StandardCharsets;");
        lines.add("import org.junit.jupiter.api.Test;");
        lines.add("import org.mach4j.transcripts.Case;");
        lines.add("import org.mach4j.transcripts.Comparison;");
        lines.add("import org.mach4j.transcripts.Outcome;");
        lines.add("import org.mach4j.transcripts.TranscriptReader;");
        lines.add("");
        lines.add("/** " + said(difference, kernel) + " */");
        lines.add("class " + className(program) + " {");
        lines.add("    private static final String PROGRAM = \"\"\"");
        transcript(program).forEach(line -> lines.add("            " + line.replace("\\", "\\\\")));
        lines.add("            \"\"\";");
        lines.add("");
        lines.add("    @Test");
        lines.add("    void bothAnswerTheSame() throws Exception {");
        lines.add("        byte[] line = PROGRAM.replace(\"\\n\", \"\").getBytes(StandardCharsets.UTF_8);");
        lines.add("        try (TranscriptReader reader = new TranscriptReader(\"" + program.name()
                + "\", new ByteArrayInputStream(line))) {");
        lines.add("            Case program = reader.read();");
        lines.add("            Outcome outcome = Kernels.replay(Kernels.byName(\"" + kernel.replace("\\", "\\\\")
                + "\"), Comparison.Names.BY_LABEL, 1)");
        lines.add("                    .run(program);");
        lines.add("            assertThat(outcome).isInstanceOf(Outcome.Agreed.class);");
        lines.add("        }");
        lines.add("    }");
        lines.add("}");
        return String.join("\n", lines) + "\n";
    }

    private static String said(Difference difference, String kernel) {
        Outcome outcome = difference.outcome();
        String left = difference.program().kernel();
        if (outcome instanceof Outcome.Differed differed) {
            return "Step " + (differed.step() + 1) + ": " + left + " and " + kernel + " answered differently.";
        }
        return "What " + left + " answered, " + kernel + " did not.";
    }

    /** The case as JSON, broken where steps begin. */
    private static List<String> transcript(Case program) {
        List<String> lines = new ArrayList<>();
        Case empty = new Case(program.name(), program.kernel(), program.tasks(), program.note(), List.of());
        String frame = TranscriptWriter.toJson(empty);
        lines.add(frame.substring(0, frame.length() - "]}".length()));
        List<Step> steps = program.steps();
        for (int i = 0; i < steps.size(); i++) {
            String alone = TranscriptWriter.toJson(
                    new Case(program.name(), program.kernel(), program.tasks(), program.note(), List.of(steps.get(i))));
            String step = alone.substring(frame.length() - "]}".length(), alone.length() - "]}".length());
            lines.add(step + (i + 1 < steps.size() ? "," : ""));
        }
        lines.add("]}");
        return lines;
    }
}
