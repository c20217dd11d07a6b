// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.mach4j.abi.MachPort;
import org.mach4j.sim.SimulatedKernel;

/** Leaks are told, and nothing is closed behind anybody's back. */
class LeaksTest {
    private static final Logger LOGGER = Logger.getLogger("org.mach4j");

    private static String awaitLeak(Runnable leak, String about) {
        String[] found = new String[1];
        List<LogRecord> records = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                records.add(record);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        LOGGER.addHandler(handler);
        try {
            leak.run();
            await().until(() -> {
                System.gc();
                for (LogRecord record : records) {
                    if (record.getMessage().contains(about)) {
                        found[0] = record.getMessage();
                        return true;
                    }
                }
                return false;
            });
        } finally {
            LOGGER.removeHandler(handler);
        }
        return found[0];
    }

    @Test
    void aLostRightIsReportedAndStays() {
        SimulatedKernel kernel = SimulatedKernel.create();
        try (Mach mach = Mach.of(kernel, kernel.task())) {
            int[] name = new int[1];
            String message = awaitLeak(() -> name[0] = mach.allocatePort().name(), "receive right");
            assertThat(message)
                    .contains("leak: receive right " + Names.hex(name[0]))
                    .contains("mach4j.leaks=trace");
            int[] type = new int[1];
            assertThat(mach.calls().mach_port_type(mach.task(), name[0], type)).isZero();
            assertThat(type[0]).isEqualTo(MachPort.MACH_PORT_TYPE_RECEIVE);
        }
        kernel.close();
    }

    @Test
    void lostMemoryAndMessagesAreReported() {
        SimulatedKernel kernel = SimulatedKernel.create();
        try (Mach mach = Mach.of(kernel, kernel.task())) {
            assertThat(awaitLeak(() -> mach.allocateMemory(100), "out-of-line memory"))
                    .contains("leak: ");
            try (ReceiveRight port = mach.allocatePort()) {
                assertThat(awaitLeak(
                                () -> mach.message(1).add(Transfer.moveSend(port.makeSend())), "a message that owns"))
                        .contains("without close()");
            }
        }
        kernel.close();
    }
}
