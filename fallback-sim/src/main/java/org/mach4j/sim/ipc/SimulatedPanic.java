// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

/**
 * The real kernel would have panicked: the distinguished fatal condition of the specification (spec 01 §13, 03 Q-7, 04
 * Q4-1). Thrown to the caller of the Mach call; the simulated kernel itself goes on.
 */
public final class SimulatedPanic extends Error {
    private static final long serialVersionUID = 1L;

    public SimulatedPanic(String message) {
        super("the kernel would panic: " + message);
    }
}
