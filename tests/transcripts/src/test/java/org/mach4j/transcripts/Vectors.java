// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The recorded transcripts of this repository. */
final class Vectors {
    private Vectors() {}

    static List<Path> files() {
        Path folder = Path.of("..", "vectors").toAbsolutePath().normalize();
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(".jsonl.gz"))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new IllegalStateException("no vectors in " + folder);
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
