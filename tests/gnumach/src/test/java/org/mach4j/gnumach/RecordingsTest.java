// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.TranscriptReader;

/**
 * What XNU answered, asked of GNU Mach: two real kernels. {@code -Dmach4j.gnumach.full} runs every recorded program; otherwise each file's first forty.
 */
@Timeout(value = 480, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RecordingsTest {
    private static final boolean FULL = Boolean.getBoolean("mach4j.gnumach.full");
    private static final int SAMPLE = 40;

    @BeforeAll
    static void needs() {
        Boot.QEMU.require();
    }

    private static Map<String, List<Case>> recordings() throws IOException {
        Map<String, List<Case>> all = new TreeMap<>();
        try (Stream<Path> files = Files.list(Path.of("../vectors"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".jsonl.gz"))
                    .sorted()
                    .toList()) {
                String name = file.getFileName().toString();
                if (!name.contains("kobjects")) { // kernel objects, but for their names, are each kernel's own
                    List<Case> cases = TranscriptReader.readAll(file);
                    all.put(name, FULL ? cases : cases.subList(0, Math.min(SAMPLE, cases.size())));
                }
            }
        }
        return all;
    }

    @Test
    void twoRealKernelsDifferOnlyAsTheDataSay() throws Exception {
        KnownDifferences known = KnownDifferences.load();
        long start = System.nanoTime();
        Tally total = new Tally();
        List<String> differences = new ArrayList<>();
        try (GnuMachKernel kernel = GnuMachKernel.boot()) {
            Peer peer = new Peer(kernel, known);
            for (Map.Entry<String, List<Case>> file : recordings().entrySet()) {
                Tally tally = new Tally();
                for (Case program : file.getValue()) {
                    Peer.Verdict verdict = peer.compare(program);
                    tally.count(verdict, program);
                    if (verdict instanceof Peer.Verdict.Differed differed) {
                        differences.add(file.getKey() + " " + program.name() + " step " + (differed.steps() + 1) + " "
                                + program.steps().get(differed.steps()) + ": " + differed.mismatches());
                    }
                }
                total.add(tally);
                System.out.println("GNU Mach, " + file.getKey() + ": " + tally);
            }
        }
        System.out.println("GNU Mach, all: " + total + ", in "
                + Duration.ofNanos(System.nanoTime() - start).toSeconds() + " s");
        assertThat(differences)
                .as("differences that known-differences.jsonl does not have")
                .isEmpty();
        if (FULL) {
            assertThat(known.unused()).as("rules that nothing needs any more").isEmpty();
            // What is comparable must stay so: a peer that compares nothing finds nothing.
            assertThat(total.agreed).isGreaterThan(1400);
            assertThat(total.steps).isGreaterThan(60_000);
        } else {
            assertThat(total.agreed).isGreaterThan(100);
        }
    }
}
