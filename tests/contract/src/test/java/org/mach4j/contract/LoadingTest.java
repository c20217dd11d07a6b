// SPDX-License-Identifier: Apache-2.0
package org.mach4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mach4j.spi.MachProvider;
import org.mach4j.spi.MachProviders;

/** What each binding says of a library that it cannot use, or only in part. Each in a JVM of its own: a library is loaded once. */
class LoadingTest {
    /** {@code e_machine} of an ELF header, and a value that no processor has. */
    private static final int MACHINE_OFFSET = 18;

    private static final short NO_MACHINE = 0x7ffe;

    @TempDir
    private Path folder;

    static List<String> bindings() {
        return Kernels.bindings();
    }

    private static List<String> run(List<String> options, String binding, List<Path> libraries) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(binding));
        libraries.forEach(library -> arguments.add(library.toString()));
        Process child = Child.java(options, Loading.class, arguments)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).as(out).isZero();
        return out.lines().toList();
    }

    @ParameterizedTest
    @MethodSource("bindings")
    void whatIsWrongWithALibraryIsSaid(String binding) throws Exception {
        Path whole = Kernels.standin().path();
        Path missing = folder.resolve("missing.so");
        Path text = Files.writeString(folder.resolve("text.so"), "this is no library");
        byte[] bytes = Files.readAllBytes(whole);
        bytes[MACHINE_OFFSET] = (byte) NO_MACHINE;
        bytes[MACHINE_OFFSET + 1] = (byte) (NO_MACHINE >> 8);
        Path foreign = Files.write(folder.resolve("foreign.so"), bytes);
        Path other = compile("other", "int something_else(void) { return 7; }");
        Path part = compile("part", "unsigned mach_reply_port(void) { return 4711; }");

        List<String> said = run(List.of(), binding, List.of(missing, text, foreign, other, part));

        assertThat(said).hasSize(5);
        assertThat(said.get(0)).startsWith(binding + " cannot use " + missing + ": ");
        assertThat(said.get(1)).startsWith(binding + " cannot use " + text + ": ");
        assertThat(said.get(2)).startsWith(binding + " cannot use " + foreign + ": ");
        assertThat(said.get(3))
                .startsWith(binding + " cannot use " + other + ": it exports none of libSystem's Mach functions");
        assertThat(said.get(4)).isEqualTo("mach_reply_port gave 4711, the library has no symbol mach_host_self");
    }

    /** JDK 24 and newer can refuse native access (JEP 472). */
    @ParameterizedTest
    @MethodSource("bindings")
    void refusedNativeAccessIsNamedWithItsFlag(String binding) throws Exception {
        assumeTrue(
                Runtime.version().feature() >= 24, "native access can be refused from JDK 24 on: run with such a JDK");
        Path whole = Kernels.standin().path();
        List<String> said = run(List.of("--illegal-native-access=deny"), binding, List.of(whole));
        assertThat(said)
                .singleElement()
                .asString()
                .startsWith(binding + " cannot use " + whole + ": ")
                .endsWith("run java with --enable-native-access=ALL-UNNAMED");
    }

    @Test
    void theBindingsAreFoundInTheOrderOfTheirPriorities() {
        List<String> expected = new ArrayList<>(Kernels.bindings());
        expected.add("sim");
        List<MachProvider> found = MachProviders.all();
        assertThat(found).extracting(MachProvider::name).containsExactlyElementsOf(expected);
        assertThat(found)
                .extracting(MachProvider::priority)
                .containsExactlyElementsOf(
                        expected.contains("ffm") ? List.of(30, 25, 20, 10, 0) : List.of(25, 20, 10, 0));
    }

    private Path compile(String name, String source) throws Exception {
        Path c = Files.writeString(folder.resolve(name + ".c"), source);
        Path library = folder.resolve(name + ".so");
        Process compiler = new ProcessBuilder("cc", "-shared", "-fPIC", "-o", library.toString(), c.toString())
                .inheritIO()
                .start();
        assertThat(compiler.waitFor()).as("the C compiler's exit code").isZero();
        return library;
    }
}
