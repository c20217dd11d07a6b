// SPDX-License-Identifier: Apache-2.0
package org.mach4j.ffm;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * One downcall for each shape of function: {@code callIIL} calls a function of an int, an int and a pointer that returns
 * an int. The handles are constants, so that the compiler inlines them, whatever library the functions are from. Functions come as plain
 * addresses: to take a segment apart costs more than to make one that the compiler then does without.
 *
 * <p>None is a critical downcall: most of these functions can block, and a thread in a critical one would hold up the
 * garbage collector.
 */
@SuppressWarnings("restricted") // what this binding is for
final class Calls {
    private static final MethodHandle INT = returningInt();
    private static final MethodHandle INT_I = returningInt(JAVA_INT);
    private static final MethodHandle INT_L = returningInt(JAVA_LONG);
    private static final MethodHandle INT_II = returningInt(JAVA_INT, JAVA_INT);
    private static final MethodHandle INT_IL = returningInt(JAVA_INT, JAVA_LONG);
    private static final MethodHandle INT_III = returningInt(JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle INT_IIL = returningInt(JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle INT_ILI = returningInt(JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle INT_ILL = returningInt(JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle INT_IIII = returningInt(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle INT_IIIL = returningInt(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle INT_IILI = returningInt(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle INT_IILL = returningInt(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle INT_ILII = returningInt(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
    private static final MethodHandle INT_ILLI = returningInt(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle INT_ILLL = returningInt(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle INT_IIILI = returningInt(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle INT_IIILL = returningInt(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle INT_ILLII = returningInt(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT);
    private static final MethodHandle INT_ILLLL = returningInt(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle INT_ILLLLL =
            returningInt(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle INT_IIIIIIL =
            returningInt(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle INT_LIIIIII =
            returningInt(JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle INT_IIILLLLL =
            returningInt(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle INT_LIIIIIILI =
            returningInt(JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle VOID_I = returningNothing(JAVA_INT);
    private static final MethodHandle VOID_L = returningNothing(JAVA_LONG);

    private Calls() {}

    static int call(long function) {
        try {
            return (int) INT.invokeExact(MemorySegment.ofAddress(function));
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static int callI(long function, int a) {
        try {
            return (int) INT_I.invokeExact(MemorySegment.ofAddress(function), a);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static int callL(long function, long a) {
        try {
            return (int) INT_L.invokeExact(MemorySegment.ofAddress(function), a);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static int callII(long function, int a, int b) {
        try {
            return (int) INT_II.invokeExact(MemorySegment.ofAddress(function), a, b);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static int callIL(long function, int a, long b) {
        try {
            return (int) INT_IL.invokeExact(MemorySegment.ofAddress(function), a, b);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static int callIII(long function, int a, int b, int c) {
        try {
            return (int) INT_III.invokeExact(MemorySegment.ofAddress(function), a, b, c);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static int callIIL(long function, int a, int b, long c) {
        try {
            return (int) INT_IIL.invokeExact(MemorySegment.ofAddress(function), a, b, c);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static int callILI(long function, int a, long b, int c) {
        try {
            return (int) INT_ILI.invokeExact(MemorySegment.ofAddress(function), a, b, c);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static int callILL(long function, int a, long b, long c) {
        try {
            return (int) INT_ILL.invokeExact(MemorySegment.ofAddress(function), a, b, c);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static int callIIII(long function, int a, int b, int c, int d) {
        try {
            return (int) INT_IIII.invokeExact(MemorySegment.ofAddress(function), a, b, c, d);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static int callIIIL(long function, int a, int b, int c, long d) {
        try {
            return (int) INT_IIIL.invokeExact(MemorySegment.ofAddress(function), a, b, c, d);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static int callIILI(long function, int a, int b, long c, int d) {
        try {
            return (int) INT_IILI.invokeExact(MemorySegment.ofAddress(function), a, b, c, d);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static int callIILL(long function, int a, int b, long c, long d) {
        try {
            return (int) INT_IILL.invokeExact(MemorySegment.ofAddress(function), a, b, c, d);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static int callILII(long function, int a, long b, int c, int d) {
        try {
            return (int) INT_ILII.invokeExact(MemorySegment.ofAddress(function), a, b, c, d);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static int callILLI(long function, int a, long b, long c, int d) {
        try {
            return (int) INT_ILLI.invokeExact(MemorySegment.ofAddress(function), a, b, c, d);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static int callILLL(long function, int a, long b, long c, long d) {
        try {
            return (int) INT_ILLL.invokeExact(MemorySegment.ofAddress(function), a, b, c, d);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static int callIIILI(long function, int a, int b, int c, long d, int e) {
        try {
            return (int) INT_IIILI.invokeExact(MemorySegment.ofAddress(function), a, b, c, d, e);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static int callIIILL(long function, int a, int b, int c, long d, long e) {
        try {
            return (int) INT_IIILL.invokeExact(MemorySegment.ofAddress(function), a, b, c, d, e);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static int callILLII(long function, int a, long b, long c, int d, int e) {
        try {
            return (int) INT_ILLII.invokeExact(MemorySegment.ofAddress(function), a, b, c, d, e);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static int callILLLL(long function, int a, long b, long c, long d, long e) {
        try {
            return (int) INT_ILLLL.invokeExact(MemorySegment.ofAddress(function), a, b, c, d, e);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static int callILLLLL(long function, int a, long b, long c, long d, long e, long f) {
        try {
            return (int) INT_ILLLLL.invokeExact(MemorySegment.ofAddress(function), a, b, c, d, e, f);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static int callIIIIIIL(long function, int a, int b, int c, int d, int e, int f, long g) {
        try {
            return (int) INT_IIIIIIL.invokeExact(MemorySegment.ofAddress(function), a, b, c, d, e, f, g);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static int callLIIIIII(long function, long a, int b, int c, int d, int e, int f, int g) {
        try {
            return (int) INT_LIIIIII.invokeExact(MemorySegment.ofAddress(function), a, b, c, d, e, f, g);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static int callIIILLLLL(long function, int a, int b, int c, long d, long e, long f, long g, long h) {
        try {
            return (int) INT_IIILLLLL.invokeExact(MemorySegment.ofAddress(function), a, b, c, d, e, f, g, h);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static int callLIIIIIILI(long function, long a, int b, int c, int d, int e, int f, int g, long h, int i) {
        try {
            return (int) INT_LIIIIIILI.invokeExact(MemorySegment.ofAddress(function), a, b, c, d, e, f, g, h, i);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static void runI(long function, int a) {
        try {
            VOID_I.invokeExact(MemorySegment.ofAddress(function), a);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static void runL(long function, long a) {
        try {
            VOID_L.invokeExact(MemorySegment.ofAddress(function), a);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    private static MethodHandle returningInt(MemoryLayout... arguments) {
        return Linker.nativeLinker().downcallHandle(FunctionDescriptor.of(JAVA_INT, arguments));
    }

    private static MethodHandle returningNothing(MemoryLayout... arguments) {
        return Linker.nativeLinker().downcallHandle(FunctionDescriptor.ofVoid(arguments));
    }

    /** A downcall declares Throwable, but throws nothing of its own that a caller could meet. */
    static RuntimeException unexpected(Throwable thrown) {
        if (thrown instanceof RuntimeException runtime) {
            throw runtime;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        throw new AssertionError(thrown);
    }
}
