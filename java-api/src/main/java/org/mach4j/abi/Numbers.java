// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import java.util.regex.Pattern;

/** Numbers of 32 bits as text: small ones decimal, others hexadecimal and unsigned. */
final class Numbers {
    /** No more digits than a long surely holds. */
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,18}");

    private static final Pattern HEX = Pattern.compile("0x[0-9a-fA-F]{1,15}");

    private Numbers() {}

    static String text(int value) {
        // What the codes of a system and subsystem other than 0 have in common are their bits.
        boolean small = value > -MachError.code_emask && value <= MachError.code_emask;
        return small ? Integer.toString(value) : String.format("0x%08x", value);
    }

    /**
     * Reads what {@link #text} writes, and any other decimal or {@code 0x} number that 32 bits hold.
     *
     * @param kind what is meant, for the error
     * @throws IllegalArgumentException where it is none
     */
    static int parse(String token, String kind) {
        boolean hex = HEX.matcher(token).matches();
        if (!hex && !DECIMAL.matcher(token).matches()) {
            throw new IllegalArgumentException("no " + kind + " is called \"" + token + "\"");
        }
        long value = hex ? Long.parseLong(token.substring(2), 16) : Long.parseLong(token);
        if (value < Integer.MIN_VALUE || value > 0xffff_ffffL) {
            throw new IllegalArgumentException(kind + " " + token + " does not fit into 32 bits");
        }
        return (int) value;
    }
}
