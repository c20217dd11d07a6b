// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim;

import org.mach4j.spi.Availability;
import org.mach4j.spi.MachKernel;
import org.mach4j.spi.MachProvider;

/** The provider {@code sim}: works everywhere, preferred nowhere. */
public final class SimulatedKernelProvider implements MachProvider {
    /** For {@link java.util.ServiceLoader}. */
    public SimulatedKernelProvider() {}

    @Override
    public String name() {
        return SimulatedKernel.NAME;
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public Availability availability() {
        return Availability.yes("in Java, on every host");
    }

    @Override
    public MachKernel open() {
        return SimulatedKernel.create();
    }
}
