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
import org.mach4j.spi.MachProviders;
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
        assertThat(out.toString())
                .contains("sim")
                .contains("chosen")
                .containsPattern("page size +\\d+ bytes")
                .containsPattern("a queue holds \\d+ messages by default");
    }

    @Test
    void infoTellsTheLimitsOfAKernelThatNothingEnds() {
        System.setProperty(MachProviders.PROPERTY, "sim");
        try {
            assertThat(run("info")).isZero();
        } finally {
            System.clearProperty(MachProviders.PROPERTY);
        }
        // spec 05 §3: five by default
        assertThat(out.toString()).containsPattern("a queue holds 5 messages by default, \\d+ at most");
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

    private static String destroys(String name, int code) {
        return ("{'case':'" + name
                        + "','kernel':'xnu-2422','tasks':['A'],'steps':[{'op':'mach_port_destroy','name':0,'out':{'ret':"
                        + code + "}}]}\n")
                .replace('\'', '"');
    }

    @Test
    void aDifferenceIsShownWithItsStepMarkedAndBothAnswers(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("cases.jsonl"), destroys("good", 0) + destroys("bad", 15));

        assertThat(run("replay", file.toString())).isEqualTo(1);
        assertThat(out.toString())
                .contains("cases.jsonl:2 bad: step 1 was answered differently")
                .contains("> 1  A  mach_port_destroy name=0")
                .containsPattern("\\* ret +\\| 15\\(KERN_INVALID_NAME\\) +\\| 0");
        assertThat(out.toString().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }

    @Test
    void twentyDifferencesAreShownAndAllOnRequest(@TempDir Path folder) throws IOException {
        StringBuilder cases = new StringBuilder();
        for (int i = 1; i <= 23; i++) {
            cases.append(destroys("case" + i, 15));
        }
        String file = Files.writeString(folder.resolve("cases.jsonl"), cases).toString();

        assertThat(run("replay", "--jobs", "1", file)).isEqualTo(1);
        assertThat(out.toString())
                .contains("case20: ")
                .doesNotContain("case21: ")
                .contains("3 more differences");
        assertThat(out.toString().stripTrailing()).endsWith("0 passed, 23 failed");
        out.getBuffer().setLength(0);
        assertThat(run("replay", "--all", file)).isEqualTo(1);
        assertThat(out.toString()).contains("case23: ").doesNotContain("more differences");
    }

    @Test
    void wrongOptionsAreUsageErrorsInWords() {
        assertThat(run("replay")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("FILE");
        assertThat(run("replay", "--exact", "x.jsonl")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("--exact");
        assertThat(run("replay", "--jobs", "0", "x.jsonl")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("--jobs must be at least 1");
        assertThat(run("replay", "--jobs", "many", "x.jsonl")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("many").doesNotContain("\tat ");
    }

    @Test
    void aBadFileDoesNotKeepTheOthersFromBeingReplayed(@TempDir Path folder) throws IOException {
        String bad = Files.writeString(folder.resolve("bad.jsonl"), destroys("a", 0) + "{\"case\":\"b\"}\n")
                .toString();
        String good = Files.writeString(folder.resolve("good.jsonl"), destroys("a", 0))
                .toString();

        assertThat(run("replay", bad, folder.toString(), good)).isEqualTo(1);
        assertThat(err.toString())
                .contains(bad + ":2: case \"b\", \"kernel\" is missing")
                .contains(folder + ": ")
                .doesNotContain("\tat ");
        assertThat(out.toString().stripTrailing()).endsWith("1 passed, 0 failed");
    }

    @Test
    void aCaseThatIsKnownToBeMisrecordedExcusesNothingButItsWrongStep(@TempDir Path folder) throws IOException {
        String file = Files.writeString(folder.resolve("cases.jsonl"), destroys("complex-100149", 15))
                .toString();

        assertThat(run("replay", file)).isEqualTo(1);
        assertThat(out.toString().stripTrailing()).endsWith("0 passed, 1 failed");
    }

    @Test
    void aForcedProviderThatIsNotThereIsToldInWords() {
        System.setProperty(MachProviders.PROPERTY, "vax");
        try {
            assertThat(run("demo")).isNotZero();
            assertThat(err.toString()).contains("'vax'").contains("sim").doesNotContain("\tat ");
            assertThat(run("info")).isZero();
            assertThat(out.toString()).contains("chosen     none").contains("'vax'");
        } finally {
            System.clearProperty(MachProviders.PROPERTY);
        }
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
    void lsmpShowsWhoHoldsWhatWhileTheDemosMessageIsQueued() {
        assertThat(run("lsmp")).isZero();
        assertThat(out.toString())
                .containsPattern("Process \\(\\d+\\) : server")
                .containsPattern("Process \\(\\d+\\) : client")
                // The server's receive right, who holds a send right to it, and the queued message with what it
                // carries.
                .containsPattern(
                        "recv (?s:.)*\\+ +send .*client\\n(?s:.)*\\* +message +id 1000, \\d+ bytes, from \\(\\d+\\) client, send 0x")
                .contains("RECEIVE    = 1");
    }

    @Test
    void lsmpDrawsTheSameForGraphviz() {
        assertThat(run("lsmp", "--dot")).isZero();
        assertThat(out.toString())
                .startsWith("digraph mach {")
                .containsPattern("label=\"client\\\\n\\(\\d+\\)\", shape=box")
                .containsPattern("m\\d+_0 \\[label=\"id 1000\\\\n\\d+ bytes\", shape=note\\]")
                .contains("1 of 5 queued");
        assertThat(out.toString().stripTrailing()).endsWith("}");
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
