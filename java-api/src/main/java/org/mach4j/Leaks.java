// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import org.jspecify.annotations.Nullable;

/** Tells of rights and memory that became unreachable without having been given up. Tells only: it closes nothing. */
final class Leaks {
    static final System.Logger LOG = System.getLogger("org.mach4j");
    static final Cleaner CLEANER = Cleaner.create();

    private enum Mode {
        OFF,
        ON,
        TRACE
    }

    private final Mach mach;
    private final Mode mode;

    Leaks(Mach mach, @Nullable String property) {
        this.mach = mach;
        this.mode = property == null
                ? Mode.ON
                : switch (property) {
                    case "off" -> Mode.OFF;
                    case "on" -> Mode.ON;
                    case "trace" -> Mode.TRACE;
                    default ->
                        throw new IllegalArgumentException(
                                Mach.LEAKS_PROPERTY + " is one of off, on, trace; not " + property);
                };
    }

    /** Watches over a thing that must be given up; null where leaks are not watched. */
    @Nullable Watch watch(Object thing, String kind, int name) {
        if (mode == Mode.OFF) {
            return null;
        }
        Throwable place = mode == Mode.TRACE ? new Throwable("made here") : null;
        return new Watch(thing, new Report(mach, kind, name, place));
    }

    static final class Watch {
        private final Report report;
        private final Cleaner.Cleanable cleanable;

        private Watch(Object thing, Report report) {
            this.report = report;
            this.cleanable = CLEANER.register(thing, report);
        }

        /** The thing was given up. */
        void done() {
            report.done = true;
            cleanable.clean();
        }
    }

    private static final class Report implements Runnable {
        private final Mach mach;
        private final String kind;
        private final int name;
        private final @Nullable Throwable place;
        private volatile boolean done;

        Report(Mach mach, String kind, int name, @Nullable Throwable place) {
            this.mach = mach;
            this.kind = kind;
            this.name = name;
            this.place = place;
        }

        @Override
        public void run() {
            if (done || !mach.isOpen()) {
                return;
            }
            String hint = place == null ? " (-D" + Mach.LEAKS_PROPERTY + "=trace tells where it was made)" : "";
            LOG.log(
                    Level.WARNING,
                    "leak: " + kind + " " + Names.hex(name) + " became unreachable without being closed" + hint,
                    place);
        }
    }
}
