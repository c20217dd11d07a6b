// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mach4j.abi.BootstrapCodes;
import org.mach4j.sim.SimulatedKernelProvider;

/** Two tasks find each other by name (spec 06 §6, §7 tests 32 and 33). */
class BootstrapTest {
    private static final String NAME = "org.mach4j.test";

    private Mach server;
    private Mach client;

    @BeforeEach
    void open() {
        server = Mach.open(new SimulatedKernelProvider());
        client = server.newTask("client");
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private static void assertCode(int code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        MachException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void anUnknownServiceIsSaidInWords() {
        assertThatThrownBy(() -> client.bootstrap().lookUp(NAME))
                .isInstanceOf(MachException.class)
                .hasMessageContaining("bootstrap_look_up \"org.mach4j.test\": BOOTSTRAP_UNKNOWN_SERVICE")
                .hasMessageContaining("1102");
    }

    @Test
    void whoChecksInIsFound() {
        try (ReceiveRight port = server.bootstrap().checkIn(NAME);
                SendRight found = client.bootstrap().lookUp(NAME)) {
            client.message(5).putString("hello").send(found);
            try (Message message = port.receive(Duration.ofSeconds(10))) {
                assertThat(message.getString()).isEqualTo("hello");
            }
            assertCode(
                    BootstrapCodes.BOOTSTRAP_SERVICE_ACTIVE,
                    () -> server.bootstrap().checkIn(NAME));
            assertCode(
                    BootstrapCodes.BOOTSTRAP_NOT_PRIVILEGED,
                    () -> client.bootstrap().checkIn(NAME));
        }
        await().untilAsserted(() -> assertCode(
                BootstrapCodes.BOOTSTRAP_UNKNOWN_SERVICE,
                () -> client.bootstrap().lookUp(NAME)));
    }

    @Test
    void aRegisteredPortIsFoundUntilItDies() {
        ReceiveRight port = server.allocatePort();
        try (SendRight right = port.makeSend()) {
            server.bootstrap().register(NAME, right);
            assertThat(right.isHeld()).isTrue();
            try (SendRight found = server.bootstrap().lookUp(NAME)) {
                assertThat(found.isSamePortAs(port)).isTrue();
            }
            assertCode(
                    BootstrapCodes.BOOTSTRAP_SERVICE_ACTIVE,
                    () -> server.bootstrap().register(NAME, right));
            try (ReceiveRight other = client.allocatePort();
                    SendRight theirs = other.makeSend()) {
                assertCode(
                        BootstrapCodes.BOOTSTRAP_NOT_PRIVILEGED,
                        () -> client.bootstrap().register(NAME, theirs));
            }
            port.close();
        }
        await().untilAsserted(() -> assertCode(
                BootstrapCodes.BOOTSTRAP_UNKNOWN_SERVICE,
                () -> server.bootstrap().lookUp(NAME)));
    }

    @Test
    void aDeclaredServiceKeepsItsMessagesAndOutlivesItsProgram() {
        server.bootstrapServer().declare(NAME);
        assertThatThrownBy(() -> server.bootstrapServer().declare(NAME)).isInstanceOf(IllegalArgumentException.class);
        try (SendRight found = client.bootstrap().lookUp(NAME)) {
            client.message(1).send(found);
            try (Mach program = server.newTask("program")) {
                ReceiveRight port = program.bootstrap().checkIn(NAME);
                port.receive(Duration.ofSeconds(10)).close();
                client.message(2).send(found);
            }
            // The program's end sent the port back.
            await().untilAsserted(() -> {
                try (Mach next = server.newTask("next");
                        ReceiveRight port = next.bootstrap().checkIn(NAME);
                        Message waiting = port.receive(Duration.ofSeconds(10))) {
                    assertThat(waiting.id()).isEqualTo(2);
                }
            });
            assertThat(found.isDead()).isFalse();
        }
    }

    @Test
    void namesHaveALength() {
        String longest = "x".repeat(127);
        server.bootstrap().checkIn(longest).close();
        assertThatThrownBy(() -> server.bootstrap().lookUp("x".repeat(128)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> server.bootstrap().lookUp("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTaskInheritsTheBootstrapPort() {
        server.bootstrap();
        try (Mach child = server.newTask("child")) {
            try (SendRight port = child.specialPort(4).orElseThrow()) {
                assertThat(port.isDead()).isFalse();
            }
        }
    }
}
