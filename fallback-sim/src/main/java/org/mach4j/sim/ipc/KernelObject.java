// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

/** What a kernel-owned port stands for: a task, thread, host (spec 06 §1). */
public interface KernelObject {
    /** The {@code IKOT_*} number that {@code mach_port_kobject} reports. */
    int kind();

    /** A number that tells objects apart; the real kernel gives an obfuscated address. */
    long address();
}
