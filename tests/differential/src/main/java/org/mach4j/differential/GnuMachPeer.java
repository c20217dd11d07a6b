// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mach4j.gnumach.CrossCheck;
import org.mach4j.gnumach.CrossCheck.Verdict;
import org.mach4j.gnumach.GnuMachKernel;
import org.mach4j.gnumach.GnuMachProvider;
import org.mach4j.gnumach.KnownDifferences;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.Outcome;

/**
 * GNU Mach as the kernel that is asked. Of each program is compared what is comparable; a program that is so only in part counts as
 * not run, with the reason. The machine stays up from the first program on until this process ends.
 */
final class GnuMachPeer implements Peer {
    private final KnownDifferences known = KnownDifferences.load();
    private @Nullable GnuMachKernel kernel;

    @Override
    public String name() {
        return GnuMachProvider.NAME;
    }

    @Override
    public Identity identity() {
        return new Identity(GnuMachProvider.NAME, "", null);
    }

    @Override
    public synchronized List<Outcome> answer(List<Case> programs) throws InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        for (Case program : programs) {
            GnuMachKernel open = kernel == null ? GnuMachProvider.openKernel() : kernel;
            kernel = open;
            Verdict verdict = new CrossCheck(open, known).compare(program);
            if (verdict instanceof Verdict.Broke) {
                open.close();
                kernel = null;
            }
            outcomes.add(outcome(verdict));
        }
        return outcomes;
    }

    private static Outcome outcome(Verdict verdict) {
        if (verdict instanceof Verdict.Differed differed) {
            return new Outcome.Differed(differed.steps(), differed.answer(), differed.mismatches());
        } else if (verdict instanceof Verdict.Broke broke) {
            return new Outcome.Broke(broke.steps(), broke.cause());
        } else if (verdict instanceof Verdict.Known known) {
            return new Outcome.NotRun(
                    "the first " + known.steps() + " steps agree; the next one differs by design: " + known.rule());
        } else if (verdict instanceof Verdict.Ended ended) {
            return new Outcome.NotRun(
                    "the first " + ended.steps() + " steps agree; the next one is not comparable: " + ended.why());
        }
        return new Outcome.Agreed();
    }
}
