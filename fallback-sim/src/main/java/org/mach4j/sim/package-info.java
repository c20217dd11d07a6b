// SPDX-License-Identifier: Apache-2.0
/**
 * The simulated kernel: {@link org.mach4j.sim.SimulatedKernel} makes tasks, which make Mach calls.
 */
@NullMarked
package org.mach4j.sim;

import org.jspecify.annotations.NullMarked;
