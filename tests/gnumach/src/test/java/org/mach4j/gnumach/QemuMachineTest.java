// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mach4j.spi.MachTask;

/** Starting and ending, well and badly. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class QemuMachineTest {
    private static final int BOOTS = Integer.getInteger("mach4j.gnumach.boots", 2);

    @BeforeAll
    static void needs() {
        Needs.qemu();
    }

    private static void useIt(GnuMachKernel kernel) {
        MachTask task = kernel.createTask("A");
        int[] name = new int[1];
        assertThat(task.calls().mach_port_allocate(task.calls().mach_task_self(), 1, name))
                .isZero();
        assertThat(name[0]).isEqualTo(0x203);
        kernel.terminate(task);
    }

    @Test
    void bootsEachTime() {
        for (int i = 0; i < BOOTS; i++) {
            long start = System.nanoTime();
            try (GnuMachKernel kernel = GnuMachKernel.boot()) {
                useIt(kernel);
            }
            System.out.println("GNU Mach booted, used and ended in "
                    + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
        }
    }

    @Test
    void answersOnTheSerialLine() {
        try (GnuMachKernel kernel = new GnuMachKernel(QemuMachine.boot(QemuMachine.Carrier.SERIAL))) {
            useIt(kernel);
        }
    }

    @Test
    void isTakenUpWhereItWasSaved(@TempDir Path directory) {
        QemuMachine.SavedState state =
                QemuMachine.boot(QemuMachine.Carrier.SHARED_MEMORY).save(directory.resolve("state"));
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            try (GnuMachKernel kernel = new GnuMachKernel(QemuMachine.resume(state))) {
                useIt(kernel);
                System.out.println("GNU Mach taken up and used in "
                        + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
            }
        }
    }

    @Test
    @Timeout(value = 40, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aKilledQemuIsSaidToBeSo() throws Exception {
        try (GnuMachKernel kernel = GnuMachKernel.boot()) {
            Process process = ((QemuMachine) kernel.machine()).process();
            process.destroyForcibly();
            process.waitFor(5, TimeUnit.SECONDS);
            long start = System.nanoTime();
            assertThatThrownBy(() -> kernel.createTask("A"))
                    .isInstanceOf(GnuMachException.class)
                    .hasMessageContaining("QEMU has ended");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void aPanickingAgentIsSaidToBeSo() {
        assertThatThrownBy(QemuMachine::bootPanicking)
                .isInstanceOf(GnuMachException.class)
                .hasMessageContaining("agent: panic: as asked");
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aSendToAFullQueueThatNothingEndsIsSaidToBeSo() {
        try (GnuMachKernel kernel = GnuMachKernel.boot()) {
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
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }
}
