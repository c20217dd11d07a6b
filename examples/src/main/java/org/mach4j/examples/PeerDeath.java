// SPDX-License-Identifier: Apache-2.0
package org.mach4j.examples;

import org.mach4j.Mach;
import org.mach4j.Message;
import org.mach4j.Notification;
import org.mach4j.ReceiveRight;
import org.mach4j.SendOnceRight;
import org.mach4j.SendRight;
import org.mach4j.Transfer;

/** Learning that a peer died. On macOS the peer is a process; here it is a task of the simulated kernel. */
public final class PeerDeath {
    private PeerDeath() {}

    public static void main(String[] args) {
        try (Mach mach = Mach.open();
                ReceiveRight notify = mach.allocatePort()) {
            Mach peer = mach.newTask("peer");
            ReceiveRight service = peer.bootstrap().checkIn("org.mach4j.examples.peer");
            try (SendRight right = mach.bootstrap().lookUp("org.mach4j.examples.peer");
                    SendOnceRight previous = right.requestDeadName(Transfer.makeSendOnce(notify))) {
                System.out.println("previous request: " + previous + ", service held: " + service.isHeld());
                peer.close(); // the task ends, and its rights with it
                try (Message message = notify.receive();
                        Notification told = Notification.read(message).orElseThrow()) {
                    if (told instanceof Notification.DeadName dead && dead.isAbout(right)) {
                        System.out.println("the peer is gone");
                    }
                }
            }
        }
    }
}
