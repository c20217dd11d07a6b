// SPDX-License-Identifier: Apache-2.0
package org.mach4j.ffm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;

/** The symbols of one library, which stays loaded. */
@SuppressWarnings("restricted") // what this binding is for
final class Symbols {
    private final SymbolLookup lookup;

    /** By name and not by path: on macOS 11 and later libSystem is no file, but the dynamic linker knows it. */
    Symbols(String library) {
        this.lookup = SymbolLookup.libraryLookup(library, Arena.global());
    }

    /** The address of a symbol, 0 where it is missing. */
    long address(String name) {
        return lookup.find(name).orElse(MemorySegment.NULL).address();
    }
}
