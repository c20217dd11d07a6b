// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import org.jspecify.annotations.Nullable;

/** A kernel did not answer a call with a code, as it always has to, but threw, or never gave a thread back. */
public final class KernelFaultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KernelFaultException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
