// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

/** A received message is not what its reader expects of it. Says what was expected and what was found. */
public final class MalformedMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Also for who reads a message himself: a {@link MachServer} answers it by {@code MIG_BAD_ARGUMENTS}.
     *
     * @param message what was expected and what was found
     */
    public MalformedMessageException(String message) {
        super(message);
    }
}
