// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mach4j.abi.KernReturn.KERN_SUCCESS;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_COPY_SEND;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_MAKE_SEND;
import static org.mach4j.abi.MachMessage.MACH_RCV_INTERRUPT;
import static org.mach4j.abi.MachMessage.MACH_RCV_MSG;
import static org.mach4j.abi.MachMessage.MACH_RCV_TIMEOUT;
import static org.mach4j.abi.MachMessage.MACH_SEND_MSG;
import static org.mach4j.abi.MachMsgReturn.MACH_MSG_SUCCESS;
import static org.mach4j.abi.MachMsgReturn.MACH_RCV_INTERRUPTED;
import static org.mach4j.abi.MachMsgReturn.MACH_RCV_TIMED_OUT;
import static org.mach4j.abi.MachPort.MACH_PORT_LIMITS_INFO;
import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_PORT_SET;
import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_RECEIVE;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.sim.SimulatedTask;
import org.mach4j.spi.MachCalls;

/**
 * No wake-up is lost: threads that wait for messages, and for places in full queues, go on when there is one (spec 05
 * §13). A lost one shows as a thread that hangs.
 *
 * <p>{@code -Dmach4j.handoffs=10000000} hands over more often.
 */
class HandOffTest {
    private static final int HAND_OFFS = Integer.getInteger("mach4j.handoffs", 200_000);
    /** A quarter each for the four tests. */
    private static final int MESSAGES = HAND_OFFS / 4;

    private static final int PATIENCE_SECONDS = 60 + HAND_OFFS / 10_000;
    private static final int LAST = 1;

    private final SimulatedKernel kernel = SimulatedKernel.create();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private interface Body {
        void run() throws Exception;
    }

    private void start(ThreadFactory factory, Body body) {
        Thread thread = factory.newThread(() -> {
            try {
                body.run();
            } catch (Throwable t) {
                failure.compareAndSet(null, t);
            }
        });
        threads.add(thread);
        thread.start();
    }

    private void finish(Threads kind, String what, long count, long started) throws InterruptedException {
        Threads.joinAll(threads.toArray(new Thread[0]), PATIENCE_SECONDS);
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
        kernel.close();
        Balance.assertNothingIsLeft(kernel);
        long nanos = System.nanoTime() - started;
        System.out.printf("hand-offs: %s, %s: %d at %d ns%n", kind, what, count, nanos / Math.max(1, count));
    }

    /** A buffer of one thread with the calls of its task. */
    private static final class End {
        final MachCalls calls;
        final int self;
        final long address;
        final ByteBuffer bytes;

        End(SimulatedTask task) {
            calls = task.calls();
            self = calls.mach_task_self();
            address = task.memory().allocate(64);
            bytes = task.memory().buffer(address, 64);
        }

        int port() {
            int[] name = new int[1];
            assertThat(calls.mach_port_allocate(self, MACH_PORT_RIGHT_RECEIVE, name))
                    .isEqualTo(KERN_SUCCESS);
            return name[0];
        }

        void header(int port, int disposition, int id) {
            bytes.putInt(0, disposition)
                    .putInt(4, 24)
                    .putInt(8, port)
                    .putInt(12, 0)
                    .putInt(20, id);
        }

        int send(int port, int disposition, int id) {
            header(port, disposition, id);
            return calls.mach_msg(address, MACH_SEND_MSG, 24, 0, 0, 0, 0);
        }
    }

    @ParameterizedTest
    @MethodSource("org.mach4j.sim.stress.Threads#available")
    void requestAndReplyBetweenTwoTasks(Threads kind) throws Exception {
        long started = System.nanoTime();
        SimulatedTask clientTask = kernel.createTask("client");
        SimulatedTask serverTask = kernel.createTask("server");
        End client = new End(clientTask);
        End server = new End(serverTask);
        int request = server.port();
        int reply = client.port();
        int[] toServer = new int[1];
        int[] toClient = new int[1];
        kernel.copyRight(serverTask, request, MACH_MSG_TYPE_MAKE_SEND, clientTask, toServer);
        kernel.copyRight(clientTask, reply, MACH_MSG_TYPE_MAKE_SEND, serverTask, toClient);
        int rounds = MESSAGES / 2;
        ThreadFactory factory = kind.factory("hand-off");
        start(factory, () -> {
            assertThat(server.calls.mach_msg(server.address, MACH_RCV_MSG, 0, 64, request, 0, 0))
                    .isEqualTo(MACH_MSG_SUCCESS);
            for (int i = 0; i < rounds; i++) {
                assertThat(server.bytes.getInt(20)).isEqualTo(i);
                server.header(toClient[0], MACH_MSG_TYPE_COPY_SEND, i);
                int option = i == rounds - 1 ? MACH_SEND_MSG : MACH_SEND_MSG | MACH_RCV_MSG;
                assertThat(server.calls.mach_msg(server.address, option, 24, 64, request, 0, 0))
                        .isEqualTo(MACH_MSG_SUCCESS);
            }
        });
        start(factory, () -> {
            for (int i = 0; i < rounds; i++) {
                client.header(toServer[0], MACH_MSG_TYPE_COPY_SEND, i);
                assertThat(client.calls.mach_msg(client.address, MACH_SEND_MSG | MACH_RCV_MSG, 24, 64, reply, 0, 0))
                        .isEqualTo(MACH_MSG_SUCCESS);
                assertThat(client.bytes.getInt(20)).isEqualTo(i);
            }
        });
        finish(kind, "request and reply", 2L * rounds, started);
    }

    @ParameterizedTest
    @MethodSource("org.mach4j.sim.stress.Threads#available")
    void fourSendersWaitForPlacesInAQueueOfOne(Threads kind) throws Exception {
        exchange(kind, "full queue", 4, 1, false, false);
    }

    @ParameterizedTest
    @MethodSource("org.mach4j.sim.stress.Threads#available")
    void threeReceiversOnASetOfThreePorts(Threads kind) throws Exception {
        exchange(kind, "set", 3, 3, true, false);
    }

    @ParameterizedTest
    @MethodSource("org.mach4j.sim.stress.Threads#available")
    void waitsThatTimeOutAndAreAbortedLoseNoMessage(Threads kind) throws Exception {
        exchange(kind, "time-outs and aborts", 3, 3, true, true);
    }

    /** Senders send to ports with a queue limit of 1, receivers take from a set of them all or from the one port. */
    private void exchange(Threads kind, String what, int senders, int receivers, boolean set, boolean hasty)
            throws Exception {
        long started = System.nanoTime();
        SimulatedTask task = kernel.createTask("both");
        End main = new End(task);
        int[] ports = new int[set ? senders : 1];
        int[] from = new int[1];
        assertThat(main.calls.mach_port_allocate(main.self, MACH_PORT_RIGHT_PORT_SET, from))
                .isEqualTo(KERN_SUCCESS);
        for (int i = 0; i < ports.length; i++) {
            ports[i] = main.port();
            main.calls.mach_port_set_attributes(main.self, ports[i], MACH_PORT_LIMITS_INFO, new int[] {1}, 1);
            if (set) {
                main.calls.mach_port_insert_member(main.self, ports[i], from[0]);
            } else {
                from[0] = ports[i];
            }
        }
        int each = MESSAGES / senders;
        AtomicLong received = new AtomicLong();
        ThreadFactory factory = kind.factory(what);
        for (int i = 0; i < receivers; i++) {
            End end = new End(task);
            int option = MACH_RCV_MSG | (hasty ? MACH_RCV_TIMEOUT | MACH_RCV_INTERRUPT : 0);
            start(factory, () -> {
                long count = 0;
                while (true) {
                    int code = end.calls.mach_msg(end.address, option, 0, 64, from[0], 1, 0);
                    if (hasty && (code == MACH_RCV_TIMED_OUT || code == MACH_RCV_INTERRUPTED)) {
                        continue;
                    }
                    assertThat(code).isEqualTo(MACH_MSG_SUCCESS);
                    if (end.bytes.getInt(20) == LAST) {
                        break;
                    }
                    count++;
                }
                received.addAndGet(count);
            });
        }
        List<Thread> sending = new ArrayList<>();
        for (int i = 0; i < senders; i++) {
            End end = new End(task);
            int port = ports[i % ports.length];
            start(factory, () -> {
                for (int m = 0; m < each; m++) {
                    int code = end.send(port, MACH_MSG_TYPE_MAKE_SEND, 0);
                    assertThat(code).isEqualTo(MACH_MSG_SUCCESS);
                }
            });
            sending.add(threads.get(threads.size() - 1));
        }
        if (hasty) {
            // Aborted sends are repeated by the library (spec 05 §12).
            while (sending.stream().anyMatch(Thread::isAlive)) {
                for (Thread thread : threads) {
                    kernel.abort(thread);
                }
                Thread.sleep(0, 200_000);
                assertThat(System.nanoTime() - started).isLessThan(PATIENCE_SECONDS * 1_000_000_000L);
            }
        }
        Threads.joinAll(sending.toArray(new Thread[0]), PATIENCE_SECONDS);
        for (int i = 0; i < receivers; i++) {
            assertThat(main.send(ports[0], MACH_MSG_TYPE_MAKE_SEND, LAST)).isEqualTo(MACH_MSG_SUCCESS);
        }
        finish(kind, what, (long) each * senders, started);
        assertThat(received.get()).isEqualTo((long) each * senders);
    }
}
