// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mach4j.differential.Difference;
import org.mach4j.differential.Identity;
import org.mach4j.differential.Kernels;
import org.mach4j.differential.KnownDifferences;
import org.mach4j.differential.Peer;
import org.mach4j.differential.fuzz.Fuzz;
import org.mach4j.differential.fuzz.Plan;
import org.mach4j.differential.fuzz.Progress;
import org.mach4j.differential.fuzz.RunFolder;
import org.mach4j.differential.generate.Generator;
import org.mach4j.differential.generate.Profile;
import org.mach4j.differential.report.CountingPeer;
import org.mach4j.differential.report.Results;
import org.mach4j.differential.shrink.Shrinker;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.spi.MachProvider;
import org.mach4j.spi.MachUnavailableException;
import org.mach4j.transcripts.CaseReport;
import org.mach4j.transcripts.Comparison;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mach4j fuzz}: random programs on two kernels. */
@Command(
        name = "fuzz",
        mixinStandardHelpOptions = true,
        description = {
            "Makes random programs on one kernel and asks another; what they answer differently is made small, shown and saved.",
            "The last line is 'N passed, N failed'; the exit code is 0 only where nothing failed.",
            "Ctrl-C ends the run when what is under way is done; --resume goes on with it."
        })
final class FuzzCommand implements Callable<Integer> {
    /** How long one difference may be made smaller. */
    private static final Duration SHRINKING = Duration.ofSeconds(8);

    /** How often the progress is told to a terminal, and to anything else. */
    private static final long TERMINAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long FILE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** How long Ctrl-C waits for what is under way. */
    private static final long LEAVE_SECONDS = 30;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--left",
            paramLabel = "NAME",
            description = "on which programs are made: " + Kernels.NAMES + " (default: sim)")
    private @Nullable String left;

    @Option(names = "--right", paramLabel = "NAME", description = "which is asked (default: sim)")
    private @Nullable String right;

    @Option(
            names = "--profile",
            paramLabel = "P",
            split = ",",
            description = "what programs are made of: ${COMPLETION-CANDIDATES} (default: all in turn)",
            converter = ProfileConverter.class)
    private @Nullable List<Profile> profiles;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "the same seed makes the same programs (default: by the clock)")
    private @Nullable Long seed;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "how many programs (default: 10000, or no end with --time)")
    private @Nullable Long count;

    @Option(names = "--time", paramLabel = "D", description = "for how long: 90s, 10m, 2h")
    private @Nullable String time;

    @ArgGroup
    private @Nullable Ending ending;

    /** What differences do to the run. */
    static final class Ending {
        @Option(names = "--stop-at", paramLabel = "N", description = "end at so many differences (default: 1)")
        private long stopAt = 1;

        @Option(names = "--collect", description = "go on whatever differs")
        private boolean collect;
    }

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "programs at a time on the right kernel (default: one a processor)")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "where the run and its differences are kept (default: fuzz-DATE-TIME)")
    private @Nullable Path out;

    @Option(names = "--resume", paramLabel = "DIR", description = "go on with the run kept there")
    private @Nullable Path resume;

    @Mixin
    private ReportFiles reports;

    /** Profiles by their names. */
    static final class ProfileConverter implements picocli.CommandLine.ITypeConverter<Profile> {
        @Override
        public Profile convert(String text) {
            try {
                return Profile.of(text);
            } catch (IllegalArgumentException e) {
                throw new picocli.CommandLine.TypeConversionException(e.getMessage() + "; there are: "
                        + Arrays.stream(Profile.values()).map(Profile::text).collect(Collectors.joining(", ")));
            }
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (jobs < 1) {
            throw usage("--jobs must be at least 1");
        }
        long nanos = time == null ? Long.MAX_VALUE : duration(time).toNanos();
        RunFolder folder;
        RunFolder.Run run;
        if (resume != null) {
            if (left != null || right != null || profiles != null || seed != null || out != null) {
                throw usage("--resume takes kernels, profiles, seed and folder from the run");
            }
            folder = RunFolder.open(resume);
            RunFolder.Run kept = folder.load();
            run = count == null
                    ? kept
                    : new RunFolder.Run(kept.left(), kept.right(), kept.plan(), count, kept.progress());
        } else {
            Plan plan = new Plan(
                    profiles == null ? List.of(Profile.values()) : profiles, seed == null ? System.nanoTime() : seed);
            long programs = count != null ? count : time == null ? 10_000 : Long.MAX_VALUE;
            run = new RunFolder.Run(
                    left == null ? SimulatedKernel.NAME : left,
                    right == null ? SimulatedKernel.NAME : right,
                    plan,
                    programs,
                    Progress.NONE);
            folder = null;
        }
        MachProvider source = provider(run.left(), Kernels::maker);
        Peer peer = peer(source, run.right());
        if (folder == null) { // only when it is known that there is something to run
            folder = RunFolder.make(
                    out == null
                            ? Path.of("fuzz-"
                                    + DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT)
                                            .format(LocalDateTime.now()))
                            : out,
                    run);
        }
        return run(run, folder, source, peer, nanos);
    }

    private boolean oneTask(MachProvider source, String asked) {
        provider(asked); // says what is wrong with the name
        return !Kernels.makesTasks(source) || !Kernels.makesTasks(asked);
    }

    private Generator generator(MachProvider source, String asked) {
        return Generators.of(source, provider(asked), oneTask(source, asked));
    }

    private MachProvider provider(String name) {
        return provider(name, Kernels::byName);
    }

    private MachProvider provider(String name, Function<String, MachProvider> of) {
        if (Peer.isRecording(name)) {
            throw usage(name + " is a recording: it answers its own programs alone, see 'mach4j replay'");
        }
        try {
            return of.apply(name);
        } catch (MachUnavailableException e) {
            throw usage(e.getMessage());
        }
    }

    private Peer peer(MachProvider source, String name) throws IOException {
        Comparison.Names names = oneTask(source, name) ? Comparison.Names.BY_LABEL : Comparison.Names.EXACT;
        return Peer.byName(name, names, jobs);
    }

    private Integer run(RunFolder.Run run, RunFolder folder, MachProvider source, Peer peer, long nanos)
            throws IOException, InterruptedException {
        long most = ending == null ? 1 : ending.collect ? Long.MAX_VALUE : ending.stopAt;
        long before = run.progress().failed();
        most = most == Long.MAX_VALUE ? most : before + most;
        Telling telling = new Telling(run, folder, peer, source);
        CountDownLatch ended = new CountDownLatch(1);
        Progress reached;
        try (Generator generator = generator(source, run.right());
                telling) {
            Results results = new Results(run.left(), run.right());
            Fuzz fuzz =
                    new Fuzz(generator, new CountingPeer(peer, Identity.of(source), KnownDifferences.load(), results));
            Thread stopper = new Thread(() -> stop(fuzz, ended), "fuzz stops");
            Runtime.getRuntime().addShutdownHook(stopper);
            try {
                reached = fuzz.run(run.plan(), run.progress(), new Fuzz.Limits(run.programs(), nanos, most), telling);
            } finally {
                unhook(stopper);
            }
            telling.end(reached);
            reports.write(results);
        } finally {
            ended.countDown();
        }
        return reached.failed() == 0 ? 0 : 1;
    }

    private static void stop(Fuzz fuzz, CountDownLatch ended) {
        fuzz.stop();
        try {
            ended.await(LEAVE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void unhook(Thread stopper) {
        try {
            Runtime.getRuntime().removeShutdownHook(stopper);
        } catch (IllegalStateException stopping) {
            // The hook is what made the run end.
        }
    }

    private ParameterException usage(@Nullable String why) {
        return new ParameterException(spec.commandLine(), why == null ? "wrong options" : why);
    }

    private Duration duration(String text) {
        try {
            return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
        } catch (java.time.format.DateTimeParseException e) {
            throw new ParameterException(spec.commandLine(), "--time is for example 90s, 10m or 2h, not " + text, e);
        }
    }

    /** Shows, shrinks and keeps what a run tells. */
    private final class Telling implements Fuzz.Listener, AutoCloseable {
        private final RunFolder.Run run;
        private final RunFolder folder;
        private final Shrinker shrinker;
        private final PrintWriter text = spec.commandLine().getOut();
        private final CaseReport report;
        private final boolean terminal = System.console() != null;
        private final long start = System.nanoTime();
        private final List<String> found = new ArrayList<>();
        private long saved = start;
        private long told = start;

        Telling(RunFolder.Run run, RunFolder folder, Peer peer, MachProvider source) {
            this.run = run;
            this.folder = folder;
            this.shrinker = new Shrinker(source::open, peer, SHRINKING);
            this.report = new CaseReport(
                    run.right(), spec.usageMessage().autoWidth(true).width());
            text.println("fuzz " + run.left() + " against " + run.right() + ", seed "
                    + run.plan().seed() + ", kept in " + folder.path()
                    + (run.progress().next() == 0
                            ? ""
                            : ", from program " + run.progress().next()));
            text.flush();
        }

        @Override
        public void differs(Difference difference) throws IOException, InterruptedException {
            endLine();
            Difference small = shrinker.shrink(difference);
            String shown = report.show("", small.program(), small.outcome());
            text.println(shown); // first of all: the disk may be full
            text.flush();
            Path file = folder.save(difference, small, shown, run.right());
            found.add(file + " (" + small.program().steps().size() + " steps of "
                    + difference.program().steps().size() + ")");
            text.println("  saved: " + found.get(found.size() - 1));
            text.println();
            text.flush();
        }

        @Override
        public void done(Progress progress) throws IOException {
            long now = System.nanoTime();
            if (now - saved > TERMINAL_NANOS) {
                folder.save(run.at(progress));
                saved = now;
            }
            if (now - told > (terminal ? TERMINAL_NANOS : FILE_NANOS)) {
                text.print((terminal ? "\r" : "") + line(progress) + (terminal ? "  " : System.lineSeparator()));
                text.flush();
                told = now;
            }
        }

        private void endLine() {
            if (terminal && told != start) {
                text.println();
            }
        }

        private String line(Progress progress) {
            double seconds = Math.max(System.nanoTime() - start, 1) / 1e9;
            long made = progress.next() - run.progress().next();
            return String.format(Locale.ROOT, "%s; %.0f s, %.0f a second", progress, seconds, made / seconds);
        }

        void end(Progress reached) throws IOException {
            endLine();
            folder.save(run.at(reached));
            StringBuilder summary = new StringBuilder()
                    .append(run.left())
                    .append(" against ")
                    .append(run.right())
                    .append(", seed ")
                    .append(run.plan().seed())
                    .append(", profiles ")
                    .append(run.plan().profiles())
                    .append(System.lineSeparator())
                    .append(line(reached))
                    .append(System.lineSeparator());
            found.forEach(one -> summary.append("differs: ").append(one).append(System.lineSeparator()));
            if (reached.next() < run.programs()) {
                summary.append("not at its end: mach4j fuzz --resume ")
                        .append(folder.path())
                        .append(System.lineSeparator());
            }
            summary.append(reached.passed())
                    .append(" passed, ")
                    .append(reached.failed())
                    .append(" failed");
            folder.write("report.txt", summary + System.lineSeparator());
            text.println(summary);
            text.flush();
        }

        @Override
        public void close() {
            shrinker.close();
        }
    }
}
