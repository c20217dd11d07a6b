// SPDX-License-Identifier: Apache-2.0
package org.mach4j.libsystem;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.mach4j.spi.Availability;
import org.mach4j.spi.MachKernel;
import org.mach4j.spi.MachProvider;
import org.mach4j.spi.MachUnavailableException;

/** A provider that calls libSystem, or the library that {@value #LIBRARY_PROPERTY} names, through one binding. */
public abstract class LibSystemProvider implements MachProvider {
    /** The system property that names another library with libSystem's symbols, by its path. */
    public static final String LIBRARY_PROPERTY = "mach4j.native.library";

    private static final String LIBSYSTEM = "/usr/lib/libSystem.B.dylib";

    /** One kernel a binding and library: a library is loaded once in a process. */
    private static final Map<String, NativeKernel> OPENED = new ConcurrentHashMap<>();

    private final String name;
    private final int priority;

    /** For the binding's provider. */
    protected LibSystemProvider(String name, int priority) {
        this.name = name;
        this.priority = priority;
    }

    /**
     * Loads a library and binds its functions.
     *
     * @param path an absolute path, or a name that the dynamic linker knows (libSystem is not a file on macOS 11 and later)
     * @throws LinkageError where it does not load
     * @throws RuntimeException where it does not load, or the JVM refuses native access
     */
    protected abstract LoadedLibrary load(String path);

    /** A class of the module that the JVM must grant native access for this binding to work. */
    protected abstract Class<?> nativeAccessor();

    /** Why this binding cannot work on this host whatever the library, or {@code null}. */
    protected @Nullable String obstacle() {
        return null;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final int priority() {
        return priority;
    }

    @Override
    public final Availability availability() {
        String forced = System.getProperty(LIBRARY_PROPERTY);
        if (forced == null && !System.getProperty("os.name").startsWith("Mac")) {
            return Availability.no("not macOS");
        }
        String obstacle = obstacle();
        if (obstacle != null) {
            return Availability.no(obstacle);
        }
        return Availability.yes(forced == null ? "macOS" : LIBRARY_PROPERTY + "=" + forced);
    }

    @Override
    public final MachKernel open() {
        Availability availability = availability();
        if (!availability.available()) {
            throw new MachUnavailableException(name + ": " + availability.reason());
        }
        return openLibrary(System.getProperty(LIBRARY_PROPERTY, LIBSYSTEM));
    }

    /**
     * Opens a library of the caller's choice, on any host.
     *
     * @param path as {@value #LIBRARY_PROPERTY} takes it
     * @throws MachUnavailableException where it does not load, or this binding does not work on this host or JDK
     */
    public final MachKernel openLibrary(String path) {
        String obstacle = obstacle();
        if (obstacle != null) {
            throw new MachUnavailableException(name + ": " + obstacle);
        }
        return OPENED.computeIfAbsent(name + ' ' + path, key -> open(path));
    }

    private NativeKernel open(String path) {
        LoadedLibrary library;
        try {
            library = load(path);
        } catch (LinkageError | RuntimeException e) {
            String message = name + " cannot use " + path + ": " + reason(e) + accessHint(e);
            System.getLogger(LibSystemProvider.class.getName()).log(System.Logger.Level.WARNING, message);
            throw new MachUnavailableException(message, e);
        }
        String host = System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch");
        String what = path.equals(LIBSYSTEM) ? host : path + " on " + host;
        return new NativeKernel(name, what + " by " + name, library);
    }

    private static String reason(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null ? root.toString() : message;
    }

    /** What to do where the JVM has refused native access (JEP 472), or would have been right to. */
    private String accessHint(Throwable e) {
        Module module = nativeAccessor().getModule();
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalCallerException || !nativeAccessEnabled(module)) {
                return ". Native access was not granted: run java with --enable-native-access="
                        + (module.isNamed() ? module.getName() : "ALL-UNNAMED");
            }
        }
        return "";
    }

    /** {@code Module.isNativeAccessEnabled}, which came with JDK 22; before there was nothing to grant. */
    private static boolean nativeAccessEnabled(Module module) {
        try {
            return (boolean) Module.class.getMethod("isNativeAccessEnabled").invoke(module);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("Module.isNativeAccessEnabled", e);
        }
    }
}
