// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.cli;

import java.io.PrintWriter;
import java.io.Writer;
import org.mach4j.Mach;
import org.mach4j.ReceiveRight;
import org.mach4j.SendRight;
import org.mach4j.abi.SpecialPorts;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.sim.Snapshot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mach4j lsmp}: who holds what right to which port while the demo's message is under way. */
@Command(
        name = "lsmp",
        description = {
            "Lets the demo's client send its message to the demo's server on the simulated kernel and shows,",
            "while the message is queued, who holds what right to which port."
        },
        mixinStandardHelpOptions = true)
final class LsmpCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(names = "--dot", description = "Prints a picture for Graphviz instead: ./mach4j lsmp --dot | dot -Tsvg")
    private boolean dot;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        Snapshot snapshot = whileQueued();
        out.print(dot ? snapshot.toDot() : snapshot.toText());
        out.flush();
    }

    /** The demo's message between two tasks: the client got its right as a task gets its first, by inheritance. */
    private static Snapshot whileQueued() {
        try (SimulatedKernel kernel = SimulatedKernel.create();
                Mach server = Mach.of(kernel, kernel.createTask("server"));
                ReceiveRight port = server.allocatePort()) {
            try (SendRight right = port.makeSend()) {
                server.setSpecialPort(SpecialPorts.TASK_BOOTSTRAP_PORT, right);
            }
            try (Mach client = server.newTask("client");
                    SendRight toServer =
                            client.specialPort(SpecialPorts.TASK_BOOTSTRAP_PORT).orElseThrow();
                    ReceiveRight other = client.allocatePort()) {
                Greeting.send(client, toServer, other, new PrintWriter(Writer.nullWriter()));
                return kernel.snapshot();
            }
        }
    }
}
