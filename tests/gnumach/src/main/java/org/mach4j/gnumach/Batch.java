// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Commands that a worker executes one after the other ({@code struct command} in {@code agent.c}).
 *
 * <pre>
 *  +0   code: negative a trap's number, else one of enum code
 *  +4   count of arguments
 *  +8   12 arguments
 *  +56  result, written by the worker
 *  +60  unused
 * </pre>
 */
final class Batch {
    static final int COMMAND_SIZE = 64;
    static final int RESULT = 56;
    private static final int ARGUMENTS = 12;
    private static final int CAPACITY = 100;
    private static final int COPY = 1;
    private static final int LOAD = 3;
    private static final int PANIC = 4;

    private final ByteBuffer bytes =
            ByteBuffer.allocate(CAPACITY * COMMAND_SIZE).order(ByteOrder.LITTLE_ENDIAN);

    /** Adds a trap; returns the index of its result. */
    int trap(int number, int... arguments) {
        return command(number, arguments);
    }

    /** Adds a copy of bytes within the task's memory. A bad address ends the task. */
    int copy(int to, int from, int length) {
        return command(COPY, to, from, length);
    }

    /** Adds a read of a word of the task's memory. */
    int load(int address) {
        return command(LOAD, address);
    }

    /** Adds the agent's end, as over a fault of its own; for the tests of just that. */
    int panic() {
        return command(PANIC);
    }

    private int command(int code, int... arguments) {
        if (arguments.length > ARGUMENTS) {
            throw new IllegalArgumentException("a command takes at most " + ARGUMENTS + " arguments");
        }
        int at = bytes.position();
        bytes.putInt(code).putInt(arguments.length);
        for (int argument : arguments) {
            bytes.putInt(argument);
        }
        bytes.position(at + COMMAND_SIZE);
        return at / COMMAND_SIZE;
    }

    int size() {
        return bytes.position() / COMMAND_SIZE;
    }

    byte[] bytes() {
        byte[] content = new byte[bytes.position()];
        bytes.get(0, content);
        return content;
    }
}
