// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.mach4j.sim.SimulatedKernel;

/** A kernel with two tasks, a and b. When they have ended nothing of them is left. */
@Timeout(60)
abstract class RuleTest {
    final SimulatedKernel kernel = SimulatedKernel.create();
    private final List<Running> running = new ArrayList<>();
    Actor a;
    Actor b;

    @BeforeEach
    void start() {
        a = task("a");
        b = task("b");
    }

    @AfterEach
    void nothingIsLeft() {
        kernel.close();
        running.forEach(Running::result);
        assertThat(kernel.liveCounts().isZero()).as("%s", kernel.liveCounts()).isTrue();
        var counts = kernel.messageCounts();
        assertThat(counts.made()).as("%s", counts).isEqualTo(counts.received() + counts.destroyed());
    }

    Actor task(String label) {
        return new Actor(kernel.createTask(label), running);
    }

    void end(Actor actor) {
        kernel.terminate(actor.task);
    }

    /** A name of the specification's examples, which start with the first index: the task's own port has taken it. */
    static int nth(int specName) {
        return specName + 0x100;
    }
}
