// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mach4j.transcripts.Fields;
import org.mach4j.transcripts.Value;
import org.mach4j.transcripts.Value.Items;
import org.mach4j.transcripts.Value.Num;
import org.mach4j.transcripts.Value.PortLabel;

/**
 * Answers without what only one of the two kernels has: the order of names in listings, trailers but for the sequence number,
 * the copy options of received memory and where it lies in its first page, the number of sets and the flags in a port's status.
 */
final class Normal {
    private static final int STATUS_SETS = 0;
    private static final int STATUS_FLAGS = 9;
    private static final int STATUS_WORDS = 10;

    private Normal() {}

    static Fields form(Fields out) {
        return (Fields) form("", out);
    }

    private static Value form(String key, Value value) {
        if (value instanceof Fields fields) {
            Fields.Builder builder = Fields.builder();
            for (Map.Entry<String, Value> entry : fields.entries().entrySet()) {
                if (counts(key, entry.getKey(), fields)) {
                    builder.put(entry.getKey(), form(entry.getKey(), entry.getValue()));
                }
            }
            return builder.build();
        }
        if (value instanceof Items items) {
            List<Value> values = new ArrayList<>();
            items.values().forEach(item -> values.add(form(key + "[]", item)));
            if (key.equals("names") || key.equals("members")) {
                values.sort(Comparator.comparingInt(Normal::label));
            }
            if ((key.equals("status") || key.equals("info")) && values.size() == STATUS_WORDS) {
                values.set(STATUS_SETS, isZero(values.get(STATUS_SETS)) ? Num.of(0) : Num.of(1));
                values.set(STATUS_FLAGS, Num.of(0));
            }
            return new Items(values);
        }
        return value;
    }

    private static boolean counts(String in, String key, Fields fields) {
        return switch (in) {
            case "trailer" -> key.equals("seqno");
            case "descs[]" ->
                !(fields.get("t") instanceof Value.Text t
                        && !t.text().equals("port")
                        && (key.equals("dealloc") || key.equals("copy") || key.equals("offset") || key.equals("type")));
            default -> !key.equals("raw");
        };
    }

    private static boolean isZero(Value value) {
        return value instanceof Num num && num.bits() == 0;
    }

    /** The label's number of a name, of the first of a pair, or of a dump's entry. */
    private static int label(@Nullable Value value) {
        if (value instanceof Items pair) {
            return label(pair.values().get(0));
        }
        if (value instanceof Fields entry) {
            return label(entry.get("name"));
        }
        if (value instanceof PortLabel name) {
            return name.equals(PortLabel.SELF)
                    ? 0
                    : Integer.parseInt(name.label().substring(1));
        }
        return Integer.MAX_VALUE;
    }
}
