// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_PORT_SET;
import static org.mach4j.abi.MachPort.MACH_PORT_RIGHT_RECEIVE;
import static org.mach4j.abi.SpecialPorts.TASK_BOOTSTRAP_PORT;
import static org.mach4j.abi.SpecialPorts.THREAD_KERNEL_PORT;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * Code that has a name by accident takes the right away behind its object's back: every call says so by the kernel's code,
 * names the call, and loses nothing else.
 */
class StolenTest extends OneTask {
    /** What the messages must name. */
    private String about = "";

    private void assertCode(String code, String call, ThrowingCallable... calls) {
        for (int i = 0; i < calls.length; i++) {
            assertThatThrownBy(calls[i])
                    .as(call + " " + i)
                    .isInstanceOfSatisfying(MachException.class, e -> {
                        assertThat(e.codeName()).isEqualTo(code);
                        e.unsent().ifPresent(MessageBuilder::close);
                    })
                    .hasMessageStartingWith(call)
                    .hasMessageContaining(about)
                    .hasMessageContaining(code + " (");
        }
    }

    private void steal(Right victim, int right) {
        assertThat(mach.calls().mach_port_mod_refs(mach.task(), victim.name(), right, -1))
                .isZero();
    }

    @Test
    void aReceiveRight() {
        ReceiveRight port = mach.allocatePort();
        about = Names.hex(port.name());
        steal(port, MACH_PORT_RIGHT_RECEIVE);
        try (ReceiveRight other = mach.allocatePort();
                PortSet set = mach.allocatePortSet()) {
            // What is said of a name that is unknown: spec 04 §1.5, §2.
            assertCode("KERN_INVALID_NAME", "mach_port_insert_right", port::makeSend);
            assertCode("KERN_INVALID_NAME", "mach_port_extract_right", port::makeSendOnce);
            assertCode(
                    "MACH_RCV_INVALID_NAME",
                    "mach_msg (receive from ",
                    port::receive,
                    () -> port.receive(LONG),
                    port::poll);
            assertCode("KERN_INVALID_NAME", "mach_port_get_attributes", port::status);
            assertCode("KERN_INVALID_NAME", "mach_port_set_attributes", () -> port.setQueueLimit(1));
            assertCode("KERN_INVALID_NAME", "mach_port_set_mscount", () -> port.setMakeSendCount(1));
            assertCode("KERN_INVALID_NAME", "mach_port_set_seqno", () -> port.setSequenceNumber(1));
            assertCode("KERN_INVALID_NAME", "mach_port_get_context", port::context);
            assertCode("KERN_INVALID_NAME", "mach_port_set_context", () -> port.setContext(1));
            assertCode("KERN_INVALID_NAME", "mach_port_guard", () -> port.guard(1));
            assertCode("KERN_INVALID_NAME", "mach_port_unguard", () -> port.unguard(1));
            assertCode(
                    "KERN_INVALID_NAME",
                    "mach_port_request_notification",
                    () -> port.requestNoSenders(Transfer.makeSendOnce(other)),
                    () -> port.requestNoSenders(Transfer.makeSendOnce(other), 1),
                    port::cancelNoSenders,
                    () -> port.requestPortDestroyed(Transfer.makeSendOnce(other)),
                    port::cancelPortDestroyed);
            for (int i = 0; i < 3; i++) {
                // The kernel had the send-once right already; whose it is learns that no notification will come.
                try (Message told = other.receive(LONG)) {
                    assertThat(Notification.read(told)).contains(new Notification.SendOnce());
                }
            }
            assertCode("KERN_INVALID_NAME", "mach_port_insert_member", () -> set.add(port));
            assertCode("KERN_INVALID_NAME", "mach_port_extract_member", () -> set.remove(port));
            assertThat(port.toString()).matches("receive right 0x\\w+ \\[KERN_INVALID_NAME]");
        }
        assertCode("KERN_INVALID_NAME", "giving back receive right 0x", port::close);
        assertThat(port.isHeld()).isFalse();
        port.close();
    }

    @Test
    void aPortSet() {
        PortSet set = mach.allocatePortSet();
        about = Names.hex(set.name());
        steal(set, MACH_PORT_RIGHT_PORT_SET);
        try (ReceiveRight port = mach.allocatePort()) {
            assertCode("KERN_INVALID_NAME", "mach_port_insert_member", () -> set.add(port));
            assertCode("KERN_INVALID_NAME", "mach_port_extract_member", () -> set.remove(port));
            assertCode("KERN_INVALID_NAME", "mach_port_get_set_status", set::members);
            assertCode(
                    "MACH_RCV_INVALID_NAME",
                    "mach_msg (receive from ",
                    set::receive,
                    () -> set.receive(LONG),
                    set::poll);
        }
        assertCode("KERN_INVALID_NAME", "giving back port set 0x", set::close);
    }

    @Test
    void aSendRight() {
        ReceiveRight port = mach.allocatePort();
        SendRight right = port.makeSend();
        port.close();
        // The dead name goes; nothing is left under it.
        assertThat(mach.calls().mach_port_deallocate(mach.task(), right.name())).isZero();
        try (ReceiveRight other = mach.allocatePort();
                SendRight thread = mach.threadSelf()) {
            assertCode("KERN_INVALID_NAME", "mach_port_mod_refs", right::copy);
            assertCode("KERN_INVALID_NAME", "mach_port_type", right::isDead);
            assertCode("KERN_INVALID_NAME", "mach_port_get_refs", right::references);
            assertCode(
                    "KERN_INVALID_NAME",
                    "mach_port_request_notification",
                    () -> right.requestDeadName(Transfer.makeSendOnce(other)),
                    () -> right.requestSendPossible(Transfer.makeSendOnce(other)),
                    right::cancelDeadName);
            other.receive(LONG).close();
            other.receive(LONG).close();
            assertCode(
                    "MACH_SEND_INVALID_DEST",
                    "mach_msg (send of id 1 to ",
                    () -> mach.message(1).send(right));
            assertCode(
                    "MACH_SEND_INVALID_DEST",
                    "mach_msg (send for call of id 1 to ",
                    () -> mach.message(1).call(right),
                    () -> mach.message(1).to(right).call(LONG));
            assertCode(
                    "MACH_SEND_INVALID_RIGHT",
                    "task_set_special_port",
                    () -> mach.setSpecialPort(TASK_BOOTSTRAP_PORT, right));
            assertCode(
                    "MACH_SEND_INVALID_RIGHT",
                    "thread_set_special_port",
                    () -> mach.setThreadSpecialPort(thread, THREAD_KERNEL_PORT, right));
            assertCode(
                    "MACH_SEND_INVALID_RIGHT", "mach_ports_register", () -> mach.registerPorts(List.of(thread, right)));
            assertThat(thread.references()).isEqualTo(1);
        }
        assertCode("KERN_INVALID_NAME", "giving back send right 0x", right::close);
    }

    @Test
    void aSendOnceRight() {
        try (ReceiveRight port = mach.allocatePort();
                ReceiveRight other = mach.allocatePort()) {
            SendOnceRight right = port.makeSendOnce();
            assertThat(mach.calls().mach_port_deallocate(mach.task(), right.name()))
                    .isZero();
            port.receive(LONG).close();
            assertCode("KERN_INVALID_NAME", "mach_port_type", right::isDead);
            assertCode(
                    "KERN_INVALID_NAME",
                    "mach_port_request_notification",
                    () -> right.requestDeadName(Transfer.makeSendOnce(other)),
                    right::cancelDeadName);
            other.receive(LONG).close();
            MachException failure = catchThrowableOfType(
                    MachException.class, () -> mach.message(1).to(right).send());
            assertThat(failure.codeName()).isEqualTo("MACH_SEND_INVALID_DEST");
            assertThat(right.isHeld()).as("it was moved into the message").isFalse();
            failure.unsent().orElseThrow().close();

            SendOnceRight second = port.makeSendOnce();
            mach.calls().mach_port_deallocate(mach.task(), second.name());
            port.receive(LONG).close();
            assertCode("KERN_INVALID_NAME", "giving back send-once right 0x", second::close);
        }
    }

    @Test
    void whatANameIsNot() {
        try (ReceiveRight port = mach.allocatePort();
                PortSet set = mach.allocatePortSet()) {
            for (ThrowingCallable call : List.<ThrowingCallable>of(
                    () -> mach.adoptSendRight(port.name()),
                    () -> mach.adoptSendOnceRight(port.name()),
                    () -> mach.adoptPortSet(port.name()),
                    () -> mach.adoptReceiveRight(set.name()))) {
                assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class);
            }
            int nothing = 0x77777703;
            assertCode(
                    "KERN_INVALID_NAME",
                    "mach_port_type",
                    () -> mach.adoptSendRight(nothing),
                    () -> mach.adoptSendOnceRight(nothing),
                    () -> mach.adoptReceiveRight(nothing),
                    () -> mach.adoptPortSet(nothing));
            assertThat(port.isHeld()).isTrue();
            assertThat(set.members()).isEmpty();
        }
    }

    @Test
    void memory() {
        Memory memory = mach.allocateMemory(100);
        assertThat(mach.calls().mach_vm_deallocate(mach.task(), memory.address(), 100))
                .isZero();
        try (ReceiveRight port = mach.allocatePort();
                SendRight to = port.makeSend()) {
            MachException failure = catchThrowableOfType(
                    MachException.class,
                    () -> mach.message(1).copyMemory(memory).send(to));
            assertThat(failure.codeName()).isEqualTo("MACH_SEND_INVALID_MEMORY");
            assertThat(failure.unsent()).as("the kernel has destroyed it").isEmpty();
            assertThat(to.references()).isEqualTo(1);
        }
        memory.close(); // removing pages that are not there is no error (mach_vm_deallocate)
        assertCode("KERN_NO_SPACE", "mach_vm_allocate", () -> mach.allocateMemory(1L << 60));
    }
}
