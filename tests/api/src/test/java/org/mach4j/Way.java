// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.spi.MachKernel;
import org.mach4j.spi.MachProvider;
import org.mach4j.spi.MachProviders;
import org.mach4j.spi.MachTask;
import org.mach4j.spi.TaskControl;
import org.mach4j.standin.Standin;

/**
 * A simulated kernel as one run of the tests reaches it: directly, or, where {@value #PROPERTY} names a binding, through
 * that binding, C and the stand-in. Then the first task is a program in this process; further ones are the simulated kernel's.
 */
final class Way implements MachKernel, TaskControl {
    static final String PROPERTY = "mach4j.tests.through";
    private static final String SIM = "sim";

    private final SimulatedKernel kernel;
    /** The first task, as the kernel knows it and as its program sees it. */
    private final MachTask inside;

    private final MachTask outside;

    private Way(SimulatedKernel kernel, MachTask inside, MachTask outside) {
        this.kernel = kernel;
        this.inside = inside;
        this.outside = outside;
    }

    static String binding() {
        return System.getProperty(PROPERTY, SIM);
    }

    static Way open(SimulatedKernel kernel) {
        if (binding().equals(SIM)) {
            return new Way(kernel, kernel.task(), kernel.task());
        }
        Assumptions.assumeTrue(
                Standin.exists(),
                "through a binding: skipped, the stand-in needs Linux and a C compiler at build time");
        Standin standin = Standin.load();
        System.setProperty("mach4j.native.library", standin.path().toString());
        MachTask inside = kernel.createTask(binding(), standin.memory());
        standin.install(inside);
        return new Way(kernel, inside, provider(binding()).open().task());
    }

    private static MachProvider provider(String name) {
        return MachProviders.all().stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no provider " + name));
    }

    private MachTask known(MachTask task) {
        return task.equals(outside) ? inside : task;
    }

    @Override
    public String name() {
        return binding();
    }

    @Override
    public String description() {
        return kernel.description();
    }

    @Override
    public MachTask task() {
        return outside;
    }

    @Override
    public Optional<TaskControl> taskControl() {
        return Optional.of(this);
    }

    @Override
    public void close() {
        kernel.close();
    }

    @Override
    public MachTask createTask(String label) {
        return kernel.createTask(label);
    }

    @Override
    public void terminate(MachTask task) {
        kernel.terminate(known(task));
    }

    @Override
    public int copyRight(MachTask from, int name, int disposition, MachTask to, int[] nameOut) {
        return kernel.copyRight(known(from), name, disposition, known(to), nameOut);
    }

    @Override
    public boolean isBlocked(Thread thread) {
        return kernel.isBlocked(thread);
    }

    @Override
    public boolean abort(Thread thread) {
        return kernel.abort(thread);
    }
}
