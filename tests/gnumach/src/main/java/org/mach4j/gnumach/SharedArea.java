// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The area as the file that backs QEMU's ivshmem device. */
final class SharedArea implements Area {
    private static final VarHandle WORDS = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final MappedByteBuffer memory;

    SharedArea(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, Machine.AREA_SIZE);
        } catch (IOException e) {
            throw new GnuMachException("cannot map " + file, e);
        }
    }

    @Override
    public int word(int offset) {
        return (int) WORDS.getVolatile(memory, offset);
    }

    @Override
    public void word(int offset, int value) {
        WORDS.setVolatile(memory, offset, value);
    }

    @Override
    public void read(int offset, byte[] into) {
        memory.get(offset, into);
    }

    @Override
    public void write(int offset, byte[] bytes) {
        memory.put(offset, bytes);
    }

    @Override
    public void close() {
        // The mapping goes with the buffer.
    }
}
