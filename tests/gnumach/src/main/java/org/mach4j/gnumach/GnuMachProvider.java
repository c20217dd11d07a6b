// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.mach4j.spi.Availability;
import org.mach4j.spi.MachKernel;
import org.mach4j.spi.MachProvider;
import org.mach4j.spi.MachUnavailableException;

/**
 * The provider {@code gnumach}: works where this host can boot GNU Mach in QEMU, and is used where it is named alone. Each kernel is
 * a machine of its own; the first takes seconds to boot, the others are taken up where that had come up.
 */
public final class GnuMachProvider implements MachProvider {
    /** What the command line and {@code -Dmach4j.provider} call it. */
    public static final String NAME = "gnumach";

    /** Guarded by the class. */
    private static QemuMachine.@Nullable SavedState saved;

    /** For {@link java.util.ServiceLoader}. */
    public GnuMachProvider() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int priority() {
        return -10; // below the simulated kernel, which works everywhere
    }

    @Override
    public Availability availability() {
        return Obstacle.toQemu()
                .map(Availability::no)
                .orElseGet(() -> Availability.yes("GNU Mach 1.8 in QEMU, when it is asked for"));
    }

    @Override
    public MachKernel open() {
        return openKernel();
    }

    /** As {@link #open}. */
    public static GnuMachKernel openKernel() {
        try {
            return new GnuMachKernel(QemuMachine.resume(saved()));
        } catch (GnuMachException | IOException e) {
            throw new MachUnavailableException("GNU Mach does not come up: " + e.getMessage(), e);
        }
    }

    private static synchronized QemuMachine.SavedState saved() throws IOException {
        if (saved == null) {
            Path file = Files.createTempFile("mach4j-gnumach", ".state");
            file.toFile().deleteOnExit();
            saved = QemuMachine.boot(QemuMachine.Carrier.SHARED_MEMORY).save(file);
        }
        return saved;
    }
}
