// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.CaseReport;
import org.mach4j.transcripts.Comparison;
import org.mach4j.transcripts.Outcome;
import org.mach4j.transcripts.Transcript;
import org.mach4j.transcripts.TranscriptReader;

/** The simulated kernel answers every recorded program as the recorded kernel did: same codes, same bytes, same names. */
class RecordedAnswersTest {
    /** More of them say no more. */
    private static final int SHOWN = 3;

    private static final KnownDifferences KNOWN = KnownDifferences.load();

    static List<Path> vectors() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", "vectors"))) {
            return files.filter(file -> file.toString().endsWith(".jsonl.gz"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void everyCaseAgreesWithExactNamesAndLeavesNothingBehind(Path file) throws Exception {
        Transcript transcript = TranscriptReader.readFile(file);
        List<Case> cases = transcript.cases();
        assertThat(cases).isNotEmpty();
        Peer sim = Peer.byName(
                SimulatedKernel.NAME,
                Comparison.Names.EXACT,
                Runtime.getRuntime().availableProcessors());
        List<Outcome> outcomes = sim.answer(cases);
        List<String> differences = new ArrayList<>();
        int failed = 0;
        for (int i = 0; i < cases.size(); i++) {
            KnownDifferences.Verdict verdict =
                    KNOWN.judge(Identity.of(transcript), sim.identity(), cases.get(i), outcomes.get(i));
            if (verdict.failed()) {
                failed++;
                if (differences.size() < SHOWN) {
                    String source = file.getFileName() + ":" + transcript.lineOf(i);
                    differences.add(new CaseReport("sim", 120).show(source, cases.get(i), outcomes.get(i)));
                }
            }
        }
        if (failed > 0) {
            fail(failed + " of " + cases.size() + " cases differ, the first of them:\n\n"
                    + String.join("\n\n", differences));
        }
    }
}
