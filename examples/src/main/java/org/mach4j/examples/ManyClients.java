// SPDX-License-Identifier: Apache-2.0
package org.mach4j.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.mach4j.Mach;
import org.mach4j.MachServer;
import org.mach4j.Message;
import org.mach4j.PortSet;
import org.mach4j.ReceiveRight;
import org.mach4j.SendRight;

/** One server of a port set, a port for each client, and a thousand clients: on virtual threads where the JDK has them. */
public final class ManyClients {
    private static final int CLIENTS = 1_000;
    private static final int ADD = 3000;

    private ManyClients() {}

    /** {@code Executors.newVirtualThreadPerTaskExecutor()}, which JDK 21 and newer have. */
    static ExecutorService threads() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException olderJdk) {
            return Executors.newFixedThreadPool(100);
        }
    }

    public static void main(String[] args) throws InterruptedException, ExecutionException {
        try (Mach mach = Mach.open();
                PortSet set = mach.allocatePortSet()) {
            List<ReceiveRight> ports = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                ReceiveRight port = mach.allocatePort();
                port.setContext(i); // which client it is comes with each message
                set.add(port);
                ports.add(port);
            }
            ExecutorService threads = threads();
            try (MachServer server = MachServer.on(set)
                    .handle(
                            ADD,
                            request -> request.reply(ADD + 100)
                                    .putLong(
                                            request.getInt() + request.trailer().context())
                                    .sendReply())
                    .build()) {
                server.start(1);
                List<Future<Long>> answers = new ArrayList<>();
                for (ReceiveRight port : ports) {
                    answers.add(threads.submit(() -> {
                        try (SendRight right = port.makeSend();
                                Message reply = mach.message(ADD).putInt(1).call(right)) {
                            return reply.getLong();
                        }
                    }));
                }
                long sum = 0;
                for (Future<Long> answer : answers) {
                    sum += answer.get();
                }
                System.out.println(CLIENTS + " clients, sum " + sum);
            } finally {
                threads.shutdown();
                ports.forEach(ReceiveRight::close);
            }
        }
    }
}
