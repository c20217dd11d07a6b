// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.Comparison;
import org.mach4j.transcripts.Execution;
import org.mach4j.transcripts.Fields;
import org.mach4j.transcripts.Mismatch;
import org.mach4j.transcripts.Outcome;
import org.mach4j.transcripts.Value.Num;
import org.mach4j.transcripts.Value.Text;

class KnownDifferencesTest {
    private static final KnownDifferences KNOWN = KnownDifferences.load();
    private static final Path PAGE = Path.of("..", "..", "docs", "compatibility.md");

    private static final Identity RECORDED = new Identity("xnu-2422", "x86_64", null);
    private static final Identity SIM = new Identity("sim", "amd64", null);
    private static final Identity NEWER = new Identity("xnu-11417.121.6", "aarch64", 0L);

    private static KnownDifference named(String id) {
        return KNOWN.all().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Case programOf(String id) {
        return Objects.requireNonNull(named(id).program());
    }

    private static Outcome differed(int step, Fields answer, Mismatch... mismatches) {
        return new Outcome.Differed(step - 1, new Execution.Answer(answer, Set.of()), List.of(mismatches));
    }

    private static Outcome killed(int step, String how, long recorded) {
        Fields answer = Fields.builder().put("killed", how).build();
        return differed(
                step, answer, new Mismatch("ret", Num.of(recorded), null), new Mismatch("killed", null, new Text(how)));
    }

    /** The left answers are the recorded kernel's: the simulated one, which is checked against its recordings, gives them. */
    @Test
    void everyProgramIsAnsweredAsItSaysByTheSimulatedKernel() throws Exception {
        Peer sim = Peer.byName(SimulatedKernel.NAME, Comparison.Names.BY_LABEL, 1);
        List<Case> programs = KNOWN.all().stream()
                .map(KnownDifference::program)
                .filter(Objects::nonNull)
                .toList();
        assertThat(programs).hasSizeGreaterThan(8);
        assertThat(sim.answer(programs))
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Outcome.Agreed.class));
    }

    @Test
    void aDifferenceIsKnownOnlyOnTheKernelsItIsOf() {
        Case program = programOf("destroy-guarded");
        Outcome killed = killed(3, "guard 1", 17);
        assertThat(KNOWN.judge(RECORDED, NEWER, program, killed).isKnown()).isTrue();
        assertThat(KNOWN.judge(RECORDED, SIM, program, killed).failed()).isTrue();
        assertThat(KNOWN.judge(RECORDED, NEWER, program, killed(3, "guard 2", 17))
                        .failed())
                .isTrue();
        assertThat(KNOWN.judge(RECORDED, NEWER, program, killed(2, "guard 1", 17))
                        .failed())
                .isTrue();
    }

    @Test
    void aDifferenceIsKnownWhicheverKernelAnsweredFirst() {
        Case program = programOf("complex-of-24-bytes");
        Outcome differed =
                differed(2, Fields.builder().put("ret", 0).build(), new Mismatch("ret", Num.of(0x10000008), Num.of(0)));
        assertThat(KNOWN.judge(NEWER, SIM, program, differed).isKnown()).isTrue();
        assertThat(KNOWN.judge(SIM, NEWER, program, differed).failed()).isTrue();
    }

    @Test
    void whatDependsOnTheGuardBehaviourIsKnownWhereThatIsSet() {
        Case program = programOf("invalid-name");
        Outcome killed = killed(3, "guard 512", 15);
        Identity fatal = new Identity("xnu-11417.121.6", "aarch64", 0x99L);
        assertThat(KNOWN.judge(RECORDED, fatal, program, killed).isKnown()).isTrue();
        assertThat(KNOWN.judge(RECORDED, NEWER, program, killed).failed()).isTrue();
    }

    @Test
    void aRuleExplainsOtherProgramsToo() {
        Case shown = programOf("destroy-guarded");
        Case other = new Case("other", shown.kernel(), shown.tasks(), null, shown.steps());
        assertThat(KNOWN.judge(RECORDED, NEWER, other, killed(3, "guard 1", 17)).isKnown())
                .isTrue();
        assertThat(KNOWN.judge(RECORDED, NEWER, other, killed(2, "guard 1", 0)).failed())
                .isTrue();
    }

    @Test
    void aDifferenceThatDoesNotShowAnyMoreFails() {
        Case program = new Case("complex-100149", "xnu-2422", List.of("A"), null, List.of());
        KnownDifferences.Verdict verdict = KNOWN.judge(RECORDED, SIM, program, new Outcome.Agreed());
        assertThat(verdict.failed()).isTrue();
        assertThat(verdict.missing()).isTrue();
        assertThat(KNOWN.judge(RECORDED, RECORDED, program, new Outcome.Agreed())
                        .failed())
                .isFalse();
    }

    @Test
    void kernelsAreNamedByVersion() {
        KernelRange range = KernelRange.parse("sim | xnu>=6153<8792");
        assertThat(List.of("sim", "xnu-6153", "xnu-8019.41.5")).allMatch(range::has);
        assertThat(List.of("gnumach", "xnu", "xnu-2422", "xnu-8792.41.9")).noneMatch(range::has);
        assertThatThrownBy(() -> KernelRange.parse("xnu>8792")).hasMessageContaining("xnu>8792");
    }

    @Test
    void aBadLineIsNamed() {
        assertThatThrownBy(() -> KnownDifferences.parse("{\"id\":\"x\",\"colour\":1}\n"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("line 1: unknown key \"colour\"");
        assertThatThrownBy(() -> KnownDifferences.parse("{\"id\":\"x\"}\n")).hasMessageContaining("line 1: x needs");
    }

    /** {@code -Dmach4j.render=true} writes the page. */
    @Test
    void thePageIsRenderedFromTheData() throws IOException {
        String page = CompatibilityPage.render(KNOWN.all());
        if (Boolean.getBoolean("mach4j.render")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE)
                .as("docs/compatibility.md; render it anew with -Dtest=KnownDifferencesTest -Dmach4j.render=true")
                .hasContent(page);
    }
}
