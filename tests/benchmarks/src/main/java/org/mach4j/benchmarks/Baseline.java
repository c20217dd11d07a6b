// SPDX-License-Identifier: Apache-2.0
package org.mach4j.benchmarks;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The yardstick that the goals of the simulated kernel are ratios of: the least that a message queue in Java can do, one
 * thread, a copy of 24 bytes put into a queue and taken out again, each under a lock.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Baseline {
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<byte[]> queue = new ArrayDeque<>();
    private final byte[] message = new byte[24];

    /** Enqueues a clone of the message and dequeues it. */
    @Benchmark
    public byte[] queueUnderLock() {
        byte[] copy = message.clone();
        lock.lock();
        try {
            queue.addLast(copy);
        } finally {
            lock.unlock();
        }
        lock.lock();
        try {
            return queue.removeFirst();
        } finally {
            lock.unlock();
        }
    }
}
