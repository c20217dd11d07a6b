// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mach4j.sim.ipc.Inspection;
import org.mach4j.sim.ipc.IpcTask;
import org.mach4j.sim.ipc.Port;
import org.mach4j.sim.ipc.PortSet;
import org.mach4j.sim.kern.KernelTask;

/** Takes a {@link Snapshot}: from the tasks to all ports and sets that can be reached, numbered as they are met. */
final class SnapshotTaker {
    private final Map<Object, Integer> numbers = new IdentityHashMap<>();
    private final Deque<Port> newPorts = new ArrayDeque<>();
    private final Deque<PortSet> newSets = new ArrayDeque<>();
    private final List<Snapshot.Port> ports = new ArrayList<>();
    private final List<Snapshot.PortSet> sets = new ArrayList<>();

    Snapshot take(List<KernelTask> kernelTasks) {
        List<Snapshot.Task> tasks = new ArrayList<>();
        for (KernelTask task : kernelTasks) {
            tasks.add(task(task));
        }
        while (!newPorts.isEmpty() || !newSets.isEmpty()) {
            PortSet set = newSets.poll();
            if (set != null) {
                set(set);
            }
            Port port = newPorts.poll();
            if (port != null) {
                port(port);
            }
        }
        return new Snapshot(tasks, ports, sets);
    }

    private int number(@Nullable Port port) {
        // The null comes first: a dead-name's object, an unset request.
        if (port == null || port == Port.DEAD) {
            return 0;
        }
        Integer known = numbers.get(port);
        if (known == null) {
            known = numbers.size() + 1;
            numbers.put(port, known);
            newPorts.add(port);
        }
        return known;
    }

    private int number(PortSet set) {
        Integer known = numbers.get(set);
        if (known == null) {
            known = numbers.size() + 1;
            numbers.put(set, known);
            newSets.add(set);
        }
        return known;
    }

    private Snapshot.Task task(KernelTask task) {
        List<Snapshot.Right> rights = new ArrayList<>();
        for (Inspection.Name name : Inspection.names(task.ipc().space())) {
            PortSet set = name.set();
            rights.add(new Snapshot.Right(
                    name.name(),
                    name.type(),
                    Math.max(1, name.references()),
                    set != null ? number(set) : number(name.port()),
                    number(name.notifyPort())));
        }
        List<Snapshot.Held> held = new ArrayList<>();
        for (KernelTask.Held right : task.held()) {
            held.add(new Snapshot.Held(right.as(), number(right.port())));
        }
        return new Snapshot.Task(task.ipc().tokens().process(), task.label(), rights, held);
    }

    private void port(Port port) {
        Inspection.PortState state = Inspection.state(port);
        if (state == null) {
            return;
        }
        List<Snapshot.Message> queue = new ArrayList<>();
        for (Inspection.Queued message : state.queue()) {
            List<Snapshot.Carried> rights = new ArrayList<>();
            for (Inspection.Carried right : message.rights()) {
                rights.add(new Snapshot.Carried(number(right.port()), right.disposition()));
            }
            queue.add(new Snapshot.Message(message.id(), message.size(), message.process(), rights, message.memory()));
        }
        IpcTask receiver = state.receiver();
        ports.add(new Snapshot.Port(
                number(port),
                Optional.ofNullable(state.object()).map(Object::toString),
                receiver == null ? 0 : receiver.tokens().process(),
                state.receiverName(),
                number(state.destination()),
                state.sendRights(),
                state.sendOnceRights(),
                state.makeSendCount(),
                state.sequenceNumber(),
                state.limit(),
                state.messageCount(),
                state.importance(),
                state.statusFlags(),
                state.context(),
                number(state.noSenders()),
                number(state.portDestroyed()),
                queue,
                state.receivers(),
                state.senders()));
    }

    private void set(PortSet set) {
        Inspection.SetState state = Inspection.state(set);
        if (state == null) {
            return;
        }
        List<Integer> members = new ArrayList<>();
        for (Port member : state.members()) {
            members.add(number(member));
        }
        sets.add(new Snapshot.PortSet(number(set), members, state.receivers()));
    }
}
