// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mach4j.abi.SpecialPorts.TASK_BOOTSTRAP_PORT;
import static org.mach4j.abi.SpecialPorts.THREAD_KERNEL_PORT;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * An interrupted thread: what would wait ends with {@link MachInterruptedException} and loses nothing, what does not wait is
 * done all the same, and the thread's interrupt status stays.
 */
class InterruptedTest extends OnePort {
    @AfterEach
    void noInterruption() {
        Thread.interrupted(); // whatever the test left
    }

    private static void assertStillInterrupted() {
        assertThat(Thread.interrupted()).as("the interrupt status stays").isTrue();
    }

    private static void assertEnds(ThrowingCallable... calls) {
        for (int i = 0; i < calls.length; i++) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(calls[i]).as("call " + i).isInstanceOf(MachInterruptedException.class);
            assertStillInterrupted();
        }
    }

    // --- what waits ---------------------------------------------------------------------------------------------

    @Test
    void receivesEnd() {
        try (PortSet set = mach.allocatePortSet()) {
            set.add(port);
            assertEnds(set::receive, () -> set.receive(LONG));
            set.remove(port);
        }
        assertEnds(port::receive, () -> port.receive(LONG));
        MessageSource source = port;
        assertEnds(source::receive, () -> source.receive(LONG));
        Thread.currentThread().interrupt();
        assertThat(source.poll()).isNull();
        assertStillInterrupted();
        mach.message(1).send(to);
        port.receive().close();
    }

    @Test
    void aMessageThatIsThereIsReceivedAllTheSame() {
        for (int i = 0; i < 4; i++) {
            mach.message(i).send(to);
        }
        Thread.currentThread().interrupt();
        port.receive().close();
        port.receive(LONG).close();
        try (PortSet set = mach.allocatePortSet()) {
            set.add(port);
            set.receive().close();
            set.poll().close();
            assertThat(set.poll()).isNull();
            set.remove(port);
        }
        assertThatThrownBy(() -> port.receive(Duration.ZERO)).isInstanceOf(MachTimeoutException.class);
        assertStillInterrupted();
    }

    @Test
    void sendsEndAndGiveTheMessageBack() {
        port.setQueueLimit(1);
        fill(port);
        for (Duration timeout : new Duration[] {null, LONG}) {
            SendRight extra = port.makeSend();
            MessageBuilder message =
                    mach.message(3).add(Transfer.moveSend(extra)).to(to);
            assertEnds(() -> {
                if (timeout == null) {
                    message.send();
                } else {
                    message.send(timeout);
                }
            });
            assertThat(to.references()).as("its own, and the message's two").isEqualTo(3);
            message.close();
            assertThat(to.references()).isEqualTo(1);
        }
        Thread.currentThread().interrupt();
        MachInterruptedException failure = catchThrowableOfType(
                MachInterruptedException.class, () -> mach.message(4).putInt(5).send(to));
        assertThatThrownBy(() -> failure.unsent().orElseThrow().send(Duration.ZERO))
                .isInstanceOf(MachTimeoutException.class);
        port.receive().close();
        failure.unsent().orElseThrow().send();
        assertStillInterrupted();
        try (Message message = port.receive()) {
            assertThat(message.getInt()).isEqualTo(5);
        }
    }

    @Test
    void callsEndAndTheReplyThatComesLaterIsNobodys() {
        assertEnds(
                () -> mach.message(1).to(to).call(),
                () -> mach.message(1).call(to),
                () -> mach.message(1).to(to).call(LONG));
        for (int i = 0; i < 3; i++) {
            try (Message request = port.receive()) {
                // Sent, but the reply port is gone.
                assertThat(request.expectsReply()).isFalse();
            }
        }
        port.setQueueLimit(1);
        fill(port);
        MessageBuilder unsent = mach.message(2).to(to);
        assertEnds(unsent::call, () -> unsent.call(LONG));
        port.receive().close();
        unsent.send();
        try (Message request = port.receive()) {
            assertThat(request.id()).isEqualTo(2);
            assertThat(request.expectsReply()).isFalse();
        }
        assertThat(to.references()).isEqualTo(1);
    }

    @Test
    void futuresEndWhenTheirThreadIsInterrupted() throws Exception {
        try (ReceiveRight full = mach.allocatePort()) {
            full.setQueueLimit(1);
            fill(full);
            ExecutorService executor = Executors.newCachedThreadPool();
            MessageBuilder unsent = mach.message(1).to(Transfer.makeSend(full));
            CompletableFuture<Message> received = port.receiveAsync(executor);
            CompletableFuture<Void> sent = unsent.sendAsync(executor);
            CompletableFuture<Message> called =
                    mach.message(2).to(Transfer.makeSend(full)).callAsync(executor);
            executor.shutdownNow();
            assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
            for (CompletableFuture<?> future : List.of(received, sent, called)) {
                assertThat(future)
                        .failsWithin(Duration.ZERO)
                        .withThrowableThat()
                        .havingCause()
                        .isInstanceOfSatisfying(
                                MachInterruptedException.class, e -> e.unsent().ifPresent(MessageBuilder::close));
            }
        }
    }

    @Test
    void waitsForASemaphoreEnd() {
        try (Semaphore semaphore = mach.createSemaphore(0)) {
            assertEnds(semaphore::await, () -> semaphore.await(LONG));
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> semaphore.await(Duration.ZERO)).isInstanceOf(MachTimeoutException.class);
            semaphore.signal();
            semaphore.signal();
            semaphore.await();
            semaphore.await(LONG);
            semaphore.signalAll();
            assertThatThrownBy(() -> semaphore.await(Duration.ZERO)).isInstanceOf(MachTimeoutException.class);
            assertStillInterrupted();
        }
    }

    @Test
    void servingEnds() {
        try (MachServer server = MachServer.on(port).build()) {
            Thread.currentThread().interrupt();
            server.run();
            assertThat(server.runOnce(LONG)).isFalse();
            mach.message(1).send(to);
            assertThat(server.runOnce(Duration.ZERO)).isTrue();
            assertStillInterrupted();
        }
    }

    @Test
    void closingAServerDoesNotWaitForItsThreadsWhichEndAllTheSame() throws Exception {
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        try (Semaphore inside = mach.createSemaphore(0);
                Semaphore go = mach.createSemaphore(0)) {
            MachServer server = MachServer.on(port)
                    .handle(1, request -> {
                        inside.signal();
                        go.await();
                    })
                    .build();
            for (int i = 0; i < 3; i++) {
                Thread thread = new Thread(server::run);
                thread.setUncaughtExceptionHandler((which, failure) -> failures.add(failure));
                thread.start();
                threads.add(thread);
            }
            mach.message(1).send(to);
            inside.await(LONG);
            Thread.currentThread().interrupt();
            server.close();
            assertStillInterrupted();
            assertThat(threads).anyMatch(Thread::isAlive);
            go.signal();
            for (Thread thread : threads) {
                thread.join();
            }
            server.close();
        }
        assertThat(failures).isEmpty();
        assertThat(port.status().portSets()).isZero();
    }

    /** The library's part of these calls repeats what was interrupted, as C's does: a request is not left half done. */
    @Test
    void theNameServiceAnswersAndEndsAllTheSame() {
        Bootstrap names = mach.bootstrap();
        noPort();
        assertThatThrownBy(() -> names.lookUp("interrupted")).isInstanceOf(MachException.class);
        nothingMoreThanNow(); // the bootstrap port, and the library's reply port
        aPort();
        Thread.currentThread().interrupt();
        try (ReceiveRight service = names.checkIn("interrupted");
                SendRight found = names.lookUp("interrupted")) {
            assertThat(found.isSamePortAs(service)).isTrue();
            names.register("interrupted too", to);
            names.lookUp("interrupted too").close();
        }
        try (Mach home = mach.newTask("home");
                BootstrapServer server = BootstrapServer.start(home)) {
            server.declare("interrupted");
            server.makeSend().close();
        }
        assertStillInterrupted();
    }

    // --- what does not wait -------------------------------------------------------------------------------------

    /** A server's replies are not lost and do not wait, whatever became of its thread (spec 06 §3.7). */
    @Test
    void repliesAreSentOrDroppedButNeverThrown() {
        try (ReceiveRight client = mach.allocatePort();
                ReceiveRight full = mach.allocatePort()) {
            full.setQueueLimit(1);
            fill(full);
            mach.message(1).to(to).replyTo(client).send();
            mach.message(2).to(to).replyTo(client).send();
            mach.message(3).to(to).replyTo(Transfer.makeSend(full)).send();
            mach.message(4).to(to).replyTo(Transfer.makeSend(full)).send();
            Thread.currentThread().interrupt();
            try (Message request = port.receive()) {
                request.reply(101).add(Transfer.makeSend(port)).sendReply();
            }
            try (Message request = port.receive()) {
                request.replyError(5);
            }
            try (Message request = port.receive()) {
                request.reply(103).add(Transfer.makeSend(port)).sendReply();
            }
            try (Message request = port.receive()) {
                request.replyError(5);
            }
            assertStillInterrupted();
            try (Message reply = client.receive(LONG);
                    Message error = client.receive(LONG)) {
                assertThat(reply.id()).isEqualTo(101);
                assertThat(error.id()).isEqualTo(102);
            }
            assertThat(full.status().queued()).isEqualTo(1);
            assertThat(to.references()).as("the dropped reply's right is gone").isEqualTo(1);
        }
    }

    @Test
    void everythingElseIsDone() {
        try (SendRight thread = mach.threadSelf()) {
            Thread.currentThread().interrupt();
            ReceiveRight other = mach.allocatePort();
            SendRight right = other.makeSend();
            SendRight copy = right.copy();
            SendOnceRight once = other.makeSendOnce();
            PortSet set = mach.allocatePortSet();
            assertThat(right.references()).isEqualTo(2);
            assertThat(right.isDead()).isFalse();
            assertThat(once.isDead()).isFalse();
            copy.close();

            other.setQueueLimit(3);
            other.setMakeSendCount(4);
            other.setSequenceNumber(5);
            assertThat(other.status().queueLimit()).isEqualTo(3);
            assertThat(other.status().makeSendCount()).isEqualTo(4);
            assertThat(other.status().nextSequenceNumber()).isEqualTo(5);
            other.setContext(6);
            assertThat(other.context()).isEqualTo(6);
            other.setContext(0);
            other.guard(7);
            other.unguard(7);
            set.add(other);
            assertThat(set.members()).containsExactly(other.name());
            set.remove(other);

            assertThat(right.requestDeadName(Transfer.makeSendOnce(port))).isNull();
            right.cancelDeadName().close();
            assertThat(once.requestDeadName(Transfer.makeSendOnce(port))).isNull();
            once.cancelDeadName().close();
            assertThat(right.requestSendPossible(Transfer.makeSendOnce(port))).isNull();
            assertThat(other.requestNoSenders(Transfer.makeSendOnce(port))).isNull();
            other.requestNoSenders(Transfer.makeSendOnce(port), 9).close();
            other.cancelNoSenders().close();
            assertThat(other.requestPortDestroyed(Transfer.makeSendOnce(port))).isNull();
            other.cancelPortDestroyed().close();

            try (Message told = port.poll()) {
                assertThat(Notification.read(told)).contains(new Notification.SendOnce());
            }
            while (port.status().queued() != 0) {
                port.receive().close();
            }

            try (Memory memory = mach.allocateMemory(5000);
                    SendRight task = mach.taskSelf();
                    SendRight host = mach.hostSelf()) {
                memory.buffer().put(0, (byte) 1);
                assertThat(task.isDead()).isFalse();
                assertThat(host.isDead()).isFalse();
            }
            mach.setSpecialPort(TASK_BOOTSTRAP_PORT, right);
            mach.specialPort(TASK_BOOTSTRAP_PORT).orElseThrow().close();
            mach.setSpecialPort(TASK_BOOTSTRAP_PORT, null);
            mach.threadSpecialPort(thread, THREAD_KERNEL_PORT).orElseThrow().close();
            mach.setThreadSpecialPort(thread, THREAD_KERNEL_PORT, thread);
            mach.registerPorts(List.of(right));
            mach.registeredPorts().get(0).close();
            mach.registerPorts(List.of());
            assertThat(mach.hostInfo().processors()).isPositive();
            assertThat(mach.inspect().references(right.name())).isEqualTo(1);
            mach.adoptSendRight(right.relinquish()).close();
            mach.adoptSendOnceRight(once.relinquish()).close();
            mach.adoptPortSet(set.relinquish()).close();
            mach.adoptReceiveRight(other.relinquish()).close();
            try (Mach task = mach.newTask("made by an interrupted thread")) {
                task.allocatePort().close();
            }
            assertStillInterrupted();
        }
    }
}
