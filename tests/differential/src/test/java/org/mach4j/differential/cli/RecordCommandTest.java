// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.mach4j.standin.Standin;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.Head;
import org.mach4j.transcripts.Transcript;
import org.mach4j.transcripts.TranscriptReader;
import picocli.CommandLine;

class RecordCommandTest {
    private static final Path VECTORS = Path.of("..", "vectors", "directed-kobjects.jsonl.gz");

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();

    private int run(Object... args) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(out, true));
        return line.execute(Stream.of(args).map(Object::toString).toArray(String[]::new));
    }

    /** The answers recorded from XNU 2422 are the check: whatever the simulated kernel answers is compared with them. */
    @Test
    void whatIsRecordedIsWhatTheKernelAnswers() throws Exception {
        Path recorded = folder.resolve("sim.jsonl.gz");
        assertThat(run("record", VECTORS, recorded)).isZero();
        Transcript transcript = TranscriptReader.readFile(recorded);
        Head head = Objects.requireNonNull(transcript.head());
        assertThat(head.kernel()).isEqualTo("sim");
        assertThat(head.arch()).isEqualTo(System.getProperty("os.arch"));
        List<Case> originals = TranscriptReader.readAll(VECTORS);
        assertThat(transcript.cases())
                .extracting(Case::name)
                .isEqualTo(originals.stream().map(Case::name).toList());
        assertThat(transcript.cases())
                .allSatisfy(one -> assertThat(one.kernel()).isEqualTo("sim"));
        // The recording as a peer, asked what XNU answered.
        assertThat(run("replay", "--exact-names", "--kernel", recorded, VECTORS))
                .isZero();
        assertThat(out.toString()).contains(originals.size() + " passed, 0 failed");
    }

    @Test
    void randomProgramsAreMadeAndRecorded() throws Exception {
        Path recorded = folder.resolve("random.jsonl");
        assertThat(run("record", "--generate", 120, "--profile", "rights,sets", "--seed", 7, recorded))
                .isZero();
        assertThat(out.toString()).contains("120 recorded, 0 left out");
        assertThat(TranscriptReader.readAll(recorded))
                .hasSize(120)
                .allSatisfy(one -> assertThat(one.name()).matches("(rights|sets)-7-\\d+"));
        assertThat(run("replay", "--exact-names", recorded)).isZero();
        assertThat(run("record", VECTORS)).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(run("record", "--generate", "1", "--kernel", "gnumach", "none.jsonl"))
                .isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(out.toString()).contains("two files are needed");
    }

    /** Two tasks of this process: an address in the data, or what one had given up, would be this run's alone. */
    @Test
    void whatIsRecordedThroughABindingHoldsEverywhere() {
        Assumptions.assumeTrue(Standin.exists(), "the build has no stand-in: it needs Linux and a C compiler");
        Path recorded = folder.resolve("jni.jsonl");
        assertThat(run("record", "--kernel", "jni", "--generate", 900, "--seed", 5, recorded))
                .isZero();
        assertThat(run("replay", "--exact-names", recorded)).as(out.toString()).isZero();
    }

    @Test
    void whereNothingCanBeWrittenNothingIsRun() {
        Path output = folder.resolve("none").resolve("out.jsonl");
        assertThat(run("record", VECTORS, output)).isNotZero();
        assertThat(out.toString())
                .contains("cannot write " + output)
                .contains("no folder")
                .doesNotContain("\tat ");
    }

    /** A limit on the size of files stands for a full disk: to the program both are a write that fails. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aFullDiskLosesNoFinishedCaseAndNoOldFile() throws Exception {
        Path output = Files.writeString(folder.resolve("out.jsonl"), "old");
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(
                        "bash",
                        "-c",
                        "ulimit -f 24; exec \"$0\" \"$@\"",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "record",
                        "--jobs",
                        "1",
                        VECTORS.toString(),
                        output.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isNotZero();
        String said = Files.readString(log);
        assertThat(said)
                .containsPattern(
                        "cannot write \\S+ to " + output + "\\.part: .+; the [1-9]\\d* cases before it are there")
                .doesNotContain("\tat ");
        assertThat(output).hasContent("old");
        List<Case> done = TranscriptReader.readAll(folder.resolve("out.jsonl.part"));
        assertThat(done).hasSizeGreaterThan(5);
        assertThat(said).contains("the " + done.size() + " cases before it");
    }
}
