// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values by key: a step's inputs, an answer, a message, a descriptor. Which keys there may be, and of which kind each
 * is, {@link Op} says. Keys keep the order in which they were put, for writing; it does not count for equality.
 */
public final class Fields implements Value {
    /** No keys. */
    public static final Fields NONE = new Fields(Map.of());

    private final Map<String, Value> entries;

    private Fields(Map<String, Value> entries) {
        this.entries = entries;
    }

    /** Starts with no keys. */
    public static Builder builder() {
        return new Builder();
    }

    /** The values by key, in order. */
    public Map<String, Value> entries() {
        return entries;
    }

    /** Whether there is a value at {@code key}. */
    public boolean has(String key) {
        return entries.containsKey(key);
    }

    /** The value at {@code key}, or null where there is none. */
    public @Nullable Value get(String key) {
        return entries.get(key);
    }

    /** The value at {@code key}, or {@code absent} where there is none. */
    public Value getOrDefault(String key, Value absent) {
        return entries.getOrDefault(key, absent);
    }

    /** The value at {@code key}, which must be there. */
    public Value require(String key) {
        Value value = entries.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no '" + key + "' in " + this);
        }
        return value;
    }

    /** The number at {@code key} as its low 64 bits, or {@code absent} where there is none. */
    public long number(String key, long absent) {
        return entries.containsKey(key) ? as(key, Num.class).bits() : absent;
    }

    /** The number at {@code key} as its low 32 bits, or 0 where there is none. */
    public int word(String key) {
        return (int) number(key, 0);
    }

    /** The flag at {@code key}, or false where there is none. */
    public boolean flag(String key) {
        return entries.containsKey(key) && as(key, Flag.class).value();
    }

    /** The word at {@code key}, which must be there. */
    public String text(String key) {
        return as(key, Text.class).text();
    }

    /** The bytes at {@code key}, or none. */
    public Bytes bytes(String key) {
        return entries.containsKey(key) ? as(key, Bytes.class) : Bytes.NONE;
    }

    /** The list at {@code key}, or an empty one. */
    public List<Value> items(String key) {
        return entries.containsKey(key) ? as(key, Items.class).values() : List.of();
    }

    /** What stands at {@code key}, or null where there is nothing. */
    public @Nullable Fields fields(String key) {
        return entries.containsKey(key) ? as(key, Fields.class) : null;
    }

    private <T extends Value> T as(String key, Class<T> type) {
        Value value = require(key);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("'" + key + "' is " + value + ", not a "
                    + type.getSimpleName().toLowerCase(Locale.ROOT) + ", in " + this);
        }
        return type.cast(value);
    }

    /** These fields, with another value at {@code key}, in its old place or at the end. */
    public Fields with(String key, Value value) {
        Builder builder = new Builder();
        builder.entries.putAll(entries);
        return builder.put(key, value).build();
    }

    /** These fields, without {@code key}. */
    public Fields without(String key) {
        Builder builder = new Builder();
        builder.entries.putAll(entries);
        builder.entries.remove(key);
        return builder.build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fields fields && entries.equals(fields.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    @Override
    public String toString() {
        return entries.toString();
    }

    /** Collects keys in order. */
    public static final class Builder {
        private Map<String, Value> entries = new LinkedHashMap<>();

        /** Whether fields have been built over the entries, which must not change then. */
        private boolean built;

        private Builder() {}

        /** Puts a value; one put before at the same key is replaced. */
        public Builder put(String key, Value value) {
            if (built) {
                entries = new LinkedHashMap<>(entries);
                built = false;
            }
            entries.put(key, value);
            return this;
        }

        /** Puts a number. */
        public Builder put(String key, long value) {
            return put(key, Num.of(value));
        }

        /** Puts a word. */
        public Builder put(String key, String text) {
            return put(key, new Text(text));
        }

        /** Puts a list. */
        public Builder put(String key, List<? extends Value> values) {
            return put(key, new Items(List.copyOf(values)));
        }

        /** The fields collected. */
        public Fields build() {
            built = true;
            return entries.isEmpty() ? NONE : new Fields(Collections.unmodifiableMap(entries));
        }
    }
}
