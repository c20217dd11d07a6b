// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.mach4j.abi.KernReturn;
import org.mach4j.abi.MachMsgReturn;
import org.mach4j.abi.MachPort;

/** A right is one user reference, and its object says when it is gone. */
class RightsTest extends OneTask {
    @Test
    void aPortIsAReceiveRightWithoutSenders() {
        try (ReceiveRight port = mach.allocatePort()) {
            assertThat(type(port.name())).isEqualTo(MachPort.MACH_PORT_TYPE_RECEIVE);
            assertThat(port.status().hasSendRights()).isFalse();
        }
    }

    @Test
    void closingAReceiveRightDestroysThePort() {
        ReceiveRight port = mach.allocatePort();
        int name = port.name();
        port.close();
        assertThat(type(name)).isZero();
        port.close();
        assertThat(port.isHeld()).isFalse();
    }

    @Test
    void makingASendRightAddsOneReferenceUnderTheSameName() {
        try (ReceiveRight port = mach.allocatePort();
                SendRight one = port.makeSend();
                SendRight two = port.makeSend()) {
            assertThat(one.name()).isEqualTo(port.name()).isEqualTo(two.name());
            assertThat(one.references()).isEqualTo(2);
            assertThat(port.status().makeSendCount()).isEqualTo(2);
            assertThat(one.isSamePortAs(port)).isTrue();
        }
    }

    @Test
    void closingASendRightGivesBackExactlyItsReference() {
        try (ReceiveRight port = mach.allocatePort();
                SendRight one = port.makeSend()) {
            SendRight two = port.makeSend();
            two.close();
            two.close();
            assertThat(one.references()).isEqualTo(1);
        }
    }

    @Test
    void copyingASendRightAddsOneReferenceAndLeavesTheMakeSendCount() {
        try (ReceiveRight port = mach.allocatePort();
                SendRight one = port.makeSend();
                SendRight two = one.copy()) {
            assertThat(two.references()).isEqualTo(2);
            assertThat(port.status().makeSendCount()).isEqualTo(1);
        }
    }

    @Test
    void aSendOnceRightHasANameOfItsOwn() {
        try (ReceiveRight port = mach.allocatePort()) {
            SendOnceRight once = port.makeSendOnce();
            assertThat(once.name()).isNotEqualTo(port.name());
            assertThat(type(once.name())).isEqualTo(MachPort.MACH_PORT_TYPE_SEND_ONCE);
            assertThat(port.status().sendOnceRights()).isEqualTo(1);
            once.close();
            // The notification travels by the right itself.
            assertThat(port.status().sendOnceRights()).isEqualTo(1);
            try (Message told = port.receive()) {
                assertThat(Notification.read(told)).contains(new Notification.SendOnce());
            }
            assertThat(port.status().sendOnceRights()).isZero();
        }
    }

    @Test
    void aSendRightOutlivesItsPortAsADeadName() {
        ReceiveRight port = mach.allocatePort();
        try (SendRight right = port.makeSend()) {
            assertThat(right.isDead()).isFalse();
            port.close();
            assertThat(right.isDead()).isTrue();
            assertThat(right.references()).isEqualTo(1);
            assertThatThrownBy(right::copy)
                    .isInstanceOfSatisfying(
                            MachException.class, e -> assertThat(e.code()).isEqualTo(KernReturn.KERN_INVALID_RIGHT));
        }
    }

    @Test
    void aSendOnceRightOutlivesItsPortAsADeadName() {
        ReceiveRight port = mach.allocatePort();
        try (SendOnceRight right = port.makeSendOnce()) {
            port.close();
            assertThat(right.isDead()).isTrue();
        }
    }

    @Test
    void aClosedRightFailsBeforeAnyTrap() {
        ReceiveRight port = mach.allocatePort();
        port.close();
        assertThatThrownBy(port::name)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("receive right 0x")
                .hasMessageContaining("closed");
        assertThatThrownBy(port::receive).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(port::makeSend).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(port::status).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(port::relinquish).isInstanceOf(IllegalStateException.class);
        assertThat(port)
                .hasToString("receive right 0x" + port.toString().replaceAll(".*0x(\\w+).*", "$1") + " (closed)");
    }

    @Test
    void aRelinquishedRightLivesOnUnderItsNameUntilItIsAdopted() {
        ReceiveRight port = mach.allocatePort();
        SendRight send = port.makeSend();
        SendOnceRight once = port.makeSendOnce();
        PortSet set = mach.allocatePortSet();
        int name = port.relinquish();
        assertThat(port.isHeld()).isFalse();
        assertThat(send.relinquish()).isEqualTo(name);
        int onceName = once.relinquish();
        int setName = set.relinquish();
        assertThat(type(name)).isEqualTo(MachPort.MACH_PORT_TYPE_SEND_RECEIVE);
        try (ReceiveRight again = mach.adoptReceiveRight(name);
                SendRight sendAgain = mach.adoptSendRight(name);
                SendOnceRight onceAgain = mach.adoptSendOnceRight(onceName);
                PortSet setAgain = mach.adoptPortSet(setName)) {
            assertThat(sendAgain.references()).isEqualTo(1);
            assertThat(again.status().sendOnceRights()).isEqualTo(1);
            assertThat(onceAgain.isDead()).isFalse();
            assertThat(setAgain.members()).isEmpty();
        }
    }

    @Test
    void adoptingWhatIsNotThereOrSomethingElseTakesNothing() {
        try (ReceiveRight port = mach.allocatePort()) {
            assertThatThrownBy(() -> mach.adoptSendRight(port.name()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no send right but receive");
            assertThatThrownBy(() -> mach.adoptSendRight(0x77777703))
                    .isInstanceOfSatisfying(
                            MachException.class, e -> assertThat(e.codeName()).isEqualTo("KERN_INVALID_NAME"));
            assertThat(port.isHeld()).isTrue();
        }
    }

    @Test
    void limitsContextCountsAndSequenceNumbersAreSet() {
        try (ReceiveRight port = mach.allocatePort()) {
            port.setQueueLimit(7);
            port.setContext(0x1122334455667788L);
            port.setMakeSendCount(3);
            port.setSequenceNumber(9);
            assertThat(port.status())
                    .isEqualTo(new PortStatus(
                            0, 9, 3, 7, 0, 0, false, false, false, port.status().flags()));
            assertThat(port.context()).isEqualTo(0x1122334455667788L);
            assertThatThrownBy(() -> port.setQueueLimit(1025))
                    .isInstanceOfSatisfying(
                            MachException.class, e -> assertThat(e.code()).isEqualTo(KernReturn.KERN_INVALID_VALUE));
        }
    }

    @Test
    void aGuardedRightIsDestroyedByItsOwnerOnly() {
        ReceiveRight port = mach.allocatePort();
        port.guard(42);
        assertThatThrownBy(() -> port.guard(43))
                .isInstanceOfSatisfying(
                        MachException.class, e -> assertThat(e.code()).isEqualTo(KernReturn.KERN_INVALID_ARGUMENT));
        int name = port.name();
        port.close();
        assertThat(type(name)).isZero();

        ReceiveRight unguarded = mach.allocatePort();
        unguarded.guard(42);
        unguarded.unguard(42);
        int other = unguarded.name();
        unguarded.close();
        assertThat(type(other)).isZero();
    }

    @Test
    void closingAReceiveRightWakesItsReceiver() throws Exception {
        ReceiveRight port = mach.allocatePort();
        int[] code = new int[1];
        Thread receiver = blocked(() -> {
            try {
                port.receive().close();
            } catch (MachException e) {
                code[0] = e.code();
            }
        });
        port.close();
        receiver.join();
        assertThat(code[0]).isEqualTo(MachMsgReturn.MACH_RCV_PORT_CHANGED);
    }

    @Test
    void aSendRightClosedWhileAnotherThreadSendsWithItIsGivenBackWhenThatSendReturns() throws Exception {
        ReceiveRight port = mach.allocatePort();
        port.setQueueLimit(1);
        fill(port);
        SendRight right = port.makeSend();
        Thread sender = blocked(() -> mach.message(1).send(right));
        right.close();
        assertThat(right.isHeld()).isFalse();
        assertThat(sendReferences(port.name())).isEqualTo(1);
        port.receive().close();
        sender.join();
        assertThat(sendReferences(port.name())).isZero();
        port.close();
    }

    @Test
    void aSendRightInUseElsewhereCannotBeMoved() throws Exception {
        ReceiveRight port = mach.allocatePort();
        port.setQueueLimit(1);
        fill(port);
        SendRight right = port.makeSend();
        Thread sender = blocked(() -> mach.message(1).send(right));
        assertThatThrownBy(right::relinquish)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another thread is sending");
        port.receive().close();
        sender.join();
        right.close();
        port.close();
    }

    @Test
    void selfPortsAreOwnedReferences() {
        int task = sendReferences(mach.task());
        try (SendRight self = mach.taskSelf();
                SendRight thread = mach.threadSelf();
                SendRight host = mach.hostSelf()) {
            assertThat(self.references()).isEqualTo(task + 1);
            assertThat(thread.isDead()).isFalse();
            assertThat(host.isDead()).isFalse();
        }
        assertThat(sendReferences(mach.task())).isEqualTo(task);
    }

    @Test
    void specialPortsAreCopied() {
        try (ReceiveRight port = mach.allocatePort();
                SendRight right = port.makeSend()) {
            assertThat(mach.specialPort(9)).isEmpty();
            mach.setSpecialPort(4, right);
            assertThat(right.references()).isEqualTo(1);
            try (SendRight got = mach.specialPort(4).orElseThrow()) {
                assertThat(got.isSamePortAs(right)).isTrue();
                assertThat(got.references()).isEqualTo(2);
            }
            mach.setSpecialPort(4, null);
            assertThat(mach.specialPort(4)).isEmpty();
        }
    }

    @Test
    void aRightPrintsWhatTheKernelKnows() {
        try (ReceiveRight port = mach.allocatePort();
                SendRight right = port.makeSend()) {
            assertThat(right.toString())
                    .matches("send right 0x\\w+ \\[send\\+receive, 1 reference, 0 of 5 queued, seqno 0, make-send 1]");
            assertThat(mach.inspect().toString())
                    .contains(Names.hex(port.name()) + " ")
                    .contains("send+receive");
            assertThat(mach.inspect().references(port.name())).isEqualTo(1);
        }
    }

    @Test
    void aClosedMachSaysSo() {
        Mach other = mach.newTask("other");
        other.close();
        other.close();
        assertThat(other.isOpen()).isFalse();
        assertThatThrownBy(other::allocatePort).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aTransferSaysHowTheRightTravels() {
        // The numbers of spec 00 §4.
        try (ReceiveRight port = mach.allocatePort();
                SendRight send = port.makeSend();
                SendOnceRight once = port.makeSendOnce()) {
            assertThat(Transfer.moveReceive(port).disposition()).isEqualTo(16);
            assertThat(Transfer.moveSend(send).disposition()).isEqualTo(17);
            assertThat(Transfer.moveSendOnce(once).disposition()).isEqualTo(18);
            assertThat(Transfer.copySend(send).disposition()).isEqualTo(19);
            assertThat(Transfer.makeSend(port).disposition()).isEqualTo(20);
            assertThat(Transfer.makeSendOnce(port).disposition()).isEqualTo(21);
            assertThat(Transfer.noReceive().disposition()).isEqualTo(16);
            assertThat(Transfer.moveNoSend().disposition()).isEqualTo(17);
            assertThat(Transfer.noSend().disposition()).isEqualTo(19);
            assertThat(Transfer.noSendOnce().disposition()).isEqualTo(21);
            assertThat(Transfer.moveSend(send).toString())
                    .startsWith("move-send of send right " + Names.hex(send.name()));
            assertThat(Transfer.noSend().toString()).isEqualTo("copy-send of MACH_PORT_NULL");
            // Nothing has moved yet.
            assertThat(port.isHeld() && send.isHeld() && once.isHeld()).isTrue();
            assertThat(send.references()).isEqualTo(1);
            for (ThrowingCallable noRight : List.<ThrowingCallable>of(
                    () -> Transfer.moveReceive(null),
                    () -> Transfer.moveSend(null),
                    () -> Transfer.moveSendOnce(null),
                    () -> Transfer.copySend(null),
                    () -> Transfer.makeSend(null),
                    () -> Transfer.makeSendOnce(null))) {
                assertThatThrownBy(noRight).isInstanceOf(NullPointerException.class);
            }
        }
    }

    @Test
    void memorySaysWhereItLiesAndEndsAtItsEnd() {
        try (Memory memory = mach.allocateMemory(10)) {
            assertThat(memory.address()).isNotZero();
            assertThat(memory.size()).isEqualTo(10);
            assertThat(memory.isHeld()).isTrue();
            assertThat(memory.toString()).isEqualTo("10 bytes at 0x" + Long.toHexString(memory.address()));
            memory.buffer(2, 8).put(7, (byte) 9);
            assertThat(memory.buffer().get(9)).isEqualTo((byte) 9);
            assertThat(memory.buffer(10, 0).remaining()).isZero();
            for (long[] outside : new long[][] {{-1, 1}, {0, 11}, {10, 1}, {Long.MAX_VALUE, 5}, {3, -1}}) {
                assertThatThrownBy(() -> memory.buffer(outside[0], (int) outside[1]))
                        .isInstanceOf(IndexOutOfBoundsException.class);
            }
        }
        try (Memory empty = mach.allocateMemory(0)) {
            assertThat(empty.address()).isZero();
            assertThat(empty.buffer().remaining()).isZero();
        }
    }

    @Test
    void rightsOfAnotherTaskAreRefusedAndStay() {
        try (Mach other = mach.newTask("other");
                ReceiveRight theirs = other.allocatePort();
                SendRight their = theirs.makeSend();
                SendRight thread = mach.threadSelf();
                ReceiveRight port = mach.allocatePort();
                SendRight right = port.makeSend();
                PortSet set = mach.allocatePortSet()) {
            SendOnceRight notify = theirs.makeSendOnce();
            Bootstrap names = new Bootstrap(mach, 0);
            for (ThrowingCallable call : List.<ThrowingCallable>of(
                    () -> set.add(theirs),
                    () -> set.remove(theirs),
                    () -> mach.setSpecialPort(4, their),
                    () -> mach.threadSpecialPort(their, 1),
                    () -> mach.setThreadSpecialPort(their, 1, right),
                    () -> mach.setThreadSpecialPort(thread, 1, their),
                    () -> mach.registerPorts(List.of(right, their)),
                    () -> names.register("name", their),
                    () -> right.requestDeadName(Transfer.moveSendOnce(notify)),
                    () -> port.requestNoSenders(Transfer.makeSendOnce(theirs)))) {
                assertThatThrownBy(call)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("of another task");
            }
            assertThat(theirs.isHeld() && their.isHeld() && notify.isHeld()).isTrue();
            assertThat(right.references()).isEqualTo(1);
            assertThat(right.cancelDeadName()).isNull();
            assertThat(right.isSamePortAs(their)).isFalse();
            notify.close();
        }
    }
}
