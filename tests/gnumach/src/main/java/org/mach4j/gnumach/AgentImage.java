// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the agent from its source, {@code agent.c}, with the host's C compiler and linker. */
final class AgentImage {
    private static final List<String> COMPILE = List.of(
            "cc",
            "-m32",
            "-march=i486",
            "-mno-sse",
            "-mno-mmx",
            "-std=c11",
            "-O2",
            "-Wall",
            "-Wextra",
            "-Werror",
            "-ffreestanding",
            "-fno-pic",
            "-fno-pie",
            "-fno-stack-protector",
            "-fno-asynchronous-unwind-tables",
            "-fno-tree-loop-distribute-patterns",
            "-c",
            "agent.c",
            "-o",
            "agent.o");
    // -N: one segment, because the loader of this kernel does not let two share a page
    private static final List<String> LINK = List.of(
            "ld",
            "-m",
            "elf_i386",
            "-static",
            "-N",
            "-Ttext=0x08048000",
            "--build-id=none",
            "agent.o",
            "-o",
            "agent.elf");

    private AgentImage() {}

    /** What this JVM has built. */
    private static byte @Nullable [] built;

    /** Puts {@code agent.elf} into a directory; it is built once. */
    static synchronized void put(Path directory) throws IOException {
        if (built == null) {
            built = build(directory);
        }
        Files.write(directory.resolve("agent.elf"), built);
    }

    private static byte[] build(Path directory) throws IOException {
        try (InputStream source = AgentImage.class.getResourceAsStream("agent.c")) {
            if (source == null) {
                throw new GnuMachException("agent.c is not among the classes");
            }
            Files.write(directory.resolve("agent.c"), source.readAllBytes());
        }
        Tools.run(directory, COMPILE);
        Tools.run(directory, LINK);
        return Files.readAllBytes(directory.resolve("agent.elf"));
    }
}
