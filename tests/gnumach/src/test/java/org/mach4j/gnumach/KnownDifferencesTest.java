// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.Mismatch;
import org.mach4j.transcripts.Step;
import org.mach4j.transcripts.TranscriptReader;
import org.mach4j.transcripts.Value;

/** What the rules of the project's own file explain, and what not. */
class KnownDifferencesTest {
    private final KnownDifferences known = KnownDifferences.load();

    private static Case program(String steps) throws IOException {
        String text = "{\"case\":\"test\",\"kernel\":\"xnu-2422\",\"tasks\":[\"A\"],\"steps\":[" + steps + "]}\n";
        try (TranscriptReader reader =
                new TranscriptReader("test", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))) {
            return reader.readAll().get(0);
        }
    }

    /** The rule for a difference at the program's last step, or null. */
    private @Nullable String rule(String steps, Mismatch mismatch) throws IOException {
        Case program = program(steps);
        Context context = new Context(program);
        Step last = null;
        for (Step step : program.steps()) {
            last = context.tell(step);
        }
        return last == null ? null : known.explain(last, List.of(mismatch)).rule();
    }

    private static Mismatch ret(long xnus, long gnuMachs) {
        return new Mismatch("ret", Value.Num.of(xnus), Value.Num.of(gnuMachs));
    }

    private static String send(String descriptors) {
        return "{\"op\":\"mach_msg\",\"option\":17,\"msg\":{\"bits\":2147483667,\"remote\":\"$1\",\"local\":0,\"id\":7,\"descs\":["
                + descriptors + "]},\"out\":{\"ret\":0,\"buf\":\"same\"}}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'t':'port','name':'$1','disp':16} | circular-to-a-full-queue",
                "{'t':'ports','names':['$2','$1'],'disp':16} | circular-to-a-full-queue",
                "{'t':'port','name':'$2','disp':16} |",
                "{'t':'port','name':'$11','disp':16} |",
                "{'t':'port','name':'$1','disp':20} |",
                "{'t':'port','name':'$1','disp':19},{'t':'port','name':'$2','disp':16} |",
                "{'t':'ports','names':['$2'],'disp':16} |",
            })
    void aSendToAFullQueueIsExplainedByACircleAlone(String descriptors, @Nullable String rule) throws IOException {
        assertThat(rule(send(descriptors.replace('\'', '"')), ret(0, 0x10000004)))
                .isEqualTo(rule);
    }

    private static String allocate(int right) {
        return "{\"op\":\"mach_port_allocate\",\"right\":" + right
                + ",\"out\":{\"ret\":0,\"name\":\"$1\",\"raw\":515}},";
    }

    private static String receive(String head) {
        return "{\"op\":\"mach_msg\"," + head
                + "\"option\":258,\"rcv_size\":512,\"rcv_name\":\"$1\",\"out\":{\"ret\":0,\"buf\":{\"bits\":4352,\"size\":24,"
                + "\"remote\":0,\"local\":\"$1\",\"reserved\":0,\"id\":1,\"data\":\"\",\"trailer\":{\"type\":0,\"size\":8}}}}";
    }

    private static final Mismatch ANOTHER_MESSAGE = new Mismatch("buf.id", Value.Num.of(1), Value.Num.of(2));

    @Test
    void theOrderOfMessagesIsExplainedInASetAlone() throws IOException {
        assertThat(rule(allocate(3) + receive(""), ANOTHER_MESSAGE)).isEqualTo("order-in-a-set");
        assertThat(rule(allocate(1) + receive(""), ANOTHER_MESSAGE)).isNull();
    }

    @Test
    void aJoinIsExplainedAsTheCallWhoseAnswerItTells() throws IOException {
        String onThread =
                "{\"op\":\"mach_msg\",\"thread\":\"t\",\"option\":2,\"rcv_size\":512,\"rcv_name\":\"$1\",\"out\":{\"state\":\"blocked\"}},";
        String join = "{\"op\":\"join\",\"of\":\"t\",\"out\":{\"ret\":0,\"buf\":\"same\"}}";
        assertThat(rule(allocate(3) + onThread + join, ANOTHER_MESSAGE)).isEqualTo("order-in-a-set");
        assertThat(rule(allocate(1) + onThread + join, ANOTHER_MESSAGE)).isNull();
    }

    @Test
    void aNameThatIsDeadInGnuMachAloneIsExplainedByAPortDestroyedRequest() throws IOException {
        String request =
                "{\"op\":\"mach_port_request_notification\",\"name\":\"$1\",\"msgid\":%d,\"sync\":0,\"notify\":\"$1\",\"disp\":21,\"out\":{\"ret\":0,\"previous\":0}},";
        String end = "{\"op\":\"mach_port_mod_refs\",\"name\":\"$1\",\"right\":1,\"delta\":-1,\"out\":{\"ret\":0}},";
        String type = "{\"op\":\"mach_port_type\",\"name\":\"$1\",\"out\":{\"ret\":0,\"type\":65536}}";
        Mismatch dead = new Mismatch("type", Value.Num.of(0x10000), Value.Num.of(0x100000));
        assertThat(rule(allocate(1) + request.formatted(69) + end + type, dead))
                .isEqualTo("port-destroyed-own-senders");
        assertThat(rule(allocate(1) + request.formatted(70) + end + type, dead)).isNull();
        assertThat(rule(allocate(1) + request.formatted(69) + type, dead)).isNull();
    }

    @Test
    void theSizeOfWhatStaysQueuedIsExplainedByItsOption() throws IOException {
        String tooLarge =
                "{\"op\":\"mach_msg\",\"option\":%d,\"rcv_size\":24,\"rcv_name\":\"$1\",\"out\":{\"ret\":268451844,\"buf\":\"same\"}}";
        Mismatch size = new Mismatch("buf.size", Value.Num.of(40), Value.Num.of(32));
        assertThat(rule(allocate(1) + tooLarge.formatted(0x106), size)).isEqualTo("size-of-a-message-left-queued");
        assertThat(rule(allocate(1) + tooLarge.formatted(0x102), size)).isNull();
    }
}
