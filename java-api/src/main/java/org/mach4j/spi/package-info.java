/**
 * The surface that every kernel implements: libSystem's Mach calls ({@link org.mach4j.spi.MachCalls}), the calling
 * task's memory ({@link org.mach4j.spi.TaskMemory}) and how a kernel is found ({@link org.mach4j.spi.MachProvider}).
 *
 * <p>Everything above this package is written once, everything below it is a kernel. Bytes are the contract: a message
 * is bytes at an address of a task, never an object.
 */
@NullMarked
package org.mach4j.spi;

import org.jspecify.annotations.NullMarked;
