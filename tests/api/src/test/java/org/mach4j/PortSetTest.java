// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.mach4j.abi.KernReturn;
import org.mach4j.abi.MachMsgReturn;

class PortSetTest extends OneTask {
    @Test
    void pollingDoesNotWaitAndIsNotInterrupted() {
        try (ReceiveRight port = mach.allocatePort();
                SendRight to = port.makeSend()) {
            Thread.currentThread().interrupt();
            assertThat(port.poll()).isNull();
            mach.message(1).send(to);
            try (Message message = port.poll()) {
                assertThat(message.id()).isEqualTo(1);
            }
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aSetReceivesFromAllItsMembersAndTheyStayTheirOwners() {
        try (PortSet set = mach.allocatePortSet();
                ReceiveRight one = mach.allocatePort();
                ReceiveRight two = mach.allocatePort()) {
            set.add(one);
            set.add(two);
            assertThat(set.members()).containsExactly(one.name(), two.name());
            mach.message(2).to(Transfer.makeSendOnce(two)).send();
            try (Message message = set.receive()) {
                assertThat(message.port()).isEqualTo(two.name());
            }
            mach.message(1).to(Transfer.makeSendOnce(one)).send();
            try (Message message = set.receive(LONG)) {
                assertThat(message.port()).isEqualTo(one.name());
            }
            assertThat(set.poll()).isNull();
            assertThatThrownBy(() -> set.receive(SOON)).isInstanceOf(MachTimeoutException.class);
            set.remove(one);
            assertThat(set.members()).containsExactly(two.name());
            assertThat(one.isHeld()).isTrue();
        }
    }

    @Test
    void membershipErrorsHaveTheirCodes() {
        try (PortSet set = mach.allocatePortSet();
                ReceiveRight port = mach.allocatePort()) {
            assertThatThrownBy(() -> set.remove(port))
                    .isInstanceOfSatisfying(
                            MachException.class, e -> assertThat(e.code()).isEqualTo(KernReturn.KERN_NOT_IN_SET));
            set.add(port);
            assertThatThrownBy(() -> set.add(port))
                    .isInstanceOfSatisfying(
                            MachException.class, e -> assertThat(e.code()).isEqualTo(KernReturn.KERN_ALREADY_IN_SET));
        }
    }

    @Test
    void destroyingASetWakesItsReceiverAndKeepsItsMembers() throws Exception {
        PortSet set = mach.allocatePortSet();
        try (ReceiveRight port = mach.allocatePort()) {
            set.add(port);
            int[] code = new int[1];
            Thread receiver = blocked(() -> {
                try {
                    set.receive().close();
                } catch (MachException e) {
                    code[0] = e.code();
                }
            });
            set.close();
            receiver.join();
            assertThat(code[0]).isEqualTo(MachMsgReturn.MACH_RCV_PORT_CHANGED);
            // The kernel leaves the count of sets as it was (spec 05 §8.1), but the port is in none and works.
            try (PortSet other = mach.allocatePortSet()) {
                other.add(port);
                mach.message(1).to(Transfer.makeSendOnce(port)).send();
                other.receive().close();
            }
        }
    }
}
