// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
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
 * Recorded programs of one task on the kernel of this host, by the preferred binding, each in a process that may be ended for it: on a
 * Mac the real kernel, elsewhere the stand-in, which must answer as the recorded kernel did.
 *
 * <p>What a real kernel answers otherwise is printed. It fails the build with {@code -Dmach4j.native.strict=true}: as long as no Mac has run this,
 * nobody knows what of it belongs into the data. Every {@value #EVERY}th program; {@code -Dmach4j.replay.every=1} runs all.
 */
class NativeReplayTest {
    private static final int EVERY = 25;

    private static final KnownDifferences KNOWN = KnownDifferences.load();

    private static Optional<MachProvider> binding() {
        return MachProviders.all().stream()
                .filter(LibSystemProvider.class::isInstance)
                .filter(provider -> provider.availability().available() || Standin.exists())
                .findFirst();
    }

    @Test
    void recordedProgramsOfOneTaskInProcesses() throws Exception {
        Optional<MachProvider> binding = binding();
        String skipped =
                "SKIPPED: recorded programs on the kernel of this host: they need a Mac, or Linux and a C compiler";
        if (binding.isEmpty()) {
            System.out.println(skipped);
        }
        assumeTrue(binding.isPresent(), skipped);
        boolean real = binding.get().availability().available();
        String name = "processes:" + binding.get().name();
        Peer peer = Peer.byName(name, Comparison.Names.BY_LABEL, 1);
        List<String> differences = new ArrayList<>();
        int ran = 0;
        int notRun = 0;
        for (Path file : RecordedAnswersTest.vectors()) {
            Transcript transcript = TranscriptReader.readFile(file);
            List<Case> cases = some(transcript);
            List<Outcome> outcomes = peer.answer(cases);
            for (int i = 0; i < cases.size(); i++) {
                if (outcomes.get(i) instanceof Outcome.NotRun) {
                    notRun++;
                    continue;
                }
                ran++;
                if (KNOWN.judge(Identity.of(transcript), peer.identity(), cases.get(i), outcomes.get(i))
                        .failed()) {
                    differences.add(new CaseReport(name, 120)
                            .show(file.getFileName().toString(), cases.get(i), outcomes.get(i)));
                }
            }
        }
        System.out.println(name + ", " + peer.identity().kernel() + ": " + ran + " recorded programs ran, "
                + differences.size() + " of them differ; " + notRun + " could not run");
        assertThat(ran).isPositive();
        if (real && !Boolean.getBoolean("mach4j.native.strict")) {
            differences.forEach(System.out::println);
            assertThat(differences.size()).as("the kernel answers none of them").isLessThan(ran);
        } else {
            assertThat(differences).isEmpty();
            assertThat(notRun).isZero();
        }
    }

    private static List<Case> some(Transcript transcript) {
        int every = Integer.getInteger("mach4j.replay.every", EVERY);
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < transcript.cases().size(); i += every) {
            if (transcript.cases().get(i).tasks().size() == 1) {
                cases.add(transcript.cases().get(i));
            }
        }
        return cases;
    }
}
