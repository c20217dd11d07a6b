// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line tool: {@code ./mach4j}. */
@Command(
        name = "mach4j",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Mach IPC for Java: the real kernel on macOS, a faithful simulated one anywhere.",
        subcommands = {Main.Info.class})
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Runs one command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main());
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "which command?");
    }

    /** {@code mach4j info}: what this tool is and what it runs on. */
    @Command(name = "info", description = "Prints version, host and JDK.", mixinStandardHelpOptions = true)
    static final class Info implements Runnable {
        @Spec
        private CommandSpec spec;

        @Override
        public void run() {
            PrintWriter out = spec.commandLine().getOut();
            out.println("mach4j  " + Version.text());
            out.println("host    " + System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                    + System.getProperty("os.arch"));
            out.println("java    " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")");
        }
    }
}
