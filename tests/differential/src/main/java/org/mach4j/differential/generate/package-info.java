// SPDX-License-Identifier: Apache-2.0
/** Random programs, chosen step by step on a kernel that answers them at once. */
@NullMarked
package org.mach4j.differential.generate;

import org.jspecify.annotations.NullMarked;
