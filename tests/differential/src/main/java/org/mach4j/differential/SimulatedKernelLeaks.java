// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential;

import java.util.List;
import org.mach4j.sim.LiveCounts;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.spi.MachKernel;
import org.mach4j.standin.StandinKernel;
import org.mach4j.transcripts.LeakCheck;

/** Asks a simulated kernel what a case has left in it; other kernels cannot be asked. */
public final class SimulatedKernelLeaks {
    /** Everything must be gone when the last task has ended. */
    public static final LeakCheck CHECK = kernel -> {
        if (!(answering(kernel) instanceof SimulatedKernel simulated)) {
            return List.of();
        }
        LiveCounts left = simulated.liveCounts();
        return left.isZero() ? List.of() : List.of("still alive: " + left);
    };

    private SimulatedKernelLeaks() {}

    private static MachKernel answering(MachKernel kernel) {
        return kernel instanceof StandinKernel standin ? standin.kernel() : kernel;
    }
}
