// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

/**
 * The C names that the values of one kind have, as text and back: {@link MachNames} holds them.
 *
 * <p>{@code parse(text(value)) == value} for every value: what has no name is written as a number.
 */
public sealed interface CNames permits ValueNames, WordNames {
    /** The value as C source says it: a name, or names joined by {@code |}, or a number where there is no name. */
    String text(int value);

    /**
     * The value that a text says: names or numbers, decimal or hexadecimal, joined by {@code |} where the kind is made of
     * bits; blanks around them do not count.
     *
     * @throws IllegalArgumentException naming what it does not know
     */
    int parse(String text);
}
