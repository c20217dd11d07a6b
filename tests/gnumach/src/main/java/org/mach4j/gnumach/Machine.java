// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

/** A booted machine: GNU Mach with the agent as its first task. */
interface Machine extends AutoCloseable {
    /** Bytes of the shared area ({@code AREA_SIZE} in {@code agent.c}). */
    int AREA_SIZE = 0x100000;

    /** How it was booted, in words. */
    String description();

    Area area();

    /** Why nothing more can be expected of the machine (ended, panicked), or null while it seems well. Cheap enough to ask each few milliseconds. */
    @org.jspecify.annotations.Nullable String failure();

    /** The last lines of the kernel's console. */
    String console();

    /** Ends the machine, within seconds. */
    @Override
    void close();
}
