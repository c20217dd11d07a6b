// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abicheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mach4j.abi.CAssertions;

/** The headers of {@code native/standin/include} say what Apple's say: the same assertions hold of both. */
class StandinHeadersTest {
    /** Excepted as absent because the SDK's part that the assertions are checked against lacks their header; these headers have it. */
    private static final String BOOTSTRAP = "BootstrapCodes.";

    @TempDir
    private Path folder;

    private List<String> errors(CAssertions assertions) throws IOException, InterruptedException {
        if (System.getProperty("os.name").startsWith("Mac")) {
            // Of what the stand-in does not have the SDK's would be taken, beside the stand-in's.
            AppleCompiler.skip("the check of the stand-in's headers: they are for Linux, a Mac has Apple's");
        }
        Path source = Files.writeString(folder.resolve("assertions.c"), assertions.c());
        Process process;
        try {
            process = new ProcessBuilder(
                            "cc", "-c", "-O2", "-w", "-I", "../standin/include", "-o", folder + "/o", source.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            AppleCompiler.skip("the check of the stand-in's headers: there is no cc on the PATH");
            throw e;
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.lines().filter(line -> line.contains("error: ")).toList();
    }

    @Test
    void everyNumberIsThatOfThePackage() throws Exception {
        assertThat(errors(CAssertions.ofPackage()))
                .hasSize(17)
                .allSatisfy(error -> assertThat(error).contains(BOOTSTRAP).contains("is in the headers now"));
    }

    @Test
    void aWrongOffsetDoesNotCompile() throws Exception {
        assertThat(errors(CAssertions.of(CAssertions.WrongOffset.class)))
                .singleElement()
                .asString()
                .contains("WrongOffset.LOCAL_PORT_OFFSET");
    }
}
