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
    /**
     * Where the program's random numbers begin. Neighbours begin far apart: the generator's own numbers are one sequence, and a start that
     * only adds up the parts would make each program the one before, moved by a number.
     */
    long start() {
        return mixed(mixed(mixed(profile.ordinal()) ^ seed) ^ index);
    }

    /** The finalizer of MurmurHash3 with Stafford's constants: each bit depends on every bit. */
    private static long mixed(long value) {
        long bits = value + 0x9e3779b97f4a7c15L;
        bits = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        bits = (bits ^ (bits >>> 27)) * 0x94d049bb133111ebL;
        return bits ^ (bits >>> 31);
    }

    /** As a case's name: {@code rights-7-12}. */
    @Override
    public String toString() {
        return profile.text() + "-" + seed + "-" + index;
    }
}
