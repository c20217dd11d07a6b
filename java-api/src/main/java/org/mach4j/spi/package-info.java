// SPDX-License-Identifier: Apache-2.0
/** The surface that every kernel implements: the user-level C calls, and how a kernel is found. */
@NullMarked
package org.mach4j.spi;

import org.jspecify.annotations.NullMarked;
