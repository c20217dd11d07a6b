// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

/** A received message is not what its reader expects of it. Says what was expected and what was found. */
public final class MalformedMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedMessageException(String message) {
        super(message);
    }
}
