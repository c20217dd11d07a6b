// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

/**
 * The codes of MIG: {@code <mach/mig_errors.h>}, spec 00 §9.
 *
 * <p>Text: {@link MachCodes}.
 */
@CHeader("mach/mig_errors.h")
public final class MigErrors {
    /** An argument or reply has the wrong type or size. */
    public static final int MIG_TYPE_ERROR = -300;

    /** The reply has an id that no reply to this request has. */
    public static final int MIG_REPLY_MISMATCH = -301;

    /** The server detected an error. */
    public static final int MIG_REMOTE_ERROR = -302;

    /** The server has no routine of this id. */
    public static final int MIG_BAD_ID = -303;

    /** The arguments of the request have the wrong type or size. */
    public static final int MIG_BAD_ARGUMENTS = -304;

    /** The server sends no reply, or sends it later. */
    public static final int MIG_NO_REPLY = -305;

    /** The server raised an exception. */
    public static final int MIG_EXCEPTION = -306;

    /** An array is larger than the receiver's room for it. */
    public static final int MIG_ARRAY_TOO_LARGE = -307;

    /** The server died before it replied. */
    public static final int MIG_SERVER_DIED = -308;

    /** The trailer of the request is not the one needed. */
    public static final int MIG_TRAILER_ERROR = -309;

    private MigErrors() {}
}
