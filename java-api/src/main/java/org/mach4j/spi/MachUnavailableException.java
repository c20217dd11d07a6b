// SPDX-License-Identifier: Apache-2.0
package org.mach4j.spi;

import org.jspecify.annotations.Nullable;

/** No Mach kernel could be opened as asked. The message says what was tried and why it failed. */
public class MachUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Says why.
     *
     * @param message which kernel cannot be had, why, and what to do
     */
    public MachUnavailableException(String message) {
        super(message);
    }

    /**
     * Says why, and what stood in the way.
     *
     * @param message which kernel cannot be had, why, and what to do
     * @param cause what was thrown, or null
     */
    public MachUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
