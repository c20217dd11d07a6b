// SPDX-License-Identifier: Apache-2.0
/**
 * Facts of the C headers: constants, codes and their text, byte layouts. Depends on nothing.
 *
 * <ul>
 *   <li>Constants, one class for a header or a part of one, under their C names: {@link org.mach4j.abi.MachMessage},
 *       {@link org.mach4j.abi.MachPort}, {@link org.mach4j.abi.MachMsgReturn}, {@link org.mach4j.abi.KernReturn} and
 *       others. The values are those of XNU 2422 (OS X 10.9); the few that later systems changed are in {@link
 *       org.mach4j.abi.Revised} too.
 *   <li>Layouts, one class for a structure, named {@code …Layout}: its picture, its size, the offsets of its fields, and
 *       static accessors that take a buffer and the offset at which the structure begins there. They read and write
 *       little-endian whatever the buffer's own order is, need no alignment and leave the buffer's position alone; what
 *       does not fit into the buffer is an {@link IndexOutOfBoundsException}. Sizes and offsets are a 64-bit task's, with
 *       {@code ILP32_…} beside them where a 32-bit task's differ.
 *   <li>Encodings, what the C macros do: {@link org.mach4j.abi.MsghBits}, {@link org.mach4j.abi.PortName}, {@link
 *       org.mach4j.abi.Dispositions}, {@link org.mach4j.abi.MachError}, and the trailer levels in {@link
 *       org.mach4j.abi.TrailerLayout}.
 *   <li>Text: {@link org.mach4j.abi.MachCodes} for return codes, {@link org.mach4j.abi.MachNames} for everything else.
 * </ul>
 *
 * <p>Unsigned 32-bit quantities are {@code int}: {@code MACH_PORT_DEAD} is -1, and sizes above 2 GiB are negative.
 */
@NullMarked
package org.mach4j.abi;

import org.jspecify.annotations.NullMarked;
