// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.fuzz;

/**
 * How far a run has come. All programs before {@code next} are done.
 *
 * @param next the place of the next program
 * @param notRun programs that the right kernel cannot run
 */
public record Progress(long next, long passed, long failed, long notRun) {
    /** Nothing is done. */
    public static final Progress NONE = new Progress(0, 0, 0, 0);

    @Override
    public String toString() {
        return next + " programs: " + passed + " agree, " + failed + " differ"
                + (notRun == 0 ? "" : ", " + notRun + " cannot run on the right kernel");
    }
}
