// SPDX-License-Identifier: Apache-2.0
package org.mach4j.mig;

import java.util.List;
import org.mach4j.SendRight;

/** The kernel's routines for hosts, tasks, threads and memory that the simulated kernel serves (spec 06 §1.1, §4). */
interface SystemSubsystems {
    /** {@code <mach/mach_host.defs>}. */
    @Subsystem(base = 200)
    interface MachHost {
        @Routine(0)
        @Bounded(68)
        int[] info(int flavor, int capacity);

        @Routine(1)
        @VariableCString(512)
        String kernelVersion();

        @Routine(2)
        long pageSize();
    }

    /** {@code <mach/host_priv.defs>}. */
    @Subsystem(base = 400)
    interface HostPriv {
        @Routine(12)
        SendRight getSpecialPort(int node, int which);

        @Routine(13)
        void setSpecialPort(int which, SendRight port);
    }

    /** {@code <mach/task.defs>}. */
    @Subsystem(base = 3400)
    interface TaskRoutines {
        @Routine(1)
        void terminate();

        @Routine(3)
        void portsRegister(List<SendRight> ports);

        @Routine(4)
        List<SendRight> portsLookup();

        @Routine(5)
        @Bounded(52)
        int[] info(int flavor, int capacity);

        @Routine(9)
        SendRight getSpecialPort(int which);

        @Routine(10)
        void setSpecialPort(int which, SendRight port);
    }

    /** {@code <mach/thread_act.defs>}. */
    @Subsystem(base = 3600)
    interface ThreadAct {
        @Routine(7)
        void abort();

        @Routine(8)
        void abortSafely();

        @Routine(10)
        SendRight getSpecialPort(int which);

        @Routine(11)
        void setSpecialPort(int which, SendRight port);
    }

    /** {@code <mach/vm_map.defs>} as a 32-bit task sees it. */
    @Subsystem(base = 3800)
    interface Vm32 {
        @Routine(1)
        int allocate(int address, int size, int flags);

        @Routine(2)
        void deallocate(int address, int size);
    }

    /** {@code <mach/mach_vm.defs>}. */
    @Subsystem(base = 4800)
    interface MachVm {
        @Routine(0)
        long allocate(long address, long size, int flags);

        @Routine(1)
        void deallocate(long address, long size);
    }
}
