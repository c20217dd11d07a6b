// SPDX-License-Identifier: Apache-2.0
package org.mach4j.jnr;

import com.kenai.jffi.MemoryIO;
import java.nio.ByteBuffer;
import org.mach4j.libsystem.ProcessMemory;

/** C's allocator and all of the address space. */
final class JnrMemory implements ProcessMemory {
    private static final MemoryIO MEMORY = MemoryIO.getInstance();

    @Override
    public long allocate(long size) {
        long address = MEMORY.allocateMemory(size, true);
        if (address == 0) {
            throw new OutOfMemoryError("malloc of " + size + " bytes");
        }
        return address;
    }

    @Override
    public void free(long address) {
        MEMORY.freeMemory(address);
    }

    @Override
    public ByteBuffer view(long address, int length) {
        return MEMORY.newDirectByteBuffer(address, length);
    }
}
