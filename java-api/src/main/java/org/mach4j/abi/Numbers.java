// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

/** Numbers of 32 bits as text: small ones decimal, others hexadecimal and unsigned. */
final class Numbers {
    private static final int DECIMAL = 1 << 14;

    private Numbers() {}

    static String text(int value) {
        return value > -DECIMAL && value < DECIMAL ? Integer.toString(value) : String.format("0x%08x", value);
    }

    /**
     * Reads what {@link #text} writes, and any other decimal or {@code 0x} number that 32 bits hold.
     *
     * @param kind what is meant, for the error
     * @throws IllegalArgumentException where it is none
     */
    static int parse(String token, String kind) {
        try {
            long value = Long.decode(token);
            if (value >= Integer.MIN_VALUE && value <= 0xffff_ffffL) {
                return (int) value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("no " + kind + " is called \"" + token + "\"", e);
        }
        throw new IllegalArgumentException(kind + " " + token + " does not fit into 32 bits");
    }
}
