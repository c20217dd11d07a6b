// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(args);
    }

    @Test
    void infoNamesVersionHostAndJdk() {
        assertThat(run("info")).isZero();
        assertThat(out.toString())
                .containsPattern("mach4j +\\d+\\.\\d+\\.\\d+")
                .contains(System.getProperty("os.name"))
                .contains(Runtime.version().toString());
    }

    @Test
    void noCommandIsAUsageErrorThatShowsTheCommands() {
        assertThat(run()).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("which command?").contains("info");
    }

    @Test
    void infoNamesTheKernelsAndWhichIsChosen() {
        assertThat(run("info")).isZero();
        assertThat(out.toString()).contains("sim").contains("chosen").contains("page size");
    }

    @Test
    void replayEndsWithTheCountAndFailsWhereAnAnswerDiffers(@TempDir Path folder) throws IOException {
        String good =
                "{\"case\":\"good\",\"kernel\":\"xnu-2422\",\"tasks\":[\"A\"],\"steps\":[{\"op\":\"mach_port_allocate\","
                        + "\"right\":1,\"out\":{\"ret\":0,\"name\":\"$1\",\"raw\":515}}]}\n";
        Path file = Files.writeString(
                folder.resolve("cases.jsonl"), good + good.replace("515", "771").replace("good", "bad"));

        assertThat(run("replay", file.toString())).isZero();
        assertThat(out.toString().stripTrailing()).endsWith("2 passed, 0 failed");
        assertThat(run("replay", "--exact-names", file.toString())).isEqualTo(1);
        assertThat(out.toString().stripTrailing()).endsWith("1 passed, 1 failed");
        assertThat(out.toString()).contains("cases.jsonl:2 bad");
    }

    @Test
    void aFileThatIsNotThereOrNotATranscriptIsNamed(@TempDir Path folder) throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.jsonl"), "{\"case\":\n");

        assertThat(run("replay", folder.resolve("none.jsonl").toString(), bad.toString()))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("none.jsonl: no such file")
                .contains("bad.jsonl")
                .doesNotContain("\tat ");
    }

    @Test
    void anUnknownKernelIsAUsageErrorThatNamesThoseThereAre() {
        assertThat(run("replay", "--kernel", "hurd", "x.jsonl")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("no kernel 'hurd'").contains("sim");
    }

    @Test
    void theDemoShowsAMessageAndThatTheRecordedAnswersAgree() {
        assertThat(run("demo")).isZero();
        assertThat(out.toString())
                .contains("hello, Mach")
                .contains("directed-trap.jsonl.gz")
                .contains(", 0 differ");
    }

    @Test
    void theJarHoldsEveryRecordedTranscript() throws IOException {
        List<String> indexed = Files.readAllLines(Path.of("src/main/resources/org/mach4j/vectors/index"));
        try (Stream<Path> files = Files.list(Path.of("..", "vectors"))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".gz")))
                    .containsExactlyInAnyOrderElementsOf(indexed);
        }
    }
}
