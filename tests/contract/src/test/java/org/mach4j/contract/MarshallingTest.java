// SPDX-License-Identifier: Apache-2.0
package org.mach4j.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.mach4j.spi.MachCalls;
import org.mach4j.spi.MachTask;
import org.mach4j.spi.TaskMemory;
import org.mach4j.standin.Standin;

/**
 * Every function through every binding, C and the stand-in to a kernel that only records: each argument arrives as it was
 * given, each result and cell comes back as it was set, and a failing call leaves the caller's cells alone.
 */
class MarshallingTest {
    private static final Set<String> VARIABLES = Set.of("mach_task_self", "bootstrap_port", "vm_page_size");
    private static final Set<String> ARRAYS =
            Set.of("portInfo", "portInfoOut", "spaceInfo", "trailerInfo", "hostInfoOut", "taskInfoOut");
    private static final int WORDS = 6;

    /** Answers any call with a code, after setting all it was given to set. */
    private static final class Recorder {
        final List<Object> seen = new ArrayList<>();
        int code;

        Object answer(Method method, Object[] arguments) {
            if (VARIABLES.contains(method.getName())) {
                return method.getName().equals("vm_page_size") ? (Object) 16384L : (Object) 0x103;
            }
            seen.clear();
            for (int i = 0; i < method.getParameterCount(); i++) {
                Object argument = arguments[i];
                seen.add(argument.getClass().isArray() ? copy(argument) : argument);
                set(method, i, argument);
            }
            return method.getReturnType() == void.class ? null : code;
        }

        private static Object copy(Object array) {
            int length = Array.getLength(array);
            Object copy = Array.newInstance(array.getClass().getComponentType(), length);
            System.arraycopy(array, 0, copy, 0, length);
            return copy;
        }
    }

    private static String name(Method method, int parameter) {
        return method.getParameters()[parameter].getName();
    }

    private static boolean isArray(Method method, int parameter) {
        return ARRAYS.contains(name(method, parameter));
    }

    private static boolean isCountOfArray(Method method, int parameter) {
        String name = name(method, parameter);
        return name.endsWith("Cnt") && ARRAYS.contains(name.substring(0, name.length() - 3));
    }

    /** What a kernel writes into an argument. */
    private static void set(Method method, int i, Object argument) {
        if (argument instanceof int[] words && !name(method, i).equals("portInfo")) {
            if (isArray(method, i)) {
                for (int w = 0; w < WORDS; w++) {
                    words[w] = -1000 * i - w;
                }
            } else {
                words[0] = isCountOfArray(method, i) ? WORDS : 0xdead0000 + i;
            }
        } else if (argument instanceof long[] cell) {
            cell[0] = 0xfedc_ba98_7654_0000L + i;
        } else if (argument instanceof byte[] bytes) {
            for (int b = 0; b < WORDS; b++) {
                bytes[b] = (byte) (200 + b);
            }
        }
    }

    private static Object[] arguments(Method method) {
        Object[] arguments = new Object[method.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            Class<?> type = method.getParameterTypes()[i];
            if (type == int.class) {
                arguments[i] = name(method, i).equals("portInfoCnt") ? WORDS : 0x8000_0000 + 0x01010101 * i;
            } else if (type == long.class) {
                arguments[i] = 0x8123_4567_89ab_0000L + i;
            } else if (type == boolean.class) {
                arguments[i] = i % 2 == 0;
            } else if (type == String.class) {
                arguments[i] = "org.mach4j.service.é";
            } else if (type == int[].class && isArray(method, i)) {
                arguments[i] = new int[] {-1, 2, -3, 4, -5, 6};
            } else if (type == int[].class) {
                arguments[i] = new int[] {isCountOfArray(method, i) ? WORDS : 0x8765_4300 + i, 77};
            } else if (type == long[].class) {
                arguments[i] = new long[] {0x9876_5432_10ab_0000L + i, 77};
            } else if (type == byte[].class) {
                arguments[i] = new byte[WORDS];
            } else {
                throw new AssertionError(type);
            }
        }
        return arguments;
    }

    private static Stream<Method> functions() {
        return Stream.of(MachCalls.class.getMethods()).filter(m -> !VARIABLES.contains(m.getName()));
    }

    @TestFactory
    Stream<DynamicTest> everyFunctionOfEveryBinding() {
        Standin standin = Kernels.standin();
        Recorder recorder = new Recorder();
        MachCalls kernel = (MachCalls) Proxy.newProxyInstance(
                MachCalls.class.getClassLoader(),
                new Class<?>[] {MachCalls.class},
                (proxy, method, arguments) -> recorder.answer(method, arguments == null ? new Object[0] : arguments));
        standin.install(new Fake(kernel));
        return Kernels.bindings().stream()
                .flatMap(binding -> functions()
                        .map(function -> DynamicTest.dynamicTest(binding + " " + function.getName(), () -> {
                            standin.install(new Fake(kernel));
                            MachCalls calls = Kernels.through(binding).calls();
                            assertThat(calls.mach_task_self()).isEqualTo(0x103);
                            assertThat(calls.bootstrap_port()).isEqualTo(0x103);
                            assertThat(calls.vm_page_size()).isEqualTo(16384);
                            check(calls, recorder, function, 0);
                            check(calls, recorder, function, -305);
                        })));
    }

    private static void check(MachCalls calls, Recorder recorder, Method function, int code)
            throws ReflectiveOperationException {
        recorder.code = code;
        Object[] given = arguments(function);
        Object[] before = arguments(function);
        Object result = function.invoke(calls, given);
        if (function.getReturnType() == int.class) {
            assertThat(result).as("result").isEqualTo(code);
        }
        assertThat(recorder.seen).as("arguments that arrived").hasSameSizeAs(given);
        for (int i = 0; i < given.length; i++) {
            String name = name(function, i);
            Object seen = recorder.seen.get(i);
            if (isArray(function, i)) {
                if (name.equals("portInfo")) {
                    assertThat(seen).as(name).isEqualTo(before[i]);
                }
            } else if (given[i].getClass().isArray()) {
                assertThat(Array.get(seen, 0)).as("cell %s", name).isEqualTo(Array.get(before[i], 0));
            } else {
                assertThat(seen).as(name).isEqualTo(before[i]);
            }
            if (given[i].getClass().isArray()) {
                if (code == 0) {
                    set(function, i, before[i]);
                }
                assertThat(given[i]).as("%s after %d", name, code).isEqualTo(before[i]);
            }
        }
    }

    private record Fake(MachCalls calls) implements MachTask {
        @Override
        public String label() {
            return "fake";
        }

        @Override
        public TaskMemory memory() {
            return new TaskMemory() {
                @Override
                public long allocate(int size) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public void free(long address, int size) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public ByteBuffer buffer(long address, int length) {
                    throw new UnsupportedOperationException();
                }
            };
        }
    }
}
