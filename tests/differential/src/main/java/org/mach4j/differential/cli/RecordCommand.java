// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.mach4j.differential.HostFacts;
import org.mach4j.differential.Kernels;
import org.mach4j.differential.Recorder;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.spi.MachUnavailableException;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.CaseReport;
import org.mach4j.transcripts.Comparison;
import org.mach4j.transcripts.Head;
import org.mach4j.transcripts.Outcome;
import org.mach4j.transcripts.Recording;
import org.mach4j.transcripts.TranscriptReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mach4j record}: has a kernel answer programs, and keeps what it answers the same twice. */
@Command(
        name = "record",
        mixinStandardHelpOptions = true,
        description = {
            "Has a kernel answer programs and writes what it answered; answers in the input do not count.",
            "A program that is not answered the same twice is left out, and said so.",
            "The output appears when it is whole; until then OUT.part holds what is done."
        })
final class RecordCommand implements Callable<Integer> {
    /** Programs are run and written so many at a time. */
    private static final int BATCH = 100;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--kernel",
            paramLabel = "NAME",
            description = "who answers: " + Kernels.NAMES + " (default: ${DEFAULT-VALUE})")
    private String kernel = SimulatedKernel.NAME;

    @Option(names = "--jobs", paramLabel = "N", description = "programs at a time (default: one a processor)")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Parameters(index = "0", paramLabel = "IN", description = "a transcript, .jsonl or .jsonl.gz")
    private Path input;

    @Parameters(index = "1", paramLabel = "OUT", description = "the recording, .jsonl or .jsonl.gz")
    private Path output;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (jobs < 1) {
            throw new ParameterException(spec.commandLine(), "--jobs must be at least 1");
        }
        Recorder recorder;
        Head head;
        try {
            head = HostFacts.head(Kernels.byName(kernel));
            recorder = new Recorder(
                    head.kernel(),
                    Kernels.runner(kernel, jobs),
                    Kernels.makesTasks(kernel) ? Comparison.Names.EXACT : Comparison.Names.BY_LABEL);
        } catch (MachUnavailableException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        List<Case> programs = TranscriptReader.readAll(input);
        CaseReport report = new CaseReport(
                kernel + ", again", spec.usageMessage().autoWidth(true).width());
        int cannot = 0;
        int unlike = 0;
        try (Recording recording = Recording.begin(output, head)) {
            for (int from = 0; from < programs.size(); from += BATCH) {
                List<Case> batch = programs.subList(from, Math.min(programs.size(), from + BATCH));
                for (Recorder.Recorded one : recorder.record(batch)) {
                    if (one.isGood()) {
                        recording.add(one.program());
                    } else if (one.outcome() instanceof Outcome.NotRun) {
                        cannot++;
                    } else {
                        unlike++;
                        out.println(report.show("", one.program(), one.outcome()));
                        out.println();
                    }
                }
            }
            recording.finish();
            out.println(output + ": " + recording.cases() + " recorded, " + unlike + " left out: not the same twice"
                    + (cannot == 0 ? "" : ", " + cannot + " cannot run on this kernel"));
            out.flush();
        }
        return unlike == 0 ? 0 : 1;
    }
}
