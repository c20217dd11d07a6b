// SPDX-License-Identifier: Apache-2.0
package org.mach4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Each example prints what the guide says. */
class ExamplesTest {
    private interface Program {
        void main() throws Exception;
    }

    private static String output(Program program) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            program.main();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    @Test
    void firstProgram() throws Exception {
        assertThat(output(() -> FirstProgram.main(new String[0])))
                .startsWith("42: hello\nmessage id 42, 36 bytes, bits 0x1100\n")
                .contains("....hello...");
    }

    @Test
    void echo() throws Exception {
        assertThat(output(() -> Echo.main(new String[0]))).isEqualTo("hello to you too\n");
    }

    @Test
    void memoryService() throws Exception {
        assertThat(output(() -> MemoryService.main(new String[0]))).isEqualTo("64 MiB, ending with 42\nthank you\n");
    }

    @Test
    void peerDeath() throws Exception {
        assertThat(output(() -> PeerDeath.main(new String[0])))
                .isEqualTo("previous request: null, peer is dead: false\nthe peer is gone\n");
    }

    @Test
    void manyClients() throws Exception {
        assertThat(output(() -> ManyClients.main(new String[0]))).isEqualTo("1000 clients, sum 500500\n");
    }

    @Test
    void fakeService() throws Exception {
        assertThat(output(() -> FakeService.main(new String[0]))).isEqualTo("kitchen: 21.5\n");
    }
}
