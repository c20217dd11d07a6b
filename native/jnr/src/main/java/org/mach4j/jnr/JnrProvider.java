// SPDX-License-Identifier: Apache-2.0
package org.mach4j.jnr;

import com.kenai.jffi.Library;
import jnr.ffi.LibraryLoader;
import jnr.ffi.LibraryOption;
import org.mach4j.libsystem.LibSystemProvider;
import org.mach4j.libsystem.LoadedLibrary;

/** The provider {@code jnr}. */
public final class JnrProvider extends LibSystemProvider {
    /** For the service loader. */
    public JnrProvider() {
        super("jnr", 20);
    }

    @Override
    protected LoadedLibrary load(String path) {
        Library library = Library.getCachedInstance(path, Library.LAZY);
        if (library == null) {
            throw new UnsatisfiedLinkError(Library.getLastError());
        }
        JnrLibSystem functions = LibraryLoader.create(JnrLibSystem.class)
                .option(LibraryOption.IgnoreError, true)
                .load(path);
        WideCalls.register(functions, library::getSymbolAddress);
        return new LoadedLibrary(functions, library::getSymbolAddress, new JnrMemory());
    }

    @Override
    protected Class<?> nativeAccessor() {
        return Library.class;
    }
}
