// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.cli;

import java.io.PrintWriter;
import java.util.List;
import org.mach4j.abi.MachPort;
import org.mach4j.spi.Availability;
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
            }
        } catch (MachUnavailableException e) {
            out.println("chosen     none: " + e.getMessage());
        }
        out.println("limits     a queue holds " + MachPort.MACH_PORT_QLIMIT_DEFAULT + " messages by default, "
                + MachPort.MACH_PORT_QLIMIT_MAX + " at most; a right has up to " + (MachPort.MACH_PORT_UREFS_MAX - 1)
                + " user references");
        out.flush();
    }
}
