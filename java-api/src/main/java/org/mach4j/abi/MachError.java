// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

/**
 * How an error code is put together of system, subsystem and code: {@code <mach/error.h>}, spec 00 §9.
 *
 * <p>System: 6 bits from bit 26. Subsystem: 12 bits from bit 14. Code: 14 bits.
 */
@CHeader("mach/error.h")
public final class MachError {
    /** Where the system is. */
    public static final int system_emask = 0xfc000000;

    /** Where the subsystem is. */
    public static final int sub_emask = 0x03ffc000;

    /** Where the code is. */
    public static final int code_emask = 0x00003fff;

    /** System 0: the kernel. */
    public static final int err_kern = 0x00000000;

    /** System 1: user library. */
    public static final int err_us = 0x04000000;

    /** System 2: servers. */
    public static final int err_server = 0x08000000;

    /** System 3: old IPC. */
    public static final int err_ipc = 0x0c000000;

    /** System 4: Mach IPC, what {@code mach_msg} returns. */
    public static final int err_mach_ipc = 0x10000000;

    /** System 0x3e: user defined. */
    public static final int err_local = 0xf8000000;

    /** System 0x3f: compatibility. */
    public static final int err_ipc_compat = 0xfc000000;

    private MachError() {}

    /** An error code of its parts; of each only the bits that have room count. */
    public static int compose(int system, int subsystem, int code) {
        return (system & 0x3f) << 26 | (subsystem & 0xfff) << 14 | (code & code_emask);
    }

    /** The system of an error code, 0 to 0x3f: the C macro {@code err_get_system}. */
    public static int system(int error) {
        return error >>> 26 & 0x3f;
    }

    /** The subsystem of an error code, 0 to 0xfff: the C macro {@code err_get_sub}. */
    public static int subsystem(int error) {
        return error >>> 14 & 0xfff;
    }

    /** The code within its subsystem, 0 to 0x3fff: the C macro {@code err_get_code}. */
    public static int code(int error) {
        return error & code_emask;
    }
}
