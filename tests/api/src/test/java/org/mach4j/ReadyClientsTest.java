// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mach4j.abi.SpecialPorts.TASK_BOOTSTRAP_PORT;
import static org.mach4j.abi.SpecialPorts.TASK_HOST_PORT;
import static org.mach4j.abi.SpecialPorts.THREAD_KERNEL_PORT;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.mach4j.abi.KernReturn;

/** What a task can ask the kernel without writing a message: host, special and registered ports, semaphores. */
class ReadyClientsTest extends OneTask {
    private static void assertCode(int code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        MachException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void theHostSaysWhatItIs() {
        HostBasicInfo host = mach.hostInfo();
        assertThat(host.processors()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(host.physicalProcessors()).isPositive();
        assertThat(host.memory()).isEqualTo(Runtime.getRuntime().maxMemory());
        assertThat(host.cpuType()).isEqualTo(0x01000007);
        assertThat(host.cpuSubtype()).isEqualTo(3);
        assertThat(mach.pageSize()).isEqualTo(4096);
    }

    @Test
    void specialPortsOfTheTask() {
        try (SendRight host = mach.specialPort(TASK_HOST_PORT).orElseThrow();
                SendRight same = mach.hostSelf()) {
            assertThat(host.isSamePortAs(same)).isTrue();
            assertThat(host.references()).isEqualTo(2);
        }
        try (ReceiveRight port = mach.allocatePort();
                SendRight right = port.makeSend()) {
            mach.setSpecialPort(TASK_BOOTSTRAP_PORT, right);
            assertThat(right.references()).isEqualTo(1);
            try (SendRight got = mach.specialPort(TASK_BOOTSTRAP_PORT).orElseThrow()) {
                assertThat(got.isSamePortAs(port)).isTrue();
                assertThat(right.references()).isEqualTo(2);
            }
            mach.setSpecialPort(TASK_BOOTSTRAP_PORT, null);
            assertThat(mach.specialPort(TASK_BOOTSTRAP_PORT)).isEmpty();
        }
        assertCode(KernReturn.KERN_INVALID_ARGUMENT, () -> mach.specialPort(99));
        assertCode(KernReturn.KERN_INVALID_ARGUMENT, () -> mach.setSpecialPort(99, null));
    }

    @Test
    void specialPortsOfAThread() {
        try (SendRight thread = mach.threadSelf();
                ReceiveRight port = mach.allocatePort();
                SendRight right = port.makeSend()) {
            mach.setThreadSpecialPort(thread, THREAD_KERNEL_PORT, right);
            assertThat(right.references()).isEqualTo(1);
            try (SendRight self = mach.threadSelf();
                    SendRight got =
                            mach.threadSpecialPort(thread, THREAD_KERNEL_PORT).orElseThrow()) {
                assertThat(self.isSamePortAs(port)).isTrue();
                assertThat(got.isSamePortAs(port)).isTrue();
                assertThat(right.references()).isEqualTo(3);
            }
            mach.setThreadSpecialPort(thread, THREAD_KERNEL_PORT, null);
            assertThat(mach.threadSpecialPort(thread, THREAD_KERNEL_PORT)).isEmpty();
            mach.setThreadSpecialPort(thread, THREAD_KERNEL_PORT, thread);
            assertThat(thread.references()).isEqualTo(1);
            assertCode(KernReturn.KERN_INVALID_ARGUMENT, () -> mach.threadSpecialPort(thread, 99));
            assertCode(KernReturn.KERN_INVALID_ARGUMENT, () -> mach.threadSpecialPort(right, THREAD_KERNEL_PORT));
            assertCode(KernReturn.KERN_INVALID_ARGUMENT, () -> mach.setThreadSpecialPort(thread, 99, right));
        }
    }

    @Test
    void registeredPorts() {
        assertThat(mach.registeredPorts()).containsExactly(null, null, null);
        try (ReceiveRight port = mach.allocatePort();
                SendRight right = port.makeSend()) {
            mach.registerPorts(Arrays.asList(null, right));
            assertThat(right.references()).isEqualTo(1);
            List<SendRight> got = mach.registeredPorts();
            assertThat(got.get(0)).isNull();
            assertThat(got.get(1).isSamePortAs(port)).isTrue();
            assertThat(got.get(2)).isNull();
            assertThat(right.references()).isEqualTo(2);
            got.get(1).close();
            assertCode(KernReturn.KERN_INVALID_ARGUMENT, () -> mach.registerPorts(Collections.nCopies(4, right)));
            mach.registerPorts(List.of());
            assertThat(mach.registeredPorts()).containsExactly(null, null, null);
        }
    }

    // --- semaphores ---------------------------------------------------------------------------------------------

    @Test
    void aSemaphoreCounts() {
        try (Semaphore semaphore = mach.createSemaphore(1)) {
            assertThat(semaphore.right().references()).isEqualTo(1);
            semaphore.await();
            assertCode(KernReturn.KERN_OPERATION_TIMED_OUT, () -> semaphore.await(Duration.ZERO));
            assertThatThrownBy(() -> semaphore.await(SOON)).isInstanceOf(MachTimeoutException.class);
            semaphore.signal();
            semaphore.signal();
            semaphore.await(LONG);
            semaphore.await(Duration.ZERO);
            assertThat(semaphore.right().references()).isEqualTo(1);
            assertThat(semaphore.toString()).startsWith("semaphore by send right 0x");
        }
        assertCode(KernReturn.KERN_INVALID_ARGUMENT, () -> mach.createSemaphore(-1));
    }

    @Test
    void signallingAllLetsAllGoAndCountsNothing() throws Exception {
        try (Semaphore semaphore = mach.createSemaphore(0)) {
            Thread one = blocked(semaphore::await);
            Thread two = blocked(() -> semaphore.await(LONG));
            semaphore.signalAll();
            one.join();
            two.join();
            assertThatThrownBy(() -> semaphore.await(Duration.ZERO)).isInstanceOf(MachTimeoutException.class);
        }
    }

    @Test
    void anInterruptionEndsTheWaitAndCountsNothing() throws Exception {
        try (Semaphore semaphore = mach.createSemaphore(0)) {
            boolean[] flag = new boolean[1];
            Thread waiter = blocked(() -> {
                assertThatThrownBy(semaphore::await).isInstanceOf(MachInterruptedException.class);
                flag[0] = Thread.currentThread().isInterrupted();
            });
            waiter.interrupt();
            waiter.join();
            assertThat(flag[0]).isTrue();
            semaphore.signal();
            semaphore.await(Duration.ZERO);
        }
    }

    @Test
    void anotherTaskWaitsForItUntilItEnds() throws Exception {
        Semaphore semaphore = mach.createSemaphore(0);
        try (Mach other = mach.newTask("other")) {
            int[] name = new int[1];
            assertThat(control().copyRight(mach.machTask(), semaphore.right().name(), 19, other.machTask(), name))
                    .isZero();
            SendRight theirs = other.adoptSendRight(name[0]);
            Semaphore same = Semaphore.of(theirs);
            assertThat(theirs.isHeld()).isFalse();
            semaphore.signal();
            same.await();
            Thread waiter = blocked(() -> assertCode(KernReturn.KERN_TERMINATED, same::await));
            semaphore.close();
            waiter.join();
            assertCode(KernReturn.KERN_INVALID_ARGUMENT, same::signal);
            assertCode(KernReturn.KERN_INVALID_ARGUMENT, same::signalAll);
            assertCode(KernReturn.KERN_INVALID_ARGUMENT, same::await);
            assertThat(same.right().isDead()).isTrue();
            same.close();
            assertThat(other.inspect().references(name[0])).isZero();
        }
        semaphore.close();
        assertThatThrownBy(semaphore::signal).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(semaphore::signalAll).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(semaphore::await).isInstanceOf(IllegalStateException.class);
    }
}
