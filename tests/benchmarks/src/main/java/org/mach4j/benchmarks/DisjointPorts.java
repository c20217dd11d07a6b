// SPDX-License-Identifier: Apache-2.0
package org.mach4j.benchmarks;

import java.util.concurrent.TimeUnit;
import org.mach4j.abi.MachMessage;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.spi.MachTask;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/**
 * How much more two threads do than one where each has a port of its own, in one task or in a task each: messages per
 * second of all threads together.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class DisjointPorts {
    private static final int HEADER = 24;

    /** Whose tasks the threads are. */
    public enum Tasks {
        /** One task, whose name space they share. */
        SHARED,
        /** A task each. */
        OWN
    }

    /** The kernel that all threads share. */
    @State(Scope.Benchmark)
    public static class Kernel {
        @Param
        private Tasks tasks;

        private SimulatedKernel kernel;
        private MachTask first;

        /** A kernel with a task. */
        @Setup
        public void open() {
            kernel = SimulatedKernel.create();
            first = kernel.task();
        }

        /** Ends the tasks. */
        @TearDown
        public void close() {
            kernel.close();
        }
    }

    /** A thread's port and buffer. */
    @State(Scope.Thread)
    public static class Own {
        private Program program;
        private int port;

        /** A port in the task that the thread is to use. */
        @Setup
        public void open(Kernel kernel) {
            program =
                    new Program(kernel.tasks == Tasks.SHARED ? kernel.first : kernel.kernel.createTask("of a thread"));
            port = program.sendReceiveRight();
        }
    }

    /** One thread: the measure. */
    @Benchmark
    @Threads(1)
    public void oneThread(Own own) {
        message(own);
    }

    /** Two threads at once. */
    @Benchmark
    @Threads(2)
    public void twoThreads(Own own) {
        message(own);
    }

    private static void message(Own own) {
        own.program.header(MachMessage.MACH_MSG_TYPE_COPY_SEND, own.port, 0, 1);
        own.program.sendAndReceive(HEADER, own.port);
    }
}
