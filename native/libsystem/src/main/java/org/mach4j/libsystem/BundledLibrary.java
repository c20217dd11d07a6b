// SPDX-License-Identifier: Apache-2.0
package org.mach4j.libsystem;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * A shared library of this project that lies beside a class, in a directory named after its platform:
 * {@code macos/libNAME.dylib} (universal) or {@code linux-x86_64/libNAME.so}.
 */
public final class BundledLibrary {
    private final Class<?> neighbour;
    private final String name;

    /** @param name without the platform's prefix and suffix */
    public BundledLibrary(Class<?> neighbour, String name) {
        this.neighbour = neighbour;
        this.name = name;
    }

    /** The platform of this JVM, as the directory is named. */
    public String platform() {
        String os = System.getProperty("os.name");
        if (os.startsWith("Mac")) {
            return "macos";
        }
        String arch = System.getProperty("os.arch");
        return os.toLowerCase(Locale.ROOT).replace(' ', '-') + "-" + (arch.equals("amd64") ? "x86_64" : arch);
    }

    private String resource() {
        return platform() + "/" + System.mapLibraryName(name);
    }

    /** Whether the build has it for this platform. */
    public boolean exists() {
        return neighbour.getResource(resource()) != null;
    }

    /**
     * Loads it from a file that is deleted where the system allows that.
     *
     * @param loader {@link System#load}, called by the module that the JVM grants native access
     * @throws UnsatisfiedLinkError where it is not there, cannot be extracted or does not load
     */
    public void load(Consumer<String> loader) {
        Path file = extract();
        try {
            loader.accept(file.toString());
        } catch (UnsatisfiedLinkError e) {
            // For example a file system that allows no execution; the dynamic linker's message does not say so.
            throw unusable(e, "loaded from");
        } finally {
            // It stays mapped. Windows would keep the file; no library of this project is for Windows.
            file.toFile().delete();
        }
    }

    /**
     * Copies it to a new file in {@code java.io.tmpdir} that only this user can read or write, and that is deleted when the JVM ends.
     *
     * @throws UnsatisfiedLinkError where it is not there or cannot be copied
     */
    public Path extract() {
        try (InputStream bytes = neighbour.getResourceAsStream(resource())) {
            if (bytes == null) {
                throw new UnsatisfiedLinkError("this build has no " + resource());
            }
            Path file = Files.createTempFile(name, System.mapLibraryName(""));
            file.toFile().deleteOnExit();
            // Into that very file: to replace it would give it away, and its permissions.
            try (OutputStream copy = Files.newOutputStream(file)) {
                bytes.transferTo(copy);
            }
            return file;
        } catch (IOException e) {
            throw unusable(e, "copied to");
        }
    }

    private UnsatisfiedLinkError unusable(Throwable cause, String done) {
        String message = resource() + " cannot be " + done + " the directory for temporary files, "
                + System.getProperty("java.io.tmpdir") + ": " + cause.getMessage()
                + "; -Djava.io.tmpdir=DIRECTORY takes another, which must allow execution";
        UnsatisfiedLinkError error = new UnsatisfiedLinkError(message);
        error.addSuppressed(cause);
        return error;
    }
}
