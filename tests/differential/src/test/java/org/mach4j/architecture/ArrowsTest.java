// SPDX-License-Identifier: Apache-2.0
package org.mach4j.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
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
        "org.mach4j.ffm..", "org.mach4j.jni..", "org.mach4j.jnr..", "org.mach4j.jna..", "org.mach4j.standin..",
    };
    private static final String[] TESTS = {
        "org.mach4j.transcripts..", "org.mach4j.differential..", "org.mach4j.benchmarks..", "org.mach4j.gnumach..",
    };

    private static final JavaClasses HOUSE =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("org.mach4j");

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(HOUSE);
    }

    private static String[] union(String[]... sets) {
        return Stream.of(sets).flatMap(Arrays::stream).toArray(String[]::new);
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
