// SPDX-License-Identifier: Apache-2.0
package org.mach4j.mig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mach4j.Transfer.copySend;
import static org.mach4j.abi.SpecialPorts.TASK_BOOTSTRAP_PORT;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mach4j.Mach;
import org.mach4j.MachException;
import org.mach4j.MachServer;
import org.mach4j.ReceiveRight;
import org.mach4j.SendRight;
import org.mach4j.abi.BootstrapCodes;
import org.mach4j.sim.SimulatedKernel;

/**
 * Exceptions and the name service: the bytes of requests and replies by the offsets of spec 06 §2.4 and §6, between a client and a
 * server that are programs.
 */
class ServersWireTest {
    private static final String NDR = "0000000001000000";
    private static final String OK = "00000000";
    private static final String PORT = "xxxxxxxxxxxxxxxxxxxx";

    private SimulatedKernel kernel;
    private Wire wire;
    private Mach mach;

    @BeforeEach
    void open() {
        kernel = SimulatedKernel.create();
        wire = new Wire(kernel.task());
        mach = Mach.of(kernel, wire);
    }

    @AfterEach
    void close() {
        mach.close();
        kernel.close();
        assertThat(kernel.liveCounts().isZero()).isTrue();
    }

    private void assertWire(String request, String reply) {
        assertThat(wire.request).as("request").isEqualTo(request);
        assertThat(wire.reply).as("reply to " + request).isEqualTo(reply);
    }

    @Test
    void exceptions() {
        Mach handler = Mach.of(kernel, kernel.task()); // whose messages are not looked at
        try (ReceiveRight port = handler.allocatePort();
                MachServer server = MachServer.on(port)
                        .add(ExcServer.subsystem(new Narrow()))
                        .add(MachExcServer.subsystem(new Wide()))
                        .build();
                SendRight to = mach.adoptSendRight(port.makeSend().relinquish());
                SendRight thread = mach.threadSelf();
                SendRight task = mach.taskSelf()) {
            server.start(1);
            String ports = "02000000" + PORT + "1300" + PORT + "1300";
            String narrow = "01000000" + "02000000" + "0d000000" + "adde0000";
            String wide = "01000000" + "02000000" + "0d00000000000000" + "adde000001000000";
            String state = "07000000" + "03000000" + "0a0000000b0000000c000000";
            String answer = "08000000" + "01000000" + "2a000000";

            ExcClient exc = new ExcClient(to);
            exc.raise(copySend(thread), copySend(task), 1, new int[] {13, 0xdead});
            assertWire("80001513 2401 " + ports + NDR + narrow, "00001200 2501 " + NDR + OK);
            assertAnswer(exc.raiseState(1, new int[] {13, 0xdead}, 7, new int[] {10, 11, 12}));
            assertWire("00001513 2402 " + NDR + narrow + state, "00001200 2502 " + NDR + OK + answer);
            assertAnswer(exc.raiseStateIdentity(
                    copySend(thread), copySend(task), 1, new int[] {13, 0xdead}, 7, new int[] {10, 11, 12}));
            assertWire("80001513 2403 " + ports + NDR + narrow + state, "00001200 2503 " + NDR + OK + answer);

            MachExcClient machExc = new MachExcClient(to);
            long[] codes = {13, 0x1_0000_deadL};
            machExc.raise(copySend(thread), copySend(task), 1, codes);
            assertWire("80001513 2405 " + ports + NDR + wide, "00001200 2505 " + NDR + OK);
            assertAnswer(machExc.raiseState(1, codes, 7, new int[] {10, 11, 12}));
            assertWire("00001513 2406 " + NDR + wide + state, "00001200 2506 " + NDR + OK + answer);
            assertAnswer(
                    machExc.raiseStateIdentity(copySend(thread), copySend(task), 1, codes, 7, new int[] {10, 11, 12}));
            assertWire("80001513 2407 " + ports + NDR + wide + state, "00001200 2507 " + NDR + OK + answer);

            assertThatThrownBy(() -> exc.raise(copySend(thread), copySend(task), 2, new int[] {13, 0xdead}))
                    .isInstanceOfSatisfying(
                            MachException.class, e -> assertThat(e.codeName()).isEqualTo("KERN_FAILURE"));
            assertThat(wire.reply).isEqualTo("00001200 2501 " + NDR + "05000000");
            assertThat(thread.references()).isEqualTo(1);
        }
    }

    private static void assertAnswer(ServerSubsystems.State state) {
        assertThat(state.flavor()).isEqualTo(8);
        assertThat(state.state()).containsExactly(42);
    }

    private static void handle(@Nullable SendRight thread, @Nullable SendRight task, int exception) {
        assertThat(thread).isNotNull();
        assertThat(task).isNotNull();
        thread.close();
        task.close();
        if (exception != 1) {
            throw new MachException(5, "not handled");
        }
    }

    private static final class Narrow implements ExcServer {
        @Override
        public void raise(@Nullable SendRight thread, @Nullable SendRight task, int exception, int[] code) {
            handle(thread, task, exception);
        }

        @Override
        public ServerSubsystems.State raiseState(int exception, int[] code, int flavor, int[] state) {
            return new ServerSubsystems.State(flavor + 1, new int[] {42});
        }

        @Override
        public ServerSubsystems.State raiseStateIdentity(
                @Nullable SendRight thread,
                @Nullable SendRight task,
                int exception,
                int[] code,
                int flavor,
                int[] state) {
            handle(thread, task, exception);
            return raiseState(exception, code, flavor, state);
        }
    }

    private static final class Wide implements MachExcServer {
        @Override
        public void raise(@Nullable SendRight thread, @Nullable SendRight task, int exception, long[] code) {
            handle(thread, task, exception);
        }

        @Override
        public ServerSubsystems.State raiseState(int exception, long[] code, int flavor, int[] state) {
            return new ServerSubsystems.State(flavor + 1, new int[] {42});
        }

        @Override
        public ServerSubsystems.State raiseStateIdentity(
                @Nullable SendRight thread,
                @Nullable SendRight task,
                int exception,
                long[] code,
                int flavor,
                int[] state) {
            handle(thread, task, exception);
            return raiseState(exception, code, flavor, state);
        }
    }

    @Test
    void theNameService() {
        Mach plain = Mach.of(kernel, kernel.task());
        plain.bootstrap();
        try (plain;
                SendRight bootstrap = mach.specialPort(TASK_BOOTSTRAP_PORT).orElseThrow();
                ReceiveRight port = mach.allocatePort();
                SendRight right = port.makeSend()) {
            JobClient job = new JobClient(bootstrap);
            String name = "6f72672e6d616368346a" + "00".repeat(118); // org.mach4j, in 128 bytes
            String flags = "0000000000000000";
            String instance = "00".repeat(16);

            ServerSubsystems.Job.CheckedIn service = job.checkIn("org.mach4j", 0);
            assertWire("00001513 402 " + NDR + name + flags, "80001200 502 01000000" + PORT + "1000" + NDR + instance);
            job.lookUp("org.mach4j", 0, new byte[16], 0).close();
            assertWire(
                    "00001513 404 " + NDR + name + "00000000" + instance + flags,
                    "80001200 504 01000000" + PORT + "1100");
            service.service().close();

            String other = "6f72672e6d6163680000" + "00".repeat(118);
            job.register(copySend(right), "org.mach", 0);
            assertWire("80001513 403 01000000" + PORT + "1300" + NDR + other + flags, "00001200 503 " + NDR + OK);
            assertThatThrownBy(() -> job.lookUp("nobody", 0, new byte[16], 0))
                    .isInstanceOfSatisfying(
                            MachException.class,
                            e -> assertThat(e.code()).isEqualTo(BootstrapCodes.BOOTSTRAP_UNKNOWN_SERVICE));
            assertThat(wire.reply).isEqualTo("00001200 504 " + NDR + "4e040000");
        }
    }
}
