// SPDX-License-Identifier: Apache-2.0
package org.mach4j.jna;

import com.sun.jna.FunctionMapper;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mach4j.libsystem.LibSystem;
import org.mach4j.libsystem.LibSystemProvider;
import org.mach4j.libsystem.LoadedLibrary;

/** The provider {@code jna}. Direct mapping binds a class, so that one process uses one library. */
public final class JnaProvider extends LibSystemProvider {
    private static @Nullable String bound;

    /** For the service loader. */
    public JnaProvider() {
        super("jna", 10);
    }

    @Override
    protected LoadedLibrary load(String path) {
        synchronized (JnaProvider.class) {
            if (bound != null) {
                throw new IllegalStateException("jna is bound to " + bound + " already");
            }
            NativeLibrary probe = NativeLibrary.getInstance(path);
            String present = Arrays.stream(LibSystem.class.getMethods())
                    .map(function -> function.getName())
                    .filter(name -> address(probe, name) != 0)
                    .findFirst()
                    .orElse(null);
            if (present != null) {
                // JNA refuses a class of which one function is missing. LoadedLibrary never calls a missing one.
                FunctionMapper mapper =
                        (library, method) -> address(probe, method.getName()) == 0 ? present : method.getName();
                Native.register(
                        JnaLibSystem.class,
                        NativeLibrary.getInstance(path, Map.of(Library.OPTION_FUNCTION_MAPPER, mapper)));
            }
            LoadedLibrary library =
                    new LoadedLibrary(new JnaLibSystem(), name -> address(probe, name), new JnaMemory());
            bound = path;
            return library;
        }
    }

    private static long address(NativeLibrary library, String symbol) {
        try {
            return Pointer.nativeValue(library.getGlobalVariableAddress(symbol));
        } catch (UnsatisfiedLinkError e) {
            return 0;
        }
    }

    @Override
    protected Class<?> nativeAccessor() {
        return Library.class;
    }
}
