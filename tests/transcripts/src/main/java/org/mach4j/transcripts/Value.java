// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** What stands at one key of a transcript: a number, a label, bytes, words, or a composite of these. Immutable. */
public sealed interface Value
        permits Value.Num,
                Value.PortLabel,
                Value.AddressLabel,
                Value.Bytes,
                Value.Text,
                Value.Flag,
                Value.Items,
                Fields {

    /**
     * An integer from -2<sup>63</sup> to 2<sup>64</sup>-1.
     *
     * @param bits its low 64 bits
     * @param unsigned whether {@code bits} are to be read as unsigned; always false where they are not negative, so
     *     that one number has one form
     */
    record Num(long bits, boolean unsigned) implements Value {
        public Num {
            unsigned = unsigned && bits < 0;
        }

        /** A number that {@code long} holds. */
        public static Num of(long value) {
            return new Num(value, false);
        }

        /** A {@code uint32_t}. */
        public static Num ofU32(int value) {
            return new Num(Integer.toUnsignedLong(value), false);
        }

        /** A {@code uint64_t}. */
        public static Num ofU64(long value) {
            return new Num(value, true);
        }

        @Override
        public String toString() {
            return unsigned ? Long.toUnsignedString(bits) : Long.toString(bits);
        }
    }

    /**
     * A port name's label in its task: {@code "$3"}, {@code "$self"}.
     *
     * @param label with the dollar sign
     */
    record PortLabel(String label) implements Value {
        /** The label of a task's own task port, which each task has before step 1. */
        public static final PortLabel SELF = new PortLabel("$self");

        /** Those that most programs have, made once. */
        private static final List<PortLabel> FEW = IntStream.rangeClosed(1, 64)
                .mapToObj(index -> new PortLabel("$" + index))
                .toList();

        public PortLabel {
            boolean known = label.equals("$self") || (label.startsWith("$") && isIndex(label, 1, label.length()));
            if (!known) {
                throw new IllegalArgumentException("not a port name's label: " + label);
            }
        }

        /** The label of the {@code index}th name that appears in a task, from 1. */
        public static PortLabel of(int index) {
            return index > 0 && index <= FEW.size() ? FEW.get(index - 1) : new PortLabel("$" + index);
        }

        @Override
        public String toString() {
            return label;
        }
    }

    /**
     * An address in a labelled region of a task: {@code "@2"}, {@code "@2+16"}, {@code "@2-1"}.
     *
     * @param region the region's number in its task, from 1
     * @param offset in bytes from the region's start
     */
    record AddressLabel(int region, long offset) implements Value {
        /** Reads the written form. */
        public static AddressLabel parse(String text) {
            int sign = Math.max(text.indexOf('+'), text.indexOf('-'));
            boolean known = text.startsWith("@") && isIndex(text, 1, sign < 0 ? text.length() : sign);
            if (!known || (sign > 0 && !isDigits(text, sign + 1, text.length(), 18))) {
                throw new IllegalArgumentException("not an address label: " + text);
            }
            return sign < 0
                    ? new AddressLabel(Integer.parseInt(text.substring(1)), 0)
                    : new AddressLabel(Integer.parseInt(text.substring(1, sign)), Long.parseLong(text.substring(sign)));
        }

        @Override
        public String toString() {
            return "@" + region + (offset == 0 ? "" : offset > 0 ? "+" + offset : Long.toString(offset));
        }
    }

    /** Whether a part of a text is a number from 1, as labels have it. */
    private static boolean isIndex(String text, int from, int to) {
        return isDigits(text, from, to, 9) && text.charAt(from) != '0';
    }

    /** By hand and not by a pattern: a large file has labels by the hundred thousand. */
    private static boolean isDigits(String text, int from, int to, int most) {
        if (from >= to || to - from > most) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** Bytes, written as lower-case hexadecimal digits. */
    final class Bytes implements Value {
        /** No bytes. */
        public static final Bytes NONE = new Bytes(new byte[0]);

        private final byte[] content;

        private Bytes(byte[] content) {
            this.content = content;
        }

        /** A copy of bytes. */
        public static Bytes of(byte... content) {
            return new Bytes(content.clone());
        }

        /** Reads pairs of hexadecimal digits of either case. */
        public static Bytes parse(String hex) {
            return new Bytes(HexFormat.of().parseHex(hex));
        }

        /** The number of bytes. */
        public int size() {
            return content.length;
        }

        /** A copy of the bytes. */
        public byte[] toArray() {
            return content.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(content);
        }

        @Override
        public String toString() {
            return HexFormat.of().formatHex(content);
        }
    }

    /** A word: {@code "same"}, {@code "kernel"}, a task's or thread's label, a state. */
    record Text(String text) implements Value {
        public Text {
            Objects.requireNonNull(text, "text");
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** {@code true} or {@code false}. */
    record Flag(boolean value) implements Value {
        /** {@code true}. */
        public static final Flag TRUE = new Flag(true);

        @Override
        public String toString() {
            return Boolean.toString(value);
        }
    }

    /** Values in an order that matters. */
    record Items(List<Value> values) implements Value {
        public Items {
            values = List.copyOf(values);
        }

        @Override
        public String toString() {
            return values.toString();
        }
    }
}
