// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.mach4j.libsystem.LibSystemProvider;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.spi.Availability;
import org.mach4j.spi.MachKernel;
import org.mach4j.spi.MachProvider;
import org.mach4j.standin.Standin;
import org.mach4j.standin.StandinKernel;

/** A binding on a host without Mach: what it calls is the stand-in that this build brings along ({@link StandinKernel}). */
public final class StandinProvider implements MachProvider {
    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    private final LibSystemProvider binding;

    /** @param binding one that has no libSystem here */
    public StandinProvider(LibSystemProvider binding) {
        this.binding = binding;
    }

    /** Whether a provider that is not available can be used with the stand-in. */
    static boolean helps(MachProvider provider) {
        return provider instanceof LibSystemProvider
                && Standin.exists()
                && System.getProperty(LibSystemProvider.LIBRARY_PROPERTY) == null;
    }

    @Override
    public String name() {
        return binding.name();
    }

    @Override
    public int priority() {
        return binding.priority();
    }

    @Override
    public Availability availability() {
        return Standin.exists()
                ? Availability.yes("the stand-in for libSystem")
                : Availability.no("the build has no stand-in: it needs Linux and a C compiler");
    }

    @Override
    public MachKernel open() {
        SimulatedKernel kernel = SimulatedKernel.create();
        StandinKernel opened = new StandinKernel(kernel, kernel::createTask, binding);
        if (SAID.add(name())) {
            System.getLogger(StandinProvider.class.getName())
                    .log(
                            System.Logger.Level.INFO,
                            "this host has no Mach: {0} calls the stand-in for libSystem, and the simulated kernel answers",
                            name());
        }
        return opened;
    }
}
