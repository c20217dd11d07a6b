// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mach4j.transcripts.Value.Bytes;
import org.mach4j.transcripts.Value.Num;

class CaseReportTest {
    private static final String TEXT = """
            {'case':'loop','kernel':'xnu-2422','tasks':['A','B'],'note':'02 5.1: a note','steps':[
            {'op':'mach_port_allocate','right':1,'out':{'ret':0,'name':'$1','raw':515}},
            {'op':'mach_msg','task':'B','option':3,'msg':{'bits':20,'remote':'$1'},'rcv_size':256,
             'out':{'ret':0,'buf':{'bits':4352,'size':60,'remote':0,'local':'$1','reserved':0,'id':7,'data':'%s'}}},
            {'op':'mach_port_destroy','name':'$1','out':{'ret':0}}]}
            """;

    private static final String DATA = "01".repeat(36);

    private static Case program() throws IOException {
        byte[] bytes = TEXT.formatted(DATA).replace("\n", "").replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        try (TranscriptReader reader = new TranscriptReader("case", new ByteArrayInputStream(bytes))) {
            return reader.readAll().get(0);
        }
    }

    private static Outcome differed(Case program) {
        Fields buf = program.steps().get(1).out().fields("buf");
        Fields answered = program.steps()
                .get(1)
                .out()
                .with("ret", Num.of(0x10000003))
                .with("buf", buf.with("data", Bytes.parse("01".repeat(35) + "02")));
        List<Mismatch> mismatches = new Comparison(Comparison.Names.EXACT, program)
                .compare(program.steps().get(1), answered);
        return new Outcome.Differed(1, new Execution.Answer(answered, Set.of("$1")), mismatches);
    }

    @Test
    void theWholeProgramIsShownWithTheStepMarkedAndBothAnswersBesideEachOther() throws IOException {
        Case program = program();
        assertThat(new CaseReport("sim", 120).show("f.jsonl:3", program, differed(program)))
                .isEqualTo("""
                        f.jsonl:3 loop: step 2 was answered differently
                          recorded from xnu-2422, answered by sim; tasks A, B
                          note: 02 5.1: a note
                          1  A  mach_port_allocate right=1(RECEIVE)  ->  ret=0 name=$1 raw=515
                        > 2  B  mach_msg option=3(SEND_MSG|RCV_MSG) msg={bits=20(MAKE_SEND,PORT_NONE) remote=$1} rcv_size=256
                                             | recorded                                        | sim
                              * ret          | 0                                               | 0x10000003(MACH_SEND_INVALID_DEST)
                                buf.bits     | 0x1100(PORT_NONE,MOVE_SEND)                     | 0x1100(PORT_NONE,MOVE_SEND)
                                buf.size     | 60                                              | 60
                                buf.remote   | 0                                               | 0
                                buf.local    | $1                                              | $1
                                buf.reserved | 0                                               | 0
                                buf.id       | 7                                               | 7
                              * buf.data     | 01010101010101010101010101010101010101010101010 | 01010101010101010101010101010101010101010101010
                              *              | 1010101010101010101010101                       | 1010101010101010101010102
                                               (first difference at byte 35)
                              no earlier answer has bound $1: passed as 0
                          3  A  mach_port_destroy name=$1""");
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 100, 200})
    void noLineIsWiderThanTheTerminal(int width) throws IOException {
        Case program = program();
        assertThat(new CaseReport("sim", width)
                        .show("f.jsonl:3", program, differed(program))
                        .lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width))
                .anySatisfy(line -> assertThat(line).startsWith("> 2"))
                .anySatisfy(line -> assertThat(line).contains("first difference at byte 35"));
    }

    @Test
    void bytesThatDifferAreShownWhole() throws IOException {
        Case program = program();
        String squeezed =
                new CaseReport("sim", 80).show("", program, differed(program)).replaceAll("[^0-9a-f]", "");
        assertThat(squeezed.chars().filter(c -> c == '2').count()).isPositive();
        String wide = new CaseReport("sim", 400).show("", program, differed(program));
        assertThat(wide).contains(DATA).contains("01".repeat(35) + "02");
    }

    @Test
    void aFaultIsShownWithItsPlace() throws IOException {
        assertThat(new CaseReport("sim", 100)
                        .show(
                                "",
                                program(),
                                new Outcome.Broke(
                                        2,
                                        new KernelFaultException("the kernel threw", new IllegalStateException("x")))))
                .startsWith("loop: step 3 was not answered: the kernel threw")
                .contains("> 3  A  mach_port_destroy name=$1")
                .contains("recorded: ret=0")
                .contains("java.lang.IllegalStateException: x")
                .contains("at org.mach4j.transcripts.CaseReportTest.");
    }

    @Test
    void aHangALeakAndWhatWasNotRunAreShown() throws IOException {
        CaseReport report = new CaseReport("sim", 100);
        assertThat(report.show("", program(), new Outcome.Hung(0, "t: running\n    at X.y")))
                .contains("step 1 did not come to its end")
                .contains("> 1  A  mach_port_allocate")
                .contains("t: running")
                .contains("at X.y");
        assertThat(report.show("", program(), new Outcome.Leaked(List.of("2 ports"))))
                .contains("something was left")
                .contains("> at the end")
                .contains("2 ports");
        assertThat(report.show("", program(), new Outcome.NotRun("it needs 2 tasks")))
                .contains("not run: it needs 2 tasks");
    }
}
