// SPDX-License-Identifier: Apache-2.0
/** The simulated kernel: its provider, its tasks, and their inspection. */
@NullMarked
package org.mach4j.sim;

import org.jspecify.annotations.NullMarked;
