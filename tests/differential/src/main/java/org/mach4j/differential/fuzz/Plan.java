// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.fuzz;

import java.util.List;
import org.mach4j.differential.generate.Profile;
import org.mach4j.differential.generate.ProgramName;

/**
 * Which programs a run makes: of its profiles in turn.
 *
 * @param profiles at least one
 */
public record Plan(List<Profile> profiles, long seed) {
    public Plan {
        profiles = List.copyOf(profiles);
        if (profiles.isEmpty()) {
            throw new IllegalArgumentException("no profile");
        }
    }

    /** The program at a place of the run, from 0. */
    public ProgramName program(long place) {
        int count = profiles.size();
        return new ProgramName(profiles.get((int) (place % count)), seed, place / count);
    }
}
