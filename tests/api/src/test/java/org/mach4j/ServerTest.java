// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.mach4j.abi.KernReturn;
import org.mach4j.abi.MachMsgReturn;
import org.mach4j.abi.MachNotify;
import org.mach4j.abi.MigErrors;

class ServerTest extends OnePort {
    private int code(int id) {
        try (Message reply = mach.message(id).to(to).call(LONG)) {
            assertThat(reply.id()).isEqualTo(id + 100);
            assertThat(reply.size()).isEqualTo(36);
            assertThat(reply.getBytes(8)).containsExactly(0, 0, 0, 0, 1, 0, 0, 0);
            return reply.getInt();
        }
    }

    @Test
    void aHandlerClosesTheServer() {
        MachServer[] server = new MachServer[1];
        server[0] = MachServer.on(port).handle(1, request -> server[0].close()).build();
        mach.message(1).send(to);
        server[0].run();
        assertThat(server[0].runOnce(LONG)).isFalse();
        assertThat(port.status().portSets()).isZero();
    }

    @Test
    void eachMessageGoesToTheHandlerOfItsId() {
        try (MachServer server = MachServer.on(port)
                .handle(
                        1,
                        request ->
                                request.reply(101).putInt(request.getInt() + 1).sendReply())
                .add(() ->
                        Map.of(2, request -> request.reply(102).putString("two").sendReply()))
                .build()) {
            server.start(2);
            try (Message reply = mach.message(1).putInt(41).to(to).call(LONG)) {
                assertThat(reply.getInt()).isEqualTo(42);
            }
            try (Message reply = mach.message(2).to(to).call(LONG)) {
                assertThat(reply.getString()).isEqualTo("two");
            }
            assertThat(code(3)).isEqualTo(MigErrors.MIG_BAD_ID);
        }
        assertThat(port.status().portSets()).isZero();
    }

    @Test
    void anIdWithTwoHandlersIsRefused() {
        assertThatThrownBy(() -> MachServer.on(port).handle(1, request -> {}).add(() -> Map.of(1, request -> {})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two handlers");
    }

    @Test
    void aHandlersFailureIsTheClientsErrorAndTheServerGoesOn() {
        try (MachServer server = MachServer.on(port)
                .handle(1, request -> request.getInt())
                .handle(2, request -> {
                    throw new IllegalStateException("expected by the test");
                })
                .handle(3, request -> {
                    throw new MachException(KernReturn.KERN_NO_SPACE, "expected by the test");
                })
                .handle(4, request -> request.replyError(0))
                .handle(5, request -> {})
                .build()) {
            server.start(1);
            assertThat(code(1)).isEqualTo(MigErrors.MIG_BAD_ARGUMENTS);
            assertThat(code(2)).isEqualTo(MigErrors.MIG_REMOTE_ERROR);
            assertThat(code(3)).isEqualTo(KernReturn.KERN_NO_SPACE);
            assertThat(code(4)).isZero();
            assertThatThrownBy(() -> mach.message(5).to(to).call(LONG))
                    .isInstanceOfSatisfying(
                            MachException.class, e -> assertThat(e.code()).isEqualTo(MigErrors.MIG_SERVER_DIED));
        }
    }

    @Test
    void aReplyCanComeLater() throws Exception {
        AtomicReference<Destination> later = new AtomicReference<>();
        try (MachServer server = MachServer.on(port)
                .handle(1, request -> later.set(request.takeReplyRight()))
                .handle(2, request -> mach.message(101).putInt(5).send(later.get()))
                .build()) {
            server.start(1);
            Thread caller = blocked(() -> {
                try (Message reply = mach.message(1).to(to).call(LONG)) {
                    assertThat(reply.getInt()).isEqualTo(5);
                    later.set(null);
                }
            });
            mach.message(2).send(to);
            caller.join();
            assertThat(later).hasValue(null);
        }
    }

    @Test
    void oneMessageCanBeServedAtATime() {
        List<Integer> seen = new ArrayList<>();
        try (MachServer server = MachServer.on(port)
                .handle(1, request -> seen.add(request.getInt()))
                .build()) {
            assertThat(server.runOnce(SOON)).isFalse();
            mach.message(1).putInt(7).send(to);
            mach.message(1).putInt(8).send(to);
            assertThat(server.runOnce(LONG)).isTrue();
            assertThat(seen).containsExactly(7);
        }
        assertThat(port.status().queued()).isEqualTo(1);
    }

    @Test
    void theKernelsNotificationsGoToTheirHandlerAndForgedOnesDoNot() {
        List<Notification> told = new ArrayList<>();
        try (MachServer server = MachServer.on(port)
                .notifications(notification -> {
                    synchronized (told) {
                        told.add(notification);
                    }
                })
                .build()) {
            server.start(1);
            assertThat(code(MachNotify.MACH_NOTIFY_SEND_ONCE)).isEqualTo(MigErrors.MIG_BAD_ID);
            port.makeSendOnce().close();
            org.awaitility.Awaitility.await().untilAsserted(() -> {
                synchronized (told) {
                    assertThat(told).containsExactly(new Notification.SendOnce());
                }
            });
        }
    }

    @Test
    void aDeadNameThatNobodyTookIsGivenBack() {
        try (MachServer server = MachServer.on(port).build()) {
            ReceiveRight other = mach.allocatePort();
            SendRight right = other.makeSend();
            assertThat(right.requestDeadName(Transfer.makeSendOnce(port))).isNull();
            other.close();
            assertThat(server.runOnce(LONG)).isTrue();
            assertThat(right.references()).isEqualTo(1);
            right.close();
        }
    }

    @Test
    void aSetIsServedAndStaysItsOwners() {
        try (PortSet set = mach.allocatePortSet()) {
            set.add(port);
            try (MachServer server = MachServer.on(set)
                    .handle(
                            1,
                            request -> request.reply(101).putInt(request.port()).sendReply())
                    .build()) {
                server.start(3);
                try (Message reply = mach.message(1).to(to).call(LONG)) {
                    assertThat(reply.getInt()).isEqualTo(port.name());
                }
            }
            assertThat(set.members()).containsExactly(port.name());
        }
    }

    @Test
    void closingWaitsForTheHandlersAndLeavesTheQueue() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicReference<String> handler = new AtomicReference<>("not begun");
        MachServer server = MachServer.on(port)
                .handle(1, request -> {
                    begun.countDown();
                    Thread.sleep(100);
                    handler.set("returned");
                })
                .build()
                .start(1);
        mach.message(1).send(to);
        begun.await();
        server.close();
        server.close();
        assertThat(handler).hasValue("returned");
        assertThat(server.runOnce(SOON)).isFalse();
        mach.message(1).send(to);
        assertThat(port.status().queued()).isEqualTo(1);
    }

    @Test
    void interruptionEndsARun() throws Exception {
        try (MachServer server = MachServer.on(port).build()) {
            Thread thread = blocked(server::run);
            thread.interrupt();
            thread.join();
        }
    }

    @Test
    void aClientThatLetsItsQueueFillDoesNotHoldTheServer() {
        try (ReceiveRight full = mach.allocatePort();
                MachServer server = MachServer.on(port)
                        .handle(1, request -> request.reply(101).sendReply())
                        .build()) {
            full.setQueueLimit(1);
            fill(full);
            mach.message(1).to(to).replyTo(Transfer.makeSend(full)).send();
            assertThat(server.runOnce(LONG)).isTrue();
            assertThat(full.status().queued()).isEqualTo(1);
            full.receive().close(); // the message that filled the queue held a send right itself
            assertThat(full.status().hasSendRights()).isFalse();
        }
    }

    @Test
    void aServerOfASetThatIsGoneCanBeClosed() {
        PortSet set = mach.allocatePortSet();
        MachServer server = MachServer.on(set).build();
        set.close();
        server.close();
    }

    @Test
    void handlersAreMadeOfHandlers() {
        MachServer.Handler plain = request -> request.reply(101).putInt(7).sendReply();
        MachServer.Subsystem subsystem = () -> Map.of(1, plain);
        List<Notification> told = new ArrayList<>();
        MachServer.NotificationHandler remember = told::add;
        List<String> log = new ArrayList<>();
        try (MachServer server = MachServer.on(port)
                .handle(1, request -> {
                    log.add("before");
                    subsystem.handlers().get(1).handle(request);
                    log.add("after");
                })
                .handle(2, request -> {
                    throw new MalformedMessageException("expected by the test");
                })
                .notifications(notification -> {
                    remember.handle(notification);
                    throw new IllegalStateException("expected by the test");
                })
                .build()) {
            server.start(1);
            try (Message reply = mach.message(1).to(to).call(LONG)) {
                assertThat(reply.getInt()).isEqualTo(7);
            }
            assertThat(code(2)).isEqualTo(MigErrors.MIG_BAD_ARGUMENTS);
            port.makeSendOnce().close();
            assertThat(code(3)).isEqualTo(MigErrors.MIG_BAD_ID);
        }
        assertThat(log).containsExactly("before", "after");
        assertThat(told).containsExactly(new Notification.SendOnce());
    }

    @Test
    void aSetDestroyedUnderItsServerEndsIt() throws Exception {
        for (boolean once : new boolean[] {false, true}) {
            PortSet set = mach.allocatePortSet();
            MachServer server = MachServer.on(set).build();
            Thread serving = blocked(() -> assertThatThrownBy(() -> {
                        if (once) {
                            server.runOnce(LONG);
                        } else {
                            server.run();
                        }
                    })
                    .isInstanceOfSatisfying(
                            MachException.class,
                            e -> assertThat(e.code()).isEqualTo(MachMsgReturn.MACH_RCV_PORT_CHANGED)));
            set.close();
            serving.join();
            server.close();
        }
    }

    @Test
    void aServerSaysWhatItServes() {
        MachServer server = MachServer.on(port)
                .handle(1, request -> {})
                .handle(2, request -> {})
                .build();
        String name = Names.hex(port.name());
        assertThat(server.toString())
                .startsWith("server of receive right " + name + " [send+receive, 1 reference, 0 of 5 queued")
                .endsWith(", 2 handlers");
        server.close();
        assertThat(server.toString()).endsWith(", 2 handlers (closed)");
        try (PortSet set = mach.allocatePortSet();
                MachServer other = MachServer.on(set).handle(1, request -> {}).build()) {
            assertThat(other.toString()).startsWith("server of port set ").endsWith(", 1 handler");
        }
    }
}
