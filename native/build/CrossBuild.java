// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds one C file to shared libraries for the platforms that mach4j brings it along for, whatever machine this is: {@code
 * macos/libNAME.dylib}, universal, and {@code linux-x86_64/libNAME.so}. The same sources give the same bytes.
 *
 * <p>{@code java CrossBuild.java ZIG SOURCE OUTPUT-DIRECTORY}, run by {@code native/cross-build}.
 */
final class CrossBuild {
    /** Slices begin at a page of the processor with the larger ones. */
    private static final int SLICE_ALIGNMENT = 14;

    private final Path zig;
    private final Path source;
    private final String name;

    private CrossBuild(Path zig, Path source) {
        this.zig = zig;
        this.source = source;
        this.name = "lib" + source.getFileName().toString().replaceFirst("\\.c$", "");
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path output = Path.of(arguments[2]);
        CrossBuild build = new CrossBuild(Path.of(arguments[0]), Path.of(arguments[1]));
        Path work = Files.createTempDirectory("mach4j-cross-build");
        try {
            build.write(output.resolve("linux-x86_64").resolve(build.name + ".so"), build.linux(work));
            build.write(
                    output.resolve("macos").resolve(build.name + ".dylib"),
                    universal(List.of(build.mac(work, "x86_64"), build.mac(work, "aarch64"))));
        } finally {
            try (var files = Files.walk(work)) {
                files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
            }
        }
    }

    /** For glibc 2.17 and later: nothing that matters is older. */
    private byte[] linux(Path work) throws IOException, InterruptedException {
        return compile(
                work.resolve(name + ".so"), "x86_64-linux-gnu.2.17", "-Wl,-z,defs", "-Wl,--build-id=none", "-ldl");
    }

    /** For macOS 11 and later, the first on arm64. The linker signs the slice for arm64 ad hoc; macOS asks for no more. */
    private byte[] mac(Path work, String architecture) throws IOException, InterruptedException {
        Path directory = Files.createDirectory(work.resolve(architecture));
        // The file's name is in the signature.
        return compile(
                directory.resolve(name + ".dylib"),
                architecture + "-macos.11.0",
                "-Wl,-install_name,@rpath/" + name + ".dylib");
    }

    private byte[] compile(Path result, String target, String... options) throws IOException, InterruptedException {
        Path include = source.resolveSibling("../../../../include").normalize();
        // jni.h is the same everywhere; jni_md.h says the same for Linux and macOS.
        Path jdk = Path.of(System.getProperty("java.home"), "include");
        List<String> command = new ArrayList<>(List.of(
                zig.toString(), "cc", "-target", target, "-std=gnu11", "-O2", "-g0", "-s", "-Wall", "-Wextra", "-Werror", "-fPIC",
                "-fvisibility=hidden", "-shared", "-I" + include, "-I" + jdk, "-I" + jdk.resolve("linux")));
        command.addAll(List.of(options));
        command.addAll(List.of("-o", result.toString(), source.toString()));
        int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (exit != 0) {
            System.err.println("cross-build: " + String.join(" ", command) + " failed");
            System.exit(exit);
        }
        return Files.readAllBytes(result);
    }

    /** Mach-O files of several architectures in one: {@code <mach-o/fat.h>}. */
    private static byte[] universal(List<byte[]> slices) {
        int alignment = 1 << SLICE_ALIGNMENT;
        int size = 0;
        for (byte[] slice : slices) {
            size = roundUp(size == 0 ? 8 + 20 * slices.size() : size, alignment) + slice.length;
        }
        ByteBuffer file = ByteBuffer.allocate(size);
        file.putInt(0xcafebabe).putInt(slices.size());
        int offset = alignment;
        for (byte[] slice : slices) {
            ByteBuffer header = ByteBuffer.wrap(slice).order(ByteOrder.LITTLE_ENDIAN);
            file.putInt(header.getInt(4)) // cputype
                    .putInt(header.getInt(8)) // cpusubtype
                    .putInt(offset)
                    .putInt(slice.length)
                    .putInt(SLICE_ALIGNMENT);
            file.put(offset, slice);
            offset = roundUp(offset + slice.length, alignment);
        }
        return file.array();
    }

    private static int roundUp(int value, int alignment) {
        return (value + alignment - 1) / alignment * alignment;
    }

    private void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
        System.out.println("cross-build: " + file + ", " + bytes.length + " bytes");
    }
}
