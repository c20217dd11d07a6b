// SPDX-License-Identifier: Apache-2.0
/** libSystem by the foreign function and memory API: loading and downcalls. */
@NullMarked
package org.mach4j.ffm;

import org.jspecify.annotations.NullMarked;
