// SPDX-License-Identifier: Apache-2.0
package org.mach4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mach4j.Bootstrap;
import org.mach4j.Mach;
import org.mach4j.MachServer;
import org.mach4j.Message;
import org.mach4j.MessageBuilder;
import org.mach4j.PortSet;
import org.mach4j.ReceiveRight;
import org.mach4j.Semaphore;
import org.mach4j.SendOnceRight;
import org.mach4j.SendRight;
import org.mach4j.Transfer;
import org.mach4j.mig.processor.MigProcessor;

/** The Java in the documents compiles, and the program that the first ten minutes end with says what they say. */
class SnippetsTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern BLOCK = Pattern.compile("(?s)```java\n(.*?)```");
    private static final Pattern CALL = Pattern.compile("([a-z]\\w*)\\(");
    /** What the documents' text has introduced by the time that a snippet uses it. */
    private static final String BEFORE = """
            import java.time.Duration;
            import org.mach4j.*;
            import org.mach4j.mig.*;

            @SuppressWarnings("all")
            class Snippet%d {
                Mach mach;
                SendRight service, right;
                ReceiveRight port, notify, done;
                Message request;
                int id;

                Object run() throws Exception {
                    if (id != 0) {
            """;

    private static final String AFTER = """
                    }
                    return null;
                }
            }
            """;

    private static final String THE_READERS_OWN = """
            class MyThermometer implements ThermometerServer {
                public int read(String sensor) {
                    return 0;
                }

                public Thermometer.Sensors sensors() {
                    return new Thermometer.Sensors(0, "");
                }
            }
            """;

    @TempDir
    Path directory;

    private static List<String> blocks(String document) throws IOException {
        Matcher matcher = BLOCK.matcher(Files.readString(ROOT.resolve(document)));
        List<String> blocks = new ArrayList<>();
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        assertThat(blocks).as("Java in %s", document).isNotEmpty();
        return blocks;
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/guide.md"})
    void snippetsCompile(String document) throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String block : blocks(document)) {
            if (block.startsWith("@Subsystem")) {
                sources.add(write("Thermometer", "import org.mach4j.mig.*;\n\n" + block));
                sources.add(write("MyThermometer", THE_READERS_OWN));
            } else {
                int number = sources.size();
                String code = block.replace("{ … }", "{}");
                sources.add(write("Snippet" + number, BEFORE.formatted(number) + code + AFTER));
            }
        }
        compile(sources);
    }

    @Test
    void theProgramOfTheFirstTenMinutesRuns() throws Exception {
        compile(List.of(write("Doubler", blocks("docs/first-ten-minutes.md").get(0))));
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()})) {
            loader.loadClass("Doubler").getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(before);
        }
        String output = bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
        assertThat(output).startsWith("21 doubled is 42\ntask client: ");
        assertThat(Files.readString(ROOT.resolve("docs/first-ten-minutes.md")).replace("\r\n", "\n"))
                .contains(output);
    }

    /** The second column of the tables says what to call in Java. */
    @Test
    void theMethodsForThoseWhoComeFromCExist() throws IOException {
        Set<String> methods = Stream.of(
                        Mach.class,
                        ReceiveRight.class,
                        SendRight.class,
                        SendOnceRight.class,
                        PortSet.class,
                        Semaphore.class,
                        Bootstrap.class,
                        Message.class,
                        MessageBuilder.class,
                        MachServer.class,
                        MachServer.Builder.class,
                        Transfer.class)
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .map(Method::getName)
                .collect(Collectors.toSet());
        Set<String> named = new TreeSet<>();
        for (String line : Files.readAllLines(ROOT.resolve("docs/coming-from-c.md"))) {
            String[] columns = line.split("(?<!\\\\)\\|", -1);
            if (columns.length > 2) {
                Matcher call = CALL.matcher(columns[2]);
                while (call.find()) {
                    named.add(call.group(1));
                }
            }
        }
        assertThat(named).hasSizeGreaterThan(40);
        assertThat(methods).containsAll(named);
    }

    private Path write(String name, String source) throws IOException {
        return Files.writeString(directory.resolve(name + ".java"), source);
    }

    private void compile(List<Path> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(found, null, null)) {
            // A reader's project has what the API brings along, and JSpecify is not that.
            String classPath = Arrays.stream(
                            System.getProperty("java.class.path").split(File.pathSeparator, -1))
                    .filter(entry -> !entry.contains("jspecify"))
                    .collect(Collectors.joining(File.pathSeparator));
            List<String> options = List.of("-d", directory.toString(), "-cp", classPath);
            JavaCompiler.CompilationTask task =
                    compiler.getTask(null, files, found, options, null, files.getJavaFileObjectsFromPaths(sources));
            task.setProcessors(List.of(new MigProcessor()));
            assertThat(task.call()).as("%s", found.getDiagnostics()).isTrue();
        }
    }
}
