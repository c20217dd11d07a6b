// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What only a QEMU of this host can do. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class QemuMachineTest {
    @BeforeAll
    static void require() {
        Boot.QEMU.require();
    }

    @Test
    void answersOnTheSerialLine() {
        try (GnuMachKernel kernel = new GnuMachKernel(QemuMachine.boot(QemuMachine.Carrier.SERIAL))) {
            MachineTest.use(kernel);
        }
    }

    @Test
    void isTakenUpWhereItWasSaved(@TempDir Path directory) {
        QemuMachine.SavedState state =
                QemuMachine.boot(QemuMachine.Carrier.SHARED_MEMORY).save(directory.resolve("state"));
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            try (GnuMachKernel kernel = new GnuMachKernel(QemuMachine.resume(state))) {
                MachineTest.use(kernel);
                System.out.println("GNU Mach taken up and used in "
                        + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
            }
        }
    }
}
