// SPDX-License-Identifier: Apache-2.0
package org.mach4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mach4j.abi.KernReturn.KERN_NO_SPACE;
import static org.mach4j.abi.KernReturn.KERN_SUCCESS;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mach4j.abi.MachVm;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.sim.SimulatedTask;
import org.mach4j.spi.HostMemory;
import org.mach4j.spi.MachCalls;
import org.mach4j.standin.Standin;

/** The memory of a task that is a program in this process: what the JVM's own memory must never meet. */
class ProcessMemoryTest {
    private static final int PAGE = 4096;

    private HostMemory memory;
    private SimulatedKernel kernel;
    private SimulatedTask task;
    private MachCalls calls;

    @BeforeEach
    void open() {
        Assumptions.assumeTrue(Standin.exists(), "the build has no stand-in: it needs Linux and a C compiler");
        memory = Standin.load().memory();
        kernel = SimulatedKernel.create();
        task = kernel.createTask("process", memory);
        calls = task.calls();
    }

    @AfterEach
    void close() {
        if (kernel != null) {
            kernel.close();
            assertThat(kernel.liveCounts().pages()).isZero();
        }
    }

    private long allocate(int pages) {
        long[] address = new long[1];
        assertThat(calls.mach_vm_allocate(
                        calls.mach_task_self(), address, (long) pages * PAGE, MachVm.VM_FLAGS_ANYWHERE))
                .isEqualTo(KERN_SUCCESS);
        return address[0];
    }

    private void deallocate(long address, int pages) {
        assertThat(calls.mach_vm_deallocate(calls.mach_task_self(), address, (long) pages * PAGE))
                .isEqualTo(KERN_SUCCESS);
    }

    @Test
    void memoryThatWasGivenBackIsNobodysUntilTheTaskTakesItAgain() {
        long first = allocate(1);
        long second = allocate(2);
        long third = allocate(1);
        assertThat(List.of(second, third)).containsExactly(first + PAGE, first + 3 * PAGE);
        assertThat(memory.write(new byte[] {1}, 0, 1, second)).isTrue();

        deallocate(second, 2);
        assertThat(memory.isReadable(second, 1)).isFalse();
        assertThat(memory.write(new byte[] {1}, 0, 1, second)).isFalse();
        long other = memory.map(0, 2 * PAGE);
        assertThat(other).as("what others map").isNotEqualTo(second);
        memory.unmap(other, 2 * PAGE);

        assertThat(allocate(2)).as("lowest address first").isEqualTo(second);
        byte[] read = {1};
        assertThat(memory.read(second, read, 0, 1)).isTrue();
        assertThat(read).as("new memory is zero").containsExactly(0);
    }

    /** A program may take an address for a name, and a name of 0 is none: {@code mixed-100319} does. */
    @Test
    void theLowHalvesOfAddressesAreThoseOfASimulatedTask() {
        long[] simulated = new long[1];
        MachCalls other = kernel.task().calls();
        for (int pages = 1; pages < 4; pages++) {
            assertThat(other.mach_vm_allocate(
                            other.mach_task_self(), simulated, (long) pages * PAGE, MachVm.VM_FLAGS_ANYWHERE))
                    .isEqualTo(KERN_SUCCESS);
            assertThat((int) allocate(pages)).isEqualTo((int) simulated[0]);
        }
    }

    @Test
    void aFixedPlaceIsTakenWhereItIsFreeAndOnlyThere() {
        long first = allocate(1);
        long second = allocate(1);
        long[] wanted = {second};
        assertThat(calls.mach_vm_allocate(calls.mach_task_self(), wanted, PAGE, MachVm.VM_FLAGS_FIXED))
                .isEqualTo(KERN_NO_SPACE);
        wanted[0] = first;
        assertThat(calls.mach_vm_allocate(calls.mach_task_self(), wanted, 2 * PAGE, MachVm.VM_FLAGS_FIXED))
                .isEqualTo(KERN_NO_SPACE);
        deallocate(first, 1);
        assertThat(calls.mach_vm_allocate(calls.mach_task_self(), wanted, 2 * PAGE, MachVm.VM_FLAGS_FIXED))
                .as("its second page is taken")
                .isEqualTo(KERN_NO_SPACE);
        assertThat(calls.mach_vm_allocate(calls.mach_task_self(), wanted, PAGE, MachVm.VM_FLAGS_FIXED))
                .isEqualTo(KERN_SUCCESS);
        assertThat(memory.isReadable(first, 2 * PAGE)).isTrue();
    }

    @Test
    void theEndOfATaskGivesEverythingBack() {
        List<Long> addresses = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            addresses.add(allocate(1 + i % 3));
        }
        kernel.terminate(task);
        assertThat(addresses).noneMatch(address -> memory.isReadable(address, 1));
        long[] address = new long[1];
        assertThat(calls.mach_vm_allocate(calls.mach_task_self(), address, PAGE, MachVm.VM_FLAGS_ANYWHERE))
                .isNotEqualTo(KERN_SUCCESS);
    }
}
