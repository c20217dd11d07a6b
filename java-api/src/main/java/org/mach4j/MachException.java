// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mach4j.abi.MachCodes;

/** A Mach call returned a code other than success. The message names the call and the code, and says it in a sentence. */
public sealed class MachException extends RuntimeException permits MachTimeoutException, MachInterruptedException {
    private static final long serialVersionUID = 1L;

    /** The code that was returned. */
    private final int code;

    private final transient @Nullable MessageBuilder unsent;

    /**
     * Also for a server's handler, whose client gets the code as its error reply.
     *
     * @param code a {@code kern_return_t}, {@code mach_msg_return_t}, MIG or bootstrap code
     * @param call what was called, as the message should name it
     */
    public MachException(int code, String call) {
        this(code, call, null);
    }

    MachException(int code, String call, @Nullable MessageBuilder unsent) {
        super(call + ": " + MachCodes.describe(code));
        this.code = code;
        this.unsent = unsent;
    }

    /** The {@code kern_return_t}, {@code mach_msg_return_t}, MIG or bootstrap code. */
    public int code() {
        return code;
    }

    /** The code's name in the C headers, for example {@code KERN_INVALID_NAME}. */
    public String codeName() {
        return MachCodes.name(code);
    }

    /**
     * The message that could not be sent, given back with all rights and memory in it: to be sent again, or closed. Empty
     * where the call sent nothing, or the message had been sent before the call failed.
     */
    public Optional<MessageBuilder> unsent() {
        return Optional.ofNullable(unsent);
    }
}
