// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mach4j.transcripts.Value.AddressLabel;
import org.mach4j.transcripts.Value.Num;
import org.mach4j.transcripts.Value.PortLabel;

class CodecTest {
    static List<Path> vectors() {
        return Vectors.files();
    }

    private static List<Case> read(String text) throws IOException {
        return read(text.getBytes(UTF_8));
    }

    private static List<Case> read(byte[] content) throws IOException {
        try (TranscriptReader reader = new TranscriptReader("some.jsonl", new ByteArrayInputStream(content))) {
            return reader.readAll();
        }
    }

    private static String inSteps(String steps) {
        return "{\"case\":\"c\",\"kernel\":\"k\",\"tasks\":[\"A\",\"B\"],\"steps\":[" + steps + "]}";
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void everyRecordedFileIsWrittenBackByteForByte(Path file) throws IOException {
        byte[] content;
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            content = in.readAllBytes();
        }
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        int cases = 0;
        try (TranscriptReader reader = TranscriptReader.open(file);
                TranscriptWriter writer = new TranscriptWriter(copy)) {
            for (Case next = reader.read(); next != null; next = reader.read()) {
                writer.write(next);
                cases++;
            }
        }
        assertThat(cases).isPositive();
        assertThat(Arrays.mismatch(copy.toByteArray(), content)).isEqualTo(-1);
    }

    @Test
    void theExampleOfTheFormatReads() throws IOException {
        Case read = read("{\"case\":\"inline-loopback\",\"kernel\":\"xnu-2422\",\"tasks\":[\"A\"],\"steps\":["
                        + "{\"op\":\"mach_port_allocate\",\"right\":1,\"out\":{\"ret\":0,\"name\":\"$1\",\"raw\":515}},"
                        + "{\"op\":\"mach_msg\",\"option\":3,\"msg\":{\"bits\":20,\"remote\":\"$1\",\"local\":0,\"id\":7,\"data\":\"01020304\"},"
                        + "\"rcv_size\":256,\"rcv_name\":\"$1\",\"timeout\":0,"
                        + "\"out\":{\"ret\":0,\"buf\":{\"bits\":4352,\"size\":28,\"remote\":0,\"local\":\"$1\",\"reserved\":0,\"id\":7,\"data\":\"01020304\","
                        + "\"trailer\":{\"type\":0,\"size\":8}}}}]}")
                .get(0);
        assertThat(read.name()).isEqualTo("inline-loopback");
        assertThat(read.tasks()).containsExactly("A");
        Step send = read.steps().get(1);
        assertThat(send.op()).isEqualTo(Op.MACH_MSG);
        assertThat(send.in().word("rcv_size")).isEqualTo(256);
        assertThat(send.in().get("rcv_name")).isEqualTo(PortLabel.of(1));
        assertThat(send.in().fields("msg").bytes("data").toArray()).containsExactly(1, 2, 3, 4);
        assertThat(send.out().fields("buf").fields("trailer").word("size")).isEqualTo(8);
    }

    @ParameterizedTest
    @CsvSource({
        "18446744073709551615, -1, true",
        "9223372036854775808, -9223372036854775808, true",
        "9223372036854775807, 9223372036854775807, false",
        "-9223372036854775808, -9223372036854775808, false"
    })
    void numbersOf64BitsKeepTheirSign(String written, long bits, boolean unsigned) throws IOException {
        String line = inSteps(
                "{\"op\":\"mach_port_set_context\",\"name\":\"$1\",\"context\":" + written + ",\"out\":{\"ret\":0}}");
        Case read = read(line).get(0);
        assertThat(read.steps().get(0).in().get("context")).isEqualTo(new Num(bits, unsigned));
        assertThat(TranscriptWriter.toJson(read)).isEqualTo(line);
    }

    @ParameterizedTest
    @CsvSource({"@1, 1, 0", "@12+4096, 12, 4096", "@3-1, 3, -1"})
    void addressLabels(String written, int region, long offset) {
        assertThat(AddressLabel.parse(written)).isEqualTo(new AddressLabel(region, offset));
        assertThat(new AddressLabel(region, offset)).hasToString(written);
    }

    @Test
    void aThreadsJoinIsReadAsTheAnswerOfItsCall() throws IOException {
        Case read = read(inSteps("{\"op\":\"mach_msg\",\"thread\":\"t\",\"option\":2,\"out\":{\"state\":\"blocked\"}},"
                        + "{\"op\":\"join\",\"of\":\"t\",\"out\":{\"state\":\"blocked\"}},"
                        + "{\"op\":\"join\",\"of\":\"t\",\"out\":{\"ret\":0,\"buf\":\"same\"}}"))
                .get(0);
        assertThat(read.steps().get(2).out().text("buf")).isEqualTo("same");
    }

    /** What is wrong, and what the message must say of it. */
    static List<List<String>> bad() {
        String type = "\"op\":\"mach_port_type\"";
        return List.of(
                List.of("", "an empty line"),
                List.of("[]", "expected a case, found []"),
                List.of("{\"case\":\"c\"", "not JSON", "column"),
                List.of("{\"case\":1}", "case: expected a string, found 1"),
                List.of("{\"case\":\"c\",\"case\":\"d\"}", "not JSON", "uplicate"),
                List.of(inSteps("") + "x", "not JSON"),
                List.of("{\"case\":\"c\",\"kernel\":\"k\",\"tasks\":[],\"steps\":[]}", "at least one task"),
                List.of("{\"case\":\"c\",\"kernel\":\"k\",\"tasks\":[\"A\",\"A\"],\"steps\":[]}", "'A'"),
                List.of("{\"case\":\"c\",\"kernel\":\"k\",\"tasks\":[\"A\"]}", "case \"c\", \"steps\" is missing"),
                List.of("{\"case\":\"c\",\"cern\":\"k\"}", "unknown key \"cern\"", "kernel"),
                List.of(inSteps("{\"op\":\"mach_port_tipe\"}"), "steps[1].op", "\"mach_port_tipe\""),
                List.of(inSteps("{" + type + ",\"out\":{\"ret\":0}}"), "steps[1]: \"name\" is missing"),
                List.of(inSteps("{" + type + ",\"name\":0}"), "steps[1]: \"out\" is missing"),
                List.of(inSteps("{" + type + ",\"name\":0,\"out\":{}}"), "steps[1].out: \"ret\" is missing"),
                List.of(inSteps("{" + type + ",\"name\":0,\"x\":0,\"out\":{\"ret\":0}}"), "unknown key \"x\""),
                List.of(
                        inSteps("{" + type + ",\"name\":\"1\",\"out\":{\"ret\":0}}"),
                        "steps[1].name: expected a port name"),
                List.of(inSteps("{" + type + ",\"name\":\"$0\",\"out\":{\"ret\":0}}"), "found \"$0\""),
                List.of(inSteps("{" + type + ",\"name\":-1,\"out\":{\"ret\":0}}"), "expected a port name", "found -1"),
                List.of(inSteps("{" + type + ",\"name\":4294967296,\"out\":{\"ret\":0}}"), "found 4294967296"),
                List.of(inSteps("{" + type + ",\"name\":1.0,\"out\":{\"ret\":0}}"), "found 1.0"),
                List.of(
                        inSteps("{" + type + ",\"name\":0,\"out\":{\"ret\":18446744073709551616}}"),
                        "a number of 32 bits"),
                List.of(
                        inSteps("{" + type + ",\"task\":\"C\",\"name\":0,\"out\":{\"ret\":0}}"),
                        "steps[1].task: \"C\" is none of the tasks [A, B]"),
                List.of(
                        inSteps("{\"op\":\"mach_msg\",\"option\":1,\"msg\":{\"data\":\"0\"},\"out\":{\"ret\":0}}"),
                        "steps[1].msg.data: expected bytes in hexadecimal"),
                List.of(
                        inSteps(
                                "{\"op\":\"mach_msg\",\"option\":1,\"msg\":{\"descs\":[{\"t\":\"x\"}]},\"out\":{\"ret\":0}}"),
                        "steps[1].msg.descs[0].t: \"x\" is none of [ool, port, ports]"),
                List.of(
                        inSteps("{\"op\":\"mach_msg\",\"option\":1,\"out\":{\"ret\":0,\"buf\":\"sane\"}}"),
                        "steps[1].out.buf: expected an object, found \"sane\""),
                List.of(
                        inSteps("{\"op\":\"join\",\"of\":\"t\",\"out\":{\"ret\":0}}"),
                        "steps[1].of: no earlier step has started a thread \"t\""),
                List.of(
                        inSteps("{\"op\":\"dump\",\"thread\":\"t\",\"out\":{\"state\":\"done\"}}"),
                        "steps[1].thread: dump is no call"),
                List.of(
                        inSteps("{\"op\":\"vm_read\",\"addr\":\"@1*2\",\"size\":4,\"out\":{\"ret\":0}}"),
                        "steps[1].addr: expected an address"),
                List.of(
                        inSteps("{\"op\":\"mach_port_names\",\"out\":{\"ret\":0,\"names\":[[1]]}}"),
                        "steps[1].out.names[0]: expected a list of 2"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void aBadLineGivesFileLineAndWhatIsWrong(List<String> lineAndWords) {
        String good = inSteps("").replace("\"c\"", "\"good\"");
        assertThatThrownBy(() -> read(good + "\n" + lineAndWords.get(0) + "\n"))
                .isInstanceOf(TranscriptFormatException.class)
                .hasMessageStartingWith("some.jsonl:2: ")
                .hasMessageContainingAll(
                        lineAndWords.subList(1, lineAndWords.size()).toArray(new String[0]));
    }

    @Test
    void aNameUsedTwiceIsAnError() {
        assertThatThrownBy(() -> read(inSteps("") + "\n" + inSteps("") + "\n"))
                .isInstanceOf(TranscriptFormatException.class)
                .hasMessage("some.jsonl:2: there is a case \"c\" already, in line 1");
    }

    @Test
    void aByteOrderMarkIsAnError() {
        assertThatThrownBy(() -> read("\ufeff" + inSteps("")))
                .isInstanceOf(TranscriptFormatException.class)
                .hasMessageContaining("some.jsonl:1: ")
                .hasMessageContaining("byte-order mark");
    }

    @Test
    void bytesThatAreNotUtf8AreAnError() {
        byte[] line = inSteps("").replace("\"c\"", "\"?\"").getBytes(UTF_8);
        line[new String(line, UTF_8).indexOf('?')] = (byte) 0xff;
        assertThatThrownBy(() -> read(line))
                .isInstanceOf(TranscriptFormatException.class)
                .hasMessageContaining("some.jsonl:1: not JSON");
    }

    @Test
    void cutGzipDataIsAnErrorAndNotAShortFile() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(inSteps("").getBytes(UTF_8));
        }
        byte[] whole = zipped.toByteArray();
        assertThat(read(whole)).hasSize(1);
        assertThatThrownBy(() -> read(Arrays.copyOf(whole, whole.length - 9)))
                .isInstanceOf(TranscriptFormatException.class)
                .hasMessageContaining("gzip");
        assertThatThrownBy(() -> read(Arrays.copyOf(whole, 5)))
                .isInstanceOf(TranscriptFormatException.class)
                .hasMessageContaining("gzip");
    }

    @Test
    void aFileWithoutALastNewlineAndAnEmptyFileRead(@TempDir Path folder) throws IOException {
        assertThat(read(inSteps(""))).hasSize(1);
        assertThat(read("")).isEmpty();
        Path file = folder.resolve("written.jsonl.gz");
        try (TranscriptWriter writer = TranscriptWriter.create(file)) {
            writer.write(read(inSteps("")).get(0));
        }
        assertThat(TranscriptReader.readAll(file)).hasSize(1);
    }
}
