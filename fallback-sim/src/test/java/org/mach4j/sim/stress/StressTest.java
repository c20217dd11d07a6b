// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mach4j.abi.MachMessage.*;
import static org.mach4j.abi.MachPort.*;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mach4j.abi.MachNotify;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.sim.SimulatedTask;
import org.mach4j.spi.MachCalls;

/**
 * Eight threads on four tasks make random calls with names they share, while others abort and interrupt their waits and
 * end their tasks. Then nothing hangs, everything adds up, and nothing is left.
 *
 * <p>{@code -Dmach4j.stress.seconds=60} runs longer, {@code -Dmach4j.stress.seed=N} makes the same choices again (not the
 * same schedule).
 */
class StressTest {
    private static final int TASKS = 4;
    private static final int THREADS = 8;
    private static final int NAMES = 48;
    /** How often a task ends, in rounds of a millisecond. */
    private static final int ROUNDS_OF_A_TASK = 40;
    /** After so many calls a thread gives way: a virtual thread that does not wait keeps its carrier from the others. */
    private static final int CALLS_OF_A_TURN = 256;

    private static final int BUFFER = 2048;
    private static final long PAGE = 4096;
    private static final long SECONDS = Long.getLong("mach4j.stress.seconds", 4);
    private static final long SEED = Long.getLong("mach4j.stress.seed", System.nanoTime());

    /**
     * What one task has for its threads: names to choose from, a buffer for each thread, and pages of its own.
     *
     * @param names what calls gave, whether or not it is still good
     * @param tasks names of task ports, of this and other tasks
     */
    private record Place(
            SimulatedTask task,
            AtomicIntegerArray names,
            AtomicIntegerArray tasks,
            long[] addresses,
            ByteBuffer[] bytes) {
        static Place of(SimulatedTask task) {
            long[] addresses = new long[THREADS];
            ByteBuffer[] bytes = new ByteBuffer[THREADS];
            for (int i = 0; i < THREADS; i++) {
                addresses[i] = task.memory().allocate(BUFFER);
                bytes[i] = task.memory().buffer(addresses[i], BUFFER);
            }
            AtomicIntegerArray tasks = new AtomicIntegerArray(TASKS);
            for (int i = 0; i < TASKS; i++) {
                tasks.set(i, task.calls().mach_task_self());
            }
            return new Place(task, new AtomicIntegerArray(NAMES), tasks, addresses, bytes);
        }
    }

    private final AtomicReferenceArray<Place> places = new AtomicReferenceArray<>(TASKS);

    private final LongAdder calls = new LongAdder();
    private final LongAdder messages = new LongAdder();
    private final AtomicInteger ended = new AtomicInteger();

    @ParameterizedTest
    @MethodSource("org.mach4j.sim.stress.Threads#available")
    void everyRightIsCounted(Threads kind) throws Exception {
        run(kind, false);
    }

    @ParameterizedTest
    @MethodSource("org.mach4j.sim.stress.Threads#available")
    void nothingIsLeftAlsoWhereTheRealKernelLosesRights(Threads kind) throws Exception {
        run(kind, true);
    }

    private void run(Threads kind, boolean lossy) throws Exception {
        SimulatedKernel kernel = SimulatedKernel.create();
        for (int i = 0; i < TASKS; i++) {
            places.set(i, Place.of(kernel.createTask("task " + i)));
        }
        long deadline = System.nanoTime() + SECONDS * 1_000_000_000L;
        List<Throwable> failures = new ArrayList<>();
        Thread[] threads = new Thread[THREADS];
        ThreadFactory factory = kind.factory("stress");
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            threads[i] = factory.newThread(() -> {
                try {
                    new Worker(kernel, number, new Random(SEED + number), lossy).runUntil(deadline);
                } catch (Throwable t) {
                    synchronized (failures) {
                        failures.add(t);
                    }
                }
            });
            threads[i].start();
        }
        disturb(kernel, threads, deadline);
        synchronized (failures) {
            if (!failures.isEmpty()) {
                throw new AssertionError("with seed " + SEED, failures.get(0));
            }
        }
        if (!lossy) {
            Balance.assertRightsAreCounted(kernel.snapshot());
        }
        kernel.close();
        Balance.assertNothingIsLeft(kernel);
        System.out.printf(
                "stress: %s, %s: %d calls, %d messages made, %d tasks ended in %d s, seed %d%n",
                kind,
                lossy ? "lossy" : "strict",
                calls.sum(),
                kernel.messageCounts().made(),
                ended.get(),
                SECONDS,
                SEED);
        assertThat(messages.sum()).as("messages that were received").isPositive();
        assertThat(ended).as("tasks that ended").hasPositiveValue();
    }

    /** Aborts and interrupts, ends tasks, and in the end waits for the threads. */
    private void disturb(SimulatedKernel kernel, Thread[] threads, long deadline) throws InterruptedException {
        Random random = new Random(SEED - 1);
        long lastWait = deadline + 30_000_000_000L;
        boolean alive = true;
        for (int round = 1; alive; round++) {
            Thread.sleep(1);
            Thread victim = threads[random.nextInt(THREADS)];
            boolean running = System.nanoTime() < deadline;
            if (random.nextInt(4) == 0) {
                victim.interrupt();
            } else {
                kernel.abort(victim);
            }
            if (running && round % ROUNDS_OF_A_TASK == 0) {
                int index = random.nextInt(TASKS);
                SimulatedTask old = places.get(index).task();
                if (random.nextBoolean()) {
                    places.set(index, Place.of(kernel.createTask("task " + index)));
                    kernel.terminate(old);
                } else {
                    kernel.terminate(old);
                    places.set(index, Place.of(kernel.createTask("task " + index)));
                }
                ended.incrementAndGet();
                int[] name = new int[1];
                SimulatedTask other = places.get(random.nextInt(TASKS)).task();
                kernel.copyRight(
                        other,
                        other.calls().mach_task_self(),
                        MACH_MSG_TYPE_COPY_SEND,
                        places.get(index).task(),
                        name);
                places.get(index).tasks().set(random.nextInt(TASKS), name[0]);
            }
            if (!running) {
                alive = false;
                for (Thread thread : threads) {
                    kernel.abort(thread);
                    alive |= thread.isAlive();
                }
                if (System.nanoTime() > lastWait) {
                    throw new AssertionError("hangs, seed " + SEED + "\n" + Threads.dump(threads));
                }
            }
        }
    }

    private final class Worker {
        private final SimulatedKernel kernel;
        private final int number;
        private final Random random;
        /** Whether calls are made that lose rights as the real kernel does (spec 03, 04 Q4-2). */
        private final boolean lossy;

        private Place place;
        private MachCalls task;
        private int self;

        Worker(SimulatedKernel kernel, int number, Random random, boolean lossy) {
            this.kernel = kernel;
            this.number = number;
            this.random = random;
            this.lossy = lossy;
            enter(0);
        }

        private void enter(int index) {
            place = places.get(index);
            task = place.task().calls();
            self = task.mach_task_self();
        }

        void runUntil(long deadline) {
            long made = 0;
            while ((made & 15) != 0 || System.nanoTime() < deadline) {
                // Mostly its own task, so that two threads share one; what is kept is a task that may have ended.
                enter(random.nextInt(16) == 0 ? random.nextInt(TASKS) : number % TASKS);
                call();
                made++;
                if (made % CALLS_OF_A_TURN == 0) {
                    LockSupport.parkNanos(1);
                }
            }
            calls.add(made);
            Thread.interrupted();
        }

        private int name() {
            return place.names().get(random.nextInt(NAMES));
        }

        private void keep(int name) {
            if (name != 0) {
                place.names().set(random.nextInt(NAMES), name);
            }
        }

        private int anyTask() {
            return random.nextInt(4) == 0 ? place.tasks().get(random.nextInt(TASKS)) : self;
        }

        private int right() {
            int[] rights = {
                MACH_PORT_RIGHT_SEND,
                MACH_PORT_RIGHT_RECEIVE,
                MACH_PORT_RIGHT_SEND_ONCE,
                MACH_PORT_RIGHT_PORT_SET,
                MACH_PORT_RIGHT_DEAD_NAME
            };
            return rights[random.nextInt(rights.length)];
        }

        private int disposition() {
            return MACH_MSG_TYPE_MOVE_RECEIVE + random.nextInt(6);
        }

        private void call() {
            int[] one = new int[1];
            int[] two = new int[1];
            long[] address = new long[1];
            long[] more = new long[1];
            switch (random.nextInt(lossy ? 48 : 44)) {
                case 0, 1, 2 -> {
                    if (task.mach_port_allocate(self, MACH_PORT_RIGHT_RECEIVE, one) == 0) {
                        keep(one[0]);
                        task.mach_port_extract_right(self, one[0], MACH_MSG_TYPE_MAKE_SEND, one, two);
                    }
                }
                case 3 -> {
                    task.mach_port_allocate(anyTask(), right(), one);
                    keep(one[0]);
                }
                case 4 -> task.mach_port_destroy(anyTask(), name());
                case 5, 6 -> task.mach_port_deallocate(anyTask(), name());
                case 7, 8 -> task.mach_port_mod_refs(anyTask(), name(), right(), random.nextInt(4) - 2);
                case 9 -> {
                    task.mach_port_extract_right(anyTask(), name(), disposition(), one, two);
                    keep(one[0]);
                }
                case 10, 11 -> task.mach_port_move_member(anyTask(), name(), name());
                case 12 -> task.mach_port_insert_member(self, name(), name());
                case 13 -> task.mach_port_extract_member(self, name(), name());
                case 14, 15 -> {
                    int[] ids = {
                        MachNotify.MACH_NOTIFY_NO_SENDERS,
                        MachNotify.MACH_NOTIFY_DEAD_NAME,
                        MachNotify.MACH_NOTIFY_SEND_POSSIBLE,
                        MachNotify.MACH_NOTIFY_PORT_DESTROYED
                    };
                    int id = ids[random.nextInt(ids.length)];
                    task.mach_port_request_notification(
                            anyTask(),
                            name(),
                            id,
                            id == MachNotify.MACH_NOTIFY_PORT_DESTROYED ? 0 : random.nextInt(2),
                            name(),
                            MACH_MSG_TYPE_MAKE_SEND_ONCE,
                            one);
                    keep(one[0]);
                }
                case 16 -> {
                    if (task.mach_port_names(anyTask(), address, one, more, two) == 0) {
                        task.mach_vm_deallocate(self, address[0], 4L * one[0]);
                        task.mach_vm_deallocate(self, more[0], 4L * two[0]);
                    }
                }
                case 17 -> {
                    task.mach_port_type(anyTask(), name(), one);
                    task.mach_port_get_refs(anyTask(), name(), right(), one);
                    task.mach_port_get_srights(self, name(), one);
                }
                case 18 -> {
                    int[] info = new int[17];
                    one[0] = 17;
                    task.mach_port_get_attributes(anyTask(), name(), MACH_PORT_INFO_EXT, info, one);
                }
                case 19 ->
                    task.mach_port_set_attributes(
                            anyTask(), name(), MACH_PORT_LIMITS_INFO, new int[] {random.nextInt(4)}, 1);
                case 20 -> {
                    if (task.mach_port_get_set_status(self, name(), address, one) == 0) {
                        task.mach_vm_deallocate(self, address[0], 4L * one[0]);
                    }
                }
                case 21 -> task.mach_port_destruct(self, name(), -random.nextInt(2), 0);
                case 22 -> {
                    int thread = task.mach_thread_self();
                    keep(thread);
                    task.thread_abort(random.nextBoolean() ? thread : name());
                }
                case 23 -> {
                    task.task_set_special_port(anyTask(), 4, name());
                    task.task_get_special_port(anyTask(), 4, one);
                    keep(one[0]);
                }
                case 24 -> {
                    bytes().putInt(0, name()).putInt(4, name()).putInt(8, name());
                    task.mach_ports_register(anyTask(), address(), 3);
                    if (task.mach_ports_lookup(anyTask(), address, one) == 0) {
                        task.mach_vm_deallocate(self, address[0], 4L * one[0]);
                    }
                }
                case 25 -> {
                    Place other = places.get(random.nextInt(TASKS));
                    kernel.copyRight(place.task(), name(), disposition(), other.task(), one);
                    if (one[0] != 0) {
                        other.names().set(random.nextInt(NAMES), one[0]);
                    }
                }
                case 26 -> {
                    task.mach_vm_allocate(anyTask(), address, PAGE * (1 + random.nextInt(4)), 1);
                    task.mach_vm_deallocate(anyTask(), address[0], PAGE);
                }
                case 27 -> {
                    if (random.nextInt(64) == 0) {
                        kernel.snapshot().toText();
                    }
                }
                case 44 -> task.mach_port_insert_right(anyTask(), name(), name(), disposition());
                case 45 -> task.mach_port_guard(self, name(), random.nextInt(2), random.nextBoolean());
                case 46 -> task.mach_port_unguard(self, name(), random.nextInt(2));
                case 47 -> {
                    bytes().putInt(0, 2).putInt(4, 128);
                    task.mach_port_allocate_qos(self, MACH_PORT_RIGHT_RECEIVE, address(), one);
                    keep(one[0]);
                }
                case 28, 29, 30, 31 -> {
                    // A request to a kernel object, answered to a name: its task's mach_port_allocate or, rarely, its
                    // end.
                    boolean end = random.nextInt(2000) == 0;
                    int id = end ? 3401 : 3204;
                    int size = end ? 24 : 36;
                    header(MACH_MSG_TYPE_COPY_SEND, anyTask(), MACH_MSG_TYPE_MAKE_SEND_ONCE, name(), id, size, 0);
                    bytes().putLong(24, 1L << 32).putInt(32, MACH_PORT_RIGHT_RECEIVE);
                    message(MACH_SEND_MSG | MACH_SEND_TIMEOUT, size, 0, 0);
                }
                case 32, 33, 34, 35 ->
                    message(
                            MACH_RCV_MSG | MACH_RCV_INTERRUPT | (random.nextInt(8) == 0 ? 0 : MACH_RCV_TIMEOUT),
                            0,
                            name(),
                            random.nextInt(2));
                default -> sendRandom();
            }
        }

        private ByteBuffer bytes() {
            return place.bytes()[number];
        }

        private long address() {
            return place.addresses()[number];
        }

        private void header(int remoteType, int remote, int localType, int local, int id, int size, int bits) {
            bytes().putInt(0, remoteType | localType << 8 | bits)
                    .putInt(4, size)
                    .putInt(8, remote)
                    .putInt(12, local)
                    .putInt(16, 0)
                    .putInt(20, id);
        }

        private void sendRandom() {
            int remoteType = random.nextInt(3) == 0 ? disposition() : MACH_MSG_TYPE_COPY_SEND;
            int localType = random.nextInt(3) == 0 ? disposition() : 0;
            int local = localType == 0 ? 0 : name();
            int remote = localType != 0 && random.nextInt(8) == 0 ? local : name();
            int descriptors = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0;
            header(remoteType, remote, localType, local, random.nextInt(1000), 0, 0);
            int at = 24;
            if (descriptors != 0) {
                bytes().putInt(0, bytes().getInt(0) | MACH_MSGH_BITS_COMPLEX).putInt(at, descriptors);
                at += 4;
                for (int i = 0; i < descriptors; i++) {
                    at = descriptor(at);
                }
            }
            int option = MACH_SEND_MSG | MACH_SEND_INTERRUPT | MACH_RCV_INTERRUPT;
            option |= random.nextInt(8) == 0 ? 0 : MACH_SEND_TIMEOUT;
            option |= random.nextInt(8) == 0 ? MACH_SEND_NOTIFY : 0;
            if (random.nextInt(3) == 0) {
                option |= MACH_RCV_MSG | (random.nextInt(8) == 0 ? 0 : MACH_RCV_TIMEOUT);
            }
            message(option, at, name(), random.nextInt(2));
        }

        private int descriptor(int at) {
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    bytes().putInt(at, name()).putInt(at + 4, 0).putInt(at + 8, disposition() << 16);
                    return at + 12;
                }
                case 2 -> {
                    long[] memory = new long[1];
                    int size = (int) PAGE * (1 + random.nextInt(3));
                    boolean fresh = task.mach_vm_allocate(self, memory, size, 1) == 0;
                    int flags = (fresh && random.nextBoolean() ? 1 : 0) | random.nextInt(2) << 8;
                    bytes().putLong(at, fresh ? memory[0] : 0)
                            .putInt(at + 8, flags | MACH_MSG_OOL_DESCRIPTOR << 24)
                            .putInt(at + 12, fresh ? size - random.nextInt(4000) : 0);
                    return at + 16;
                }
                default -> {
                    bytes().putInt(1024, name()).putInt(1028, name()).putInt(1032, name());
                    bytes().putLong(at, address() + 1024)
                            .putInt(at + 8, disposition() << 16 | MACH_MSG_OOL_PORTS_DESCRIPTOR << 24)
                            .putInt(at + 12, random.nextInt(4));
                    return at + 16;
                }
            }
        }

        private void message(int option, int sendSize, int receiveName, int timeout) {
            int code = task.mach_msg(address(), option, sendSize, BUFFER, receiveName, timeout, 0);
            if (code == 0 && (option & MACH_RCV_MSG) != 0) {
                messages.increment();
                takeApart();
            }
        }

        /** Keeps what a message brought, and gives its memory back. */
        private void takeApart() {
            ByteBuffer bytes = bytes();
            keep(bytes.getInt(8));
            if (bytes.getInt(0) >= 0) {
                return;
            }
            int count = Math.min(8, bytes.getInt(24));
            int at = 28;
            for (int i = 0; i < count; i++) {
                int type = bytes.get(at + 11);
                if (type == MACH_MSG_PORT_DESCRIPTOR) {
                    keep(bytes.getInt(at));
                    at += 12;
                    continue;
                }
                long memory = bytes.getLong(at);
                int size = bytes.getInt(at + 12);
                task.mach_vm_deallocate(self, memory, type == MACH_MSG_OOL_DESCRIPTOR ? size : 4L * size);
                at += 16;
            }
        }
    }
}
