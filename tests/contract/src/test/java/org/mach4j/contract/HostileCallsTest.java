// SPDX-License-Identifier: Apache-2.0
package org.mach4j.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing that a C program passes to the stand-in ends the JVM: {@link HostileCalls}, in a JVM of its own. So many calls as
 * {@code -Dmach4j.hostile.calls} says, {@value #CALLS} by default.
 */
class HostileCallsTest {
    private static final int CALLS = 50_000;
    private static final long SEED = 20261128;

    @Test
    void noCallEndsTheJvm(@TempDir Path folder) throws Exception {
        Kernels.standin();
        int calls = Integer.getInteger("mach4j.hostile.calls", CALLS);
        Path out = folder.resolve("out");
        Process child = Child.java(
                        List.of("-Xmx512m", "-XX:ErrorFile=" + folder.resolve("crash")),
                        HostileCalls.class,
                        List.of(Integer.toString(calls), Long.toString(SEED)))
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            assertThat(child.waitFor(120 + calls / 1000, TimeUnit.SECONDS))
                    .as("it came to its end")
                    .isTrue();
        } finally {
            child.destroyForcibly();
        }
        List<String> lines = Files.readAllLines(out);
        assertThat(child.exitValue()).as("exit code; it said %s", lines).isZero();
        assertThat(lines).contains(HostileCalls.SURVIVED);
        // What panics the kernel has a stated policy; nothing else may be thrown.
        assertThat(lines.stream().filter(line -> line.startsWith("Exception in thread")))
                .allMatch(line -> line.contains("SimulatedPanic"));
    }
}
