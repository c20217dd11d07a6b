// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a transcript was recorded (FORMAT, "The head"): the first line of its file. Texts are for people, but for
 * {@code kernel} and {@code arch}, on which known differences depend.
 *
 * @param kernel who answered, as each case says it: {@code sim}, {@code xnu-11417.121.6}
 * @param version the kernel in its own words
 * @param os the host's system and its release
 * @param build of the host's system, or null where it has none
 * @param arch the host's architecture, as Java names it
 * @param guards the {@code EXC_GUARD} behaviour of the recording task ({@code task_get_exc_guard_behavior}), or null where there is none
 * @param signing what is known of the recording program's signature and of the system's protection, or null
 * @param java the JDK
 * @param date of the recording, UTC, {@code 2026-11-28}
 * @param tool what recorded, and its version
 */
public record Head(
        String kernel,
        String version,
        String os,
        @Nullable String build,
        String arch,
        @Nullable Long guards,
        @Nullable String signing,
        String java,
        String date,
        String tool) {
    public Head {
        Objects.requireNonNull(kernel, "kernel");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(os, "os");
        Objects.requireNonNull(arch, "arch");
        Objects.requireNonNull(java, "java");
        Objects.requireNonNull(date, "date");
        Objects.requireNonNull(tool, "tool");
    }

    @Override
    public String toString() {
        return kernel + " (" + version + ") on " + os + (build == null ? "" : " " + build) + " " + arch
                + (guards == null ? "" : ", guards 0x" + Long.toHexString(guards))
                + (signing == null ? "" : ", " + signing)
                + ", Java " + java + ", " + date + ", by " + tool;
    }
}
