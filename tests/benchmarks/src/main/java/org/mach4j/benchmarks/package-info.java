// SPDX-License-Identifier: Apache-2.0
/** JMH benchmarks. */
@NullMarked
package org.mach4j.benchmarks;

import org.jspecify.annotations.NullMarked;
