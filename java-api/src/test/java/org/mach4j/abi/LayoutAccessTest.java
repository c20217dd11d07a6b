// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mach4j.abi.AppleHeaders.Place;

/** Each accessor of each layout reads and writes the bytes that Apple's headers say, no others, little-endian. */
class LayoutAccessTest {
    /** Where the structures begin in the test's buffers: not aligned. */
    private static final int BASE = 5;

    /** A getter and its setter; {@code places} says where the bytes are, for each architecture. */
    record Accessor(Method get, Method set, List<Place> places) {
        @Override
        public String toString() {
            return get.getDeclaringClass().getSimpleName() + "." + get.getName();
        }

        Object read(ByteBuffer buffer) {
            return invoke(get, buffer, BASE);
        }

        void write(ByteBuffer buffer, Object value) {
            invoke(set, buffer, BASE, value);
        }
    }

    private static Object invoke(Method method, Object... arguments) {
        try {
            return method.invoke(null, arguments);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Class<?>> layouts() {
        return AbiComparison.projectClasses().stream()
                .filter(type -> type.isAnnotationPresent(CStruct.class))
                .toList();
    }

    static Stream<Accessor> accessors() throws NoSuchMethodException {
        List<Accessor> accessors = new ArrayList<>();
        for (Class<?> type : layouts()) {
            for (Field field : type.getDeclaredFields()) {
                String name = field.getName();
                if (name.startsWith("ILP32_") || !(name.endsWith("_OFFSET") || name.endsWith("_MASK"))) {
                    continue;
                }
                String method = camel(name.replaceFirst("_(OFFSET|MASK)$", ""));
                for (Method get : type.getDeclaredMethods()) {
                    if (get.getName().equals(method)
                            && Arrays.equals(get.getParameterTypes(), new Class<?>[] {ByteBuffer.class, int.class})) {
                        Method set = type.getDeclaredMethod(method, ByteBuffer.class, int.class, get.getReturnType());
                        accessors.add(new Accessor(get, set, places(type, field)));
                    }
                }
            }
        }
        return accessors.stream();
    }

    private static List<Place> places(Class<?> type, Field field) {
        CStruct struct = type.getAnnotation(CStruct.class);
        if (field.getName().equals("RESERVED_OFFSET") && type == MessageHeaderLayout.class) {
            // The one accessor without field of its own in today's headers (spec 00 §18.1).
            return AppleHeaders.ALL.stream()
                    .map(headers ->
                            headers.place(struct.value(), "msgh_voucher_port").orElseThrow())
                    .toList();
        }
        return AppleHeaders.ALL.stream()
                .map(headers -> AbiComparison.place(struct, struct.value(), field, headers)
                        .orElseThrow())
                .toList();
    }

    private static String camel(String constant) {
        StringBuilder name = new StringBuilder();
        for (String word : constant.toLowerCase(Locale.ROOT).split("_", -1)) {
            name.append(name.length() == 0 ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }

    private static ByteBuffer noise(ByteOrder order) {
        byte[] bytes = new byte[300];
        new Random(20261124).nextBytes(bytes);
        return ByteBuffer.wrap(bytes).order(order);
    }

    private static byte[] bytes(ByteBuffer buffer, int offset, int length) {
        byte[] bytes = new byte[length];
        buffer.get(offset, bytes);
        return bytes;
    }

    private static long number(Object value) {
        return value instanceof Boolean truth ? (truth ? 1 : 0) : ((Number) value).longValue();
    }

    /** The number that a place holds, computed byte by byte. */
    private static long at(ByteBuffer buffer, Place place) {
        int size = place.size() == 0 ? 4 : place.size();
        long number = 0;
        for (int i = size - 1; i >= 0; i--) {
            number = number << 8 | (buffer.get(BASE + place.offset() + i) & 0xff);
        }
        return place.mask() == 0 ? number : number & place.mask();
    }

    /** As the accessor's type shows it: truth, or a number of 32 bits as {@code int}. */
    private static long shown(long number, Class<?> type) {
        return type == boolean.class ? (number == 0 ? 0 : 1) : type == int.class ? (int) number : number;
    }

    @ParameterizedTest
    @MethodSource("accessors")
    void readsTheFieldsBytes(Accessor accessor) {
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            ByteBuffer buffer = noise(order);
            for (Place place : accessor.places) {
                assertThat(number(accessor.read(buffer)))
                        .isEqualTo(shown(at(buffer, place), accessor.get.getReturnType()));
            }
            ByteBuffer zeros = ByteBuffer.allocate(300).order(order);
            assertThat(number(accessor.read(zeros))).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("accessors")
    void writesTheFieldsBytesAndNoOthers(Accessor accessor) {
        for (Place place : accessor.places) {
            ByteBuffer buffer = noise(ByteOrder.BIG_ENDIAN);
            byte[] before = bytes(buffer, 0, buffer.capacity());
            Class<?> type = accessor.get.getReturnType();
            int bits = 8 * (place.size() == 0 ? 4 : place.size());
            long value = 0x8796_a5b4_c3d2_e1f0L >>> (64 - bits);
            accessor.write(
                    buffer, type == boolean.class ? (Object) true : type == int.class ? (Object) (int) value : value);
            if (type == boolean.class) {
                assertThat(at(buffer, place)).isEqualTo(place.mask() == 0 ? 1 : place.mask());
            } else {
                assertThat(at(buffer, place)).isEqualTo(value);
            }
            int first = BASE + place.offset();
            for (int i = 0; i < before.length; i++) {
                if (i < first || i >= first + bits / 8) {
                    assertThat(buffer.get(i)).as("byte %d", i).isEqualTo(before[i]);
                } else if (place.mask() != 0) {
                    int others = ~(place.mask() >>> (8 * (i - first))) & 0xff;
                    assertThat(buffer.get(i) & others).as("byte %d", i).isEqualTo(before[i] & others);
                }
            }
            if (type == boolean.class) {
                accessor.write(buffer, false);
                assertThat(at(buffer, place)).isZero();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("accessors")
    void isAsWideAsTheField(Accessor accessor) {
        Class<?> type = accessor.get.getReturnType();
        for (Place place : accessor.places) {
            assertThat(place.size() == 8).isEqualTo(type == long.class);
        }
    }

    @Test
    void everyPlainFieldHasAnAccessorAndEveryAccessorAField() throws NoSuchMethodException {
        List<String> tested = accessors().map(Accessor::toString).toList();
        assertThat(tested).hasSizeGreaterThan(90).doesNotHaveDuplicates();
        List<String> declared = new ArrayList<>();
        for (Class<?> type : layouts()) {
            for (Method method : type.getDeclaredMethods()) {
                if (Modifier.isStatic(method.getModifiers())
                        && !method.isSynthetic()
                        && Arrays.equals(method.getParameterTypes(), new Class<?>[] {ByteBuffer.class, int.class})
                        && method.getReturnType() != void.class) {
                    declared.add(type.getSimpleName() + "." + method.getName());
                }
            }
        }
        declared.removeAll(tested);
        // The words of tokens by their meaning: tested below.
        assertThat(declared)
                .containsExactlyInAnyOrder(
                        "SecurityTokenLayout.effectiveUserId",
                        "SecurityTokenLayout.effectiveGroupId",
                        "AuditTokenLayout.auditUserId",
                        "AuditTokenLayout.effectiveUserId",
                        "AuditTokenLayout.effectiveGroupId",
                        "AuditTokenLayout.realUserId",
                        "AuditTokenLayout.realGroupId",
                        "AuditTokenLayout.processId",
                        "AuditTokenLayout.auditSessionId",
                        "AuditTokenLayout.processIdVersion");
    }

    /** Spec 00 §5: {@code val[0]} effective user id, {@code val[1]} effective group id. */
    @Test
    void aSecurityTokenHasTwoWords() {
        ByteBuffer buffer = noise(ByteOrder.BIG_ENDIAN);
        SecurityTokenLayout.val(buffer, BASE, 0, 501);
        SecurityTokenLayout.val(buffer, BASE, 1, 20);
        assertThat(at(buffer, new Place(0, 4, 0))).isEqualTo(501);
        assertThat(at(buffer, new Place(4, 4, 0))).isEqualTo(20);
        assertThat(SecurityTokenLayout.effectiveUserId(buffer, BASE)).isEqualTo(501);
        assertThat(SecurityTokenLayout.effectiveGroupId(buffer, BASE)).isEqualTo(20);
        assertThat(SecurityTokenLayout.val(buffer, BASE, 1)).isEqualTo(20);
        assertThatThrownBy(() -> SecurityTokenLayout.val(buffer, BASE, 2))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    /** Spec 00 §5: 0 audit uid, 1 euid, 2 egid, 3 ruid, 4 rgid, 5 pid, 6 session, 7 pid version. */
    @Test
    void anAuditTokenHasEightWords() {
        ByteBuffer buffer = noise(ByteOrder.BIG_ENDIAN);
        for (int i = 0; i < 8; i++) {
            AuditTokenLayout.val(buffer, BASE, i, 100 + i);
            assertThat(at(buffer, new Place(4 * i, 4, 0))).isEqualTo(100 + i);
            assertThat(AuditTokenLayout.val(buffer, BASE, i)).isEqualTo(100 + i);
        }
        assertThat(AuditTokenLayout.auditUserId(buffer, BASE)).isEqualTo(100);
        assertThat(AuditTokenLayout.effectiveUserId(buffer, BASE)).isEqualTo(101);
        assertThat(AuditTokenLayout.effectiveGroupId(buffer, BASE)).isEqualTo(102);
        assertThat(AuditTokenLayout.realUserId(buffer, BASE)).isEqualTo(103);
        assertThat(AuditTokenLayout.realGroupId(buffer, BASE)).isEqualTo(104);
        assertThat(AuditTokenLayout.processId(buffer, BASE)).isEqualTo(105);
        assertThat(AuditTokenLayout.auditSessionId(buffer, BASE)).isEqualTo(106);
        assertThat(AuditTokenLayout.processIdVersion(buffer, BASE)).isEqualTo(107);
        assertThatThrownBy(() -> AuditTokenLayout.val(buffer, BASE, 8)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> AuditTokenLayout.val(buffer, BASE, -1, 0))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    /** Spec 00 §13: {@code 00 00 00 00 01 00 00 00}. */
    @Test
    void theNativeNdrRecordIsLittleEndian() {
        ByteBuffer buffer = noise(ByteOrder.BIG_ENDIAN);
        NdrRecordLayout.putNative(buffer, BASE);
        assertThat(bytes(buffer, BASE, 8)).containsExactly(0, 0, 0, 0, 1, 0, 0, 0);
    }

    @Test
    void whatDoesNotFitIntoTheBufferIsAnError() {
        ByteBuffer buffer = ByteBuffer.allocate(24);
        assertThat(MessageHeaderLayout.id(buffer, 0)).isZero();
        assertThatThrownBy(() -> MessageHeaderLayout.id(buffer, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> MessageHeaderLayout.id(buffer, -24)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
