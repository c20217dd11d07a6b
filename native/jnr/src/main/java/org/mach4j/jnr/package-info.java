// SPDX-License-Identifier: Apache-2.0
/** libSystem by jnr-ffi: loading; the downcalls are made from {@link org.mach4j.libsystem.LibSystem} itself. */
@NullMarked
package org.mach4j.jnr;

import org.jspecify.annotations.NullMarked;
