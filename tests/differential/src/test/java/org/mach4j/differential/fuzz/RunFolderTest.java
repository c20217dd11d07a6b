// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mach4j.differential.Difference;
import org.mach4j.differential.generate.Generator;
import org.mach4j.differential.generate.Profile;
import org.mach4j.differential.generate.ProgramName;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.Execution;
import org.mach4j.transcripts.Fields;
import org.mach4j.transcripts.Outcome;
import org.mach4j.transcripts.TranscriptReader;

class RunFolderTest {
    private static final RunFolder.Run RUN = new RunFolder.Run(
            "sim",
            "jni:/lib/x.so",
            new Plan(List.of(Profile.RIGHTS, Profile.KERNEL_OBJECTS), -7),
            1000,
            new Progress(128, 120, 5, 3));

    private static Difference difference() throws InterruptedException {
        try (Generator generator = new Generator(SimulatedKernel::create)) {
            Case program = generator.generate(new ProgramName(Profile.RIGHTS, 1, 0));
            return new Difference(
                    program, new Outcome.Differed(2, new Execution.Answer(Fields.NONE, Set.of()), List.of()));
        }
    }

    @Test
    void aRunIsFoundAgainAsItWas(@TempDir Path folder) throws IOException {
        RunFolder.make(folder.resolve("run"), RUN);

        assertThat(RunFolder.open(folder.resolve("run")).load()).isEqualTo(RUN);
    }

    @Test
    void aRunIsNotWrittenOver(@TempDir Path folder) throws IOException {
        RunFolder.make(folder, RUN);

        assertThatThrownBy(() -> RunFolder.make(folder, RUN.at(Progress.NONE)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("--resume");
        assertThat(RunFolder.open(folder).load()).isEqualTo(RUN);
    }

    @Test
    void aDifferenceIsATranscript(@TempDir Path folder) throws Exception {
        Difference found = difference();
        Path file = RunFolder.make(folder, RUN).save(found, found, "both answers", "jni");

        assertThat(TranscriptReader.readAll(file)).containsExactly(found.program());
        assertThat(folder.resolve("Rights_1_0Test.java")).content().contains("class Rights_1_0Test {");
        assertThat(folder.resolve("rights-1-0.txt")).content().contains("both answers");
    }

    @Test
    void whatCannotBeWrittenIsSaidAndLosesNothing(@TempDir Path folder) throws Exception {
        RunFolder kept = RunFolder.make(folder, RUN);
        Files.createDirectory(folder.resolve("run.properties.part")); // there is no room for the next state

        assertThatThrownBy(() -> kept.save(RUN.at(new Progress(192, 184, 5, 3))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("run.properties")
                .hasMessageContaining("saved before is whole");
        assertThat(kept.load()).isEqualTo(RUN);
    }

    @Test
    void aFolderThatCannotBeMadeIsSaid(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> RunFolder.make(file.resolve("run"), RUN))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot make " + file.resolve("run"));
    }

    @Test
    void aDamagedStateIsSaid(@TempDir Path folder) throws IOException {
        RunFolder.make(folder, RUN);
        Files.writeString(folder.resolve("run.properties"), "seed=x\nprofiles=rights\n");

        assertThatThrownBy(() -> RunFolder.open(folder).load())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is damaged");
        assertThatThrownBy(() -> RunFolder.open(folder.resolve("none")).load())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("holds no run");
    }
}
