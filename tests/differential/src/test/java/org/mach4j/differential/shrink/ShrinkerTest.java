// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mach4j.abi.MachMsgReturn;
import org.mach4j.differential.Difference;
import org.mach4j.differential.Identity;
import org.mach4j.differential.Peer;
import org.mach4j.differential.generate.Generator;
import org.mach4j.differential.generate.Profile;
import org.mach4j.differential.generate.ProgramName;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.Comparison;
import org.mach4j.transcripts.Execution;
import org.mach4j.transcripts.Fields;
import org.mach4j.transcripts.Mismatch;
import org.mach4j.transcripts.Op;
import org.mach4j.transcripts.Outcome;
import org.mach4j.transcripts.Replay;
import org.mach4j.transcripts.Step;
import org.mach4j.transcripts.Value;

class ShrinkerTest {
    /** Takes offence at the first receive that got a message with a right in it. */
    private static final Peer SHY = new Peer() {
        @Override
        public String name() {
            return "shy";
        }

        @Override
        public Identity identity() {
            return new Identity("shy", "", null);
        }

        @Override
        public List<Outcome> answer(List<Case> programs) {
            return programs.stream().map(ShrinkerTest::answer).toList();
        }
    };

    private static Outcome answer(Case program) {
        for (int i = 0; i < program.steps().size(); i++) {
            Step step = program.steps().get(i);
            Fields buffer = step.out() != null && step.out().get("buf") instanceof Fields fields ? fields : Fields.NONE;
            boolean offends = step.op() == Op.MACH_MSG
                    && buffer.has("trailer")
                    && buffer.items("descs").stream()
                            .anyMatch(descriptor ->
                                    ((Fields) descriptor).text("t").equals("port"));
            if (offends) {
                return new Outcome.Differed(
                        i,
                        new Execution.Answer(Fields.NONE, Set.of()),
                        List.of(new Mismatch("buf.descs[0].name", null, null)));
            }
        }
        return new Outcome.Agreed();
    }

    private static Difference found() throws InterruptedException {
        try (Generator generator = new Generator(SimulatedKernel::create)) {
            for (int index = 0; index < 200; index++) {
                Case program = generator.generate(new ProgramName(Profile.COMPLEX, 5, index));
                Outcome outcome = answer(program);
                if (outcome.failed() && program.steps().size() > 35) {
                    return new Difference(program, outcome);
                }
            }
        }
        throw new IllegalStateException("no long program carries a right");
    }

    /** A port, a message to it that carries something, and its receipt, in one call or two: nothing less shows it. */
    @Test
    void whatDoesNotMatterGoes() throws Exception {
        Difference found = found();
        try (Shrinker shrinker = new Shrinker(SimulatedKernel::create, SHY, Duration.ofSeconds(60))) {
            Difference small = shrinker.shrink(found);

            assertThat(small.program().steps())
                    .extracting(Step::op)
                    .startsWith(Op.MACH_PORT_ALLOCATE, Op.MACH_MSG)
                    .hasSizeLessThanOrEqualTo(3);
            assertThat(small.program().tasks()).hasSize(1);
            assertThat(Symptom.of(small)).isEqualTo(Symptom.of(found));
            assertThat(small.program().steps().get(1).in().fields("msg").items("descs"))
                    .hasSize(1);
        }
    }

    /** The request names a port by its number, which is what it is because of the ports before. */
    @Test
    void aNumberInAMessageNeedsNoStepsBefore() throws Exception {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            steps.add(step(Op.MACH_PORT_ALLOCATE, Fields.builder().put("right", 1)));
        }
        Fields setLimit = Fields.builder()
                .put("bits", 19)
                .put("remote", Value.PortLabel.SELF)
                .put("id", 3218)
                .put(
                        "data",
                        Value.Bytes.of(HexFormat.of().parseHex("000000000100000003050000010000000100000001000000")))
                .build();
        steps.add(step(Op.MACH_MSG, Fields.builder().put("option", 17).put("msg", setLimit)));
        Fields message = Fields.builder()
                .put("bits", 20)
                .put("remote", Value.PortLabel.of(4))
                .build();
        for (int i = 0; i < 2; i++) {
            steps.add(step(Op.MACH_MSG, Fields.builder().put("option", 17).put("msg", message)));
        }
        Case program;
        try (SimulatedKernel kernel = SimulatedKernel.create()) {
            program = Answered.by(kernel, new Case("numbers", "sim", List.of("A"), null, steps))
                    .program();
        }
        Peer impatient = new Peer.LivePeer(
                "impatient",
                SHY.identity(),
                Comparison.Names.EXACT,
                (programs, checks) ->
                        programs.stream().map(ShrinkerTest::timedOut).toList());
        try (Shrinker shrinker = new Shrinker(SimulatedKernel::create, impatient, Duration.ofSeconds(60))) {
            Difference small = shrinker.shrink(new Difference(program, timedOut(program)));
            assertThat(small.program().steps())
                    .extracting(Step::op)
                    .containsExactly(Op.MACH_PORT_ALLOCATE_NAME, Op.MACH_MSG, Op.MACH_MSG, Op.MACH_MSG);
        }
    }

    private static Step step(Op op, Fields.Builder in) {
        return new Step(op, "A", null, in.build(), null);
    }

    private static Outcome timedOut(Case program) {
        for (int i = 0; i < program.steps().size(); i++) {
            Step step = program.steps().get(i);
            if (step.out() != null && step.out().word("ret") == MachMsgReturn.MACH_SEND_TIMED_OUT) {
                return new Outcome.Differed(
                        i,
                        new Execution.Answer(Fields.NONE, Set.of()),
                        List.of(new Mismatch("ret", step.out().get("ret"), null)));
            }
        }
        return new Outcome.Agreed();
    }

    @Test
    void whatDiffersNoMoreIsGivenBackAsItWas() throws Exception {
        Difference found = found();
        Replay replay = new Replay(SimulatedKernel::create, Comparison.Names.EXACT);
        Peer agreeing = new Peer.LivePeer("sim", new Identity("sim", "", null), Comparison.Names.EXACT, replay::run);
        try (Shrinker shrinker = new Shrinker(SimulatedKernel::create, agreeing, Duration.ofSeconds(10))) {
            assertThat(shrinker.shrink(found)).isSameAs(found);
        }
    }

    @Test
    void theTestThatIsPrintedCompilesAndPassesWhereTheKernelsAgree(@TempDir Path folder) throws Exception {
        Difference found = found();
        String source = JUnitSource.of(found, "sim");
        String name = JUnitSource.className(found.program());

        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter errors = new StringWriter();
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        List<String> options =
                List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
        boolean compiled = compiler.getTask(errors, null, null, options, null, List.of(file))
                .call();
        assertThat(compiled).as("%s%n%s", errors, source).isTrue();

        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            Class<?> test = Class.forName("org.mach4j.differential." + name, true, loader);
            var constructor = test.getDeclaredConstructor();
            constructor.setAccessible(true);
            var method = test.getDeclaredMethod("bothAnswerTheSame");
            method.setAccessible(true);
            method.invoke(constructor.newInstance());
        }
    }
}
