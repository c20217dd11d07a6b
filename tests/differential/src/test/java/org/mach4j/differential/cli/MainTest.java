// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
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
}
