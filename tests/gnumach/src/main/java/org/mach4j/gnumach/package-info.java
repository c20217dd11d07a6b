// SPDX-License-Identifier: Apache-2.0
/**
 * GNU Mach, a real kernel of the same ancestry as XNU's, booted in QEMU and called as a {@link
 * org.mach4j.spi.MachKernel}: see {@code docs/gnumach.md} for what it proves and what not.
 */
@org.jspecify.annotations.NullMarked
package org.mach4j.gnumach;
