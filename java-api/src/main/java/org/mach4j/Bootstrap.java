// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import org.mach4j.spi.MachCalls;

/**
 * The name service of a Mach system: how programs find each other's ports ({@code <servers/bootstrap.h>}, spec 06 §6).
 *
 * <p>On macOS it is launchd; a process may look up and check in only what its sandbox and its job allow, otherwise it gets
 * {@code BOOTSTRAP_NOT_PRIVILEGED} (1100). On a simulated kernel it is a {@link BootstrapServer}. A name has at most 127
 * characters.
 */
public final class Bootstrap {
    private final Mach mach;
    private final int port;

    Bootstrap(Mach mach, int port) {
        this.mach = mach;
        this.port = port;
    }

    /**
     * Finds a service.
     *
     * @return a send right to it, which the caller owns
     * @throws MachException {@code BOOTSTRAP_UNKNOWN_SERVICE} (1102) where there is none of this name
     */
    public SendRight lookUp(String name) {
        int[] found = new int[1];
        mach.check(calls(name).bootstrap_look_up(port, name, found), "bootstrap_look_up \"" + name + "\"");
        return new SendRight(mach, found[0]);
    }

    /**
     * Becomes a service: the one of this name that launchd was told of, or on a simulated kernel a new one.
     *
     * @return the receive right of the service, which the caller owns
     * @throws MachException {@code BOOTSTRAP_SERVICE_ACTIVE} (1103) where somebody is it already,
     *     {@code BOOTSTRAP_NOT_PRIVILEGED} (1100) where the name is another's
     */
    public ReceiveRight checkIn(String name) {
        int[] service = new int[1];
        mach.check(calls(name).bootstrap_check_in(port, name, service), "bootstrap_check_in \"" + name + "\"");
        return new ReceiveRight(mach, service[0]);
    }

    /**
     * Makes a service of a port. The right stays with its owner; the service ends when the port dies. Long deprecated on
     * macOS, where it works outside sandboxes only: prefer {@link #checkIn}.
     *
     * @throws MachException {@code BOOTSTRAP_SERVICE_ACTIVE} (1103), {@code BOOTSTRAP_NOT_PRIVILEGED} (1100)
     */
    public void register(String name, SendRight service) {
        service.checkHeldBy(mach);
        int right = service.use();
        try {
            mach.check(calls(name).bootstrap_register(port, name, right), "bootstrap_register \"" + name + "\"");
        } finally {
            service.unuse();
        }
    }

    /** The port that the name service is asked by. */
    @Override
    public String toString() {
        return "name service at " + Names.hex(port) + Inspection.describe(mach, port);
    }

    private MachCalls calls(String name) {
        if (name.isEmpty() || name.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > 127) {
            throw new IllegalArgumentException("a service name has 1 to 127 bytes: \"" + name + "\"");
        }
        return mach.calls();
    }
}
