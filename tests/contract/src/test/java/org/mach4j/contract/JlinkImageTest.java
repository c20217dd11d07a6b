// SPDX-License-Identifier: Apache-2.0
package org.mach4j.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** An image of jlink with a program, the API, the simulated kernel and the binding by FFM: what a program is shipped as. Takes 10 s. */
@EnabledForJreRange(min = JRE.JAVA_22, disabledReason = "ffm is for JDK 22 and newer; run the build with one")
class JlinkImageTest {
    private static final String NATIVE_ACCESS = "--enable-native-access=org.mach4j.ffm,org.mach4j.standin";

    @TempDir
    private Path directory;

    @Test
    @Timeout(120)
    void aProgramInAnImageCallsTheKernelByFfm() throws Exception {
        if (!System.getProperty("os.name").startsWith("Mac")) {
            Kernels.standin(); // or the test is skipped; on a Mac the program calls the real kernel
        }
        String modules = modulePath(
                "org.mach4j.Mach",
                "org.mach4j.libsystem.LibSystem",
                "org.mach4j.sim.SimulatedKernel",
                "org.mach4j.standin.Standin",
                "org.mach4j.ffm.FfmProvider"); // and no JSpecify: who uses a published module does not need it
        Path program = directory.resolve("program");
        Path source = Path.of("src", "test", "image");
        run(
                "javac",
                "--module-path",
                modules,
                "-d",
                program.toString(),
                source.resolve("module-info.java").toString(),
                source.resolve("org/mach4j/image/Main.java").toString());
        Path image = directory.resolve("image");
        run(
                "jlink",
                "--module-path",
                modules + File.pathSeparator + program,
                "--add-modules",
                "org.mach4j.image,org.mach4j.ffm",
                "--add-options=" + NATIVE_ACCESS + " --illegal-native-access=deny",
                "--launcher",
                "hello=org.mach4j.image/org.mach4j.image.Main",
                "--output",
                image.toString());

        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(image.resolve("bin/hello").toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int exit = process.waitFor();
        // Nothing but this: no warning of native access either.
        assertThat(Files.readString(output)).isEqualToIgnoringNewLines("42: hello");
        assertThat(exit).isZero();
        assertThat(modulesOf(image)).contains("org.mach4j.ffm").doesNotContain("org.jspecify", "java.desktop");
    }

    private static List<String> modulesOf(Path image) throws IOException {
        return Files.readString(image.resolve("release"))
                .lines()
                .filter(line -> line.startsWith("MODULES="))
                .flatMap(
                        line -> Stream.of(line.replaceAll("^MODULES=\"|\"$", "").split(" ", -1)))
                .toList();
    }

    /** Where the modules of these classes are: directories while Maven tests, jars later. */
    private static String modulePath(String... classes) throws ClassNotFoundException, URISyntaxException {
        StringBuilder path = new StringBuilder();
        for (String name : classes) {
            path.append(path.isEmpty() ? "" : File.pathSeparator)
                    .append(Path.of(Class.forName(name)
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI()));
        }
        return path.toString();
    }

    private static void run(String tool, String... arguments) {
        StringWriter output = new StringWriter();
        PrintWriter writer = new PrintWriter(output);
        int exit = ToolProvider.findFirst(tool).orElseThrow().run(writer, writer, arguments);
        assertThat(exit)
                .as("%s %s: %s", tool, String.join(" ", arguments), output)
                .isZero();
    }
}
