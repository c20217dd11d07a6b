// SPDX-License-Identifier: Apache-2.0
/**
 * The stand-in: a shared library with libSystem's Mach symbols for hosts that have no Mach, answered by any kernel. It
 * serves the bindings, so that they are tested where there is no macOS, and programs in C that know nothing of Java.
 */
@NullMarked
package org.mach4j.standin;

import org.jspecify.annotations.NullMarked;
