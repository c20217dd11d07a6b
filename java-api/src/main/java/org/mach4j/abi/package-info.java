// SPDX-License-Identifier: Apache-2.0
/** Facts of the C headers: constants, codes and their text, byte layouts. Depends on nothing. */
@NullMarked
package org.mach4j.abi;

import org.jspecify.annotations.NullMarked;
