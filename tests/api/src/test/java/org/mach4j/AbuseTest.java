// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.mach4j.abi.MachMessage;
import org.mach4j.abi.MachMsgReturn;
import org.mach4j.sim.LiveCounts;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.spi.MachTask;

/**
 * A server fed with random messages by eight threads answers a good client throughout, and nothing is left of it.
 */
class AbuseTest {
    private static final int THREADS = 8;
    private static final int MESSAGES = 1_000_000;

    @Test
    void randomMessagesHurtNobodyAndLeaveNothing() throws Exception {
        SimulatedKernel kernel = SimulatedKernel.create();
        try (Mach server = Mach.of(kernel, kernel.task());
                ReceiveRight port = server.allocatePort()) {
            MachServer running = MachServer.on(port)
                    .handle(
                            1,
                            request ->
                                    request.reply(101).putInt(request.getInt()).sendReply())
                    .handle(2, request -> {
                        request.getString();
                        List<Right> rights = new ArrayList<>(request.takeRights());
                        rights.forEach(right -> {
                            if (right != null) {
                                right.close();
                            }
                        });
                    })
                    .handle(3, request -> {
                        try (Memory memory = request.takeMemory();
                                Right right = request.takeRight()) {
                            request.getBytes((int) memory.size() + (right == null ? 1 : 0));
                        }
                    })
                    .build()
                    .start(2);
            AtomicInteger attackers = new AtomicInteger(THREADS);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int seed = i;
                MachTask task = kernel.createTask("attacker " + i);
                int[] name = new int[1];
                assertThat(kernel.copyRight(
                                kernel.task(), port.name(), MachMessage.MACH_MSG_TYPE_MAKE_SEND, task, name))
                        .isZero();
                Thread thread = new Thread(() -> {
                    try {
                        attack(task, name[0], new SplittableRandom(seed));
                    } finally {
                        kernel.terminate(task);
                        attackers.decrementAndGet();
                    }
                });
                threads.add(thread);
            }
            try (Mach good = Mach.of(kernel, kernel.createTask("good"))) {
                int[] name = new int[1];
                MachTask goodTask = good.machTask();
                assertThat(kernel.copyRight(
                                kernel.task(), port.name(), MachMessage.MACH_MSG_TYPE_MAKE_SEND, goodTask, name))
                        .isZero();
                SendRight to = good.adoptSendRight(name[0]);
                threads.forEach(Thread::start);
                int answered = 0;
                while (attackers.get() > 0) {
                    call(good, to, answered++);
                }
                for (Thread thread : threads) {
                    thread.join();
                }
                // A closed server leaves what is queued in the port. This call stands behind all of it.
                call(good, to, answered);
                to.close();
                good.replyPorts().close();
                kernel.terminate(goodTask);
            }
            running.close();
            assertThat(server.inspect().entries()).as("names in the server").hasSizeLessThanOrEqualTo(3);
            LiveCounts before = kernel.liveCounts();
            assertThat(before.messages()).isZero();
            assertThat(before.pages()).as("pages").isZero();
        }
        kernel.close();
        assertThat(kernel.liveCounts().ports()).isZero();
    }

    private static void call(Mach client, SendRight server, int number) {
        try (Message reply = client.message(1).putInt(number).to(server).call(OneTask.LONG)) {
            assertThat(reply.getInt()).isEqualTo(number);
        }
    }

    /** Sends bytes that look like messages, with real and invented names, dispositions, addresses and sizes. */
    private static void attack(MachTask task, int target, SplittableRandom random) {
        int size = 512;
        long address = task.memory().allocate(size);
        ByteBuffer bytes = task.memory().buffer(address, size);
        long[] data = new long[1];
        assertThat(task.calls().mach_vm_allocate(task.calls().mach_task_self(), data, 16384, 1))
                .isZero();
        int[] own = new int[1];
        assertThat(task.calls().mach_port_allocate(task.calls().mach_task_self(), 1, own))
                .isZero();
        for (int i = 0; i < MESSAGES / THREADS; i++) {
            for (int at = 24; at < 256; at += 4) {
                bytes.putInt(at, random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(64));
            }
            int count = random.nextInt(4);
            boolean complex = count != 0;
            int reply = random.nextInt(3);
            bytes.putInt(0, 19 | (reply == 0 ? 0 : reply == 1 ? 20 << 8 : 21 << 8) | (complex ? 0x80000000 : 0));
            bytes.putInt(8, target);
            bytes.putInt(12, reply == 0 ? 0 : own[0]);
            bytes.putInt(20, random.nextInt(6));
            int at = 24;
            if (complex) {
                bytes.putInt(24, count);
                at = 28;
                for (int d = 0; d < count; d++) {
                    at += descriptor(bytes, at, own[0], data[0], random);
                }
            }
            int length = Math.min(256, at + 4 * random.nextInt(20));
            int code = task.calls().mach_msg(address, 1 | 0x10, length, 0, 0, random.nextInt(2), 0);
            if ((code & ~0x3c00) == MachMsgReturn.MACH_SEND_TIMED_OUT) {
                task.calls().mach_msg_destroy(address); // given back, with rights and memory
            }
            if (random.nextInt(16) == 0) {
                while (task.calls().mach_msg(address, 2 | 0x100, 0, size, own[0], 0, 0) == 0) {
                    task.calls().mach_msg_destroy(address);
                }
            }
        }
    }

    private static int descriptor(ByteBuffer bytes, int at, int own, long data, SplittableRandom random) {
        int type = random.nextInt(40) == 0 ? random.nextInt(256) : random.nextInt(3);
        if (type == 0) {
            bytes.putInt(at, random.nextInt(8) == 0 ? random.nextInt() : own);
            bytes.putInt(at + 4, 0);
            bytes.putInt(at + 8, (20 + random.nextInt(2)) << 16);
            return 12;
        }
        int length = random.nextInt(10) == 0 ? random.nextInt() : random.nextInt(type == 2 ? 20 : 9000);
        bytes.putLong(at, data);
        bytes.putInt(at + 8, 1 << 8 | (type == 2 ? 20 << 16 : 0) | type << 24);
        bytes.putInt(at + 12, length);
        return 16;
    }
}
