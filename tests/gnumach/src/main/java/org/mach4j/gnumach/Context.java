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
 * What the steps of one program so far say of the next: which call's answer a {@code join} tells, whether a message goes to a task's own port,
 * whether a receive is from a port set, whether a port-destroyed request has saved a port, and which program it is. Rules of {@link KnownDifferences} are about steps told in this way.
 */
final class Context {
    private final Case program;

    /** The calls on threads, by thread. */
    private final Map<String, Step> calls = new HashMap<>();

    /** Each with its task. */
    private final Set<String> sets = new HashSet<>();

    /** Ports of tasks that other tasks were given; each with the task that holds it. */
    private final Set<String> tasks = new HashSet<>();

    /** For which a port-destroyed request was made; each with its task. */
    private final Set<String> watched = new HashSet<>();

    private boolean saved;

    Context(Case program) {
        this.program = program;
    }

    /** An answered step of the program as rules are to see it. */
    Step tell(Step step) {
        if (step.thread() != null) {
            calls.put(step.thread(), step);
        }
        Step call = step.op() == Op.JOIN ? calls.get(step.in().text("of")) : null;
        Step told = call == null ? step : call;
        Fields in = told.in().with("program", new Value.Text(program.name()));
        Fields out = step.out();
        if (step.op() == Op.MACH_PORT_ALLOCATE
                && step.in().word("right") == MachPort.MACH_PORT_RIGHT_PORT_SET
                && out != null) {
            sets.add(of(step, out.get("name")));
        } else if (sets.contains(of(told, in.get("rcv_name")))) {
            in = in.with("from_a_set", Value.Num.of(1));
        }
        if (isOfATask(told)) {
            in = in.with("to_a_task", Value.Num.of(1));
        }
        if (saved) {
            in = in.with("after_port_destroyed", Value.Num.of(1));
        }
        watch(step);
        return new Step(told.op(), told.task(), step.thread(), in, out);
    }

    private boolean isOfATask(Step step) {
        Fields message = step.in().fields("msg");
        Value remote = message == null ? null : message.get("remote");
        return Value.PortLabel.SELF.equals(remote) || tasks.contains(of(step, remote));
    }

    private void watch(Step step) {
        Fields in = step.in();
        Fields out = step.out();
        if (out == null || out.word("ret") != 0) {
            return;
        }
        String name = of(step, in.get("name"));
        if (step.op() == Op.MACH_PORT_REQUEST_NOTIFICATION
                && in.word("msgid") == MachNotify.MACH_NOTIFY_PORT_DESTROYED) {
            watched.add(name);
        } else if (step.op() == Op.MACH_PORT_MOD_REFS
                && in.word("right") == MachPort.MACH_PORT_RIGHT_RECEIVE
                && in.word("delta") == -1) {
            saved |= watched.contains(name);
        } else if (step.op() == Op.COPY_RIGHT && Value.PortLabel.SELF.equals(in.get("name"))) {
            tasks.add(in.text("to") + ":" + out.get("name"));
        }
    }

    /** A name with the task that has it. */
    private String of(Step step, @Nullable Value name) {
        return program.taskOf(step) + ":" + name;
    }
}
