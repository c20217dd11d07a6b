// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.Comparison;
import org.mach4j.transcripts.Execution;
import org.mach4j.transcripts.Fields;
import org.mach4j.transcripts.KernelFaultException;
import org.mach4j.transcripts.Mismatch;
import org.mach4j.transcripts.Op;
import org.mach4j.transcripts.Step;
import org.mach4j.transcripts.Value;

/**
 * Runs answered programs on GNU Mach and compares what is comparable. From the first step on that differs, or has no
 * counterpart, the two kernels are in different states: a program counts as compared up to there.
 */
public final class CrossCheck {
    /** Operations that have a counterpart. One that is not here, such as one that did not exist when this was written, ends a comparison. */
    private static final Set<Op> ASKED = EnumSet.of(
            Op.MACH_REPLY_PORT,
            Op.MACH_PORT_ALLOCATE,
            Op.MACH_PORT_ALLOCATE_NAME,
            Op.MACH_PORT_DEALLOCATE,
            Op.MACH_PORT_DESTROY,
            Op.MACH_PORT_MOD_REFS,
            Op.MACH_PORT_GET_REFS,
            Op.MACH_PORT_TYPE,
            Op.MACH_PORT_RENAME,
            Op.MACH_PORT_NAMES,
            Op.MACH_PORT_INSERT_RIGHT,
            Op.MACH_PORT_EXTRACT_RIGHT,
            Op.MACH_PORT_MOVE_MEMBER,
            Op.MACH_PORT_INSERT_MEMBER,
            Op.MACH_PORT_GET_SET_STATUS,
            Op.MACH_PORT_SET_MSCOUNT,
            Op.MACH_PORT_SET_SEQNO,
            Op.MACH_PORT_REQUEST_NOTIFICATION,
            Op.MACH_PORT_GET_ATTRIBUTES,
            Op.MACH_PORT_SET_ATTRIBUTES,
            Op.MACH_MSG,
            Op.MACH_MSG_OVERWRITE,
            Op.VM_ALLOCATE,
            Op.VM_DEALLOCATE,
            Op.VM_WRITE,
            Op.COPY_RIGHT,
            Op.TASK_TERMINATE,
            Op.JOIN,
            Op.STATES,
            Op.ABORT,
            Op.DUMP);

    private final GnuMachKernel kernel;
    private final KnownDifferences known;

    /** @param known says what is not comparable, and takes note of what it was asked for */
    public CrossCheck(GnuMachKernel kernel, KnownDifferences known) {
        this.kernel = kernel;
        this.known = known;
    }

    /** What came of one program. {@code steps} is the number of its steps that were answered alike. */
    public sealed interface Verdict {
        int steps();

        /** Every step was answered alike. */
        record Agreed(int steps) implements Verdict {}

        /** A step has no counterpart in GNU Mach. */
        record Ended(int steps, String why) implements Verdict {}

        /** A step was answered differently, as the data say that it is. */
        record Known(int steps, String rule) implements Verdict {}

        /** A step was answered differently. */
        record Differed(int steps, Execution.Answer answer, List<Mismatch> mismatches) implements Verdict {
            public Differed {
                mismatches = List.copyOf(mismatches);
            }
        }

        /** The machine did not answer a step, or failed: this kernel is not to be used any more. */
        record Broke(int steps, RuntimeException cause) implements Verdict {}
    }

    /** Runs one program. */
    public Verdict compare(Case program) throws InterruptedException {
        Comparison comparison = new Comparison(Comparison.Names.BY_LABEL, program);
        List<Step> steps = program.steps();
        Set<String> untold = new HashSet<>();
        Context context = new Context(program);
        int at = 0;
        try (Execution execution = new Execution(kernel, program)) {
            for (; at < steps.size(); at++) {
                Step step = steps.get(at);
                if (step.out() == null) {
                    throw new IllegalArgumentException(program.name() + " has no recorded answers");
                }
                if (known.skips(step) != null) {
                    continue;
                }
                if (!ASKED.contains(step.op())) {
                    return new Verdict.Ended(at, step.op().text() + " is nothing that GNU Mach is asked for");
                }
                Execution.Answer answer = execution.perform(step);
                Step expected = bound(step.answered(Normal.form(step.out())), answer.unbound());
                if (step.op() == Op.JOIN) {
                    untold.remove(step.in().text("of"));
                }
                Step told = context.tell(expected);
                Fields got = Normal.form(answer.out());
                List<Mismatch> mismatches = comparison.compare(expected, got);
                if (!mismatches.isEmpty()) {
                    KnownDifferences.Explanation known = this.known.explain(told, mismatches);
                    if (known.rule() == null && !untold.isEmpty()) {
                        return new Verdict.Ended(at, "the answer of a thread that no step has told may have differed");
                    }
                    if (known.rule() == null) {
                        return new Verdict.Differed(at, new Execution.Answer(got, answer.unbound()), mismatches);
                    }
                    if (!known.goesOn()) {
                        return new Verdict.Known(at, known.rule());
                    }
                }
                if (step.thread() != null) {
                    untold.add(step.thread());
                }
                String end = known.endsAnyway(told);
                if (end != null) {
                    return new Verdict.Known(at, end);
                }
            }
        } catch (Incomparable e) {
            return new Verdict.Ended(at, String.valueOf(e.getMessage()));
        } catch (KernelFaultException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof Incomparable) {
                    return new Verdict.Ended(at, String.valueOf(cause.getMessage()));
                }
            }
            return new Verdict.Broke(at, e);
        } catch (GnuMachException e) {
            return new Verdict.Broke(at, e);
        }
        return new Verdict.Agreed(at);
    }

    /** The step with 0 in the place of labels that no answer has bound, as the call was given it. */
    private static Step bound(Step step, Set<String> unbound) {
        Fields.Builder in = Fields.builder();
        step.in()
                .entries()
                .forEach((key, value) -> in.put(
                        key,
                        value instanceof Value.PortLabel label && unbound.contains(label.label())
                                ? Value.Num.of(0)
                                : value));
        return new Step(step.op(), step.task(), step.thread(), in.build(), step.out());
    }
}
