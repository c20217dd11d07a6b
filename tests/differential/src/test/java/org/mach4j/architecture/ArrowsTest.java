// SPDX-License-Identifier: Apache-2.0
package org.mach4j.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The arrows of the house: {@code tests} point at {@code native} and {@code fallback-sim}, these at {@code java-api}, and nothing points back.
 * Maven's and the modules' own dependencies forbid most of it; this says the whole, and the rules between packages that they cannot say.
 */
class ArrowsTest {
    private static final String[] JDK_AND_ANNOTATIONS = {
        "java..", "javax..", "jdk..", "org.jspecify.annotations..",
    };
    private static final String[] API = {"org.mach4j", "org.mach4j.abi..", "org.mach4j.spi..", "org.mach4j.mig.."};
    private static final String[] SIM = {"org.mach4j.sim.."};
    private static final String[] NATIVE = {
        "org.mach4j.libsystem..",
        "org.mach4j.ffm..",
        "org.mach4j.jni..",
        "org.mach4j.jnr..",
        "org.mach4j.jna..",
        "org.mach4j.standin..",
    };
    private static final String[] TESTS = {
        "org.mach4j.transcripts..", "org.mach4j.differential..", "org.mach4j.benchmarks..", "org.mach4j.gnumach..",
    };

    private static final Pattern MODULE = Pattern.compile("(?m)^(?:open )?module ([\\w.]+) \\{");

    private static final JavaClasses HOUSE =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("org.mach4j");

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(HOUSE);
    }

    private static String[] union(String[]... sets) {
        return Stream.of(sets).flatMap(Arrays::stream).toArray(String[]::new);
    }

    /** A module that the suite does not depend on would escape all rules below. */
    @Test
    void everyPublishedModuleIsSeen() throws IOException {
        Path root = Path.of("..", "..");
        List<Path> descriptors;
        try (Stream<Path> files =
                Files.find(root, 7, (file, attributes) -> file.endsWith("src/main/java/module-info.java"))) {
            descriptors = files.toList();
        }
        assertThat(descriptors)
                .as("module-info.java below %s", root.toRealPath())
                .isNotEmpty();
        for (Path descriptor : descriptors) {
            Matcher name = MODULE.matcher(Files.readString(descriptor));
            assertThat(name.find()).as("a module declaration in %s", descriptor).isTrue();
            String module = name.group(1);
            if (module.equals("org.mach4j.ffm") && Runtime.version().feature() < 22) {
                continue;
            }
            assertThat(HOUSE)
                    .as("classes of module %s on the class path of this test", module)
                    .anyMatch(c -> c.getPackageName().equals(module));
        }
    }

    @Test
    void theApiNeedsOnlyTheJdkAndAnnotations() {
        check(classes()
                .that(resideInAnyPackage(API))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(union(API, JDK_AND_ANNOTATIONS))));
    }

    @Test
    void theAbiDependsOnNothing() {
        check(classes()
                .that(resideInAnyPackage("org.mach4j.abi.."))
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(union(new String[] {"org.mach4j.abi.."}, JDK_AND_ANNOTATIONS))));
    }

    @Test
    void theCallSurfaceDependsOnTheAbiAlone() {
        check(classes()
                .that(resideInAnyPackage("org.mach4j.spi.."))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        union(new String[] {"org.mach4j.spi..", "org.mach4j.abi.."}, JDK_AND_ANNOTATIONS))));
    }

    @Test
    void theSimulatedKernelNeedsOnlyTheApiAndTheJdk() {
        check(classes()
                .that(resideInAnyPackage(SIM))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(union(SIM, API, JDK_AND_ANNOTATIONS))));
    }

    @Test
    void theBindingsDoNotKnowTheSimulatedKernel() {
        check(noClasses().that(resideInAnyPackage(NATIVE)).should().dependOnClassesThat(resideInAnyPackage(SIM)));
    }

    @Test
    void nothingThatIsPublishedKnowsTheTests() {
        check(noClasses()
                .that(resideInAnyPackage(union(API, SIM, NATIVE)))
                .should()
                .dependOnClassesThat(resideInAnyPackage(TESTS)));
    }
}
