// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.kern;

import static org.mach4j.abi.KernReturn.KERN_SUCCESS;
import static org.mach4j.abi.MachMessage.MACH_MSGH_BITS_COMPLEX;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_COPY_SEND;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_MAKE_SEND_ONCE;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_PORT_RECEIVE;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_PORT_SEND;
import static org.mach4j.abi.MachMessage.MACH_RCV_MSG;
import static org.mach4j.abi.MachMessage.MACH_SEND_MSG;
import static org.mach4j.abi.MachMsgReturn.MACH_MSG_SUCCESS;
import static org.mach4j.abi.MachMsgReturn.MACH_SEND_INVALID_DATA;
import static org.mach4j.abi.MachMsgReturn.MACH_SEND_INVALID_DEST;
import static org.mach4j.abi.MachMsgReturn.MACH_SEND_INVALID_HEADER;
import static org.mach4j.abi.MachNotify.MACH_NOTIFY_SEND_ONCE;
import static org.mach4j.abi.MigErrors.MIG_REPLY_MISMATCH;
import static org.mach4j.abi.MigErrors.MIG_SERVER_DIED;
import static org.mach4j.abi.MigErrors.MIG_TYPE_ERROR;

import java.nio.charset.StandardCharsets;
import org.mach4j.sim.ipc.Bytes;
import org.mach4j.sim.vm.AddressSpace;
import org.mach4j.spi.MachCalls;

/** The library's bootstrap calls: requests of the {@code job} subsystem to the bootstrap port (spec 06 §6). */
final class BootstrapClient {
    private static final int CHECK_IN = 402;
    private static final int REGISTER = 403;
    private static final int LOOK_UP = 404;
    private static final int REPLY_OFFSET = 100;

    private static final int HEADER_SIZE = 24;
    private static final int NDR_SIZE = 8;
    private static final int NAME_SIZE = 128;
    private static final int CHECK_IN_SIZE = 168;
    private static final int REGISTER_SIZE = 184;
    private static final int LOOK_UP_SIZE = 188;
    private static final int ERROR_REPLY_SIZE = 36;
    private static final int PORT_REPLY_SIZE = 40;
    private static final int CHECK_IN_REPLY_SIZE = 64;
    private static final int RETURN_CODE_OFFSET = 32;
    private static final int PORT_OFFSET = 28;
    private static final int DISPOSITION_OFFSET = 38;
    private static final int BUFFER_SIZE = 256;

    private static final int REQUEST_BITS = MACH_MSG_TYPE_COPY_SEND | MACH_MSG_TYPE_MAKE_SEND_ONCE << 8;

    private final MachCalls calls;
    private final AddressSpace memory;

    BootstrapClient(MachCalls calls, AddressSpace memory) {
        this.calls = calls;
        this.memory = memory;
    }

    int lookUp(int bootstrap, String name, int[] port) {
        byte[] request = new byte[LOOK_UP_SIZE];
        putNameAt(request, HEADER_SIZE, name);
        return rpc(bootstrap, LOOK_UP, request, PORT_REPLY_SIZE, MACH_MSG_TYPE_PORT_SEND, port);
    }

    int checkIn(int bootstrap, String name, int[] port) {
        byte[] request = new byte[CHECK_IN_SIZE];
        putNameAt(request, HEADER_SIZE, name);
        return rpc(bootstrap, CHECK_IN, request, CHECK_IN_REPLY_SIZE, MACH_MSG_TYPE_PORT_RECEIVE, port);
    }

    int register(int bootstrap, String name, int port) {
        byte[] request = new byte[REGISTER_SIZE];
        Bytes.putInt(request, 0, MACH_MSGH_BITS_COMPLEX);
        Bytes.putInt(request, HEADER_SIZE, 1);
        Bytes.putInt(request, PORT_OFFSET, port);
        request[DISPOSITION_OFFSET] = MACH_MSG_TYPE_COPY_SEND;
        putNameAt(request, PORT_REPLY_SIZE, name);
        return rpc(bootstrap, REGISTER, request, ERROR_REPLY_SIZE, 0, new int[1]);
    }

    /** The NDR record and the name behind it: at most 127 bytes and a NUL (spec 06 §3.8). */
    private static void putNameAt(byte[] request, int offset, String name) {
        request[offset + 4] = 1;
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, request, offset + NDR_SIZE, Math.min(bytes.length, NAME_SIZE - 1));
    }

    /** A client stub's call (spec 06 §3.5); a complex reply carries one right of the form given, a simple one none. */
    private int rpc(int bootstrap, int id, byte[] request, int replySize, int form, int[] port) {
        int replyPort = calls.mig_get_reply_port();
        Bytes.putInt(request, 0, Bytes.getInt(request, 0) | REQUEST_BITS);
        Bytes.putInt(request, 8, bootstrap);
        Bytes.putInt(request, 12, replyPort);
        Bytes.putInt(request, 20, id);
        long buffer = memory.allocateBuffer(BUFFER_SIZE);
        try {
            memory.copyOut(request, 0, request.length, buffer);
            int code =
                    calls.mach_msg(buffer, MACH_SEND_MSG | MACH_RCV_MSG, request.length, BUFFER_SIZE, replyPort, 0, 0);
            if (code != MACH_MSG_SUCCESS) {
                boolean kept = code == MACH_SEND_INVALID_DATA
                        || code == MACH_SEND_INVALID_DEST
                        || code == MACH_SEND_INVALID_HEADER;
                if (!kept) {
                    calls.mig_dealloc_reply_port(replyPort);
                }
                return code;
            }
            byte[] reply = new byte[CHECK_IN_REPLY_SIZE];
            memory.copyIn(buffer, reply, 0, reply.length);
            return checkReply(reply, id, replySize, form, port);
        } finally {
            memory.freeBuffer(buffer, BUFFER_SIZE);
        }
    }

    private static int checkReply(byte[] reply, int id, int replySize, int form, int[] port) {
        int replyId = Bytes.getInt(reply, 20);
        if (replyId != id + REPLY_OFFSET) {
            return replyId == MACH_NOTIFY_SEND_ONCE ? MIG_SERVER_DIED : MIG_REPLY_MISMATCH;
        }
        boolean complex = (Bytes.getInt(reply, 0) & MACH_MSGH_BITS_COMPLEX) != 0;
        int size = Bytes.getInt(reply, 4);
        if (!complex) {
            int code = Bytes.getInt(reply, RETURN_CODE_OFFSET);
            boolean wellFormed = size == ERROR_REPLY_SIZE && (form == 0 || code != KERN_SUCCESS);
            return wellFormed ? code : MIG_TYPE_ERROR;
        }
        boolean wellFormed = form != 0
                && size == replySize
                && Bytes.getInt(reply, HEADER_SIZE) == 1
                && Bytes.getByte(reply, DISPOSITION_OFFSET) == form;
        if (!wellFormed) {
            return MIG_TYPE_ERROR;
        }
        port[0] = Bytes.getInt(reply, PORT_OFFSET);
        return KERN_SUCCESS;
    }
}
