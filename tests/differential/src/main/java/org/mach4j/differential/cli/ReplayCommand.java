// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mach4j.differential.Identity;
import org.mach4j.differential.Kernels;
import org.mach4j.differential.KnownDifferences;
import org.mach4j.differential.KnownDifferences.Verdict;
import org.mach4j.differential.Peer;
import org.mach4j.differential.report.Results;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.spi.MachUnavailableException;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.CaseReport;
import org.mach4j.transcripts.Comparison;
import org.mach4j.transcripts.Outcome;
import org.mach4j.transcripts.Transcript;
import org.mach4j.transcripts.TranscriptFormatException;
import org.mach4j.transcripts.TranscriptReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mach4j replay}: runs recorded programs and compares the answers. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Replays transcripts (.jsonl or .jsonl.gz) and compares each answer with the recorded one.",
            "The last line is 'N passed, N failed'; the exit code is 0 only where nothing failed."
        })
final class ReplayCommand implements Callable<Integer> {
    /** More differences than this only with {@code --all}. */
    private static final int SHOWN = 20;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--kernel",
            paramLabel = "NAME",
            description = "who answers: " + Kernels.NAMES
                    + "; or a recording, FILE.jsonl or FILE.jsonl.gz (default: ${DEFAULT-VALUE})")
    private String kernel = SimulatedKernel.NAME;

    @Option(
            names = "--exact-names",
            description = "the numbers of port names must agree, too, not only what they denote")
    private boolean exactNames;

    @Option(names = "--jobs", paramLabel = "N", description = "cases at a time (default: one a processor)")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(names = "--all", description = "print every difference, not only the first " + SHOWN)
    private boolean all;

    @Mixin
    private ReportFiles reports;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "transcripts")
    private List<Path> files;

    private final KnownDifferences known = KnownDifferences.load();

    private int shown;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (jobs < 1) {
            throw new ParameterException(spec.commandLine(), "--jobs must be at least 1");
        }
        Peer peer;
        try {
            peer = Peer.byName(kernel, exactNames ? Comparison.Names.EXACT : Comparison.Names.BY_LABEL, jobs);
        } catch (MachUnavailableException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        Results results = new Results("the recording", kernel);
        boolean readable = true;
        for (Path file : files) {
            try {
                replay(out, peer, file, results);
            } catch (TranscriptFormatException | NoSuchFileException e) {
                readable = false;
                complain(e instanceof NoSuchFileException ? file + ": no such file" : e.getMessage());
            } catch (IOException e) {
                readable = false;
                complain(file + ": " + e.getMessage());
            }
        }
        Results.Counts total = results.total();
        if (shown < total.failed()) {
            out.println("(" + (total.failed() - shown) + " more differences; --all prints them)");
        }
        reports.write(results);
        out.println((total.agreed() + total.known()) + " passed, " + total.failed() + " failed");
        out.flush();
        return total.failed() == 0 && readable ? 0 : 1;
    }

    private void complain(@Nullable String message) {
        spec.commandLine().getErr().println(message);
        spec.commandLine().getErr().flush();
    }

    private void replay(PrintWriter out, Peer peer, Path file, Results results)
            throws IOException, InterruptedException {
        Transcript transcript = TranscriptReader.readFile(file);
        List<Case> cases = transcript.cases();
        List<Outcome> outcomes = peer.answer(cases);
        Identity left = Identity.of(transcript);
        int width = spec.usageMessage().autoWidth(true).width(); // the terminal's, as far as it can be told
        CaseReport report = new CaseReport(kernel, width);
        for (int i = 0; i < cases.size(); i++) {
            String source = file.getFileName() + ":" + transcript.lineOf(i);
            Verdict verdict = known.judge(left, peer.identity(), cases.get(i), outcomes.get(i));
            results.add(file.toString(), source, cases.get(i), verdict);
            if (verdict.failed() && (all || shown < SHOWN)) {
                shown++;
                out.println(report.show(source, cases.get(i), outcomes.get(i)));
                verdict.known()
                        .ifPresent(one -> out.println("  known difference " + one.id() + " does not show any more"));
                out.println();
            }
        }
        out.println(file + ": " + results.areas().getOrDefault(file.toString(), new Results.Counts()));
        out.flush();
    }
}
