// SPDX-License-Identifier: Apache-2.0
package org.mach4j.libsystem;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/** A library that a binding has loaded: its functions, its symbols, and the memory of the process. */
public final class LoadedLibrary {
    private final LibSystem functions;
    private final ToLongFunction<String> symbols;
    private final ProcessMemory memory;

    /**
     * @param functions calls the library's functions. One that the library lacks is never called: it throws
     *     {@link UnsupportedOperationException} instead
     * @param symbols the address of a symbol, 0 where the library lacks it
     * @throws UnsatisfiedLinkError where the library has none of the functions
     */
    public LoadedLibrary(LibSystem functions, ToLongFunction<String> symbols, ProcessMemory memory) {
        this.symbols = symbols;
        this.memory = memory;
        Set<String> missing = new TreeSet<>();
        for (Method function : LibSystem.class.getMethods()) {
            if (symbols.applyAsLong(function.getName()) == 0) {
                missing.add(function.getName());
            }
        }
        if (missing.size() == LibSystem.class.getMethods().length) {
            throw new UnsatisfiedLinkError("it exports none of libSystem's Mach functions");
        }
        this.functions = missing.isEmpty() ? functions : refusing(missing, functions);
    }

    LibSystem functions() {
        return functions;
    }

    long symbol(String name) {
        return symbols.applyAsLong(name);
    }

    ProcessMemory memory() {
        return memory;
    }

    static UnsupportedOperationException missing(String symbol) {
        return new UnsupportedOperationException("the library has no symbol " + symbol);
    }

    /** Only a library that lacks something pays for looking. */
    private static LibSystem refusing(Set<String> missing, LibSystem functions) {
        return (LibSystem) Proxy.newProxyInstance(
                LibSystem.class.getClassLoader(), new Class<?>[] {LibSystem.class}, (proxy, method, arguments) -> {
                    if (missing.contains(method.getName())) {
                        throw missing(method.getName());
                    }
                    try {
                        return method.invoke(functions, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
