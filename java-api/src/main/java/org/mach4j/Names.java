// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

/** How port names look on paper. */
final class Names {
    private Names() {}

    /** {@code 0x103}, and {@code MACH_PORT_NULL}, {@code MACH_PORT_DEAD} by their names. */
    static String hex(int name) {
        return name == Right.NULL
                ? "MACH_PORT_NULL"
                : name == Right.DEAD ? "MACH_PORT_DEAD" : "0x" + Integer.toHexString(name);
    }
}
