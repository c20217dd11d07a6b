// SPDX-License-Identifier: Apache-2.0
package org.mach4j.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a native image of GraalVM has to be told of the bindings: {@code reachability-metadata.json} in their jars, schema 1.2.0. This compares the
 * files with the classes; no image is built.
 */
class NativeImageMetadataTest {
    private static JsonNode metadata(String artifact) {
        String file = "META-INF/native-image/org.mach4j/" + artifact + "/reachability-metadata.json";
        try (InputStream in = NativeImageMetadataTest.class.getClassLoader().getResourceAsStream(file)) {
            assertThat(in).as(file).isNotNull();
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode reflection(String artifact, String type) {
        return StreamSupport.stream(metadata(artifact).required("reflection").spliterator(), false)
                .filter(entry -> entry.required("type").asText().equals(type))
                .findFirst()
                .orElseThrow(() -> new AssertionError(artifact + " does not list " + type));
    }

    private static boolean listsProxy(String artifact, String... interfaces) {
        return StreamSupport.stream(metadata(artifact).required("reflection").spliterator(), false)
                .map(entry -> entry.required("type").path("proxy"))
                .anyMatch(proxy -> StreamSupport.stream(proxy.spliterator(), false)
                        .map(JsonNode::asText)
                        .toList()
                        .equals(List.of(interfaces)));
    }

    /** The handles of the binding stand in constants of two classes. */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_22, disabledReason = "ffm is for JDK 22 and newer; run the build with one")
    void everyShapeOfDowncallIsListed() throws ReflectiveOperationException {
        TreeSet<String> used = new TreeSet<>();
        for (String owner : List.of("org.mach4j.ffm.Calls", "org.mach4j.ffm.FfmMemory")) {
            for (Field field : Class.forName(owner).getDeclaredFields()) {
                if (field.getType() == MethodHandle.class) {
                    field.setAccessible(true);
                    MethodType type = ((MethodHandle) field.get(null)).type();
                    // The address of the function is the first argument of a handle that is not bound to one.
                    used.add(shape(owner.endsWith("Calls") ? type.dropParameterTypes(0, 1) : type));
                }
            }
        }
        assertThat(used).hasSizeGreaterThan(20);
        TreeSet<String> listed = StreamSupport.stream(
                        metadata("mach4j-ffm")
                                .required("foreign")
                                .required("downcalls")
                                .spliterator(),
                        false)
                .map(downcall -> downcall.required("returnType").asText()
                        + StreamSupport.stream(
                                        downcall.required("parameterTypes").spliterator(), false)
                                .map(JsonNode::asText)
                                .toList())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(listed).isEqualTo(used);
    }

    private static String shape(MethodType type) {
        return layout(type.returnType())
                + type.parameterList().stream()
                        .map(NativeImageMetadataTest::layout)
                        .toList();
    }

    private static String layout(Class<?> carrier) {
        return carrier == int.class
                ? "jint"
                : carrier == long.class ? "jlong" : carrier == void.class ? "void" : "void*";
    }

    /** C finds these classes by name and registers their native methods. */
    @ParameterizedTest
    @CsvSource({"mach4j-jni, org.mach4j.jni.JniLibSystem", "mach4j-jna, org.mach4j.jna.JnaLibSystem"})
    void classesWhoseNativeMethodsAreRegisteredAreAccessibleByJni(String artifact, String type)
            throws ClassNotFoundException {
        assertThat(Class.forName(type).getDeclaredMethods())
                .anyMatch(method -> Modifier.isNative(method.getModifiers()));
        JsonNode entry = reflection(artifact, type);
        assertThat(entry.required("jniAccessible").asBoolean()).isTrue();
        assertThat(entry.required("allDeclaredMethods").asBoolean()).isTrue();
    }

    @Test
    void theBridgeIsAResource() {
        assertThat(metadata("mach4j-jni").required("resources").findValuesAsText("glob"))
                .containsExactly("org/mach4j/jni/*/libmach4j-jni.*");
    }

    /** A library that lacks a function is called through a proxy, and jnr-ffi without generated code is one. */
    @Test
    void interfacesThatAreProxiedAreListed() {
        String functions = "org.mach4j.libsystem.LibSystem";
        assertThat(reflection("mach4j-libsystem", functions)
                        .required("allPublicMethods")
                        .asBoolean())
                .isTrue();
        assertThat(listsProxy("mach4j-libsystem", functions)).isTrue();
        String jnr = "org.mach4j.jnr.JnrLibSystem";
        assertThat(reflection("mach4j-jnr", jnr).required("allPublicMethods").asBoolean())
                .isTrue();
        assertThat(listsProxy("mach4j-jnr", jnr, "jnr.ffi.provider.LoadedLibrary"))
                .isTrue();
    }
}
