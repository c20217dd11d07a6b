// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abicheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mach4j.abi.CAssertions;

/** Every size, offset and constant of {@code org.mach4j.abi} against Apple's headers, for arm64 and x86-64. */
class NumbersTest {
    private static List<String> errors(AppleCompiler compiler, CAssertions assertions) {
        return compiler.errorsOf("assertions.c", assertions.c(), "-O2");
    }

    @Test
    void everyNumberIsThatOfApplesHeaders() {
        CAssertions assertions = CAssertions.ofPackage();
        assertThat(assertions.count()).isGreaterThan(600);
        for (AppleCompiler compiler : AppleCompiler.both()) {
            assertThat(errors(compiler, assertions)).as(compiler.toString()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                CAssertions.WrongOffset.class,
                CAssertions.WrongSize.class,
                CAssertions.WrongBitField.class,
                CAssertions.WrongMask.class,
                CAssertions.WrongInNarrowTasks.class,
                CAssertions.WrongConstant.class
            })
    void aWrongNumberDoesNotCompile(Class<?> planted) {
        for (AppleCompiler compiler : AppleCompiler.both()) {
            assertThat(errors(compiler, CAssertions.of(planted)))
                    .as(compiler.toString())
                    .singleElement()
                    .asString()
                    .containsPattern(
                            "(static assertion failed|'error' attribute).*" + planted.getSimpleName() + "[._]");
        }
    }

    @Test
    void aFieldThatDoesNotExistDoesNotCompile() {
        for (AppleCompiler compiler : AppleCompiler.both()) {
            assertThat(errors(compiler, CAssertions.of(CAssertions.NoSuchField.class)))
                    .as(compiler.toString())
                    .singleElement()
                    .asString()
                    .contains("no member named 'colour'");
        }
    }
}
