// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.shrink;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.mach4j.abi.MachMessage;
import org.mach4j.transcripts.Fields;
import org.mach4j.transcripts.Step;
import org.mach4j.transcripts.Value;
import org.mach4j.transcripts.Value.Bytes;
import org.mach4j.transcripts.Value.Items;
import org.mach4j.transcripts.Value.Num;
import org.mach4j.transcripts.Value.PortLabel;

/** Simpler inputs of a step: without what need not be there, with smaller numbers, shorter lists, fewer bits, older names. */
final class Simpler {
    /** What decides whether a call waits. A call that waited would never come back to the program. */
    private static final int KEPT_OPTIONS = MachMessage.MACH_SEND_MSG
            | MachMessage.MACH_RCV_MSG
            | MachMessage.MACH_SEND_TIMEOUT
            | MachMessage.MACH_RCV_TIMEOUT;

    private static final Set<String> BIT_SETS = Set.of("bits", "option", "flags", "type");
    private static final Set<String> OPTIONAL_IN_DESCRIPTOR = Set.of("type", "count");

    private Simpler() {}

    /** Simpler steps, the simplest first as a rule; most will not show what the step showed. */
    static List<Step> than(Step step) {
        List<Fields> inputs = new ArrayList<>();
        Fields in = step.in();
        for (String key : in.entries().keySet()) {
            if (!step.op().inputs().required().contains(key) && !key.equals("timeout")) {
                inputs.add(in.without(key));
            }
        }
        Fields message = in.fields("msg");
        if (message != null && message.has("local")) {
            int bits = message.word("bits") & ~MachMessage.MACH_MSGH_BITS_LOCAL_MASK;
            inputs.add(in.with("msg", message.without("local").with("bits", Num.ofU32(bits))));
        }
        if (message != null && message.has("descs")) {
            int bits = message.word("bits") & ~MachMessage.MACH_MSGH_BITS_COMPLEX;
            inputs.add(in.with("msg", message.without("descs").with("bits", Num.ofU32(bits))));
        }
        inputs.addAll(thanEach(in));
        return inputs.stream()
                .map(simpler -> new Step(step.op(), step.task(), step.thread(), simpler, null))
                .toList();
    }

    /** The fields with one value simpler. */
    private static List<Fields> thanEach(Fields fields) {
        List<Fields> simpler = new ArrayList<>();
        fields.entries()
                .forEach((key, value) -> than(key, value).forEach(other -> simpler.add(fields.with(key, other))));
        return simpler;
    }

    private static List<? extends Value> than(String key, Value value) {
        if (value instanceof Num num) {
            return than(key, num);
        } else if (value instanceof PortLabel label) {
            return than(label);
        } else if (value instanceof Bytes bytes) {
            return than(bytes);
        } else if (value instanceof Items items) {
            return than(items);
        } else if (value instanceof Fields fields) {
            return than(key, fields);
        }
        return List.of();
    }

    private static List<Value> than(String key, Num num) {
        List<Value> simpler = new ArrayList<>();
        if (BIT_SETS.contains(key)) {
            for (int bit = 31; bit >= 0; bit--) {
                long cleared = num.bits() & ~(1L << bit);
                if (cleared != num.bits() && !(key.equals("option") && (KEPT_OPTIONS & (1 << bit)) != 0)) {
                    simpler.add(Num.of(cleared));
                }
            }
        } else if (num.bits() != 0) {
            simpler.add(Num.of(0));
            if (num.bits() != 1) {
                simpler.add(Num.of(1));
            }
        }
        // A right that is made needs no step before.
        long made = key.equals("bits") ? (num.bits() & ~0xffL) | MachMessage.MACH_MSG_TYPE_MAKE_SEND : num.bits();
        made = key.equals("disp") ? MachMessage.MACH_MSG_TYPE_MAKE_SEND : made;
        if (made != num.bits()) {
            simpler.add(Num.of(made));
        }
        return simpler;
    }

    private static List<Value> than(PortLabel label) {
        List<Value> simpler = new ArrayList<>();
        int index = label.equals(PortLabel.SELF)
                ? 0
                : Integer.parseInt(label.label().substring(1));
        for (int older = 1; older < Math.min(index, 4); older++) {
            simpler.add(PortLabel.of(older));
        }
        if (index > 0) {
            simpler.add(Num.of(0));
        }
        return simpler;
    }

    private static List<Value> than(Bytes bytes) {
        if (bytes.size() == 0) {
            return List.of();
        }
        List<Value> simpler = new ArrayList<>();
        simpler.add(Bytes.NONE);
        int half = bytes.size() / 2 & ~3;
        if (half > 0) {
            simpler.add(Bytes.of(java.util.Arrays.copyOf(bytes.toArray(), half)));
        }
        Bytes zero = Bytes.of(new byte[bytes.size()]);
        if (!zero.equals(bytes)) {
            simpler.add(zero);
        }
        return simpler;
    }

    private static List<Value> than(Items items) {
        List<Value> simpler = new ArrayList<>();
        for (int i = 0; i < items.values().size(); i++) {
            List<Value> fewer = new ArrayList<>(items.values());
            fewer.remove(i);
            simpler.add(new Items(fewer));
        }
        for (int i = 0; i < items.values().size(); i++) {
            for (Value other : than("", items.values().get(i))) {
                List<Value> changed = new ArrayList<>(items.values());
                changed.set(i, other);
                simpler.add(new Items(changed));
            }
        }
        return simpler;
    }

    /** A message may lack any key, a descriptor few. */
    private static List<Fields> than(String key, Fields fields) {
        List<Fields> simpler = new ArrayList<>();
        boolean message = key.equals("msg") || key.equals("rcv_msg");
        for (String inner : fields.entries().keySet()) {
            if (message || OPTIONAL_IN_DESCRIPTOR.contains(inner)) {
                simpler.add(fields.without(inner));
            }
        }
        simpler.addAll(thanEach(fields));
        return simpler;
    }
}
