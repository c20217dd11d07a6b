// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.mach4j.differential.process.Processes;
import org.mach4j.gnumach.GnuMachProvider;
import org.mach4j.libsystem.LibSystemProvider;
import org.mach4j.spi.Availability;
import org.mach4j.spi.MachKernel;
import org.mach4j.spi.MachProvider;
import org.mach4j.spi.MachProviders;
import org.mach4j.spi.MachUnavailableException;
import org.mach4j.transcripts.Comparison;
import org.mach4j.transcripts.Replay;

/**
 * Live kernels by the names that the command line gives them:
 *
 * <table>
 * <caption>Names</caption>
 * <tr><td>{@code sim}, {@code ffm}, {@code jni}, …</td><td>a provider; a binding on a host without Mach: the simulated kernel
 * behind the stand-in for libSystem, called by that binding</td></tr>
 * <tr><td>{@code jni:/path/to/library}</td><td>a library that exports libSystem's names, by one binding</td></tr>
 * <tr><td>{@code lib:/path/to/library}</td><td>the same, by the preferred binding of this build</td></tr>
 * <tr><td>{@code processes:NAME}</td><td>one of these, each task of a program in a process of its own</td></tr>
 * </table>
 *
 * <p>A recording answers, too, by the name of its file: {@link Peer#byName}.
 */
public final class Kernels {
    /** What the command line says of names. */
    public static final String NAMES =
            "a provider's name ('mach4j info' lists them), BINDING:PATH or lib:PATH for a library that exports libSystem's names; processes:NAME for one of these with a process for each task";

    private static final String ANY_BINDING = "lib";
    private static final String PROCESSES = "processes:";

    /** A process starts in the time of its first program. */
    private static final Duration PROCESS_LIMIT = Replay.TIME_LIMIT.multipliedBy(3);

    private Kernels() {}

    /**
     * The provider of a name.
     *
     * @throws MachUnavailableException where there is none, or it does not work here; the message says what there is
     */
    public static MachProvider byName(String name) {
        if (name.startsWith(PROCESSES)) {
            return byName(name.substring(PROCESSES.length()));
        }
        int colon = name.indexOf(':');
        return colon < 0 ? provider(name) : library(name.substring(0, colon), name.substring(colon + 1));
    }

    /**
     * As {@link #byName}, of a kernel on which programs are to be made.
     *
     * @throws MachUnavailableException also where it lacks calls that programs are made of
     */
    public static MachProvider maker(String name) {
        if (name.equals(GnuMachProvider.NAME)) {
            throw new MachUnavailableException(
                    "kernel '" + name + "' lacks calls that programs are made of: it can only be asked");
        }
        return byName(name);
    }

    /**
     * A replay on a provider's kernel, with a look at leaks where the kernel can be asked. On a kernel that cannot make tasks this
     * process is the task of every case, so that they take turns; so they do where all tasks are made in this process, since what
     * one of them has deallocated may be another's a moment later.
     *
     * @param jobs how many cases run at a time where the kernel can make tasks with memory of their own
     */
    public static Replay replay(MachProvider provider, Comparison.Names names, int jobs) {
        boolean apart = !(provider instanceof StandinProvider) && makesTasks(provider);
        return new Replay(provider::open, names, SimulatedKernelLeaks.CHECK, apart ? jobs : 1, Replay.TIME_LIMIT);
    }

    /**
     * A way to run programs on a kernel.
     *
     * @param jobs how many at a time where the kernel can make tasks
     * @throws MachUnavailableException as {@link #byName}
     */
    public static Runner runner(String name, int jobs) {
        if (name.startsWith(PROCESSES)) {
            byName(name);
            return new Processes(name.substring(PROCESSES.length()), PROCESS_LIMIT);
        }
        return replay(byName(name), Comparison.Names.BY_LABEL, jobs)::run;
    }

    /** Whether each program has tasks of its own, and so the same names each time. */
    public static boolean makesTasks(String name) {
        return !name.startsWith(PROCESSES) && makesTasks(byName(name));
    }

    /** Whether a kernel can make tasks; elsewhere this process is the one that there is. */
    public static boolean makesTasks(MachProvider provider) {
        try (MachKernel opened = provider.open()) {
            return opened.taskControl().isPresent();
        }
    }

    private static MachProvider provider(String name) {
        List<MachProvider> all = MachProviders.all();
        for (MachProvider provider : all) {
            if (provider.name().equals(name)) {
                Availability availability = provider.availability();
                if (availability.available()) {
                    return provider;
                }
                if (StandinProvider.helps(provider)) {
                    return new StandinProvider((LibSystemProvider) provider);
                }
                throw new MachUnavailableException("kernel '" + name + "' is not available: " + availability.reason());
            }
        }
        throw new MachUnavailableException("no kernel '" + name + "'; there are: "
                + all.stream().map(MachProvider::name).collect(Collectors.joining(", ")));
    }

    private static MachProvider library(String binding, String path) {
        List<LibSystemProvider> bindings = MachProviders.all().stream()
                .filter(LibSystemProvider.class::isInstance)
                .map(LibSystemProvider.class::cast)
                .toList();
        for (LibSystemProvider provider : bindings) {
            if (binding.equals(ANY_BINDING) || binding.equals(provider.name())) {
                // The dynamic linker takes a name without a folder for one to search for.
                String file =
                        path.contains("/") ? Path.of(path).toAbsolutePath().toString() : path;
                return new Library(provider, file);
            }
        }
        throw new MachUnavailableException("no binding '" + binding + "'; there are: " + ANY_BINDING + ", "
                + bindings.stream().map(MachProvider::name).collect(Collectors.joining(", ")));
    }

    /** A library behind a binding. */
    private record Library(LibSystemProvider binding, String path) implements MachProvider {
        @Override
        public String name() {
            return binding.name() + ":" + path;
        }

        @Override
        public int priority() {
            return binding.priority();
        }

        @Override
        public Availability availability() {
            return Availability.yes("named");
        }

        @Override
        public MachKernel open() {
            return binding.openLibrary(path);
        }
    }
}
