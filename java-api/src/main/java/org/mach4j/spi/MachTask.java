// SPDX-License-Identifier: Apache-2.0
package org.mach4j.spi;

/**
 * One task of a kernel as its own threads see it: the calls it can make and the memory it can touch.
 *
 * <p>On a native kernel there is exactly one, the process itself. A simulated kernel has as many as it was asked for.
 */
public interface MachTask {
    /** A label for people: the process id on a native kernel, the given label on a simulated one. */
    String label();

    /** The calls of this task. Thread-safe; any number of threads may be inside, blocked or not. */
    MachCalls calls();

    /** The address space of this task. Thread-safe, as far as the bytes themselves are. */
    TaskMemory memory();
}
