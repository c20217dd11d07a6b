// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.kern;

import static org.mach4j.abi.KernReturn.KERN_SUCCESS;
import static org.mach4j.abi.MachMessage.MACH_MSGH_BITS_COMPLEX;
import static org.mach4j.abi.MachMessage.MACH_MSG_OOL_DESCRIPTOR;
import static org.mach4j.abi.MachMessage.MACH_MSG_OOL_PORTS_DESCRIPTOR;
import static org.mach4j.abi.MachMessage.MACH_MSG_OOL_VOLATILE_DESCRIPTOR;
import static org.mach4j.abi.MachMessage.MACH_MSG_PORT_DESCRIPTOR;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_MAKE_SEND;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_MAKE_SEND_ONCE;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_MOVE_RECEIVE;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_MOVE_SEND;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_MOVE_SEND_ONCE;
import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_RECEIVE;

import org.mach4j.sim.ipc.Bytes;
import org.mach4j.sim.ipc.PortCalls;
import org.mach4j.sim.vm.AddressSpace;
import org.mach4j.spi.MachCalls;

/** {@code mach_msg_destroy}: what the library does with a received message that is not wanted (spec 01 §2.5). */
final class MessageDestroyer {
    private static final int HEADER_SIZE = 24;
    private static final int BASE_SIZE = 28;
    private static final int PORT_DESCRIPTOR_SIZE = 12;
    private static final int MEMORY_DESCRIPTOR_SIZE = 16;

    private final MachCalls calls;
    private final AddressSpace memory;

    MessageDestroyer(MachCalls calls, AddressSpace memory) {
        this.calls = calls;
        this.memory = memory;
    }

    void destroy(long address) {
        byte[] bytes = new byte[BASE_SIZE];
        if (!memory.copyIn(address, bytes, 0, HEADER_SIZE)) {
            return;
        }
        int bits = Bytes.getInt(bytes, 0);
        destroyName(Bytes.getInt(bytes, 8), bits & 0xff);
        if ((bits & MACH_MSGH_BITS_COMPLEX) == 0 || !memory.copyIn(address, bytes, 0, BASE_SIZE)) {
            return;
        }
        int count = Bytes.getInt(bytes, HEADER_SIZE);
        long at = address + BASE_SIZE;
        for (int i = 0; i != count; i++) {
            int size = destroyDescriptor(at);
            if (size == 0) {
                // An unknown type: the library looks at it again and again, to no effect.
                return;
            }
            at += size;
        }
    }

    /** Returns the size of the descriptor, 0 for an unknown or unreadable one. */
    private int destroyDescriptor(long address) {
        byte[] descriptor = new byte[MEMORY_DESCRIPTOR_SIZE];
        if (!memory.copyIn(address, descriptor, 0, PORT_DESCRIPTOR_SIZE)) {
            return 0;
        }
        int type = Bytes.getByte(descriptor, 11);
        if (type == MACH_MSG_PORT_DESCRIPTOR) {
            destroyName(Bytes.getInt(descriptor, 0), Bytes.getByte(descriptor, 10));
            return PORT_DESCRIPTOR_SIZE;
        }
        if (type > MACH_MSG_OOL_VOLATILE_DESCRIPTOR || !memory.copyIn(address, descriptor, 0, MEMORY_DESCRIPTOR_SIZE)) {
            return 0;
        }
        long data = Bytes.getLong(descriptor, 0);
        boolean deallocate = Bytes.getByte(descriptor, 8) != 0;
        int size = Bytes.getInt(descriptor, 12);
        if (type == MACH_MSG_OOL_PORTS_DESCRIPTOR) {
            byte[] name = new byte[4];
            for (int i = 0; i != size && memory.copyIn(data + 4L * i, name, 0, 4); i++) {
                destroyName(Bytes.getInt(name, 0), Bytes.getByte(descriptor, 10));
            }
            deallocate(data, 4L * Integer.toUnsignedLong(size), deallocate);
        } else if (type == MACH_MSG_OOL_DESCRIPTOR) {
            deallocate(data, Integer.toUnsignedLong(size), deallocate);
        }
        return MEMORY_DESCRIPTOR_SIZE;
    }

    private void deallocate(long address, long size, boolean wanted) {
        if (wanted && size != 0) {
            calls.mach_vm_deallocate(calls.mach_task_self(), address, size);
        }
    }

    /** All results are ignored, as the library ignores them. */
    private void destroyName(int name, int disposition) {
        if (!PortCalls.isValidName(name)) {
            return;
        }
        int self = calls.mach_task_self();
        switch (disposition) {
            case MACH_MSG_TYPE_MOVE_SEND, MACH_MSG_TYPE_MOVE_SEND_ONCE -> calls.mach_port_deallocate(self, name);
            case MACH_MSG_TYPE_MOVE_RECEIVE -> calls.mach_port_mod_refs(self, name, MACH_PORT_RIGHT_RECEIVE, -1);
            case MACH_MSG_TYPE_MAKE_SEND -> {
                calls.mach_port_insert_right(self, name, name, MACH_MSG_TYPE_MAKE_SEND);
                calls.mach_port_deallocate(self, name);
            }
            case MACH_MSG_TYPE_MAKE_SEND_ONCE -> {
                int[] made = new int[1];
                if (calls.mach_port_extract_right(self, name, MACH_MSG_TYPE_MAKE_SEND_ONCE, made, new int[1])
                        == KERN_SUCCESS) {
                    calls.mach_port_deallocate(self, made[0]);
                }
            }
            default -> {
                // 0, a copied right and anything unknown: there is nothing to give up.
            }
        }
    }
}
