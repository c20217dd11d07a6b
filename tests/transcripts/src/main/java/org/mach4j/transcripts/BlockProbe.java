// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import java.time.Duration;
import org.mach4j.spi.MachKernel;
import org.mach4j.spi.TaskControl;

/** Tells whether a thread that is inside a call of a kernel waits there. */
public interface BlockProbe {
    /** Something happened that may have woken threads. */
    void stirred();

    /** Whether the thread waits, and nothing has woken it yet. */
    boolean isBlocked(Thread thread);

    /** What the kernel says where it can be asked, and else a guess. */
    static BlockProbe of(MachKernel kernel) {
        return kernel.taskControl().<BlockProbe>map(Asked::new).orElseGet(() -> new Quiet(Duration.ofMillis(30)));
    }

    /** Asks the kernel. */
    record Asked(TaskControl control) implements BlockProbe {
        @Override
        public void stirred() {}

        @Override
        public boolean isBlocked(Thread thread) {
            return control.isBlocked(thread);
        }
    }

    /**
     * Guesses: a thread that has not come back a while after the last thing that happened waits. For native kernels,
     * which do not tell; a machine under load can make it guess wrong.
     */
    final class Quiet implements BlockProbe {
        private final long nanos;
        private long since = System.nanoTime();

        /** @param patience how long nothing must happen */
        public Quiet(Duration patience) {
            this.nanos = patience.toNanos();
        }

        @Override
        public void stirred() {
            since = System.nanoTime();
        }

        @Override
        public boolean isBlocked(Thread thread) {
            return System.nanoTime() - since > nanos;
        }
    }
}
