// SPDX-License-Identifier: Apache-2.0
package org.mach4j.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import org.mach4j.libsystem.ProcessMemory;

/** C's allocator and all of the address space. */
@SuppressWarnings("restricted") // what this binding is for
final class FfmMemory implements ProcessMemory {
    private static final MethodHandle CALLOC = standard("calloc", FunctionDescriptor.of(ADDRESS, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle FREE = standard("free", FunctionDescriptor.ofVoid(ADDRESS));

    private static MethodHandle standard(String name, FunctionDescriptor type) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), type);
    }

    @Override
    public long allocate(long size) {
        MemorySegment memory;
        try {
            memory = (MemorySegment) CALLOC.invokeExact(1L, size);
        } catch (Throwable e) {
            throw Calls.unexpected(e);
        }
        if (memory.equals(MemorySegment.NULL)) {
            throw new OutOfMemoryError("calloc of " + size + " bytes");
        }
        return memory.address();
    }

    @Override
    public void free(long address) {
        try {
            FREE.invokeExact(MemorySegment.ofAddress(address));
        } catch (Throwable e) {
            throw Calls.unexpected(e);
        }
    }

    @Override
    public ByteBuffer view(long address, int length) {
        return MemorySegment.ofAddress(address).reinterpret(length).asByteBuffer();
    }
}
