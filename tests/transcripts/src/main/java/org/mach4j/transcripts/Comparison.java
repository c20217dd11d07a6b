// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mach4j.abi.MachMessage;
import org.mach4j.abi.MachNotify;
import org.mach4j.abi.MsghBits;
import org.mach4j.transcripts.Value.Bytes;
import org.mach4j.transcripts.Value.Items;
import org.mach4j.transcripts.Value.Num;
import org.mach4j.transcripts.Value.PortLabel;
import org.mach4j.transcripts.Value.Text;

/**
 * Compares a case's answers with those of another kernel, step by step in the program's order.
 *
 * <p>Names are compared by their labels. A number that stands for a name where the format cannot label it, in the body of
 * a kernel notification, is compared by the label that it has; exactly where {@link Names#EXACT} is asked for,
 * and so is {@code raw} then.
 */
public final class Comparison implements Check {
    /** How the numbers of port names count. */
    public enum Names {
        /** By label: two kernels may number names differently. */
        BY_LABEL,
        /** The numbers themselves count as well. */
        EXACT
    }

    /** The notifications whose body carries a name (spec 00 §12). */
    private static final Set<Long> NAMING_NOTIFICATIONS =
            Set.of((long) MachNotify.MACH_NOTIFY_PORT_DELETED, (long) MachNotify.MACH_NOTIFY_DEAD_NAME, (long)
                    MachNotify.MACH_NOTIFY_SEND_POSSIBLE);

    /** An NDR record, then the name (spec 00 §12). */
    private static final int NAME_OFFSET = 8;

    private static final String NDR = "0000000001000000";

    private static final int NOTIFICATION_BODY = 12;

    /** The header of every notification: a send-once right moved to the receiver, and no reply port. */
    private static final long NOTIFICATION_BITS = MsghBits.of(0, MachMessage.MACH_MSG_TYPE_PORT_SEND_ONCE);

    private final Names names;
    private final Case program;
    private final Map<String, Numbers> numbers = new HashMap<>();

    /** The calls on threads, for their joins. */
    private final Map<String, Step> started = new HashMap<>();

    /** The names that two kernels gave in one task, as far as answers tell them. */
    private static final class Numbers {
        final Map<Long, PortLabel> recorded = new HashMap<>();
        final Map<Long, PortLabel> answered = new HashMap<>();
        final Map<Long, Long> paired = new HashMap<>();
    }

    /** Starts to compare a case. */
    public Comparison(Names names, Case program) {
        this.names = names;
        this.program = program;
    }

    /** In what the answer to the next step differs from the recorded one; empty where it does not. */
    @Override
    public List<Mismatch> compare(Step step, Fields answered) {
        Fields recorded = step.out();
        if (recorded == null) {
            throw new IllegalArgumentException(program.name() + " has no recorded answers");
        }
        if (step.thread() != null) {
            started.put(step.thread(), step);
        }
        if (names == Names.EXACT && recorded.equals(answered)) {
            return List.of(); // most are; and nothing has to be learned of numbers that are compared themselves
        }
        List<Mismatch> mismatches = new ArrayList<>();
        Numbers known = numbers.computeIfAbsent(program.taskOf(step), task -> new Numbers());
        learn(known.recorded, recorded);
        learn(known.answered, answered);
        compare("", asIfTold(step, answered, recorded), asIfTold(step, recorded, answered), known, mismatches);
        return mismatches;
    }

    /**
     * The answer, but a buffer that is the same in one answer and described in the other is described in both. The two differ in
     * nothing but the padding of port descriptors where the descriptions are equal: the recorded kernel leaves bytes of its own
     * form there, others zero (spec 00 §3), and descriptions leave padding out.
     */
    private Fields asIfTold(Step step, Fields other, Fields answer) {
        Step call = started.getOrDefault(step.op() == Op.JOIN ? step.in().text("of") : "", step);
        Fields message = call.in().fields("msg");
        if (message == null || !(answer.get("buf") instanceof Text) || !(other.get("buf") instanceof Fields)) {
            return answer;
        }
        Fields untouched = untouched(message);
        return untouched == null ? answer : answer.with("buf", untouched);
    }

    /** A buffer with a message as it was placed, in the words of an answer; null where it holds more than port descriptors. */
    private static @Nullable Fields untouched(Fields message) {
        List<Value> descriptors = new ArrayList<>();
        for (Value descriptor : message.items("descs")) {
            Fields fields = (Fields) descriptor;
            if (!fields.text("t").equals("port") || fields.number("type", 0) != 0) {
                return null;
            }
            descriptors.add(fields.without("type"));
        }
        if (descriptors.isEmpty() || message.number("desc_count", descriptors.size()) != descriptors.size()) {
            return null;
        }
        Value none = Num.of(0);
        return Fields.builder()
                .put("bits", message.getOrDefault("bits", none))
                .put("size", message.getOrDefault("size", Num.of(MessageWriter.size(message))))
                .put("remote", message.getOrDefault("remote", none))
                .put("local", message.getOrDefault("local", none))
                .put("reserved", message.getOrDefault("reserved", none))
                .put("id", message.getOrDefault("id", none))
                .put("descs", descriptors)
                .put("data", message.bytes("data"))
                .build();
    }

    private static void learn(Map<Long, PortLabel> labels, Fields out) {
        if (out.has("raw") && out.get("name") instanceof PortLabel label) {
            labels.put(out.number("raw", 0), label);
        }
    }

    private void compare(
            String path, @Nullable Value recorded, @Nullable Value answered, Numbers known, List<Mismatch> mismatches) {
        if (recorded instanceof Fields left && answered instanceof Fields right) {
            Set<String> keys = new LinkedHashSet<>(left.entries().keySet());
            keys.addAll(right.entries().keySet());
            boolean byLabel = names == Names.BY_LABEL && isNaming(left) && isNaming(right);
            for (String key : keys) {
                String at = path.isEmpty() ? key : path + "." + key;
                if (names == Names.BY_LABEL && key.equals("raw")) {
                    continue;
                } else if (byLabel && key.equals("data")) {
                    if (!sameName(name(left), name(right), known)) {
                        mismatches.add(new Mismatch(at, left.get(key), right.get(key)));
                    }
                } else {
                    compare(at, left.get(key), right.get(key), known, mismatches);
                }
            }
        } else if (recorded instanceof Items left && answered instanceof Items right) {
            if (left.equals(right)) {
                return;
            }
            for (int i = 0; i < Math.max(left.values().size(), right.values().size()); i++) {
                compare(path + "[" + i + "]", at(left, i), at(right, i), known, mismatches);
            }
        } else if (recorded == null || !recorded.equals(answered)) {
            mismatches.add(new Mismatch(path, recorded, answered));
        }
    }

    private static @Nullable Value at(Items items, int index) {
        return index < items.values().size() ? items.values().get(index) : null;
    }

    /** Whether a buffer holds a notification that carries a name. */
    private static boolean isNaming(Fields buffer) {
        return buffer.get("id") instanceof Num id
                && NAMING_NOTIFICATIONS.contains(id.bits())
                && buffer.number("bits", 0) == NOTIFICATION_BITS
                && buffer.get("data") instanceof Bytes data
                && data.size() == NOTIFICATION_BODY
                && data.toString().startsWith(NDR);
    }

    private static long name(Fields buffer) {
        ByteBuffer data = ByteBuffer.wrap(buffer.bytes("data").toArray()).order(ByteOrder.LITTLE_ENDIAN);
        return Integer.toUnsignedLong(data.getInt(NAME_OFFSET));
    }

    /** By label where both numbers have one; where neither has, one number must go with one number always. */
    private static boolean sameName(long recorded, long answered, Numbers known) {
        PortLabel left = known.recorded.get(recorded);
        PortLabel right = known.answered.get(answered);
        if (left != null || right != null) {
            return left != null && left.equals(right);
        }
        Long pair = known.paired.putIfAbsent(recorded, answered);
        return pair == null || pair == answered;
    }
}
