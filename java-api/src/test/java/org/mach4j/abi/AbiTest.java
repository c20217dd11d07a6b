// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.mach4j.abi.AbiComparison.Exception;

/** The package's numbers against what a compiler says of Apple's headers, for arm64 and x86-64. */
class AbiTest {
    private static final AbiComparison PROJECT =
            new AbiComparison(AbiComparison.projectClasses(), AbiComparison.projectExceptions());

    @Test
    void everyNumberThatTheLibraryDeclaresIsThatOfApplesHeaders() {
        assertThat(PROJECT.differences()).isEmpty();
    }

    @Test
    void everyStructureOfTheSpecificationIsCompared() {
        TreeSet<String> named = Pattern.compile("\\b\\w+_t\\b")
                .matcher(SpecText.whole())
                .results()
                .map(found -> found.group())
                .filter(name -> AppleHeaders.ALL.get(0).hasStruct(name))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).contains("mach_msg_header_t", "mach_port_options_t", "ipc_info_tree_name_t");
        // mach_port_array_t and the like are no structures; what is left are all.
        assertThat(PROJECT.structs()).containsAll(named);
    }

    @Test
    void structuresThatTheSpecificationNamesOtherwiseAreCompared() {
        assertThat(PROJECT.structs())
                .contains(
                        // §12, by their ids
                        "mach_port_deleted_notification_t",
                        "mach_send_possible_notification_t",
                        "mach_port_destroyed_notification_t",
                        "mach_no_senders_notification_t",
                        "mach_send_once_notification_t",
                        "mach_dead_name_notification_t",
                        // §3, §5, §13, §18.2, §18.6, in words
                        "mach_msg_port_descriptor_t",
                        "mach_msg_ool_descriptor_t",
                        "mach_msg_ool_descriptor32_t",
                        "mach_msg_ool_ports_descriptor_t",
                        "mach_msg_ool_ports_descriptor32_t",
                        "mach_msg_guarded_port_descriptor_t",
                        "mach_msg_guarded_port_descriptor32_t",
                        "security_token_t",
                        "audit_token_t",
                        "NDR_record_t",
                        "mach_service_port_info_data_t");
    }

    @Test
    void everyConstantThatTheSpecificationNamesIsDeclared() {
        Set<String> headers =
                Set.of("mach/message.h", "mach/port.h", "mach/kern_return.h", "mach/notify.h", "mach/mig_errors.h");
        TreeSet<String> named = Pattern.compile("\\bk?[A-Z][A-Z0-9_]{3,}\\b")
                .matcher(SpecText.whole())
                .results()
                .map(found -> found.group())
                .filter(name -> AppleHeaders.ALL
                        .get(0)
                        .constant(name)
                        .filter(c -> headers.contains(c.header()))
                        .isPresent())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).hasSizeGreaterThan(250);
        assertThat(PROJECT.constants()).containsAll(named);
    }

    // --- that the comparison would notice: each of these is wrong in one number --------------------------------

    @CStruct(value = "mach_msg_header_t", prefix = "msgh_")
    static final class WrongOffset {
        static final int BITS_OFFSET = 0;
        static final int LOCAL_PORT_OFFSET = 8;
    }

    @CStruct("mach_msg_body_t")
    static final class WrongSize {
        static final int SIZE = 8;
    }

    @CStruct(value = "mach_msg_ool_descriptor_t", ilp32 = "mach_msg_ool_descriptor32_t")
    static final class WrongIlp32 {
        static final int SIZE_OFFSET = 12;
        static final int ILP32_SIZE_OFFSET = 12;
    }

    @CStruct(value = "mach_msg_ool_descriptor_t", ilp32 = "mach_msg_ool_descriptor32_t")
    static final class MissingIlp32 {
        static final int SIZE_OFFSET = 12;
    }

    @CStruct("mach_port_qos_t")
    static final class WrongMask {
        static final int PREALLOC_MASK = 1;
    }

    @CStruct("mach_msg_header_t")
    static final class NoSuchField {
        static final int COLOUR_OFFSET = 0;
    }

    @CHeader("mach/message.h")
    static final class WrongConstant {
        static final int MACH_RCV_LARGE = 8;
    }

    @CHeader("mach/port.h")
    static final class WrongHeader {
        static final int MACH_RCV_LARGE = 4;
    }

    @CHeader("mach/message.h")
    static final class NoSuchConstant {
        static final int MACH_RCV_SMALL = 4;
    }

    static final class NotMarked {
        private static final long ESCAPED = 24;
    }

    private static void assertDifference(Class<?> type, String expected, Exception... exceptions) {
        AbiComparison comparison = new AbiComparison(List.of(type), List.of(exceptions));
        assertThat(comparison.differences())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).contains(expected));
    }

    @Test
    void aWrongOffsetIsADifference() {
        assertDifference(WrongOffset.class, "WrongOffset.LOCAL_PORT_OFFSET is 0x8");
    }

    @Test
    void aWrongSizeIsADifference() {
        assertDifference(WrongSize.class, "WrongSize.SIZE is 0x8");
    }

    @Test
    void aWrongOffsetIn32BitTasksIsADifference() {
        assertDifference(WrongIlp32.class, "WrongIlp32.ILP32_SIZE_OFFSET is 0xc");
    }

    @Test
    void anOffsetThatIsAnotherIn32BitTasksAndNotSaidIsADifference() {
        assertDifference(MissingIlp32.class, "MissingIlp32.SIZE_OFFSET");
    }

    @Test
    void aWrongBitFieldIsADifference() {
        assertDifference(WrongMask.class, "WrongMask.PREALLOC_MASK is 0x1");
    }

    @Test
    void aFieldThatDoesNotExistIsADifference() {
        assertDifference(NoSuchField.class, "NoSuchField.COLOUR_OFFSET");
    }

    @Test
    void aWrongConstantIsADifference() {
        assertDifference(WrongConstant.class, "WrongConstant.MACH_RCV_LARGE is 0x8");
    }

    @Test
    void aConstantOfAnotherHeaderIsADifference() {
        assertDifference(WrongHeader.class, "WrongHeader.MACH_RCV_LARGE is in mach/message.h");
    }

    @Test
    void aConstantThatDoesNotExistIsADifference() {
        assertDifference(NoSuchConstant.class, "NoSuchConstant.MACH_RCV_SMALL");
    }

    @Test
    void aNumberOfAClassThatSaysNothingIsADifference() {
        assertThat(NotMarked.ESCAPED).isEqualTo(24);
        assertDifference(NotMarked.class, "NotMarked.ESCAPED");
    }

    @Test
    void anExceptionExcusesOnlyItsOwnValue() {
        Exception right = new Exception("differs", "WrongConstant.MACH_RCV_LARGE", 8, "planted");
        assertThat(new AbiComparison(List.of(WrongConstant.class), List.of(right)).differences())
                .isEmpty();
        assertDifference(
                WrongConstant.class,
                "its exception says 0x10",
                new Exception("differs", "WrongConstant.MACH_RCV_LARGE", 16, "planted"));
    }

    @Test
    void anExceptionOfTheWrongKindIsADifference() {
        assertDifference(
                WrongConstant.class,
                "excepted as absent",
                new Exception("absent", "WrongConstant.MACH_RCV_LARGE", 8, "planted"));
        assertDifference(
                NoSuchConstant.class,
                "excepted as differs",
                new Exception("differs", "NoSuchConstant.MACH_RCV_SMALL", 4, "planted"));
    }

    @Test
    void anExceptionThatIsNotNeededIsADifference() {
        assertDifference(
                MachNotify.class,
                "excepted for nothing",
                new Exception("differs", "MachNotify.MACH_NOTIFY_NO_SENDERS", 70, "planted"));
        assertDifference(
                MachNotify.class,
                "excepted and not declared",
                new Exception("absent", "MachNotify.GONE", 1, "planted"));
        Exception once = new Exception("differs", "WrongConstant.MACH_RCV_LARGE", 8, "planted");
        assertDifference(WrongConstant.class, "excepted twice", once, once);
    }

    @Test
    void anExceptionNeedsAReason() {
        assertThatThrownBy(() -> Exception.parse("absent MachMessage.X 4")).hasMessageContaining("not an exception");
    }
}
