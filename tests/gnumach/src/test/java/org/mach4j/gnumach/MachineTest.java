// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.mach4j.spi.MachTask;

/** Starting and ending, well and badly, in each way. {@code -Dmach4j.gnumach.boots=20} boots as often. */
@ParameterizedClass
@EnumSource
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MachineTest {
    private static final int BOOTS = Integer.getInteger("mach4j.gnumach.boots", 1);

    /** From a machine that is lost to an exception that says so. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Boot boot;

    MachineTest(Boot boot) {
        this.boot = boot;
    }

    @BeforeParameterizedClassInvocation
    static void require(Boot boot) {
        boot.require();
    }

    static void use(GnuMachKernel kernel) {
        MachTask task = kernel.createTask("A");
        int[] name = new int[1];
        assertThat(task.calls().mach_port_allocate(task.calls().mach_task_self(), 1, name))
                .isZero();
        assertThat(name[0]).isEqualTo(0x203);
        kernel.terminate(task);
    }

    @Test
    @Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void bootsEachTime() {
        long start = System.nanoTime();
        for (int i = 0; i < BOOTS; i++) {
            try (GnuMachKernel kernel = boot.kernel()) {
                use(kernel);
            }
        }
        System.out.println("GNU Mach, " + boot + ": " + BOOTS + " of " + BOOTS + " boots good, "
                + Duration.ofNanos(System.nanoTime() - start).toMillis() / BOOTS + " ms each");
    }

    @Test
    void aKilledQemuIsSaidToBeSo() {
        try (GnuMachKernel kernel = boot.kernel()) {
            boot.kill(kernel.machine());
            long start = System.nanoTime();
            assertThatThrownBy(() -> {
                        while (true) { // what was asked before the end may be answered
                            use(kernel);
                        }
                    })
                    .isInstanceOf(GnuMachException.class)
                    .hasMessageContaining("QEMU has ended with status 137");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT);
        }
    }

    @Test
    void anAgentThatPanicsInUseIsSaidToBeSo() {
        try (GnuMachKernel kernel = boot.kernel()) {
            Batch panic = new Batch();
            panic.panic();
            Slot slot = new Slot(kernel.machine(), AgentInfo.of(kernel.machine().area()), 0);
            slot.start(panic);
            assertThatThrownBy(() -> slot.await(LIMIT, () -> false))
                    .isInstanceOf(GnuMachException.class)
                    .hasMessageContaining("agent: panic: as asked");
            assertThatThrownBy(() -> use(kernel)).hasMessageContaining("agent: panic: as asked");
        }
    }

    @Test
    void anAgentThatPanicsAtTheStartIsSaidToBeSo() {
        // Not timed: most of it is the boot, which takes as long as the host is busy.
        assertThatThrownBy(boot::panicking)
                .isInstanceOf(GnuMachException.class)
                .hasMessageContaining("agent: panic: as asked");
    }

    @Test
    void aSendToAFullQueueThatNothingEndsIsSaidToBeSo() {
        try (GnuMachKernel kernel = boot.kernel()) {
            MachTask task = kernel.createTask("A");
            int[] name = new int[1];
            task.calls().mach_port_allocate(task.calls().mach_task_self(), 1, name);
            long message = task.memory().allocate(64);
            ByteBuffer buffer = task.memory().buffer(message, 64);
            buffer.putInt(0, 20).putInt(8, name[0]);
            for (int i = 0; i < 5; i++) {
                assertThat(task.calls().mach_msg(message, 1, 24, 0, 0, 0, 0)).isZero();
            }
            long start = System.nanoTime();
            assertThatThrownBy(() -> task.calls().mach_msg(message, 1, 24, 0, 0, 0, 0))
                    .isInstanceOf(GnuMachException.class)
                    .hasMessageContaining("a send to a full queue");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT);
        }
    }
}
