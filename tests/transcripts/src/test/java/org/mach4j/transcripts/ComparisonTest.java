// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mach4j.transcripts.Comparison.Names;

class ComparisonTest {
    private static Case read(String... steps) throws IOException {
        String text = "{'case':'c','kernel':'k','tasks':['A'],'steps':[" + String.join(",", steps) + "]}";
        byte[] bytes = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        try (TranscriptReader reader = new TranscriptReader("case", new ByteArrayInputStream(bytes))) {
            return reader.readAll().get(0);
        }
    }

    /** Compares two answers to each step of a program; gives the mismatches as text. */
    private static List<String> compare(Names names, String[] recorded, String[] answered) throws IOException {
        Case left = read(recorded);
        Case right = read(answered);
        Comparison comparison = new Comparison(names, left);
        List<String> told = new ArrayList<>();
        for (int i = 0; i < recorded.length; i++) {
            Fields answer = right.steps().get(i).out();
            for (Mismatch mismatch : comparison.compare(left.steps().get(i), answer)) {
                told.add((i + 1) + " " + mismatch.path() + ": " + mismatch.recorded() + " / " + mismatch.answered());
            }
        }
        return told;
    }

    private static String[] steps(String... steps) {
        return steps;
    }

    private static String allocated(String label, int raw) {
        return "{'op':'mach_port_allocate','right':1,'out':{'ret':0,'name':'" + label + "','raw':" + raw + "}}";
    }

    private static String received(int id, String data) {
        return "{'op':'mach_msg','option':2,'out':{'ret':0,'buf':{'bits':4608,'size':36,'remote':0,'local':'$9',"
                + "'reserved':0,'id':" + id + ",'data':'" + data + "','trailer':{'type':0,'size':8}}}}";
    }

    @Test
    void equalAnswersAgreeWhateverTheOrderOfTheirKeys() throws IOException {
        String one = "{'op':'mach_port_get_refs','name':1,'right':0,'out':{'ret':0,'refs':2}}";
        String other = "{'op':'mach_port_get_refs','name':1,'right':0,'out':{'refs':2,'ret':0}}";
        assertThat(compare(Names.EXACT, steps(one), steps(other))).isEmpty();
    }

    @Test
    void rawNumbersCountOnlyWhereExactNamesAreAskedFor() throws IOException {
        assertThat(compare(Names.BY_LABEL, steps(allocated("$1", 515)), steps(allocated("$1", 519))))
                .isEmpty();
        assertThat(compare(Names.EXACT, steps(allocated("$1", 515)), steps(allocated("$1", 519))))
                .containsExactly("1 raw: 515 / 519");
        assertThat(compare(Names.BY_LABEL, steps(allocated("$1", 515)), steps(allocated("$2", 515))))
                .containsExactly("1 name: $1 / $2");
    }

    @Test
    void eachDifferenceIsToldWithItsPlace() throws IOException {
        String start =
                "{'op':'mach_msg','option':2,'out':{'ret':0,'buf':{'bits':0,'size':40,'remote':0,'local':0,'reserved':0,'id':0,";
        String recorded =
                start + "'descs':[{'t':'port','name':'$1','disp':17}],'data':'','trailer':{'type':0,'size':8}}}}";
        String answered =
                start + "'descs':[{'t':'port','name':'$2','disp':17},{'t':'port','name':0,'disp':18}],'data':'00'}}}";
        assertThat(compare(Names.BY_LABEL, steps(recorded), steps(answered)))
                .containsExactly(
                        "1 buf.descs[0].name: $1 / $2",
                        "1 buf.descs[1]: null / {t=port, name=0, disp=18}",
                        "1 buf.data:  / 00",
                        "1 buf.trailer: {type=0, size=8} / null");
    }

    @Test
    void aLabelAndTheSameNumberAreNotTheSame() throws IOException {
        String step =
                "{'op':'mach_port_request_notification','name':1,'msgid':72,'sync':0,'notify':0,'disp':21,'out':{'ret':0,'previous':%s}}";
        assertThat(compare(Names.BY_LABEL, steps(step.formatted("0")), steps(step.formatted("'$1'"))))
                .containsExactly("1 previous: 0 / $1");
    }

    /** A message with one port descriptor, given back by a failed send. */
    private static String refused(String descriptorType, String buf) {
        return "{'op':'mach_msg','option':17,'msg':{'bits':2147483665,'remote':'$1','id':4,'descs':[{'t':'port','name':'$2','disp':17"
                + descriptorType + "}],'data':'00'},'out':{'ret':268435460,'buf':" + buf + "}}";
    }

    private static final String TOLD =
            "{'bits':2147483665,'size':41,'remote':'$1','local':0,'reserved':0,'id':4,'descs':[{'t':'port','name':'$2','disp':17}],'data':'00'}";

    @Test
    void aBufferThatDiffersFromAnUntouchedOneInPaddingAloneIsTheSame() throws IOException {
        assertThat(compare(Names.EXACT, steps(refused("", "'same'")), steps(refused("", TOLD))))
                .isEmpty();
        assertThat(compare(Names.EXACT, steps(refused("", TOLD)), steps(refused("", "'same'"))))
                .isEmpty();
        String other = TOLD.replace("17}", "18}");
        assertThat(compare(Names.EXACT, steps(refused("", other)), steps(refused("", "'same'"))))
                .containsExactly("1 buf.descs[0].disp: 18 / 17");
        assertThat(compare(Names.EXACT, steps(refused(",'type':1", "'same'")), steps(refused(",'type':1", TOLD))))
                .as("other descriptors have no such padding")
                .hasSize(1);
        assertThat(compare(
                        Names.EXACT,
                        steps(
                                refused("", "'same'")
                                        .replace("'option'", "'thread':'t','option'")
                                        .replaceAll("'out'.*", "'out':{'state':'done'}}"),
                                "{'op':'join','of':'t','out':{'ret':268435460,'buf':'same'}}"),
                        steps(
                                refused("", "'same'")
                                        .replace("'option'", "'thread':'t','option'")
                                        .replaceAll("'out'.*", "'out':{'state':'done'}}"),
                                "{'op':'join','of':'t','out':{'ret':268435460,'buf':" + TOLD + "}}")))
                .as("also where the call was a thread's")
                .isEmpty();
    }

    @Test
    void aNameInANotificationIsComparedByItsLabel() throws IOException {
        String ndr = "0000000001000000";
        for (int id : List.of(65, 66, 72)) {
            assertThat(compare(
                            Names.BY_LABEL,
                            steps(allocated("$1", 0x203), received(id, ndr + "03020000")),
                            steps(allocated("$1", 0x103), received(id, ndr + "03010000"))))
                    .isEmpty();
        }
        assertThat(compare(
                        Names.BY_LABEL,
                        steps(allocated("$1", 0x203), allocated("$2", 0x303), received(72, ndr + "03020000")),
                        steps(allocated("$1", 0x103), allocated("$2", 0x203), received(72, ndr + "03020000"))))
                .as("one number, but of another name")
                .containsExactly("3 buf.data: " + ndr + "03020000 / " + ndr + "03020000");
        assertThat(compare(Names.EXACT, steps(received(72, ndr + "03020000")), steps(received(72, ndr + "03010000"))))
                .hasSize(1);
    }

    @Test
    void numbersWithoutALabelMustGoTogether() throws IOException {
        String ndr = "0000000001000000";
        assertThat(compare(
                        Names.BY_LABEL,
                        steps(received(72, ndr + "03020000"), received(72, ndr + "03020000")),
                        steps(received(72, ndr + "03010000"), received(72, ndr + "03010000"))))
                .isEmpty();
        assertThat(compare(
                        Names.BY_LABEL,
                        steps(received(72, ndr + "03020000"), received(72, ndr + "03020000")),
                        steps(received(72, ndr + "03010000"), received(72, ndr + "03110000"))))
                .hasSize(1);
    }

    @Test
    void theBodyOfOtherMessagesIsComparedExactly() throws IOException {
        String ndr = "0000000001000000";
        assertThat(compare(
                        Names.BY_LABEL,
                        steps(allocated("$1", 0x203), received(70, ndr + "03020000")),
                        steps(allocated("$1", 0x103), received(70, ndr + "03010000"))))
                .as("no-senders carries a count")
                .hasSize(1);
        assertThat(compare(
                        Names.BY_LABEL,
                        steps(received(72, "0000000002000000" + "03020000")),
                        steps(received(72, ndr + "03010000"))))
                .as("the NDR record is no name")
                .hasSize(1);
    }
}
