// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mach4j.differential.HostFacts;
import org.mach4j.differential.Kernels;
import org.mach4j.differential.Recorder;
import org.mach4j.differential.fuzz.Plan;
import org.mach4j.differential.generate.Generator;
import org.mach4j.differential.generate.Profile;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.spi.MachProvider;
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

    /** And so many on a kernel that runs one after the other: what is not written yet is lost when it ends this process. */
    private static final int SMALL_BATCH = 5;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--kernel",
            paramLabel = "NAME",
            description = "who answers: " + Kernels.NAMES + " (default: ${DEFAULT-VALUE})")
    private String kernel = SimulatedKernel.NAME;

    @Option(names = "--jobs", paramLabel = "N", description = "programs at a time (default: one a processor)")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--generate",
            paramLabel = "N",
            description = "record N random programs, made on the kernel itself, in place of IN's")
    private @Nullable Long generate;

    @Option(
            names = "--profile",
            paramLabel = "P",
            split = ",",
            description = "what random programs are made of, see 'mach4j fuzz --help' (default: all in turn)",
            converter = FuzzCommand.ProfileConverter.class)
    private List<Profile> profiles = List.of(Profile.values());

    @Option(names = "--seed", paramLabel = "N", description = "the same seed makes the same programs (default: 1)")
    private long seed = 1;

    @Parameters(
            arity = "1..2",
            paramLabel = "[IN] OUT",
            description = "a transcript with the programs, and the recording; .jsonl or .jsonl.gz")
    private List<Path> files;

    /** Where programs come from, so many at a time; none where there are no more. */
    private interface Programs extends AutoCloseable {
        List<Case> next() throws IOException, InterruptedException;

        @Override
        void close() throws IOException;
    }

    private int batch() {
        return Kernels.makesTasks(kernel) ? BATCH : SMALL_BATCH;
    }

    private static Programs of(Path input, int size) throws IOException {
        TranscriptReader reader = TranscriptReader.open(input);
        return new Programs() {
            @Override
            public List<Case> next() throws IOException {
                List<Case> batch = new ArrayList<>();
                for (Case one = reader.read(); one != null; one = batch.size() < size ? reader.read() : null) {
                    batch.add(one);
                }
                return batch;
            }

            @Override
            public void close() throws IOException {
                reader.close();
            }
        };
    }

    private Programs generated(long count) {
        Plan plan = new Plan(profiles, seed);
        MachProvider provider = Kernels.byName(kernel);
        Generator generator = Generators.of(provider, provider, !Kernels.makesTasks(kernel));
        int size = batch();
        return new Programs() {
            private long place;

            @Override
            public List<Case> next() throws InterruptedException {
                List<Case> batch = new ArrayList<>();
                while (place < count && batch.size() < size) {
                    batch.add(generator.generate(plan.program(place++)));
                }
                return batch;
            }

            @Override
            public void close() {
                generator.close();
            }
        };
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (jobs < 1) {
            throw new ParameterException(spec.commandLine(), "--jobs must be at least 1");
        }
        if (files.size() != (generate == null ? 2 : 1)) {
            throw new ParameterException(
                    spec.commandLine(), "two files are needed, IN and OUT; with --generate one, OUT");
        }
        Path output = files.get(files.size() - 1);
        Recorder recorder;
        Head head;
        try {
            head = HostFacts.head(generate == null ? Kernels.byName(kernel) : Kernels.maker(kernel));
            recorder = new Recorder(
                    head.kernel(),
                    Kernels.runner(kernel, jobs),
                    Kernels.makesTasks(kernel) ? Comparison.Names.EXACT : Comparison.Names.BY_LABEL);
        } catch (MachUnavailableException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        CaseReport report = new CaseReport(
                kernel + ", again", spec.usageMessage().autoWidth(true).width());
        int cannot = 0;
        int unlike = 0;
        try (Programs programs = generate == null ? of(files.get(0), batch()) : generated(generate);
                Recording recording = Recording.begin(output, head)) {
            for (List<Case> batch = programs.next(); !batch.isEmpty(); batch = programs.next()) {
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
