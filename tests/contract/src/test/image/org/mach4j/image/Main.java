// SPDX-License-Identifier: Apache-2.0
package org.mach4j.image;

import org.mach4j.Mach;
import org.mach4j.Message;
import org.mach4j.ReceiveRight;
import org.mach4j.SendRight;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.standin.Standin;

/** Sends itself a message by ffm: on macOS to the real kernel, elsewhere to the simulated one behind the stand-in. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        if (Standin.exists()) {
            Standin standin = Standin.load();
            standin.install(SimulatedKernel.create().createTask("image", standin.memory()));
            System.setProperty("mach4j.native.library", standin.path().toString());
        }
        System.setProperty("mach4j.provider", "ffm");
        try (Mach mach = Mach.open();
                ReceiveRight port = mach.allocatePort();
                SendRight to = port.makeSend()) {
            mach.message(42).putString("hello").send(to);
            try (Message message = port.receive()) {
                System.out.println(message.id() + ": " + message.getString());
            }
        }
    }
}
