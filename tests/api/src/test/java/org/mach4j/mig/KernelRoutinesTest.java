// SPDX-License-Identifier: Apache-2.0
package org.mach4j.mig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mach4j.Mach;
import org.mach4j.MachException;
import org.mach4j.Message;
import org.mach4j.Notification;
import org.mach4j.PortSet;
import org.mach4j.ReceiveRight;
import org.mach4j.Right;
import org.mach4j.SendOnceRight;
import org.mach4j.SendRight;
import org.mach4j.Transfer;
import org.mach4j.abi.KernReturn;
import org.mach4j.abi.MigErrors;
import org.mach4j.sim.SimulatedKernel;

/** The worked examples of spec 06 §4: the kernel's own routines as messages to the task port answer as the calls do. */
class KernelRoutinesTest {
    private static final String NDR = "0000000001000000";

    private SimulatedKernel kernel;
    private Wire wire;
    private Mach mach;
    private SendRight self;
    private MachPortSubsystemClient task;

    @BeforeEach
    void open() {
        kernel = SimulatedKernel.create();
        wire = new Wire(kernel.task());
        mach = Mach.of(kernel, wire);
        self = mach.taskSelf();
        task = new MachPortSubsystemClient(self);
    }

    @AfterEach
    void close() {
        self.close();
        kernel.close();
    }

    private static int code(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        MachException[] thrown = new MachException[1];
        assertThatThrownBy(call).isInstanceOfSatisfying(MachException.class, e -> thrown[0] = e);
        return thrown[0].code();
    }

    private static String le(int value) {
        return "%08x".formatted(Integer.reverseBytes(value));
    }

    @Test
    void allocate() {
        try (ReceiveRight port = mach.adoptReceiveRight(task.allocate(1))) {
            assertThat(wire.request).isEqualTo("00001513 3204 " + NDR + "01000000");
            assertThat(wire.reply).isEqualTo("00001200 3304 " + NDR + "00000000" + le(port.name()));
            assertThat(port.status().queued()).isZero();
        }
        assertThat(code(() -> task.allocate(99))).isEqualTo(KernReturn.KERN_INVALID_VALUE);
        assertThat(wire.reply).isEqualTo("00001200 3304 " + NDR + "12000000");
    }

    @Test
    void names() {
        MachPortSubsystem.Names names = task.names();
        assertThat(wire.request).isEqualTo("00001513 3200 ");
        String n = le(names.names().length);
        String bytes = le(4 * names.names().length);
        assertThat(wire.reply)
                .isEqualTo("80001200 3300 02000000" + "xxxxxxxxxxxxxxxx" + "01010001" + bytes + "xxxxxxxxxxxxxxxx"
                        + "01010001" + bytes + NDR + n + n);
        assertThat(names.names())
                .containsExactly(mach.inspect().entries().stream()
                        .mapToInt(entry -> entry.name())
                        .toArray());
        assertThat(names.types())
                .containsExactly(mach.inspect().entries().stream()
                        .mapToInt(entry -> entry.type())
                        .toArray());
    }

    @Test
    void requestNotification() {
        try (ReceiveRight port = mach.allocatePort();
                ReceiveRight notify = mach.allocatePort()) {
            assertThat(task.requestNotification(Transfer.makeSendOnce(notify), port.name(), 70, 1))
                    .isNull();
            assertThat(wire.request)
                    .isEqualTo("80001513 3213 01000000" + "xxxxxxxxxxxxxxxxxxxx1500" + NDR + le(port.name())
                            + "46000000" + "01000000");
            assertThat(wire.reply).isEqualTo("80001200 3313 01000000" + "xxxxxxxxxxxxxxxxxxxx1200");
            try (SendOnceRight previous = task.requestNotification(Transfer.noSendOnce(), port.name(), 70, 0)) {
                assertThat(previous).isNotNull();
            }
            try (Message told = notify.receive()) {
                assertThat(Notification.read(told)).contains(new Notification.SendOnce());
            }
            assertThat(code(() -> task.requestNotification(Transfer.makeSendOnce(notify), port.name(), 65, 0)))
                    .isEqualTo(KernReturn.KERN_INVALID_VALUE);
            notify.receive().close();
        }
    }

    @Test
    void attributes() {
        try (ReceiveRight port = mach.allocatePort()) {
            assertThat(task.getAttributes(port.name(), 1, 17)).containsExactly(5);
            assertThat(wire.request).isEqualTo("00001513 3217 " + NDR + le(port.name()) + "01000000" + "11000000");
            assertThat(wire.reply).isEqualTo("00001200 3317 " + NDR + "00000000" + "01000000" + "05000000");
            assertThat(task.getAttributes(port.name(), 2, 17)).hasSize(10);
            assertThat(task.getAttributes(port.name(), 7, 17)).hasSize(17);
            assertThat(code(() -> task.getAttributes(port.name(), 1, 0))).isEqualTo(KernReturn.KERN_FAILURE);
            task.setAttributes(port.name(), 1, new int[] {9});
            assertThat(wire.request)
                    .isEqualTo("00001513 3218 " + NDR + le(port.name()) + "01000000" + "01000000" + "09000000");
            assertThat(port.status().queueLimit()).isEqualTo(9);
        }
    }

    @Test
    void rights() {
        try (ReceiveRight port = mach.allocatePort()) {
            task.insertRight(Transfer.makeSend(port), port.name());
            assertThat(wire.request)
                    .isEqualTo("80001513 3214 01000000" + "xxxxxxxxxxxxxxxxxxxx1400" + NDR + le(port.name()));
            assertThat(wire.reply).isEqualTo("00001200 3314 " + NDR + "00000000");
            assertThat(task.getRefs(port.name(), 0)).isEqualTo(1);
            assertThat(task.type(port.name())).isEqualTo(0x30000);
            assertThat(task.getSendRights(port.name())).isEqualTo(1);
            try (Right got = task.extractRight(port.name(), 19)) {
                assertThat(got).isInstanceOf(SendRight.class);
                assertThat(wire.reply).isEqualTo("80001200 3315 01000000" + "xxxxxxxxxxxxxxxxxxxx1100");
                assertThat(task.getRefs(port.name(), 0)).isEqualTo(2);
            }
            task.modRefs(port.name(), 0, 3);
            assertThat(task.getRefs(port.name(), 0)).isEqualTo(4);
            task.modRefs(port.name(), 0, -3);
            task.deallocate(port.name());
            assertThat(task.type(port.name())).isEqualTo(0x20000);
            assertThat(code(() -> task.deallocate(port.name()))).isEqualTo(KernReturn.KERN_INVALID_RIGHT);
            assertThat(code(() -> task.type(0x77777703))).isEqualTo(KernReturn.KERN_INVALID_NAME);
        }
        int name = task.allocate(1);
        task.destroy(name);
        assertThat(code(() -> task.getRefs(name, 1))).isEqualTo(KernReturn.KERN_INVALID_NAME);
    }

    @Test
    void setsCountsContextsAndGuards() {
        try (ReceiveRight port = mach.allocatePort();
                PortSet set = mach.allocatePortSet()) {
            task.insertMember(port.name(), set.name());
            assertThat(task.getSetStatus(set.name())).containsExactly(port.name());
            assertThat(wire.reply)
                    .isEqualTo("80001200 3311 01000000" + "xxxxxxxxxxxxxxxx" + "0101000104000000" + NDR + "01000000");
            task.extractMember(port.name(), set.name());
            assertThat(code(() -> task.extractMember(port.name(), set.name()))).isEqualTo(KernReturn.KERN_NOT_IN_SET);
            task.moveMember(port.name(), set.name());
            assertThat(set.members()).containsExactly(port.name());
            task.moveMember(port.name(), 0);
            assertThat(task.getSetStatus(set.name())).isEmpty();
            task.setMakeSendCount(port.name(), 5);
            task.setSequenceNumber(port.name(), 6);
            assertThat(port.status().makeSendCount()).isEqualTo(5);
            assertThat(port.status().nextSequenceNumber()).isEqualTo(6);
            task.setContext(port.name(), 0x1122334455667788L);
            assertThat(wire.request).isEqualTo("00001513 3229 " + NDR + le(port.name()) + "8877665544332211");
            assertThat(task.getContext(port.name()))
                    .isEqualTo(0x1122334455667788L)
                    .isEqualTo(port.context());
            task.setContext(port.name(), 0);
            task.guard(port.name(), 7, false);
            assertThat(code(() -> task.guard(port.name(), 8, false))).isEqualTo(KernReturn.KERN_INVALID_ARGUMENT);
            task.unguard(port.name(), 7);
        }
    }

    @Test
    void anUnknownIdIsRefused() {
        try (Message reply = mach.message(3999).call(self)) {
            assertThat(wire.reply).isEqualTo("00001200 4099 " + NDR + le(MigErrors.MIG_BAD_ID));
            assertThat(reply.trailer().isFromKernel()).isTrue();
        }
    }
}
