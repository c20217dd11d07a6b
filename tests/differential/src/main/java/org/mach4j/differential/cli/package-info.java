// SPDX-License-Identifier: Apache-2.0
/** The command line tool. */
@NullMarked
package org.mach4j.differential.cli;

import org.jspecify.annotations.NullMarked;
