// SPDX-License-Identifier: Apache-2.0
package org.mach4j.mig;

import org.mach4j.ReceiveRight;
import org.mach4j.SendRight;

/** Subsystems that programs serve, by the layouts of spec 06 §2.4 and §6. */
interface ServerSubsystems {
    /** {@code <mach/exc.defs>}. */
    @Subsystem(base = 2401)
    interface Exc {
        @Routine(0)
        void raise(SendRight thread, SendRight task, int exception, @Bounded(2) int[] code);

        @Routine(1)
        State raiseState(int exception, @Bounded(2) int[] code, int flavor, @Bounded(224) int[] state);

        @Routine(2)
        State raiseStateIdentity(
                SendRight thread,
                SendRight task,
                int exception,
                @Bounded(2) int[] code,
                int flavor,
                @Bounded(224) int[] state);
    }

    /** {@code <mach/mach_exc.defs>}. */
    @Subsystem(base = 2405)
    interface MachExc {
        @Routine(0)
        void raise(SendRight thread, SendRight task, int exception, @Bounded(2) long[] code);

        @Routine(1)
        State raiseState(int exception, @Bounded(2) long[] code, int flavor, @Bounded(224) int[] state);

        @Routine(2)
        State raiseStateIdentity(
                SendRight thread,
                SendRight task,
                int exception,
                @Bounded(2) long[] code,
                int flavor,
                @Bounded(224) int[] state);
    }

    record State(int flavor, @Bounded(224) int[] state) {}

    /** Of launchd's {@code job.defs}, what programs call most. */
    @Subsystem(base = 400)
    interface Job {
        @Routine(2)
        CheckedIn checkIn(@CString(128) String name, long flags);

        @Routine(3)
        void register(SendRight service, @CString(128) String name, long flags);

        @Routine(4)
        SendRight lookUp(@CString(128) String name, int process, @Fixed(16) byte[] instance, long flags);

        record CheckedIn(ReceiveRight service, @Fixed(16) byte[] instance) {}
    }
}
