// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.TranscriptReader;

/**
 * What XNU answered, asked of GNU Mach: two real kernels. {@code -Dmach4j.gnumach.full=true} runs every recorded program in QEMU, and
 * every directed one in the container, too; otherwise the first forty of each file.
 */
@Timeout(value = 480, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RecordingsTest {
    private static final boolean FULL = Boolean.getBoolean("mach4j.gnumach.full");
    private static final int SAMPLE = 40;

    private static Map<String, List<Case>> recordings(Boot boot) throws IOException {
        Map<String, List<Case>> all = new TreeMap<>();
        try (Stream<Path> files = Files.list(Path.of("../vectors"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".jsonl.gz"))
                    .sorted()
                    .toList()) {
                String name = file.getFileName().toString();
                if (!name.contains("kobjects")) { // kernel objects, but for their names, are each kernel's own
                    List<Case> cases = TranscriptReader.readAll(file);
                    boolean whole = FULL && (boot == Boot.QEMU || name.startsWith("directed"));
                    all.put(name, whole ? cases : cases.subList(0, Math.min(SAMPLE, cases.size())));
                }
            }
        }
        return all;
    }

    @ParameterizedTest
    @EnumSource
    void twoRealKernelsDifferOnlyAsTheDataSay(Boot boot) throws Exception {
        boot.require();
        KnownDifferences known = KnownDifferences.load();
        long start = System.nanoTime();
        Tally total = new Tally();
        try (GnuMachKernel kernel = boot.kernel()) {
            CrossCheck check = new CrossCheck(kernel, known);
            for (Map.Entry<String, List<Case>> file : recordings(boot).entrySet()) {
                Tally tally = new Tally();
                for (Case program : file.getValue()) {
                    tally.count(check.compare(program), program);
                }
                total.add(tally);
                System.out.println("GNU Mach, " + boot + ", " + file.getKey() + ": " + tally);
            }
        }
        System.out.println("GNU Mach, " + boot + ", all: " + total + ", in "
                + Duration.ofNanos(System.nanoTime() - start).toSeconds() + " s");
        assertThat(total.failures())
                .as("differences that known-differences.jsonl does not have")
                .isEmpty();
        // What is comparable must stay so: a peer that compares nothing finds nothing.
        if (FULL && boot == Boot.QEMU) {
            assertThat(known.unused()).as("rules that nothing needs any more").isEmpty();
            assertThat(total.agreed()).isGreaterThan(2000);
            assertThat(total.steps()).isGreaterThan(75_000);
        } else {
            assertThat(total.agreed()).isGreaterThan(100);
        }
    }
}
