// SPDX-License-Identifier: Apache-2.0
/** Programs on a native kernel, each task a process of its own. */
@NullMarked
package org.mach4j.differential.process;

import org.jspecify.annotations.NullMarked;
