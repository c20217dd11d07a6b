// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * docs/spec/COVERAGE.md: which test and which recorded case checks which rule of the specification. A rule without either
 * needs a reason in docs/spec/coverage-exceptions.txt. After a change, write the table anew with
 *
 * <pre>mvn -pl fallback-sim -am test -Dtest=CoverageTest -Dsurefire.failIfNoSpecifiedTests=false -Dmach4j.coverage.write=true</pre>
 */
class CoverageTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path SPEC = ROOT.resolve("docs/spec");
    private static final Path TABLE = SPEC.resolve("COVERAGE.md");
    private static final String WRITE = "mach4j.coverage.write";
    private static final int NAMED_CASES = 2;

    private final Map<String, Spec.Item> items;
    private final Map<String, Set<String>> tests;
    private final Map<String, Set<String>> cases;
    private final Map<String, String> exceptions;

    CoverageTest() throws IOException {
        items = Spec.read(SPEC);
        tests = tests();
        cases = RecordedCases.read(ROOT.resolve("tests/vectors"));
        exceptions = exceptions();
    }

    @Test
    void everyCitationOfATestIsInTheSpecification() {
        assertThat(tests.keySet()).isSubsetOf(items.keySet());
    }

    @Test
    void everyRuleHasATestOrACaseOrAReason() {
        assertThat(items.keySet())
                .filteredOn(id -> !isCovered(id) && !exceptions.containsKey(id))
                .isEmpty();
    }

    @Test
    void theTestsThatReasonsNameAreThere() {
        Pattern named = Pattern.compile("`([^`]+\\.java)`");
        assertThat(exceptions.values().stream()
                        .flatMap(reason -> named.matcher(reason).results())
                        .map(match -> ROOT.resolve(match.group(1)))
                        .distinct())
                .allMatch(Files::exists);
    }

    @Test
    void noExceptionIsNeedless() {
        assertThat(exceptions.keySet()).isSubsetOf(items.keySet()).noneMatch(this::isCovered);
    }

    @Test
    void theTableIsTheOneThatTheTestsGive() throws IOException {
        String table = table();
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(TABLE, table);
        }
        assertThat(Files.readString(TABLE))
                .as("%s is stale: run this test with -D%s=true", TABLE, WRITE)
                .isEqualTo(table);
    }

    @Test
    void notesAreReadAsTheyAreWritten() {
        assertThat(RecordedCases.citations("01 §2.1, §12 nos. 15, 16, E2 row 3, 02 §22.1 H5-H7, Q-9: 03 §1"))
                .containsExactly(
                        "01 §2.1",
                        "01 §12",
                        "01 §12.15",
                        "01 §12.16",
                        "01 E2",
                        "01 E2.3",
                        "02 §22.1",
                        "02 H5",
                        "02 H6",
                        "02 H7",
                        "02 Q-9");
    }

    /** Cited itself, or a section of which a part is cited. */
    private boolean isCovered(String id) {
        return tests.containsKey(id)
                || cases.containsKey(id)
                || !coveredParts(id).isEmpty();
    }

    private List<String> coveredParts(String id) {
        return items.values().stream()
                .filter(item -> item.parent().equals(id))
                .map(Spec.Item::id)
                .filter(this::isCovered)
                .toList();
    }

    private static Map<String, Set<String>> tests() throws IOException {
        Map<String, Set<String>> found = new TreeMap<>();
        Path classes;
        try {
            classes = Path.of(CoverageTest.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
        List<Path> files;
        try (var all = Files.walk(classes)) {
            files = all.filter(f -> f.toString().endsWith(".class")).sorted().toList();
        }
        for (Path file : files) {
            String name = classes.relativize(file)
                    .toString()
                    .replace(".class", "")
                    .replace('/', '.')
                    .replace('\\', '.');
            Class<?> type;
            try {
                type = Class.forName(name, false, CoverageTest.class.getClassLoader());
            } catch (ClassNotFoundException e) {
                throw new IOException(name, e);
            }
            List<String> ofClass = type.isAnnotationPresent(Rule.class)
                    ? List.of(type.getAnnotation(Rule.class).value())
                    : List.of();
            for (Method method : type.getDeclaredMethods()) {
                List<String> cited = new ArrayList<>(ofClass);
                if (method.isAnnotationPresent(Rule.class)) {
                    cited.addAll(List.of(method.getAnnotation(Rule.class).value()));
                }
                if (runs(method)) {
                    String label = type.getSimpleName() + "." + method.getName();
                    cited.forEach(id ->
                            found.computeIfAbsent(id, k -> new TreeSet<>()).add(label));
                } else if (method.isAnnotationPresent(Rule.class)) {
                    throw new IllegalStateException(method + " cites a rule, but does not run as a test");
                }
            }
        }
        return found;
    }

    private static boolean runs(Method method) {
        List<Class<? extends Annotation>> kinds = List.of(Test.class, ParameterizedTest.class);
        return kinds.stream().anyMatch(method::isAnnotationPresent) && !method.isAnnotationPresent(Disabled.class);
    }

    private static Map<String, String> exceptions() throws IOException {
        Map<String, String> reasons = new LinkedHashMap<>();
        for (String line : Files.readAllLines(SPEC.resolve("coverage-exceptions.txt"))) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            int colon = line.indexOf(": ");
            if (colon < 0 || line.substring(colon + 2).isBlank()) {
                throw new IllegalStateException("no reason in the line: " + line);
            }
            for (String id : line.substring(0, colon).split(", ", -1)) {
                if (reasons.put(id, line.substring(colon + 2)) != null) {
                    throw new IllegalStateException("two reasons for " + id);
                }
            }
        }
        return reasons;
    }

    private String table() {
        StringBuilder out = new StringBuilder();
        out.append("# Which test checks which rule\n\n");
        out.append(
                "Generated by `CoverageTest` in `fallback-sim` and checked by the build: do not edit. A test is a method of a\n");
        out.append(
                "class in `fallback-sim/src/test/java/org/mach4j/sim/rules` that cites the rule with `@Rule`; a case is a\n");
        out.append(
                "recorded program in `tests/vectors` whose note cites it, and which the simulated kernel answers alike.\n");
        out.append(
                "Chapter 00, the ABI, is compared with the code and with Apple's headers by the tests of `java-api`.\n\n");
        count(out, "sections", true);
        count(out, "edge cases", false);
        String chapter = "";
        for (Spec.Item item : items.values()) {
            String of = item.id().substring(0, 2);
            if (!of.equals(chapter)) {
                chapter = of;
                out.append("\n## Chapter ")
                        .append(of)
                        .append("\n\n| rule | what | tests | cases |\n| --- | --- | --- | --- |\n");
            }
            out.append("| ")
                    .append(item.id())
                    .append(" | ")
                    .append(cell(item.text()))
                    .append(" | ");
            Set<String> own = tests.getOrDefault(item.id(), Set.of());
            if (!own.isEmpty()) {
                out.append(own.stream().map(t -> "`" + t + "`").collect(Collectors.joining(", ")));
            } else if (exceptions.containsKey(item.id())) {
                out.append("none: ").append(exceptions.get(item.id()));
            } else if (!coveredParts(item.id()).isEmpty()) {
                out.append("by its parts");
            }
            out.append(" | ").append(recorded(item.id())).append(" |\n");
        }
        return out.toString();
    }

    private void count(StringBuilder out, String what, boolean sections) {
        List<String> ids = items.values().stream()
                .filter(i -> i.section() == sections)
                .map(Spec.Item::id)
                .toList();
        long tested = ids.stream().filter(tests::containsKey).count();
        long recorded = ids.stream().filter(cases::containsKey).count();
        long both = ids.stream()
                .filter(id -> tests.containsKey(id) && cases.containsKey(id))
                .count();
        long excepted = ids.stream().filter(exceptions::containsKey).count();
        out.append("* ")
                .append(ids.size())
                .append(' ')
                .append(what)
                .append(": ")
                .append(tested)
                .append(" cited by tests, ");
        out.append(recorded).append(" by recorded cases, ").append(both).append(" by both; ");
        out.append(excepted).append(" excepted with a reason.\n");
    }

    private String recorded(String id) {
        Set<String> all = cases.getOrDefault(id, Set.of());
        String named = all.stream().limit(NAMED_CASES).map(c -> "`" + c + "`").collect(Collectors.joining(", "));
        return all.size() > NAMED_CASES ? named + " and " + (all.size() - NAMED_CASES) + " more" : named;
    }

    private static String cell(String text) {
        String plain = Arrays.stream(text.split("\\s+"))
                .collect(Collectors.joining(" "))
                .replace("\\|", "|");
        plain = plain.replaceAll("\\*\\*", "").replace("`", "");
        if (plain.length() > 90) {
            plain = plain.substring(0, 87).stripTrailing() + "...";
        }
        return plain.replace("|", "\\|").replace("<", "&lt;");
    }
}
