// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import org.jspecify.annotations.Nullable;

/** {@code MACH_SEND_TIMED_OUT}, {@code MACH_RCV_TIMED_OUT} or {@code KERN_OPERATION_TIMED_OUT}: the deadline passed. */
public final class MachTimeoutException extends MachException {
    private static final long serialVersionUID = 1L;

    MachTimeoutException(int code, String call, @Nullable MessageBuilder unsent) {
        super(code, call, unsent);
    }
}
