// SPDX-License-Identifier: Apache-2.0
package org.mach4j.standin;

import java.nio.ByteBuffer;
import org.mach4j.spi.HostMemory;

/** This process's memory, by the stand-in library. */
final class ProcessHostMemory implements HostMemory {
    @Override
    public native boolean read(long address, byte[] target, int offset, int length);

    @Override
    public native boolean write(byte[] source, int offset, int length, long address);

    @Override
    public native boolean isReadable(long address, long size);

    @Override
    public native long map(long wanted, long size);

    @Override
    public native void unmap(long address, long size);

    @Override
    public native long reserve(long size);

    @Override
    public native boolean fill(long address, long size);

    @Override
    public native void empty(long address, long size);

    @Override
    public native void protect(long address, long size, int protection);

    @Override
    public long allocate(int size) {
        long address = calloc(size);
        if (address == 0) {
            throw new OutOfMemoryError("calloc of " + size + " bytes");
        }
        return address;
    }

    private static native long calloc(long size);

    @Override
    public native void free(long address);

    @Override
    public native ByteBuffer view(long address, int length);
}
