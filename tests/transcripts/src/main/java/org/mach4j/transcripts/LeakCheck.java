// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import java.util.List;
import org.mach4j.spi.MachKernel;

/** Looks for what a case has left behind in a kernel after its tasks have ended: ports, messages, memory, threads. */
@FunctionalInterface
public interface LeakCheck {
    /** Looks for nothing: for kernels that cannot be asked. */
    LeakCheck NONE = kernel -> List.of();

    /**
     * Looks while the tasks of a case that was answered as it should be are still there.
     *
     * @throws IllegalStateException where what it sees cannot be
     */
    default void look(MachKernel kernel) {}

    /** What is left, each in words; empty where all is gone. */
    List<String> leaks(MachKernel kernel);
}
