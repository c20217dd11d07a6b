// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.mach4j.differential.process.TaskMain;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mach4j task}: one task of a program, for {@code processes:NAME}; not for people. */
@Command(name = "task", hidden = true, description = "Is one task of a program, told by the process that started it.")
final class TaskCommand implements Callable<Integer> {
    @Parameters(paramLabel = "KERNEL")
    private String kernel;

    @Override
    public Integer call() throws IOException, InterruptedException {
        TaskMain.serve(kernel);
        return 0;
    }
}
