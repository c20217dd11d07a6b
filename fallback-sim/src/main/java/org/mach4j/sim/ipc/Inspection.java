// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_DEAD_NAME;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mach4j.sim.vm.MemoryCopy;

/**
 * What the kernel's objects look like at a moment. Each method looks at one object under its own lock, so that what it
 * returns fits together; two objects are looked at one after the other.
 */
public final class Inspection {
    private Inspection() {}

    /**
     * A name in a space.
     *
     * @param type the {@code MACH_PORT_TYPE_*} bits, requests included
     * @param references as {@code mach_port_get_refs} tells for a send right or dead name
     * @param port the port, null for a set or dead name
     * @param set the set, null for anything else
     * @param notifyPort where a dead-name or send-possible request will be answered, or null
     */
    public record Name(
            int name,
            int type,
            int references,
            @Nullable Port port,
            @Nullable PortSet set,
            @Nullable Port notifyPort) {}

    /**
     * A right on its way.
     *
     * @param disposition the received form
     */
    public record Carried(Port port, int disposition) {}

    /**
     * A queued message.
     *
     * @param process who sent it, 0 for the kernel
     * @param rights its destination, its reply port and what its body carries, as far as they are ports
     * @param memory bytes of out-of-line memory
     */
    public record Queued(int id, int size, int process, List<Carried> rights, long memory) {}

    /** A live port. */
    public record PortState(
            @Nullable KernelObject object,
            @Nullable IpcTask receiver,
            int receiverName,
            @Nullable Port destination,
            int sendRights,
            int sendOnceRights,
            int makeSendCount,
            int sequenceNumber,
            int limit,
            int messageCount,
            int importance,
            int statusFlags,
            long context,
            @Nullable Port noSenders,
            @Nullable Port portDestroyed,
            List<Queued> queue,
            List<String> receivers,
            List<String> senders) {}

    /** A live port set: its members in joining order. */
    public record SetState(List<Port> members, List<String> receivers) {}

    /** The names in use, in the order of the table; none of a space that ended. */
    public static List<Name> names(Space space) {
        List<Name> names = new ArrayList<>();
        space.lock.lock();
        try {
            for (int i = 1; space.active && i < space.tableSize(); i++) {
                Entry entry = space.inUseAt(i);
                if (entry != null) {
                    names.add(name(space, entry));
                }
            }
        } finally {
            space.lock.unlock();
        }
        return names;
    }

    /** A stale entry shows as a dead name, and is not converted. */
    private static Name name(Space space, Entry entry) {
        Port port = entry.port;
        if (port == null) {
            return new Name(entry.name(), entry.type, entry.references, null, entry.set, null);
        }
        port.lock.lock();
        try {
            if (!port.active) {
                return new Name(entry.name(), MACH_PORT_TYPE_DEAD_NAME, entry.references, null, null, null);
            }
            Port notify = entry.request == 0 ? null : port.requestTable().slot(entry.request).notify;
            return new Name(entry.name(), Rights.typeWord(space, entry, false), entry.references, port, null, notify);
        } finally {
            port.lock.unlock();
        }
    }

    /** The state of a port, null where it is dead. */
    public static @Nullable PortState state(Port port) {
        port.lock.lock();
        try {
            if (!port.active) {
                return null;
            }
            List<Queued> messages = new ArrayList<>();
            for (Message message : port.queue.messages()) {
                messages.add(queued(message));
            }
            List<String> receivers = new ArrayList<>();
            List<String> senders = new ArrayList<>();
            port.queue.waiting(receivers, senders);
            Space receiver = port.receiver;
            return new PortState(
                    port.kernelObject,
                    receiver == null ? null : receiver.task,
                    port.receiverName,
                    port.destination,
                    port.sendRights,
                    port.sendOnceRights,
                    port.makeSendCount,
                    port.queue.sequenceNumber,
                    port.queue.limit,
                    port.queue.count,
                    port.importance,
                    port.statusFlags(),
                    port.context,
                    port.noSenders,
                    port.portDestroyed,
                    List.copyOf(messages),
                    List.copyOf(receivers),
                    List.copyOf(senders));
        } finally {
            port.lock.unlock();
        }
    }

    /** A message in a queue belongs to the queue, so that the port's lock, which the caller holds, guards it. */
    private static Queued queued(Message message) {
        List<Carried> rights = new ArrayList<>();
        carry(rights, message.remote, message.remoteType());
        carry(rights, message.local, message.localType());
        long memory = 0;
        for (int i = 0; i < message.descriptorCount; i++) {
            Descriptor descriptor = message.descriptor(i);
            if (descriptor instanceof Descriptor.Right right) {
                carry(rights, right.port(), right.disposition());
            } else if (descriptor instanceof Descriptor.Rights array) {
                for (Port port : array.ports()) {
                    carry(rights, port, array.disposition());
                }
            } else if (descriptor instanceof Descriptor.Memory part) {
                MemoryCopy copy = part.copy();
                memory += copy == null ? 0 : copy.size();
            }
        }
        return new Queued(message.id, message.size, message.tokens.process(), List.copyOf(rights), memory);
    }

    private static void carry(List<Carried> rights, @Nullable Port port, int disposition) {
        if (port != null && port != Port.DEAD) {
            rights.add(new Carried(port, disposition));
        }
    }

    /** The state of a set, null where it was destroyed. */
    public static @Nullable SetState state(PortSet set) {
        set.lock.lock();
        try {
            if (!set.active) {
                return null;
            }
            List<Port> members = new ArrayList<>();
            for (SetLink link = set.firstMember(); link != null; link = link.memberNext) {
                members.add(link.port);
            }
            List<String> receivers = new ArrayList<>();
            for (WaitElement e = set.waiters.first; e != null; e = e.waitNext) {
                if (e instanceof IpcThread thread) {
                    receivers.add(thread.javaThread().getName());
                }
            }
            return new SetState(List.copyOf(members), List.copyOf(receivers));
        } finally {
            set.lock.unlock();
        }
    }
}
