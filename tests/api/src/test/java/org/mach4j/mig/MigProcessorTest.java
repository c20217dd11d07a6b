// SPDX-License-Identifier: Apache-2.0
package org.mach4j.mig;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mach4j.mig.processor.MigProcessor;

/** What the annotation processor says of an interface that MIG cannot carry. */
class MigProcessorTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "interface Bad { @Routine(1) void one(); @Routine(1) void two(); } | message id 9001 has two routines",
                "interface Bad { @Routine(1) void one(); @SimpleRoutine(1) void two(); }"
                        + " | message id 9001 has two routines",
                "interface Bad { void one(); } | a method of a MIG subsystem is a @Routine or a @SimpleRoutine",
                "interface Bad { @Routine(1) @SimpleRoutine(2) void one(); }"
                        + " | a method of a MIG subsystem is a @Routine or a @SimpleRoutine",
                "interface Bad { @SimpleRoutine(1) int one(); } | a simple routine returns nothing: it has no reply",
                "interface Bad { @Routine(1) void one(Object value); }"
                        + " | MIG cannot carry value of type java.lang.Object",
                "interface Bad { @Routine(1) void one(char value); } | MIG cannot carry value of type char",
                "interface Bad { @Routine(1) void one(int[] value); }"
                        + " | an array or a string needs an annotation for its form",
                "interface Bad { @Routine(1) void one(String value); }"
                        + " | an array or a string needs an annotation for its form",
                "interface Bad { @Routine(1) org.mach4j.AuditToken one(); }"
                        + " | MIG cannot carry result of type org.mach4j.AuditToken in a reply",
                "class Bad { } | a MIG subsystem is an interface",
            })
    void badInterfacesAreRefused(String source, String problem) {
        List<Diagnostic<? extends JavaFileObject>> errors =
                compile("package bad;\n" + "import org.mach4j.mig.*;\n" + "@Subsystem(base = 9000)\n" + source);
        assertThat(errors)
                .singleElement()
                .satisfies(error -> assertThat(error.getMessage(Locale.ROOT)).contains(problem))
                .satisfies(error -> assertThat(error.getLineNumber()).isGreaterThanOrEqualTo(3));
    }

    private List<Diagnostic<? extends JavaFileObject>> compile(String source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///bad/Bad.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        List<String> options =
                List.of("-proc:only", "-d", directory.toString(), "-cp", System.getProperty("java.class.path"));
        JavaCompiler.CompilationTask task = compiler.getTask(null, null, found, options, null, List.of(file));
        task.setProcessors(List.of(new MigProcessor()));
        task.call();
        return found.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .toList();
    }
}
