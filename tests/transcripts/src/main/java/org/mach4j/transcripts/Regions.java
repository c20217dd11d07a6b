// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mach4j.transcripts.Value.AddressLabel;
import org.mach4j.transcripts.Value.Num;

/** The labelled regions of one task's memory (FORMAT, "Addresses"). */
final class Regions {
    private record Region(long start, long size) {
        boolean holds(long address) {
            return Long.compareUnsigned(address - start, size) < 0;
        }
    }

    private final List<Region> regions = new ArrayList<>();

    /** The label of an address in an output: in the newest region that holds it, or else a new one. 0 stays 0. */
    Value of(long address, long size) {
        if (address == 0) {
            return Num.of(0);
        }
        for (int i = regions.size() - 1; i >= 0; i--) {
            if (regions.get(i).holds(address)) {
                return new AddressLabel(i + 1, address - regions.get(i).start());
            }
        }
        return fresh(address, size);
    }

    /** The next label, for memory that the task did not have before. */
    AddressLabel fresh(long address, long size) {
        regions.add(new Region(address, size));
        return new AddressLabel(regions.size(), 0);
    }

    /** The address of a label, or null where no output has bound it. */
    @Nullable Long address(AddressLabel label) {
        return label.region() <= regions.size() ? start(label) + label.offset() : null;
    }

    /** The bytes from a bound label to the end of its region; 0 where it lies outside. */
    long rest(AddressLabel label) {
        long rest = regions.get(label.region() - 1).size() - label.offset();
        return label.offset() < 0 ? 0 : Math.max(rest, 0);
    }

    /** How many labels there are. */
    int count() {
        return regions.size();
    }

    /** The size that a region had when it got its label. */
    long size(int region) {
        return regions.get(region - 1).size();
    }

    private long start(AddressLabel label) {
        return regions.get(label.region() - 1).start();
    }
}
