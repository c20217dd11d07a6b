// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import static org.junit.jupiter.api.Assumptions.abort;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The ways to boot GNU Mach. On a host that lacks what one needs its tests are skipped, and say so in one line. */
public enum Boot {
    QEMU {
        @Override
        Optional<String> obstacle() {
            return Obstacle.toQemu();
        }

        @Override
        Machine machine() {
            return QemuMachine.boot(QemuMachine.Carrier.SHARED_MEMORY);
        }

        @Override
        Machine panicking() {
            return QemuMachine.bootPanicking();
        }

        @Override
        void kill(Machine machine) {
            ((QemuMachine) machine).process().destroyForcibly();
        }
    },

    CONTAINER {
        @Override
        Optional<String> obstacle() {
            return ContainerMachine.obstacle();
        }

        @Override
        Machine machine() {
            return ContainerMachine.boot();
        }

        @Override
        Machine panicking() {
            return ContainerMachine.bootPanicking();
        }

        @Override
        void kill(Machine machine) {
            ((ContainerMachine) machine).kill();
        }
    };

    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    /** Why it cannot work here. */
    abstract Optional<String> obstacle();

    /** Boots. */
    abstract Machine machine();

    /** Boots with an agent that gives up at once. */
    abstract Machine panicking();

    /** Ends QEMU as a fault would. */
    abstract void kill(Machine machine);

    /** Boots, for someone who closes it. */
    public GnuMachKernel kernel() {
        return new GnuMachKernel(machine());
    }

    /** Skips the test that asks where this way is barred. */
    public void require() {
        if (!isOpen()) {
            abort("GNU Mach, " + this + ": see above");
        }
    }

    /** Whether this host allows it; says once what is missing. */
    public boolean isOpen() {
        Optional<String> obstacle = obstacle();
        obstacle.map(why -> "SKIPPED: GNU Mach, " + this + ": " + why)
                .filter(SAID::add)
                .ifPresent(System.out::println);
        return obstacle.isEmpty();
    }
}
