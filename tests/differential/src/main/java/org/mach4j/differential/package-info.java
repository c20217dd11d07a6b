// SPDX-License-Identifier: Apache-2.0
/** The differential suite: where two kernels answer differently. */
@NullMarked
package org.mach4j.differential;

import org.jspecify.annotations.NullMarked;
