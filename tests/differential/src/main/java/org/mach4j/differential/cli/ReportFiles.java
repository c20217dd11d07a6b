// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import org.mach4j.differential.report.HtmlReport;
import org.mach4j.differential.report.JunitReport;
import org.mach4j.differential.report.Results;
import picocli.CommandLine.Option;

/** {@code --html} and {@code --junit}: reports beside what is printed. */
final class ReportFiles {
    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "write a report for browsers, one file that needs no other")
    private @Nullable Path html;

    @Option(names = "--junit", paramLabel = "FILE", description = "write a report for CI systems, in JUnit's XML")
    private @Nullable Path junit;

    /**
     * Writes what was asked for; a file that is there already is replaced when the new one is whole.
     *
     * @throws IOException where one cannot be written; the message names it
     */
    void write(Results results) throws IOException, InterruptedException {
        if (html != null) {
            write(html, HtmlReport.render(results));
        }
        if (junit != null) {
            write(junit, JunitReport.render(results));
        }
    }

    private static void write(Path file, String text) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.writeString(part, text);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw new IOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
