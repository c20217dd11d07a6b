// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Some kernels, as known differences name them: names separated by {@code |}; {@code xnu>=8792} stands for every XNU from
 * that version on, {@code xnu>=6153<8792} for those before another.
 */
record KernelRange(String text, List<Alternative> alternatives) {
    private static final Pattern VERSIONS = Pattern.compile("xnu>=(\\d+)(?:<(\\d+))?");
    private static final Pattern NAME = Pattern.compile("[\\w.-]+");
    private static final Pattern XNU = Pattern.compile("xnu-(\\d+).*");

    /** Whether a kernel is meant. */
    interface Alternative {
        boolean has(String kernel);
    }

    static KernelRange parse(String text) {
        return new KernelRange(
                text,
                Stream.of(text.split("\\|", -1))
                        .map(String::strip)
                        .map(KernelRange::alternative)
                        .toList());
    }

    private static Alternative alternative(String text) {
        Matcher versions = VERSIONS.matcher(text);
        if (!versions.matches()) {
            if (!NAME.matcher(text).matches()) {
                throw new IllegalArgumentException("no kernels are called '" + text + "'");
            }
            return text::equals;
        }
        long from = Long.parseLong(versions.group(1));
        long to = versions.group(2) == null ? Long.MAX_VALUE : Long.parseLong(versions.group(2));
        return kernel -> {
            Matcher xnu = XNU.matcher(kernel);
            return xnu.matches() && Long.parseLong(xnu.group(1)) >= from && Long.parseLong(xnu.group(1)) < to;
        };
    }

    boolean has(String kernel) {
        return alternatives.stream().anyMatch(alternative -> alternative.has(kernel));
    }

    @Override
    public String toString() {
        return text;
    }
}
