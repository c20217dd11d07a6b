// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mach4j.libsystem.LibSystemProvider;
import org.mach4j.spi.MachProvider;
import org.mach4j.spi.MachProviders;
import org.mach4j.standin.Standin;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.CaseReport;
import org.mach4j.transcripts.Comparison;
import org.mach4j.transcripts.Outcome;
import org.mach4j.transcripts.Transcript;
import org.mach4j.transcripts.TranscriptReader;

/**
 * Recorded programs through each binding of this JDK, C, and the stand-in, in this process's memory: answered as the recorded kernel
 * answered, with exact names. Every {@value #EVERY}th program; all of them with {@code -Dmach4j.replay.every=1}, which takes a minute or
 * so a binding.
 */
class BindingsReplayTest {
    private static final int EVERY = 25;

    private static final KnownDifferences KNOWN = KnownDifferences.load();

    static List<String> bindings() {
        return MachProviders.all().stream()
                .filter(LibSystemProvider.class::isInstance)
                .map(MachProvider::name)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("bindings")
    void recordedProgramsAreAnsweredTheSame(String binding) throws Exception {
        assumeTrue(Standin.exists(), "the build has no stand-in: it needs Linux and a C compiler");
        int every = Integer.getInteger("mach4j.replay.every", EVERY);
        Peer peer = Peer.byName(binding, Comparison.Names.EXACT, 1);
        assertThat(peer.identity().kernel()).as("who answers in the end").isEqualTo("sim");
        List<String> differences = new ArrayList<>();
        int ran = 0;
        for (Path file : RecordedAnswersTest.vectors()) {
            Transcript transcript = TranscriptReader.readFile(file);
            List<Case> cases = new ArrayList<>();
            for (int i = 0; i < transcript.cases().size(); i += every) {
                cases.add(transcript.cases().get(i));
            }
            List<Outcome> outcomes = peer.answer(cases);
            for (int i = 0; i < cases.size(); i++) {
                assertThat(outcomes.get(i)).isNotInstanceOf(Outcome.NotRun.class);
                if (KNOWN.judge(Identity.of(transcript), peer.identity(), cases.get(i), outcomes.get(i))
                        .failed()) {
                    differences.add(new CaseReport(binding, 120)
                            .show(file.getFileName().toString(), cases.get(i), outcomes.get(i)));
                }
                ran++;
            }
        }
        assertThat(ran).isPositive();
        assertThat(differences).isEmpty();
    }
}
