// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How the names of a task are made to look like XNU's. GNU Mach uses the number of a name that is gone again at once, last freed
 * first, and else the smallest that is free; XNU's names carry a generation, and programs try numbers that name
 * nothing. So a name that the kernel chose is given another by {@code mach_port_rename} before the program sees it: index
 * times 256 plus 3, each index once. The right and its references are not touched by that.
 */
final class Names {
    /** Numbers that the kernel chooses: it has never as many names at once that were not renamed. */
    private static final int DENSE = 0x100;

    private static final int GENERATION = 3;

    /** Changes a name in the task; returns whether it could. */
    interface Renamer {
        boolean rename(int from, int to);
    }

    private final Renamer renamer;
    private final Set<Integer> chosenByProgram = new HashSet<>();

    /** All that a program has ever chosen: no new name gets such a number. */
    private final Set<Integer> taken = new HashSet<>();

    /** Numbers that were names once: the kernel may use them again. */
    private final Set<Integer> gone = new HashSet<>();

    private final Map<Integer, Integer> renamed = new HashMap<>();
    private int last;

    Names(Renamer renamer) {
        this.renamer = renamer;
    }

    /** The program asked for a name of its own choice, and got it. */
    synchronized void chosen(int name) {
        gone.remove(name);
        taken.add(name);
        if (Integer.compareUnsigned(name, DENSE) < 0) {
            chosenByProgram.add(name);
        }
    }

    /** The name names nothing any more: where the kernel gives it once more, it is another. */
    synchronized void gone(int name) {
        gone.add(name);
        chosenByProgram.remove(name);
    }

    /** The name was not given up after all. */
    synchronized void stays(int name) {
        gone.remove(name);
    }

    /** The name that a program is to see for one that the kernel gave. */
    synchronized int seen(int name) {
        boolean kernels = Integer.compareUnsigned(name, DENSE) < 0 && !chosenByProgram.contains(name);
        if (name == 0 || name == -1 || (!kernels && !gone.contains(name))) {
            return name;
        }
        return anew(name);
    }

    /** As {@link #seen}, for a name that a call has just made. */
    synchronized int anew(int name) {
        int fresh = fresh();
        if (renamer.rename(name, fresh)) {
            gone.add(name); // free again, and the first that the kernel will use
            renamed.put(name, fresh);
            return fresh;
        }
        // Two threads of the task received one right: the first to come here has renamed it.
        return renamed.getOrDefault(name, name);
    }

    private int fresh() {
        do {
            last++;
        } while (taken.contains(last << 8 | GENERATION));
        return last << 8 | GENERATION;
    }
}
