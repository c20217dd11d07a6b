// SPDX-License-Identifier: Apache-2.0
package org.mach4j.jna;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import org.mach4j.libsystem.ProcessMemory;

/** C's allocator and all of the address space. */
final class JnaMemory implements ProcessMemory {
    @Override
    public long allocate(long size) {
        long address = Native.malloc(size);
        if (address == 0) {
            throw new OutOfMemoryError("malloc of " + size + " bytes");
        }
        new Pointer(address).clear(size);
        return address;
    }

    @Override
    public void free(long address) {
        Native.free(address);
    }

    @Override
    public ByteBuffer view(long address, int length) {
        return new Pointer(address).getByteBuffer(0, length);
    }
}
