// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mach4j.abi.KernReturn.KERN_INVALID_ADDRESS;
import static org.mach4j.abi.KernReturn.KERN_PROTECTION_FAILURE;
import static org.mach4j.abi.MachMessage.*;
import static org.mach4j.abi.MachMsgReturn.MACH_SEND_INVALID_MEMORY;
import static org.mach4j.abi.MachPort.*;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Out-of-line memory and port arrays: spec 02 §7.5, §7.6, §13, §19 and its M and O rows. */
class OutOfLineTest extends RuleTest {
    private static final int CS = MACH_MSG_TYPE_COPY_SEND;
    private static final int MS = MACH_MSG_TYPE_MOVE_SEND;
    private static final int MKS = MACH_MSG_TYPE_MAKE_SEND;
    private static final int MKSO = MACH_MSG_TYPE_MAKE_SEND_ONCE;
    private static final int INVALID_RIGHT = 0x1000000a;
    private static final int INVALID_MEMORY = 0x1000000c;
    private static final int TOO_LARGE = 0x1000000e;
    private static final int INVALID_TYPE = 0x1000000f;
    private static final int VM_KERNEL = 0x400;
    private static final int BODY_ERROR = 0x1000400c;
    private static final int VM_SPACE = 0x1000;
    private static final int MB = 1 << 20;

    private int port;
    private int to;

    @BeforeEach
    void aPortOfB() {
        port = b.port();
        to = b.giveSend(port, a, 1);
    }

    private int send(Msg m) {
        return a.send(m).code();
    }

    private Msg message() {
        return Msg.to(to, CS);
    }

    private Call.Descriptor sent(Msg m) {
        assertThat(send(m)).isZero();
        Call got = b.receive(port);
        assertThat(got.code()).isZero();
        return got.descriptor(0);
    }

    /** Sends what fails, with a reply right that is destroyed. */
    private void refused(int code, Msg m) {
        int n = a.port();
        assertThat(send(m.reply(n, MKSO))).isEqualTo(code);
        assertThat(a.take(n)).containsExactly("SEND_ONCE");
    }

    private long filled(int pages) {
        long address = a.pages(pages);
        byte[] bytes = new byte[4096 * pages];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 7 + i / 4096 + 1);
        }
        return a.write(address, bytes);
    }

    // --- memory -------------------------------------------------------------------------------------------------

    /** The rows of 02 §19.7: offset, size, copy, deallocate; pages removed, offset delivered, pages mapped. */
    @ParameterizedTest
    @CsvSource({
        "0xf80,0x100,0,0,0,0,1", "0xf80,0x100,1,1,2,0,1", "0xf80,0x1000,1,0,0,0xf80,2", "0xf80,0x1000,1,1,2,0xf80,2",
        "0xf80,0x1000,0,0,0,0,1", "0xf80,0x1000,0,1,2,0xf80,2", "0xf80,0x1001,0,0,0,0,2", "0,0xfff,1,1,1,0,1"
    })
    @Rule({"02 §19.7", "02 §19.1", "02 §7.5", "02 §13.3", "02 M1", "02 M16", "02 M17", "02 Q13"})
    void whatIsRemovedAndWhatIsMapped(
            int offset, int size, int copy, int deallocate, int removed, int delivered, int mapped) {
        long memory = filled(3);
        byte[] bytes = a.read(memory + offset, size);
        Call.Descriptor d = sent(message().ool(memory + offset, size, copy, deallocate));
        for (int i = 0; i < 3; i++) {
            assertThat(a.isMapped(memory + 4096L * i)).isEqualTo(i >= removed);
        }
        assertThat(d.address() & 0xfff).isEqualTo(delivered);
        assertThat(d.size()).isEqualTo(size);
        assertThat(d.copy()).isEqualTo(copy);
        assertThat(d.deallocate()).isEqualTo(copy);
        assertThat(d.type()).isEqualTo(1);
        assertThat(b.read(d.address(), size)).isEqualTo(bytes);
        long start = d.address() & -4096L;
        assertThat(b.isMapped(start + 4096L * mapped - 1)).isTrue();
        assertThat(b.isMapped(start + 4096L * mapped)).isFalse();
        assertThat(b.calls.mach_vm_deallocate(b.self, d.address(), d.size())).isZero();
        assertThat(b.isMapped(start)).isFalse();
        assertThat(b.isMapped(start + 4096L * mapped - 1)).isFalse();
    }

    @Test
    @Rule({"02 §7.5", "02 M2", "02 M3", "02 §19.7"})
    void noBytesNeedNoMemory() {
        Call.Descriptor d = sent(message().ool(0xdead0000L, 0, 1, 1));
        assertThat(d.address()).isZero();
        assertThat(d.size()).isZero();
        assertThat(d.deallocate()).isEqualTo(1);
        refused(INVALID_TYPE, message().ool(0, 0, 2, 0));
        refused(INVALID_TYPE, message().ool(0, 0, 3, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 5000})
    @Rule({"02 §7.5", "02 §19.2", "02 §19.3", "02 M4", "02 M5", "02 M6", "02 M7"})
    void memoryThatCannotBeRead(int size) {
        for (int copy = 0; copy < 2; copy++) {
            refused(INVALID_MEMORY, message().ool(0x7fff0000L, size, copy, 0));
            refused(INVALID_MEMORY, message().ool(-50L, size, copy, 0));
            long hole = a.pages(3);
            assertThat(a.calls.mach_vm_deallocate(a.self, hole + 4096, 4096)).isZero();
            refused(INVALID_MEMORY, message().ool(hole + 4090, size, copy, 1));
            assertThat(a.isMapped(hole)).isTrue();
            assertThat(a.isMapped(hole + 8192)).isTrue();
            long hidden = a.pages(2);
            assertThat(a.calls.mach_vm_protect(a.self, hidden, 8192, false, 0)).isZero();
            refused(INVALID_MEMORY, message().ool(hidden, size, copy, 1));
            assertThat(a.calls.mach_vm_protect(a.self, hidden, 8192, false, 3)).isZero();
        }
    }

    @Test
    @Rule({"02 §7.2", "02 §2.4", "02 Q4", "02 M8", "02 M9", "02 M10", "02 M11"})
    void sevenMegabytesOfPhysicalCopies() {
        long memory = a.pages(64 * MB / 4096);
        assertThat(sent(message().ool(memory, 7 * MB, 0, 0)).size()).isEqualTo(7 * MB);
        refused(VM_KERNEL, message().ool(memory, 7 * MB + 1, 0, 0));
        refused(VM_KERNEL, message().ool(memory, 4 * MB, 0, 0).ool(memory, 4 * MB, 0, 0));
        assertThat(sent(message().ool(memory, 64 * MB, 1, 0)).size()).isEqualTo(64 * MB);
        assertThat(sent(message().ool(memory, 8 * MB, 0, 1)).size()).isEqualTo(8 * MB);
        assertThat(a.isMapped(memory)).isFalse();
    }

    @Test
    @Rule({"02 §19.3", "02 M12", "02 M13", "02 M14", "02 §7.7"})
    void aCopyIsASnapshot() {
        long memory = filled(2);
        byte first = a.read(memory, 1)[0];
        assertThat(send(message().ool(memory, 8192, 1, 0))).isZero();
        a.write(memory, (byte) 99);
        Call.Descriptor d = b.receive(port).descriptor(0);
        assertThat(b.read(d.address(), 1)).containsExactly(first);
        b.write(d.address(), (byte) 55);
        assertThat(a.read(memory, 1)).containsExactly(99);
        refused(INVALID_MEMORY, message().ool(memory, 8192, 1, 1).ool(memory, 8192, 1, 0));
        assertThat(a.isMapped(memory)).isFalse();
    }

    @Test
    @Rule({"02 §7.5", "02 M15", "02 M21", "02 §2.3"})
    void volatileMemoryAndTruth() {
        long memory = filled(1);
        Call.Descriptor d = sent(message().ool(memory, 4096, 1, 2, 3));
        assertThat(d.type()).isEqualTo(3);
        assertThat(a.isMapped(memory)).isFalse();
    }

    @Test
    @Rule({"02 §19.1", "02 §19.4", "02 M18", "02 M19"})
    void theBytesAround() {
        long memory = filled(3);
        Call.Descriptor small = sent(message().ool(memory + 5, 4095, 1, 0));
        assertThat(small.address() & 0xfff).isZero();
        assertThat(b.read(small.address() + 4095, 1)).containsExactly(0);
        Call.Descriptor large = sent(message().ool(memory + 5, 4096, 1, 0));
        assertThat(large.address() & 0xfff).isEqualTo(5);
        assertThat(b.read(large.address() - 5, 8192)).isEqualTo(a.read(memory, 8192));
        Call.Descriptor physical = sent(message().ool(memory + 5, 5000, 0, 0));
        assertThat(b.read(physical.address(), 5000)).isEqualTo(a.read(memory + 5, 5000));
        assertThat(b.read(physical.address() + 5000, 3192)).containsOnly(0);
    }

    /** Leaves b with no room for so many pages. */
    private void fillMap(Actor actor) {
        for (long size = 1L << 46; size >= 4096; ) {
            long[] address = new long[1];
            if (actor.calls.mach_vm_allocate(actor.self, address, size, 1) != 0) {
                size >>= 1;
            }
        }
    }

    @Test
    @Rule({"02 §13.1", "02 §13.3", "02 §13.4", "02 §19.4", "02 §19.6", "02 §20.2", "02 M20", "02 O14", "02 Q14"})
    void aReceiverWithoutRoom() {
        long memory = filled(2);
        int sent = a.port();
        assertThat(send(message().ool(memory, 8192, 1, 0).port(sent, MKS))).isZero();
        long array = a.array(sent, sent);
        int watched = a.port();
        assertThat(send(message().ports(array, 2, MKSO, 1, 0).port(watched, MKS)))
                .isZero();
        fillMap(b);
        Call got = b.receive(port);
        assertThat(got.code()).isEqualTo(BODY_ERROR | VM_SPACE);
        assertThat(got.descriptor(0).address()).isZero();
        assertThat(got.descriptor(0).size()).isZero();
        assertThat(b.state(got.descriptor(1).name())).isEqualTo("S(1)");
        got = b.receive(port);
        assertThat(got.code()).isEqualTo(BODY_ERROR | VM_SPACE);
        assertThat(got.descriptor(0).address()).isZero();
        assertThat(got.descriptor(0).size()).isEqualTo(2);
        assertThat(b.state(got.descriptor(1).name())).isEqualTo("S(1)");
        assertThat(a.take(sent)).containsExactly("SEND_ONCE", "SEND_ONCE");
    }

    // --- port arrays --------------------------------------------------------------------------------------------

    @Test
    @Rule({"02 §7.6", "02 §13.4", "02 Q7", "02 O1", "02 O2", "02 O3", "02 O10", "02 O13"})
    void arraysOfNoNames() {
        Call.Descriptor d = sent(message().ports(0xdead0000L, 0, 99, 7, 1));
        assertThat(d).isEqualTo(new Call.Descriptor(2, 0, 0, 0, 0, 1, 1));
        long array = a.array(0, -1);
        d = sent(message().ports(array, 2, 99, 7, 0));
        assertThat(d.disposition()).isZero();
        assertThat(d.copy()).isEqualTo(1);
        assertThat(b.words(d.address(), 2)).containsExactly(0, -1);
        int dead = a.deadName(1);
        d = sent(message().ports(a.array(dead), 1, CS, 1, 0));
        assertThat(b.words(d.address(), 1)).containsExactly(-1);
        int p = a.portWithSends(1);
        refused(INVALID_RIGHT, message().ports(a.array(p), 1, 99, 1, 0));
    }

    @Test
    @Rule({"02 §7.6", "02 §8", "02 O4", "02 O5", "02 O6", "02 O7"})
    void arraysThatFail() {
        refused(TOO_LARGE, message().ports(0, 0x10000000, CS, 1, 0));
        long half = a.pages(2);
        assertThat(a.calls.mach_vm_deallocate(a.self, half + 4096, 4096)).isZero();
        refused(INVALID_MEMORY, message().ports(half + 4088, 4, CS, 1, 1));
        assertThat(a.isMapped(half)).isTrue();
        for (int deallocate = 0; deallocate < 2; deallocate++) {
            int s = b.giveSend(b.port(), a, 1);
            int t = b.giveSend(b.port(), a, 1);
            int u = b.giveSend(b.port(), a, 1);
            long array = a.array(s, t, 0x7703, u);
            refused(INVALID_RIGHT, message().ports(array, 4, MS, 1, deallocate));
            assertThat(a.state(s)).isEqualTo("—");
            assertThat(a.state(t)).isEqualTo("—");
            assertThat(a.state(u)).isEqualTo("S(1)");
            assertThat(a.isMapped(array)).isEqualTo(deallocate == 0);
        }
    }

    @Test
    @Rule({"02 §7.6", "02 O8", "02 O11", "02 §13.4"})
    void oneNameManyTimes() {
        int s = b.giveSend(b.port(), a, 3);
        Call.Descriptor d = sent(message().ports(a.array(s, s, s), 3, MS, 1, 0));
        assertThat(a.state(s)).isEqualTo("—");
        assertThat(d.disposition()).isEqualTo(17);
        int t = b.giveSend(b.port(), a, 2);
        refused(INVALID_RIGHT, message().ports(a.array(t, t, t), 3, MS, 1, 0));
        assertThat(a.state(t)).isEqualTo("—");
        int p = a.port();
        int[] once = {a.sendOnce(p), a.sendOnce(p)};
        d = sent(message().ports(a.array(once), 2, MACH_MSG_TYPE_MOVE_SEND_ONCE, 1, 0));
        var names = b.words(d.address(), 2);
        assertThat(names.get(0)).isNotEqualTo(names.get(1));
        assertThat(b.state(names.get(0))).isEqualTo("SO");
    }

    @ParameterizedTest
    @CsvSource({"0,512,1", "0,513,2", "0,1024,2", "0xff8,2,2", "0,512,1"})
    @Rule({"02 §7.6", "02 §19.7", "02 Q6", "02 O9"})
    void anArrayTakesTwiceItsLengthAway(int offset, int count, int removed) {
        long memory = a.pages(4);
        assertThat(send(message().ports(memory + offset, count, CS, 1, 1))).isZero();
        for (int i = 0; i < 4; i++) {
            assertThat(a.isMapped(memory + 4096L * i)).isEqualTo(i >= removed);
        }
    }

    @Test
    @Rule({"02 §3", "02 §21.5", "02 §15.3", "01 §4.4", "01 §7.6", "04 §5.6", "01 E2.20"})
    void sizesOfTheThreeForms() {
        long memory = filled(1);
        Msg m = message().port(0, CS).ool(memory, 8, 1, 0).ports(0, 0, CS, 1, 0).size(80);
        assertThat(m.size()).isEqualTo(80);
        assertThat(send(m)).isZero();
        int[] size = new int[1];
        assertThat(b.calls.mach_port_peek(b.self, port, 0, new int[1], size, new int[1], new byte[68], new int[] {68}))
                .isZero();
        assertThat(size[0]).isEqualTo(92);
        Call got = b.receive(port, 0, 88);
        assertThat(got.code()).isZero();
        assertThat(got.size()).isEqualTo(80);
        int r = a.port();
        assertThat(send(Msg.to(r, MKS).port(r, MKSO))).isZero();
        got = a.receive(r, 0, 48);
        assertThat(got.bits()).isEqualTo(0x80001100);
        assertThat(got.size()).isEqualTo(40);
        assertThat(got.descriptor(0).disposition()).isEqualTo(18);
        assertThat(a.state(got.descriptor(0).name())).isEqualTo("SO");
    }

    // --- vm_write: 02 §19.5 -------------------------------------------------------------------------------------

    @Test
    @Rule("02 §19.5")
    void writingReadsAllOfTheDataFirst() {
        int size = 3 << 20;
        long from = a.pages(size / 4096 + 1);
        ByteBuffer data = a.task.memory().buffer(from, size);
        for (int i = 0; i < size; i += 4) {
            data.putInt(i, i);
        }
        assertThat(a.calls.mach_vm_write(a.self, from + 4096, from, size)).isZero();
        ByteBuffer after = a.task.memory().buffer(from + 4096, size);
        assertThat(after.getInt(0)).isZero();
        assertThat(after.getInt(size / 2)).isEqualTo(size / 2);
        assertThat(after.getInt(size - 4)).isEqualTo(size - 4);
    }

    @Test
    @Rule("02 §19.5")
    void whatCannotBeReadOrWritten() {
        long from = a.pages(2);
        long to = a.pages(2);
        a.write(from, (byte) 5);
        assertThat(a.calls.mach_vm_write(a.self, to, 16, 1)).isEqualTo(MACH_SEND_INVALID_MEMORY);
        assertThat(a.calls.mach_vm_write(a.self, to, from, -1)).isEqualTo(MACH_SEND_INVALID_MEMORY);
        assertThat(a.calls.mach_vm_write(a.self, 16, from, 1)).isEqualTo(KERN_INVALID_ADDRESS);
        assertThat(a.calls.mach_vm_protect(a.self, to + 4096, 4096, false, 1)).isZero();
        assertThat(a.calls.mach_vm_write(a.self, to + 4096, from, 1)).isEqualTo(KERN_PROTECTION_FAILURE);
        assertThat(a.read(to, 1)).containsExactly(0);
        assertThat(a.calls.mach_vm_write(a.self, to, from, 0)).isZero();
        assertThat(a.calls.mach_vm_write(a.self, to, from, 1)).isZero();
        assertThat(a.read(to, 1)).containsExactly(5);
    }
}
