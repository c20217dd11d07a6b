// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.mach4j.abi.MachPort;
import org.mach4j.libsystem.LibSystemProvider;
import org.mach4j.sim.LiveCounts;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.spi.MachKernel;
import org.mach4j.spi.MachProviders;
import org.mach4j.spi.TaskControl;
import org.mach4j.standin.Standin;
import org.mach4j.standin.StandinKernel;

/** A test with one task of a kernel of its own, which must hold what it held before when the test ends. */
abstract class OneTask {
    /** Names the binding that this run of the tests goes through. */
    static final String THROUGH = "mach4j.tests.through";

    static final Duration SOON = Duration.ofMillis(20);
    static final Duration LONG = Duration.ofSeconds(20);

    SimulatedKernel kernel;
    /** The same kernel, as this run of the tests reaches it: directly, or through a binding, C and the stand-in. */
    MachKernel way;

    Mach mach;
    private String before;

    @BeforeEach
    void open() {
        kernel = SimulatedKernel.create();
        way = way(kernel);
        mach = Mach.of(way, way.task());
        nothingMoreThanNow();
    }

    private static MachKernel way(SimulatedKernel kernel) {
        String binding = System.getProperty(THROUGH);
        if (binding == null) {
            return kernel;
        }
        Assumptions.assumeTrue(
                Standin.exists(),
                "through a binding: skipped, the stand-in needs Linux and a C compiler at build time");
        LibSystemProvider provider = MachProviders.all().stream()
                .filter(each -> each.name().equals(binding))
                .map(LibSystemProvider.class::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no provider " + binding));
        return new StandinKernel(kernel, kernel::createTask, provider);
    }

    /** What the task holds now, it may hold when the test ends. */
    void nothingMoreThanNow() {
        before = names();
    }

    @AfterEach
    void nothingIsLeft() {
        if (mach == null) {
            return; // the run is skipped: there is no way to the kernel
        }
        mach.replyPorts().close();
        assertThat(names()).as("names held at the end").isEqualTo(before);
        mach.close();
        way.close();
        assertThat(kernel.liveCounts()).as("alive at the end").matches(LiveCounts::isZero, "nothing");
    }

    private String names() {
        StringBuilder text = new StringBuilder();
        for (NameTable.Entry entry : mach.inspect().entries()) {
            text.append(Integer.toHexString(entry.name()))
                    .append(' ')
                    .append(Integer.toHexString(entry.type()))
                    .append(' ')
                    .append(entry.references())
                    .append('\n');
        }
        return text.toString();
    }

    int sendReferences(int name) {
        return mach.references(name, MachPort.MACH_PORT_RIGHT_SEND);
    }

    int type(int name) {
        int[] type = new int[1];
        return mach.calls().mach_port_type(mach.task(), name, type) == 0 ? type[0] : 0;
    }

    TaskControl control() {
        return way.taskControl().orElseThrow();
    }

    /** Fills a port's queue. */
    void fill(ReceiveRight port) {
        try (SendRight to = port.makeSend()) {
            int limit = port.status().queueLimit();
            for (int i = port.status().queued(); i < limit; i++) {
                mach.message(0).send(to);
            }
        }
    }

    /** A thread that waits in the kernel. */
    Thread blocked(Runnable call) {
        Thread thread = new Thread(call);
        thread.setDaemon(true);
        thread.start();
        org.awaitility.Awaitility.await().until(() -> control().isBlocked(thread));
        return thread;
    }
}
