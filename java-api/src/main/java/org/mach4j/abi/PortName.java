// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

/**
 * How a port name is made of an index into the name space's table and a generation: {@code <mach/port.h>}, spec 00
 * §10.
 *
 * <pre>{@code
 *   31                                            8 7             0
 *  +-----------------------------------------------+---------------+
 *  |                     index                     |  generation   |
 *  +-----------------------------------------------+---------------+
 * }</pre>
 */
public final class PortName {
    private PortName() {}

    /** Whether a name is neither {@code MACH_PORT_NULL} nor {@code MACH_PORT_DEAD}: {@code MACH_PORT_VALID}. */
    public static boolean isValid(int name) {
        return name != MachPort.MACH_PORT_NULL && name != MachPort.MACH_PORT_DEAD;
    }

    /** The index of a name, 0 to 0xffffff: {@code MACH_PORT_INDEX}. */
    public static int index(int name) {
        return name >>> 8;
    }

    /** The generation of a name as its entry keeps it, in the highest 8 bits: {@code MACH_PORT_GEN}. */
    public static int generation(int name) {
        return name << 24;
    }

    /**
     * The name of an index and a generation: {@code MACH_PORT_MAKE}.
     *
     * @param index 0 to 0xffffff
     * @param generation as {@link #generation} gives it; its lowest 24 bits do not count
     */
    public static int of(int index, int generation) {
        return index << 8 | generation >>> 24;
    }
}
