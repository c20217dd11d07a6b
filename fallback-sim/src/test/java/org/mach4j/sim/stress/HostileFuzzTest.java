// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.stress;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.mach4j.sim.SimulatedKernel;

/**
 * As {@link HostileInputTest}, but a fuzzer that sees which code was reached makes the choices. The build runs the inputs
 * among the resources ({@code HostileFuzzTestInputs}: random bytes, and some that reached new code in ten minutes of search;
 * what fails is to be put there); {@code JAZZER_FUZZ=1} in the environment lets it search from them, see CONTRIBUTING.md.
 */
class HostileFuzzTest {
    private static final int CALLS = 200;

    @FuzzTest(maxDuration = "10m")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void noExceptionNoHangNoLeak(FuzzedDataProvider data) throws Throwable {
        SimulatedKernel kernel = SimulatedKernel.create();
        HostileProgram program = new HostileProgram(kernel, new Choices(data));
        try (Waits waits = new Waits(Thread.currentThread())) {
            for (int i = 0;
                    i < CALLS && data.remainingBytes() > 0 && !program.task().isTerminated();
                    i++) {
                waits.begin(kernel, program);
                program.step();
            }
        }
        kernel.close();
        Balance.assertNothingIsLeft(kernel);
    }
}
