// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The text of the specification's chapter 00, so that its tables are the expectations, not copies of them. */
final class SpecText {
    private static final String TEXT = read();

    private SpecText() {}

    private static String read() {
        try {
            return Files.readString(Path.of("..", "docs", "spec", "00-abi.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String whole() {
        return TEXT;
    }

    /** A section with its subsections, {@code "6"} or {@code "11.1"}. */
    static String section(String number) {
        boolean sub = number.indexOf('.') >= 0;
        String heading = sub ? "\n### " + number + " " : "\n## " + number + ". ";
        int start = TEXT.indexOf(heading);
        if (start < 0) {
            throw new AssertionError("the specification has no section " + number);
        }
        int end = TEXT.indexOf("\n## ", start + 1);
        if (sub) {
            int next = TEXT.indexOf("\n### ", start + 1);
            end = next < 0 ? end : Math.min(end, next);
        }
        return TEXT.substring(start, end < 0 ? TEXT.length() : end);
    }

    /** What a pattern finds in a text, which must be {@code count} finds: a table that changed is looked at anew. */
    static List<MatchResult> find(String text, String pattern, int count) {
        List<MatchResult> found =
                Pattern.compile(pattern).matcher(text).results().toList();
        if (found.size() != count) {
            throw new AssertionError("found " + found.size() + " and not " + count + " times: " + pattern);
        }
        return found;
    }

    /** A number as the specification writes it. */
    static int number(String text) {
        return Long.decode(text).intValue();
    }
}
