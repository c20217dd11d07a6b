// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.cli;

import java.io.PrintWriter;
import java.util.List;
import org.mach4j.abi.MachPort;
import org.mach4j.differential.Version;
import org.mach4j.spi.Availability;
import org.mach4j.spi.MachCalls;
import org.mach4j.spi.MachKernel;
import org.mach4j.spi.MachProvider;
import org.mach4j.spi.MachProviders;
import org.mach4j.spi.MachUnavailableException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mach4j info}: what this tool is, what it runs on, and which kernels there are. */
@Command(
        name = "info",
        description = "Prints version, host, JDK, the kernels there are and which is chosen, page size and limits.",
        mixinStandardHelpOptions = true)
final class InfoCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        out.println("mach4j     " + Version.text());
        out.println("host       " + System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch") + ", " + Runtime.getRuntime().availableProcessors() + " processors");
        out.println("java       " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")");
        List<MachProvider> providers = MachProviders.all();
        out.println("kernels");
        for (MachProvider provider : providers) {
            Availability availability = provider.availability();
            out.printf(
                    "  %-8s %-13s %s (priority %d)%n",
                    provider.name(),
                    availability.available() ? "available" : "not available",
                    availability.reason(),
                    provider.priority());
        }
        try {
            MachProvider chosen = MachProviders.choose();
            String forced = System.getProperty(MachProviders.PROPERTY);
            try (MachKernel kernel = chosen.open()) {
                out.println("chosen     " + chosen.name() + ": " + kernel.description()
                        + (forced == null
                                ? ", the available one with the highest priority"
                                : ", forced by -D" + MachProviders.PROPERTY));
                out.println("page size  " + kernel.task().calls().vm_page_size() + " bytes");
                limits(out, kernel);
            }
        } catch (MachUnavailableException e) {
            out.println("chosen     none: " + e.getMessage());
        }
        out.flush();
    }

    /**
     * The limits of queues and user references, as the kernel itself keeps them: it is asked by a port made for that. How much is too
     * much is not tried out where this process would have to do it: newer kernels may end a process for what they refuse.
     */
    private static void limits(PrintWriter out, MachKernel kernel) {
        MachCalls calls = kernel.task().calls();
        int self = calls.mach_task_self();
        int[] port = new int[1];
        if (calls.mach_port_allocate(self, MachPort.MACH_PORT_RIGHT_RECEIVE, port) != 0) {
            return;
        }
        int[] byDefault = new int[1];
        if (calls.mach_port_get_attributes(self, port[0], MachPort.MACH_PORT_LIMITS_INFO, byDefault, new int[] {1})
                == 0) {
            String most = kernel.taskControl().isEmpty() ? "" : ", " + most(calls, port[0], byDefault[0]) + " at most";
            out.println("limits     a queue holds " + byDefault[0] + " messages by default" + most
                    + "; a right has up to " + (MachPort.MACH_PORT_UREFS_MAX - 1) + " user references");
        }
        calls.mach_port_mod_refs(self, port[0], MachPort.MACH_PORT_RIGHT_RECEIVE, -1);
    }

    /** The largest queue limit: the least that is refused is between the default, which is not, and more than any kernel grants. */
    private static int most(MachCalls calls, int port, int byDefault) {
        int accepted = byDefault;
        int refused = 1 << 24;
        while (refused - accepted > 1) {
            int tried = (accepted + refused) >>> 1;
            int[] limit = {tried};
            if (calls.mach_port_set_attributes(calls.mach_task_self(), port, MachPort.MACH_PORT_LIMITS_INFO, limit, 1)
                    == 0) {
                accepted = tried;
            } else {
                refused = tried;
            }
        }
        return accepted;
    }
}
