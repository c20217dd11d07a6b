// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mach4j.abi.SpecText.number;

import java.lang.reflect.Field;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.MatchResult;
import org.junit.jupiter.api.Test;

class MachCodesTest {
    private static void assertBothWays(int code, String name) {
        assertThat(MachCodes.name(code)).isEqualTo(name);
        assertThat(MachCodes.number(name)).isEqualTo(code);
    }

    @Test
    void codesOfMachMsgHaveTheNamesOfTheSpecification() {
        for (MatchResult row :
                SpecText.find(SpecText.section("7"), "\\| (0x1000\\w{4}) \\| `(MACH_(?:SEND|RCV)_\\w+)` \\|", 32)) {
            assertBothWays(number(row.group(1)), row.group(2));
        }
    }

    @Test
    void laterCodesOfMachMsgHaveTheNamesOfTheSpecification() {
        for (MatchResult row :
                SpecText.find(SpecText.section("18.4"), "\\| (0x1000\\w{4}) \\| `(MACH_(?:SEND|RCV)_\\w+)`", 7)) {
            assertBothWays(number(row.group(1)), row.group(2));
        }
        // The one row with two codes.
        assertBothWays(0x10000018, "MACH_SEND_AUX_TOO_SMALL");
        assertBothWays(0x10000019, "MACH_SEND_AUX_TOO_LARGE");
    }

    @Test
    void codesOfTheKernelHaveTheNamesOfTheSpecification() {
        // All of 0 to 50; KERN_RETURN_MAX is a bound.
        for (MatchResult row : SpecText.find(SpecText.section("8"), "\\| (\\d{1,2}) \\| `(KERN_\\w+)`", 51)) {
            assertBothWays(number(row.group(1)), row.group(2));
        }
        for (MatchResult found : SpecText.find(SpecText.section("18.4"), "(5[1-6]) `(KERN_\\w+)`", 6)) {
            assertBothWays(number(found.group(1)), found.group(2));
        }
    }

    @Test
    void codesOfMigHaveTheNamesOfTheSpecification() {
        for (MatchResult row : SpecText.find(SpecText.section("9"), "\\| (-30\\d) \\| `(MIG_\\w+)` \\|", 10)) {
            assertBothWays(number(row.group(1)), row.group(2));
        }
    }

    /** Spec 06 §6. */
    @Test
    void codesOfBootstrapHaveTheNamesOfTheSpecification() {
        assertBothWays(1100, "BOOTSTRAP_NOT_PRIVILEGED");
        assertBothWays(1101, "BOOTSTRAP_NAME_IN_USE");
        assertBothWays(1102, "BOOTSTRAP_UNKNOWN_SERVICE");
        assertBothWays(1103, "BOOTSTRAP_SERVICE_ACTIVE");
        assertBothWays(1104, "BOOTSTRAP_BAD_COUNT");
        assertBothWays(1105, "BOOTSTRAP_NO_MEMORY");
        assertBothWays(1106, "BOOTSTRAP_NO_CHILDREN");
    }

    @Test
    void successHasThreeNames() {
        assertThat(MachCodes.name(0)).isEqualTo("KERN_SUCCESS");
        assertThat(MachCodes.number("KERN_SUCCESS")).isZero();
        assertThat(MachCodes.number("MACH_MSG_SUCCESS")).isZero();
        assertThat(MachCodes.number("BOOTSTRAP_SUCCESS")).isZero();
    }

    /** Spec 00 §7: the modifiers, and where they occur. */
    @Test
    void modifiersAreNamedBesideTheirCode() {
        assertBothWays(0x1000600c, "MACH_RCV_BODY_ERROR|MACH_MSG_IPC_SPACE");
        assertBothWays(0x1000500c, "MACH_RCV_BODY_ERROR|MACH_MSG_VM_SPACE");
        assertBothWays(0x1000480c, "MACH_RCV_BODY_ERROR|MACH_MSG_IPC_KERNEL");
        assertBothWays(0x1000440c, "MACH_RCV_BODY_ERROR|MACH_MSG_VM_KERNEL");
        assertBothWays(0x1000600b, "MACH_RCV_HEADER_ERROR|MACH_MSG_IPC_SPACE");
        assertBothWays(0x10002004, "MACH_SEND_TIMED_OUT|MACH_MSG_IPC_SPACE");
        assertBothWays(
                0x10007c0c,
                "MACH_RCV_BODY_ERROR|MACH_MSG_IPC_SPACE|MACH_MSG_VM_SPACE|MACH_MSG_IPC_KERNEL|MACH_MSG_VM_KERNEL");
    }

    /** Spec 00 §7: {@code MACH_MSG_VM_KERNEL} alone, 0x00000400, is returned by a send. */
    @Test
    void aModifierMayStandAlone() {
        assertBothWays(0x400, "MACH_MSG_VM_KERNEL");
        assertThat(MachCodes.sentence(0x400)).isEqualTo("The kernel is short of resources for memory.");
    }

    @Test
    void aCodeWithoutNameIsItsNumber() {
        assertBothWays(0x10000005 + 0x40, "0x10000045");
        assertBothWays(0x10004200, "0x10004200");
        assertBothWays(255, "255");
        assertBothWays(-400, "-400");
        assertBothWays(0xffffffff, "-1");
        assertBothWays(0x80000000, "0x80000000");
        // Modifiers belong to mach_msg's codes: this is not KERN_INVALID_ARGUMENT|MACH_MSG_VM_KERNEL.
        assertBothWays(0x404, "1028");
        assertThat(MachCodes.sentence(0x10004200)).isEqualTo("Unknown code: system 4, subsystem 1, code 512.");
    }

    @Test
    void aCodeIsDescribedByNameNumberAndSentence() {
        assertThat(MachCodes.describe(0x10004003))
                .isEqualTo("MACH_RCV_TIMED_OUT (0x10004003): No message came in time.");
        assertThat(MachCodes.describe(15))
                .isEqualTo("KERN_INVALID_NAME (15): The name denotes nothing in the name space.");
        assertThat(MachCodes.describe(0x1000600c))
                .isEqualTo(
                        "MACH_RCV_BODY_ERROR|MACH_MSG_IPC_SPACE (0x1000600c): The message was received, but not all of"
                                + " its body. There is no room in the name space.");
        assertThat(MachCodes.describe(77)).isEqualTo("77: Unknown code: system 0, subsystem 0, code 77.");
    }

    /** Found by reflection, so that a code without name and sentence is noticed. */
    @Test
    void everyCodeDeclaredHasANameAndASentenceOfItsOwn() throws IllegalAccessException {
        Map<Class<?>, Set<String>> notCodes = Map.of(
                MachMsgReturn.class, Set.of("MACH_MSG_MASK", "MACH_MSG_SUCCESS"),
                KernReturn.class, Set.of("KERN_RETURN_MAX"),
                MigErrors.class, Set.of(),
                BootstrapCodes.class, Set.of("BOOTSTRAP_SUCCESS"));
        Set<String> sentences = new HashSet<>();
        for (Map.Entry<Class<?>, Set<String>> kind : notCodes.entrySet()) {
            for (Field field : kind.getKey().getFields()) {
                int code = field.getInt(null);
                boolean flag = kind.getKey() == BootstrapCodes.class && code < 1000;
                if (!flag && !kind.getValue().contains(field.getName())) {
                    assertBothWays(code, field.getName());
                    assertThat(MachCodes.sentence(code)).matches("[A-Z].*\\.").doesNotStartWith("Unknown");
                    assertThat(sentences.add(kind.getKey().getSimpleName() + MachCodes.sentence(code)))
                            .as("the sentence of %s is its own", field.getName())
                            .isTrue();
                }
            }
        }
        assertThat(sentences).hasSize(57 + 41 + 4 + 10 + 7);
    }

    @Test
    void everyNumberComesBack() {
        Random random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            int code = random.nextInt() >> random.nextInt(32);
            assertThat(MachCodes.number(MachCodes.name(code))).isEqualTo(code);
            int modified = 0x10000000 | (code & 0x7fff);
            assertThat(MachCodes.number(MachCodes.name(modified))).isEqualTo(modified);
        }
    }

    @Test
    void numbersAndNamesMayBeMixedAndSpaced() {
        assertThat(MachCodes.number(" 0x1000400C | MACH_MSG_VM_SPACE ")).isEqualTo(0x1000500c);
        assertThat(MachCodes.number("4294967295")).isEqualTo(-1);
    }

    @Test
    void whatIsNoCodeIsRefusedByName() {
        assertThatThrownBy(() -> MachCodes.number("KERN_NONSENSE"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("return code")
                .hasMessageContaining("KERN_NONSENSE");
        for (String wrong :
                new String[] {"", "|", "MACH_RCV_BODY_ERROR|", "kern_success", "0x", "0x1ffffffff", "1e3"}) {
            assertThatThrownBy(() -> MachCodes.number(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
