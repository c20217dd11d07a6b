// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.spi.MachUnavailableException;
import org.mach4j.standin.Standin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mach4j run-c}: a program in C on the simulated kernel. */
@Command(
        name = "run-c",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a C program on the simulated kernel: a shared library whose main is called in this process.",
            "Prints its exit code last, and ends with it; with " + RunCCommand.NOT_RUN + " where it could not be run.",
            "Build it with: cc -shared -fPIC -I native/standin/include -o PROGRAM.so PROGRAM.c"
        })
final class RunCCommand implements Callable<Integer> {
    /** As shells and containers have it for a program that was not run: the code is not the program's. */
    static final int NOT_RUN = 125;

    @Spec
    private CommandSpec spec;

    @Option(names = "--snapshot", description = "print which rights the program still held when main returned")
    private boolean snapshot;

    @Parameters(index = "0", paramLabel = "PROGRAM", description = "a shared library with a main")
    private Path program;

    @Parameters(index = "1..*", paramLabel = "ARGUMENT", description = "for main")
    private List<String> arguments = List.of();

    @Override
    public Integer call() {
        if (!Files.isRegularFile(program)) {
            return refuse(Files.isDirectory(program) ? "it is a directory" : "no such file");
        }
        if (!Standin.exists()) {
            throw new MachUnavailableException(
                    "run-c needs the stand-in, and this build has none: it takes Linux and a C compiler");
        }
        Standin standin = Standin.load();
        int code;
        try (SimulatedKernel kernel = SimulatedKernel.create()) {
            standin.install(kernel.createTask(String.valueOf(program.getFileName()), standin.memory()));
            code = standin.run(program, arguments);
            if (snapshot) {
                spec.commandLine().getOut().print(kernel.snapshot().toText());
            }
        } catch (UnsatisfiedLinkError e) {
            return refuse(String.valueOf(e.getMessage()));
        }
        spec.commandLine().getOut().println(program + " ended with exit code " + code);
        spec.commandLine().getOut().flush();
        return code;
    }

    private int refuse(String why) {
        spec.commandLine().getErr().println("mach4j: cannot run " + program + ": " + why);
        return NOT_RUN;
    }
}
