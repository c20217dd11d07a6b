// SPDX-License-Identifier: Apache-2.0
package org.mach4j.examples;

import org.mach4j.Mach;
import org.mach4j.Message;
import org.mach4j.Notification;
import org.mach4j.ReceiveRight;
import org.mach4j.SendOnceRight;
import org.mach4j.SendRight;
import org.mach4j.Transfer;

/**
 * Learning that a peer died. On macOS run {@code main peer} and {@code main watcher} as two processes; on a simulated kernel
 * {@code main} without arguments runs them as two tasks. The code of both is the same.
 */
public final class PeerDeath {
    private static final String SERVICE = "org.mach4j.examples.peer";

    private PeerDeath() {}

    /** Lives until it gets a message, and dies without a word: the kernel releases what it held. */
    static void live(ReceiveRight port) {
        port.receive().close();
        port.mach().close(); // a task ends here; a process when main returns
    }

    static void watch(Mach mach) {
        try (ReceiveRight notify = mach.allocatePort();
                SendRight peer = mach.bootstrap().lookUp(SERVICE);
                SendOnceRight previous = peer.requestDeadName(Transfer.makeSendOnce(notify))) {
            System.out.println("previous request: " + previous + ", peer is dead: " + peer.isDead());
            mach.message(1).send(peer);
            try (Message message = notify.receive();
                    Notification told = Notification.read(message).orElseThrow()) {
                if (told instanceof Notification.DeadName dead && dead.isAbout(peer)) {
                    System.out.println("the peer is gone");
                }
            }
        }
    }

    public static void main(String[] args) throws InterruptedException {
        try (Mach mach = Mach.open()) {
            switch (args.length == 0 ? "both" : args[0]) {
                case "peer" -> live(mach.bootstrap().checkIn(SERVICE));
                case "watcher" -> watch(mach);
                default -> {
                    try (Mach task = mach.newTask("peer")) {
                        ReceiveRight port = task.bootstrap().checkIn(SERVICE);
                        Thread peer = new Thread(() -> live(port));
                        peer.start();
                        watch(mach);
                        peer.join();
                    }
                }
            }
        }
    }
}
