// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mach4j.abi.KernReturn.*;
import static org.mach4j.abi.MachMessage.*;
import static org.mach4j.abi.MachPort.*;

import org.junit.jupiter.api.Test;

/** Names, generations, the free list and the table: spec 03 §2 and the N rows of 03 §14. */
class NamesTest extends RuleTest {
    private int allocateName(int name) {
        return a.calls.mach_port_allocate_name(a.self, MACH_PORT_RIGHT_RECEIVE, name);
    }

    private int tableSize() {
        return a.space()[1];
    }

    @Test
    @Rule({"03 §2.1", "03 §2.2", "03 N1"})
    void freshNamesGoUpByIndexWithGenerationThree() {
        for (int i = 1; i <= 8; i++) {
            assertThat(a.port()).isEqualTo(nth(0x100 * i + 3));
        }
    }

    @Test
    @Rule({"03 §2.4", "03 §11.1", "03 N2"})
    void theTwentyFirstNameGrowsTheTable() {
        assertThat(tableSize()).isEqualTo(21);
        for (int i = 2; i <= 20; i++) { // the task's own port was the first
            assertThat(a.port()).isEqualTo(0x100 * i + 3);
        }
        assertThat(tableSize()).isEqualTo(21);
        assertThat(a.port()).isEqualTo(0x1503);
        assertThat(tableSize()).isEqualTo(42);
    }

    @Test
    @Rule("03 §2.4")
    void theTableGrowsThroughTheListedSizes() {
        int[] sizes = {21, 42, 85, 170, 341, 512, 682, 853, 1024, 1194, 1365};
        for (int i = 1; i < sizes.length; i++) {
            assertThat(tableSize()).isEqualTo(sizes[i - 1]);
            assertThat(a.space()[2]).isEqualTo(sizes[i]);
            assertThat(a.calls.task_set_port_space(a.self, -1)).isEqualTo(KERN_SUCCESS);
        }
        assertThat(a.calls.task_set_port_space(a.self, 100)).isEqualTo(KERN_SUCCESS);
        assertThat(tableSize()).isEqualTo(1365);
        assertThat(a.calls.task_set_port_space(a.self, 2000)).isEqualTo(KERN_SUCCESS);
        assertThat(tableSize()).isEqualTo(2048);
        assertThat(a.calls.task_set_port_space(a.self, 648875)).isEqualTo(KERN_NO_SPACE);
    }

    @Test
    @Rule({"03 §2.3", "03 N3"})
    void aFreedIndexComesBackWithTheNextGeneration() {
        for (int i = 0; i < 8; i++) {
            a.port();
        }
        a.destroy(nth(0x303));
        assertThat(a.port()).isEqualTo(nth(0x307));
    }

    @Test
    @Rule({"03 §2.3", "03 N4"})
    void lastFreedIsFirstReused() {
        int[] p = {a.port(), a.port(), a.port()};
        for (int name : p) {
            a.destroy(name);
        }
        assertThat(a.port()).isEqualTo(nth(0x307));
        assertThat(a.port()).isEqualTo(nth(0x207));
        assertThat(a.port()).isEqualTo(nth(0x107));
        assertThat(a.port()).isEqualTo(nth(0x403));
    }

    @Test
    @Rule({"03 §2.2", "03 N5"})
    void sixtyFourGenerationsThenAgain() {
        int[] names = new int[65];
        for (int i = 0; i < 65; i++) {
            names[i] = a.port();
            a.destroy(names[i]);
        }
        assertThat(names[0]).isEqualTo(nth(0x103));
        assertThat(names[1]).isEqualTo(nth(0x107));
        assertThat(names[63]).isEqualTo(nth(0x1ff));
        assertThat(names[64]).isEqualTo(nth(0x103));
    }

    @Test
    @Rule({"03 §2.5", "03 N6"})
    void aChosenNameBehindTheTableGrowsIt() {
        assertThat(allocateName(0x1503)).isEqualTo(KERN_SUCCESS);
        assertThat(tableSize()).isEqualTo(42);
        for (int i = 2; i <= 20; i++) {
            assertThat(a.port()).isEqualTo(0x100 * i + 3);
        }
        assertThat(a.port()).isEqualTo(0x1603);
    }

    @Test
    @Rule({"03 §2.5", "03 N7"})
    void theTableMustHoldTheIndex() {
        assertThat(allocateName(0x2a03)).isEqualTo(KERN_SUCCESS);
        assertThat(tableSize()).isEqualTo(85);
    }

    @Test
    @Rule({"03 §2.5", "03 N8"})
    void indexZeroIsNoName() {
        assertThat(allocateName(0x55)).isEqualTo(KERN_FAILURE);
    }

    @Test
    @Rule({"03 §2.5", "03 N9"})
    void aNameInUseAndAnIndexInUse() {
        int p = a.port();
        assertThat(allocateName(p)).isEqualTo(KERN_NAME_EXISTS);
        assertThat(allocateName(p + 4)).isEqualTo(KERN_FAILURE);
    }

    @Test
    @Rule({"03 §2.5", "03 N10"})
    void aChosenGenerationPersists() {
        assertThat(allocateName(nth(0x100))).isEqualTo(KERN_SUCCESS);
        a.destroy(nth(0x100));
        assertThat(a.port()).isEqualTo(nth(0x104));
    }

    @Test
    @Rule({"03 §2.5", "03 N11"})
    void aChosenNameBehindTheTableIsReusedNext() {
        assertThat(allocateName(0x1507)).isEqualTo(KERN_SUCCESS);
        a.destroy(0x1507);
        assertThat(a.port()).isEqualTo(0x150b);
    }

    @Test
    @Rule({"03 §2.4", "03 §2.5", "03 N12"})
    void theLargestTableEndsTheNames() {
        assertThat(allocateName(0x09e6aa03)).isEqualTo(KERN_NO_SPACE);
        assertThat(allocateName(0x09e6a903)).isEqualTo(KERN_SUCCESS);
    }

    @Test
    @Rule({"03 §2.5", "03 §6.16", "03 Q-1", "03 N13"})
    void aFailedNamedInsertionReordersTheFreeList() {
        int p = a.port();
        assertThat(a.calls.mach_port_insert_right(a.self, 0x1503, p, MACH_MSG_TYPE_MAKE_SEND))
                .isEqualTo(KERN_RIGHT_EXISTS);
        assertThat(tableSize()).isEqualTo(42);
        assertThat(a.port()).isEqualTo(0x1507);
    }

    @Test
    @Rule({"03 §2.6", "03 Q-2", "03 N14", "02 §12.2", "02 Q11", "02 R14"})
    void aRightThatDiedInTheQueueUsesUpAGeneration() {
        int q = b.port();
        int toB = b.giveSend(q, a, 1);
        int dying = a.port();
        assertThat(a.send(Msg.to(toB, MACH_MSG_TYPE_COPY_SEND).port(dying, MACH_MSG_TYPE_MAKE_SEND))
                        .code())
                .isZero();
        a.destroy(dying);
        Call got = b.receive(q);
        assertThat(got.descriptor(0).name()).isEqualTo(MACH_PORT_DEAD);
        assertThat(b.port()).isEqualTo(nth(0x207)); // index 1 is q, the head of the free list was index 2
    }

    @Test
    @Rule({"03 §2.1", "03 §6.4", "03 N15", "02 H29"})
    void anOldGenerationIsUnknown() {
        int old = a.port();
        a.destroy(old);
        int now = a.port();
        assertThat(now).isEqualTo(old + 4);
        assertThat(a.calls.mach_port_type(a.self, old, new int[1])).isEqualTo(KERN_INVALID_NAME);
        assertThat(a.send(Msg.to(old, MACH_MSG_TYPE_MAKE_SEND)).code()).isEqualTo(0x10000003);
        assertThat(a.send(Msg.to(now, MACH_MSG_TYPE_MAKE_SEND).reply(old, MACH_MSG_TYPE_MAKE_SEND))
                        .code())
                .isEqualTo(0x10000009);
    }

    @Test
    @Rule({"03 §2.3", "03 N16", "02 §4.2", "02 §21.6", "02 Q12", "02 R13", "01 §12.46", "06 §7.29"})
    void namesAreGivenToTheReplyThenFromTheLastDescriptorToTheFirst() {
        int q = b.port();
        int toB = b.giveSend(q, a, 1);
        int reply = a.port();
        int[] p = {a.port(), a.port(), a.port(), a.port()};
        long array = a.array(p[2], p[3]);
        assertThat(a.send(Msg.to(toB, MACH_MSG_TYPE_COPY_SEND)
                                .reply(reply, MACH_MSG_TYPE_MAKE_SEND_ONCE)
                                .port(p[0], MACH_MSG_TYPE_MAKE_SEND)
                                .port(p[1], MACH_MSG_TYPE_MAKE_SEND)
                                .ports(array, 2, MACH_MSG_TYPE_MAKE_SEND, 1, 0))
                        .code())
                .isZero();
        Call got = b.receive(q);
        assertThat(got.remote()).isEqualTo(nth(0x203));
        assertThat(b.words(got.descriptor(2).address(), 2)).containsExactly(nth(0x303), nth(0x403));
        assertThat(got.descriptor(1).name()).isEqualTo(nth(0x503));
        assertThat(got.descriptor(0).name()).isEqualTo(nth(0x603));
    }

    @Test
    @Rule({"03 §2.7", "03 §6.2", "03 §3.4"})
    void aPortIsFoundByItsReceiveOrSendRightOnly() {
        int p = a.portWithSends(1);
        int once = a.sendOnce(p);
        assertThat(a.extract(p, MACH_MSG_TYPE_COPY_SEND)).isEqualTo(p);
        int inB = a.giveSend(p, b, 1);
        assertThat(a.giveSend(p, b, 1)).isEqualTo(inB);
        int onceInB = a.give(p, MACH_MSG_TYPE_MAKE_SEND_ONCE, b);
        int moreInB = a.give(once, MACH_MSG_TYPE_MOVE_SEND_ONCE, b);
        assertThat(onceInB).isNotEqualTo(inB);
        assertThat(moreInB).isNotIn(inB, onceInB);
        assertThat(b.state(inB)).isEqualTo("S(2)");
    }

    @Test
    @Rule({"03 §2.8", "03 §11.2", "03 T2"})
    void execDestroysAllNamesAndKeepsTheTable() {
        int n = b.port();
        int second = a.port();
        a.port();
        int fourth = a.port();
        int guarded = a.port();
        assertThat(a.calls.mach_port_guard(a.self, guarded, 5, true)).isZero();
        int toGuarded = a.giveSend(guarded, b, 1);
        int toSecond = a.giveSend(second, b, 1);
        int toFourth = a.giveSend(fourth, b, 1);
        b.request(toGuarded, 72, 0, n);
        b.request(toSecond, 72, 0, n);
        b.request(toFourth, 72, 0, n);

        a.task.exec();

        int self = a.calls.mach_task_self();
        assertThat(self).isEqualTo(0x507);
        int[] name = new int[1];
        for (int expected : new int[] {0x407, 0x307, 0x207, 0x107, 0x603}) {
            assertThat(a.calls.mach_port_allocate(self, MACH_PORT_RIGHT_RECEIVE, name))
                    .isZero();
            assertThat(name[0]).isEqualTo(expected);
        }
        assertThat(b.take(n))
                .containsExactly(
                        "DEAD_NAME " + Actor.hex(toSecond),
                        "DEAD_NAME " + Actor.hex(toFourth),
                        "DEAD_NAME " + Actor.hex(toGuarded));
        assertThat(a.calls.bootstrap_port()).isZero();
    }
}
