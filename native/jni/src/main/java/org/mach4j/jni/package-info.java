// SPDX-License-Identifier: Apache-2.0
/** libSystem by a bridge in C: loading and downcalls. */
@NullMarked
package org.mach4j.jni;

import org.jspecify.annotations.NullMarked;
