// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.Comparison;
import org.mach4j.transcripts.Execution;
import org.mach4j.transcripts.Fields;
import org.mach4j.transcripts.Mismatch;
import org.mach4j.transcripts.Outcome;
import org.mach4j.transcripts.Step;
import org.mach4j.transcripts.Transcript;

/** A recording as a peer: it answers the programs that it holds, found by their names. */
final class RecordedPeer implements Peer {
    private final String name;
    private final Identity identity;
    private final Comparison.Names names;
    private final Map<String, Case> cases = new HashMap<>();

    RecordedPeer(String name, Transcript recorded, Comparison.Names names) {
        this.name = name;
        this.identity = Identity.of(recorded);
        this.names = names;
        recorded.cases().forEach(one -> cases.put(one.name(), one));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Identity identity() {
        return identity;
    }

    @Override
    public List<Outcome> answer(List<Case> programs) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Case program : programs) {
            Case own = cases.get(program.name());
            if (own == null) {
                outcomes.add(new Outcome.NotRun("the recording " + name + " has no such program"));
            } else {
                outcomes.add(compare(program, own));
            }
        }
        return outcomes;
    }

    /** Up to the first difference; a program that was recorded to its early end is the same program all the same. */
    private Outcome compare(Case program, Case own) {
        Comparison comparison = new Comparison(names, program);
        for (int i = 0; i < program.steps().size(); i++) {
            Step step = program.steps().get(i);
            if (i == own.steps().size()
                    || !isSame(step, own.steps().get(i))
                    || !program.tasks().equals(own.tasks())) {
                return new Outcome.NotRun("the recording " + name + " has another program of that name");
            }
            Fields answer = own.steps().get(i).out();
            if (answer == null) {
                throw new IllegalArgumentException(name + ": " + own.name() + " has no recorded answers");
            }
            List<Mismatch> mismatches = comparison.compare(step, answer);
            if (!mismatches.isEmpty()) {
                return new Outcome.Differed(i, new Execution.Answer(answer, Set.of()), mismatches);
            }
        }
        return new Outcome.Agreed();
    }

    private static boolean isSame(Step step, Step other) {
        return step.answered(Fields.NONE).equals(other.answered(Fields.NONE));
    }
}
