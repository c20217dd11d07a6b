// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mach4j.standin.Standin;

/** C programs that know nothing of Java, each in a process of its own. */
class RunCTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    private record Result(int exitCode, String out, String err) {}

    @BeforeEach
    void theStandinIsThere() {
        if (!Standin.exists()) {
            System.out.println("SKIPPED: C programs on the simulated kernel: they need Linux and a C compiler");
        }
        assumeTrue(Standin.exists(), "the build has no stand-in: it needs Linux and a C compiler");
    }

    private Result start(List<String> command) throws IOException, InterruptedException {
        Path err = Files.createTempFile(folder, "err", null);
        Process process =
                new ProcessBuilder(command).redirectError(err.toFile()).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), out, Files.readString(err));
    }

    private Result runC(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "run-c"));
        command.addAll(List.of(arguments));
        return start(command);
    }

    private String compile(Path source, String... options) throws IOException, InterruptedException {
        Path library = folder.resolve(source.getFileName().toString().replace(".c", ".so"));
        List<String> command = new ArrayList<>(List.of("cc", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC"));
        command.addAll(List.of("-I", ROOT.resolve("native/standin/include").toString()));
        command.addAll(List.of("-o", library.toString(), source.toString()));
        command.addAll(List.of(options));
        Result result = start(command);
        assertThat(result.exitCode()).as(result.err()).isZero();
        return library.toString();
    }

    private String compile(String source) throws IOException, InterruptedException {
        return compile(Files.writeString(folder.resolve("program.c"), source));
    }

    @Test
    void aProgramSendsItselfARightAndMemory() throws Exception {
        String letter = compile(ROOT.resolve("examples/src/main/c/letter.c"));
        Result result = runC(letter, "--signed=Ada");
        assertThat(result.err()).isEmpty();
        // 24 header + 4 body + 12 port descriptor + 16 out-of-line descriptor (spec 00 §2, §3)
        assertThat(result.out().lines())
                .containsExactly(
                        "message 1912 of 56 bytes",
                        "  a right: a send right to the port enclosed",
                        "  13 bytes of memory: \"--signed=Ada\"",
                        "  references to it: 1",
                        "  and after the message was destroyed: 0",
                        letter + " ended with exit code 0");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void theExitCodeIsTheProgramsAndTheSnapshotShowsWhatItLeft() throws Exception {
        Result result = runC("--snapshot", compile("""
                #include <mach/mach.h>
                int main(void) {
                  mach_port_t left;
                  return 40 + mach_port_allocate(mach_task_self(), MACH_PORT_RIGHT_RECEIVE, &left) + 2;
                }
                """));
        assertThat(result.exitCode()).as(result.err()).isEqualTo(42);
        assertThat(result.out()).contains("program.so").contains("recv").endsWith("ended with exit code 42\n");
    }

    @Test
    void badPointersAreCodesAndThreadsOfTheProgramMayWait() throws Exception {
        Result result = runC(compile("""
                #include <mach/mach.h>
                #include <mach/mach_error.h>
                #include <pthread.h>
                #include <stdio.h>
                static mach_port_t port;
                static void *sender(void *unused) {
                  mach_msg_header_t header = {.msgh_bits = MACH_MSGH_BITS(MACH_MSG_TYPE_MAKE_SEND, 0),
                                              .msgh_size = sizeof header, .msgh_remote_port = port, .msgh_id = 7};
                  mach_msg(&header, MACH_SEND_MSG, sizeof header, 0, 0, 0, 0);
                  return unused;
                }
                int main(void) {
                  pthread_t thread;
                  struct { mach_msg_header_t header; mach_msg_max_trailer_t trailer; } got;
                  puts(mach_error_string(mach_port_allocate(mach_task_self(), MACH_PORT_RIGHT_RECEIVE, (mach_port_t *)16)));
                  puts(mach_error_string(mach_msg((mach_msg_header_t *)8, MACH_SEND_MSG, 24, 0, 0, 0, 0)));
                  mach_port_allocate(mach_task_self(), MACH_PORT_RIGHT_RECEIVE, &port);
                  pthread_create(&thread, NULL, sender, NULL);
                  int code = mach_msg(&got.header, MACH_RCV_MSG, 0, sizeof got, port, 0, 0);
                  pthread_join(thread, NULL);
                  printf("%s, id %d\\n", mach_error_string(code), got.header.msgh_id);
                  return NDR_record.int_rep; /* little endian is 1: spec 06 §3 */
                }
                """), "x");
        assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
        assertThat(result.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("KERN_INVALID_ADDRESS"),
                        line -> assertThat(line).startsWith("MACH_SEND_INVALID_DATA"), // spec 02 §2.1
                        line -> assertThat(line).startsWith("KERN_SUCCESS").endsWith(", id 7"),
                        line -> assertThat(line).endsWith("ended with exit code 1"));
    }

    @Test
    void whatCannotBeRunIsSaid() throws Exception {
        Path text = Files.writeString(folder.resolve("notes.txt"), "no library");
        String withoutMain = compile("int almost_main(void) { return 0; }\n");
        record Case(String program, String why) {}
        for (Case bad : List.of(
                new Case(folder.resolve("none.so").toString(), "no such file"),
                new Case(folder.toString(), "it is a directory"),
                new Case(text.toString(), "notes.txt: "),
                new Case(withoutMain, "undefined symbol: main"))) {
            Result result = runC(bad.program());
            assertThat(result.exitCode()).isEqualTo(RunCCommand.NOT_RUN);
            assertThat(result.err())
                    .startsWith("mach4j: cannot run " + bad.program() + ": ")
                    .contains(bad.why())
                    .doesNotContain("Exception");
            assertThat(result.out()).isEmpty();
        }
    }
}
