// SPDX-License-Identifier: Apache-2.0
package org.mach4j.concurrency;

import static org.mach4j.abi.MachMsgReturn.MACH_RCV_TIMED_OUT;
import static org.mach4j.abi.MachMsgReturn.MACH_SEND_TIMED_OUT;
import static org.mach4j.abi.MachPort.MACH_PORT_LIMITS_INFO;
import static org.mach4j.abi.MachPort.MACH_PORT_QLIMIT_MAX;
import static org.mach4j.abi.MachPort.MACH_PORT_RECEIVE_STATUS;
import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_DEAD_NAME;
import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_PORT_SET;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.mach4j.spi.MachCalls;

/**
 * Work of four threads at once after which something must add up. Each kind of work needs one kind of lock, and nothing else
 * keeps its threads apart.
 */
enum Sums {
    /** Threads of one task make names and give them up: no two have the same one at a time (spec 03 §2.3). */
    SPACE {
        @Override
        void run(int rounds, boolean locked) throws ReflectiveOperationException, InterruptedException {
            Tasks tasks = new Tasks();
            if (!locked) {
                NoLock.inSpace(tasks.owner);
            }
            MachCalls calls = tasks.owner.calls;
            int self = tasks.owner.self;
            inParallel(locked, (thread, stopped) -> {
                int[] references = new int[1];
                for (int i = 0; i < rounds && !stopped.get(); i++) {
                    int name = tasks.owner.allocate(MACH_PORT_RIGHT_DEAD_NAME);
                    Tasks.succeed(calls.mach_port_mod_refs(self, name, MACH_PORT_RIGHT_DEAD_NAME, 2));
                    Tasks.succeed(calls.mach_port_get_refs(self, name, MACH_PORT_RIGHT_DEAD_NAME, references));
                    equal("references to a fresh name", 3, references[0]);
                    Tasks.succeed(calls.mach_port_mod_refs(self, name, MACH_PORT_RIGHT_DEAD_NAME, -3));
                }
            });
            finish(tasks, locked);
        }
    },

    /** Two threads send to a port, two receive from it: messages, sequence numbers, send rights (spec 05 §2, 03 §3.3). */
    PORT {
        @Override
        void run(int rounds, boolean locked) throws ReflectiveOperationException, InterruptedException {
            Tasks tasks = new Tasks();
            int port = tasks.owner.port();
            if (!locked) {
                NoLock.inPort(tasks.owner, port);
            }
            exchange(tasks, rounds, locked, port, port, port);
            finish(tasks, locked);
        }
    },

    /** Two threads send to a port each, two receive from a set of both: no message is overlooked (spec 05 §8.4). */
    SET {
        @Override
        void run(int rounds, boolean locked) throws ReflectiveOperationException, InterruptedException {
            Tasks tasks = new Tasks();
            int set = tasks.owner.allocate(MACH_PORT_RIGHT_PORT_SET);
            int first = tasks.owner.port();
            int second = tasks.owner.port();
            Tasks.succeed(tasks.owner.calls.mach_port_insert_member(tasks.owner.self, first, set));
            Tasks.succeed(tasks.owner.calls.mach_port_insert_member(tasks.owner.self, second, set));
            if (!locked) {
                NoLock.inSet(tasks.owner, set);
            }
            exchange(tasks, rounds, locked, set, first, second);
            finish(tasks, locked);
        }
    };

    private static final int SENDERS = 2;
    private static final int THREADS = 4;
    private static final long PAUSE_NANOS = 1_000;
    private static final long PATIENCE_MILLIS = 60_000;
    private static final long PATIENCE_WITHOUT_LOCK_MILLIS = 5_000;
    private static final int QUEUE_LIMIT = MACH_PORT_QLIMIT_MAX;

    private interface Body {
        void run(int thread, AtomicBoolean stopped);
    }

    /**
     * Does the work.
     *
     * @param rounds how much of it each thread does
     * @param locked whether the lock in question is there
     * @throws IllegalStateException where something does not add up
     */
    abstract void run(int rounds, boolean locked) throws ReflectiveOperationException, InterruptedException;

    /** Each sender sends to its port, messages of an id of its own; nobody waits. */
    private static void exchange(Tasks tasks, int rounds, boolean locked, int from, int... ports)
            throws InterruptedException {
        MachCalls calls = tasks.owner.calls;
        int self = tasks.owner.self;
        int[] to = new int[SENDERS];
        for (int i = 0; i < SENDERS; i++) {
            to[i] = tasks.giveSend(ports[i]);
            Tasks.succeed(
                    calls.mach_port_set_attributes(self, ports[i], MACH_PORT_LIMITS_INFO, new int[] {QUEUE_LIMIT}, 1));
        }
        AtomicInteger sending = new AtomicInteger(SENDERS);
        AtomicLong received = new AtomicLong();
        AtomicLong ids = new AtomicLong();
        inParallel(locked, (thread, stopped) -> {
            if (thread < SENDERS) {
                try {
                    for (int i = 0; i < rounds && !stopped.get(); i++) {
                        int code = tasks.peer.send(thread, to[thread], 1 + thread);
                        while (code == MACH_SEND_TIMED_OUT && !stopped.get()) {
                            LockSupport.parkNanos(PAUSE_NANOS);
                            code = tasks.peer.send(thread, to[thread], 1 + thread);
                        }
                        Tasks.succeed(code);
                    }
                } finally {
                    sending.decrementAndGet();
                }
                return;
            }
            boolean more = true;
            while (more) {
                // Asked before: what is not there after the last send never comes.
                more = sending.get() != 0;
                int code = tasks.owner.receiveInto(thread, from);
                while (code != MACH_RCV_TIMED_OUT) {
                    Tasks.succeed(code);
                    received.incrementAndGet();
                    ids.addAndGet(tasks.owner.receivedId(thread));
                    code = tasks.owner.receiveInto(thread, from);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        });
        equal("messages received", (long) SENDERS * rounds, received.get());
        equal("sum of their ids", 3L * rounds, ids.get());
        long sequence = 0;
        for (int port : ports[0] == ports[1] ? new int[] {ports[0]} : ports) {
            int[] status = new int[10];
            Tasks.succeed(calls.mach_port_get_attributes(self, port, MACH_PORT_RECEIVE_STATUS, status, new int[] {10}));
            sequence += status[1];
            equal("messages left", 0, status[4]);
            int[] rights = new int[1];
            Tasks.succeed(calls.mach_port_get_srights(self, port, rights));
            equal("send rights: one a task", 2, rights[0]);
        }
        equal("sum of sequence numbers", (long) SENDERS * rounds, sequence);
    }

    /** What is left without a lock may be a list without an end. */
    private static void finish(Tasks tasks, boolean locked) {
        if (locked) {
            tasks.assertNothingIsLeftAtTheEnd();
        }
    }

    private static void equal(String what, long expected, long found) {
        if (expected != found) {
            throw new IllegalStateException(what + ": " + found + ", not " + expected);
        }
    }

    /** Where one thread fails, the others stop. */
    private static void inParallel(boolean locked, Body body) throws InterruptedException {
        AtomicBoolean stopped = new AtomicBoolean();
        List<Throwable> failures = new ArrayList<>();
        Thread[] threads = new Thread[THREADS];
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            threads[i] = new Thread(
                    () -> {
                        try {
                            body.run(number, stopped);
                        } catch (Throwable t) {
                            stopped.set(true);
                            synchronized (failures) {
                                failures.add(t);
                            }
                        }
                    },
                    "sums " + i);
        }
        for (Thread thread : threads) {
            thread.setDaemon(true);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join(locked ? PATIENCE_MILLIS : PATIENCE_WITHOUT_LOCK_MILLIS);
            if (thread.isAlive()) {
                stopped.set(true);
                throw new IllegalStateException(thread.getName() + " hangs");
            }
        }
        synchronized (failures) {
            if (!failures.isEmpty()) {
                throw new IllegalStateException(failures.get(0));
            }
        }
    }
}
