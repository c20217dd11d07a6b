// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential;

import java.util.List;
import org.mach4j.sim.LiveCounts;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.spi.MachKernel;
import org.mach4j.standin.StandinKernel;
import org.mach4j.transcripts.LeakCheck;

/** Asks a simulated kernel what it holds at the end of a case, and what the case has left in it; other kernels cannot be asked. */
public final class SimulatedKernelLeaks implements LeakCheck {
    /** What is seen must be what is answered, and all gone when the last task has ended. */
    public static final LeakCheck CHECK = new SimulatedKernelLeaks();

    private SimulatedKernelLeaks() {}

    @Override
    public void look(MachKernel kernel) {
        if (answering(kernel) instanceof SimulatedKernel simulated) {
            List<String> differences = SnapshotCheck.differences(simulated.snapshot(), simulated);
            if (!differences.isEmpty()) {
                throw new IllegalStateException("seen and answered: " + differences);
            }
        }
    }

    @Override
    public List<String> leaks(MachKernel kernel) {
        if (!(answering(kernel) instanceof SimulatedKernel simulated)) {
            return List.of();
        }
        LiveCounts left = simulated.liveCounts();
        return left.isZero() ? List.of() : List.of("still alive: " + left);
    }

    private static MachKernel answering(MachKernel kernel) {
        return kernel instanceof StandinKernel standin ? standin.kernel() : kernel;
    }
}
