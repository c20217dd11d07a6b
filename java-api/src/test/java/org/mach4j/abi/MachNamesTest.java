// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mach4j.abi.SpecText.number;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MachNamesTest {
    static Stream<Arguments> vocabularies() throws IllegalAccessException {
        List<Arguments> all = new ArrayList<>();
        for (Field field : MachNames.class.getFields()) {
            all.add(Arguments.of(field.getName(), field.get(null)));
        }
        assertThat(all).hasSizeGreaterThanOrEqualTo(14);
        return all.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vocabularies")
    void everyNumberComesBack(String name, CNames names) {
        Random random = new Random(name.hashCode());
        for (int i = 0; i < 20_000; i++) {
            int value = random.nextInt() >>> random.nextInt(32);
            assertThat(names.parse(names.text(value))).isEqualTo(value);
        }
        for (int value : new int[] {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertThat(names.parse(names.text(value))).isEqualTo(value);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vocabularies")
    void whatIsNoNameIsRefusedByName(String name, CNames names) {
        assertThatThrownBy(() -> names.parse("MACH_NONSENSE"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("MACH_NONSENSE");
        for (String wrong : new String[] {"", " ", "|", "1|", "0x100000000", "-2147483649", "99999999999999999999"}) {
            assertThatThrownBy(() -> names.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vocabularies")
    void numbersAreReadToo(String name, CNames names) {
        assertThat(names.parse("0xFFFFFFFF")).isEqualTo(-1);
        assertThat(names.parse(" 12345 ")).isEqualTo(12345);
        assertThat(names.parse("-5")).isEqualTo(-5);
    }

    /** Which constants a vocabulary must know: all of a class that begin so, but for some. */
    static Stream<Arguments> kinds() {
        Set<String> masks = Set.of(
                "MACH_SEND_USER",
                "MACH_RCV_USER",
                "MACH_MSG_OPTION_USER",
                "MACH_MSG_OPTION_LIB",
                "MACH_SEND_KERNEL_DEFAULT");
        Set<String> old = Set.of("MACH_RCV_NOTIFY", "MACH_RCV_OVERWRITE");
        return Stream.of(
                Arguments.of(MachNames.DISPOSITIONS, MachMessage.class, "MACH_MSG_TYPE_", Set.of("MACH_MSG_TYPE_LAST")),
                Arguments.of(
                        MachNames.RECEIVED_DISPOSITIONS,
                        MachMessage.class,
                        "MACH_MSG_TYPE_",
                        Set.of("MACH_MSG_TYPE_LAST")),
                Arguments.of(
                        MachNames.TRAILER_LEVELS,
                        MachMessage.class,
                        "MACH_RCV_TRAILER_",
                        Set.of("MACH_RCV_TRAILER_MASK")),
                Arguments.of(
                        MachNames.REVISED_OPTIONS,
                        MachMessage.class,
                        "MACH_(SEND|RCV)_(?!TRAILER_)|MACH_MSG_(OPTION|STRICT)_",
                        union(masks, old)),
                Arguments.of(MachNames.RIGHTS, MachPort.class, "MACH_PORT_RIGHT_", Set.of("MACH_PORT_RIGHT_NUMBER")),
                Arguments.of(MachNames.TYPES, MachPort.class, "MACH_PORT_TYPE_", Set.of()),
                Arguments.of(MachNames.STATUS_FLAGS, MachPort.class, "MACH_PORT_STATUS_FLAG_", Set.of()),
                Arguments.of(MachNames.CONSTRUCT_FLAGS, MachPort.class, "MPO_", Set.of()),
                Arguments.of(MachNames.GUARD_REASONS, MachPort.class, "kGUARD_EXC_", Set.of()),
                Arguments.of(
                        MachNames.NOTIFICATIONS,
                        MachNotify.class,
                        "MACH_NOTIFY_",
                        Set.of("MACH_NOTIFY_FIRST", "MACH_NOTIFY_LAST")),
                Arguments.of(MachNames.OBJECT_TYPES, IpcObjectTypes.class, "IPC_OTYPE_", Set.of()));
    }

    private static Set<String> union(Set<String> a, Set<String> b) {
        Set<String> union = new java.util.HashSet<>(a);
        union.addAll(b);
        return union;
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyConstantOfTheKindIsRead(CNames names, Class<?> type, String begin, Set<String> but)
            throws IllegalAccessException {
        int found = 0;
        for (Field field : type.getFields()) {
            String name = field.getName();
            if (name.matches("(?:" + begin + ").*") && !but.contains(name)) {
                assertThat(names.parse(name)).as(name).isEqualTo(field.getInt(null));
                found++;
            }
        }
        assertThat(found).isGreaterThan(3);
    }

    // --- options (spec 00 §6, §18.3) ----------------------------------------------------------------------------

    @Test
    void optionsHaveTheNamesOfTheSpecification() {
        for (MatchResult row :
                SpecText.find(SpecText.section("6"), "\\| (0x\\w{8}) \\| `(MACH_(?:SEND|RCV|MSG)_\\w+)` \\|", 16)) {
            assertThat(MachNames.OPTIONS.text(number(row.group(1)))).isEqualTo(row.group(2));
            assertThat(MachNames.OPTIONS.parse(row.group(2))).isEqualTo(number(row.group(1)));
        }
    }

    @Test
    void optionsAreWrittenLowestFirstAndTheTrailerLast() {
        CNames options = MachNames.OPTIONS;
        assertThat(options.text(0x03000003)).isEqualTo("MACH_SEND_MSG|MACH_RCV_MSG|MACH_RCV_TRAILER_AUDIT");
        assertThat(options.text(0x05000102)).isEqualTo("MACH_RCV_MSG|MACH_RCV_TIMEOUT|MACH_RCV_TRAILER_ELEMENTS(5)");
        assertThat(options.text(0x20000002)).isEqualTo("MACH_RCV_MSG|MACH_RCV_TRAILER_TYPE(2)");
        assertThat(options.text(0x00002001)).isEqualTo("MACH_SEND_MSG|0x2000");
        assertThat(options.text(0)).isEqualTo("MACH_MSG_OPTION_NONE");
        assertThat(options.parse("MACH_RCV_TRAILER_AUDIT | MACH_RCV_MSG|0x4")).isEqualTo(0x03000006);
        assertThat(options.parse("MACH_RCV_TRAILER_ELEMENTS(7)|MACH_RCV_TRAILER_NULL"))
                .isEqualTo(0x07000000);
        assertThat(options.parse("MACH_RCV_TRAILER_ELEMENTS(MACH_RCV_TRAILER_CTX)"))
                .isEqualTo(0x04000000);
    }

    /** Spec 00 §6: the sets of options. */
    @Test
    void theSetsOfOptionsAreMadeOfTheirMembers() {
        CNames options = MachNames.OPTIONS;
        assertThat(options.parse(
                        "MACH_SEND_MSG|MACH_SEND_TIMEOUT|MACH_SEND_NOTIFY|MACH_SEND_TRAILER|MACH_SEND_NOIMPORTANCE"))
                .isEqualTo(MachMessage.MACH_SEND_USER);
        assertThat(options.parse(
                        "MACH_RCV_MSG|MACH_RCV_TIMEOUT|MACH_RCV_LARGE|MACH_RCV_LARGE_IDENTITY|MACH_RCV_OVERWRITE"
                                + "|MACH_RCV_TRAILER_ELEMENTS(15)"))
                .isEqualTo(MachMessage.MACH_RCV_USER);
        assertThat(MachMessage.MACH_MSG_OPTION_USER).isEqualTo(0x0f06119f);
        assertThat(MachMessage.MACH_MSG_OPTION_LIB).isEqualTo(0x00000440);
        assertThat(MachMessage.MACH_SEND_KERNEL_DEFAULT).isEqualTo(0x00050001);
    }

    /** Spec 00 §18.3: the current user masks, by their members. */
    @Test
    void theCurrentSetsOfOptionsAreMadeOfTheirMembers() {
        CNames options = MachNames.REVISED_OPTIONS;
        assertThat(options.parse("MACH_SEND_MSG|MACH_SEND_TIMEOUT|MACH_SEND_NOTIFY|MACH_SEND_OVERRIDE|MACH_SEND_TRAILER"
                        + "|MACH_SEND_NOIMPORTANCE|MACH_SEND_SYNC_OVERRIDE|MACH_SEND_PROPAGATE_QOS"
                        + "|MACH_SEND_FILTER_NONFATAL|MACH_SEND_SYNC_BOOTSTRAP_CHECKIN|MACH_MSG_STRICT_REPLY"
                        + "|MACH_RCV_GUARDED_DESC"))
                .isEqualTo(Revised.MACH_SEND_USER);
        assertThat(options.parse("MACH_RCV_MSG|MACH_RCV_TIMEOUT|MACH_RCV_LARGE|MACH_RCV_LARGE_IDENTITY|MACH_RCV_VOUCHER"
                        + "|MACH_RCV_TRAILER_ELEMENTS(15)|MACH_RCV_SYNC_WAIT|MACH_RCV_SYNC_PEEK|MACH_RCV_GUARDED_DESC"
                        + "|MACH_MSG_STRICT_REPLY"))
                .isEqualTo(Revised.MACH_RCV_USER);
    }

    /** Spec 00 §18.3: values that were given a new meaning, and so must not be read by the other's name. */
    @Test
    void reusedOptionsHaveTheNameOfTheirSystem() {
        assertThat(MachNames.OPTIONS.text(0x1000)).isEqualTo("MACH_RCV_OVERWRITE");
        assertThat(MachNames.REVISED_OPTIONS.text(0x1000)).isEqualTo("MACH_RCV_GUARDED_DESC");
        assertThat(MachNames.OPTIONS.text(0x200)).isEqualTo("MACH_RCV_NOTIFY");
        assertThat(MachNames.REVISED_OPTIONS.text(0x200)).isEqualTo("MACH_MSG_STRICT_REPLY");
        assertThat(MachNames.OPTIONS.text(0x10000)).isEqualTo("MACH_SEND_ALWAYS");
        assertThat(MachNames.REVISED_OPTIONS.text(0x10000)).isEqualTo("MACH_SEND_FILTER_NONFATAL");
        for (String later :
                new String[] {"MACH_RCV_GUARDED_DESC", "MACH_MSG_STRICT_REPLY", "MACH_SEND_FILTER_NONFATAL"}) {
            assertThatThrownBy(() -> MachNames.OPTIONS.parse(later)).hasMessageContaining(later);
        }
        for (String old : new String[] {"MACH_RCV_OVERWRITE", "MACH_RCV_NOTIFY"}) {
            assertThatThrownBy(() -> MachNames.REVISED_OPTIONS.parse(old)).hasMessageContaining(old);
        }
    }

    @Test
    void aTrailerLevelThatDoesNotFitIsRefused() {
        for (String wrong : new String[] {"16", "-1", "0x1000000f", "five", ""}) {
            assertThatThrownBy(() -> MachNames.OPTIONS.parse("MACH_RCV_TRAILER_ELEMENTS(" + wrong + ")"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> MachNames.OPTIONS.parse("MACH_RCV_TRAILER_ELEMENTS(5"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    // --- the other kinds ----------------------------------------------------------------------------------------

    /** Spec 00 §10. */
    @Test
    void typeWordsAreNamedByTheirBits() {
        assertThat(MachNames.TYPES.text(0x80030000))
                .isEqualTo("MACH_PORT_TYPE_SEND|MACH_PORT_TYPE_RECEIVE|MACH_PORT_TYPE_DNREQUEST");
        assertThat(MachNames.TYPES.text(0)).isEqualTo("MACH_PORT_TYPE_NONE");
        for (MatchResult row :
                SpecText.find(SpecText.section("10"), "\\| `(MACH_PORT_TYPE_\\w+)`[^|]*\\| (0x[0-9a-f]{8}|0) \\|", 9)) {
            assertThat(MachNames.TYPES.parse(row.group(1))).isEqualTo(number(row.group(2)));
        }
    }

    @Test
    void copyOptionsHaveTheNamesOfTheSpecification() {
        for (MatchResult row : SpecText.find(
                SpecText.section("4"), "\\| `(MACH_MSG_\\w+)` \\| (\\d) \\| (?:legal|scatter|kernel)", 5)) {
            assertThat(MachNames.COPY_OPTIONS.text(number(row.group(2)))).isEqualTo(row.group(1));
            assertThat(MachNames.COPY_OPTIONS.parse(row.group(1))).isEqualTo(number(row.group(2)));
        }
    }

    @Test
    void flavorsHaveTheNamesOfTheSpecification() {
        for (MatchResult row : SpecText.find(SpecText.section("11.1"), "\\| `(MACH_PORT_\\w+)` \\| (\\d) \\|", 6)) {
            assertThat(MachNames.FLAVORS.text(number(row.group(2)))).isEqualTo(row.group(1));
            assertThat(MachNames.FLAVORS.parse(row.group(1))).isEqualTo(number(row.group(2)));
        }
        assertThat(MachNames.FLAVORS.text(6)).as("§18.6").isEqualTo("MACH_PORT_DENAP_RECEIVER");
        assertThat(MachNames.FLAVORS.text(8)).as("§18.6").isEqualTo("MACH_PORT_GUARD_INFO");
        assertThat(MachNames.FLAVORS.text(9)).as("§18.6").isEqualTo("MACH_PORT_SERVICE_THROTTLED");
    }

    @Test
    void statusFlagsHaveTheNamesOfTheSpecification() {
        String text = SpecText.section("11.2");
        for (MatchResult found :
                SpecText.find(text.substring(text.indexOf("`mps_flags`:")), "(0x\\w\\w) `([A-Z_]+)`", 6)) {
            assertThat(MachNames.STATUS_FLAGS.text(number(found.group(1))))
                    .isEqualTo("MACH_PORT_STATUS_FLAG_" + found.group(2));
        }
        assertThat(MachNames.STATUS_FLAGS.text(0)).isEqualTo("0");
        assertThat(MachNames.STATUS_FLAGS.text(0x06))
                .isEqualTo("MACH_PORT_STATUS_FLAG_GUARDED|MACH_PORT_STATUS_FLAG_STRICT_GUARD");
    }

    @Test
    void constructionFlagsHaveTheNamesOfTheSpecification() {
        for (MatchResult row : SpecText.find(SpecText.section("11.4"), "\\| (0x\\w\\w) \\| `(MPO_\\w+)` \\|", 6)) {
            assertThat(MachNames.CONSTRUCT_FLAGS.text(number(row.group(1)))).isEqualTo(row.group(2));
        }
    }

    @Test
    void guardReasonsHaveTheNamesOfTheSpecification() {
        for (MatchResult found : SpecText.find(SpecText.section("11.5"), "(\\d+)\\s`(kGUARD_EXC_\\w+)`", 5)) {
            assertThat(MachNames.GUARD_REASONS.text(number(found.group(1)))).isEqualTo(found.group(2));
        }
    }

    @Test
    void notificationsHaveTheNamesAndSizesOfTheSpecification() {
        for (MatchResult row :
                SpecText.find(SpecText.section("12"), "\\| (\\d\\d) \\| `(MACH_NOTIFY_\\w+)` \\| (\\d\\d) \\|", 6)) {
            int id = number(row.group(1));
            assertThat(MachNames.NOTIFICATIONS.text(id)).isEqualTo(row.group(2));
            int size = switch (id) {
                case MachNotify.MACH_NOTIFY_PORT_DELETED -> PortDeletedNotificationLayout.TRAILER_OFFSET;
                case MachNotify.MACH_NOTIFY_SEND_POSSIBLE -> SendPossibleNotificationLayout.TRAILER_OFFSET;
                case MachNotify.MACH_NOTIFY_PORT_DESTROYED -> PortDestroyedNotificationLayout.TRAILER_OFFSET;
                case MachNotify.MACH_NOTIFY_NO_SENDERS -> NoSendersNotificationLayout.TRAILER_OFFSET;
                case MachNotify.MACH_NOTIFY_SEND_ONCE -> SendOnceNotificationLayout.TRAILER_OFFSET;
                case MachNotify.MACH_NOTIFY_DEAD_NAME -> DeadNameNotificationLayout.TRAILER_OFFSET;
                default -> throw new AssertionError(id);
            };
            assertThat(size).as(row.group(2)).isEqualTo(number(row.group(3)));
        }
    }

    @Test
    void receivedDispositionsAreNamedAsReceived() {
        assertThat(MachNames.RECEIVED_DISPOSITIONS.text(17)).isEqualTo("MACH_MSG_TYPE_PORT_SEND");
        assertThat(MachNames.DISPOSITIONS.text(17)).isEqualTo("MACH_MSG_TYPE_MOVE_SEND");
        assertThat(MachNames.RECEIVED_DISPOSITIONS.parse("MACH_MSG_TYPE_MOVE_SEND"))
                .isEqualTo(17);
        assertThat(MachNames.DISPOSITIONS.parse("MACH_MSG_TYPE_PORT_SEND")).isEqualTo(17);
        assertThat(MachNames.DISPOSITIONS.text(-1)).isEqualTo("MACH_MSG_TYPE_POLYMORPHIC");
    }

    // --- msgh_bits ----------------------------------------------------------------------------------------------

    @Test
    void headerBitsAreWrittenAsInC() {
        assertThat(MsghBits.text(0x80001513))
                .isEqualTo(
                        "MACH_MSGH_BITS(MACH_MSG_TYPE_COPY_SEND, MACH_MSG_TYPE_MAKE_SEND_ONCE)|MACH_MSGH_BITS_COMPLEX");
        assertThat(MsghBits.text(0x00001200))
                .isEqualTo("MACH_MSGH_BITS(MACH_MSG_TYPE_PORT_NONE, MACH_MSG_TYPE_MOVE_SEND_ONCE)");
        assertThat(MsghBits.text(0x00111513))
                .isEqualTo("MACH_MSGH_BITS_SET_PORTS(MACH_MSG_TYPE_COPY_SEND, MACH_MSG_TYPE_MAKE_SEND_ONCE,"
                        + " MACH_MSG_TYPE_MOVE_SEND)");
        assertThat(MsghBits.text(0)).isEqualTo("MACH_MSGH_BITS_ZERO");
        assertThat(MsghBits.text(0x80000000)).isEqualTo("MACH_MSGH_BITS_COMPLEX");
    }

    @Test
    void headerBitsComeBack() {
        Random random = new Random(13);
        for (int i = 0; i < 100_000; i++) {
            int bits = random.nextInt() >>> random.nextInt(32);
            assertThat(MsghBits.parse(MsghBits.text(bits))).isEqualTo(bits);
        }
        assertThat(MsghBits.parse("0x14 | MACH_MSGH_BITS_COMPLEX")).isEqualTo(0x80000014);
    }

    @Test
    void whatIsNoHeaderBitIsRefused() {
        for (String wrong : new String[] {
            "",
            "MACH_MSGH_BITS(19)",
            "MACH_MSGH_BITS(19, 21)5",
            "MACH_MSGH_BITS(256, 0)",
            "MACH_MSGH_BITS(19, MACH_NONSENSE)",
            "MACH_MSGH_BITS_SET_PORTS(19, 21, 32)",
            "MACH_MSGH_BITS(19, 21) MACH_MSGH_BITS_COMPLEX",
        }) {
            assertThatThrownBy(() -> MsghBits.parse(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
