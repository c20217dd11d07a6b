// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The kernel's console, which QEMU writes to a file. */
record Console(Path file) {
    private static final int LINES = 8;
    private static final Pattern ENDING =
            Pattern.compile("panic.*|.*agent: panic:.*|.*Kernel page fault.*|.*Debugger invoked.*");

    /** The line that says that kernel or agent gave up, or null. */
    @Nullable String panic() {
        return text().lines()
                .filter(line -> ENDING.matcher(line).matches())
                .findFirst()
                .orElse(null);
    }

    String tail() {
        List<String> lines = text().lines().filter(line -> !line.isBlank()).toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    }

    private String text() {
        try {
            return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            return "(the console cannot be read: " + e + ")";
        }
    }
}
