// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.cli;

import org.mach4j.differential.StandinProvider;
import org.mach4j.differential.generate.Generator;
import org.mach4j.sim.SimulatedKernelProvider;
import org.mach4j.spi.MachProvider;

/** Which programs are made for two kernels: such as both can run, with answers that say nothing that is one run's alone. */
final class Generators {
    private Generators() {}

    /**
     * A generator for a kernel on which programs are made and the one that is asked, which may be the same.
     *
     * @param oneTask whether one of them cannot make tasks
     */
    static Generator of(MachProvider source, MachProvider asked, boolean oneTask) {
        if (oneTask) {
            return Generator.forOneTask(source::open);
        }
        if (source instanceof StandinProvider || asked instanceof StandinProvider) {
            return Generator.forOneProcess(source::open);
        }
        boolean simulated = source instanceof SimulatedKernelProvider && asked instanceof SimulatedKernelProvider;
        return simulated ? new Generator(source::open) : Generator.forRealTasks(source::open);
    }
}
