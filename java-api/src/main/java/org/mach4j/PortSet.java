// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mach4j.abi.KernReturn;
import org.mach4j.abi.MachPort;
import org.mach4j.spi.MachCalls;

/**
 * A port set: receives from whichever of its members has a message. A port may be a member of several sets.
 *
 * <p>{@link #close} destroys the set; its members live on, and threads that receive from it get
 * {@code MACH_RCV_PORT_CHANGED}.
 */
public final class PortSet extends Right implements MessageSource {
    PortSet(Mach mach, int name) {
        super(mach, name);
    }

    /**
     * Adds a port, keeping its other memberships ({@code mach_port_insert_member}). Ownership of the right stays.
     *
     * @throws MachException {@code KERN_ALREADY_IN_SET}
     */
    public void add(ReceiveRight member) {
        member.checkHeldBy(mach());
        check(
                mach().calls().mach_port_insert_member(mach().task(), member.name(), name()),
                "mach_port_insert_member",
                member);
    }

    /**
     * Removes a port from this set only ({@code mach_port_extract_member}).
     *
     * @throws MachException {@code KERN_NOT_IN_SET}
     */
    public void remove(ReceiveRight member) {
        member.checkHeldBy(mach());
        check(
                mach().calls().mach_port_extract_member(mach().task(), member.name(), name()),
                "mach_port_extract_member",
                member);
    }

    private void check(int code, String call, ReceiveRight member) {
        if (code != KernReturn.KERN_SUCCESS) {
            throw new MachException(code, call + " of " + member + " and " + this);
        }
    }

    /** The names of the members' receive rights, in order of insertion ({@code mach_port_get_set_status}). */
    public List<Integer> members() {
        long[] array = new long[1];
        int[] count = new int[1];
        check(mach().calls().mach_port_get_set_status(mach().task(), name(), array, count), "mach_port_get_set_status");
        List<Integer> names = new ArrayList<>();
        for (int name : mach().takeArray(array[0], count[0])) {
            names.add(name);
        }
        return List.copyOf(names);
    }

    @Override
    public Message receive() {
        return mach().receive(this, null);
    }

    @Override
    public Message receive(Duration timeout) {
        return mach().receive(this, timeout);
    }

    @Override
    public @Nullable Message poll() {
        return mach().poll(this);
    }

    @Override
    String kind() {
        return "port set";
    }

    @Override
    int dispose(MachCalls calls, int task, int name) {
        return calls.mach_port_mod_refs(task, name, MachPort.MACH_PORT_RIGHT_PORT_SET, -1);
    }

    @Override
    boolean waitsForUsers() {
        return false;
    }
}
