// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names of a kind whose values each mean one thing. */
final class ValueNames implements CNames {
    private final String kind;
    private final Map<Integer, String> names;
    private final Map<String, Integer> values;

    private ValueNames(String kind, Map<Integer, String> names, Map<String, Integer> values) {
        this.kind = kind;
        this.names = Map.copyOf(names);
        this.values = Map.copyOf(values);
    }

    static Builder of(String kind) {
        return new Builder(kind);
    }

    @Override
    public String text(int value) {
        String name = names.get(value);
        return name != null ? name : Numbers.text(value);
    }

    @Override
    public int parse(String text) {
        String token = text.strip();
        Integer value = valueOf(token);
        return value != null ? value : Numbers.parse(token, kind);
    }

    @Nullable String nameOf(int value) {
        return names.get(value);
    }

    @Nullable Integer valueOf(String name) {
        return values.get(name);
    }

    static final class Builder {
        private final String kind;
        private final Map<Integer, String> names = new HashMap<>();
        private final Map<String, Integer> values = new HashMap<>();

        private Builder(String kind) {
            this.kind = kind;
        }

        /** A value and the name written for it. */
        Builder value(int value, String name) {
            if (names.put(value, name) != null) {
                throw new IllegalStateException(kind + " " + value + " has two names");
            }
            return alias(value, name);
        }

        /** A further name, which is read and never written. */
        Builder alias(int value, String name) {
            if (values.put(name, value) != null) {
                throw new IllegalStateException(kind + " " + name + " has two values");
            }
            return this;
        }

        ValueNames build() {
            return new ValueNames(kind, names, values);
        }
    }
}
