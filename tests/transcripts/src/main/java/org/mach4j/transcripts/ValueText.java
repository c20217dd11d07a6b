// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.mach4j.abi.MachCodes;
import org.mach4j.abi.MachNames;
import org.mach4j.abi.MachPort;
import org.mach4j.abi.MsghBits;
import org.mach4j.transcripts.Value.Bytes;
import org.mach4j.transcripts.Value.Items;
import org.mach4j.transcripts.Value.Num;

/** Values as a person reads them: numbers that have C names with these, long bytes cut where that is wanted. */
public final class ValueText {
    /** Enough to recognise bytes by. */
    private static final int SHORT_BYTES = 24;

    private static final Pattern PREFIX =
            Pattern.compile("MACH_(MSG_TYPE_|MSGH_BITS_|PORT_RIGHT_|PORT_TYPE_|NOTIFY_|PORT_(?=[A-Z]))?");

    private static final Pattern PORTS = Pattern.compile("MACH_MSGH_BITS\\w*\\(([^)]*)\\)");

    /** What a number says, by the key at which it stands. */
    private static final Map<String, IntFunction<String>> NAMES = Map.of(
            "ret", code -> code == 0 ? "" : MachCodes.name(code),
            "option", option -> brief(MachNames.OPTIONS.text(option)),
            "bits", bits -> brief(PORTS.matcher(MsghBits.text(bits)).replaceAll("$1")),
            "disp", disposition -> brief(MachNames.DISPOSITIONS.text(disposition)),
            "polytype", disposition -> brief(MachNames.RECEIVED_DISPOSITIONS.text(disposition)),
            "right", right -> brief(MachNames.RIGHTS.text(right)),
            "flavor", flavor -> brief(MachNames.FLAVORS.text(flavor)),
            "msgid", id -> brief(MachNames.NOTIFICATIONS.text(id)),
            // The types of descriptors and trailers stand at the same key, but are small.
            "type", type -> type < MachPort.MACH_PORT_TYPE_SEND ? "" : brief(MachNames.TYPES.text(type)));

    private ValueText() {}

    /** A value at a key, whole. */
    public static String whole(String key, Value value) {
        return text(key, value, Integer.MAX_VALUE);
    }

    /** A value at a key, with long bytes cut. */
    public static String brief(String key, Value value) {
        return text(key, value, SHORT_BYTES);
    }

    /** Fields as {@code key=value key=value}, with long bytes cut. */
    public static String brief(Fields fields) {
        return text(fields, SHORT_BYTES);
    }

    private static String text(Fields fields, int longest) {
        return fields.entries().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + text(entry.getKey(), entry.getValue(), longest))
                .collect(Collectors.joining(" "));
    }

    private static String text(String key, Value value, int longest) {
        if (value instanceof Fields fields) {
            return "{" + text(fields, longest) + "}";
        } else if (value instanceof Items items) {
            return items.values().stream()
                    .map(item -> text(key, item, longest))
                    .collect(Collectors.joining(" ", "[", "]"));
        } else if (value instanceof Bytes bytes) {
            return bytes(bytes, longest);
        } else if (value instanceof Num num) {
            return number(key, num);
        }
        return value.toString();
    }

    private static String bytes(Bytes bytes, int longest) {
        if (bytes.size() == 0) {
            return "\"\"";
        }
        String hex = bytes.toString();
        return bytes.size() <= longest ? hex : hex.substring(0, 2 * longest) + "...(" + bytes.size() + " bytes)";
    }

    private static String number(String key, Num num) {
        IntFunction<String> names = NAMES.get(key);
        if (names == null) {
            return num.toString();
        }
        int word = (int) num.bits();
        String name = names.apply(word);
        String number = word >= 0 && word < 256 ? num.toString() : "0x" + Integer.toHexString(word);
        return name.isEmpty() || name.equals(number) || name.equals(num.toString())
                ? number
                : number + "(" + name + ")";
    }

    private static String brief(String names) {
        return PREFIX.matcher(names).replaceAll("").replace(", ", ",");
    }
}
