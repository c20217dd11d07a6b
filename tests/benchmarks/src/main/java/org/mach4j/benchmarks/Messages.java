// SPDX-License-Identifier: Apache-2.0
package org.mach4j.benchmarks;

import java.util.concurrent.TimeUnit;
import org.mach4j.abi.MachMessage;
import org.mach4j.sim.SimulatedKernel;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What a message costs in the simulated kernel, one thread; to be held against {@link Baseline} of the same run. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Messages {
    private static final int HEADER = 24;
    private static final int WITH_PORT = 40;

    private SimulatedKernel kernel;
    private Program program;
    private int port;
    private int carried;

    /** A task with two ports. */
    @Setup
    public void open() {
        kernel = SimulatedKernel.create();
        program = new Program(kernel.task());
        port = program.sendReceiveRight();
        carried = program.sendReceiveRight();
    }

    /** Ends the task. */
    @TearDown
    public void close() {
        kernel.close();
    }

    /** A 24-byte message, sent and received in one call. */
    @Benchmark
    public void oneCall() {
        program.header(MachMessage.MACH_MSG_TYPE_COPY_SEND, port, 0, 1);
        program.sendAndReceive(HEADER, port);
    }

    /** A 24-byte message, sent by one call and received by another. */
    @Benchmark
    public void twoCalls() {
        program.header(MachMessage.MACH_MSG_TYPE_COPY_SEND, port, 0, 1);
        program.send(HEADER);
        program.receive(port);
    }

    /** A message with one port descriptor, sent, received, and the right it brought given back. */
    @Benchmark
    public void withPortDescriptor() {
        program.header(MachMessage.MACH_MSGH_BITS_COMPLEX | MachMessage.MACH_MSG_TYPE_COPY_SEND, port, 0, 1);
        program.bytes.putInt(24, 1);
        program.bytes.putInt(28, carried);
        program.bytes.putInt(36, MachMessage.MACH_MSG_TYPE_COPY_SEND << 16);
        program.sendAndReceive(WITH_PORT, port);
        Program.check(program.calls.mach_port_deallocate(program.self, program.bytes.getInt(28)));
    }
}
