// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mach4j.abi.KernReturn.KERN_SUCCESS;
import static org.mach4j.abi.MachMessage.*;
import static org.mach4j.abi.MachPort.*;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which rights a message may take, cell by cell of the tables in spec 02 §5 and §6; its H, N, B and P rows. */
class CopyInTest extends RuleTest {
    private static final int INVALID_DEST = 0x10000003;
    private static final int TIMED_OUT = 0x10000004;
    private static final int TOO_SMALL = 0x10000008;
    private static final int INVALID_REPLY = 0x10000009;
    private static final int INVALID_RIGHT = 0x1000000a;
    private static final int INVALID_TYPE = 0x1000000f;
    private static final int INVALID_HEADER = 0x10000010;

    private static final int MR = MACH_MSG_TYPE_MOVE_RECEIVE;
    private static final int MS = MACH_MSG_TYPE_MOVE_SEND;
    private static final int MSO = MACH_MSG_TYPE_MOVE_SEND_ONCE;
    private static final int CS = MACH_MSG_TYPE_COPY_SEND;
    private static final int MKS = MACH_MSG_TYPE_MAKE_SEND;
    private static final int MKSO = MACH_MSG_TYPE_MAKE_SEND_ONCE;
    private static final Map<String, Integer> DISPOSITION =
            Map.of("MR", MR, "MS", MS, "MSO", MSO, "CS", CS, "MKS", MKS, "MKSO", MKSO);

    /** A name of a in a state written as in spec 02 §1; stale ones as S†(1) and SO†. */
    private int name(String state) {
        int n = state.contains("(") ? state.charAt(state.indexOf('(') + 1) - '0' : 0;
        return switch (state.replaceAll("\\(.*", "")) {
            case "—" -> 0x7703;
            case "R" -> a.port();
            case "S" -> b.giveSend(b.port(), a, n);
            case "SR" -> a.portWithSends(n);
            case "SO" -> b.give(b.port(), MKSO, a);
            case "DN" -> a.deadName(n);
            case "PS" -> a.portSet();
            case "S†" -> {
                int p = b.port();
                int s = b.giveSend(p, a, n);
                b.destroy(p);
                yield s;
            }
            case "SO†" -> {
                int p = b.port();
                int s = b.give(p, MKSO, a);
                b.destroy(p);
                yield s;
            }
            default -> throw new IllegalArgumentException(state);
        };
    }

    // --- 02 §5.1, in a port descriptor: dead names are taken ------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "—,fail,fail,fail,fail,fail,fail",
        "R,—,fail,fail,fail,R,R",
        "S(1),fail,—,fail,S(1),fail,fail",
        "S(2),fail,S(1),fail,S(2),fail,fail",
        "SR(1),S(1),R,fail,SR(1),SR(1),SR(1)",
        "SR(3),S(3),SR(2),fail,SR(3),SR(3),SR(3)",
        "SO,fail,fail,—,fail,fail,fail",
        "DN(1),fail,—,—,DN(1),fail,fail",
        "DN(2),fail,DN(1),DN(1),DN(2),fail,fail",
        "S†(1),fail,—,—,DN(1),fail,fail",
        "S†(2),fail,DN(1),DN(1),DN(2),fail,fail",
        "SO†,fail,—,—,DN(1),fail,fail",
        "PS,fail,fail,fail,fail,fail,fail"
    })
    @Rule({"02 §5.1", "02 §5", "02 §7.4", "02 §13.2", "02 P1", "02 P5", "02 P9", "03 §6.10", "03 §6.11", "03 §6.19"})
    void aDescriptorTakesARight(String state, String mr, String ms, String mso, String cs, String mks, String mkso) {
        String[] expected = {mr, ms, mso, cs, mks, mkso};
        int[] dispositions = {MR, MS, MSO, CS, MKS, MKSO};
        for (int i = 0; i < 6; i++) {
            int q = b.port();
            int to = b.giveSend(q, a, 1);
            int name = name(state);
            String before = state.contains("†") ? null : a.state(name);
            Call sent = a.send(Msg.to(to, CS).port(name, dispositions[i]));
            if (expected[i].equals("fail")) {
                assertThat(sent.code()).as("%s by %d", state, dispositions[i]).isEqualTo(INVALID_RIGHT);
                assertThat(sent.isUntouched()).isTrue();
                if (before != null) {
                    assertThat(a.state(name)).isEqualTo(before);
                }
                continue;
            }
            assertThat(sent.code()).as("%s by %d", state, dispositions[i]).isZero();
            assertThat(a.state(name)).as("%s by %d", state, dispositions[i]).isEqualTo(expected[i]);
            Call got = b.receive(q);
            int form = new int[] {16, 17, 18, 17, 17, 18}[i];
            assertThat(got.descriptor(0).type()).isZero();
            assertThat(got.descriptor(0).disposition()).isEqualTo(form);
            boolean dead = state.startsWith("DN") || state.contains("†");
            if (dead) {
                assertThat(got.descriptor(0).name()).isEqualTo(MACH_PORT_DEAD);
            } else {
                String there = b.state(got.descriptor(0).name());
                assertThat(there).startsWith(form == 18 ? "SO" : form == 16 ? "R" : "S");
            }
        }
    }

    @Test
    @Rule({"02 §5.1", "02 §7.4", "02 P2", "02 P3", "02 P4", "02 §2.2"})
    void namesThatAreNoNamesAndDispositionsThatAreNone() {
        int q = b.port();
        int to = b.giveSend(q, a, 1);
        int[][] forms = {{0, 0}, {16, 16}, {17, 17}, {18, 18}, {19, 17}, {20, 17}, {21, 18}, {22, 16}, {99, 0}};
        for (int[] form : forms) {
            assertThat(a.send(Msg.to(to, CS).port(0, form[0])).code()).isZero();
            Call got = b.receive(q);
            assertThat(got.descriptor(0).name()).isZero();
            assertThat(got.descriptor(0).disposition()).isEqualTo(form[1]);
        }
        assertThat(a.send(Msg.to(to, CS).port(-1, CS)).code()).isZero();
        Call got = b.receive(q);
        assertThat(got.descriptor(0).name()).isEqualTo(MACH_PORT_DEAD);
        assertThat(got.descriptor(0).disposition()).isEqualTo(17);
        int p = a.portWithSends(1);
        assertThat(a.send(Msg.to(to, CS).port(p, 0)).code()).isEqualTo(INVALID_RIGHT);
        assertThat(a.send(Msg.to(to, CS).port(p, 22)).code()).isEqualTo(INVALID_RIGHT);
    }

    @Test
    @Rule({"02 §5.3", "02 P10", "03 §6.11"})
    void aTakenNamesRequestIsAnswered() {
        int q = b.port();
        int to = b.giveSend(q, a, 1);
        int n = a.port();
        int p = a.port();
        a.request(p, 72, 0, n);
        assertThat(a.send(Msg.to(to, CS).port(p, MR)).code()).isZero();
        assertThat(a.take(n)).containsExactly("PORT_DELETED " + Actor.hex(p));
        int s = name("S(2)");
        a.request(s, 72, 0, n);
        assertThat(a.send(Msg.to(to, CS).port(s, MS)).code()).isZero();
        assertThat(a.take(n)).isEmpty();
        assertThat(a.send(Msg.to(to, CS).port(s, MS)).code()).isZero();
        assertThat(a.take(n)).containsExactly("PORT_DELETED " + Actor.hex(s));
    }

    @Test
    @Rule({"02 §5.2", "03 §3.3"})
    void countersOfThePort() {
        int q = b.port();
        int to = b.giveSend(q, a, 1);
        int p = a.portWithSends(2);
        int[][] expected = { // disposition, send rights, send-once rights, make-send count, each more than before
            {MKS, 1, 0, 1}, {MKSO, 0, 1, 0}, {CS, 1, 0, 0}, {MS, 1, 0, 0}, {MS, 0, 0, 0}
        };
        for (int[] row : expected) {
            int sends = a.sendRights(p);
            int onces = a.status(p, Actor.SORIGHTS);
            int made = a.status(p, Actor.MSCOUNT);
            assertThat(a.send(Msg.to(to, CS).port(p, row[0])).code()).isZero();
            assertThat(a.sendRights(p) - sends).isEqualTo(row[1]);
            assertThat(a.status(p, Actor.SORIGHTS) - onces).isEqualTo(row[2]);
            assertThat(a.status(p, Actor.MSCOUNT) - made).isEqualTo(row[3]);
        }
        assertThat(a.state(p)).isEqualTo("R");
    }

    // --- 02 §6.2: precedence --------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(ints = {0, 15, 16, 22, 255})
    @Rule({"02 §6.2", "02 H1", "02 H2", "02 H3", "02 H6", "02 §6.1"})
    void dispositionsAreTestedFirst(int bad) {
        int p = a.portWithSends(1);
        assertThat(a.send(Msg.to(p, bad)).code()).isEqualTo(INVALID_HEADER);
        assertThat(a.send(Msg.to(0, bad)).code()).isEqualTo(INVALID_HEADER);
        if (bad != 0) {
            assertThat(a.send(Msg.to(p, CS).reply(p, bad)).code()).isEqualTo(INVALID_HEADER);
        }
    }

    @Test
    @Rule({"02 §6.2", "02 H4", "02 H5", "02 H7", "02 H8", "02 H9", "02 H10", "02 H11", "02 H12", "02 H13", "02 H21"})
    void destinationNameThenReplyThenDestinationRight() {
        int p = a.portWithSends(1);
        int s = name("S(1)");
        int unknown = 0x7703;
        assertThat(a.send(Msg.to(p, CS).reply(s, 0)).code()).isEqualTo(INVALID_HEADER);
        assertThat(a.send(Msg.to(p, CS).reply(-1, 0)).code()).isEqualTo(INVALID_HEADER);
        assertThat(a.send(Msg.to(0, CS).reply(unknown, CS)).code()).isEqualTo(INVALID_DEST);
        assertThat(a.send(Msg.to(-1, CS)).code()).isEqualTo(INVALID_DEST);
        assertThat(a.send(Msg.to(unknown, CS).reply(0x7803, CS)).code()).isEqualTo(INVALID_DEST);
        assertThat(a.send(Msg.to(a.deadName(1), CS).reply(unknown, CS)).code()).isEqualTo(INVALID_REPLY);
        assertThat(a.send(Msg.to(s, MKS).reply(name("S(1)"), MKS)).code()).isEqualTo(INVALID_REPLY);
        assertThat(a.send(Msg.to(s, MKS).reply(p, MS)).code()).isEqualTo(INVALID_DEST);
        assertThat(a.send(Msg.to(s, MS).reply(unknown, CS)).code()).isEqualTo(INVALID_REPLY);
        assertThat(a.send(Msg.to(a.portSet(), CS)).code()).isEqualTo(INVALID_DEST);
        assertThat(a.send(Msg.to(p, CS).reply(a.portSet(), CS)).code()).isEqualTo(INVALID_REPLY);
        assertThat(a.state(p)).isEqualTo("SR(1)");
        assertThat(a.state(s)).isEqualTo("S(1)");
    }

    @Test
    @Rule({"02 §6.1", "02 §2.1", "02 §6.8", "02 H14", "02 H15", "02 H16", "02 H30", "02 Q1", "02 §6.5", "05 §16.65"})
    void bitsThatNobodyDefinedDisappear() {
        int p = a.portWithSends(1);
        assertThat(a.send(Msg.to(p, CS).bits(0x70ff0000)).code()).isZero();
        assertThat(a.receive(p).bits()).isEqualTo(0x1100);
        assertThat(a.send(Msg.to(p, CS).reply(0, MKSO)).code()).isZero();
        Call got = a.receive(p);
        assertThat(got.bits()).isEqualTo(0x1112);
        assertThat(got.remote()).isZero();
        assertThat(a.send(Msg.to(p, CS).reply(-1, CS)).code()).isZero();
        got = a.receive(p);
        assertThat(got.bits()).isEqualTo(0x1111);
        assertThat(got.remote()).isEqualTo(MACH_PORT_DEAD);
        Call any = a.in(Msg.to(p, CS).bytes(), at -> a.calls.mach_msg(at, 1, 24, 0, 0, 0, 0xbadbad));
        assertThat(any.code()).isZero();
    }

    @Test
    @Rule({"02 H17", "02 H18", "02 H19", "02 H20", "02 §6.3"})
    void deadNamesAsReply() {
        int p = a.portWithSends(1);
        int d = a.deadName(2);
        assertThat(a.send(Msg.to(p, CS).reply(d, MS)).code()).isZero();
        assertThat(a.state(d)).isEqualTo("DN(1)");
        assertThat(a.send(Msg.to(p, CS).reply(d, CS)).code()).isZero();
        assertThat(a.state(d)).isEqualTo("DN(1)");
        assertThat(a.send(Msg.to(p, CS).reply(d, MKS)).code()).isEqualTo(INVALID_REPLY);
        assertThat(a.send(Msg.to(p, CS).reply(d, MSO)).code()).isZero();
        assertThat(a.state(d)).isEqualTo("—");
        for (int bits : new int[] {0x1111, 0x1111, 0x1112}) {
            Call got = a.receive(p);
            assertThat(got.remote()).isEqualTo(MACH_PORT_DEAD);
            assertThat(got.bits()).isEqualTo(bits);
        }
    }

    @Test
    @Rule({"02 H22", "02 H23", "02 H24", "02 §5.1"})
    void staleNamesAreConverted() {
        int s = name("S†(2)");
        assertThat(a.send(Msg.to(s, CS)).code()).isEqualTo(INVALID_DEST);
        assertThat(a.state(s)).isEqualTo("DN(2)");
        int n = a.port();
        int q = b.port();
        int watched = b.giveSend(q, a, 1);
        a.request(watched, 72, 0, n);
        b.destroy(q);
        assertThat(a.send(Msg.to(watched, CS)).code()).isEqualTo(INVALID_DEST);
        assertThat(a.state(watched)).isEqualTo("DN(2)");
        int p = a.portWithSends(1);
        int r = b.port();
        int reply = b.giveSend(r, a, 1);
        a.request(reply, 72, 0, n);
        b.destroy(r);
        assertThat(a.send(Msg.to(p, CS).reply(reply, MS)).code()).isZero();
        assertThat(a.state(reply)).isEqualTo("DN(1)");
        assertThat(a.take(n)).hasSize(2);
    }

    // --- 02 §6.4: one name as destination and reply ---------------------------------------------------------------

    /** Rows d, columns r = MS, MSO, CS, MKS, MKSO; D and P for the two errors. */
    @ParameterizedTest
    @CsvSource({
        "R,MS,P,P,P,D,D",
        "R,MSO,P,P,P,D,D",
        "R,CS,P,P,P,D,D",
        "R,MKS,P,P,P,R,R",
        "R,MKSO,P,P,P,R,R",
        "S(1),MS,D,P,—,P,P",
        "S(2),MS,—,P,S(1),P,P",
        "S(3),MS,S(1),P,S(2),P,P",
        "S(1),MSO,D,P,D,P,P",
        "S(1),CS,—,P,S(1),P,P",
        "S(2),CS,S(1),P,S(2),P,P",
        "S(2),MKS,D,P,D,P,P",
        "S(2),MKSO,D,P,D,P,P",
        "SR(1),MS,D,P,R,R,R",
        "SR(2),MS,R,P,SR(1),SR(1),SR(1)",
        "SR(3),MS,SR(1),P,SR(2),SR(2),SR(2)",
        "SR(1),MSO,D,P,D,D,D",
        "SR(1),CS,R,P,SR(1),SR(1),SR(1)",
        "SR(2),MKS,SR(1),P,SR(2),SR(2),SR(2)",
        "SR(2),MKSO,SR(1),P,SR(2),SR(2),SR(2)",
        "SO,MS,P,D,P,P,P",
        "SO,MSO,P,D,P,P,P",
        "SO,CS,P,D,P,P,P",
        "SO,MKS,P,D,P,P,P",
        "SO,MKSO,P,D,P,P,P",
        "DN(2),MS,D,D,D,P,P",
        "DN(2),CS,D,D,D,P,P",
        "S†(2),CS,D,D,D,P,P",
        "SO†,MSO,D,D,D,P,P",
        "PS,CS,P,P,P,P,P",
        "—,CS,D,D,D,D,D"
    })
    @Rule({"02 §6.4", "02 H25", "02 H26", "03 §6.13"})
    void oneNameForDestinationAndReply(
            String state, String d, String ms, String mso, String cs, String mks, String mkso) {
        String[] expected = {ms, mso, cs, mks, mkso};
        int[] replies = {MS, MSO, CS, MKS, MKSO};
        for (int i = 0; i < 5; i++) {
            int name = name(state);
            int made = a.state(name).contains("R") ? a.status(name, Actor.MSCOUNT) : 0;
            int code = a.send(Msg.to(name, DISPOSITION.get(d)).reply(name, replies[i]))
                    .code();
            String how = state + " by " + d + " and " + replies[i];
            switch (expected[i]) {
                case "D" -> assertThat(code).as(how).isEqualTo(INVALID_DEST);
                case "P" -> assertThat(code).as(how).isEqualTo(INVALID_REPLY);
                default -> {
                    assertThat(code).as(how).isEqualTo(KERN_SUCCESS);
                    assertThat(a.state(name)).as(how).isEqualTo(expected[i]);
                    if (expected[i].contains("R")) {
                        int makes = (d.equals("MKS") ? 1 : 0) + (replies[i] == MKS ? 1 : 0);
                        assertThat(a.status(name, Actor.MSCOUNT) - made).as(how).isEqualTo(makes);
                    }
                }
            }
        }
    }

    @Test
    @Rule({"02 §6.4", "02 §6.6", "02 H27", "02 H28"})
    void oneNotificationForANameUsedTwice() {
        int n = a.port();
        int s = name("S(2)");
        a.request(s, 72, 0, n);
        assertThat(a.send(Msg.to(s, MS).reply(s, MS)).code()).isZero();
        assertThat(a.take(n)).containsExactly("PORT_DELETED " + Actor.hex(s));
        int q = b.port();
        int send = b.giveSend(q, a, 1);
        int once = b.give(q, MKSO, a);
        assertThat(a.send(Msg.to(send, CS).reply(once, MSO)).code()).isZero();
        assertThat(a.state(once)).isEqualTo("—");
        assertThat(b.state(b.receive(q).remote())).isEqualTo("SO");
    }

    // --- 02 §6.6: two names ---------------------------------------------------------------------------------------

    /** As destination, columns d = MS, MSO, CS, MKS, MKSO; x for the error. */
    @ParameterizedTest
    @CsvSource({
        "—,x,x,x,x,x", "R,x,x,x,R,R", "S(1),—,x,S(1),x,x", "S(2),S(1),x,S(2),x,x", "SR(2),SR(1),x,SR(2),SR(2),SR(2)",
        "SO,x,—,x,x,x", "DN(1),x,x,x,x,x", "S†(1),x,x,x,x,x", "SO†,x,x,x,x,x", "PS,x,x,x,x,x"
    })
    @Rule({"02 §6.6", "02 §6.5"})
    void aNameAsDestination(String state, String ms, String mso, String cs, String mks, String mkso) {
        String[] expected = {ms, mso, cs, mks, mkso};
        int[] dispositions = {MS, MSO, CS, MKS, MKSO};
        for (int i = 0; i < 5; i++) {
            for (int reply : new int[] {0, a.port()}) {
                int name = name(state);
                int code =
                        a.send(Msg.to(name, dispositions[i]).reply(reply, MKS)).code();
                if (expected[i].equals("x")) {
                    assertThat(code).isEqualTo(INVALID_DEST);
                } else {
                    assertThat(code).isZero();
                    assertThat(a.state(name)).isEqualTo(expected[i]);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "—,x,x,x,x,x", "R,x,x,x,R,R", "S(1),—,x,S(1),x,x", "S(2),S(1),x,S(2),x,x", "SR(2),SR(1),x,SR(2),SR(2),SR(2)",
        "SO,x,—,x,x,x", "DN(2),DN(1),DN(1),DN(2),x,x", "S†(2),DN(1),DN(1),DN(2),x,x", "SO†,—,—,DN(1),x,x",
                "PS,x,x,x,x,x"
    })
    @Rule({"02 §6.6", "02 §6.3"})
    void aNameAsReply(String state, String ms, String mso, String cs, String mks, String mkso) {
        String[] expected = {ms, mso, cs, mks, mkso};
        int[] dispositions = {MS, MSO, CS, MKS, MKSO};
        for (int i = 0; i < 5; i++) {
            int name = name(state);
            int p = a.portWithSends(1);
            int code = a.send(Msg.to(p, CS).reply(name, dispositions[i])).code();
            if (expected[i].equals("x")) {
                assertThat(code).isEqualTo(INVALID_REPLY);
            } else {
                assertThat(code).isZero();
                assertThat(a.state(name)).isEqualTo(expected[i]);
            }
        }
    }

    @Test
    @Rule("02 §6.6")
    void theReplysNameIsFreedBeforeTheDestinations() {
        int d = name("S(1)");
        int r = name("S(1)");
        assertThat(a.send(Msg.to(d, MS).reply(r, MS)).code()).isZero();
        assertThat(a.port()).isEqualTo(d + 4);
        assertThat(a.port()).isEqualTo(r + 4);
    }

    // --- 02 §6.7: MACH_SEND_NOTIFY --------------------------------------------------------------------------------

    private int notify;
    private int full;

    private int sendNotify(int name, int disposition) {
        return a.call(Msg.to(name, disposition), MACH_SEND_MSG | MACH_SEND_TIMEOUT | MACH_SEND_NOTIFY, 0, 0, 0)
                .code();
    }

    /** A full queue of b under a name of a with so many references. */
    private int full(int references) {
        full = b.port();
        int s = b.giveSend(full, a, references);
        a.fill(s, 5);
        notify = a.port();
        return s;
    }

    @Test
    @Rule({"02 §6.7", "02 N1", "02 N2", "02 §10.6"})
    void onlyASendWithNotifyArms() {
        int s = full(1);
        a.request(s, 66, 0, notify);
        assertThat(a.send(Msg.to(s, CS)).code()).isEqualTo(TIMED_OUT);
        b.receive(full);
        assertThat(a.take(notify)).isEmpty();
        a.fill(s, 1);
        assertThat(sendNotify(s, CS)).isEqualTo(TIMED_OUT);
        b.receive(full);
        assertThat(a.take(notify)).containsExactly("SEND_POSSIBLE " + Actor.hex(s));
        // N8: spent
        a.fill(s, 1);
        assertThat(sendNotify(s, CS)).isEqualTo(TIMED_OUT);
        b.receive(full);
        assertThat(a.take(notify)).isEmpty();
    }

    @Test
    @Rule({"02 §6.7", "02 N3", "02 N4", "02 N5", "02 N8"})
    void nothingToArm() {
        int s = full(1);
        assertThat(sendNotify(s, CS)).isEqualTo(TIMED_OUT);
        a.request(s, 72, 0, notify);
        assertThat(sendNotify(s, CS)).isEqualTo(TIMED_OUT);
        b.receive(full);
        assertThat(a.take(notify)).isEmpty();
        assertThat(sendNotify(s, CS)).isZero(); // not full: accepted
        assertThat(b.status(full, Actor.MSGCOUNT)).isEqualTo(5);
    }

    @Test
    @Rule({"02 §6.7", "02 N6", "02 N7"})
    void aRightThatMovesAwayIsNotArmed() {
        int s = full(1);
        a.request(s, 66, 0, notify);
        assertThat(sendNotify(s, MS)).isEqualTo(TIMED_OUT);
        assertThat(a.take(notify)).containsExactly("PORT_DELETED " + Actor.hex(s));
        b.receive(full);
        assertThat(a.take(notify)).isEmpty();
        int o = b.give(full, MKSO, a);
        a.fill(a.names().get(1).get(0), 1);
        a.request(o, 66, 0, notify);
        assertThat(sendNotify(o, MSO)).isZero();
        assertThat(a.take(notify)).containsExactly("PORT_DELETED " + Actor.hex(o));
    }

    @Test
    @Rule({"02 §6.7", "02 N9", "02 N10", "05 §5.4"})
    void whatFiresAnArmedRequest() {
        int s = full(1);
        a.request(s, 66, 1, notify);
        assertThat(b.receive(full, 0, 0).code()).isEqualTo(0x10004004); // too large: destroyed
        assertThat(a.take(notify)).isEmpty();
        b.receive(full);
        assertThat(a.take(notify)).containsExactly("SEND_POSSIBLE " + Actor.hex(s));
        int t = full(1);
        a.request(t, 66, 1, notify);
        b.destroy(full);
        assertThat(a.take(notify)).containsExactly("DEAD_NAME " + Actor.hex(t));
    }

    // --- 02 §7: the body's layout ---------------------------------------------------------------------------------

    @Test
    @Rule({"02 §7.1", "02 B1", "02 B2", "02 Q2", "02 Q3", "01 §4.5", "01 E2.24"})
    void complexWithoutDescriptors() {
        int p = a.portWithSends(1);
        assertThat(a.send(Msg.to(p, CS).bits(0x80000000)).code()).isZero();
        Call got = a.receive(p);
        assertThat(got.bits()).isEqualTo(0x80001100);
        assertThat(got.size()).isEqualTo(24);
        assertThat(a.send(Msg.to(p, CS).body()).code()).isZero();
        got = a.receive(p);
        assertThat(got.bits()).isEqualTo(0x80001100);
        assertThat(got.size()).isEqualTo(28);
    }

    private int n;

    /** Sends a bad body with a reply right, which a send-once notification tells to be destroyed. */
    private void refused(int code, Msg body) {
        n = a.port();
        assertThat(a.send(body.reply(n, MKSO)).code()).isEqualTo(code);
        assertThat(a.take(n)).containsExactly("SEND_ONCE");
    }

    @Test
    @Rule({
        "02 §7.2", "02 §7.3", "02 §8", "02 Q5", "02 Q8", "02 B3", "02 B4", "02 B5", "02 B6", "02 B7", "02 B8", "02 B9"
    })
    void theLayoutIsTestedBeforeAnyRightIsTaken() {
        int p = a.portWithSends(1);
        int s = name("S(1)");
        long memory = a.pages(2);
        refused(TOO_SMALL, Msg.to(p, CS).count(1));
        refused(TOO_SMALL, Msg.to(p, CS).port(s, MS).count(0xffffffff - 1));
        assertThat(a.state(s)).isEqualTo("S(1)");
        refused(INVALID_TYPE, Msg.to(p, CS).ool(memory, 10, 2, 0).count(2));
        refused(INVALID_TYPE, Msg.to(p, CS).port(0, 0, 4));
        refused(INVALID_TYPE, Msg.to(p, CS).port(s, MS).port(0, 0, 4).ool(memory, 10, 3, 0));
        assertThat(a.state(s)).isEqualTo("S(1)");
        refused(INVALID_TYPE, Msg.to(p, CS).port(0, 0, 4).port(s, MS));
        refused(TOO_SMALL, Msg.to(p, CS).port(0, 0, 4).count(2).words(0, 0));
        refused(INVALID_TYPE, Msg.to(p, CS).port(s, MS).port(0, 0, 4));
        assertThat(a.state(s)).isEqualTo("—");
        assertThat(a.take(p)).isEmpty();
    }

    @Test
    @Rule({"02 B10", "02 B11", "02 B12", "02 B13", "02 §8", "02 §16.2"})
    void plainBytesAndLostDestinations() {
        int p = a.portWithSends(1);
        byte[] like = Msg.to(p, CS).port(p, MR).bytes();
        byte[] data = java.util.Arrays.copyOfRange(like, 24, like.length);
        assertThat(a.send(Msg.to(p, CS).data(data)).code()).isZero();
        assertThat(a.receive(p).bytes(24, 40)).isEqualTo(data);
        assertThat(a.send(Msg.to(p, MKSO).port(0, 0, 9)).code()).isEqualTo(INVALID_TYPE);
        assertThat(a.take(p)).containsExactly("SEND_ONCE");
        int n2 = a.port();
        a.request(p, 70, 0, n2);
        assertThat(a.send(Msg.to(p, MS).port(0, 0, 9)).code()).isEqualTo(INVALID_TYPE);
        assertThat(a.take(n2)).containsExactly("NO_SENDERS 1");
    }

    @Test
    @Rule({"02 §7.7", "02 P12", "02 P13", "02 P18", "02 §21.4"})
    void descriptorsSeeTheEffectsOfEarlierOnes() {
        int q = b.port();
        int to = b.giveSend(q, a, 1);
        int p = a.port();
        assertThat(a.send(Msg.to(to, CS).port(p, MKS).port(p, MR)).code()).isZero();
        int p2 = a.port();
        refused(INVALID_RIGHT, Msg.to(to, CS).port(p2, MR).port(p2, MKS));
        assertThat(a.state(p2)).isEqualTo("—");
        int p3 = a.port();
        refused(INVALID_RIGHT, Msg.to(to, CS).port(p3, MR).port(p3, MR));
        int sr = a.portWithSends(2);
        assertThat(a.send(Msg.to(to, CS).port(sr, MR).port(sr, CS)).code()).isZero();
        assertThat(a.state(sr)).isEqualTo("S(2)");
        int target = a.port();
        int o = a.sendOnce(target);
        refused(INVALID_RIGHT, Msg.to(to, CS).port(o, MSO).port(o, MSO));
        assertThat(a.take(target)).containsExactly("SEND_ONCE");
        int s = name("S(1)");
        assertThat(a.send(Msg.to(to, CS).reply(s, MS).port(s, MS)).code()).isEqualTo(INVALID_RIGHT);
        assertThat(a.state(s)).isEqualTo("—");
    }

    @Test
    @Rule({"02 P8", "02 P11", "02 §5.4", "02 §21.8"})
    void aReceiveRightTravelsWithItsQueue() {
        int q = b.port();
        int to = b.giveSend(q, a, 1);
        int p = a.portWithSends(1);
        a.fill(p, 2);
        Running waits = a.receiving(a.portSet());
        assertThat(a.send(Msg.to(to, CS).port(p, MR).port(p, CS)).code()).isZero();
        Call got = b.receive(q);
        int there = got.descriptor(0).name();
        assertThat(got.descriptor(1).name()).isEqualTo(there);
        assertThat(b.state(there)).isEqualTo("SR(1)");
        assertThat(b.take(there)).containsExactly("message 1", "message 2");
        assertThat(waits.abort()).isTrue();
        int empty = a.port();
        Running direct = a.receiving(empty);
        assertThat(a.send(Msg.to(to, CS).port(empty, MR)).code()).isZero();
        assertThat(direct.result().code()).isEqualTo(0x10004006);
        waits.settle();
        end(a); // the library keeps the other waiting
    }
}
