// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mach4j.abi.MachNotify;
import org.mach4j.abi.MachPort;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.Fields;
import org.mach4j.transcripts.Op;
import org.mach4j.transcripts.Step;
import org.mach4j.transcripts.Value;

/**
 * What the steps of one program so far say of the next: which call's answer a {@code join} tells, whether a receive is from a port
 * set, whether a port-destroyed request has saved a port, and which program it is. Rules of {@link KnownDifferences} are about steps told in this way.
 */
final class Context {
    private final Value program;

    /** The calls on threads, by thread. */
    private final Map<String, Step> calls = new HashMap<>();

    /** Each with its task. */
    private final Set<String> sets = new HashSet<>();

    /** For which a port-destroyed request was made; each with its task. */
    private final Set<String> watched = new HashSet<>();

    private boolean saved;

    Context(Case program) {
        this.program = new Value.Text(program.name());
    }

    /** An answered step of the program as rules are to see it. */
    Step tell(Step step) {
        if (step.thread() != null) {
            calls.put(step.thread(), step);
        }
        Step call = step.op() == Op.JOIN ? calls.get(step.in().text("of")) : null;
        Step told = call == null ? step : call;
        Fields in = told.in().with("program", program);
        Fields out = step.out();
        if (step.op() == Op.MACH_PORT_ALLOCATE
                && step.in().word("right") == MachPort.MACH_PORT_RIGHT_PORT_SET
                && out != null) {
            sets.add(of(step.task(), out.get("name")));
        } else if (sets.contains(of(told.task(), in.get("rcv_name")))) {
            in = in.with("from_a_set", Value.Num.of(1));
        }
        if (saved) {
            in = in.with("after_port_destroyed", Value.Num.of(1));
        }
        watch(step);
        return new Step(told.op(), told.task(), step.thread(), in, out);
    }

    private void watch(Step step) {
        Fields in = step.in();
        Fields out = step.out();
        if (out == null || out.word("ret") != 0) {
            return;
        }
        String name = of(step.task(), in.get("name"));
        if (step.op() == Op.MACH_PORT_REQUEST_NOTIFICATION
                && in.word("msgid") == MachNotify.MACH_NOTIFY_PORT_DESTROYED) {
            watched.add(name);
        } else if (step.op() == Op.MACH_PORT_MOD_REFS
                && in.word("right") == MachPort.MACH_PORT_RIGHT_RECEIVE
                && in.word("delta") == -1) {
            saved |= watched.contains(name);
        }
    }

    private static String of(@Nullable String task, @Nullable Value name) {
        return task + ":" + name;
    }
}
