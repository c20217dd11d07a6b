// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import org.mach4j.transcripts.Case;

/** What came of many programs. */
final class Tally {
    int programs;
    int agreed;
    int known;
    int ended;
    int differed;
    int steps;
    int allSteps;

    void count(Peer.Verdict verdict, Case program) {
        programs++;
        steps += verdict.steps();
        allSteps += program.steps().size();
        if (verdict instanceof Peer.Verdict.Agreed) {
            agreed++;
        } else if (verdict instanceof Peer.Verdict.Known) {
            known++;
        } else if (verdict instanceof Peer.Verdict.Ended) {
            ended++;
        } else {
            differed++;
        }
    }

    void add(Tally other) {
        programs += other.programs;
        agreed += other.agreed;
        known += other.known;
        ended += other.ended;
        differed += other.differed;
        steps += other.steps;
        allSteps += other.allSteps;
    }

    @Override
    public String toString() {
        return programs + " programs, " + agreed + " agree to the end, " + known + " up to a known difference, " + ended
                + " up to a step that is not comparable, " + differed + " differ; " + steps + " of " + allSteps
                + " steps compared";
    }
}
