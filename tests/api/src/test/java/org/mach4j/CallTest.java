// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.mach4j.abi.MachMsgReturn;
import org.mach4j.abi.MigErrors;

/** A request and its reply. */
class CallTest extends OnePort {
    private Thread answering(int times) {
        Thread server = new Thread(() -> {
            for (int i = 0; i < times; i++) {
                try (Message request = port.receive()) {
                    request.reply(request.id() + 100)
                            .putInt(2 * request.getInt())
                            .send();
                }
            }
        });
        server.start();
        return server;
    }

    @Test
    void aCallIsAnsweredAndItsReplyPortUsedAgain() throws Exception {
        Thread server = answering(4);
        Set<Integer> replyPorts = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 2; i++) {
            try (Message reply = mach.message(1).putInt(i).call(to)) {
                assertThat(reply.id()).isEqualTo(101);
                assertThat(reply.getInt()).isEqualTo(2 * i);
                replyPorts.add(reply.port());
            }
            try (Message reply = mach.message(1).putInt(i).to(to).call(LONG)) {
                assertThat(reply.getInt()).isEqualTo(2 * i);
                replyPorts.add(reply.port());
            }
        }
        server.join();
        assertThat(replyPorts).hasSize(1);
        assertThat(to.references()).isEqualTo(1);
    }

    @Test
    void aReplyThatDoesNotComeTimesOutAndWhatComesLaterIsDestroyed() {
        try (MessageBuilder request = mach.message(1).to(to)) {
            MachTimeoutException failure = catchThrowableOfType(MachTimeoutException.class, () -> request.call(SOON));
            assertThat(failure.code()).isEqualTo(MachMsgReturn.MACH_RCV_TIMED_OUT);
            assertThat(failure.unsent()).isEmpty();
        }
        try (Message message = port.receive()) {
            assertThat(message.expectsReply()).isFalse(); // the reply port is dead
        }
    }

    @Test
    void aRequestThatCannotBeSentIsGivenBackWithoutItsReplyRight() {
        port.setQueueLimit(1);
        fill(port);
        MachTimeoutException failure = catchThrowableOfType(
                MachTimeoutException.class,
                () -> mach.message(1).putInt(9).to(to).call(SOON));
        assertThat(failure.code()).isEqualTo(MachMsgReturn.MACH_SEND_TIMED_OUT);
        port.receive().close();
        failure.unsent().orElseThrow().send();
        try (Message message = port.receive()) {
            assertThat(message.expectsReply()).isFalse();
            assertThat(message.getInt()).isEqualTo(9);
        }
        assertThat(to.references()).isEqualTo(1);
    }

    @Test
    void aRequestThrownAwayIsKnownAsSuch() {
        Thread server = blocked(() -> port.receive().close());
        assertThatThrownBy(() -> mach.message(1).call(to))
                .isInstanceOfSatisfying(
                        MachException.class, e -> assertThat(e.code()).isEqualTo(MigErrors.MIG_SERVER_DIED));
        assertThat(server).satisfies(Thread::join);
    }

    @Test
    void aPortThatDiesEndsTheCall() {
        ReceiveRight other = mach.allocatePort();
        SendRight right = other.makeSend();
        Thread caller = blocked(() -> assertThatThrownBy(() -> mach.message(1).call(right))
                .isInstanceOfSatisfying(
                        MachException.class, e -> assertThat(e.code()).isEqualTo(MigErrors.MIG_SERVER_DIED)));
        other.close();
        assertThat(caller).satisfies(Thread::join);
        assertThatThrownBy(() -> mach.message(1).call(right)).isInstanceOfSatisfying(MachException.class, e -> {
            assertThat(e.code()).isEqualTo(MachMsgReturn.MACH_SEND_INVALID_DEST);
            e.unsent().orElseThrow().close();
        });
        right.close();
    }

    @Test
    void interruptionEndsACall() throws Exception {
        Throwable[] failure = new Throwable[1];
        Thread caller = blocked(() -> {
            try {
                mach.message(1).call(to).close();
            } catch (MachInterruptedException e) {
                failure[0] = e;
            }
        });
        caller.interrupt();
        caller.join();
        assertThat(failure[0]).isInstanceOf(MachInterruptedException.class);
        port.receive().close();
    }

    @Test
    void aCallHasNoReplyRightOfItsOwn() {
        try (MessageBuilder message = mach.message(1).to(to).replyTo(port)) {
            assertThatThrownBy(message::call).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void callsCanBeFutures() throws Exception {
        ExecutorService executor = Executors.newCachedThreadPool();
        try {
            CompletableFuture<Message> future = mach.message(1).putInt(4).to(to).callAsync(executor);
            answering(1).join();
            try (Message reply = future.get(20, TimeUnit.SECONDS)) {
                assertThat(reply.getInt()).isEqualTo(8);
            }
            CompletableFuture<Message> cancelled =
                    mach.message(1).putInt(4).to(to).callAsync(executor);
            cancelled.cancel(true);
            answering(1).join();
            ReceiveRight gone = mach.allocatePort();
            SendRight dead = gone.makeSend();
            gone.close();
            assertThat(mach.message(1).to(dead).callAsync(executor))
                    .failsWithin(LONG)
                    .withThrowableThat()
                    .withCauseInstanceOf(MachException.class)
                    .satisfies(e -> ((MachException) e.getCause())
                            .unsent()
                            .orElseThrow()
                            .close());
            dead.close();
        } finally {
            executor.shutdown();
            assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void sendingAndReceivingCanBeFutures() throws Exception {
        ExecutorService executor = Executors.newCachedThreadPool();
        try {
            CompletableFuture<Message> future = port.receiveAsync(executor);
            mach.message(7).to(to).sendAsync(executor).get(20, TimeUnit.SECONDS);
            try (Message message = future.get(20, TimeUnit.SECONDS)) {
                assertThat(message.id()).isEqualTo(7);
            }
            CompletableFuture<Message> cancelled = port.receiveAsync(executor);
            cancelled.cancel(true);
            mach.message(8).replyTo(Transfer.copySend(to)).send(to); // closed, with the right in it
            ReceiveRight gone = mach.allocatePort();
            SendRight dead = gone.makeSend();
            gone.close();
            assertThat(mach.message(1).to(dead).sendAsync(executor))
                    .failsWithin(LONG)
                    .withThrowableThat()
                    .withCauseInstanceOf(MachException.class)
                    .satisfies(e -> ((MachException) e.getCause())
                            .unsent()
                            .orElseThrow()
                            .close());
            dead.close();
        } finally {
            executor.shutdown();
            assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(to.references()).isEqualTo(1);
    }

    @Test
    void repliesLargerThanTheRequestsBufferAreReceived() throws Exception {
        Thread server = blocked(() -> {
            for (int i = 0; i < 2; i++) {
                try (Message request = port.receive()) {
                    request.reply(1).putBytes(new byte[200_000]).send();
                }
            }
        });
        try (Message reply = mach.message(1).call(to)) {
            assertThat(reply.remaining()).isEqualTo(200_000);
        }
        try (Message reply = mach.message(1).to(to).call(LONG)) {
            assertThat(reply.remaining()).isEqualTo(200_000);
        }
        server.join();
    }

    @Test
    void aCallGoesToTheDestinationItHas() throws Exception {
        Thread server = answering(2);
        try (Message reply = mach.message(1).putInt(3).to(to).call()) {
            assertThat(reply.getInt()).isEqualTo(6);
        }
        SendOnceRight once = port.makeSendOnce();
        try (Message reply = mach.message(1).putInt(4).to(once).call()) {
            assertThat(reply.getInt()).isEqualTo(8);
        }
        assertThat(once.isHeld()).isFalse();
        server.join();
        assertThat(to.references()).isEqualTo(1);
    }
}
