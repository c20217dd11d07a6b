// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.vm;

/** Rounding to pages. */
final class PageMath {
    private static final long MASK = AddressSpace.PAGE_SIZE - 1;

    private PageMath() {}

    static long roundDown(long value) {
        return value & ~MASK;
    }

    static long roundUp(long value) {
        return value + MASK & ~MASK;
    }

    static int inPage(long value) {
        return (int) (value & MASK);
    }

    static long count(long bytes) {
        return bytes / AddressSpace.PAGE_SIZE;
    }
}
