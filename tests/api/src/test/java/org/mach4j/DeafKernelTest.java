// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mach4j.spi.MachCalls;
import org.mach4j.spi.MachKernel;
import org.mach4j.spi.MachTask;
import org.mach4j.spi.TaskControl;
import org.mach4j.spi.TaskMemory;

/** A native kernel does not know of Java's interruptions: waits end by them all the same, and nothing is lost. */
class DeafKernelTest extends OneTask {
    private Mach deaf;

    @BeforeEach
    void openDeaf() {
        deaf = Mach.of(new Deaf(way), new DeafTask(way.task()));
    }

    @AfterEach
    void closeDeaf() {
        assertThat(Thread.interrupted()).as("the interrupt status stays").isTrue();
        deaf.close();
    }

    @Test
    void aReceiveEnds() {
        try (ReceiveRight port = deaf.allocatePort()) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(port::receive).isInstanceOf(MachInterruptedException.class);
            assertThatThrownBy(() -> port.receive(LONG)).isInstanceOf(MachInterruptedException.class);
        }
    }

    @Test
    void aSendEndsAndGivesTheMessageBack() {
        try (ReceiveRight port = deaf.allocatePort();
                ReceiveRight other = deaf.allocatePort();
                SendRight to = port.makeSend()) {
            port.setQueueLimit(1);
            deaf.message(0).send(to);
            Thread.currentThread().interrupt();
            MachInterruptedException failure = catchThrowableOfType(
                    MachInterruptedException.class,
                    () -> deaf.message(1)
                            .add(Transfer.moveSend(other.makeSend()))
                            .send(to));
            assertThat(sendReferences(other.name())).isEqualTo(1);
            failure.unsent().orElseThrow().close();
            assertThat(sendReferences(other.name())).isZero();
        }
    }

    @Test
    void aCallEnds() {
        try (ReceiveRight port = deaf.allocatePort();
                SendRight to = port.makeSend()) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> deaf.message(1).call(to)).isInstanceOf(MachInterruptedException.class);
            assertThatThrownBy(() -> deaf.message(1).to(to).call(LONG)).isInstanceOf(MachInterruptedException.class);
            assertThat(port.status().queued()).isEqualTo(2);
        }
    }

    @Test
    void aReplyIsSentOrDropped() {
        try (ReceiveRight port = deaf.allocatePort();
                SendRight to = port.makeSend();
                ReceiveRight client = deaf.allocatePort();
                ReceiveRight full = deaf.allocatePort()) {
            full.setQueueLimit(0);
            deaf.message(1).to(to).replyTo(client).send();
            deaf.message(2).to(to).replyTo(Transfer.makeSend(full)).send();
            Thread.currentThread().interrupt();
            for (int i = 0; i < 2; i++) {
                try (Message request = port.receive()) {
                    request.reply(request.id() + 100)
                            .add(Transfer.makeSend(port))
                            .sendReply();
                }
            }
            assertThat(full.status().queued()).isZero();
            try (Message reply = client.receive()) {
                assertThat(reply.id()).isEqualTo(101);
            }
            assertThat(to.references()).isEqualTo(1);
        }
    }

    @Test
    void aWaitForASemaphoreEnds() {
        try (Semaphore semaphore = deaf.createSemaphore(0)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(semaphore::await).isInstanceOf(MachInterruptedException.class);
            assertThatThrownBy(() -> semaphore.await(LONG)).isInstanceOf(MachInterruptedException.class);
        }
    }

    private record Deaf(MachKernel kernel) implements MachKernel {
        @Override
        public String name() {
            return kernel.name();
        }

        @Override
        public String description() {
            return kernel.description();
        }

        @Override
        public MachTask task() {
            return kernel.task();
        }

        @Override
        public Optional<TaskControl> taskControl() {
            return Optional.empty();
        }

        @Override
        public void close() {}
    }

    /** Each call is made by a thread that nobody interrupts. */
    private record DeafTask(MachTask task) implements MachTask {
        @Override
        public String label() {
            return task.label();
        }

        @Override
        public MachCalls calls() {
            return (MachCalls) Proxy.newProxyInstance(
                    DeafTask.class.getClassLoader(),
                    new Class<?>[] {MachCalls.class},
                    (proxy, method, arguments) -> CompletableFuture.supplyAsync(() -> {
                                try {
                                    return method.invoke(task.calls(), arguments);
                                } catch (IllegalAccessException | InvocationTargetException e) {
                                    throw new AssertionError(e);
                                }
                            })
                            .join());
        }

        @Override
        public TaskMemory memory() {
            return task.memory();
        }
    }
}
