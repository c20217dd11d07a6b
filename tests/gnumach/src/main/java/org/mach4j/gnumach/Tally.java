// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import java.util.ArrayList;
import java.util.List;
import org.mach4j.transcripts.Case;

/** What came of many programs. */
public final class Tally {
    private int programs;
    private int agreed;
    private int known;
    private int ended;
    private int steps;
    private int allSteps;
    private final List<String> failures = new ArrayList<>();

    /** Counts one program. */
    public void count(CrossCheck.Verdict verdict, Case program) {
        programs++;
        steps += verdict.steps();
        allSteps += program.steps().size();
        if (verdict instanceof CrossCheck.Verdict.Agreed) {
            agreed++;
        } else if (verdict instanceof CrossCheck.Verdict.Known) {
            known++;
        } else if (verdict instanceof CrossCheck.Verdict.Ended) {
            ended++;
        } else if (verdict instanceof CrossCheck.Verdict.Differed differed) {
            fail(program, verdict, differed.mismatches());
        } else if (verdict instanceof CrossCheck.Verdict.Broke broke) {
            fail(program, verdict, broke.cause());
        }
    }

    private void fail(Case program, CrossCheck.Verdict verdict, Object why) {
        Object step = verdict.steps() < program.steps().size() ? program.steps().get(verdict.steps()) : "the end";
        failures.add(program.name() + " step " + (verdict.steps() + 1) + " " + step + ": " + why);
    }

    /** Adds what another has counted. */
    public void add(Tally other) {
        programs += other.programs;
        agreed += other.agreed;
        known += other.known;
        ended += other.ended;
        steps += other.steps;
        allSteps += other.allSteps;
        failures.addAll(other.failures);
    }

    /** Programs that were asked. */
    public int programs() {
        return programs;
    }

    /** Programs that were answered alike to the end. */
    public int agreed() {
        return agreed;
    }

    /** Steps that were answered alike. */
    public int steps() {
        return steps;
    }

    /** The programs that were answered differently, or not at all: name, step and what differs. */
    public List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public String toString() {
        return programs + " programs, " + agreed + " agree to the end, " + known + " up to a known difference, " + ended
                + " up to a step that is not comparable, " + failures.size() + " differ; " + steps + " of " + allSteps
                + " steps compared";
    }
}
