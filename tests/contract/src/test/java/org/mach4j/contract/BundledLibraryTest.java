// SPDX-License-Identifier: Apache-2.0
package org.mach4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mach4j.libsystem.BundledLibrary;
import org.mach4j.spi.MachUnavailableException;

/** How the libraries that the jars bring along get to the dynamic linker: chosen by platform, copied, loaded, deleted. */
class BundledLibraryTest {
    private static BundledLibrary bridge() throws ClassNotFoundException {
        BundledLibrary bridge = new BundledLibrary(Class.forName("org.mach4j.jni.Bridge"), "mach4j-jni");
        Assumptions.assumeTrue(bridge.exists(), "this build has no bridge for this machine: it needs a C compiler");
        return bridge;
    }

    @ParameterizedTest
    @CsvSource({
        "Mac OS X, aarch64, macos",
        "Mac OS X, x86_64,  macos",
        "Linux,    amd64,   linux-x86_64",
        "Linux,    aarch64, linux-aarch64",
        "Windows 11, amd64, windows-11-x86_64"
    })
    void thePlatformNamesTheDirectory(String os, String architecture, String expected) {
        String realOs = System.getProperty("os.name");
        String realArchitecture = System.getProperty("os.arch");
        try {
            System.setProperty("os.name", os);
            System.setProperty("os.arch", architecture);
            assertThat(new BundledLibrary(BundledLibraryTest.class, "any").platform())
                    .isEqualTo(expected);
        } finally {
            System.setProperty("os.name", realOs);
            System.setProperty("os.arch", realArchitecture);
        }
    }

    @Test
    void oneThatTheBuildLacksIsNamed() {
        BundledLibrary none = new BundledLibrary(BundledLibraryTest.class, "none");
        assertThat(none.exists()).isFalse();
        assertThatThrownBy(none::extract)
                .isInstanceOf(UnsatisfiedLinkError.class)
                .hasMessageContaining(none.platform() + "/" + System.mapLibraryName("none"));
    }

    @Test
    void aCopyIsWholeAndThisUsersAlone() throws IOException, ClassNotFoundException {
        BundledLibrary bridge = bridge();
        Path copy = bridge.extract();
        Path other = bridge.extract();
        try (InputStream original = Class.forName("org.mach4j.jni.Bridge")
                .getResourceAsStream(bridge.platform() + "/" + System.mapLibraryName("mach4j-jni"))) {
            assertThat(Files.readAllBytes(copy)).isEqualTo(original.readAllBytes());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                    .isEqualTo("rw-------");
            assertThat(other).isNotEqualTo(copy);
        } finally {
            Files.delete(copy);
            Files.delete(other);
        }
    }

    @Test
    void theFileIsGoneAfterLoading() throws ClassNotFoundException {
        List<Path> loaded = new ArrayList<>();
        bridge().load(file -> {
            assertThat(Path.of(file)).exists();
            loaded.add(Path.of(file));
        });
        assertThat(loaded).singleElement().satisfies(file -> assertThat(file).doesNotExist());
    }

    @Test
    void theFileIsGoneAndTheReasonSaidWhereItDoesNotLoad() throws ClassNotFoundException {
        List<Path> tried = new ArrayList<>();
        assertThatThrownBy(() -> bridge().load(file -> {
                    tried.add(Path.of(file));
                    throw new UnsatisfiedLinkError("failed to map segment");
                }))
                .isInstanceOf(UnsatisfiedLinkError.class)
                .hasMessageContainingAll("mach4j-jni", "failed to map segment", "-Djava.io.tmpdir");
        assertThat(tried).singleElement().satisfies(file -> assertThat(file).doesNotExist());
    }

    /** In a JVM of its own: the directory is read once. */
    @Test
    @Timeout(60)
    void aDirectoryThatIsNotThereIsNamed() throws Exception {
        bridge();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=/no/such/directory",
                        "-Dmach4j.native.library=any",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OpenByJni.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(output)
                .contains("UNAVAILABLE: jni cannot use any: ")
                .contains("mach4j-jni")
                .contains("cannot be copied to the directory for temporary files, /no/such/directory")
                .contains("-Djava.io.tmpdir=DIRECTORY");
    }

    /** Opens the binding and prints why it cannot. */
    static final class OpenByJni {
        public static void main(String[] arguments) {
            try {
                Kernels.through("jni");
            } catch (MachUnavailableException e) {
                System.out.println("UNAVAILABLE: " + e.getMessage());
            }
        }
    }
}
