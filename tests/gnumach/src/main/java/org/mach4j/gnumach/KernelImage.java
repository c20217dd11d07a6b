// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * GNU Mach 1.8 as Debian's package gnumach-image-1.8-486 (i386, 2:1.8+git20221224-2) has it. It is not part of this
 * project: {@code tests/gnumach/fetch-kernel} puts it where this class looks.
 */
final class KernelImage {
    /** Of the unpacked kernel. */
    static final String SHA256 = "99d77e7d11d1c097cb786892a98a765dea102976f224c0130d6c9b154427363d";

    private KernelImage() {}

    /** Where the kernel is looked for: {@code -Dmach4j.gnumach.kernel=FILE}, else the user's cache directory. */
    static Path place() {
        String given = System.getProperty("mach4j.gnumach.kernel");
        if (given != null && !given.isEmpty()) {
            return Path.of(given);
        }
        return cache().resolve("gnumach-1.8-486.elf");
    }

    /** Where the scripts beside this module's sources put what they fetch. */
    static Path cache() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path base =
                cache == null || cache.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return base.resolve("mach4j");
    }

    /** What is wrong with the kernel at {@link #place}, or null. */
    static @Nullable String obstacle() {
        Path file = place();
        if (!Files.isReadable(file)) {
            return "no GNU Mach kernel at " + file + ": run tests/gnumach/fetch-kernel";
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest).equals(SHA256)
                    ? null
                    : file + " is not the kernel that was asked for: run tests/gnumach/fetch-kernel";
        } catch (IOException | NoSuchAlgorithmException e) {
            return "cannot check " + file + ": " + e;
        }
    }
}
