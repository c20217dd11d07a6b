// SPDX-License-Identifier: Apache-2.0
/** Mach IPC for Java: what users hold. Rights, messages, notifications and calls. */
@NullMarked
package org.mach4j;

import org.jspecify.annotations.NullMarked;
