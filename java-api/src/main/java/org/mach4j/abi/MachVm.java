// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

/**
 * Constants of the calls on address spaces: {@code <mach/vm_statistics.h>}, {@code <mach/vm_prot.h>},
 * {@code <mach/vm_inherit.h>} (spec 00 §17).
 */
@CHeader({"mach/vm_statistics.h", "mach/vm_prot.h", "mach/vm_inherit.h"})
public final class MachVm {
    /** Allocate at the address given. */
    public static final int VM_FLAGS_FIXED = 0x0;

    /** Allocate where there is room. */
    public static final int VM_FLAGS_ANYWHERE = 0x1;

    /** Where the flags keep the allocation tag, {@code VM_MEMORY_*} shifted left by 24. */
    public static final int VM_FLAGS_ALIAS_MASK = 0xff000000;

    /** Tag of memory received in messages. */
    public static final int VM_MEMORY_MACH_MSG = 20;

    /** No access. */
    public static final int VM_PROT_NONE = 0x0;

    /** Reading. */
    public static final int VM_PROT_READ = 0x1;

    /** Writing. */
    public static final int VM_PROT_WRITE = 0x2;

    /** Executing. */
    public static final int VM_PROT_EXECUTE = 0x4;

    /** Reading and writing. */
    public static final int VM_PROT_DEFAULT = 0x3;

    /** Reading, writing and executing. */
    public static final int VM_PROT_ALL = 0x7;

    /** Write to a copy, where writing is not allowed. */
    public static final int VM_PROT_COPY = 0x10;

    /** A child shares the memory. */
    public static final int VM_INHERIT_SHARE = 0;

    /** A child gets a copy. */
    public static final int VM_INHERIT_COPY = 1;

    /** A child gets nothing. */
    public static final int VM_INHERIT_NONE = 2;

    private MachVm() {}

    /** The flag bits that carry an allocation tag: the C macro {@code VM_MAKE_TAG}. */
    public static int tag(int tag) {
        return tag << 24;
    }
}
