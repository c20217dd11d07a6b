// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mach4j.abi.AppleHeaders.Constant;
import org.mach4j.abi.AppleHeaders.Place;

/**
 * Compares every number that classes declare with Apple's headers. A number that is not in the headers, or differs
 * from them by intent, must be among the exceptions, with its value; an exception that excuses nothing is a difference.
 */
final class AbiComparison {
    /** {@code absent}: the headers do not have it. {@code differs}: they have it with another value. */
    record Exception(String kind, String name, int value, String reason) {
        private static final Pattern LINE = Pattern.compile("(absent|differs)\\s+(\\S+)\\s+(\\S+)\\s+(\\S.*)");

        static Exception parse(String line) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                throw new AssertionError("not an exception: " + line);
            }
            return new Exception(
                    matcher.group(1),
                    matcher.group(2),
                    Long.decode(matcher.group(3)).intValue(),
                    matcher.group(4));
        }
    }

    private final Map<String, Exception> exceptions = new LinkedHashMap<>();
    private final TreeSet<String> structs = new TreeSet<>();
    private final TreeSet<String> constants = new TreeSet<>();
    private final List<String> differences = new ArrayList<>();

    /** Compares {@code classes}; {@link #differences} tells the result. */
    AbiComparison(List<Class<?>> classes, List<Exception> exceptions) {
        for (Exception exception : exceptions) {
            if (this.exceptions.put(exception.name, exception) != null) {
                differences.add(exception.name + " is excepted twice");
            }
        }
        TreeSet<String> unused = new TreeSet<>(this.exceptions.keySet());
        for (Class<?> type : classes) {
            for (Field field : type.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers())
                        && field.getType().isPrimitive()
                        && field.getType() != boolean.class) {
                    unused.remove(nameOf(field));
                    compare(type, field);
                }
            }
        }
        unused.forEach(name -> differences.add(name + " is excepted and not declared"));
    }

    /** One line a difference. */
    List<String> differences() {
        return differences;
    }

    /** The C structures whose size was compared. */
    TreeSet<String> structs() {
        return structs;
    }

    /** The simple names of the constants that were compared or excepted. */
    TreeSet<String> constants() {
        return constants;
    }

    static List<Exception> projectExceptions() {
        try (InputStream in = AbiComparison.class.getResourceAsStream("abi-exceptions.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Exception::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All classes of the package, as they were compiled: nobody has to list a new one. */
    static List<Class<?>> projectClasses() {
        try {
            Path root = Path.of(MachMessage.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            List<Class<?>> classes = new ArrayList<>();
            try (Stream<Path> files = Files.list(root.resolve("org/mach4j/abi"))) {
                for (Path file : files.sorted().toList()) {
                    String name = file.getFileName().toString();
                    if (name.endsWith(".class") && !name.equals("package-info.class")) {
                        classes.add(Class.forName("org.mach4j.abi." + name.replace(".class", "")));
                    }
                }
            }
            return classes;
        } catch (IOException | ReflectiveOperationException | java.net.URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static String nameOf(Field field) {
        return field.getDeclaringClass().getSimpleName() + "." + field.getName();
    }

    private void compare(Class<?> type, Field field) {
        constants.add(field.getName());
        int value = valueOf(field);
        for (AppleHeaders headers : AppleHeaders.ALL) {
            judge(field, value, headers, expected(type, field, headers));
        }
    }

    private void judge(Field field, int value, AppleHeaders headers, Optional<Long> expected) {
        String name = nameOf(field);
        Exception exception = exceptions.get(name);
        boolean same = expected.isPresent()
                && expected.get().intValue() == value
                && expected.get() >= Integer.MIN_VALUE
                && expected.get() <= 0xffff_ffffL;
        String said = expected.map(e -> "0x" + Long.toHexString(e)).orElse("nothing");
        if (exception == null) {
            if (!same) {
                differences.add(
                        name + " is 0x" + Integer.toHexString(value) + ", the headers for " + headers + " say " + said);
            }
        } else if (same) {
            differences.add(name + " is excepted for nothing: the headers for " + headers + " say the same");
        } else if (exception.kind.equals("absent") == expected.isPresent()) {
            differences.add(
                    name + " is excepted as " + exception.kind + ", the headers for " + headers + " say " + said);
        } else if (exception.value != value) {
            differences.add(name + " is 0x" + Integer.toHexString(value) + ", its exception says 0x"
                    + Integer.toHexString(exception.value));
        }
    }

    private Optional<Long> expected(Class<?> type, Field field, AppleHeaders headers) {
        String name = field.getName();
        CStruct sized = field.getAnnotation(CStruct.class);
        if (sized != null) {
            return Optional.of(sizeOf(sized.value(), headers));
        }
        CStruct struct = type.getAnnotation(CStruct.class);
        if (struct != null) {
            boolean narrow = name.startsWith("ILP32_");
            String plain = narrow ? name.substring("ILP32_".length()) : name;
            String structure = narrow ? struct.ilp32() : struct.value();
            if (structure.isEmpty()) {
                return Optional.empty();
            }
            if (plain.equals("SIZE")) {
                return Optional.of(sizeOf(structure, headers));
            }
            Optional<Place> place = place(struct, structure, field, headers);
            if (!narrow && !struct.ilp32().isEmpty() && !declares(type, "ILP32_" + name)) {
                // Not said to be elsewhere in a 32-bit task, so it must be at the same place.
                Optional<Place> other = place(struct, struct.ilp32(), field, headers);
                if (!other.map(Place::offset).equals(place.map(Place::offset))) {
                    differences.add(nameOf(field) + " has another value in " + struct.ilp32() + " for " + headers);
                }
            }
            return place.map(p -> plain.endsWith("_MASK") ? p.mask() & 0xffff_ffffL : p.offset());
        }
        CHeader header = type.getAnnotation(CHeader.class);
        if (header != null) {
            Optional<Constant> constant = headers.constant(name);
            constant.filter(c -> !Arrays.asList(header.value()).contains(c.header()))
                    .ifPresent(c -> differences.add(nameOf(field) + " is in " + c.header()));
            return constant.map(Constant::value);
        }
        return Optional.empty();
    }

    private static boolean declares(Class<?> type, String name) {
        return Arrays.stream(type.getDeclaredFields())
                .anyMatch(field -> field.getName().equals(name));
    }

    private long sizeOf(String structure, AppleHeaders headers) {
        structs.add(structure);
        return headers.sizeOf(structure);
    }

    /** Where the C field is of which a constant {@code X_OFFSET} or {@code X_MASK} speaks. */
    static Optional<Place> place(CStruct struct, String structure, Field field, AppleHeaders headers) {
        CField named = field.getAnnotation(CField.class);
        if (named != null) {
            return headers.place(structure, named.value());
        }
        String stem = field.getName().replaceFirst("^ILP32_", "").replaceFirst("_(OFFSET|MASK)$", "");
        return headers.place(structure, struct.prefix() + stem.toLowerCase(Locale.ROOT))
                .or(() -> headers.place(structure, stem));
    }

    private static int valueOf(Field field) {
        try {
            field.setAccessible(true);
            return ((Number) field.get(null)).intValue();
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
