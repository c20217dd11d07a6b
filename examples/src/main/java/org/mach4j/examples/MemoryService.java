// SPDX-License-Identifier: Apache-2.0
package org.mach4j.examples;

import org.mach4j.Mach;
import org.mach4j.MachServer;
import org.mach4j.Memory;
import org.mach4j.Message;
import org.mach4j.ReceiveRight;
import org.mach4j.SendRight;
import org.mach4j.Transfer;

/** A service that passes memory by reference, and a right to a port of its own with it. */
public final class MemoryService {
    private static final int GET = 2000;
    private static final int SIZE = 64 << 20;

    private MemoryService() {}

    public static void main(String[] args) {
        try (Mach mach = Mach.open();
                ReceiveRight port = mach.allocatePort();
                ReceiveRight done = mach.allocatePort();
                SendRight service = port.makeSend();
                MachServer server = MachServer.on(port)
                        .handle(GET, request -> {
                            Memory memory = mach.allocateMemory(SIZE);
                            memory.buffer().putLong(SIZE - 8, 42);
                            // Moved: the pages are the client's, and nothing is copied.
                            request.reply(GET + 100)
                                    .moveMemory(memory)
                                    .add(Transfer.makeSend(done))
                                    .sendReply();
                        })
                        .build()) {
            server.start(1);
            try (Message reply = mach.message(GET).call(service);
                    Memory memory = reply.takeMemory();
                    SendRight tell = reply.takeSend()) {
                System.out.println((memory.size() >> 20) + " MiB, ending with "
                        + memory.buffer().getLong(SIZE - 8));
                if (tell != null) { // a sender may always send no right
                    mach.message(1).putString("thank you").send(tell);
                }
            }
            try (Message message = done.receive()) {
                System.out.println(message.getString());
            }
        }
    }
}
