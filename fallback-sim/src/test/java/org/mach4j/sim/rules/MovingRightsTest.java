// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mach4j.abi.KernReturn.*;
import static org.mach4j.abi.MachMessage.*;
import static org.mach4j.abi.MachPort.*;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inserting and extracting rights, on own and other tasks: spec 04 §8 and the I, X and Z rows of its §10; 03 §3. */
class MovingRightsTest extends RuleTest {
    private static final int FREE = 0x903;

    private int insert(int name, int poly, int disposition) {
        return a.calls.mach_port_insert_right(a.self, name, poly, disposition);
    }

    private int extract(int name, int disposition, int[] poly, int[] type) {
        return a.calls.mach_port_extract_right(a.self, name, disposition, poly, type);
    }

    private int pureSend(int references) {
        return b.giveSend(b.port(), a, references);
    }

    @Test
    @Rule({"04 I1", "04 I2", "04 §8.1", "03 R1", "03 §3.3"})
    void makeSendUnderTheOwnName() {
        int p = a.port();
        assertThat(insert(p, p, MACH_MSG_TYPE_MAKE_SEND)).isZero();
        assertThat(a.state(p)).isEqualTo("SR(1)");
        assertThat(a.status(p, Actor.MSCOUNT)).isEqualTo(1);
        assertThat(insert(p, p, MACH_MSG_TYPE_MAKE_SEND)).isZero();
        assertThat(a.type(p)).isEqualTo(0x30000);
        assertThat(a.state(p)).isEqualTo("SR(2)");
        assertThat(a.status(p, Actor.MSCOUNT)).isEqualTo(2);
        assertThat(a.sendRights(p)).isEqualTo(1);
    }

    @Test
    @Rule({"04 I3", "04 I4", "04 §1.5", "04 Q4-2"})
    void aSendOnceRightNeedsAFreeName() {
        int p = a.port();
        assertThat(insert(p, p, MACH_MSG_TYPE_MAKE_SEND_ONCE)).isEqualTo(KERN_NAME_EXISTS);
        assertThat(a.status(p, Actor.SORIGHTS)).isEqualTo(1); // the trap loses the right
        assertThat(insert(FREE, p, MACH_MSG_TYPE_MAKE_SEND_ONCE)).isZero();
        assertThat(a.state(FREE)).isEqualTo("SO");
        assertThat(a.take(p)).isEmpty();
    }

    @Test
    @Rule({"04 I5", "04 I12", "04 Q4-2", "03 §6.16"})
    void aSendRightHasOneNameOnly() {
        int p = a.port();
        assertThat(insert(FREE, p, MACH_MSG_TYPE_MAKE_SEND)).isEqualTo(KERN_RIGHT_EXISTS);
        assertThat(a.sendRights(p)).isEqualTo(1);
        assertThat(a.status(p, Actor.MSCOUNT)).isEqualTo(1);
        assertThat(insert(0, p, MACH_MSG_TYPE_MAKE_SEND)).isEqualTo(KERN_INVALID_VALUE);
        assertThat(a.sendRights(p)).isEqualTo(2);
        assertThat(a.status(p, Actor.MSCOUNT)).isEqualTo(2);
        assertThat(a.state(p)).isEqualTo("R");
    }

    @Test
    @Rule({"04 I6", "04 I7", "04 I8", "03 §8.6"})
    void aSendRightInsertedUnderItsOwnName() {
        int s = pureSend(1);
        int n = a.port();
        assertThat(insert(s, s, MACH_MSG_TYPE_COPY_SEND)).isZero();
        assertThat(a.state(s)).isEqualTo("S(2)");
        a.request(s, 72, 0, n);
        assertThat(insert(s, s, MACH_MSG_TYPE_MOVE_SEND)).isZero();
        assertThat(a.state(s)).isEqualTo("S(2)");
        assertThat(a.take(n)).isEmpty();
        a.deallocate(s);
        assertThat(insert(s, s, MACH_MSG_TYPE_MOVE_SEND)).isZero();
        assertThat(a.state(s)).isEqualTo("S(1)");
        assertThat(a.take(n)).containsExactly("PORT_DELETED " + Actor.hex(s));
    }

    @Test
    @Rule({"04 I9", "04 I10", "04 I11", "03 §5.4", "03 §5.3"})
    void aReceiveRightInserted() {
        int n = a.port();
        int p = a.port();
        a.portSet(p);
        a.request(p, 72, 0, n);
        assertThat(a.calls.mach_port_set_mscount(a.self, p, 7)).isZero();
        assertThat(a.calls.mach_port_set_seqno(a.self, p, 7)).isZero();
        assertThat(a.calls.mach_port_guard(a.self, p, 7, true)).isZero();
        assertThat(insert(p, p, MACH_MSG_TYPE_MOVE_RECEIVE)).isZero();
        assertThat(a.status(p)).containsExactly(0, 0, 0, 5, 0, 0, 0, 0, 0, 0);
        assertThat(a.context(p)).isZero();
        assertThat(a.take(n)).containsExactly("PORT_DELETED " + Actor.hex(p));

        assertThat(insert(FREE, p, MACH_MSG_TYPE_MOVE_RECEIVE)).isZero();
        assertThat(a.state(p)).isEqualTo("—");
        assertThat(a.state(FREE)).isEqualTo("R");

        int sr = a.portWithSends(2);
        assertThat(insert(0xa03, sr, MACH_MSG_TYPE_MOVE_RECEIVE)).isEqualTo(KERN_RIGHT_EXISTS);
        assertThat(a.state(sr)).isEqualTo("S(2)"); // in limbo for ever: it still takes messages
        assertThat(a.send(Msg.to(sr, MACH_MSG_TYPE_COPY_SEND)).code()).isZero();
    }

    @Test
    @Rule({"04 I13", "04 I14", "04 I15", "04 I16", "04 §1.5"})
    void insertionsThatFail() {
        int s = pureSend(1);
        assertThat(insert(FREE, 0, MACH_MSG_TYPE_COPY_SEND)).isEqualTo(KERN_INVALID_NAME);
        assertThat(insert(FREE, -1, MACH_MSG_TYPE_COPY_SEND)).isEqualTo(KERN_INVALID_NAME);
        assertThat(insert(FREE, 0xbad, MACH_MSG_TYPE_COPY_SEND)).isEqualTo(KERN_INVALID_NAME);
        int d = a.deadName(2);
        assertThat(insert(FREE, d, MACH_MSG_TYPE_COPY_SEND)).isEqualTo(KERN_INVALID_CAPABILITY);
        assertThat(a.state(d)).isEqualTo("DN(2)");
        assertThat(insert(FREE, d, MACH_MSG_TYPE_MOVE_SEND)).isEqualTo(KERN_INVALID_CAPABILITY);
        assertThat(a.state(d)).isEqualTo("DN(1)");
        for (int disposition : new int[] {0, 22, MACH_MSG_TYPE_MAKE_SEND}) {
            assertThat(insert(FREE, s, disposition)).isEqualTo(KERN_INVALID_RIGHT);
        }
        int full = pureSend(65534);
        assertThat(insert(full, full, MACH_MSG_TYPE_COPY_SEND)).isEqualTo(KERN_UREFS_OVERFLOW);
        assertThat(a.state(full)).isEqualTo("S(65534)");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, 22, 255})
    @Rule({"04 §8.2", "04 X1"})
    void extractKnowsSixDispositions(int disposition) {
        int p = a.portWithSends(1);
        assertThat(extract(p, disposition, new int[1], new int[1])).isEqualTo(KERN_INVALID_VALUE);
        assertThat(extract(0, disposition, new int[1], new int[1])).isEqualTo(KERN_INVALID_VALUE);
        assertThat(a.state(p)).isEqualTo("SR(1)");
    }

    @Test
    @Rule({"04 §8.2", "04 X2", "04 X3", "04 X4", "02 §2.2"})
    void extractedRightsArriveAsIfReceived() {
        int[] poly = new int[1];
        int[] type = new int[1];
        assertThat(extract(0, MACH_MSG_TYPE_COPY_SEND, poly, type)).isEqualTo(KERN_INVALID_RIGHT);
        int d = a.deadName(2);
        assertThat(extract(d, MACH_MSG_TYPE_COPY_SEND, poly, type)).isZero();
        assertThat(poly[0]).isEqualTo(MACH_PORT_DEAD);
        assertThat(type[0]).isEqualTo(17);
        assertThat(a.state(d)).isEqualTo("DN(2)");
        assertThat(extract(d, MACH_MSG_TYPE_MOVE_SEND_ONCE, poly, type)).isZero();
        assertThat(type[0]).isEqualTo(18);
        assertThat(a.state(d)).isEqualTo("DN(1)");
        int p = a.portWithSends(1);
        assertThat(extract(p, MACH_MSG_TYPE_MAKE_SEND_ONCE, poly, type)).isZero();
        assertThat(poly[0]).isNotEqualTo(p);
        assertThat(a.state(poly[0])).isEqualTo("SO");
        assertThat(type[0]).isEqualTo(18);
        assertThat(extract(p, MACH_MSG_TYPE_COPY_SEND, poly, type)).isZero();
        assertThat(poly[0]).isEqualTo(p);
        assertThat(a.state(p)).isEqualTo("SR(2)");
    }

    @Test
    @Rule({"04 §8.2", "04 X5", "04 X6", "03 G1"})
    void extractingTheReceiveRightIgnoresTheGuard() {
        int p = a.port();
        assertThat(a.calls.mach_port_guard(a.self, p, 5, true)).isZero();
        int[] poly = new int[1];
        int[] type = new int[1];
        assertThat(extract(p, MACH_MSG_TYPE_MOVE_RECEIVE, poly, type)).isZero();
        assertThat(poly[0]).isEqualTo(p + 4);
        assertThat(type[0]).isEqualTo(16);
        assertThat(a.status(poly[0])).containsExactly(0, 0, 0, 5, 0, 0, 0, 0, 0, 0);
        assertThat(a.context(poly[0])).isZero();
        int s = pureSend(1);
        a.request(s, 72, 0, poly[0]);
        assertThat(extract(s, MACH_MSG_TYPE_MOVE_SEND, new int[1], type)).isZero();
        assertThat(a.take(poly[0])).containsExactly("PORT_DELETED " + Actor.hex(s));
    }

    // --- another task -------------------------------------------------------------------------------------------

    @Test
    @Rule({"04 §1.2", "04 Z1", "06 §7.16"})
    void aDeadTasksPortIsNoDestination() {
        int other = b.give(b.self, MACH_MSG_TYPE_COPY_SEND, a);
        int[] name = new int[1];
        assertThat(a.calls.mach_port_allocate(other, MACH_PORT_RIGHT_RECEIVE, name))
                .isZero();
        assertThat(b.state(name[0])).isEqualTo("R");
        end(b);
        assertThat(a.calls.mach_port_allocate(other, MACH_PORT_RIGHT_RECEIVE, name))
                .isEqualTo(0x10000003);
        assertThat(a.calls.mach_port_type(0, 0x103, name)).isEqualTo(0x10000003);
        assertThat(a.calls.task_get_special_port(other, 4, name)).isEqualTo(0x10000003);
    }

    @Test
    @Rule({"04 §1.2", "04 §1.4", "04 Z2", "06 §1.2"})
    void otherKernelPortsHaveNoSpace() {
        int[] name = new int[1];
        assertThat(a.calls.task_get_special_port(a.self, 3, name)).isZero();
        for (int target : new int[] {name[0], a.calls.mach_host_self()}) {
            assertThat(a.calls.mach_port_allocate(target, MACH_PORT_RIGHT_RECEIVE, new int[1]))
                    .isEqualTo(KERN_INVALID_TASK);
            assertThat(a.calls.mach_port_type(target, 0x103, new int[1])).isEqualTo(KERN_INVALID_TASK);
            assertThat(a.calls.mach_port_destroy(target, 0x103)).isEqualTo(KERN_INVALID_TASK);
            assertThat(a.calls.mach_port_rename(target, 0x103, 0x203)).isEqualTo(KERN_NOT_SUPPORTED);
            assertThat(a.calls.mach_port_allocate_name(target, MACH_PORT_RIGHT_RECEIVE, 0))
                    .isEqualTo(KERN_INVALID_VALUE);
            assertThat(a.calls.mach_port_allocate_name(target, MACH_PORT_RIGHT_RECEIVE, 0x903))
                    .isEqualTo(KERN_INVALID_TASK);
        }
    }

    @Test
    @Rule({"04 §1.3", "04 Z3", "04 Z4", "04 Z5"})
    void callsOnAnotherTasksSpace() {
        int other = b.give(b.self, MACH_MSG_TYPE_COPY_SEND, a);
        int p = a.port();
        assertThat(a.calls.mach_port_insert_right(other, 0x55, p, MACH_MSG_TYPE_MOVE_RECEIVE))
                .isEqualTo(KERN_FAILURE);
        assertThat(a.state(p)).isEqualTo("—");

        int guarded = b.port();
        assertThat(b.calls.mach_port_guard(b.self, guarded, 5, false)).isZero();
        assertThat(a.calls.mach_port_destroy(other, guarded)).isEqualTo(KERN_INVALID_RIGHT);

        int n = a.port();
        int q = b.port();
        assertThat(a.calls.mach_port_request_notification(other, q, 70, 0, n, MACH_MSG_TYPE_MAKE_SEND_ONCE, new int[1]))
                .isZero();
        assertThat(a.take(n)).containsExactly("NO_SENDERS 0");
    }

    // --- how rights combine: 03 §3 ------------------------------------------------------------------------------

    @Test
    @Rule({"03 R2", "03 R3", "03 §3.4", "03 §6.14", "02 §12.1"})
    void sendOnceRightsNeverCombine() {
        int p = a.port();
        int one = a.give(p, MACH_MSG_TYPE_MAKE_SEND_ONCE, b);
        int two = a.give(p, MACH_MSG_TYPE_MAKE_SEND_ONCE, b);
        assertThat(one).isNotEqualTo(two);
        assertThat(b.refs(one, 2)).isEqualTo(1);
        assertThat(b.refs(two, 2)).isEqualTo(1);
        int r = a.give(p, MACH_MSG_TYPE_MOVE_RECEIVE, b);
        assertThat(r).isNotIn(one, two);
        assertThat(b.state(r)).isEqualTo("R");
    }

    @Test
    @Rule({"03 R4", "03 R5", "03 R6", "03 §3.2", "03 §6.14", "02 §12.1", "02 P17", "02 P16"})
    void sendAndReceiveRightsShareOneName() {
        int p = a.port();
        int s = a.giveSend(p, b, 3);
        assertThat(b.give(s, MACH_MSG_TYPE_COPY_SEND, a)).isEqualTo(p);
        assertThat(a.state(p)).isEqualTo("SR(1)");
        a.deallocate(p);
        assertThat(a.give(p, MACH_MSG_TYPE_MOVE_RECEIVE, b)).isEqualTo(s);
        assertThat(b.state(s)).isEqualTo("SR(3)");
        int q = a.port();
        int pegged = a.giveSend(q, b, 65534);
        assertThat(a.giveSend(q, b, 1)).isEqualTo(pegged);
        assertThat(b.state(pegged)).isEqualTo("S(65534)");
        assertThat(a.sendRights(q)).isEqualTo(1);
    }

    @Test
    @Rule({"03 R8", "03 R9", "03 §3.2", "03 §6.3"})
    void referencesOfADeadNameStopAt65535() {
        int n = a.port();
        int p = a.portWithSends(65534);
        a.request(p, 72, 0, n);
        a.drop(p, MACH_PORT_RIGHT_RECEIVE);
        assertThat(a.state(p)).isEqualTo("DN(65535)");
        assertThat(a.take(n)).containsExactly("DEAD_NAME " + Actor.hex(p));
        assertThat(a.request(p, 72, 1, n, MACH_MSG_TYPE_MAKE_SEND_ONCE, new int[1]))
                .isEqualTo(KERN_UREFS_OVERFLOW);
        assertThat(a.state(p)).isEqualTo("DN(65535)");
        assertThat(a.take(n)).containsExactly("SEND_ONCE");
    }
}
