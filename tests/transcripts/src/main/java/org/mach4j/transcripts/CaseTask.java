// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.mach4j.abi.MachVm;
import org.mach4j.spi.MachCalls;
import org.mach4j.spi.MachTask;
import org.mach4j.transcripts.Value.AddressLabel;
import org.mach4j.transcripts.Value.Num;
import org.mach4j.transcripts.Value.PortLabel;

/** A task of a running case: its calls, its memory, its labels, and how others see it. */
final class CaseTask {
    private static final int TASK_SECURITY_TOKEN = 13;
    private static final int TASK_AUDIT_TOKEN = 15;

    private final String label;
    private final MachTask task;
    private final CaseMemory memory;
    private final PortLabels ports;
    private final Regions regions = new Regions();
    private final Set<Integer> foreign = ConcurrentHashMap.newKeySet();
    private final int @Nullable [] securityToken;
    private final int @Nullable [] auditToken;

    /**
     * @param checked see {@link CaseMemory}
     * @param fresh whether the task has just been made, and so has no names but its own
     */
    CaseTask(String label, MachTask task, boolean checked, boolean fresh) {
        this.label = label;
        this.task = task;
        this.memory = new CaseMemory(task, checked);
        this.ports = new PortLabels(self());
        this.securityToken = token(TASK_SECURITY_TOKEN, 2);
        this.auditToken = token(TASK_AUDIT_TOKEN, 8);
        if (!fresh) {
            NameLists.names(this).list().forEach(nameAndType -> foreign.add(nameAndType[0]));
        }
    }

    String label() {
        return label;
    }

    MachTask task() {
        return task;
    }

    MachCalls calls() {
        return task.calls();
    }

    CaseMemory memory() {
        return memory;
    }

    PortLabels ports() {
        return ports;
    }

    Regions regions() {
        return regions;
    }

    /** The name of the task's own port, which the calls take as their target. */
    int self() {
        return calls().mach_task_self();
    }

    /** Whether a name was there before the case and none of its outputs had it: then the case knows nothing of it. */
    boolean isForeign(int name) {
        return foreign.contains(name) && !ports.knows(name);
    }

    /** Whether a name was there before the case, or is the process's for another reason. */
    boolean wasThere(int name) {
        return foreign.contains(name);
    }

    /** Notes a name that has come during the case and is none of it: a thread's own. */
    void setAside(int name) {
        foreign.add(name);
    }

    int @Nullable [] securityToken() {
        return securityToken;
    }

    int @Nullable [] auditToken() {
        return auditToken;
    }

    /**
     * Fresh memory that begins with the given bytes, under the next label; address 0 and no label where the task can allocate none,
     * for example because it gave up the right to its own port.
     */
    long array(byte[] content) {
        long[] address = new long[1];
        if (calls().vm_allocate(self(), address, content.length, MachVm.VM_FLAGS_ANYWHERE) != 0) {
            return 0;
        }
        memory.write(address[0], content);
        regions.fresh(address[0], memory.wholePages(content.length));
        return address[0];
    }

    private int @Nullable [] token(int flavor, int words) {
        int[] token = new int[words];
        int[] count = {words};
        try {
            return calls().task_info(self(), flavor, token, count) == 0 ? token : null;
        } catch (UnsupportedOperationException e) {
            return null; // then tokens are shown as numbers
        }
    }

    /** What a step's inputs mean in a task; notes the labels that are bound to nothing. */
    final class Inputs {
        private final Fields in;
        private final Set<String> unbound;

        Inputs(Fields in, Set<String> unbound) {
            this.in = in;
            this.unbound = unbound;
        }

        Inputs of(Fields other) {
            return new Inputs(other, unbound);
        }

        Fields fields() {
            return in;
        }

        int word(String key) {
            return in.word(key);
        }

        long number(String key) {
            return in.number(key, 0);
        }

        /** The name at a key; 0 where there is none, or an unbound label. */
        int port(String key) {
            Value value = in.get(key);
            return value == null ? 0 : port(value);
        }

        int port(Value value) {
            if (value instanceof PortLabel portLabel) {
                Integer name = ports.name(portLabel);
                if (name == null) {
                    unbound.add(portLabel.label());
                    return 0;
                }
                return name;
            }
            return (int) ((Num) value).bits();
        }

        /** The address at a key; 0 where there is none, or an unbound label. */
        long address(String key) {
            Value value = in.get(key);
            if (value instanceof AddressLabel addressLabel) {
                Long address = regions.address(addressLabel);
                if (address == null) {
                    unbound.add("@" + addressLabel.region());
                    return 0;
                }
                return address;
            }
            return in.number(key, 0);
        }
    }
}
