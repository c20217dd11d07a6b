// SPDX-License-Identifier: Apache-2.0
package org.mach4j.spi;

/**
 * A way to a Mach kernel. Found by {@link java.util.ServiceLoader}; chosen by {@link MachProviders}: the available
 * provider with the highest priority, unless the system property {@code mach4j.provider} names one.
 */
public interface MachProvider {
    /** A short name in lower case, unique among the providers: {@code ffm}, {@code jni}, {@code jnr}, {@code jna}, {@code sim}. */
    String name();

    /** Higher is preferred. The built-in ones: ffm 30, jni 25, jnr 20, jna 10, sim 0. */
    int priority();

    /** Whether and why (not) this provider works on this host. Cheap, opens nothing, never throws. */
    Availability availability();

    /**
     * Opens the kernel. A simulated kernel is a new one at every call; a native one is always the host's.
     *
     * @throws MachUnavailableException where it does not work after all, with the cause
     */
    MachKernel open();
}
