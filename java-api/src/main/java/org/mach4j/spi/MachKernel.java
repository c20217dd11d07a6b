// SPDX-License-Identifier: Apache-2.0
package org.mach4j.spi;

import java.util.Optional;

/** A kernel that answers Mach calls, opened by a {@link MachProvider}. */
public interface MachKernel extends AutoCloseable {
    /** The provider's name, as {@code -Dmach4j.provider} takes it. */
    String name();

    /** What answers, in words: for example {@code "simulated XNU 2422 (OS X 10.9)"} or {@code "Darwin 24.5.0 arm64 by ffm"}. */
    String description();

    /** The task whose program this is: the process on a native kernel, the first task of a simulated one. */
    MachTask task();

    /** What only a kernel that owns its tasks can do, or empty where the tasks are processes of the host. */
    Optional<TaskControl> taskControl();

    /** Ends the kernel. A simulated kernel ends its tasks; on a native kernel nothing happens. */
    @Override
    void close();
}
