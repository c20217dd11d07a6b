// SPDX-License-Identifier: Apache-2.0
package org.mach4j.benchmarks;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.mach4j.abi.MachMessage;
import org.mach4j.sim.SimulatedKernel;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A round trip between two threads: a request and its reply through the simulated kernel, beside the least that Java can
 * do. For platform threads run it on one core ({@code taskset -c 0}), where a hand-off costs a switch of threads and not
 * the wake-up of a sleeping core.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HandOff {
    private static final int TRIPS = 10_000;
    private static final int HEADER = 24;

    /** Virtual threads need JDK 21. */
    @Param({"platform", "virtual"})
    public String threads;

    /** Request and reply, each a 24-byte message: the client sends and receives in one call, and so does the server. */
    @Benchmark
    @OperationsPerInvocation(TRIPS)
    public void messages() throws InterruptedException {
        try (SimulatedKernel kernel = SimulatedKernel.create()) {
            Program client = new Program(kernel.task());
            Program server = new Program(kernel.task());
            int request = client.sendReceiveRight();
            int reply = client.sendReceiveRight();
            Thread answering = start(() -> {
                server.receive(request);
                for (int i = 0; i < TRIPS - 1; i++) {
                    server.header(MachMessage.MACH_MSG_TYPE_COPY_SEND, reply, 0, 2);
                    server.sendAndReceive(HEADER, request);
                }
                server.header(MachMessage.MACH_MSG_TYPE_COPY_SEND, reply, 0, 2);
                server.send(HEADER);
            });
            Thread asking = start(() -> {
                for (int i = 0; i < TRIPS; i++) {
                    client.header(MachMessage.MACH_MSG_TYPE_COPY_SEND, request, 0, 1);
                    client.sendAndReceive(HEADER, reply);
                }
            });
            asking.join();
            answering.join();
        }
    }

    private static final class Turn {
        volatile boolean second;
        volatile @Nullable Thread first;
        volatile @Nullable Thread other;
    }

    /** Two threads that unpark each other. */
    @Benchmark
    @OperationsPerInvocation(TRIPS)
    public void parkAndUnpark() throws InterruptedException {
        Turn turn = new Turn();
        Thread answering = start(() -> {
            turn.other = Thread.currentThread();
            for (int i = 0; i < TRIPS; i++) {
                while (!turn.second) {
                    LockSupport.park();
                }
                turn.second = false;
                LockSupport.unpark(turn.first);
            }
        });
        while (turn.other == null) {
            Thread.onSpinWait();
        }
        Thread asking = start(() -> {
            turn.first = Thread.currentThread();
            for (int i = 0; i < TRIPS; i++) {
                turn.second = true;
                LockSupport.unpark(turn.other);
                while (turn.second) {
                    LockSupport.park();
                }
            }
        });
        asking.join();
        answering.join();
    }

    /** Two threads that signal each other by a condition of a lock. */
    @Benchmark
    @OperationsPerInvocation(TRIPS)
    public void lockAndCondition() throws InterruptedException {
        ReentrantLock lock = new ReentrantLock();
        Condition changed = lock.newCondition();
        boolean[] second = new boolean[1];
        Thread answering = start(() -> {
            for (int i = 0; i < TRIPS; i++) {
                lock.lock();
                try {
                    while (!second[0]) {
                        changed.awaitUninterruptibly();
                    }
                    second[0] = false;
                    changed.signal();
                } finally {
                    lock.unlock();
                }
            }
        });
        Thread asking = start(() -> {
            for (int i = 0; i < TRIPS; i++) {
                lock.lock();
                try {
                    second[0] = true;
                    changed.signal();
                    while (second[0]) {
                        changed.awaitUninterruptibly();
                    }
                } finally {
                    lock.unlock();
                }
            }
        });
        asking.join();
        answering.join();
    }

    private Thread start(Runnable work) {
        if (threads.equals("platform")) {
            Thread thread = new Thread(work);
            thread.start();
            return thread;
        }
        try {
            return (Thread)
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, work);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("virtual threads need JDK 21 or newer", e);
        }
    }
}
