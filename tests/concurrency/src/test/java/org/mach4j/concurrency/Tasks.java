// SPDX-License-Identifier: Apache-2.0
package org.mach4j.concurrency;

import static org.mach4j.abi.KernReturn.KERN_SUCCESS;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_COPY_SEND;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_MAKE_SEND;
import static org.mach4j.abi.MachMessage.MACH_RCV_MSG;
import static org.mach4j.abi.MachMessage.MACH_RCV_TIMEOUT;
import static org.mach4j.abi.MachMessage.MACH_RCV_TRAILER_SEQNO;
import static org.mach4j.abi.MachMessage.MACH_SEND_MSG;
import static org.mach4j.abi.MachMessage.MACH_SEND_TIMEOUT;
import static org.mach4j.abi.MachPort.MACH_PORT_RECEIVE_STATUS;
import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_RECEIVE;

import java.nio.ByteBuffer;
import org.mach4j.abi.MessageHeaderLayout;
import org.mach4j.sim.LiveCounts;
import org.mach4j.sim.MessageCounts;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.sim.SimulatedTask;
import org.mach4j.spi.MachCalls;

/**
 * A kernel for one execution of a scenario, with a task that owns ports and a peer that holds send rights to them. Calls
 * return their code, and behind it what a program sees of their result: executions are compared by these texts.
 */
final class Tasks {
    /** The threads of a scenario and the one that runs its first and last calls; each has a buffer in each task. */
    private static final int THREADS = 8;

    private static final int BUFFER = 512;
    private static final int EMPTY_MESSAGE = 24;
    /** {@code MACH_RCV_TRAILER_ELEMENTS(MACH_RCV_TRAILER_SEQNO)}. */
    private static final int SEQUENCE_NUMBER = MACH_RCV_TRAILER_SEQNO << 24;

    final SimulatedKernel kernel = SimulatedKernel.create();
    final Side owner = new Side(kernel.createTask("owner"));
    final Side peer = new Side(kernel.createTask("peer"));

    /** A task and its calls. */
    static final class Side {
        final SimulatedTask task;
        final MachCalls calls;
        final int self;
        private final long[] addresses = new long[THREADS];
        private final ByteBuffer[] buffers = new ByteBuffer[THREADS];

        Side(SimulatedTask task) {
            this.task = task;
            this.calls = task.calls();
            this.self = calls.mach_task_self();
            for (int i = 0; i < THREADS; i++) {
                addresses[i] = task.memory().allocate(BUFFER);
                buffers[i] = task.memory().buffer(addresses[i], BUFFER);
            }
        }

        int allocate(int right) {
            int[] name = new int[1];
            succeed(calls.mach_port_allocate(self, right, name));
            return name[0];
        }

        /** A fresh port with one send right under the name of its receive right. */
        int port() {
            int name = allocate(MACH_PORT_RIGHT_RECEIVE);
            succeed(calls.mach_port_insert_right(self, name, name, MACH_MSG_TYPE_MAKE_SEND));
            return name;
        }

        String references(int name, int right) {
            int[] references = new int[1];
            int code = calls.mach_port_get_refs(self, name, right, references);
            return code + " " + references[0];
        }

        String type(int name) {
            int[] type = new int[1];
            int code = calls.mach_port_type(self, name, type);
            return code + " " + Integer.toHexString(type[0]);
        }

        /** Make-send count, messages, and which rights exist (spec 04 §5: the words of {@code mach_port_status}). */
        String status(int name) {
            int[] status = new int[10];
            int code = calls.mach_port_get_attributes(self, name, MACH_PORT_RECEIVE_STATUS, status, new int[] {10});
            return code + " sequence " + status[1] + " made " + status[2] + " queued " + status[4] + " send "
                    + status[6];
        }

        /** Sends an empty message; does not wait. */
        int send(int thread, int to, int id) {
            ByteBuffer bytes = buffers[thread];
            bytes.putInt(0, MACH_MSG_TYPE_COPY_SEND)
                    .putInt(4, EMPTY_MESSAGE)
                    .putInt(8, to)
                    .putInt(12, 0);
            bytes.putInt(16, 0).putInt(MessageHeaderLayout.ID_OFFSET, id);
            return calls.mach_msg(addresses[thread], MACH_SEND_MSG | MACH_SEND_TIMEOUT, EMPTY_MESSAGE, 0, 0, 0, 0);
        }

        /** The id of the message this thread received last. */
        int receivedId(int thread) {
            return buffers[thread].getInt(MessageHeaderLayout.ID_OFFSET);
        }

        /** Receives what is there: its id and sequence number; does not wait. */
        String receive(int thread, int from) {
            int code = receiveInto(thread, from);
            ByteBuffer bytes = buffers[thread];
            return code != 0
                    ? "" + code
                    : "0 id " + bytes.getInt(MessageHeaderLayout.ID_OFFSET) + " sequence "
                            + bytes.getInt(bytes.getInt(4) + 8);
        }

        int receiveInto(int thread, int from) {
            return calls.mach_msg(
                    addresses[thread], MACH_RCV_MSG | MACH_RCV_TIMEOUT | SEQUENCE_NUMBER, 0, BUFFER, from, 0, 0);
        }
    }

    static void succeed(int code) {
        if (code != KERN_SUCCESS) {
            throw new IllegalStateException("code " + code);
        }
    }

    /** Gives the peer a send right to a port of the owner; returns its name there. */
    int giveSend(int port) {
        int[] name = new int[1];
        succeed(kernel.copyRight(owner.task, port, MACH_MSG_TYPE_MAKE_SEND, peer.task, name));
        return name[0];
    }

    /** Ends both tasks: nothing is alive then, and each message was received or destroyed. */
    void assertNothingIsLeftAtTheEnd() {
        kernel.close();
        LiveCounts alive = kernel.liveCounts();
        MessageCounts messages = kernel.messageCounts();
        if (!alive.equals(new LiveCounts(0, 0, 0, 0, 0, 0, 0))
                || messages.made() != messages.received() + messages.destroyed()) {
            throw new IllegalStateException("left: " + alive + ", " + messages);
        }
    }
}
