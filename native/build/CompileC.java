// SPDX-License-Identifier: Apache-2.0

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Compiles one C file of the build to a shared library for this machine, where it has a C compiler; says so in one line where not. What
 * {@code native/cross-build} has built of the same file for other machines goes into the build as it is.
 *
 * <p>{@code java CompileC.java NAME SOURCE OUTPUT-DIRECTORY PLATFORMS}, run by Maven.
 */
final class CompileC {
    public static void main(String[] arguments) throws IOException, InterruptedException {
        String name = "mach4j-" + arguments[0];
        Path source = Path.of(arguments[1]).normalize();
        boolean mac = System.getProperty("os.name").startsWith("Mac");
        String os = mac ? "macos" : System.getProperty("os.name").toLowerCase(Locale.ROOT).replace(' ', '-');
        String arch = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
        Path target = Path.of(arguments[2], mac ? os : os + "-" + arch, System.mapLibraryName(name));
        Path include = include(source);
        List<String> platforms = List.of(arguments[3].split(","));
        boolean prebuilt = takePrebuilt(source, include, Path.of(arguments[2]), target);
        if (!mac && platforms.contains("macos") && !Files.exists(Path.of(arguments[2], "macos", "lib" + name + ".dylib"))) {
            System.out.println(name + ": this build has none for macOS; native/cross-build makes it");
        }
        if (prebuilt) {
            return;
        }
        if (!platforms.contains(os)) {
            System.out.println(name + ": not compiled, it is for " + arguments[3]);
            return;
        }
        String compiler = compiler();
        if (compiler == null) {
            System.out.println(name + ": not compiled, there is no cc, gcc or clang on the PATH"
                    + (mac ? ", or only that of macOS, which xcode-select --install makes work" : ""));
            return;
        }
        if (upToDate(target, source, include)) {
            return;
        }
        Files.createDirectories(target.getParent());
        Path jdk = Path.of(System.getProperty("java.home"), "include");
        List<String> command = new ArrayList<>(List.of(
                compiler, "-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-fPIC", "-fvisibility=hidden", "-shared",
                "-I" + include, "-I" + jdk, "-I" + jdk.resolve(mac ? "darwin" : os), "-o", target.toString(), source.toString()));
        if (mac) {
            command.addAll(List.of("-arch", "arm64", "-arch", "x86_64", "-mmacosx-version-min=11.0"));
        } else {
            command.addAll(List.of("-Wl,-z,defs", "-Wl,--build-id=none", "-ldl", "-lpthread"));
        }
        int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (exit != 0) {
            Files.deleteIfExists(target);
            System.err.println(name + ": " + compiler + " failed");
            System.exit(exit);
        }
    }

    /** {@code native/include} of the project that the source is in. */
    private static Path include(Path source) {
        Path directory = source.toAbsolutePath();
        while (!Files.isDirectory(directory.resolve("native/include"))) {
            directory = directory.getParent();
        }
        return directory.resolve("native/include");
    }

    /**
     * Copies what is prebuilt and not older than its sources. Returns whether {@code own}, for this machine, is among that: where it has a
     * compiler, that compiler's is taken.
     */
    private static boolean takePrebuilt(Path source, Path include, Path output, Path own) throws IOException {
        Path prebuilt = source.getParent().resolve("../../../prebuilt").normalize();
        if (!Files.isDirectory(prebuilt)) {
            return false;
        }
        boolean taken = false;
        List<Path> libraries;
        try (var files = Files.walk(prebuilt)) {
            libraries = files.filter(Files::isRegularFile).toList();
        }
        for (Path library : libraries) {
            Path target = output.resolve(prebuilt.relativize(library));
            if (target.equals(own) && compiler() != null) {
                continue;
            }
            if (!upToDate(library, source, include)) {
                System.out.println(library + ": left out, it is older than its sources; run native/cross-build again");
                Files.deleteIfExists(target);
                continue;
            }
            if (!Files.exists(target) || Files.mismatch(library, target) >= 0) {
                Files.createDirectories(target.getParent());
                Files.copy(library, target, StandardCopyOption.REPLACE_EXISTING);
            }
            taken |= target.equals(own);
        }
        return taken;
    }

    private static String compiler() {
        for (String directory : System.getenv("PATH").split(File.pathSeparator)) {
            for (String candidate : Arrays.asList("cc", "gcc", "clang")) {
                Path file = Path.of(directory, candidate);
                if (Files.isExecutable(file) && !isOnlyAnOffer(file)) {
                    return file.toString();
                }
            }
        }
        return null;
    }

    /** Every Mac has {@code /usr/bin/cc}; without Apple's developer tools all that it does is to offer them in a window. */
    private static boolean isOnlyAnOffer(Path compiler) {
        Path select = Path.of("/usr/bin/xcode-select");
        if (!compiler.startsWith("/usr/bin") || !Files.isExecutable(select)) {
            return false;
        }
        try {
            return new ProcessBuilder(select.toString(), "-p")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    != 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean upToDate(Path target, Path source, Path include) throws IOException {
        if (!Files.exists(target)) {
            return false;
        }
        FileTime built = Files.getLastModifiedTime(target);
        try (var headers = Files.walk(include)) {
            List<Path> sources = new ArrayList<>(headers.toList());
            sources.add(source);
            for (Path file : sources) {
                if (Files.getLastModifiedTime(file).compareTo(built) > 0) {
                    return false;
                }
            }
        }
        return true;
    }
}
