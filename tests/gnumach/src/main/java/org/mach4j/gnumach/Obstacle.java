// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import java.util.Optional;

/** What keeps this host from booting GNU Mach. */
public final class Obstacle {
    private Obstacle() {}

    /** Why {@link GnuMachKernel#boot} cannot work here and what to do about it, in one line; empty where nothing is missing. */
    public static Optional<String> toQemu() {
        if (!Tools.has(QemuMachine.PROGRAM)) {
            return Optional.of("no " + QemuMachine.PROGRAM + ": install Debian's package qemu-system-x86");
        }
        return toAgent();
    }

    /** As {@link #toQemu}, where QEMU comes from elsewhere. */
    static Optional<String> toAgent() {
        if (!Tools.has("cc") || !Tools.has("ld")) {
            return Optional.of("no C compiler or linker (cc, ld): install Debian's packages gcc and binutils");
        }
        return Optional.ofNullable(KernelImage.obstacle());
    }
}
