// SPDX-License-Identifier: Apache-2.0
package org.mach4j.libsystem;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.mach4j.spi.TaskMemory;

/** The process's own memory as a task's: every address is what it says. */
final class NativeMemory implements TaskMemory {
    private final ProcessMemory memory;
    private final Map<Long, Integer> allocations = new ConcurrentHashMap<>();

    NativeMemory(ProcessMemory memory) {
        this.memory = memory;
    }

    @Override
    public long allocate(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("size " + size + ": at least 1");
        }
        long address = memory.allocate(size);
        allocations.put(address, size);
        return address;
    }

    @Override
    public void free(long address, int size) {
        if (!allocations.remove(address, size)) {
            throw new IllegalArgumentException("no allocation of " + size + " bytes at 0x" + Long.toHexString(address));
        }
        memory.free(address);
    }

    @Override
    public ByteBuffer buffer(long address, int length) {
        if (address == 0 || length < 0) {
            throw new IllegalArgumentException(length + " bytes at 0x" + Long.toHexString(address));
        }
        return memory.view(address, length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
