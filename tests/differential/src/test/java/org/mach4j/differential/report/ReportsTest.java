// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mach4j.differential.cli.Main;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.TranscriptReader;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import picocli.CommandLine;

/** Reports as their readers see them: a recording of the simulated kernel, edited by hand in one byte. */
class ReportsTest {
    /** The step of the edited program whose answer is edited. */
    private static final int EDITED = 5;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();

    private int run(Object... args) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(out, true));
        return line.execute(
                java.util.stream.Stream.of(args).map(Object::toString).toArray(String[]::new));
    }

    /** Two programs: a queue, a set and a right in a message; and nothing to see. */
    private Path programs() throws IOException {
        String text =
                ("{'case':'queued <right>','kernel':'none','tasks':['A','B'],'note':'05 §3, 03 §6.6: & so on','steps':["
                                + "{'op':'mach_port_allocate','right':1,'out':{'ret':0}},"
                                + "{'op':'mach_port_allocate','right':1,'out':{'ret':0}},"
                                + "{'op':'mach_port_allocate','right':3,'out':{'ret':0}},"
                                + "{'op':'mach_port_insert_member','name':'$1','pset':'$3','out':{'ret':0}},"
                                + "{'op':'mach_msg','option':1,'msg':{'bits':2147483668,'remote':'$1','local':0,'id':7,'data':'01020304',"
                                + "'descs':[{'t':'port','name':'$2','disp':20}]},'out':{'ret':0}},"
                                + "{'op':'mach_msg','option':2,'rcv_size':256,'rcv_name':'$3','out':{'ret':0}},"
                                + "{'op':'dump','out':{'ret':0}}]}\n"
                                + "{'case':'quiet','kernel':'none','tasks':['A'],'steps':[{'op':'mach_reply_port','out':{'name':'$1'}}]}\n")
                        .replace('\'', '"');
        return Files.writeString(folder.resolve("programs.jsonl"), text);
    }

    /** Records the programs, and changes one byte of the data that the first receives. */
    private Path edited() throws IOException {
        Path recording = folder.resolve("recording.jsonl");
        assertThat(run("record", programs(), recording)).isZero();
        String text = Files.readString(recording);
        int at = text.indexOf("\"data\":\"01020304\"", text.indexOf("\"op\":\"mach_msg\",\"option\":2")) + 15;
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int shift = text.substring(0, at).getBytes(StandardCharsets.UTF_8).length;
        assertThat(bytes[shift]).isEqualTo((byte) '4');
        bytes[shift] = '5';
        return Files.write(folder.resolve("edited.jsonl"), bytes);
    }

    @Test
    void oneByteEditedByHandIsReportedAtItsStepInTextAndHtml() throws Exception {
        Path page = folder.resolve("report.html");
        Path edited = edited();
        assertThat(run("replay", "--exact-names", folder.resolve("recording.jsonl")))
                .isZero();
        out.getBuffer().setLength(0);

        assertThat(run("replay", "--exact-names", "--html", page, edited)).isEqualTo(1);
        assertThat(out.toString())
                .contains("edited.jsonl:2 queued <right>: step " + (EDITED + 1) + " was answered differently")
                .containsPattern("\n> " + (EDITED + 1) + "  A  mach_msg option=2")
                .containsPattern("\\* buf.data +\\| 01020305 +\\| 01020304")
                .contains("first difference at byte 3")
                .contains("1 passed, 1 failed");
        String html = Files.readString(page);
        assertThat(html)
                .contains("queued &lt;right&gt;: step " + (EDITED + 1) + " was answered differently")
                .contains("1 difference</span>: 1 agree, 1 differ")
                .containsPattern(
                        "<div class=\"step marked\"><span class=\"n\">▶ " + (EDITED + 1) + "</span><span>A</span>")
                .containsPattern("<tr class=\"differs\"><td>buf.data</td><td class=\"value\">01020305</td>"
                        + "<td class=\"value\">01020304<br>")
                .contains("05 §3")
                .contains("before step 6", "after step 6");
        assertThat(html.split("<tr class=\"differs\">", -1)).hasSize(2);
        // Before the receive: a message that carries a right, queued on a member of a set (24 + 4 + 12 + 4 bytes).
        // After it: no message.
        String before = html.substring(html.indexOf("before step 6"), html.indexOf("after step 6"));
        assertThat(before).contains("✉ id 7, 44 bytes", "port set", "class=\"member\"");
        assertThat(html.substring(html.indexOf("after step 6"))).doesNotContain("✉");
    }

    @Test
    void thePageNeedsNothingButItself() throws Exception {
        Path page = folder.resolve("report.html");
        run("replay", "--html", page, edited());
        assertThat(Files.readString(page))
                .doesNotContain("http:", "https:", "src=", "url(", "@import", "<script", "<link");
    }

    @Test
    void aBrowserShowsItInLightAndInDark() throws Exception {
        Chromium browser = new Chromium(Files.createDirectory(folder.resolve("profile")));
        Path page = folder.resolve("report.html");
        run("replay", "--exact-names", "--html", page, edited());

        assertThat(browser.dom(page)).contains("<tr class=\"differs\">").contains("</svg>");
        int light = background(browser, page, Chromium.Scheme.LIGHT);
        int dark = background(browser, page, Chromium.Scheme.DARK);
        assertThat(light).isEqualTo(0xffffff);
        assertThat(dark).isEqualTo(0x15171a);
    }

    private int background(Chromium browser, Path page, Chromium.Scheme scheme) throws Exception {
        // Kept for whoever wants to look.
        Path image = Files.createDirectories(Path.of("target", "reports"))
                .toAbsolutePath()
                .resolve("report-" + scheme + ".png");
        return browser.look(page, image, scheme).getRGB(2, 2) & 0xffffff;
    }

    @Test
    void ciReadsTheFailureAndTheRest() throws Exception {
        Path xml = folder.resolve("report.xml");
        run("replay", "--junit", xml, edited());

        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml.toFile());
        Element suite = (Element) document.getElementsByTagName("testsuite").item(0);
        assertThat(suite.getAttribute("tests")).isEqualTo("2");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        NodeList tests = document.getElementsByTagName("testcase");
        assertThat(IntStream.range(0, tests.getLength()).mapToObj(i -> ((Element) tests.item(i)).getAttribute("name")))
                .containsExactly("1 programs agree", "queued <right>");
        assertThat(document.getElementsByTagName("failure").item(0).getTextContent())
                .contains("> 6  A  mach_msg option=2");
    }

    @Test
    void aReportThatCannotBeWrittenIsNamed() throws Exception {
        Path none = folder.resolve("none").resolve("report.html");
        assertThat(run("replay", "--html", none, edited())).isNotZero();
        assertThat(out.toString()).contains("cannot write " + none).doesNotContain("\tat ");
    }

    @Test
    void sectionsAreThoseOfTheNotesHead() throws IOException {
        Case program;
        String line = "{\"case\":\"c\",\"kernel\":\"k\",\"tasks\":[\"A\"],\"steps\":[],"
                + "\"note\":\"01 §7.2, §12 no. 52; 04 §6.4: the context, as 03 §1 says\"}";
        try (TranscriptReader reader =
                new TranscriptReader("c", new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)))) {
            program = reader.readAll().get(0);
        }
        assertThat(Results.sectionsOf(program)).isEqualTo(List.of("01 §7", "01 §12", "04 §6"));
    }
}
