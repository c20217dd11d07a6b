// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaStaticInitializer;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every public method of {@code org.mach4j} and of {@code org.mach4j.mig}, which generated code calls, has tests, which {@code public-methods.txt} names: of its effect, with the user
 * references before and after; of its errors; of what an interruption or time-out makes of it. Each test named calls the
 * method it stands for (itself, in its lambdas, or through other test code), and runs directly and through a binding.
 */
class PublicMethodsTest {
    private static final Path TABLE = Path.of("src", "test", "resources", "org", "mach4j", "public-methods.txt");
    private static final Set<String> PACKAGES = Set.of("org.mach4j", "org.mach4j.mig");
    private static final Pattern EXCLUDED = Pattern.compile("<exclude>\\*\\*/(\\w+)\\.java</exclude>");

    private static Map<String, JavaCodeUnit> methods;
    private static Map<String, JavaMethod> tests;
    private static List<String[]> rows;

    @BeforeAll
    static void read() throws IOException {
        // Off the class path: the API is in a directory while Maven tests one module, and in a jar in a build of all.
        JavaClasses classes = new ClassFileImporter().importPackages("org.mach4j");
        methods = new TreeMap<>();
        tests = new TreeMap<>();
        for (JavaClass each : classes) {
            if (isTest(each)) {
                each.getMethods().stream()
                        .filter(method -> method.isMetaAnnotatedWith("org.junit.platform.commons.annotation.Testable"))
                        .forEach(method -> tests.put(each.getSimpleName() + "." + method.getName(), method));
            } else if (PACKAGES.contains(each.getPackageName()) && isPublic(each) && !each.isAnnotation()) {
                each.getCodeUnits().stream()
                        .filter(PublicMethodsTest::counts)
                        .forEach(method -> methods.put(key(method), method));
            }
        }
        rows = Files.readAllLines(TABLE).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split(" +"))
                .toList();
    }

    private static boolean isTest(JavaClass each) {
        return each.getSource()
                .map(source -> source.getUri().toString().contains("test-classes"))
                .orElse(false);
    }

    private static boolean isPublic(JavaClass each) {
        return each.getModifiers().contains(JavaModifier.PUBLIC)
                && each.getEnclosingClass().map(PublicMethodsTest::isPublic).orElse(true);
    }

    /** A record's constructor, components and comparison are the compiler's, and tested by nobody. */
    private static boolean counts(JavaCodeUnit method) {
        if (method instanceof JavaStaticInitializer
                || !method.getModifiers().contains(JavaModifier.PUBLIC)
                || method.getModifiers().contains(JavaModifier.SYNTHETIC)) {
            return false;
        }
        JavaClass owner = method.getOwner();
        if (!owner.isRecord()) {
            return true;
        }
        Set<String> components =
                owner.getFields().stream().map(JavaMember::getName).collect(Collectors.toSet());
        String name = method.getName();
        return !(method instanceof JavaConstructor)
                && !name.equals("equals")
                && !name.equals("hashCode")
                && !(method.getRawParameterTypes().isEmpty() && components.contains(name))
                && !(name.equals("toString") && !owner.getName().contains("NameTable"));
    }

    private static String key(JavaCodeUnit method) {
        StringJoiner parameters = new StringJoiner(",", "(", ")");
        method.getRawParameterTypes().forEach(type -> parameters.add(type.getSimpleName()));
        String owner = method.getOwner().getName().substring("org.mach4j.".length());
        return owner.replace('$', '.') + (method instanceof JavaConstructor ? "" : "." + method.getName()) + parameters;
    }

    @Test
    void theTableHasEachPublicMethodOnce() {
        assertThat(rows.stream().map(row -> row[0])).containsExactlyElementsOf(methods.keySet());
        assertThat(rows).allSatisfy(row -> assertThat(row).as(row[0]).hasSize(4));
        assertThat(rows)
                .allSatisfy(row -> assertThat(row[1]).as("what %s does", row[0]).isNotEqualTo("-"));
    }

    @Test
    void theTestsExistAndCallWhatTheyStandFor() {
        Map<String, Set<String>> calledBy = new TreeMap<>();
        for (String[] row : rows) {
            for (int i = 1; i < row.length; i++) {
                if (!row[i].equals("-")) {
                    assertThat(tests).as("the tests of %s", row[0]).containsKey(row[i]);
                    assertThat(calledBy.computeIfAbsent(row[i], PublicMethodsTest::calls))
                            .as("what %s calls", row[i])
                            .contains(row[0]);
                }
            }
        }
    }

    private static Set<String> calls(String test) {
        Set<String> called = new TreeSet<>();
        Set<JavaCodeUnit> seen = new HashSet<>();
        Deque<JavaCodeUnit> todo = new ArrayDeque<>(List.of(tests.get(test)));
        while (!todo.isEmpty()) {
            JavaCodeUnit from = todo.pop();
            if (!seen.add(from)) {
                continue;
            }
            for (JavaAccess<?> access : from.getAccessesFromSelf()) {
                if (access.getTarget() instanceof CodeUnitAccessTarget target) {
                    target.resolveMember().map(JavaCodeUnit.class::cast).ifPresent(to -> {
                        if (isTest(to.getOwner())) {
                            todo.add(to);
                        } else {
                            called.add(key(to));
                        }
                    });
                }
            }
        }
        return called;
    }

    @Test
    void theTestsRunDirectlyAndThroughABinding() throws IOException {
        Set<String> excluded = new HashSet<>();
        Matcher matcher = EXCLUDED.matcher(Files.readString(Path.of("pom.xml")));
        while (matcher.find()) {
            excluded.add(matcher.group(1));
        }
        for (String[] row : rows) {
            for (int i = 1; i < row.length; i++) {
                if (!row[i].equals("-")) {
                    JavaClass owner = tests.get(row[i]).getOwner();
                    assertThat(owner.isAssignableTo(OneTask.class))
                            .as("%s runs on the kernel that the run names", row[i])
                            .isTrue();
                    assertThat(excluded).doesNotContain(owner.getSimpleName());
                }
            }
        }
    }
}
