// SPDX-License-Identifier: Apache-2.0
package org.mach4j.contract;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.spi.MachKernel;
import org.mach4j.spi.MachProvider;
import org.mach4j.spi.MachProviders;
import org.mach4j.spi.MachTask;
import org.mach4j.standin.Standin;

/** Ways to the simulated kernel: directly, and through a binding, C and the stand-in. */
final class Kernels {
    static final String LIBRARY_PROPERTY = "mach4j.native.library";

    private Kernels() {}

    /** The bindings of this build: ffm is one where JDK 22 or newer has built it. */
    static List<String> bindings() {
        List<String> names = new ArrayList<>(List.of("jni", "jnr", "jna"));
        if (Runtime.version().feature() >= 22) {
            names.add(0, "ffm");
        }
        return names;
    }

    static Standin standin() {
        Assumptions.assumeTrue(Standin.exists(), "the build has no stand-in: it needs Linux and a C compiler");
        Standin standin = Standin.load();
        System.setProperty(LIBRARY_PROPERTY, standin.path().toString());
        return standin;
    }

    /** The task of this process as a binding sees it, answered by what was last installed. */
    static MachTask through(String binding) {
        for (MachProvider provider : MachProviders.all()) {
            if (provider.name().equals(binding)) {
                MachKernel kernel = provider.open();
                return kernel.task();
            }
        }
        throw new AssertionError("no provider " + binding);
    }

    /** A new task of a new simulated kernel, as a binding sees it. */
    static MachTask simulated(String binding, SimulatedKernel kernel) {
        if (binding.equals("sim")) {
            return kernel.task();
        }
        Standin standin = standin();
        standin.install(kernel.createTask(binding, standin.memory()));
        return through(binding);
    }
}
