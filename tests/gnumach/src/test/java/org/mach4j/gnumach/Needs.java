// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import static org.junit.jupiter.api.Assumptions.abort;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What tests need of the host: where it is missing they are skipped, and say so in one line. */
final class Needs {
    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    private Needs() {}

    static void qemu() {
        skipOn("GNU Mach in QEMU", Obstacle.toQemu());
    }

    static void skipOn(String what, Optional<String> obstacle) {
        obstacle.ifPresent(why -> {
            String line = "SKIPPED: " + what + ": " + why;
            if (SAID.add(line)) {
                System.out.println(line);
            }
            abort(line);
        });
    }
}
