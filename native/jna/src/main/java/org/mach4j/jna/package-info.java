// SPDX-License-Identifier: Apache-2.0
/** libSystem by JNA: loading and downcalls. */
@NullMarked
package org.mach4j.jna;

import org.jspecify.annotations.NullMarked;
