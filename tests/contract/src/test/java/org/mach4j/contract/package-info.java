// SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.mach4j.contract;

import org.jspecify.annotations.NullMarked;
