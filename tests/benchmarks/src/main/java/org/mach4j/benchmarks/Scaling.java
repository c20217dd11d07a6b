// SPDX-License-Identifier: Apache-2.0
package org.mach4j.benchmarks;

import java.util.concurrent.TimeUnit;
import org.mach4j.abi.MachMessage;
import org.mach4j.abi.MachPort;
import org.mach4j.sim.SimulatedKernel;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** That the cost of an operation does not grow with what else there is. */
public class Scaling {
    private static final int HEADER = 24;

    private Scaling() {}

    /** The other names of the task. */
    @State(Scope.Thread)
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    public static class Names {
        /** How many ports there are besides. */
        @Param({"10", "1000", "1000000"})
        public int ports;

        private SimulatedKernel kernel;
        private Program program;
        private int port;

        /** Fills the task. */
        @Setup
        public void open() {
            kernel = SimulatedKernel.createWithRoomFor(ports + 100);
            program = new Program(kernel.task());
            for (int i = 0; i < ports; i++) {
                program.receiveRight();
            }
            port = program.sendReceiveRight();
        }

        /** Ends the task. */
        @TearDown
        public void close() {
            kernel.close();
        }

        /** Sends and receives. */
        @Benchmark
        public void message() {
            program.header(MachMessage.MACH_MSG_TYPE_COPY_SEND, port, 0, 1);
            program.sendAndReceive(HEADER, port);
        }

        /** Makes a port and destroys it. */
        @Benchmark
        public void allocateAndDestroy() {
            int name = program.receiveRight();
            Program.check(program.calls.mach_port_mod_refs(program.self, name, MachPort.MACH_PORT_RIGHT_RECEIVE, -1));
        }
    }

    /** The members of a set that is received from. */
    @State(Scope.Thread)
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    public static class Members {
        /** How many members the set has. */
        @Param({"1", "30", "1000"})
        public int members;

        private SimulatedKernel kernel;
        private Program program;
        private int set;
        private int[] ports;
        private int next;

        /** Fills the set. */
        @Setup
        public void open() {
            kernel = SimulatedKernel.create();
            program = new Program(kernel.task());
            set = program.portSet();
            ports = new int[members];
            for (int i = 0; i < members; i++) {
                ports[i] = program.sendReceiveRight();
                Program.check(program.calls.mach_port_insert_member(program.self, ports[i], set));
            }
        }

        /** Ends the task. */
        @TearDown
        public void close() {
            kernel.close();
        }

        /** Sends to one member after another and receives from the set. */
        @Benchmark
        public void message() {
            next = next + 1 == members ? 0 : next + 1;
            program.header(MachMessage.MACH_MSG_TYPE_COPY_SEND, ports[next], 0, 1);
            program.sendAndReceive(HEADER, set);
        }
    }

    /** The messages that wait in front. */
    @State(Scope.Thread)
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    public static class Queued {
        /** How many messages are queued all the time. */
        @Param({"1", "30", "1000"})
        public int messages;

        private SimulatedKernel kernel;
        private Program program;
        private int port;

        /** Fills the queue. */
        @Setup
        public void open() {
            kernel = SimulatedKernel.create();
            program = new Program(kernel.task());
            port = program.sendReceiveRight();
            int[] limit = {MachPort.MACH_PORT_QLIMIT_MAX};
            Program.check(program.calls.mach_port_set_attributes(
                    program.self, port, MachPort.MACH_PORT_LIMITS_INFO, limit, 1));
            for (int i = 0; i < messages; i++) {
                program.header(MachMessage.MACH_MSG_TYPE_COPY_SEND, port, 0, 1);
                program.send(HEADER);
            }
        }

        /** Ends the task. */
        @TearDown
        public void close() {
            kernel.close();
        }

        /** Sends to the end of the queue and receives from its head. */
        @Benchmark
        public void message() {
            program.header(MachMessage.MACH_MSG_TYPE_COPY_SEND, port, 0, 1);
            program.sendAndReceive(HEADER, port);
        }
    }

    /** The size of out-of-line memory. */
    @State(Scope.Thread)
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    public static class OutOfLine {
        private static final int WITH_MEMORY = 44;
        private static final int DESCRIPTOR = 28;
        private static final int VIRTUAL_COPY_OF_MEMORY =
                MachMessage.MACH_MSG_VIRTUAL_COPY << 8 | MachMessage.MACH_MSG_OOL_DESCRIPTOR << 24;

        /** Bytes sent. */
        @Param({"4096", "1073741824"})
        public int size;

        private SimulatedKernel kernel;
        private Program program;
        private int port;
        private long memory;

        /** Makes the memory, with something in it. */
        @Setup
        public void open() {
            kernel = SimulatedKernel.create();
            program = new Program(kernel.task());
            port = program.sendReceiveRight();
            long[] address = new long[1];
            Program.check(program.calls.mach_vm_allocate(program.self, address, size, 1));
            memory = address[0];
            Program.check(program.calls.mach_vm_write(program.self, memory, program.buffer, 64));
        }

        /** Ends the task. */
        @TearDown
        public void close() {
            kernel.close();
        }

        /** Sends the memory by reference, receives it and gives it back. */
        @Benchmark
        public void message() {
            program.header(MachMessage.MACH_MSGH_BITS_COMPLEX | MachMessage.MACH_MSG_TYPE_COPY_SEND, port, 0, 1);
            program.bytes.putInt(24, 1);
            program.bytes.putLong(DESCRIPTOR, memory);
            program.bytes.putInt(DESCRIPTOR + 8, VIRTUAL_COPY_OF_MEMORY);
            program.bytes.putInt(DESCRIPTOR + 12, size);
            program.sendAndReceive(WITH_MEMORY, port);
            Program.check(program.calls.mach_vm_deallocate(program.self, program.bytes.getLong(DESCRIPTOR), size));
        }
    }
}
