// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Every number that classes of {@code org.mach4j.abi} declare, as an assertion of C: sizes, offsets, constants. In this package because the
 * annotations that say what a number stands for are of this package.
 *
 * <p>The offset of a bit-field is no constant expression. There an assertion is a call of a function that must not be called, under a
 * condition that the optimizer finds to be false.
 */
public final class CAssertions {
    private static final String ILP32 = "ILP32_";

    /** The headers of the structures. */
    private static final List<String> HEADERS = List.of(
            "stddef.h",
            "stdint.h",
            "string.h",
            "mach/mach.h",
            "mach/message.h",
            "mach/port.h",
            "mach/notify.h",
            "mach/ndr.h",
            "mach/mig_errors.h",
            "mach/host_info.h",
            "mach_debug/ipc_info.h");

    /** A value of which all bits of one field are set. */
    private static final String BIT_FIELDS = """
            #define ALL_ONES(type, field) \\
              union { type value; unsigned char at[sizeof(type)]; uint32_t word[sizeof(type) / 4]; } u; \\
              memset(&u, 0, sizeof u); \\
              u.value.field = -1
            #define ASSERT_FIRST_BYTE(name, type, field, expected) \\
              extern void wrong_##name(void) __attribute__((error(#name))); \\
              void check_##name(void) { \\
                ALL_ONES(type, field); \\
                int before = 0; \\
                for (size_t i = 0; i < expected; i++) before |= u.at[i]; \\
                if (before || !u.at[expected]) wrong_##name(); \\
              }
            #define ASSERT_MASK(name, type, field, expected) \\
              extern void wrong_##name(void) __attribute__((error(#name))); \\
              void check_##name(void) { \\
                ALL_ONES(type, field); \\
                uint32_t all = 0; \\
                for (size_t i = 0; i < sizeof u / 4; i++) all |= u.word[i]; \\
                if (all != expected) wrong_##name(); \\
              }
            """;

    /** What the headers do not confirm: {@code abi-exceptions.txt} beside the tests of java-api, which says why. */
    private final Map<String, String> exceptions;

    private final Set<String> headers = new LinkedHashSet<>(HEADERS);
    private final List<String> assertions = new ArrayList<>();
    private final Set<String> unusedExceptions;

    private CAssertions(Map<String, String> exceptions) {
        this.exceptions = exceptions;
        this.unusedExceptions = new TreeSet<>(exceptions.keySet());
    }

    /** The numbers of the package itself. */
    public static CAssertions ofPackage() {
        CAssertions all = new CAssertions(exceptionsOfPackage());
        for (Class<?> type : classesOfPackage()) {
            all.add(type);
        }
        if (!all.unusedExceptions.isEmpty()) {
            throw new AssertionError("excepted and not declared: " + all.unusedExceptions);
        }
        return all;
    }

    /** The numbers of one class. */
    public static CAssertions of(Class<?> type) {
        CAssertions one = new CAssertions(Map.of());
        one.add(type);
        return one;
    }

    /** How many assertions there are. */
    public int count() {
        return assertions.size();
    }

    /** The source for a C compiler that optimizes. */
    public String c() {
        return includes() + BIT_FIELDS + String.join("\n", assertions) + "\n";
    }

    private String includes() {
        StringBuilder text = new StringBuilder();
        for (String header : headers) {
            text.append("#if __has_include(<%1$s>)%n#include <%1$s>%n#endif%n".formatted(header));
        }
        return text.toString();
    }

    private void add(Class<?> type) {
        CHeader header = type.getAnnotation(CHeader.class);
        if (header != null) {
            headers.addAll(List.of(header.value()));
        }
        for (Field field : type.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers())
                    && field.getType().isPrimitive()
                    && field.getType() != boolean.class) {
                add(type, field);
            }
        }
    }

    private void add(Class<?> type, Field field) {
        String label = type.getSimpleName() + "." + field.getName();
        String excepted = exceptions.get(label);
        unusedExceptions.remove(label);
        CStruct sized = field.getAnnotation(CStruct.class);
        CStruct struct = type.getAnnotation(CStruct.class);
        if (excepted != null && struct != null) {
            return; // no such field: nothing that C could be asked
        }
        if (sized != null) {
            size(sized.value(), valueOf(field), label);
        } else if (struct != null) {
            addLayout(type, struct, field, label);
        } else if (type.isAnnotationPresent(CHeader.class)) {
            constant(field.getName(), valueOf(field), label, excepted);
        } else {
            throw new AssertionError(label + " does not say what it stands for");
        }
    }

    private void addLayout(Class<?> type, CStruct struct, Field field, String label) {
        String name = field.getName();
        boolean narrow = name.startsWith(ILP32);
        layout(narrow ? struct.ilp32() : struct.value(), struct, field, label);
        if (!narrow && !struct.ilp32().isEmpty() && !declares(type, ILP32 + name)) {
            // Not said to be another in a 32-bit task.
            layout(struct.ilp32(), struct, field, label);
        }
    }

    private void layout(String structure, CStruct struct, Field field, String label) {
        if (structure.isEmpty()) {
            throw new AssertionError(label + " is of a structure without a name");
        }
        String name = field.getName().replaceFirst("^" + ILP32, "");
        if (name.equals("SIZE")) {
            size(structure, valueOf(field), label);
            return;
        }
        CField named = field.getAnnotation(CField.class);
        String stem = name.replaceFirst("_(OFFSET|MASK)$", "");
        // NDR alone is in capitals in C too.
        String member = named != null
                ? named.value()
                : struct.prefix() + (stem.equals("NDR") ? stem : stem.toLowerCase(Locale.ROOT));
        if (name.endsWith("_MASK")) {
            assertions.add(
                    "ASSERT_MASK(%s, %s, %s, %s)".formatted(identifier(label), structure, member, hex(valueOf(field))));
        } else if (structure.contains("_descriptor") && !member.equals("address")) {
            assertions.add("ASSERT_FIRST_BYTE(%s, %s, %s, %d)"
                    .formatted(identifier(label + "." + structure), structure, member, valueOf(field)));
        } else {
            assertions.add("_Static_assert(offsetof(%s, %s) == %d, \"%s\");"
                    .formatted(structure, member, valueOf(field), label));
        }
    }

    private void size(String structure, long value, String label) {
        assertions.add("_Static_assert(sizeof(%s) == %d, \"%s\");".formatted(structure, value, label));
    }

    private void constant(String name, long value, String label, String excepted) {
        if (excepted == null || excepted.equals("differs")) {
            String equal = excepted == null ? "==" : "!=";
            assertions.add("_Static_assert((uint32_t)(%1$s) %2$s %3$s && (int64_t)(%1$s) == (%1$s), \"%4$s\");"
                    .formatted(name, equal, hex(value), label));
        } else {
            assertions.add("#ifdef %s%n#error \"%s is in the headers now\"%n#endif".formatted(name, label));
        }
    }

    private static String identifier(String label) {
        return label.replace('.', '_');
    }

    private static String hex(long value) {
        return "0x" + Integer.toHexString((int) value) + "u";
    }

    private static boolean declares(Class<?> type, String name) {
        return Stream.of(type.getDeclaredFields())
                .anyMatch(field -> field.getName().equals(name));
    }

    private static long valueOf(Field field) {
        try {
            field.setAccessible(true);
            return ((Number) field.get(null)).longValue();
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, String> exceptionsOfPackage() {
        Map<String, String> exceptions = new LinkedHashMap<>();
        try {
            for (String line : Files.readAllLines(
                    Path.of("../../java-api/src/test/resources/org/mach4j/abi/abi-exceptions.txt"))) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] words = line.split("\\s+", 3);
                    exceptions.put(words[1], words[0]);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return exceptions;
    }

    /** All classes of the package as they were compiled, whether they are in a directory or in a jar. */
    private static List<Class<?>> classesOfPackage() {
        try {
            Path root = Path.of(MachMessage.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isDirectory(root)) {
                return classesIn(root.resolve("org/mach4j/abi"));
            }
            try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + root.toUri()), Map.of())) {
                return classesIn(jar.getPath("org/mach4j/abi"));
            }
        } catch (IOException | URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Class<?>> classesIn(Path directory) throws IOException {
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".class") && !name.equals("package-info.class")) {
                    classes.add(Class.forName("org.mach4j.abi." + name.replace(".class", "")));
                }
            }
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
        return classes;
    }

    // --- each wrong in one number, to show that a compiler notices ----------------------------------------------

    /** {@code msgh_local_port} is at 12. */
    @CStruct(value = "mach_msg_header_t", prefix = "msgh_")
    public static final class WrongOffset {
        static final int BITS_OFFSET = 0;
        static final int LOCAL_PORT_OFFSET = 8;

        private WrongOffset() {}
    }

    /** {@code mach_msg_body_t} is of 4 bytes. */
    @CStruct("mach_msg_body_t")
    public static final class WrongSize {
        static final int SIZE = 8;

        private WrongSize() {}
    }

    /** The disposition is the byte at 10. */
    @CStruct("mach_msg_port_descriptor_t")
    public static final class WrongBitField {
        static final int NAME_OFFSET = 0;
        static final int DISPOSITION_OFFSET = 9;

        private WrongBitField() {}
    }

    /** {@code prealloc} is the second bit. */
    @CStruct("mach_port_qos_t")
    public static final class WrongMask {
        static final int NAME_MASK = 1;
        static final int PREALLOC_MASK = 1;

        private WrongMask() {}
    }

    /** In a 32-bit task the size is at 4. */
    @CStruct(value = "mach_msg_ool_descriptor_t", ilp32 = "mach_msg_ool_descriptor32_t")
    public static final class WrongInNarrowTasks {
        static final int SIZE_OFFSET = 12;

        private WrongInNarrowTasks() {}
    }

    /** There is no such field. */
    @CStruct("mach_msg_header_t")
    public static final class NoSuchField {
        static final int COLOUR_OFFSET = 0;

        private NoSuchField() {}
    }

    /** {@code MACH_RCV_LARGE} is 4. */
    @CHeader("mach/message.h")
    public static final class WrongConstant {
        static final int MACH_RCV_LARGE = 8;

        private WrongConstant() {}
    }
}
