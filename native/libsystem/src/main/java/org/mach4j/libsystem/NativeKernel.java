// SPDX-License-Identifier: Apache-2.0
package org.mach4j.libsystem;

import java.util.Optional;
import org.mach4j.spi.MachCalls;
import org.mach4j.spi.MachKernel;
import org.mach4j.spi.MachTask;
import org.mach4j.spi.TaskControl;
import org.mach4j.spi.TaskMemory;

/** The kernel that this process runs on, and its one task. */
final class NativeKernel implements MachKernel, MachTask {
    private final String name;
    private final String description;
    private final MachCalls calls;
    private final TaskMemory memory;

    NativeKernel(String name, String description, LoadedLibrary library) {
        this.name = name;
        this.description = description;
        this.calls = new NativeCalls(library);
        this.memory = new NativeMemory(library.memory());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public MachTask task() {
        return this;
    }

    @Override
    public Optional<TaskControl> taskControl() {
        return Optional.empty();
    }

    @Override
    public void close() {
        // The kernel outlives the process.
    }

    @Override
    public String label() {
        return Long.toString(ProcessHandle.current().pid());
    }

    @Override
    public MachCalls calls() {
        return calls;
    }

    @Override
    public TaskMemory memory() {
        return memory;
    }
}
