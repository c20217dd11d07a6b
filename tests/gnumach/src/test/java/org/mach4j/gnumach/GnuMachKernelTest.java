// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.mach4j.spi.MachCalls;
import org.mach4j.spi.MachTask;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.Fields;
import org.mach4j.transcripts.Op;
import org.mach4j.transcripts.Step;
import org.mach4j.transcripts.Value;

@ParameterizedClass
@EnumSource
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GnuMachKernelTest {
    private static final int RECEIVE = 1;
    private static final int MAKE_SEND = 20;
    private static @Nullable GnuMachKernel booted;

    private final GnuMachKernel kernel;
    private final MachTask task;

    GnuMachKernelTest(Boot boot) {
        boot.require();
        kernel = Objects.requireNonNull(booted);
        task = kernel.createTask("A");
    }

    @BeforeParameterizedClassInvocation
    static void boot(Boot boot) {
        boot.require();
        booted = boot.kernel();
    }

    @AfterParameterizedClassInvocation
    static void close() {
        if (booted != null) {
            booted.close();
            booted = null;
        }
    }

    private static int allocate(MachTask task) {
        int[] name = new int[1];
        assertThat(task.calls().mach_port_allocate(task.calls().mach_task_self(), RECEIVE, name))
                .isZero();
        return name[0];
    }

    private static long message(MachTask task, int remote, int disposition, int id, int word) {
        long address = task.memory().allocate(512);
        ByteBuffer buffer = task.memory().buffer(address, 512);
        buffer.putInt(0, disposition)
                .putInt(4, 28)
                .putInt(8, remote)
                .putInt(20, id)
                .putInt(24, word);
        return address;
    }

    @Test
    void namesLookLikeXnusAndAreNotUsedAgain() {
        MachCalls calls = task.calls();
        assertThat(calls.mach_task_self()).isEqualTo(0x103);
        int first = allocate(task);
        assertThat(first).isEqualTo(0x203);
        assertThat(calls.mach_port_destroy(calls.mach_task_self(), first)).isZero();
        assertThat(allocate(task)).isEqualTo(0x303);
        assertThat(calls.mach_port_type(calls.mach_task_self(), first, new int[1]))
                .isEqualTo(15);
    }

    @Test
    void sendsAndReceivesAMessageWithItsSequenceNumber() {
        int port = allocate(task);
        long message = message(task, port, MAKE_SEND, 7, 0x01020304);
        assertThat(task.calls().mach_msg(message, 1, 28, 0, 0, 0, 0)).isZero();
        task.memory().buffer(message, 512).put(new byte[512]);
        int seqnoInTrailer = 1 << 24;
        assertThat(task.calls().mach_msg(message, 2 | seqnoInTrailer, 0, 512, port, 0, 0))
                .isZero();
        ByteBuffer received = task.memory().buffer(message, 512);
        assertThat(received.getInt(4)).isEqualTo(28);
        assertThat(received.getInt(12)).isEqualTo(port);
        assertThat(received.getInt(20)).isEqualTo(7);
        assertThat(received.getInt(24)).isEqualTo(0x01020304);
        assertThat(received.getInt(32)).isEqualTo(12); // the trailer's size
        assertThat(received.getInt(36)).isZero();
    }

    @Test
    void aBlockedReceiverIsSeenAsSuchAndWoken() throws Exception {
        int port = allocate(task);
        long buffer = task.memory().allocate(512);
        CompletableFuture<Integer> received = new CompletableFuture<>();
        Thread receiver = new Thread(() -> received.complete(task.calls().mach_msg(buffer, 2, 0, 512, port, 0, 0)));
        receiver.start();
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> kernel.isBlocked(receiver));
        assertThat(received).isNotDone();
        assertThat(task.calls().mach_msg(message(task, port, MAKE_SEND, 9, 0), 1, 28, 0, 0, 0, 0))
                .isZero();
        assertThat(received.get(5, TimeUnit.SECONDS)).isZero();
        assertThat(kernel.isBlocked(receiver)).isFalse();
    }

    @Test
    void aThreadOfATaskThatEndsComesBack() throws Exception {
        int port = allocate(task);
        long buffer = task.memory().allocate(512);
        CompletableFuture<Integer> received = new CompletableFuture<>();
        Thread receiver = new Thread(() -> received.complete(task.calls().mach_msg(buffer, 2, 0, 512, port, 0, 0)));
        receiver.start();
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> kernel.isBlocked(receiver));
        kernel.terminate(task);
        assertThat(received.get(5, TimeUnit.SECONDS)).isEqualTo(0x10004005);
    }

    @Test
    void rightsGoFromTaskToTask() {
        MachTask other = kernel.createTask("B");
        int port = allocate(task);
        int[] name = new int[1];
        assertThat(kernel.copyRight(task, port, MAKE_SEND, other, name)).isZero();
        assertThat(name[0]).isEqualTo(0x203);
        int[] type = new int[1];
        assertThat(other.calls().mach_port_type(other.calls().mach_task_self(), name[0], type))
                .isZero();
        assertThat(type[0]).isEqualTo(0x10000);
        kernel.terminate(task);
        assertThat(other.calls().mach_port_type(other.calls().mach_task_self(), name[0], type))
                .isZero();
        assertThat(type[0]).isEqualTo(0x100000);
    }

    @Test
    void tasksComeAndGo() {
        for (int i = 0; i < 200; i++) {
            MachTask fresh = kernel.createTask("fresh");
            assertThat(allocate(fresh)).isEqualTo(0x203);
            kernel.terminate(fresh);
        }
    }

    /** As an operation would be that did not exist when the peer was written. */
    @Test
    void anOperationThatIsNotKnownIsNotAsked() throws Exception {
        Fields made = Fields.builder()
                .put("ret", 0)
                .put("name", Value.PortLabel.of(1))
                .build();
        Fields right = Fields.builder().put("right", 1).build();
        Fields options = Fields.builder()
                .put("flags", 0)
                .put("qlimit", 0)
                .put("context", 0)
                .build();
        Case program = new Case(
                "test",
                "test",
                List.of("A"),
                null,
                List.of(
                        Step.of(Op.MACH_PORT_ALLOCATE, right).answered(made),
                        Step.of(Op.MACH_PORT_CONSTRUCT, options).answered(made)));
        assertThat(new CrossCheck(kernel, KnownDifferences.load()).compare(program))
                .isEqualTo(
                        new CrossCheck.Verdict.Ended(1, "mach_port_construct is nothing that GNU Mach is asked for"));
    }
}
