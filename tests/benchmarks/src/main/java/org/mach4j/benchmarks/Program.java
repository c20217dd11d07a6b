// SPDX-License-Identifier: Apache-2.0
package org.mach4j.benchmarks;

import java.nio.ByteBuffer;
import org.mach4j.abi.MachMessage;
import org.mach4j.abi.MachPort;
import org.mach4j.abi.MessageHeaderLayout;
import org.mach4j.spi.MachCalls;
import org.mach4j.spi.MachTask;

/** What the benchmarks' programs have in common: a task, a message buffer, and calls that must succeed. */
final class Program {
    static final int BUFFER_SIZE = 4096;

    final MachTask task;
    final MachCalls calls;
    final int self;
    /** Where messages are sent from and received. */
    final long buffer;

    final ByteBuffer bytes;

    Program(MachTask task) {
        this.task = task;
        this.calls = task.calls();
        this.self = calls.mach_task_self();
        this.buffer = task.memory().allocate(BUFFER_SIZE);
        this.bytes = task.memory().buffer(buffer, BUFFER_SIZE);
    }

    static void check(int code) {
        if (code != 0) {
            throw new IllegalStateException("0x" + Integer.toHexString(code));
        }
    }

    int receiveRight() {
        int[] name = new int[1];
        check(calls.mach_port_allocate(self, MachPort.MACH_PORT_RIGHT_RECEIVE, name));
        return name[0];
    }

    /** A receive right with a send right under the same name. */
    int sendReceiveRight() {
        int name = receiveRight();
        check(calls.mach_port_insert_right(self, name, name, MachMessage.MACH_MSG_TYPE_MAKE_SEND));
        return name;
    }

    int portSet() {
        int[] name = new int[1];
        check(calls.mach_port_allocate(self, MachPort.MACH_PORT_RIGHT_PORT_SET, name));
        return name[0];
    }

    void header(int bits, int remote, int local, int id) {
        bytes.putInt(MessageHeaderLayout.BITS_OFFSET, bits);
        bytes.putInt(MessageHeaderLayout.REMOTE_PORT_OFFSET, remote);
        bytes.putInt(MessageHeaderLayout.LOCAL_PORT_OFFSET, local);
        bytes.putInt(MessageHeaderLayout.ID_OFFSET, id);
    }

    void send(int size) {
        check(calls.mach_msg(buffer, MachMessage.MACH_SEND_MSG, size, 0, 0, 0, 0));
    }

    void receive(int name) {
        check(calls.mach_msg(buffer, MachMessage.MACH_RCV_MSG, 0, BUFFER_SIZE, name, 0, 0));
    }

    void sendAndReceive(int size, int name) {
        check(calls.mach_msg(
                buffer, MachMessage.MACH_SEND_MSG | MachMessage.MACH_RCV_MSG, size, BUFFER_SIZE, name, 0, 0));
    }
}
