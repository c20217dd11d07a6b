// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abicheck;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mach4j.libsystem.LibSystem;

/**
 * The functions that the bindings call: {@code native/include/mach4j/functions.def}, the Java interface {@link LibSystem}, Apple's headers and
 * libSystem's symbols must all speak of the same.
 */
class FunctionsTest {
    private static final Set<String> VARIABLES = Set.of("mach_task_self_", "bootstrap_port", "vm_page_size");

    /**
     * Functions without a prototype in the headers that come with the compiler: the traps, which Apple's SDK does not declare either, and
     * {@code <mach/mach_vm.h>} and {@code <servers/bootstrap.h>}, which only the SDK has.
     */
    private static final Set<String> UNDECLARED = Set.of(
            "mach_msg_trap",
            "mach_msg_overwrite_trap",
            "mach_reply_port",
            "mach_vm_allocate",
            "mach_vm_deallocate",
            "mach_vm_read",
            "mach_vm_write",
            "mach_vm_protect",
            "bootstrap_look_up",
            "bootstrap_check_in",
            "bootstrap_register");

    private static final String APPLES_HEADERS = Stream.of(
                            "mach/mach.h",
                            "mach/mig.h",
                            "mach/mach_traps.h",
                            "mach/mach_vm.h",
                            "mach_debug/ipc_info.h",
                            "servers/bootstrap.h")
                    .map("#if __has_include(<%1$s>)%n#include <%1$s>%n#endif%n"::formatted)
                    .collect(joining())
            + """
            #if !__has_include(<servers/bootstrap.h>)
            typedef char name_t[128];
            #endif
            """;

    private static final String OWN_TYPES = "#include \"mach4j/types.h\"\n";

    private static final String DECLARATIONS = """
            #define MACH4J_FUNCTION(result, name, parameters, arguments) extern result name parameters;
            #define MACH4J_PROCEDURE(name, parameters, arguments) extern void name parameters;
            #define MACH4J_GETTER(result, name) extern result name(void);
            #include "mach4j/functions.def"
            """;

    /** What the head of a recording asks besides. */
    private static final String GUARDS =
            "extern kern_return_t task_get_exc_guard_behavior(task_t task, uint32_t *behavior);\n";

    /** The names in the table, in its order. */
    private static List<String> table() {
        try {
            return Pattern.compile(
                            "^MACH4J_(?:FUNCTION\\(\\w+, |PROCEDURE\\(|GETTER\\(\\w+, )(\\w+)", Pattern.MULTILINE)
                    .matcher(Files.readString(Path.of("../include/mach4j/functions.def")))
                    .results()
                    .map(found -> found.group(1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theTableIsTheJavaInterface() {
        assertThat(table())
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(Stream.of(LibSystem.class.getMethods())
                        .map(Method::getName)
                        .toList());
    }

    @Test
    void everyFunctionAndVariableIsExportedOnBothArchitectures() {
        Map<String, List<String>> exported = exported();
        Set<String> names = new TreeSet<>(table());
        names.addAll(VARIABLES);
        names.add("task_get_exc_guard_behavior");
        for (String name : names) {
            List<String> architectures = exported.getOrDefault(name, List.of());
            assertThat(architectures).as(name).contains("x86_64");
            // Programs for arm64 link against what is marked for arm64e alone, too.
            assertThat(architectures).as(name).containsAnyOf("arm64", "arm64e");
        }
    }

    private static Map<String, List<String>> exported() {
        try (InputStream in = FunctionsTest.class.getResourceAsStream("libsystem-symbols.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", 2))
                    .collect(Collectors.toMap(words -> words[0], words -> List.of(words[1].split("\\+", -1))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theTableHasThePrototypesOfApplesHeaders() {
        for (AppleCompiler compiler : AppleCompiler.both()) {
            assertThat(compiler.errorsOf("functions.c", APPLES_HEADERS + DECLARATIONS + GUARDS))
                    .as(compiler.toString())
                    .isEmpty();
            assertThat(undeclared(compiler)).as(compiler.toString()).isEqualTo(UNDECLARED);
        }
    }

    @Test
    void theTableHasThePrototypesOfThisMacsHeaders() {
        for (AppleCompiler compiler : AppleCompiler.bothOfThisMac()) {
            assertThat(compiler.errorsOf("functions.c", APPLES_HEADERS + DECLARATIONS + GUARDS))
                    .as(compiler.toString())
                    .isEmpty();
        }
    }

    /** The functions that a compiler does not know from the headers alone. */
    private static Set<String> undeclared(AppleCompiler compiler) {
        String uses = table().stream()
                .map("void *use_%1$s = (void *)%1$s;%n"::formatted)
                .collect(joining());
        return compiler.errorsOf("undeclared.c", APPLES_HEADERS + uses).stream()
                .map(error -> Pattern.compile("use of undeclared identifier '(\\w+)'")
                        .matcher(error)
                        .results()
                        .map(found -> found.group(1))
                        .findFirst()
                        .orElse(error))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void theJavaInterfaceHasTheirArgumentsAndWidths() {
        String own = Stream.of(LibSystem.class.getMethods())
                .map(method -> assertion("table::", method))
                .collect(joining());
        String apples = Stream.of(LibSystem.class.getMethods())
                .filter(method -> !UNDECLARED.contains(method.getName()))
                .map(method -> assertion("::", method))
                .collect(joining());
        for (AppleCompiler compiler : AppleCompiler.both()) {
            assertThat(compiler.errorsOf("widths-own.cpp", widths(OWN_TYPES, own), "-std=c++17"))
                    .as(compiler.toString())
                    .isEmpty();
            assertThat(compiler.errorsOf("widths-apple.cpp", widths(APPLES_HEADERS, own + apples), "-std=c++17"))
                    .as(compiler.toString())
                    .isEmpty();
        }
    }

    private static String assertion(String namespace, Method method) {
        String widths = Stream.concat(Stream.of(method.getReturnType()), Stream.of(method.getParameterTypes()))
                .map(FunctionsTest::width)
                .collect(joining());
        return "static_assert(has(&%1$s%2$s, \"%3$s\"), \"%2$s\");%n".formatted(namespace, method.getName(), widths);
    }

    private static String width(Class<?> type) {
        return type == int.class ? "4" : type == long.class ? "8" : type == void.class ? "0" : type.getName();
    }

    private static String widths(String types, String assertions) {
        return """
                %s
                namespace table {
                %s
                }
                template <class T> struct width { static constexpr char digit = '0' + sizeof(T); };
                template <> struct width<void> { static constexpr char digit = '0'; };
                template <class R, class... A> struct shape {
                  static constexpr char text[] = {width<R>::digit, width<A>::digit..., 0};
                };
                constexpr bool same(const char *a, const char *b) { return *a == *b && (!*a || same(a + 1, b + 1)); }
                template <class R, class... A> constexpr bool has(R (*)(A...), const char *expected) {
                  return same(shape<R, A...>::text, expected);
                }
                %s
                """.formatted(types, DECLARATIONS, assertions);
    }

    @Test
    void programsThatNeedThemAllCanBeLinked() {
        String uses = Stream.concat(table().stream(), VARIABLES.stream())
                .map("void *use_%1$s = (void *)&%1$s;%n"::formatted)
                .collect(joining());
        for (AppleCompiler compiler : AppleCompiler.both()) {
            assertThat(compiler.errorsOfLinking("symbols.c", APPLES_HEADERS + DECLARATIONS + uses))
                    .as(compiler.toString())
                    .isEmpty();
        }
    }

    // --- that these would notice -------------------------------------------------------------------------------

    @Test
    void aWrongPrototypeDoesNotCompile() {
        String wrong =
                "extern kern_return_t mach_port_mod_refs(ipc_space_t, mach_port_name_t, mach_port_right_t, unsigned);\n";
        for (AppleCompiler compiler : AppleCompiler.both()) {
            assertThat(compiler.errorsOf("wrong.c", APPLES_HEADERS + wrong))
                    .as(compiler.toString())
                    .singleElement()
                    .asString()
                    .contains("conflicting types for 'mach_port_mod_refs'");
        }
    }

    @Test
    void aWrongWidthDoesNotCompile() {
        String wrong = "static_assert(has(&mach_port_guard, \"44484\"), \"right\");\n"
                + "static_assert(has(&mach_port_guard, \"44488\"), \"planted\");\n";
        for (AppleCompiler compiler : AppleCompiler.both()) {
            assertThat(compiler.errorsOf("wrong.cpp", widths(APPLES_HEADERS, wrong), "-std=c++17"))
                    .as(compiler.toString())
                    .singleElement()
                    .asString()
                    .contains("planted");
        }
    }

    @Test
    void aSymbolThatLibSystemLacksDoesNotLink() {
        for (AppleCompiler compiler : AppleCompiler.both()) {
            assertThat(compiler.errorsOfLinking(
                            "wrong.c", "extern int mach_port_planted(void);\nvoid *use = (void *)mach_port_planted;\n"))
                    .as(compiler.toString())
                    .singleElement()
                    .asString()
                    .contains("mach_port_planted");
        }
    }
}
