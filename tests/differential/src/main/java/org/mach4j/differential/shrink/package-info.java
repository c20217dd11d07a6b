// SPDX-License-Identifier: Apache-2.0
/** Makes a program that two kernels answer differently as small as it can be and still differ in the same way. */
@NullMarked
package org.mach4j.differential.shrink;

import org.jspecify.annotations.NullMarked;
