// SPDX-License-Identifier: Apache-2.0
package org.mach4j.examples;

import java.time.Duration;
import org.mach4j.Mach;
import org.mach4j.MachServer;
import org.mach4j.Message;
import org.mach4j.ReceiveRight;
import org.mach4j.SendRight;

/**
 * A server and a client that find each other by name. On macOS run {@code main server} and {@code main client} as two
 * processes; on a simulated kernel {@code main} without arguments runs them as two tasks. The code of both is the same.
 */
public final class Echo {
    private static final String SERVICE = "org.mach4j.examples.echo";
    private static final int ECHO = 1000;

    private Echo() {}

    /** Serves until the server is closed. */
    static MachServer serve(ReceiveRight port) {
        return MachServer.on(port)
                .handle(
                        ECHO,
                        request -> request.reply(ECHO + 100)
                                .putString(request.getString() + " to you too")
                                .sendReply())
                .build();
    }

    static String ask(Mach mach, String text) {
        try (SendRight service = mach.bootstrap().lookUp(SERVICE);
                Message reply = mach.message(ECHO).putString(text).to(service).call(Duration.ofSeconds(10))) {
            return reply.getString();
        }
    }

    public static void main(String[] args) {
        try (Mach mach = Mach.open()) {
            switch (args.length == 0 ? "both" : args[0]) {
                case "server" -> {
                    try (ReceiveRight port = mach.bootstrap().checkIn(SERVICE);
                            MachServer server = serve(port)) {
                        server.run();
                    }
                }
                case "client" -> System.out.println(ask(mach, "hello"));
                default -> {
                    try (ReceiveRight port = mach.bootstrap().checkIn(SERVICE);
                            MachServer server = serve(port);
                            Mach client = mach.newTask("client")) {
                        server.start(1);
                        System.out.println(ask(client, "hello"));
                    }
                }
            }
        }
    }
}
