// SPDX-License-Identifier: Apache-2.0
package org.mach4j.libsystem;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
     * @throws UnsatisfiedLinkError where it is not there or does not load
     */
    public void load(Consumer<String> loader) {
        Path file = extract();
        try {
            loader.accept(file.toString());
        } finally {
            // It stays mapped. Windows would keep the file; no library of this project is for Windows.
            file.toFile().delete();
        }
    }

    /** Copies it to a file that is deleted when the JVM ends. */
    public Path extract() {
        try (InputStream bytes = neighbour.getResourceAsStream(resource())) {
            if (bytes == null) {
                throw new UnsatisfiedLinkError("this build has no " + resource());
            }
            Path file = Files.createTempFile(name, System.mapLibraryName(""));
            file.toFile().deleteOnExit();
            Files.copy(bytes, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
