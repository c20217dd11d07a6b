// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.mach4j.Mach;
import org.mach4j.Message;
import org.mach4j.ReceiveRight;
import org.mach4j.SendRight;
import org.mach4j.Transfer;

/** What {@code demo} shows and {@code lsmp} looks into: a message that carries bytes and a send right. */
final class Greeting {
    private static final int MESSAGE_ID = 1000;

    private Greeting() {}

    /**
     * Sends the greeting.
     *
     * @param to where to; the caller keeps it
     * @param other the port of the sender that the receiver gets a send right to
     */
    static void send(Mach sender, SendRight to, ReceiveRight other, PrintWriter out) {
        byte[] bytes = "hello, Mach".getBytes(StandardCharsets.UTF_8);
        sender.message(MESSAGE_ID)
                .to(to)
                .add(Transfer.makeSend(other))
                .putInt(bytes.length)
                .putBytes(bytes)
                .send();
        out.println("sent to " + to + ": " + bytes.length + " bytes and a send right to " + other);
    }

    /** Receives the greeting and gives its right back. */
    static void receive(ReceiveRight port, PrintWriter out) {
        try (Message message = port.receive()) {
            out.println("received:");
            message.toString().lines().forEach(line -> out.println("  " + line));
            try (SendRight right = message.takeSend()) {
                out.println("  the right is now " + right);
            }
            byte[] received = message.getBytes(message.getInt());
            out.println("  the bytes say \"" + new String(received, StandardCharsets.UTF_8) + "\"");
        }
    }
}
