// SPDX-License-Identifier: Apache-2.0
/** The simulated kernel: Mach IPC as XNU answers it, in pure Java. */
module org.mach4j.sim {
    requires transitive org.mach4j;
    requires static org.jspecify;

    exports org.mach4j.sim;

    provides org.mach4j.spi.MachProvider with
            org.mach4j.sim.SimulatedKernelProvider;
}
