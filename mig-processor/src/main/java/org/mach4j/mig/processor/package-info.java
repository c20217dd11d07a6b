// SPDX-License-Identifier: Apache-2.0
/** Makes MIG clients and servers of interfaces annotated with {@code org.mach4j.mig.Subsystem}. */
@NullMarked
package org.mach4j.mig.processor;

import org.jspecify.annotations.NullMarked;
