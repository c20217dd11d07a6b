// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

/**
 * What the bootstrap calls return, and their flags: {@code <servers/bootstrap.h>}, spec 06 §6.
 *
 * <p>Text of the codes: {@link MachCodes}.
 */
@CHeader("servers/bootstrap.h")
public final class BootstrapCodes {
    // --- return codes --------------------------------------------------------------------------------------------

    /** Done. */
    public static final int BOOTSTRAP_SUCCESS = 0;

    /** The caller may not do this. */
    public static final int BOOTSTRAP_NOT_PRIVILEGED = 1100;

    /** The service name is in use. */
    public static final int BOOTSTRAP_NAME_IN_USE = 1101;

    /** No service has this name. */
    public static final int BOOTSTRAP_UNKNOWN_SERVICE = 1102;

    /** The service is active already. */
    public static final int BOOTSTRAP_SERVICE_ACTIVE = 1103;

    /** A count is not valid. */
    public static final int BOOTSTRAP_BAD_COUNT = 1104;

    /** The server has no memory, or does not know the caller. */
    public static final int BOOTSTRAP_NO_MEMORY = 1105;

    /** No child may be made. */
    public static final int BOOTSTRAP_NO_CHILDREN = 1106;

    // --- flags ---------------------------------------------------------------------------------------------------

    /** A service of one process id. */
    public static final int BOOTSTRAP_PER_PID_SERVICE = 0x1;

    /** Flag of requests, given to the server as it is. */
    public static final int BOOTSTRAP_ALLOW_LOOKUP = 0x2;

    /** Flag of requests, given to the server as it is. */
    public static final int BOOTSTRAP_DENY_JOB_CREATION = 0x4;

    /** The look-up fails unless the server answered as user id 0. */
    public static final int BOOTSTRAP_PRIVILEGED_SERVER = 0x8;

    /** Flag of requests, given to the server as it is. */
    public static final int BOOTSTRAP_FORCE_LOCAL = 0x10;

    /** Flag of requests, given to the server as it is. */
    public static final int BOOTSTRAP_SPECIFIC_INSTANCE = 0x20;

    /** Check in to a service that is declared, or fail. */
    public static final int BOOTSTRAP_STRICT_CHECKIN = 0x40;

    /** Flag of requests, given to the server as it is. */
    public static final int BOOTSTRAP_STRICT_LOOKUP = 0x80;

    /** Bytes of a service name, its end included. */
    public static final int BOOTSTRAP_MAX_NAME_LEN = 128;

    private BootstrapCodes() {}
}
