// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.mach4j.abi.MachPort;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.spi.MachCalls;
import org.mach4j.spi.MachKernel;
import org.mach4j.spi.MachUnavailableException;
import org.mach4j.standin.Standin;

/** Kernels as the command line names them. */
class KernelsTest {
    @Test
    void aLibraryByItsPathAnswers() {
        Assumptions.assumeTrue(Standin.exists(), "the build has no stand-in: it needs Linux and a C compiler");
        Standin standin = Standin.load();
        try (SimulatedKernel kernel = SimulatedKernel.create()) {
            standin.install(kernel.createTask("process", standin.memory()));
            MachKernel opened = Kernels.byName("jni:" + standin.path()).open();
            assertThat(opened.description()).contains(standin.path().toString());
            MachCalls calls = opened.task().calls();
            int[] name = new int[1];
            assertThat(calls.mach_port_allocate(calls.mach_task_self(), MachPort.MACH_PORT_RIGHT_RECEIVE, name))
                    .isZero();
            assertThat(name[0]).isNotZero();
            assertThat(opened.taskControl()).isEmpty();
        }
    }

    @Test
    void whatIsNotThereIsToldInWords() {
        assertThatThrownBy(() -> Kernels.byName("jni:/none/libnone.so").open())
                .isInstanceOf(MachUnavailableException.class)
                .hasMessageContaining("jni cannot use /none/libnone.so");
        assertThatThrownBy(() -> Kernels.byName("vax:/none/libnone.so"))
                .isInstanceOf(MachUnavailableException.class)
                .hasMessageContaining("no binding 'vax'")
                .hasMessageContaining("lib")
                .hasMessageContaining("jna");
        assertThatThrownBy(() -> Kernels.runner("processes:vax", 1))
                .isInstanceOf(MachUnavailableException.class)
                .hasMessageContaining("no kernel 'vax'");
    }
}
