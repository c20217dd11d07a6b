// SPDX-License-Identifier: Apache-2.0
package org.mach4j.examples;

import org.mach4j.Mach;
import org.mach4j.Message;
import org.mach4j.ReceiveRight;
import org.mach4j.SendRight;

/** A port, a right to send to it, a message there and back. */
public final class FirstProgram {
    private FirstProgram() {}

    public static void main(String[] args) {
        try (Mach mach = Mach.open();
                ReceiveRight port = mach.allocatePort();
                SendRight to = port.makeSend()) {
            mach.message(42).putString("hello").send(to);
            try (Message message = port.receive()) {
                System.out.println(message.id() + ": " + message.getString());
                System.out.println(message);
            }
        }
    }
}
