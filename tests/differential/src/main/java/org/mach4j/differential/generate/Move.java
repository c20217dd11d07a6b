// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.generate;

/** A way to go on with a program: one step as a rule, chosen by what the tasks hold. */
@FunctionalInterface
interface Move {
    void make(Draft draft) throws InterruptedException;
}
