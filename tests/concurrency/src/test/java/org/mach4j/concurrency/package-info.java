// SPDX-License-Identifier: Apache-2.0
/** Concurrent calls into the simulated kernel, checked for linearizability. */
@NullMarked
package org.mach4j.concurrency;

import org.jspecify.annotations.NullMarked;
