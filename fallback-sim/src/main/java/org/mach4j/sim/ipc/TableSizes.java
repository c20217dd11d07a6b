// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

import java.util.Arrays;

/** The sizes through which a kernel table grows (spec 03 §2.4, §8.1): byte sizes by a fixed rule, divided by the element. */
final class TableSizes {
    private static final int PAGE = 4096;
    private static final int STEPS_OF_ONE_WIDTH = 15;
    private static final int WIDEST_STEP = 8 * PAGE;

    private final int[] sizes;

    private TableSizes(int[] sizes) {
        this.sizes = sizes;
    }

    /**
     * @param elementBytes the size of an element in the real kernel
     * @param firstBytes the smallest table in bytes, a power of two of at most 2048
     * @param count how many sizes there are
     */
    static TableSizes of(int elementBytes, int firstBytes, int count) {
        int[] sizes = new int[count];
        int bytes = firstBytes;
        int step = PAGE;
        int steps = 0;
        for (int i = 0; i < count; i++) {
            sizes[i] = bytes / elementBytes;
            if (bytes < PAGE) {
                bytes *= 2;
                continue;
            }
            bytes += step;
            if (++steps == STEPS_OF_ONE_WIDTH && step < WIDEST_STEP) {
                step *= 2;
                steps = 0;
            }
        }
        return new TableSizes(sizes);
    }

    int smallest() {
        return sizes[0];
    }

    int largest() {
        return sizes[sizes.length - 1];
    }

    /** The size after this one, or 0 where it is the largest. */
    int after(int size) {
        int i = Arrays.binarySearch(sizes, size);
        return i + 1 < sizes.length ? sizes[i + 1] : 0;
    }

    /** The smallest size that is at least so large (unsigned), or 0 where there is none. */
    int atLeast(int target) {
        if (Integer.compareUnsigned(target, largest()) > 0) {
            return 0;
        }
        int i = Arrays.binarySearch(sizes, target);
        return sizes[i < 0 ? -i - 1 : i];
    }
}
