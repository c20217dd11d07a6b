// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Pages of task memory, to be sent out of line and received so: the kernel passes them by reference, copy on write, so
 * that a gigabyte costs what a page does.
 *
 * <p>Made by {@link Mach#allocateMemory}, or taken out of a message ({@link Message#takeMemory}). The owner reads and
 * writes it in place through {@link #buffer}, and gives it up by {@link #close} ({@code mach_vm_deallocate}) or by moving
 * it into a message ({@link MessageBuilder#moveMemory}).
 */
public final class Memory implements AutoCloseable {
    private final Mach mach;
    private final long address;
    private final long size;
    private final AtomicBoolean spent = new AtomicBoolean();
    private final Leaks.@Nullable Watch watch;

    Memory(Mach mach, long address, long size) {
        this.mach = mach;
        this.address = address;
        this.size = size;
        this.watch = size == 0 ? null : mach.leaks().watch(this, "out-of-line memory at", (int) address);
    }

    /** Where it lies in the task; 0 where it is empty. */
    public long address() {
        check();
        return address;
    }

    /** In bytes. */
    public long size() {
        return size;
    }

    /** Whether it is still held. */
    public boolean isHeld() {
        return !spent.get();
    }

    /**
     * All of it, in place and little-endian. The buffer must not be used after the memory was closed or moved.
     *
     * @throws IllegalStateException where the memory was closed or moved, or is larger than a buffer can be
     */
    public ByteBuffer buffer() {
        if (size > Integer.MAX_VALUE) {
            throw new IllegalStateException(size + " bytes do not fit into one buffer; ask for parts");
        }
        return buffer(0, (int) size);
    }

    /**
     * A part of it, in place and little-endian. The buffer must not be used after the memory was closed or moved.
     *
     * @throws IndexOutOfBoundsException where the part is not inside
     * @throws IllegalStateException where the memory was closed or moved
     */
    public ByteBuffer buffer(long offset, int length) {
        check();
        Objects.checkFromIndexSize(offset, length, size);
        return length == 0 ? ByteBuffer.allocate(0) : mach.memory().buffer(address + offset, length);
    }

    /** Removes the pages. Closing again, or after a move, does nothing. */
    @Override
    public void close() {
        if (spent.compareAndSet(false, true)) {
            done();
            if (size != 0 && mach.isOpen()) {
                mach.deallocate(address, size);
            }
        }
    }

    /** Takes the pages out of the object. */
    long spend() {
        if (!spent.compareAndSet(false, true)) {
            throw spent();
        }
        done();
        return address;
    }

    Mach mach() {
        return mach;
    }

    private void done() {
        if (watch != null) {
            watch.done();
        }
    }

    private void check() {
        if (spent.get()) {
            throw spent();
        }
    }

    private static IllegalStateException spent() {
        return new IllegalStateException("the memory is not held any more: it was closed, or moved into a message");
    }

    @Override
    public String toString() {
        return size + " bytes at 0x" + Long.toHexString(address) + (spent.get() ? " (given up)" : "");
    }
}
