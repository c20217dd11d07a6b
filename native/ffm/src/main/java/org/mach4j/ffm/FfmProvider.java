// SPDX-License-Identifier: Apache-2.0
package org.mach4j.ffm;

import org.mach4j.libsystem.LibSystemProvider;
import org.mach4j.libsystem.LoadedLibrary;

/** The provider {@code ffm}. */
public final class FfmProvider extends LibSystemProvider {
    /** For the service loader. */
    public FfmProvider() {
        super("ffm", 30);
    }

    @Override
    protected LoadedLibrary load(String path) {
        Symbols symbols = new Symbols(path);
        return new LoadedLibrary(new FfmLibSystem(symbols), symbols::address, new FfmMemory());
    }

    @Override
    protected Class<?> nativeAccessor() {
        return FfmProvider.class;
    }
}
