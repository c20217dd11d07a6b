// SPDX-License-Identifier: Apache-2.0
/** Runs random programs on two kernels and collects those that they answer differently. */
@NullMarked
package org.mach4j.differential.fuzz;

import org.jspecify.annotations.NullMarked;
