// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mach4j.abi.KernReturn.*;
import static org.mach4j.abi.MachMessage.*;
import static org.mach4j.abi.MachPort.*;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mach4j.sim.ipc.SimulatedPanic;

/** The calls on the task's own ports: spec 04, the A, B, Q, C and M rows of its §10. */
class PortCallsTest extends RuleTest {
    private static final int SEND = MACH_PORT_RIGHT_SEND;
    private static final int RECEIVE = MACH_PORT_RIGHT_RECEIVE;
    private static final int SEND_ONCE = MACH_PORT_RIGHT_SEND_ONCE;
    private static final int SET = MACH_PORT_RIGHT_PORT_SET;
    private static final int DEAD = MACH_PORT_RIGHT_DEAD_NAME;

    private int mod(int name, int right, int delta) {
        return a.calls.mach_port_mod_refs(a.self, name, right, delta);
    }

    private int destruct(int name, int delta, long guard) {
        return a.calls.mach_port_destruct(a.self, name, delta, guard);
    }

    /** A send right to a port of the other task. */
    private int sendRight(int references) {
        return b.giveSend(b.port(), a, references);
    }

    private int construct(int flags, int limit, long context, int[] name) {
        long at = a.task.memory().allocate(24);
        a.task.memory().buffer(at, 24).putInt(0, flags).putInt(4, limit);
        int code = a.calls.mach_port_construct(a.self, at, context, name);
        a.task.memory().free(at, 24);
        return code;
    }

    private int constructed(int flags, long context) {
        int[] name = new int[1];
        assertThat(construct(flags, 0, context, name)).isZero();
        return name[0];
    }

    private int qos(int right, int bits, int length, int[] name) {
        long at = a.task.memory().allocate(8);
        ByteBuffer q = a.task.memory().buffer(at, 8);
        q.putInt(0, bits).putInt(4, length);
        int code = a.calls.mach_port_allocate_qos(a.self, right, at, name);
        assertThat(q.getInt(0)).isEqualTo(bits);
        assertThat(q.getInt(4)).isEqualTo(length);
        a.task.memory().free(at, 8);
        return code;
    }

    private int attributes(int name, int flavor, int[] info, int[] count) {
        return a.calls.mach_port_get_attributes(a.self, name, flavor, info, count);
    }

    // --- allocation ---------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 5, 6, 99})
    @Rule({"04 §3.1", "04 A1"})
    void onlyThreeKindsCanBeAllocated(int right) {
        assertThat(a.calls.mach_port_allocate(a.self, right, new int[1])).isEqualTo(KERN_INVALID_VALUE);
        assertThat(a.port()).isEqualTo(nth(0x103));
    }

    @Test
    @Rule({"04 §3.1", "04 A2", "03 §3.1", "03 §5.2"})
    void eachKindIsAllocatedWithOneReference() {
        assertThat(a.allocate(RECEIVE)).isEqualTo(nth(0x103));
        assertThat(a.allocate(SET)).isEqualTo(nth(0x203));
        assertThat(a.allocate(DEAD)).isEqualTo(nth(0x303));
        assertThat(a.refs(nth(0x103), RECEIVE)).isEqualTo(1);
        assertThat(a.refs(nth(0x203), SET)).isEqualTo(1);
        assertThat(a.refs(nth(0x303), DEAD)).isEqualTo(1);
        assertThat(a.status(nth(0x103))).containsExactly(0, 0, 0, 5, 0, 0, 0, 0, 0, 0);
    }

    @Test
    @Rule({"04 §3.2", "04 A3", "04 A4", "04 A6"})
    void aNameIsAllocatedIfItIsFree() {
        assertThat(a.calls.mach_port_allocate_name(a.self, RECEIVE, 0)).isEqualTo(KERN_INVALID_VALUE);
        assertThat(a.calls.mach_port_allocate_name(a.self, RECEIVE, -1)).isEqualTo(KERN_INVALID_VALUE);
        assertThat(a.calls.mach_port_allocate_name(a.self, SEND, 0x303)).isEqualTo(KERN_INVALID_VALUE);
        assertThat(a.state(0x303)).isEqualTo("—");
        assertThat(a.calls.mach_port_allocate_name(a.self, RECEIVE, 0x55)).isEqualTo(KERN_FAILURE);
        assertThat(a.calls.mach_port_allocate_name(a.self, SET, 0x303)).isZero();
        assertThat(a.calls.mach_port_allocate_name(a.self, RECEIVE, 0x307)).isEqualTo(KERN_FAILURE);
        assertThat(a.calls.mach_port_allocate_name(a.self, RECEIVE, 0x303)).isEqualTo(KERN_NAME_EXISTS);
        assertThat(a.state(0x303)).isEqualTo("PS");
    }

    @Test
    @Rule({"04 §3.2", "04 Q4-4", "04 A5"})
    void aDeadNameGetsAnotherNameThanTheOneAsked() {
        assertThat(a.calls.mach_port_allocate_name(a.self, DEAD, 0x903)).isZero();
        assertThat(a.state(0x903)).isEqualTo("—");
        assertThat(a.state(nth(0x103))).isEqualTo("DN(1)");
    }

    @Test
    @Rule({"04 §3.3", "04 A7", "04 A8"})
    void aQosMayAskForABufferOfTheKernel() {
        int nameBit = 1;
        int prealloc = 2;
        int[] name = new int[1];
        assertThat(qos(RECEIVE, nameBit, 0, name)).isEqualTo(KERN_INVALID_ARGUMENT);
        assertThat(qos(SET, prealloc, 0, name)).isEqualTo(KERN_INVALID_VALUE);
        assertThat(qos(SET, prealloc, -1, name)).isEqualTo(KERN_RESOURCE_SHORTAGE);
        assertThat(qos(RECEIVE, prealloc, 50331573, name)).isEqualTo(KERN_RESOURCE_SHORTAGE);
        assertThat(qos(RECEIVE, prealloc, 50331572, name)).isZero();
        assertThat(a.state(name[0])).isEqualTo("R");
    }

    @Test
    @Rule({"04 §3.4", "04 A9", "04 Q4-4"})
    void allocateFullTakesANameFromItsQos() {
        long at = a.task.memory().allocate(8);
        int[] name = {0x903};
        assertThat(a.calls.mach_port_allocate_full(a.self, RECEIVE, a.self, at, name))
                .isEqualTo(KERN_INVALID_VALUE);
        a.task.memory().buffer(at, 8).putInt(0, 1);
        int[] none = {0};
        assertThat(a.calls.mach_port_allocate_full(a.self, RECEIVE, 0, at, none))
                .isEqualTo(KERN_INVALID_VALUE);
        assertThat(a.calls.mach_port_allocate_full(a.self, RECEIVE, 0, at, name))
                .isZero();
        assertThat(a.state(0x903)).isEqualTo("R");
        int[] dead = {0xa03};
        assertThat(a.calls.mach_port_allocate_full(a.self, DEAD, 0, at, dead)).isZero();
        assertThat(dead[0]).isEqualTo(nth(0x103));
        a.task.memory().free(at, 8);
    }

    @Test
    @Rule({"04 §3.5", "04 A10", "04 A11", "04 A12", "03 §5.9"})
    void constructGuardsOnlyWithTheFlag() {
        int plain = constructed(0, 7);
        assertThat(a.context(plain)).isEqualTo(7);
        assertThat(a.status(plain, Actor.FLAGS)).isZero();
        int strict = constructed(1 | 32, 7);
        assertThat(a.context(strict)).isZero();
        assertThat(a.status(strict, Actor.FLAGS)).isEqualTo(6);
        int strictOnly = constructed(32, 7);
        assertThat(a.context(strictOnly)).isEqualTo(7);
        assertThat(a.status(strictOnly, Actor.FLAGS)).isZero();
    }

    @Test
    @Rule({"04 §3.5", "04 A13", "03 §2.6"})
    void aConstructThatFailsUsesUpAGeneration() {
        assertThat(construct(2, 1025, 0, new int[1])).isEqualTo(KERN_INVALID_VALUE);
        assertThat(a.state(nth(0x103))).isEqualTo("—");
        assertThat(a.port()).isEqualTo(nth(0x107));
    }

    @Test
    @Rule({"04 §3.5", "04 A14", "04 A15"})
    void constructMayInsertASendRightAndGuardWithZero() {
        int p = constructed(16, 0);
        assertThat(a.type(p)).isEqualTo(0x30000);
        assertThat(a.refs(p, SEND)).isEqualTo(1);
        assertThat(a.status(p, Actor.MSCOUNT)).isEqualTo(1);
        assertThat(a.sendRights(p)).isEqualTo(1);
        int guarded = constructed(1, 0);
        assertThat(a.calls.mach_port_guard(a.self, guarded, 5, false)).isZero();
    }

    @Test
    @Rule({"04 §1.5", "04 A16", "04 A17", "04 §3.6", "04 Q4-8"})
    void unreadableOptionsAndRename() {
        assertThat(a.calls.mach_port_construct(a.self, 8, 0, new int[1])).isEqualTo(0x10000002);
        int p = a.port();
        assertThat(a.calls.mach_port_rename(a.self, p, 0x903)).isEqualTo(KERN_NOT_SUPPORTED);
        assertThat(a.calls.mach_port_rename(a.self, 0, 0)).isEqualTo(KERN_NOT_SUPPORTED);
        assertThat(a.calls.mach_port_rename(a.self, 0xbad, p)).isEqualTo(KERN_NOT_SUPPORTED);
        assertThat(a.state(p)).isEqualTo("R");
    }

    // --- releasing and counting ---------------------------------------------------------------------------------

    @Test
    @Rule({"04 §2", "04 §4.1", "04 §4.2", "04 B1", "04 B2", "04 B3"})
    void destroyAndDeallocateByKindOfName() {
        for (int special : new int[] {0, -1}) {
            assertThat(a.calls.mach_port_destroy(a.self, special)).isZero();
            assertThat(a.calls.mach_port_deallocate(a.self, special)).isZero();
        }
        int old = a.port();
        a.destroy(old);
        assertThat(a.calls.mach_port_destroy(a.self, old)).isEqualTo(KERN_INVALID_NAME);
        int p = a.port();
        assertThat(p).isEqualTo(old + 4);
        assertThat(a.calls.mach_port_destroy(a.self, old)).isEqualTo(KERN_INVALID_NAME);
        assertThat(a.calls.mach_port_deallocate(a.self, p)).isEqualTo(KERN_INVALID_RIGHT);
        assertThat(a.calls.mach_port_deallocate(a.self, a.portSet())).isEqualTo(KERN_INVALID_RIGHT);
    }

    @Test
    @Rule({"04 §4.2", "04 B4", "04 B5", "03 §6.6"})
    void theLastSendReferenceLeavesTheReceiveRight() {
        int p = a.portWithSends(1);
        a.deallocate(p);
        assertThat(a.state(p)).isEqualTo("R");
        assertThat(a.refs(p, SEND)).isZero();
        a.deallocate(a.sendOnce(p));
        assertThat(a.take(p)).containsExactly("SEND_ONCE");
    }

    @Test
    @Rule({"04 §4.3", "04 B6", "04 B7", "04 B8"})
    void getRefsAnswersZeroForARightTheNameLacks() {
        int p = a.port();
        int[] refs = {9};
        assertThat(a.refs(p, 5)).isZero();
        assertThat(a.calls.mach_port_get_refs(a.self, p, 6, refs)).isEqualTo(KERN_INVALID_VALUE);
        assertThat(a.refs(0, SEND)).isEqualTo(1);
        assertThat(a.calls.mach_port_get_refs(a.self, 0, RECEIVE, refs)).isEqualTo(KERN_INVALID_NAME);
        assertThat(a.refs(-1, SEND_ONCE)).isEqualTo(1);
        assertThat(a.refs(sendRight(1), RECEIVE)).isZero();
    }

    @Test
    @Rule({"04 §4.4", "04 §2", "04 B9", "04 B10"})
    void modRefsOfTheSpecialNames() {
        assertThat(mod(0, SEND, -100)).isZero();
        assertThat(mod(-1, SEND_ONCE, 7)).isZero();
        assertThat(mod(0, SET, -1)).isEqualTo(KERN_INVALID_NAME);
        assertThat(mod(0, 5, -1)).isEqualTo(KERN_INVALID_NAME);
        assertThat(mod(0, 6, -1)).isEqualTo(KERN_INVALID_VALUE);
    }

    @Test
    @Rule({"04 §4.4", "03 §3.2", "04 B11", "04 B12", "03 R7"})
    void referencesStopAtTheirMaxima() {
        int s = sendRight(1);
        assertThat(mod(s, SEND, 65534)).isEqualTo(KERN_UREFS_OVERFLOW);
        assertThat(a.state(s)).isEqualTo("S(1)");
        assertThat(mod(s, SEND, 65533)).isZero();
        assertThat(a.state(s)).isEqualTo("S(65534)");
        assertThat(mod(s, SEND, 1)).isEqualTo(KERN_UREFS_OVERFLOW);
        int d = a.deadName(1);
        assertThat(mod(d, DEAD, 65535)).isEqualTo(KERN_UREFS_OVERFLOW);
        assertThat(mod(d, DEAD, 65534)).isZero();
        assertThat(a.state(d)).isEqualTo("DN(65535)");
    }

    @Test
    @Rule({"04 §4.4", "03 §3.2", "03 §6.7", "04 B13", "04 B14", "04 B15", "04 B16"})
    void referencesDoNotFallBelowZero() {
        int s = sendRight(1);
        assertThat(mod(s, SEND, -2)).isEqualTo(KERN_INVALID_VALUE);
        assertThat(mod(s, SEND, Integer.MIN_VALUE)).isEqualTo(KERN_INVALID_VALUE);
        assertThat(a.state(s)).isEqualTo("S(1)");
        int p = a.port();
        assertThat(mod(p, RECEIVE, 0)).isZero();
        assertThat(mod(p, RECEIVE, 1)).isEqualTo(KERN_INVALID_VALUE);
        assertThat(mod(p, RECEIVE, -2)).isEqualTo(KERN_INVALID_VALUE);
        assertThat(mod(p, SEND, 0)).isEqualTo(KERN_INVALID_RIGHT);
        assertThat(a.state(p)).isEqualTo("R");
    }

    @Test
    @Rule({"04 §4.4", "03 §6.7", "04 B17", "04 B18", "04 B19"})
    void modRefsOfSendOnceSetAndDeadName() {
        int p = a.port();
        int o = a.sendOnce(p);
        assertThat(mod(o, SEND_ONCE, 1)).isEqualTo(KERN_INVALID_VALUE);
        assertThat(mod(o, SEND_ONCE, -2)).isEqualTo(KERN_INVALID_VALUE);
        assertThat(mod(o, SEND_ONCE, 0)).isZero();
        assertThat(a.state(o)).isEqualTo("SO");
        assertThat(mod(o, SEND_ONCE, -1)).isZero();
        assertThat(a.take(p)).containsExactly("SEND_ONCE");
        int z = a.portSet(p);
        assertThat(mod(z, SET, -1)).isZero();
        assertThat(a.state(z)).isEqualTo("—");
        assertThat(a.state(p)).isEqualTo("R");
        assertThat(mod(sendRight(1), DEAD, -1)).isEqualTo(KERN_INVALID_RIGHT);
    }

    @Test
    @Rule({"04 §4.4", "03 §6.7", "04 B20", "04 B21", "04 B22"})
    void destroyingTheReceiveRightLeavesTheSendRight() {
        int plain = a.portWithSends(3);
        assertThat(mod(plain, RECEIVE, -1)).isZero();
        assertThat(a.state(plain)).isEqualTo("DN(3)");

        int n = a.port();
        int watched = a.portWithSends(3);
        a.request(watched, 72, 0, n);
        assertThat(mod(watched, RECEIVE, -1)).isZero();
        assertThat(a.state(watched)).isEqualTo("DN(4)");
        assertThat(a.take(n)).containsExactly("DEAD_NAME " + Actor.hex(watched));

        int backed = a.portWithSends(3);
        a.request(backed, 69, 0, n);
        assertThat(mod(backed, RECEIVE, -1)).isZero();
        assertThat(a.state(backed)).isEqualTo("S(3)");
        assertThat(a.take(n))
                .containsExactly("PORT_DESTROYED " + Actor.hex(backed)); // the right rejoins its send right
        assertThat(a.state(backed)).isEqualTo("SR(3)");
    }

    @Test
    @Rule({"04 §4.5", "03 §6.8", "04 B23", "04 B24", "04 B25", "04 B26", "04 B27"})
    void destructTakesSendReferencesAlong() {
        assertThat(destruct(0, 0, 0)).isEqualTo(KERN_INVALID_NAME);
        int r = a.port();
        assertThat(destruct(r, -1, 0)).isEqualTo(KERN_INVALID_RIGHT);
        assertThat(destruct(r, 1, 0)).isEqualTo(KERN_INVALID_RIGHT);
        int p = a.portWithSends(3);
        assertThat(destruct(p, 1, 0)).isEqualTo(KERN_INVALID_VALUE);
        assertThat(destruct(p, -4, 0)).isEqualTo(KERN_INVALID_VALUE);
        assertThat(a.state(p)).isEqualTo("SR(3)");
        assertThat(destruct(p, -1, 0)).isZero();
        assertThat(a.state(p)).isEqualTo("DN(2)");
        int q = a.portWithSends(3);
        assertThat(destruct(q, -3, 0)).isZero();
        assertThat(a.state(q)).isEqualTo("—");
        assertThat(destruct(r, 0, 99)).isZero();
        assertThat(a.state(r)).isEqualTo("—");
    }

    @Test
    @Rule({"04 §4.5", "04 B28", "04 B29", "03 §6.8", "03 §5.5", "03 P3", "03 §13"})
    void aNoSendersRequestOfAPortThatDies() {
        int n = a.port();
        int p = a.portWithSends(1);
        a.request(p, 70, 1, n);
        assertThat(destruct(p, -1, 0)).isZero();
        assertThat(a.take(n)).containsExactly("NO_SENDERS 1");
        int q = a.port();
        a.giveSend(q, b, 1);
        a.request(q, 70, 0, n);
        a.destroy(q);
        assertThat(a.take(n)).containsExactly("SEND_ONCE");
    }

    @Test
    @Rule({"03 Q-7", "03 §6.7", "04 §4.4"})
    void modRefsOfRightFivePanics() {
        int p = a.port();
        assertThatThrownBy(() -> mod(p, 5, 0)).isInstanceOf(SimulatedPanic.class);
        assertThat(a.state(p)).isEqualTo("R");
    }

    @Test
    @Rule({"04 Q4-1", "04 §1.4"})
    void setPortSpaceOfTheHostPanics() {
        int host = a.calls.mach_host_self();
        int q = a.port();
        Msg request = Msg.to(host, MACH_MSG_TYPE_COPY_SEND)
                .reply(q, MACH_MSG_TYPE_MAKE_SEND_ONCE)
                .id(3221)
                .words(0, 1, 50);
        assertThatThrownBy(() -> a.send(request)).isInstanceOf(SimulatedPanic.class);
        assertThat(a.state(q)).isEqualTo("R"); // the kernel goes on
    }

    // --- queries ------------------------------------------------------------------------------------------------

    @Test
    @Rule({"04 §5.2", "04 §2", "04 Q1", "03 §1.3"})
    void typeOfTheSpecialNames() {
        int[] type = new int[1];
        assertThat(a.calls.mach_port_type(a.self, 0, type)).isEqualTo(KERN_INVALID_NAME);
        assertThat(a.calls.mach_port_type(a.self, -1, type)).isZero();
        assertThat(type[0]).isEqualTo(0x100000);
    }

    @Test
    @Rule({"04 §5.1", "04 §5.2", "04 Q2", "03 §6.9", "03 §8.3"})
    void requestBitsOfAType() {
        int n = a.port();
        int p = b.port();
        int s = b.giveSend(p, a, 1);
        a.request(s, 66, 0, n);
        assertThat(a.type(s)).isEqualTo(0x80010000);
        assertThat(a.names()).contains(List.of(s, 0xe0010000));
        a.fill(s, 5);
        a.request(s, 66, 1, n);
        assertThat(a.type(s)).isEqualTo(0x80010000);
        assertThat(a.names()).contains(List.of(s, 0xc0010000));
    }

    @Test
    @Rule({"04 §5.1", "04 Q3"})
    void namesAreListedByIndex() {
        int p = a.portWithSends(1);
        int z = a.portSet();
        int d = a.deadName(2);
        int o = a.sendOnce(p);
        a.destroy(z);
        int r = a.port(); // the set's index, a later generation
        assertThat(a.names())
                .containsExactly(
                        List.of(a.self, 0x10000),
                        List.of(p, 0x30000),
                        List.of(r, 0x20000),
                        List.of(d, 0x100000),
                        List.of(o, 0x40000));
    }

    @Test
    @Rule({"04 §5.5", "04 Q4", "04 Q5", "04 Q6", "04 Q7", "04 Q8", "05 §16.15"})
    void attributesAreTestedByFlavorCountAndName() {
        int p = a.port();
        int[] info = new int[17];
        assertThat(attributes(p, 2, info, new int[] {9})).isEqualTo(KERN_FAILURE);
        int[] count = {1};
        assertThat(attributes(0, 1, info, count)).isZero();
        assertThat(count[0]).isZero();
        assertThat(attributes(0, 1, info, new int[] {0})).isEqualTo(KERN_FAILURE);
        count[0] = 17;
        assertThat(attributes(0, 3, info, count)).isZero();
        assertThat(count[0]).isEqualTo(17);
        assertThat(info[0]).isZero();
        assertThat(attributes(p, 4, info, new int[] {17})).isEqualTo(KERN_INVALID_ARGUMENT);
        assertThat(attributes(sendRight(1), 2, info, new int[] {17})).isEqualTo(KERN_INVALID_RIGHT);
        assertThat(attributes(0, 2, info, new int[] {17})).isEqualTo(KERN_INVALID_RIGHT);
    }

    @Test
    @Rule({"04 §5.5", "04 Q9", "04 Q10", "03 §3.3"})
    void theStatusCountsRights() {
        int p = a.port();
        assertThat(a.status(p)).containsExactly(0, 0, 0, 5, 0, 0, 0, 0, 0, 0);
        assertThat(a.send(Msg.to(p, MACH_MSG_TYPE_MAKE_SEND).reply(p, MACH_MSG_TYPE_MAKE_SEND_ONCE))
                        .code())
                .isZero();
        assertThat(a.status(p)).containsExactly(0, 0, 1, 5, 1, 1, 1, 0, 0, 0);
        Call got = a.receive(p);
        assertThat(a.state(got.remote())).isEqualTo("SO");
        assertThat(a.status(p)).containsExactly(0, 1, 1, 5, 0, 1, 0, 0, 0, 0);
    }

    private int peek(int name, int trailer, int[] seqno, int room, int[] size, int[] id, byte[] bytes) {
        return a.calls.mach_port_peek(a.self, name, trailer, seqno, size, id, bytes, new int[] {room});
    }

    @Test
    @Rule({"04 §5.6", "04 Q4-5", "04 Q11", "04 Q12", "04 Q13", "04 Q14", "05 §16.59", "05 §16.60", "05 §9"})
    void peekLooksWithoutTaking() {
        int p = a.portWithSends(1);
        int[] seqno = {0};
        int[] size = {0};
        int[] id = {0};
        byte[] trailer = new byte[68];
        assertThat(peek(p, 0, seqno, 68, size, id, trailer)).isEqualTo(KERN_FAILURE);
        assertThat(a.send(Msg.to(p, MACH_MSG_TYPE_COPY_SEND).id(1).size(28)).code())
                .isZero();
        a.post(p, 2);
        assertThat(peek(p, 0, seqno, 68, size, id, trailer)).isZero();
        assertThat(seqno[0]).isZero();
        assertThat(size[0]).isEqualTo(36);
        assertThat(id[0]).isEqualTo(1);
        assertThat(trailer).startsWith(0, 0, 0, 0, 8, 0, 0, 0);
        seqno[0] = 1;
        assertThat(peek(p, 0, seqno, 68, size, id, trailer)).isZero();
        assertThat(id[0]).isEqualTo(2);
        seqno[0] = 2;
        assertThat(peek(p, 0, seqno, 68, size, id, trailer)).isEqualTo(KERN_FAILURE);
        seqno[0] = 0;
        assertThat(peek(p, 0x04000000, seqno, 68, size, id, trailer)).isEqualTo(KERN_INVALID_VALUE);
        assertThat(peek(p, 0x03000000, seqno, 51, size, id, trailer)).isEqualTo(KERN_INVALID_VALUE);
        assertThat(peek(a.portSet(), 0, seqno, 68, size, id, trailer)).isEqualTo(KERN_INVALID_RIGHT);
        assertThat(a.take(p)).containsExactly("message 1", "message 2");
    }

    @Test
    @Rule({"04 §5.4", "04 Q15", "03 §3.3"})
    void srightsCountsEveryHolderAndMessage() {
        int[] count = new int[1];
        assertThat(a.calls.mach_port_get_srights(a.self, 0, count)).isEqualTo(KERN_INVALID_NAME);
        assertThat(a.calls.mach_port_get_srights(a.self, sendRight(1), count)).isEqualTo(KERN_INVALID_RIGHT);
        int p = a.portWithSends(3);
        assertThat(a.sendRights(p)).isEqualTo(1);
        a.post(p, 1);
        assertThat(a.sendRights(p)).isEqualTo(2);
        a.giveSend(p, b, 2);
        assertThat(a.sendRights(p)).isEqualTo(3);
    }

    @Test
    @Rule({"04 §5.10", "04 Q16"})
    void kobjectTellsTheKind() {
        int[] type = {9};
        long[] address = {9};
        assertThat(a.calls.mach_port_kobject(a.self, a.self, type, address)).isZero();
        assertThat(type[0]).isEqualTo(2);
        int p = a.port();
        assertThat(a.calls.mach_port_kobject(a.self, p, type, address)).isZero();
        assertThat(type[0]).isZero();
        assertThat(address[0]).isZero();
        assertThat(a.calls.mach_port_kobject(a.self, a.sendOnce(p), type, address))
                .isEqualTo(KERN_INVALID_RIGHT);
    }

    @Test
    @Rule({"04 §5.9", "04 Q17", "03 §8.1"})
    void requestTablesGrow() {
        int n = a.port();
        int p = a.port();
        int[][] expected = {{0, 0}, {2, 1}, {4, 2}, {8, 4}};
        int[] requests = {0, 1, 2, 4};
        Actor[] holders = {a, b, task("c"), task("d")};
        int made = 0;
        for (int i = 0; i < requests.length; i++) {
            for (; made < requests[i]; made++) {
                Actor holder = holders[made];
                int name = holder == a ? p : a.giveSend(p, holder, 1);
                holder.request(name, 72, 0, holder == a ? n : holder.port());
            }
            int[] total = new int[1];
            int[] used = new int[1];
            assertThat(a.calls.mach_port_dnrequest_info(a.self, p, total, used)).isZero();
            assertThat(new int[] {total[0], used[0]}).containsExactly(expected[i]);
        }
    }

    @Test
    @Rule({"04 §5.8", "04 Q18"})
    void spaceInfoOfAFreshSpace() {
        int[] info = new int[6];
        long[] table = new long[1];
        int[] tableCount = new int[1];
        long[] tree = new long[1];
        int[] treeCount = new int[1];
        assertThat(a.calls.mach_port_space_info(a.self, info, table, tableCount, tree, treeCount))
                .isZero();
        assertThat(info).containsExactly(0xff, 21, 42, 0, 0, 0);
        assertThat(tableCount[0]).isEqualTo(21);
        assertThat(treeCount[0]).isZero();
        // name, collision, type, references, object, next, hash
        // The entry that is never used is listed too, as the head of the free list.
        assertThat(a.words(table[0], 4)).containsExactly(0xff, 0, 0, 0);
        assertThat(a.words(table[0] + 20, 1)).containsExactly(2);
        assertThat(a.words(table[0] + 28, 4)).containsExactly(0x103, 0, 0x10000, 1);
        assertThat(a.words(table[0] + 2 * 28, 4)).containsExactly(0x2ff, 0, 0, 0);
        assertThat(a.words(table[0] + 2 * 28 + 20, 1)).containsExactly(3);
        assertThat(a.words(table[0] + 20 * 28 + 20, 1)).containsExactly(0);
    }

    // --- changing -----------------------------------------------------------------------------------------------

    @Test
    @Rule({"04 §6.3", "04 C1", "04 C2", "04 C3", "05 §16.12", "05 §10"})
    void theLimitIsTestedBeforeTheName() {
        int p = a.port();
        assertThat(a.limit(p, 1024)).isZero();
        assertThat(a.status(p, Actor.QLIMIT)).isEqualTo(1024);
        assertThat(a.limit(p, 1025)).isEqualTo(KERN_INVALID_VALUE);
        assertThat(a.limit(p, -1)).isEqualTo(KERN_INVALID_VALUE);
        assertThat(a.limit(p, 0)).isZero();
        assertThat(a.limit(0, 1025)).isEqualTo(KERN_INVALID_VALUE);
        assertThat(a.limit(0xbad, 1025)).isEqualTo(KERN_INVALID_VALUE);
        assertThat(a.limit(0, 5)).isEqualTo(KERN_INVALID_RIGHT);
        for (int flavor : new int[] {2, 6, 7, 0, 99}) {
            assertThat(a.calls.mach_port_set_attributes(a.self, p, flavor, new int[17], 17))
                    .isEqualTo(KERN_INVALID_ARGUMENT);
        }
    }

    @Test
    @Rule({"04 §6.3", "04 C4", "05 §10", "05 §16.14"})
    void raisingTheLimitGrantsAsManyPlaces() {
        int p = a.portWithSends(1);
        assertThat(a.limit(p, 1)).isZero();
        a.post(p, 1);
        Running[] blocked = new Running[3];
        for (int i = 0; i < 3; i++) {
            blocked[i] = a.sending(Msg.to(p, MACH_MSG_TYPE_COPY_SEND).id(10 + i));
            assertThat(blocked[i].isBlocked()).isTrue();
        }
        assertThat(a.limit(p, 3)).isZero();
        assertThat(blocked[0].result().code()).isZero();
        assertThat(blocked[1].result().code()).isZero();
        assertThat(blocked[2].isBlocked()).isTrue();
        assertThat(a.status(p, Actor.MSGCOUNT)).isEqualTo(3);
        assertThat(a.limit(p, 1024)).isZero();
        assertThat(blocked[2].result().code()).isZero();
        assertThat(a.take(p)).containsExactly("message 1", "message 10", "message 11", "message 12");
    }

    private int requestsSize(int port, int target) {
        return a.calls.mach_port_set_attributes(a.self, port, 3, new int[] {target}, 1);
    }

    @Test
    @Rule({"04 §6.3", "03 §8.2", "03 Q-8", "04 C5", "04 C6", "04 C7", "04 C8"})
    void presizingTheRequestTable() {
        int fresh = a.port();
        assertThat(requestsSize(fresh, 100)).isZero();
        assertThat(a.attributes(fresh, 3, 1)).containsExactly(128);
        int p = a.port();
        a.request(p, 72, 0, a.port());
        assertThat(requestsSize(p, 100)).isZero();
        assertThat(a.attributes(p, 3, 1)).containsExactly(2);
        assertThat(requestsSize(p, 4)).isZero();
        assertThat(a.attributes(p, 3, 1)).containsExactly(4);
        assertThat(requestsSize(p, 50000)).isEqualTo(KERN_NO_SPACE);
    }

    @Test
    @Rule({"04 §6.2", "04 §6.4", "04 §6.5", "04 §5.7", "04 C9", "04 C10", "04 C11", "04 C12", "04 C18"})
    void guardsAndContexts() {
        int p = a.port();
        assertThat(a.calls.mach_port_guard(a.self, p, 5, false)).isZero();
        assertThat(a.calls.mach_port_guard(a.self, p, 6, false)).isEqualTo(KERN_INVALID_ARGUMENT);
        assertThat(a.calls.mach_port_set_context(a.self, p, 7)).isZero();
        assertThat(a.calls.mach_port_unguard(a.self, p, 7)).isZero();
        assertThat(a.context(p)).isZero();
        assertThat(a.calls.mach_port_set_context(a.self, p, 9)).isZero();
        assertThat(a.calls.mach_port_guard(a.self, p, 5, false)).isEqualTo(KERN_INVALID_ARGUMENT);
        int strict = a.port();
        assertThat(a.calls.mach_port_guard(a.self, strict, 5, true)).isZero();
        assertThat(a.context(strict)).isZero();
        assertThat(a.calls.mach_port_unguard(a.self, strict, 5)).isZero();
        assertThat(a.calls.mach_port_guard(a.self, 0, 5, false)).isEqualTo(KERN_INVALID_NAME);
        assertThat(a.calls.mach_port_get_context(a.self, 0, new long[1])).isEqualTo(KERN_INVALID_RIGHT);
    }

    @Test
    @Rule({"04 §6.2", "04 §6.5", "03 §5.9", "04 C13", "04 C14", "04 C15", "04 C16", "04 C17", "03 Q-5", "03 §6.5"})
    void aGuardViolationGivesTheCode() { // and, in the recorded kernel's harness as here, does not end the task
        int p = a.portWithSends(1);
        int s = a.giveSend(p, b, 1);
        int n = b.port();
        b.request(s, 72, 0, n);
        assertThat(a.calls.mach_port_unguard(a.self, p, 5)).isEqualTo(KERN_INVALID_ARGUMENT);
        assertThat(a.calls.mach_port_guard(a.self, p, 5, true)).isZero();
        assertThat(a.calls.mach_port_set_context(a.self, p, 7)).isEqualTo(KERN_INVALID_ARGUMENT);
        assertThat(a.calls.mach_port_unguard(a.self, p, 6)).isEqualTo(KERN_INVALID_ARGUMENT);
        assertThat(mod(p, RECEIVE, -1)).isEqualTo(KERN_INVALID_RIGHT);
        assertThat(destruct(p, 0, 6)).isEqualTo(KERN_INVALID_ARGUMENT);
        assertThat(a.state(p)).isEqualTo("SR(1)");
        assertThat(a.calls.mach_port_destroy(a.self, p)).isEqualTo(KERN_INVALID_RIGHT);
        assertThat(a.state(p)).isEqualTo("—");
        assertThat(b.state(s)).isEqualTo("S(1)");
        assertThat(b.take(n)).isEmpty();
        int zero = a.port();
        assertThat(a.calls.mach_port_guard(a.self, zero, 0, false)).isZero();
        assertThat(a.calls.mach_port_destroy(a.self, zero)).isZero();
    }

    @Test
    @Rule({"04 §6.1", "05 §16.58"})
    void sequenceNumberAndMakeSendCountAreStored() {
        int p = a.portWithSends(1);
        assertThat(a.calls.mach_port_set_mscount(a.self, p, 77)).isZero();
        assertThat(a.calls.mach_port_set_seqno(a.self, p, -1)).isZero();
        assertThat(a.status(p, Actor.MSCOUNT)).isEqualTo(77);
        a.fill(p, 2);
        assertThat(a.receive(p).trailer(8)).isEqualTo(-1);
        assertThat(a.receive(p).trailer(8)).isZero();
        assertThat(a.calls.mach_port_set_seqno(a.self, 0, 1)).isEqualTo(KERN_INVALID_RIGHT);
        assertThat(a.calls.mach_port_set_mscount(a.self, 0xbad, 1)).isEqualTo(KERN_INVALID_NAME);
    }

    // --- sets ---------------------------------------------------------------------------------------------------

    private int insert(int member, int set) {
        return a.calls.mach_port_insert_member(a.self, member, set);
    }

    private int extract(int member, int set) {
        return a.calls.mach_port_extract_member(a.self, member, set);
    }

    private int move(int member, int after) {
        return a.calls.mach_port_move_member(a.self, member, after);
    }

    @Test
    @Rule({"04 §7.1", "04 Q4-6", "04 M1", "04 M2", "04 M3", "04 M4", "04 M5", "05 §16.44", "05 §16.45", "05 §8.1"})
    void moveMemberLeavesAllSetsFirst() {
        int p = a.port();
        int z = a.portSet();
        int y = a.portSet();
        assertThat(move(p, 0)).isZero();
        assertThat(move(p, z)).isZero();
        assertThat(move(p, z)).isZero();
        assertThat(a.status(p, Actor.PSET)).isEqualTo(1);
        assertThat(move(p, -1)).isEqualTo(KERN_INVALID_RIGHT);
        assertThat(move(p, 0xbad)).isEqualTo(KERN_INVALID_NAME);
        assertThat(a.members(z)).containsExactly(p);
        assertThat(move(z, z)).isEqualTo(KERN_INVALID_RIGHT);
        assertThat(move(0, z)).isEqualTo(KERN_INVALID_RIGHT);
        assertThat(insert(p, y)).isZero();
        assertThat(move(p, z)).isZero();
        assertThat(a.members(z)).containsExactly(p);
        assertThat(a.members(y)).isEmpty();
    }

    @Test
    @Rule({
        "04 §7.2",
        "04 M6",
        "04 M7",
        "04 M8",
        "04 M9",
        "04 M10",
        "04 §7.3",
        "04 §5.3",
        "05 §16.43",
        "05 §16.46",
        "03 §10",
        "03 §6.1"
    })
    void aPortMayBeInManySetsOnceEach() {
        int p = a.port();
        int z = a.portSet();
        int y = a.portSet();
        assertThat(insert(p, z)).isZero();
        assertThat(insert(p, z)).isEqualTo(KERN_ALREADY_IN_SET);
        assertThat(insert(p, y)).isZero();
        assertThat(a.members(z)).containsExactly(p);
        assertThat(a.members(y)).containsExactly(p);
        assertThat(a.status(p, Actor.PSET)).isEqualTo(2);
        int s = sendRight(1);
        assertThat(insert(s, 0xbad)).isEqualTo(KERN_INVALID_NAME);
        assertThat(insert(s, z)).isEqualTo(KERN_INVALID_RIGHT);
        assertThat(insert(z, y)).isEqualTo(KERN_INVALID_RIGHT);
        assertThat(insert(0, z)).isEqualTo(KERN_INVALID_RIGHT);
        assertThat(insert(p, -1)).isEqualTo(KERN_INVALID_RIGHT);
        assertThat(insert(0xbad, z)).isEqualTo(KERN_INVALID_NAME);
        int q = a.port();
        assertThat(extract(q, z)).isEqualTo(KERN_NOT_IN_SET);
        assertThat(extract(p, z)).isZero();
        assertThat(a.members(y)).containsExactly(p);
        assertThat(a.members(z)).isEmpty();
        assertThat(a.calls.mach_port_get_set_status(a.self, p, new long[1], new int[1]))
                .isEqualTo(KERN_INVALID_RIGHT);
    }
}
