// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

/** The memory that host and agent share (see {@code agent.c}), however it is reached. Offsets are in bytes. Thread-safe. */
interface Area extends AutoCloseable {
    /** The 32-bit word at an offset, with all that the agent wrote before it. */
    int word(int offset);

    /** Writes a 32-bit word, after all that was written before. */
    void word(int offset, int value);

    void read(int offset, byte[] into);

    void write(int offset, byte[] bytes);

    @Override
    void close();
}
