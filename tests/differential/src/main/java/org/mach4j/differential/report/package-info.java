// SPDX-License-Identifier: Apache-2.0
/** What came of comparing two kernels, for browsers and for CI. */
@NullMarked
package org.mach4j.differential.report;

import org.jspecify.annotations.NullMarked;
