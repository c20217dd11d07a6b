// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import org.jspecify.annotations.Nullable;

/** The machine, its kernel or its agent failed, or did not answer in time; the message says which, and what its console said last. */
public final class GnuMachException extends RuntimeException {
    private static final long serialVersionUID = 1;

    GnuMachException(String message) {
        super(message);
    }

    GnuMachException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
