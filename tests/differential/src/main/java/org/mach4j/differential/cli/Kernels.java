// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.cli;

import java.util.List;
import java.util.stream.Collectors;
import org.mach4j.spi.Availability;
import org.mach4j.spi.MachProvider;
import org.mach4j.spi.MachProviders;
import org.mach4j.spi.MachUnavailableException;

/** Kernels by the names the command line gives them: those of the providers. */
final class Kernels {
    private Kernels() {}

    /**
     * The provider of a name.
     *
     * @throws MachUnavailableException where there is none, or it does not work here; the message says what there is
     */
    static MachProvider byName(String name) {
        List<MachProvider> all = MachProviders.all();
        for (MachProvider provider : all) {
            if (provider.name().equals(name)) {
                Availability availability = provider.availability();
                if (availability.available()) {
                    return provider;
                }
                throw new MachUnavailableException("kernel '" + name + "' is not available: " + availability.reason());
            }
        }
        throw new MachUnavailableException("no kernel '" + name + "'; there are: "
                + all.stream().map(MachProvider::name).collect(Collectors.joining(", ")));
    }
}
