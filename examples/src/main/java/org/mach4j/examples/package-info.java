// SPDX-License-Identifier: Apache-2.0
/** The programs of the guide. */
@NullMarked
package org.mach4j.examples;

import org.jspecify.annotations.NullMarked;
