// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.mach4j.Mach;
import org.mach4j.ReceiveRight;
import org.mach4j.SendRight;
import org.mach4j.differential.Identity;
import org.mach4j.differential.KnownDifferences;
import org.mach4j.differential.Peer;
import org.mach4j.differential.report.Results;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.spi.Availability;
import org.mach4j.spi.MachProvider;
import org.mach4j.spi.MachProviders;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.Comparison;
import org.mach4j.transcripts.Outcome;
import org.mach4j.transcripts.Transcript;
import org.mach4j.transcripts.TranscriptReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mach4j demo}: a message with bytes and a right, and how the kernel here compares with the recorded one. */
@Command(
        name = "demo",
        description = {
            "Opens Mach on this host, sends itself a message that carries bytes and a right, prints what arrives,",
            "and replays the recorded transcripts on the simulated kernel."
        },
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    /** Where the build has put the recorded transcripts, and their names line by line. */
    private static final String VECTORS = "/org/mach4j/vectors/";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        MachProvider chosen = MachProviders.choose();
        try (Mach mach = Mach.open(chosen)) {
            out.println("Mach on this host: " + mach.description());
            explain(out, chosen);
            out.println();
            sendAndReceive(out, mach);
        }
        out.println();
        return replay(out) ? 0 : 1;
    }

    private static void explain(PrintWriter out, MachProvider chosen) {
        for (MachProvider provider : MachProviders.all()) {
            Availability availability = provider.availability();
            out.printf(
                    "  %-6s %s%n",
                    provider.name(),
                    provider.name().equals(chosen.name())
                            ? "answers: " + availability.reason()
                            : availability.available()
                                    ? "would do, but is less preferred"
                                    : "not here: " + availability.reason());
        }
    }

    private static void sendAndReceive(PrintWriter out, Mach mach) {
        try (ReceiveRight port = mach.allocatePort();
                SendRight toPort = port.makeSend();
                ReceiveRight other = mach.allocatePort()) {
            Greeting.send(mach, toPort, other, out);
            Greeting.receive(port, out);
        }
    }

    /** Returns whether everything agreed. */
    private static boolean replay(PrintWriter out) throws IOException, InterruptedException {
        out.println("what the simulated kernel answers to programs recorded from XNU 2422, exact names:");
        KnownDifferences known = KnownDifferences.load();
        Peer sim = Peer.byName(
                SimulatedKernel.NAME,
                Comparison.Names.EXACT,
                Runtime.getRuntime().availableProcessors());
        Results results = new Results("XNU 2422", SimulatedKernel.NAME);
        for (String name : lines(VECTORS + "index")) {
            Transcript transcript;
            try (InputStream in = open(VECTORS + name);
                    TranscriptReader reader = new TranscriptReader(name, in)) {
                List<Case> all = reader.readAll();
                transcript = new Transcript(reader.head(), all);
            }
            List<Case> cases = transcript.cases();
            List<Outcome> outcomes = sim.answer(cases);
            for (int i = 0; i < cases.size(); i++) {
                results.add(
                        name,
                        name,
                        cases.get(i),
                        known.judge(Identity.of(transcript), sim.identity(), cases.get(i), outcomes.get(i)));
            }
            out.printf("  %-28s %s%n", name, results.areas().get(name));
            out.flush();
        }
        out.println("  together: " + results.total());
        out.flush();
        return results.failures().isEmpty();
    }

    private static InputStream open(String resource) throws IOException {
        InputStream in = DemoCommand.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IOException("the jar lacks " + resource);
        }
        return in;
    }

    private static List<String> lines(String resource) throws IOException {
        try (InputStream in = open(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
