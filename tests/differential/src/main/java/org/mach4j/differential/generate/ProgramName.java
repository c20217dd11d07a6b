// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.generate;

/**
 * Names a random program: on one kernel it is always the same, answers and all.
 *
 * @param profile what it is made of
 * @param seed of the run
 * @param index in the run, from 0
 */
public record ProgramName(Profile profile, long seed, long index) {
    /** Where the program's random numbers begin: far apart for neighbours. */
    long start() {
        long mixed = profile.ordinal() + 1L;
        mixed = mixed * 0x9e3779b97f4a7c15L + seed;
        mixed = mixed * 0x9e3779b97f4a7c15L + index;
        return mixed * 0x9e3779b97f4a7c15L;
    }

    /** As a case's name: {@code rights-7-12}. */
    @Override
    public String toString() {
        return profile.text() + "-" + seed + "-" + index;
    }
}
