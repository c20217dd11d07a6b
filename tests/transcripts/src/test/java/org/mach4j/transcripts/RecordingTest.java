// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** FORMAT, "The head"; and a recording appears whole or not at all, and loses nothing. */
class RecordingTest {
    private static final Head HEAD = new Head(
            "xnu-11417.121.6",
            "Mac OS X 15.5 aarch64 by ffm",
            "Mac OS X 15.5",
            "24F74",
            "aarch64",
            0x99L,
            "System Integrity Protection status: enabled",
            "25.0.1 (Eclipse Adoptium)",
            "2026-11-28",
            "mach4j 0.1.0");

    private static final Head LEAST =
            new Head("sim", "simulated", "Linux 6.1", null, "amd64", null, null, "17", "2026-11-28", "mach4j 0.1.0");

    @TempDir
    private Path folder;

    private static Case named(String name) {
        return new Case(name, "sim", List.of("A"), null, List.of());
    }

    private static Transcript read(String text) throws IOException {
        try (TranscriptReader reader =
                new TranscriptReader("some.jsonl", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))) {
            List<Case> cases = reader.readAll();
            return new Transcript(reader.head(), cases);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.jsonl", "out.jsonl.gz"})
    void whatIsRecordedReadsBackWithItsHead(String name) throws IOException {
        for (Head head : List.of(HEAD, LEAST)) {
            Path file = folder.resolve(name);
            try (Recording recording = Recording.begin(file, head)) {
                recording.add(named("first"));
                recording.add(named("second"));
                recording.finish();
            }
            Transcript read = TranscriptReader.readFile(file);
            assertThat(read.head()).isEqualTo(head);
            assertThat(read.cases()).extracting(Case::name).containsExactly("first", "second");
            assertThat(read.lineOf(1)).isEqualTo(3);
            assertThat(folder)
                    .isDirectoryContaining(path -> path.equals(file))
                    .isDirectoryNotContaining("glob:**.part");
        }
    }

    @Test
    void theExampleOfTheFormatReads() throws IOException {
        Transcript read =
                read("{\"transcript\":1,\"kernel\":\"xnu-11417.121.6\",\"version\":\"Mac OS X 15.5 aarch64 by ffm\","
                        + "\"os\":\"Mac OS X 15.5\",\"build\":\"24F74\",\"arch\":\"aarch64\",\"guards\":0,"
                        + "\"signing\":\"system integrity protection enabled\",\"java\":\"25.0.1 (Eclipse Adoptium)\","
                        + "\"date\":\"2026-11-28\",\"tool\":\"mach4j 0.1.0\"}\n"
                        + "{\"case\":\"c\",\"kernel\":\"xnu-11417.121.6\",\"tasks\":[\"A\"],\"steps\":["
                        + "{\"op\":\"mach_port_destroy\",\"name\":7,\"out\":{\"killed\":\"guard 512\"}}]}\n");
        assertThat(read.head()).isNotNull();
        assertThat(read.cases()).hasSize(1);
        assertThat(read("").head()).isNull();
    }

    @Test
    void aBadHeadIsNamed() {
        assertThatThrownBy(() -> read("{\"transcript\":2,\"kernel\":\"x\"}\n"))
                .hasMessageContaining("some.jsonl:1: the head: \"transcript\" is 2");
        assertThatThrownBy(() -> read("{\"transcript\":1,\"kernel\":\"x\"}\n"))
                .hasMessageContaining("\"version\" is missing");
        assertThatThrownBy(() -> read("{\"transcript\":1,\"colour\":\"x\"}\n"))
                .hasMessageContaining("unknown key \"colour\"");
        assertThatThrownBy(() -> read("{\"case\":\"c\",\"kernel\":\"k\",\"tasks\":[\"A\"],\"steps\":[]}\n"
                        + "{\"transcript\":1,\"kernel\":\"x\"}\n"))
                .hasMessageContaining("some.jsonl:2")
                .hasMessageContaining("transcript");
    }

    @Test
    void nothingFollowsAStepThatEndedItsProcess() {
        assertThatThrownBy(() -> read("{\"case\":\"c\",\"kernel\":\"k\",\"tasks\":[\"A\"],\"steps\":["
                        + "{\"op\":\"mach_port_destroy\",\"name\":7,\"out\":{\"killed\":\"signal 9\"}},"
                        + "{\"op\":\"mach_port_destroy\",\"name\":7,\"out\":{\"ret\":0}}]}\n"))
                .hasMessageContaining("steps[2]: the step before ended the program");
    }

    @Test
    void whatIsNotFinishedLeavesTheOldFileAndItsOwnCases() throws IOException {
        Path file = Files.writeString(folder.resolve("out.jsonl"), "old");
        try (Recording recording = Recording.begin(file, LEAST)) {
            recording.add(named("first"));
        }
        assertThat(file).hasContent("old");
        Path part = folder.resolve("out.jsonl.part");
        assertThat(TranscriptReader.readAll(part)).extracting(Case::name).containsExactly("first");
        assertThatThrownBy(() -> Recording.begin(file, LEAST)).hasMessageContaining("out.jsonl.part holds");
        assertThat(TranscriptReader.readAll(part)).hasSize(1);
    }

    @Test
    void aPathThatCannotBeWrittenIsNamedBeforeAnythingIsRun() {
        Path none = folder.resolve("none").resolve("out.jsonl");
        assertThatThrownBy(() -> Recording.begin(none, LEAST))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot write " + none)
                .hasMessageContaining("no folder");
        assertThatThrownBy(() -> Recording.begin(folder, LEAST)).hasMessageContaining("it is a folder");
    }
}
