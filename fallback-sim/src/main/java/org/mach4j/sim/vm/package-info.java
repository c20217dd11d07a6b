// SPDX-License-Identifier: Apache-2.0
/** Address spaces and copy objects. */
@NullMarked
package org.mach4j.sim.vm;

import org.jspecify.annotations.NullMarked;
