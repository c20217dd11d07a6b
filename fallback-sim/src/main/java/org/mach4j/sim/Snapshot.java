// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim;

import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_DEAD_NAME;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_PORT_SET;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_RECEIVE;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_SEND;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_SEND_ONCE;

import java.util.List;
import java.util.Optional;

/**
 * Who holds what right to which port: the tasks, ports and port sets of a kernel at about one moment. Immutable.
 *
 * <p>Objects are looked at one after the other, each under its own lock. While no call is under way everything fits
 * together; else each task, port and set is right in itself, and a right that moved meanwhile may show twice or not at
 * all. Rights in the hands of a call that is under way are not shown. Looking changes nothing: dead names that no
 * program has noticed yet stay unnoticed.
 *
 * <p>Numbers of ports and sets hold within one snapshot only.
 *
 * @param tasks the tasks that have not ended, oldest first
 * @param ports every live port that is reachable from the tasks, by number
 * @param sets their port sets, by number
 */
public record Snapshot(List<Task> tasks, List<Port> ports, List<PortSet> sets) {
    /** Copies the lists. */
    public Snapshot {
        tasks = List.copyOf(tasks);
        ports = List.copyOf(ports);
        sets = List.copyOf(sets);
    }

    /**
     * A task.
     *
     * @param rights what its names denote, in the order of its table
     * @param held the send rights that the kernel holds for it
     */
    public record Task(int processId, String label, List<Right> rights, List<Held> held) {
        /** Copies the lists. */
        public Task {
            rights = List.copyOf(rights);
            held = List.copyOf(held);
        }
    }

    /**
     * What a name denotes.
     *
     * @param type the {@code MACH_PORT_TYPE_*} bits, those of a request included
     * @param references user references of a send right or dead name, else 1
     * @param object the number of the port or set, 0 for a dead name
     * @param notifyPort the number of the port at which a dead-name or send-possible request will be answered, 0 for none
     */
    public record Right(int name, int type, int references, int object, int notifyPort) {
        /** Whether the right is, or comprises, one of these {@code MACH_PORT_TYPE_*}. */
        public boolean is(int types) {
            return (type & types) != 0;
        }
    }

    /**
     * A send right that the kernel holds for a task.
     *
     * @param as {@code kernel}, {@code host}, {@code bootstrap}, {@code seatbelt}, {@code access}, {@code registered}
     *     with an index, or {@code thread} with a name
     * @param port its number
     */
    public record Held(String as, int port) {}

    /**
     * A port.
     *
     * @param number from 1, within the snapshot
     * @param kernelObject what it stands for, where the kernel owns it
     * @param receiver the process id of the task that holds the receive right, 0 where none does
     * @param name the receiver's name for it, 0 where there is no receiver
     * @param destination the number of the port towards which its receive right is under way, 0 where it is not
     * @param sendRights send rights, wherever they are
     * @param sendOnceRights send-once rights, wherever they are
     * @param limit the queue limit
     * @param messageCount as {@code mach_port_get_attributes} reports it: messages queued, and places granted
     * @param importance messages that carry importance (spec 05 §14)
     * @param statusFlags the {@code MACH_PORT_STATUS_FLAG_*} bits
     * @param context context or guard
     * @param noSenders the number of the port at which a no-senders request will be answered, 0 for none
     * @param portDestroyed likewise for a port-destroyed request
     * @param queue the queued messages, oldest first
     * @param receivers names of the threads that wait to receive on the port itself, first come first
     * @param senders names of the threads that wait to send
     */
    public record Port(
            int number,
            Optional<String> kernelObject,
            int receiver,
            int name,
            int destination,
            int sendRights,
            int sendOnceRights,
            int makeSendCount,
            int sequenceNumber,
            int limit,
            int messageCount,
            int importance,
            int statusFlags,
            long context,
            int noSenders,
            int portDestroyed,
            List<Message> queue,
            List<String> receivers,
            List<String> senders) {
        /** Copies the lists. */
        public Port {
            queue = List.copyOf(queue);
            receivers = List.copyOf(receivers);
            senders = List.copyOf(senders);
        }
    }

    /**
     * A queued message.
     *
     * @param id {@code msgh_id}
     * @param size bytes as the receiver will see them, without trailer
     * @param sender the process id of its sender, 0 for the kernel
     * @param rights its destination, its reply right and the rights of its body; null and dead ones are left out
     * @param memory bytes of out-of-line memory
     */
    public record Message(int id, int size, int sender, List<Carried> rights, long memory) {
        /** Copies the list. */
        public Message {
            rights = List.copyOf(rights);
        }
    }

    /**
     * A right in a message.
     *
     * @param port its number
     * @param disposition {@code MACH_MSG_TYPE_PORT_RECEIVE}, {@code _SEND} or {@code _SEND_ONCE}
     */
    public record Carried(int port, int disposition) {}

    /**
     * A port set.
     *
     * @param number from 1, within the snapshot; ports and sets share one row of numbers
     * @param members numbers of ports, in joining order
     * @param receivers names of the threads that wait to receive on the set, first come first
     */
    public record PortSet(int number, List<Integer> members, List<String> receivers) {
        /** Copies the lists. */
        public PortSet {
            members = List.copyOf(members);
            receivers = List.copyOf(receivers);
        }
    }

    /** The port of a number. */
    public Optional<Port> port(int number) {
        return ports.stream().filter(p -> p.number() == number).findFirst();
    }

    /** The port set of a number. */
    public Optional<PortSet> set(int number) {
        return sets.stream().filter(s -> s.number() == number).findFirst();
    }

    /** The task of a process id. */
    public Optional<Task> task(int processId) {
        return tasks.stream().filter(t -> t.processId() == processId).findFirst();
    }

    /** How many rights of a type all tasks hold together, by {@code MACH_PORT_TYPE_*}. */
    long rights(Task task, int type) {
        return task.rights().stream().filter(r -> r.is(type)).count();
    }

    /**
     * All tasks as text, laid out as macOS's {@code lsmp -v} does: a line a right; below a receive right who holds rights
     * to it ({@code +}), what is queued and who waits; below a set its members ({@code -}).
     */
    public String toText() {
        return new SnapshotText(this).text();
    }

    /**
     * The whole as a picture in Graphviz's {@code dot} language: boxes are tasks, ellipses ports, notes messages; arrows
     * are rights, from the holder to the port.
     */
    public String toDot() {
        return new SnapshotGraph(this).text();
    }

    /** What kind of right it is, in {@code lsmp}'s words. */
    static String kind(Right right) {
        if (right.is(MACH_PORT_TYPE_PORT_SET)) {
            return "port-set";
        }
        if (right.is(MACH_PORT_TYPE_DEAD_NAME)) {
            return "dead-name";
        }
        if (right.is(MACH_PORT_TYPE_SEND_ONCE)) {
            return "send-once";
        }
        if (right.is(MACH_PORT_TYPE_RECEIVE)) {
            return right.is(MACH_PORT_TYPE_SEND) ? "recv, send" : "recv";
        }
        return "send";
    }
}
