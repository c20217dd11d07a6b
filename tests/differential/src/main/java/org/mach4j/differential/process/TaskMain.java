// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.mach4j.differential.Kernels;
import org.mach4j.spi.MachKernel;

/** The far end of {@link Processes}: a process that is one task of a program. */
public final class TaskMain {
    private TaskMain() {}

    /**
     * Serves on the standard streams until there are no more requests.
     *
     * @param kernel as the command line names it
     */
    public static void serve(String kernel) throws IOException, InterruptedException {
        PrintStream replies = System.out;
        System.setOut(System.err); // whoever prints, prints no reply
        try (MachKernel open = Kernels.byName(kernel).open()) {
            new TaskServer(open)
                    .serve(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), replies);
        }
    }
}
