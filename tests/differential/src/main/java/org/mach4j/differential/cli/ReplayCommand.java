// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mach4j.differential.Misrecorded;
import org.mach4j.differential.SimulatedKernelLeaks;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.spi.MachKernel;
import org.mach4j.spi.MachProvider;
import org.mach4j.spi.MachUnavailableException;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.CaseReport;
import org.mach4j.transcripts.Comparison;
import org.mach4j.transcripts.Outcome;
import org.mach4j.transcripts.Replay;
import org.mach4j.transcripts.TranscriptFormatException;
import org.mach4j.transcripts.TranscriptReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
            description = "who answers: a provider's name, see 'mach4j info' (default: ${DEFAULT-VALUE})")
    private String kernel = SimulatedKernel.NAME;

    @Option(
            names = "--exact-names",
            description = "the numbers of port names must agree, too, not only what they denote")
    private boolean exactNames;

    @Option(names = "--jobs", paramLabel = "N", description = "cases at a time (default: one a processor)")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(names = "--all", description = "print every difference, not only the first " + SHOWN)
    private boolean all;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "transcripts")
    private List<Path> files;

    private int shown;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (jobs < 1) {
            throw new picocli.CommandLine.ParameterException(spec.commandLine(), "--jobs must be at least 1");
        }
        Replay replay;
        try {
            replay = replay(Kernels.byName(kernel), exactNames, jobs);
        } catch (MachUnavailableException e) {
            throw new picocli.CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        Tally total = new Tally();
        boolean readable = true;
        for (Path file : files) {
            try {
                Tally tally = replay(out, replay, file);
                out.println(file + ": " + tally);
                out.flush();
                total.add(tally);
            } catch (TranscriptFormatException | NoSuchFileException e) {
                readable = false;
                complain(e instanceof NoSuchFileException ? file + ": no such file" : e.getMessage());
            } catch (IOException e) {
                readable = false;
                complain(file + ": " + e.getMessage());
            }
        }
        if (shown < total.failed) {
            out.println("(" + (total.failed - shown) + " more differences; --all prints them)");
        }
        out.println(total.passed + " passed, " + total.failed + " failed");
        out.flush();
        return total.failed == 0 && readable ? 0 : 1;
    }

    private void complain(@Nullable String message) {
        spec.commandLine().getErr().println(message);
        spec.commandLine().getErr().flush();
    }

    /**
     * A replay on a provider's kernel, with a look at leaks where the kernel can be asked. On a kernel that cannot make tasks this
     * process is the task of every case, so that they take turns.
     */
    static Replay replay(MachProvider provider, boolean exactNames, int jobs) {
        boolean makesTasks;
        try (MachKernel opened = provider.open()) {
            makesTasks = opened.taskControl().isPresent();
        }
        return new Replay(
                provider::open,
                exactNames ? Comparison.Names.EXACT : Comparison.Names.BY_LABEL,
                SimulatedKernelLeaks.CHECK,
                makesTasks ? jobs : 1,
                Replay.TIME_LIMIT);
    }

    private Tally replay(PrintWriter out, Replay replay, Path file) throws IOException, InterruptedException {
        List<Case> cases = TranscriptReader.readAll(file);
        List<Outcome> outcomes = replay.run(cases);
        Tally tally = new Tally();
        int width = spec.usageMessage().autoWidth(true).width(); // the terminal's, as far as it can be told
        CaseReport report = new CaseReport(kernel, width);
        for (int i = 0; i < cases.size(); i++) {
            Outcome outcome = outcomes.get(i);
            if (tally.count(cases.get(i), outcome) && (all || shown < SHOWN)) {
                shown++;
                out.println(report.show(file.getFileName() + ":" + (i + 1), cases.get(i), outcome));
                out.println();
            }
        }
        return tally;
    }

    /** What became of cases: one case, one count. */
    static final class Tally {
        private int passed;
        private int failed;
        private int notRun;
        private int misrecorded;

        int failed() {
            return failed;
        }

        int passed() {
            return passed;
        }

        /** Returns whether the case failed. */
        boolean count(Case program, Outcome outcome) {
            boolean expectedToDiffer = Misrecorded.reason(program, outcome) != null;
            if (outcome instanceof Outcome.NotRun) {
                notRun++;
                return false;
            }
            if (outcome.failed() && expectedToDiffer) {
                misrecorded++;
                passed++;
                return false;
            }
            if (outcome.failed()) {
                failed++;
                return true;
            }
            passed++;
            return false;
        }

        void add(Tally other) {
            passed += other.passed;
            failed += other.failed;
            notRun += other.notRun;
            misrecorded += other.misrecorded;
        }

        @Override
        public String toString() {
            return passed + " agree"
                    + (misrecorded == 0
                            ? ""
                            : " (" + misrecorded + " with the specification, where the recording is wrong)")
                    + ", " + failed + " differ"
                    + (notRun == 0 ? "" : ", " + notRun + " cannot run on this kernel");
        }
    }
}
