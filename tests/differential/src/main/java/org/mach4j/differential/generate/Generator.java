// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mach4j.spi.MachKernel;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.Execution;
import org.mach4j.transcripts.Step;

/**
 * Makes random programs with the answers of a kernel. Each step is chosen when the ones before it have been answered, so that it can
 * be about the rights and the memory that the tasks hold then.
 *
 * <pre>{@code
 * try (Generator generator = new Generator(SimulatedKernel::create)) {
 *     generator.programs(Profile.RIGHTS, 1).limit(1000).forEach(...);
 * }
 * }</pre>
 *
 * <p>One thread at a time; {@link #unfinished} may be asked by another.
 */
public final class Generator implements AutoCloseable {
    private static final List<String> ONE_TASK = List.of("A");
    private static final List<String> TWO_TASKS = List.of("A", "B");

    private static final int FEWEST_MOVES = 10;
    private static final int MOST_MOVES = 30;

    private final Supplier<? extends MachKernel> kernels;
    private final Home home;
    private @Nullable MachKernel kernel;
    private volatile @Nullable ProgramName name;
    private volatile @Nullable Draft draft;

    /** Makes programs of one task or two, for simulated kernels alone. */
    public Generator(Supplier<? extends MachKernel> kernels) {
        this(kernels, Home.SIMULATED);
    }

    private Generator(Supplier<? extends MachKernel> kernels, Home home) {
        this.kernels = kernels;
        this.home = home;
    }

    /** Makes other programs: their tasks may be real ones, whose memory no step fills, and which make no call that none may make. */
    public static Generator forRealTasks(Supplier<? extends MachKernel> kernels) {
        return new Generator(kernels, Home.OWN_MEMORY);
    }

    /** Makes other programs: their tasks may lie in one process, where what one has given up may be another's a moment later. */
    public static Generator forOneProcess(Supplier<? extends MachKernel> kernels) {
        return new Generator(kernels, Home.ONE_PROCESS);
    }

    /** Makes other programs: of one task, which may be a process that goes on after them; no step touches what it needs. */
    public static Generator forOneTask(Supplier<? extends MachKernel> kernels) {
        return new Generator(kernels, Home.THE_PROCESS);
    }

    /** All programs of a profile and a seed, in order; without end. */
    public Stream<Case> programs(Profile profile, long seed) {
        return LongStream.iterate(0, index -> index + 1).mapToObj(index -> {
            try {
                return generate(new ProgramName(profile, seed, index));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while making a program", e);
            }
        });
    }

    /**
     * Makes one program.
     *
     * @throws org.mach4j.transcripts.KernelFaultException where the kernel threw instead of answering; the next program gets another
     *     kernel
     */
    public Case generate(ProgramName wanted) throws InterruptedException {
        MachKernel open = kernel == null ? kernels.get() : kernel;
        kernel = null;
        SplittableRandom random = new SplittableRandom(wanted.start());
        List<String> tasks = home != Home.THE_PROCESS && random.nextInt(100) < 45 ? TWO_TASKS : ONE_TASK;
        Case program = new Case(wanted.toString(), open.name(), tasks, null, List.of());
        Draft made;
        try (Execution running = new Execution(open, program)) {
            made = new Draft(random, running, tasks, home);
            name = wanted;
            draft = made;
            made.begin();
            int moves = FEWEST_MOVES + random.nextInt(MOST_MOVES - FEWEST_MOVES + 1);
            for (int i = 0; i < moves; i++) {
                made.nextMaker();
                wanted.profile().choose(random).make(made);
            }
            made.finish();
        }
        List<Step> steps = made.isTouched() ? answeredAgain(open, program, made.steps()) : made.steps();
        kernel = open;
        draft = null;
        return new Case(program.name(), program.kernel(), tasks, null, steps);
    }

    /** The answers that count: those of a run in which nobody looks between the steps. */
    private static List<Step> answeredAgain(MachKernel open, Case program, List<Step> steps)
            throws InterruptedException {
        List<Step> answered = new ArrayList<>();
        try (Execution running = new Execution(open, program)) {
            for (Step step : steps) {
                answered.add(step.answered(running.perform(step).out()));
            }
        }
        return answered;
    }

    /** The program under way or broken off, the last step without an answer; null where there is none. */
    public @Nullable Case unfinished() {
        Draft open = draft;
        ProgramName of = name;
        return open == null || of == null
                ? null
                : new Case(of.toString(), "unfinished", open.tasks(), null, open.steps());
    }

    /** Closes the kernel. */
    @Override
    public void close() {
        if (kernel != null) {
            kernel.close();
            kernel = null;
        }
    }
}
