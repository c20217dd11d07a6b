// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.report;

import java.util.ArrayList;
import java.util.List;
import org.mach4j.differential.Identity;
import org.mach4j.differential.KnownDifferences;
import org.mach4j.differential.KnownDifferences.Verdict;
import org.mach4j.differential.Peer;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.Outcome;

/**
 * A peer whose outcomes are also put among results, by the profile of the random program. What differs as is known counts as agreement
 * for who asks, and as known in the results.
 */
public final class CountingPeer implements Peer {
    private final Peer peer;
    private final Identity left;
    private final KnownDifferences known;
    private final Results results;

    /**
     * Counts what a peer answers.
     *
     * @param left the kernel that makes the programs
     */
    public CountingPeer(Peer peer, Identity left, KnownDifferences known, Results results) {
        this.peer = peer;
        this.left = left;
        this.known = known;
        this.results = results;
    }

    @Override
    public String name() {
        return peer.name();
    }

    @Override
    public Identity identity() {
        return peer.identity();
    }

    @Override
    public List<Outcome> answer(List<Case> programs) throws InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        List<Outcome> answered = peer.answer(programs);
        for (int i = 0; i < programs.size(); i++) {
            Case program = programs.get(i);
            Verdict verdict = known.judge(left, peer.identity(), program, answered.get(i));
            String profile = program.name().replaceFirst("--?\\d+-\\d+$", "");
            results.add(profile, "", program, verdict);
            outcomes.add(verdict.isKnown() ? new Outcome.Agreed() : verdict.outcome());
        }
        return outcomes;
    }
}
