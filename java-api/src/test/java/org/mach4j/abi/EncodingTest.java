// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mach4j.abi.SpecText.number;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.regex.MatchResult;
import org.junit.jupiter.api.Test;

/** Header bits, trailer levels, dispositions, names, errors: what is composed of what. */
class EncodingTest {

    // --- against the macros of Apple's headers ------------------------------------------------------------------

    private static long unsigned(int value) {
        return value & 0xffff_ffffL;
    }

    private static long truth(boolean value) {
        return value ? 1 : 0;
    }

    private static Map<String, LongSupplier> macros() {
        Map<String, LongSupplier> macros = new TreeMap<>();
        macros.put(
                "MACH_MSGH_BITS(MACH_MSG_TYPE_COPY_SEND,MACH_MSG_TYPE_MAKE_SEND_ONCE)",
                () -> unsigned(
                        MsghBits.of(MachMessage.MACH_MSG_TYPE_COPY_SEND, MachMessage.MACH_MSG_TYPE_MAKE_SEND_ONCE)));
        macros.put(
                "MACH_MSGH_BITS_SET(MACH_MSG_TYPE_COPY_SEND,MACH_MSG_TYPE_MAKE_SEND_ONCE,MACH_MSG_TYPE_MOVE_SEND,"
                        + "MACH_MSGH_BITS_COMPLEX)",
                () -> unsigned(MsghBits.of(
                        MachMessage.MACH_MSG_TYPE_COPY_SEND,
                        MachMessage.MACH_MSG_TYPE_MAKE_SEND_ONCE,
                        MachMessage.MACH_MSG_TYPE_MOVE_SEND,
                        MachMessage.MACH_MSGH_BITS_COMPLEX)));
        macros.put("MACH_MSGH_BITS_SET_PORTS(19,21,17)", () -> unsigned(MsghBits.of(19, 21, 17, 0)));
        macros.put("MACH_MSGH_BITS_REMOTE(0x80111513)", () -> MsghBits.remote(0x80111513));
        macros.put("MACH_MSGH_BITS_LOCAL(0x80111513)", () -> MsghBits.local(0x80111513));
        macros.put("MACH_MSGH_BITS_VOUCHER(0x80111513)", () -> MsghBits.voucher(0x80111513));
        macros.put("MACH_MSGH_BITS_HAS_REMOTE(0x13)", () -> truth(MsghBits.remote(0x13) != 0));
        macros.put("MACH_MSGH_BITS_IS_COMPLEX(0x80000000)", () -> truth(MsghBits.isComplex(0x80000000)));
        macros.put("GET_RCV_ELEMENTS(0x03000002)", () -> TrailerLayout.level(0x03000002));
        for (int level = 0; level <= 8; level++) {
            int elements = TrailerLayout.elements(level);
            macros.put("MACH_RCV_TRAILER_ELEMENTS(" + level + ")", () -> unsigned(elements));
            for (String suffix : new String[] {"", "_NATIVE"}) {
                macros.put(
                        "REQUESTED_TRAILER_SIZE" + suffix + "(MACH_RCV_TRAILER_ELEMENTS(" + level + "))",
                        () -> TrailerLayout.requestedSize(elements));
            }
        }
        for (int right = 0; right <= 5; right++) {
            int kind = right;
            macros.put("MACH_PORT_TYPE(" + right + ")", () -> unsigned(MachPort.type(kind)));
        }
        macros.put("MACH_PORT_INDEX(0x1203)", () -> PortName.index(0x1203));
        macros.put("MACH_PORT_GEN(0x1203)", () -> unsigned(PortName.generation(0x1203)));
        macros.put("MACH_PORT_MAKE(0x12,0x03)", () -> unsigned(PortName.of(0x12, 0x03)));
        macros.put("MACH_PORT_VALID(0)", () -> truth(PortName.isValid(0)));
        macros.put("MACH_PORT_VALID(0xffffffffu)", () -> truth(PortName.isValid(0xffffffff)));
        macros.put("MACH_PORT_VALID(0x103)", () -> truth(PortName.isValid(0x103)));
        macros.put("(mach_port_t)-1", () -> unsigned(MachPort.MACH_PORT_DEAD));
        macros.put("round_msg(25)", () -> MachMessage.roundMsg(25));
        macros.put("err_get_system(0x10000003)", () -> MachError.system(0x10000003));
        macros.put("err_get_sub(0x10000003)", () -> MachError.subsystem(0x10000003));
        macros.put("err_get_code(0x10000003)", () -> MachError.code(0x10000003));
        macros.put("unix_err(2)", () -> unsigned(MachError.compose(0, 3, 2)));
        macros.put("MACH_MSG_TYPE_PORT_ANY(0x13)", () -> truth(Dispositions.isPortAny(0x13)));
        macros.put("MACH_MSG_TYPE_PORT_ANY_SEND(0x14)", () -> truth(Dispositions.isPortAnySend(0x14)));
        macros.put("MACH_MSG_TYPE_PORT_ANY_RIGHT(0x10)", () -> truth(Dispositions.isPortAnyRight(0x10)));
        macros.put("sizeof(mach_msg_header_t)", () -> MessageHeaderLayout.SIZE);
        return macros;
    }

    /** Macros that mach4j has not, or that give something else in XNU 2422. */
    private static final Set<String> NOT_COMPARED = Set.of(
            // The ports mask is another since XNU 2782 (spec 00 §18.1); 2422's is tested below.
            "MACH_MSGH_BITS_PORTS(0xffffffff)",
            "MACH_MSGH_BITS_OTHER(0xffffffff)",
            // Only type 0 exists, and the trap clears the bits (spec 00 §5).
            "MACH_RCV_TRAILER_TYPE(MACH_MSG_TRAILER_FORMAT_0)",
            // Not of IPC; the compiler could not evaluate it either.
            "trunc_page_kernel(1)");

    @Test
    void whatApplesMacrosGiveTheLibraryGives() {
        Map<String, LongSupplier> macros = macros();
        for (AppleHeaders headers : AppleHeaders.ALL) {
            TreeMap<String, Long> samples = headers.samples();
            TreeSet<String> ours = new TreeSet<>(macros.keySet());
            ours.addAll(NOT_COMPARED);
            assertThat(ours).isEqualTo(samples.keySet());
            macros.forEach((macro, value) -> assertThat(value.getAsLong())
                    .as("%s for %s", macro, headers)
                    .isEqualTo(samples.get(macro)));
        }
    }

    // --- msgh_bits (spec 00 §2.1) -------------------------------------------------------------------------------

    @Test
    void headerBitsAreRemotePlusLocalShiftedPlusFlags() {
        int bits = MsghBits.of(19, 21, 0, MachMessage.MACH_MSGH_BITS_COMPLEX);
        assertThat(bits).isEqualTo(0x80001513);
        assertThat(MsghBits.remote(bits)).isEqualTo(19);
        assertThat(MsghBits.local(bits)).isEqualTo(21);
        assertThat(MsghBits.voucher(bits)).isZero();
        assertThat(MsghBits.isComplex(bits)).isTrue();
        assertThat(MsghBits.isComplex(0x7fffffff)).isFalse();
    }

    /** Spec 00 §2.1: "other" bits are everything outside the ports mask, which is 0x0000ffff. */
    @Test
    void portsAndOtherShareTheWord() {
        assertThat(MsghBits.ports(0xffffffff)).isEqualTo(0x0000ffff);
        assertThat(MsghBits.other(0xffffffff)).isEqualTo(0xffff0000);
    }

    @Test
    void everyTripleOfDispositionsComesBack() {
        for (int remote = 0; remote <= 0xff; remote += 3) {
            for (int local = 0; local <= 0xff; local += 5) {
                for (int voucher = 0; voucher <= 0x1f; voucher++) {
                    int bits = MsghBits.of(remote, local, voucher, 0x20000000);
                    assertThat(MsghBits.remote(bits)).isEqualTo(remote);
                    assertThat(MsghBits.local(bits)).isEqualTo(local);
                    assertThat(MsghBits.voucher(bits)).isEqualTo(voucher);
                    assertThat(MsghBits.other(bits) & 0xffe00000).isEqualTo(0x20000000);
                }
            }
        }
    }

    @Test
    void aDispositionThatDoesNotFitIsRefused() {
        for (int wrong : new int[] {-1, 0x100, 0x1300, 0x13000000, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> MsghBits.of(wrong, 0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> MsghBits.of(0, wrong)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> MsghBits.of(0, 0, wrong, 0)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> MsghBits.of(0, 0, 0x20, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    // --- trailers (spec 00 §5) ----------------------------------------------------------------------------------

    @Test
    void trailerLevelsAndSizesAreThoseOfTheTable() {
        String table = SpecText.section("5");
        for (MatchResult row :
                SpecText.find(table, "\\| (\\d+) \\| `(MACH_RCV_TRAILER_\\w+)` \\| (0x\\w+) \\| (\\d+) \\|", 7)) {
            int level = number(row.group(1));
            assertThat(MachNames.TRAILER_LEVELS.parse(row.group(2))).isEqualTo(level);
            assertThat(MachNames.TRAILER_LEVELS.text(level)).isEqualTo(row.group(2));
            assertThat(TrailerLayout.elements(level)).isEqualTo(number(row.group(3)));
            assertThat(TrailerLayout.level(number(row.group(3)))).isEqualTo(level);
            assertThat(TrailerLayout.sizeOfLevel(level)).isEqualTo(number(row.group(4)));
            assertThat(TrailerLayout.requestedSize(number(row.group(3)) | 0xf0ffffff))
                    .isEqualTo(number(row.group(4)));
        }
        // The rows "5, 6" and "9..15" have no names.
        for (int level : new int[] {5, 6, 9, 10, 11, 12, 13, 14, 15}) {
            assertThat(TrailerLayout.sizeOfLevel(level)).isEqualTo(68);
            assertThat(TrailerLayout.level(TrailerLayout.elements(level))).isEqualTo(level);
        }
    }

    /** Spec 00 §5: {@code option |= (level & 0xf) << 24}. */
    @Test
    void onlyFourBitsOfALevelCount() {
        assertThat(TrailerLayout.elements(0xfffffff3)).isEqualTo(0x03000000);
        assertThat(TrailerLayout.sizeOfLevel(0x13)).isEqualTo(52);
    }

    // --- dispositions (spec 00 §4) ------------------------------------------------------------------------------

    @Test
    void dispositionsBecomeWhatTheTableSays() {
        for (MatchResult row :
                SpecText.find(SpecText.section("4"), "\\| (1[6-9]|2[01]) \\| `(\\w+)` \\| [\\w-]+ \\| (1[678])", 6)) {
            int sent = number(row.group(1));
            assertThat(MachNames.DISPOSITIONS.parse(row.group(2))).isEqualTo(sent);
            assertThat(MachNames.DISPOSITIONS.text(sent)).isEqualTo(row.group(2));
            assertThat(Dispositions.received(sent)).isEqualTo(number(row.group(3)));
        }
        // "22 gives 16, unknown values give 0"
        assertThat(Dispositions.received(22)).isEqualTo(16);
        for (int other : new int[] {-1, 0, 1, 15, 23, 24, 25, 26, 255}) {
            assertThat(Dispositions.received(other)).isZero();
        }
    }

    /** Spec 00 §4: {@code PORT_ANY} 16..21, {@code PORT_ANY_SEND} 17..21, {@code PORT_ANY_RIGHT} 16..18. */
    @Test
    void predicatesOfDispositionsHaveTheSpecificationsBounds() {
        for (int disposition = -1; disposition <= 256; disposition++) {
            assertThat(Dispositions.isPortAny(disposition)).isEqualTo(disposition >= 16 && disposition <= 21);
            assertThat(Dispositions.isPortAnySend(disposition)).isEqualTo(disposition >= 17 && disposition <= 21);
            assertThat(Dispositions.isPortAnyRight(disposition)).isEqualTo(disposition >= 16 && disposition <= 18);
        }
    }

    // --- descriptors (spec 00 §3, §18.2) ------------------------------------------------------------------------

    @Test
    void descriptorsHaveTheSizesOfTheTable() {
        for (MatchResult row : SpecText.find(
                SpecText.section("3"), "\\| (\\d) `(MACH_MSG_\\w+_DESCRIPTOR)`[^|]* \\| (\\d+) \\| (\\d+) \\|", 4)) {
            int type = number(row.group(1));
            assertThat(MachNames.DESCRIPTOR_TYPES.parse(row.group(2))).isEqualTo(type);
            assertThat(MachNames.DESCRIPTOR_TYPES.text(type)).isEqualTo(row.group(2));
            assertThat(TypeDescriptorLayout.sizeOf(type)).isEqualTo(number(row.group(3)));
            assertThat(TypeDescriptorLayout.ILP32_UNION_SIZE).isEqualTo(number(row.group(4)));
        }
        assertThat(TypeDescriptorLayout.sizeOf(4)).as("the guarded one, §18.2").isEqualTo(16);
        for (int wrong : new int[] {-1, 5, 255}) {
            assertThatThrownBy(() -> TypeDescriptorLayout.sizeOf(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** Spec 00 §2.1: round up to a multiple of 4. */
    @Test
    void messageSizesAreRoundedUp() {
        assertThat(new int[] {
                    MachMessage.roundMsg(0), MachMessage.roundMsg(1), MachMessage.roundMsg(24), MachMessage.roundMsg(27)
                })
                .containsExactly(0, 4, 24, 28);
    }

    // --- names and types (spec 00 §10) --------------------------------------------------------------------------

    /** Spec 00 §10: index {@code name >> 8}, generation {@code (name & 0xff) << 24}, and back. */
    @Test
    void aNameIsItsIndexAndGeneration() {
        for (int name : new int[] {0x103, 0x1203, 0xff, 0x100, 0xffffffff, 0x80000001, 0}) {
            assertThat(PortName.of(PortName.index(name), PortName.generation(name)))
                    .isEqualTo(name);
        }
        assertThat(PortName.index(0xffffffff)).isEqualTo(0xffffff);
        assertThat(PortName.generation(0xffffffff)).isEqualTo(0xff000000);
        assertThat(PortName.of(0x0d, 0x03000000)).isEqualTo(0xd03);
    }

    /** Spec 00 §10: anything but 0 and 0xffffffff is a valid name. */
    @Test
    void onlyNullAndDeadAreNoNames() {
        assertThat(PortName.isValid(MachPort.MACH_PORT_NULL)).isFalse();
        assertThat(PortName.isValid(MachPort.MACH_PORT_DEAD)).isFalse();
        assertThat(PortName.isValid(1)).isTrue();
        assertThat(PortName.isValid(0xfffffffe)).isTrue();
    }

    @Test
    void typeBitsOfRightsAreThoseOfTheTable() {
        for (MatchResult row : SpecText.find(
                SpecText.section("10"),
                "\\| `(MACH_PORT_RIGHT_\\w+)` \\| (\\d) \\| (0x\\w+) `(MACH_PORT_TYPE_\\w+)` \\|",
                6)) {
            int right = number(row.group(2));
            assertThat(MachNames.RIGHTS.parse(row.group(1))).isEqualTo(right);
            assertThat(MachNames.RIGHTS.text(right)).isEqualTo(row.group(1));
            assertThat(MachPort.type(right)).isEqualTo(number(row.group(3)));
            assertThat(MachNames.TYPES.text(number(row.group(3)))).isEqualTo(row.group(4));
            assertThat(MachNames.TYPES.parse(row.group(4))).isEqualTo(number(row.group(3)));
        }
    }

    // --- errors (spec 00 §9), memory tags (spec 00 §17) ---------------------------------------------------------

    /** Spec 00 §9: system << 26, subsystem << 14; 4, 0 and 4, 1 give 0x10000000 and 0x10004000. */
    @Test
    void anErrorIsSystemSubsystemAndCode() {
        assertThat(MachError.compose(4, 0, 0)).isEqualTo(0x10000000);
        assertThat(MachError.compose(4, 1, 0)).isEqualTo(0x10004000);
        assertThat(MachError.compose(4, 1, 9)).isEqualTo(MachMsgReturn.MACH_RCV_PORT_DIED);
        for (int error : new int[] {0, 5, 0x1000400c, 0xffffffff, 0x80000000, -303}) {
            assertThat(MachError.compose(MachError.system(error), MachError.subsystem(error), MachError.code(error)))
                    .isEqualTo(error);
        }
        assertThat(MachError.compose(0x3e, 0, 0)).isEqualTo(MachError.err_local);
        assertThat(MachError.compose(0x3f, 0, 0)).isEqualTo(MachError.err_ipc_compat);
    }

    /** Spec 00 §17: allocation tag in bits 24..31, tag 20 = Mach messages. */
    @Test
    void anAllocationTagIsInTheHighestByte() {
        assertThat(MachVm.tag(MachVm.VM_MEMORY_MACH_MSG)).isEqualTo(0x14000000);
        assertThat(MachVm.tag(0xff) & ~MachVm.VM_FLAGS_ALIAS_MASK).isZero();
    }
}
