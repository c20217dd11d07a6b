// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

/**
 * The limits and rules in which kernels differ, asked for by the name of the rule. Immutable; no version number is
 * compared anywhere.
 */
public final class KernelProfile {
    /** XNU 2422, OS X 10.9. */
    public static final KernelProfile XNU_2422 = new KernelProfile("XNU 2422 (OS X 10.9)", TableSizes.of(24, 512, 511));

    private final String name;
    private final TableSizes nameTableSizes;

    private KernelProfile(String name, TableSizes nameTableSizes) {
        this.name = name;
        this.nameTableSizes = nameTableSizes;
    }

    /** This profile with room for at least so many names in a task; the sizes up to the profile's own limit stay. */
    public KernelProfile withNames(int names) {
        int pages = Math.max(0, (int) ((24L * names - 15572992L + 32767) / 32768));
        return new KernelProfile(name + " with room for " + names + " names", TableSizes.of(24, 512, 511 + 1 + pages));
    }

    /** What it is, for people. */
    public String name() {
        return name;
    }

    TableSizes nameTableSizes() {
        return nameTableSizes;
    }
}
