// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class FuzzCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(args);
    }

    @Test
    void endsWithTheCountAndKeepsAReport(@TempDir Path folder) {
        Path kept = folder.resolve("run");

        assertThat(run("fuzz", "--seed", "1", "--count", "90", "--out", kept.toString()))
                .isZero();
        assertThat(out.toString().stripTrailing()).endsWith("90 passed, 0 failed");
        assertThat(kept.resolve("report.txt")).content().contains("seed 1").contains("90 passed, 0 failed");
    }

    @Test
    void aRunThatWasEndedGoesOn(@TempDir Path folder) throws IOException {
        Path kept = folder.resolve("run");
        assertThat(run("fuzz", "--seed", "1", "--count", "500", "--time", "0s", "--out", kept.toString()))
                .isZero();
        assertThat(kept.resolve("report.txt")).content().contains("fuzz --resume " + kept);

        assertThat(run("fuzz", "--resume", kept.toString(), "--count", "70")).isZero();
        assertThat(out.toString().stripTrailing()).endsWith("70 passed, 0 failed");
        assertThat(Files.readString(kept.resolve("run.properties"))).contains("next=70");
    }

    @Test
    void wrongOptionsAreUsageErrorsInWords(@TempDir Path folder) {
        assertThat(run("fuzz", "--profile", "vax")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("no profile 'vax'").contains("kernel-objects");
        assertThat(run("fuzz", "--right", "hurd", "--out", folder.toString())).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("no kernel 'hurd'");
        assertThat(run("fuzz", "--left", "gnumach", "--out", folder.toString())).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("gnumach").contains("can only be asked");
        assertThat(run("fuzz", "--time", "soon")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("90s");
        assertThat(run("fuzz", "--right", "a.jsonl")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("a.jsonl is a recording");
        assertThat(run("fuzz", "--resume", folder.toString(), "--seed", "1")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).doesNotContain("\tat ");
    }

    @Test
    void aFolderThatCannotBeWrittenIsSaid(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThat(run("fuzz", "--count", "1", "--out", file.resolve("run").toString()))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("cannot make " + file.resolve("run"))
                .doesNotContain("\tat ");
    }
}
