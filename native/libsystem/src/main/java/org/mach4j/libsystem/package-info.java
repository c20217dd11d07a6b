// SPDX-License-Identifier: Apache-2.0
/**
 * What the bindings of libSystem share. A binding loads a library and implements {@link org.mach4j.libsystem.LibSystem},
 * function by function; cells, arrays, strings, memory and what to say when loading fails are here, once.
 */
@NullMarked
package org.mach4j.libsystem;

import org.jspecify.annotations.NullMarked;
