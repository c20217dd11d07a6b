// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One call of a program, and its answer.
 *
 * @param op the call
 * @param task the label of the task that makes it; null for the case's first
 * @param thread the label of the thread on which it is made, or null where the step is the whole call
 * @param in the inputs
 * @param out the answer; null in a program that no kernel has answered yet
 */
public record Step(
        Op op,
        @Nullable String task,
        @Nullable String thread,
        Fields in,
        @Nullable Fields out) {
    public Step {
        Objects.requireNonNull(op, "op");
        Objects.requireNonNull(in, "in");
        if (thread != null && op.ofHarness()) {
            throw new IllegalArgumentException(op.text() + " is no call that a thread can make");
        }
    }

    /** A call of the first task, without an answer. */
    public static Step of(Op op, Fields in) {
        return new Step(op, null, null, in, null);
    }

    /** This step, made by a task. */
    public Step by(String maker) {
        return new Step(op, maker, thread, in, out);
    }

    /** This step, made on a thread. */
    public Step on(String label) {
        return new Step(op, task, label, in, out);
    }

    /** This step with an answer. */
    public Step answered(Fields answer) {
        return new Step(op, task, thread, in, answer);
    }
}
