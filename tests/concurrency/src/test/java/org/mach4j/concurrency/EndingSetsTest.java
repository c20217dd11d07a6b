// SPDX-License-Identifier: Apache-2.0
package org.mach4j.concurrency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mach4j.abi.MachMsgReturn.MACH_RCV_INVALID_NAME;
import static org.mach4j.abi.MachMsgReturn.MACH_RCV_TIMED_OUT;
import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_PORT_SET;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * A receive that never waits cannot be sent away: where its set ends meanwhile, it finds the set or does not find its name
 * (spec 05 §7: lookup and blocking are one step).
 */
class EndingSetsTest {
    private static final int SETS = Integer.getInteger("mach4j.ending.sets", 2_000_000);

    @Test
    void aPollOfASetThatEndsFindsItOrNoName() throws InterruptedException {
        Tasks tasks = new Tasks();
        AtomicInteger set = new AtomicInteger();
        AtomicInteger other = new AtomicInteger();
        Thread polling = new Thread(() -> {
            int name;
            while ((name = set.get()) >= 0) {
                int code = tasks.owner.receiveInto(1, name);
                if (code != MACH_RCV_TIMED_OUT && code != MACH_RCV_INVALID_NAME) {
                    other.set(code);
                }
            }
        });
        polling.start();
        for (int i = 0; i < SETS && other.get() == 0; i++) {
            int name = tasks.owner.allocate(MACH_PORT_RIGHT_PORT_SET);
            set.set(name);
            Tasks.succeed(tasks.owner.calls.mach_port_mod_refs(tasks.owner.self, name, MACH_PORT_RIGHT_PORT_SET, -1));
        }
        set.set(-1);
        polling.join();
        assertThat(other).hasValue(0);
        tasks.assertNothingIsLeftAtTheEnd();
    }
}
