// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.cli;

import java.io.IOException;
import java.util.Objects;
import org.mach4j.differential.Version;
import org.mach4j.spi.MachUnavailableException;
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
        subcommands = {
            DemoCommand.class,
            ReplayCommand.class,
            FuzzCommand.class,
            RecordCommand.class,
            TaskCommand.class,
            RunCCommand.class,
            LsmpCommand.class,
            InfoCommand.class
        })
public final class Main implements Runnable {
    private static final String LOG_FORMAT = "java.util.logging.SimpleFormatter.format";

    @Spec
    private CommandSpec spec;

    /** Runs one command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        // What is logged is for whoever sits at the terminal: a line each.
        if (System.getProperty(LOG_FORMAT) == null) {
            System.setProperty(LOG_FORMAT, "%4$s: %5$s%6$s%n");
        }
        System.exit(commandLine().execute(args));
    }

    /** The tool, to be run with arguments. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        // What follows the program is the program's, also where it looks like an option.
        Objects.requireNonNull(line.getSubcommands().get("run-c")).setStopAtPositional(true);
        return line.setExecutionExceptionHandler((failure, command, parsed) -> {
            // What is wrong with files or kernels is for people; anything else is a fault of this tool and shows where.
            if (failure instanceof IOException || failure instanceof MachUnavailableException) {
                command.getErr().println("mach4j: " + failure.getMessage());
                return command.getCommandSpec().exitCodeOnExecutionException();
            }
            throw failure;
        });
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "which command?");
    }
}
