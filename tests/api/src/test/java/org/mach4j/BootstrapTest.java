// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.mach4j.abi.SpecialPorts.TASK_BOOTSTRAP_PORT;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mach4j.abi.BootstrapCodes;

/** Two tasks find each other by name (spec 06 §6, §7 tests 32 and 33). */
class BootstrapTest extends OneTask {
    private static final String NAME = "org.mach4j.test";

    private Mach client;

    @BeforeEach
    void twoTasks() {
        // From now on the task holds the bootstrap port, and the library's reply port.
        assertThatThrownBy(() -> mach.bootstrap().lookUp(NAME)).isInstanceOf(MachException.class);
        nothingMoreThanNow();
        client = mach.newTask("client");
    }

    @AfterEach
    void oneTask() {
        client.close();
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
        try (ReceiveRight port = mach.bootstrap().checkIn(NAME);
                SendRight found = client.bootstrap().lookUp(NAME)) {
            client.message(5).putString("hello").send(found);
            try (Message message = port.receive(LONG)) {
                assertThat(message.getString()).isEqualTo("hello");
            }
            assertCode(
                    BootstrapCodes.BOOTSTRAP_SERVICE_ACTIVE,
                    () -> mach.bootstrap().checkIn(NAME));
            assertCode(
                    BootstrapCodes.BOOTSTRAP_NOT_PRIVILEGED,
                    () -> client.bootstrap().checkIn(NAME));
        }
        await().pollInSameThread()
                .untilAsserted(() -> assertCode(
                        BootstrapCodes.BOOTSTRAP_UNKNOWN_SERVICE,
                        () -> client.bootstrap().lookUp(NAME)));
    }

    @Test
    void aRegisteredPortIsFoundUntilItDies() {
        ReceiveRight port = mach.allocatePort();
        try (SendRight right = port.makeSend()) {
            mach.bootstrap().register(NAME, right);
            assertThat(right.isHeld()).isTrue();
            try (SendRight found = mach.bootstrap().lookUp(NAME)) {
                assertThat(found.isSamePortAs(port)).isTrue();
            }
            assertCode(
                    BootstrapCodes.BOOTSTRAP_SERVICE_ACTIVE,
                    () -> mach.bootstrap().register(NAME, right));
            try (ReceiveRight other = client.allocatePort();
                    SendRight theirs = other.makeSend()) {
                assertCode(
                        BootstrapCodes.BOOTSTRAP_NOT_PRIVILEGED,
                        () -> client.bootstrap().register(NAME, theirs));
            }
            port.close();
        }
        await().pollInSameThread()
                .untilAsserted(() -> assertCode(
                        BootstrapCodes.BOOTSTRAP_UNKNOWN_SERVICE,
                        () -> mach.bootstrap().lookUp(NAME)));
    }

    @Test
    void aDeclaredServiceKeepsItsMessagesAndOutlivesItsProgram() {
        mach.bootstrapServer().declare(NAME);
        assertThatThrownBy(() -> mach.bootstrapServer().declare(NAME)).isInstanceOf(IllegalArgumentException.class);
        try (SendRight found = client.bootstrap().lookUp(NAME)) {
            client.message(1).send(found);
            try (Mach program = mach.newTask("program")) {
                ReceiveRight port = program.bootstrap().checkIn(NAME);
                port.receive(LONG).close();
                client.message(2).send(found);
            }
            // The program's end sent the port back.
            await().pollInSameThread().untilAsserted(() -> {
                try (Mach next = mach.newTask("next");
                        ReceiveRight port = next.bootstrap().checkIn(NAME);
                        Message waiting = port.receive(LONG)) {
                    assertThat(waiting.id()).isEqualTo(2);
                }
            });
            assertThat(found.isDead()).isFalse();
        }
    }

    @Test
    void namesHaveALength() {
        String longest = "x".repeat(127);
        mach.bootstrap().checkIn(longest).close();
        assertThatThrownBy(() -> mach.bootstrap().lookUp("x".repeat(128))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> mach.bootstrap().lookUp("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTaskInheritsTheBootstrapPort() {
        mach.bootstrap();
        try (Mach child = mach.newTask("child")) {
            try (SendRight port = child.specialPort(4).orElseThrow()) {
                assertThat(port.isDead()).isFalse();
            }
        }
    }

    @Test
    void aServerIsGivenToTasksByItsRight() {
        Mach home = mach.newTask("home");
        BootstrapServer server = BootstrapServer.start(home);
        server.declare(NAME);
        try (SendRight theirs = server.makeSend()) {
            assertThat(theirs.references()).isEqualTo(1);
            int[] name = new int[1];
            assertThat(control().copyRight(home.machTask(), theirs.name(), 19, client.machTask(), name))
                    .isZero();
            try (SendRight port = client.adoptSendRight(name[0])) {
                client.setSpecialPort(TASK_BOOTSTRAP_PORT, port);
            }
        }
        client.bootstrap().lookUp(NAME).close();
        assertCode(
                BootstrapCodes.BOOTSTRAP_UNKNOWN_SERVICE, () -> mach.bootstrap().lookUp(NAME)); // its server is another
        server.close();
        server.close();
        assertThatThrownBy(server::makeSend).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> client.bootstrap().lookUp(NAME)).isInstanceOf(MachException.class);
        home.close();
    }

    @Test
    void aDeadPortIsNoService() {
        ReceiveRight port = mach.allocatePort();
        try (SendRight right = port.makeSend()) {
            port.close();
            assertCode(
                    BootstrapCodes.BOOTSTRAP_NO_MEMORY, () -> mach.bootstrap().register(NAME, right));
            assertThat(right.references()).isEqualTo(1);
        }
    }

    @Test
    void theNameServiceIsDrawn() {
        try (Mach home = mach.newTask("home");
                BootstrapServer server = BootstrapServer.start(home)) {
            server.declare("b");
            server.declare("a");
            assertThat(server.toString())
                    .startsWith("bootstrap server on receive right 0x")
                    .endsWith("]: [a, b]");
        }
        assertThat(mach.bootstrap().toString()).matches("name service at 0x\\w+ \\[send, 1 reference]");
    }
}
