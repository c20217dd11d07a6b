// SPDX-License-Identifier: Apache-2.0
package org.mach4j.standin;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.mach4j.abi.MachCodes;

/** What the stand-in library, {@code native/standin/src/main/c/mach4j-standin.c}, is told. */
final class NativeStandin {
    private NativeStandin() {}

    /** What {@code mach_error_string} says; called by the library. */
    static String textOf(int code) {
        return MachCodes.describe(code);
    }

    static native boolean bind(String name, Method method);

    static native boolean start(Dispatcher dispatcher);

    static native void setVariables(int task, int bootstrap, long pageSize);

    static native int exceptions();

    static native @Nullable String publish(String path);

    static native @Nullable String run(String[] arguments, int[] exitCode);
}
