// SPDX-License-Identifier: Apache-2.0
package org.mach4j.standin;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mach4j.libsystem.BundledLibrary;
import org.mach4j.libsystem.LibSystem;
import org.mach4j.spi.HostMemory;
import org.mach4j.spi.MachCalls;
import org.mach4j.spi.MachTask;

/**
 * The stand-in library of this process: loaded once, answered by whichever task was installed last, or was named for the
 * calling thread.
 *
 * <p>A task that is installed must live in the process's own memory: a simulated kernel makes one from {@link #memory()}.
 */
public final class Standin {
    private static final BundledLibrary BUNDLED = new BundledLibrary(Standin.class, "mach4j-standin");
    private static final HostMemory MEMORY = new ProcessHostMemory();
    private static @Nullable Standin instance;

    private final Path path;
    private final Dispatcher dispatcher;

    private Standin(Path path, Dispatcher dispatcher) {
        this.path = path;
        this.dispatcher = dispatcher;
    }

    /** Whether this build has the library for this platform: Linux with a C compiler when it was built. */
    public static boolean exists() {
        return BUNDLED.exists();
    }

    /**
     * The library, loaded.
     *
     * @throws UnsatisfiedLinkError where it does not exist or load
     */
    @SuppressWarnings("restricted") // what this library is for
    public static synchronized Standin load() {
        Standin loaded = instance;
        if (loaded == null) {
            Path path = BUNDLED.extract();
            System.load(path.toString());
            loaded = new Standin(path, started());
            instance = loaded;
        }
        return loaded;
    }

    /** Its file, as {@code mach4j.native.library} takes it. It is deleted when the JVM ends. */
    public Path path() {
        return path;
    }

    /** The memory of this process, for the task to be installed. */
    public HostMemory memory() {
        return MEMORY;
    }

    /** Connects every function of the library with its method. */
    private static Dispatcher started() {
        Dispatcher made = new Dispatcher(MEMORY);
        for (Method function : LibSystem.class.getMethods()) {
            if (!NativeStandin.bind(function.getName(), function)) {
                throw new UnsatisfiedLinkError("the stand-in has no function " + function.getName());
            }
        }
        if (!NativeStandin.start(made)) {
            throw new UnsatisfiedLinkError("the stand-in has a function that LibSystem lacks");
        }
        return made;
    }

    /** Lets a task answer all calls of the library from now on, and sets its data symbols. */
    public void install(MachTask task) {
        MachCalls calls = task.calls();
        dispatcher.answerBy(calls);
        NativeStandin.setVariables(calls.mach_task_self(), calls.bootstrap_port(), calls.vm_page_size());
    }

    /**
     * Lets a task answer the calls that this thread makes, whatever is installed, so that several tasks can share the
     * process. The data symbols stay as they are.
     *
     * @param calls the task's; null for those of the installed task again
     */
    public void answerThisThreadBy(@Nullable MachCalls calls) {
        dispatcher.answerThisThreadBy(calls);
    }

    /** How many calls have thrown something so far, which is a fault of the kernel. It was printed to standard error. */
    public int exceptions() {
        return NativeStandin.exceptions();
    }

    /**
     * Loads a shared library built from C and runs its {@code main} in this thread.
     *
     * @param program its file
     * @param arguments what {@code argv} holds after the program's name
     * @return what {@code main} returned
     * @throws UnsatisfiedLinkError where it does not load or has no {@code main}
     */
    public int run(Path program, List<String> arguments) {
        String error = NativeStandin.publish(path.toString());
        int[] exitCode = new int[1];
        if (error == null) {
            List<String> all = new ArrayList<>();
            all.add(program.toAbsolutePath().toString());
            all.addAll(arguments);
            error = NativeStandin.run(all.toArray(String[]::new), exitCode);
        }
        if (error != null) {
            throw new UnsatisfiedLinkError(error);
        }
        return exitCode[0];
    }
}
