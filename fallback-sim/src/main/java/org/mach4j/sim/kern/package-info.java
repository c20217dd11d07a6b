// SPDX-License-Identifier: Apache-2.0
/** Threads and their receive state, kernel objects, special ports, bootstrap. */
@NullMarked
package org.mach4j.sim.kern;

import org.jspecify.annotations.NullMarked;
