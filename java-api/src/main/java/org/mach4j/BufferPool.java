// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Message buffers at rest. A few slots, each taken and filled by one atomic operation; what finds no slot is let go. */
final class BufferPool {
    private static final int SLOTS = 64;
    private static final int PROBES = 4;
    private static final int INITIAL = 1024;
    /** Larger buffers are not kept: one large message must not cost memory for ever. */
    private static final int KEPT = 64 * 1024;

    private final AtomicReferenceArray<@Nullable MessageBuffer> slots = new AtomicReferenceArray<>(SLOTS);
    private final Mach mach;

    BufferPool(Mach mach) {
        this.mach = mach;
    }

    MessageBuffer take() {
        int at = start();
        for (int i = 0; i < PROBES; i++) {
            int slot = at + i & SLOTS - 1;
            if (slots.getPlain(slot) != null) {
                MessageBuffer buffer = slots.getAndSet(slot, null);
                if (buffer != null) {
                    return buffer;
                }
            }
        }
        return new MessageBuffer(mach, INITIAL);
    }

    /** Takes back a buffer whose message owns nothing any more. */
    void give(MessageBuffer buffer) {
        buffer.ownsRights(false);
        if (buffer.capacity() > KEPT) {
            return; // its cleaner frees it
        }
        int at = start();
        for (int i = 0; i < PROBES; i++) {
            int slot = at + i & SLOTS - 1;
            if (slots.getPlain(slot) == null && slots.compareAndSet(slot, null, buffer)) {
                return;
            }
        }
    }

    private static int start() {
        long id = Thread.currentThread().getId();
        return (int) ((id * 0x9E3779B97F4A7C15L) >>> 40);
    }
}
