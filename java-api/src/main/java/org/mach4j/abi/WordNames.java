// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** The names of a kind whose values are made of bits, some of which may form a field with names of its own. */
final class WordNames implements CNames {
    private static final Pattern BAR = Pattern.compile("\\|");

    private final String kind;
    private final String zero;
    private final List<Flag> flags;
    private final List<Field> fields;
    private final Map<String, Integer> values;

    private WordNames(Builder builder) {
        this.kind = builder.kind;
        this.zero = builder.zero;
        this.flags = List.copyOf(builder.flags);
        this.fields = List.copyOf(builder.fields);
        this.values = Map.copyOf(builder.values);
    }

    static Builder of(String kind, String zero) {
        return new Builder(kind, zero);
    }

    @Override
    public String text(int value) {
        if (value == 0) {
            return zero;
        }
        StringJoiner text = new StringJoiner("|");
        int rest = value;
        for (Flag flag : flags) {
            if ((value & flag.bit) != 0) {
                text.add(flag.name);
                rest &= ~flag.bit;
            }
        }
        for (Field field : fields) {
            int part = (value & field.mask) >>> field.shift();
            if (part != 0) {
                String name = field.names.nameOf(part);
                text.add(name != null ? name : field.macro + "(" + part + ")");
                rest &= ~field.mask;
            }
        }
        if (rest != 0) {
            text.add("0x" + Integer.toHexString(rest));
        }
        return text.toString();
    }

    @Override
    public int parse(String text) {
        int word = 0;
        for (String part : BAR.split(text, -1)) {
            word |= token(part.strip());
        }
        return word;
    }

    private int token(String token) {
        Integer value = values.get(token);
        if (value != null) {
            return value;
        }
        for (Field field : fields) {
            Integer part = field.names.valueOf(token);
            if (part == null && token.startsWith(field.macro + "(") && token.endsWith(")")) {
                part = field.names.parse(token.substring(field.macro.length() + 1, token.length() - 1));
            }
            if (part != null) {
                int shifted = part << field.shift();
                if ((shifted & ~field.mask) != 0 || shifted >>> field.shift() != part) {
                    throw new IllegalArgumentException(token + " does not fit into its field");
                }
                return shifted;
            }
        }
        return Numbers.parse(token, kind);
    }

    private record Flag(int bit, String name) {}

    private record Field(int mask, ValueNames names, String macro) {
        int shift() {
            return Integer.numberOfTrailingZeros(mask);
        }
    }

    static final class Builder {
        private final String kind;
        private final String zero;
        private final List<Flag> flags = new ArrayList<>();
        private final List<Field> fields = new ArrayList<>();
        private final Map<String, Integer> values = new HashMap<>();

        private Builder(String kind, String zero) {
            this.kind = kind;
            this.zero = zero;
            alias(0, zero);
        }

        /** A bit and the name written for it; written in the order given here. */
        Builder flag(int bit, String name) {
            if (Integer.bitCount(bit) != 1) {
                throw new IllegalStateException(name + " is not one bit");
            }
            flags.add(new Flag(bit, name));
            return alias(bit, name);
        }

        /** A further name of a bit or of several, which is read and never written. */
        Builder alias(int value, String name) {
            if (values.put(name, value) != null) {
                throw new IllegalStateException(kind + " " + name + " has two values");
            }
            return this;
        }

        /**
         * Bits that are one value.
         *
         * @param names of the values
         * @param macro how a value without name is written
         */
        Builder field(int mask, ValueNames names, String macro) {
            fields.add(new Field(mask, names, macro));
            return this;
        }

        WordNames build() {
            return new WordNames(this);
        }
    }
}
