// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.generate;

/** Where the tasks of a program may live, on either kernel. */
enum Home {
    /** Each is made by a simulated kernel, in memory of its own: there is nothing that a step could hurt. */
    SIMULATED,
    /** Each has memory of its own, where addresses are the same each time. */
    OWN_MEMORY,
    /** In one process: what is given up may be someone else's, and addresses are other ones each time. */
    ONE_PROCESS,
    /** The one task is the process itself, and goes on after the program. */
    THE_PROCESS
}
