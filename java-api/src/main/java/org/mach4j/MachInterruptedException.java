// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import org.jspecify.annotations.Nullable;

/** The waiting thread was interrupted. Its interrupt status is still set. */
public final class MachInterruptedException extends MachException {
    private static final long serialVersionUID = 1L;

    MachInterruptedException(int code, String call, @Nullable MessageBuilder unsent) {
        super(code, call, unsent);
    }
}
