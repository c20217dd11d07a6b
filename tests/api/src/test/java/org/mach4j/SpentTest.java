// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mach4j.abi.SpecialPorts.TASK_BOOTSTRAP_PORT;
import static org.mach4j.abi.SpecialPorts.THREAD_KERNEL_PORT;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What was closed, moved or sent does nothing any more, says so before anything reaches the kernel, and takes nothing. */
class SpentTest extends OneTask {
    private static void assertSpent(ThrowingCallable... calls) {
        for (int i = 0; i < calls.length; i++) {
            assertThatThrownBy(calls[i]).as("call " + i).isInstanceOf(IllegalStateException.class);
        }
    }

    private static void assertSpent(CompletableFuture<?> future) {
        assertThatThrownBy(future::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void aReceiveRight() {
        ReceiveRight port = mach.allocatePort();
        port.close();
        try (ReceiveRight other = mach.allocatePort()) {
            SendOnceRight notify = other.makeSendOnce();
            assertSpent(
                    port::name,
                    port::relinquish,
                    port::makeSend,
                    port::makeSendOnce,
                    port::receive,
                    () -> port.receive(LONG),
                    port::poll,
                    port::status,
                    () -> port.setQueueLimit(1),
                    () -> port.setMakeSendCount(1),
                    () -> port.setSequenceNumber(1),
                    port::context,
                    () -> port.setContext(1),
                    () -> port.guard(1),
                    () -> port.unguard(1),
                    () -> port.requestNoSenders(Transfer.moveSendOnce(notify)),
                    () -> port.requestNoSenders(Transfer.moveSendOnce(notify), 1),
                    port::cancelNoSenders,
                    () -> port.requestPortDestroyed(Transfer.moveSendOnce(notify)),
                    port::cancelPortDestroyed,
                    () -> port.isSamePortAs(other),
                    () -> other.isSamePortAs(port),
                    () -> MachServer.on(port).build());
            MessageSource source = port;
            assertSpent(source::receive, () -> source.receive(LONG), source::poll);
            assertSpent(source.receiveAsync(Runnable::run));
            assertThat(notify.isHeld()).isTrue();
            notify.close();
            other.receive().close();
        }
        port.close();
        assertThat(port.isHeld()).isFalse();
        assertThat(port.mach()).isSameAs(mach);
        assertThat(port.toString()).matches("receive right 0x\\w+ \\(closed\\)");
    }

    @Test
    void aSendRight() {
        try (ReceiveRight port = mach.allocatePort();
                SendRight thread = mach.threadSelf()) {
            SendRight right = port.makeSend();
            right.close();
            SendOnceRight notify = port.makeSendOnce();
            assertSpent(
                    right::name,
                    right::relinquish,
                    right::copy,
                    right::isDead,
                    right::references,
                    () -> right.requestDeadName(Transfer.moveSendOnce(notify)),
                    right::cancelDeadName,
                    () -> right.requestSendPossible(Transfer.moveSendOnce(notify)),
                    () -> Semaphore.of(right),
                    () -> mach.setSpecialPort(TASK_BOOTSTRAP_PORT, right),
                    () -> mach.threadSpecialPort(right, THREAD_KERNEL_PORT),
                    () -> mach.setThreadSpecialPort(thread, THREAD_KERNEL_PORT, right),
                    () -> mach.setThreadSpecialPort(right, THREAD_KERNEL_PORT, thread),
                    () -> mach.registerPorts(List.of(thread, right)));
            try (MessageBuilder message = mach.message(1)) {
                assertSpent(
                        () -> message.to(right),
                        () -> message.to((Destination) right),
                        () -> message.to(Transfer.moveSend(right)),
                        () -> message.replyTo(Transfer.copySend(right)),
                        () -> message.add(Transfer.copySend(right)),
                        () -> message.addAll(List.of(Transfer.moveSend(right))),
                        () -> message.send(right),
                        () -> message.call(right));
            }
            assertThat(notify.isHeld()).isTrue();
            assertThat(type(port.name()) & 0x10000).as("no send right is left").isZero();
            assertThat(thread.references()).isEqualTo(1);
            notify.close();
            port.receive().close();
            assertThat(right.toString()).matches("send right 0x\\w+ \\(closed\\)");
        }
    }

    @Test
    void aSendOnceRight() {
        try (ReceiveRight port = mach.allocatePort()) {
            SendOnceRight right = port.makeSendOnce();
            mach.message(1).to(right).send();
            SendOnceRight notify = port.makeSendOnce();
            assertSpent(
                    right::name,
                    right::relinquish,
                    right::isDead,
                    () -> right.requestDeadName(Transfer.moveSendOnce(notify)),
                    right::cancelDeadName);
            try (MessageBuilder message = mach.message(1)) {
                assertSpent(
                        () -> message.to(right),
                        () -> message.to((Destination) right),
                        () -> message.to(Transfer.moveSendOnce(right)),
                        () -> message.replyTo(Transfer.moveSendOnce(right)),
                        () -> message.add(Transfer.moveSendOnce(right)));
            }
            right.close();
            assertThat(right.toString()).matches("send-once right 0x\\w+ \\(moved into a message\\)");
            assertThat(notify.isHeld()).isTrue();
            notify.close();
            port.receive().close();
            port.receive().close();
        }
    }

    @Test
    void aPortSet() {
        PortSet set = mach.allocatePortSet();
        set.close();
        try (ReceiveRight port = mach.allocatePort();
                PortSet other = mach.allocatePortSet()) {
            ReceiveRight closed = mach.allocatePort();
            closed.close();
            assertSpent(
                    set::name,
                    set::relinquish,
                    () -> set.add(port),
                    () -> set.remove(port),
                    () -> other.add(closed),
                    () -> other.remove(closed),
                    set::members,
                    set::receive,
                    () -> set.receive(LONG),
                    set::poll,
                    () -> MachServer.on(set).build());
            assertSpent(set.receiveAsync(Runnable::run));
            assertThat(port.status().portSets()).isZero();
        }
        set.close();
        assertThat(set.toString()).matches("port set 0x\\w+ \\(closed\\)");
    }

    @Test
    void aSemaphore() {
        Semaphore semaphore = mach.createSemaphore(1);
        semaphore.close();
        assertSpent(semaphore::signal, semaphore::signalAll, semaphore::await, () -> semaphore.await(LONG));
        assertThat(semaphore.right().isHeld()).isFalse();
        semaphore.close();
    }

    @Test
    void memory() {
        Memory memory = mach.allocateMemory(100);
        memory.close();
        try (MessageBuilder message = mach.message(1)) {
            assertSpent(
                    memory::address,
                    memory::buffer,
                    () -> memory.buffer(0, 1),
                    () -> message.copyMemory(memory),
                    () -> message.moveMemory(memory));
            assertThat(message.toString()).doesNotContain("complex");
        }
        memory.close();
        assertThat(memory.isHeld()).isFalse();
        assertThat(memory.size()).isEqualTo(100);
        assertThat(memory.toString()).matches("100 bytes at 0x\\w+ \\(given up\\)");
    }

    @Test
    void aMessage() {
        try (ReceiveRight port = mach.allocatePort()) {
            mach.message(1).to(Transfer.makeSendOnce(port)).replyTo(port).send();
            Message message = port.receive();
            message.close();
            assertSpent(
                    message::id,
                    message::size,
                    message::reserved,
                    message::port,
                    message::expectsReply,
                    message::trailer,
                    () -> message.reply(101),
                    () -> message.replyError(5),
                    message::takeReplyRight,
                    message::descriptorsLeft,
                    message::takeRight,
                    message::takeSend,
                    message::takeSendOnce,
                    message::takeReceive,
                    message::takeRights,
                    message::takeSends,
                    message::takeMemory,
                    message::getByte,
                    message::getShort,
                    message::getInt,
                    message::getLong,
                    message::getFloat,
                    message::getDouble,
                    () -> message.getBytes(0),
                    message::getString,
                    message::remaining,
                    message::data,
                    message::bytes,
                    () -> Notification.read(message));
            message.close();
            try (Message told = port.receive()) {
                assertThat(Notification.read(told)).contains(new Notification.SendOnce());
            }
            assertThat(port.poll()).isNull();
        }
    }

    @Test
    void aBuilder() {
        try (ReceiveRight port = mach.allocatePort();
                SendRight right = port.makeSend();
                Memory memory = mach.allocateMemory(10)) {
            SendOnceRight once = port.makeSendOnce();
            MessageBuilder message = mach.message(1);
            message.send(right);
            assertSpent(
                    () -> message.to(right),
                    () -> message.to(once),
                    () -> message.to((Destination) once),
                    () -> message.to(Transfer.moveSendOnce(once)),
                    () -> message.replyTo(port),
                    () -> message.replyTo(Transfer.moveSendOnce(once)),
                    () -> message.reserved(1),
                    () -> message.add(Transfer.moveSendOnce(once)),
                    () -> message.addAll(List.of(Transfer.moveSendOnce(once))),
                    () -> message.addNone(Transfer.noSend()),
                    () -> message.copyMemory(memory),
                    () -> message.moveMemory(memory),
                    () -> message.copyMemory(ByteBuffer.allocate(3)),
                    () -> message.putByte(1),
                    () -> message.putShort(1),
                    () -> message.putInt(1),
                    () -> message.putLong(1),
                    () -> message.putFloat(1),
                    () -> message.putDouble(1),
                    () -> message.putBytes((byte) 1),
                    () -> message.putBytes(ByteBuffer.allocate(3)),
                    () -> message.putString("x"),
                    message::dataSize,
                    message::send,
                    () -> message.send(Duration.ZERO),
                    () -> message.send(right),
                    message::call,
                    () -> message.call(LONG),
                    () -> message.call(right),
                    message::sendReply);
            assertSpent(message.sendAsync(Runnable::run));
            assertSpent(message.callAsync(Runnable::run));
            message.close();
            assertThat(once.isHeld()).isTrue();
            assertThat(memory.isHeld()).isTrue();
            assertThat(right.references()).isEqualTo(1);
            assertThat(port.status().queued()).isEqualTo(1);
            once.close();
            port.receive().close();
        }
    }

    @Test
    void aMach() {
        Mach other = mach.newTask("other");
        ReceiveRight port = other.allocatePort();
        SendRight right = port.makeSend();
        long tasks = kernel.liveCounts().tasks();
        other.close();
        assertSpent(
                other::allocatePort,
                other::allocatePortSet,
                () -> other.message(1),
                () -> other.allocateMemory(1),
                () -> other.adoptSendRight(1),
                () -> other.adoptSendOnceRight(1),
                () -> other.adoptReceiveRight(1),
                () -> other.adoptPortSet(1),
                other::taskSelf,
                other::threadSelf,
                other::hostSelf,
                () -> other.specialPort(TASK_BOOTSTRAP_PORT),
                () -> other.setSpecialPort(TASK_BOOTSTRAP_PORT, right),
                () -> other.threadSpecialPort(right, THREAD_KERNEL_PORT),
                () -> other.setThreadSpecialPort(right, THREAD_KERNEL_PORT, right),
                other::registeredPorts,
                () -> other.registerPorts(List.of(right)),
                other::pageSize,
                other::hostInfo,
                () -> other.createSemaphore(1),
                other::bootstrap,
                other::bootstrapServer,
                other::inspect,
                () -> other.newTask("never made"),
                port::makeSend);
        assertThat(kernel.liveCounts().tasks()).isEqualTo(tasks - 1);
        right.close();
        port.close();
        assertThat(port.isHeld()).isFalse();
        assertThat(port.toString()).matches("receive right 0x\\w+ \\(closed\\)");
        other.close();
        assertThat(other.isOpen()).isFalse();
        assertThat(other.description()).isEqualTo(mach.description());
        assertThat(other.toString()).isEqualTo("task other of " + mach.description());
    }
}
