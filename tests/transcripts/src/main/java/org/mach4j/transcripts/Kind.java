// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What may stand at a key: the format's grammar, which the codec, a generator and a shrinker follow. */
public sealed interface Kind {

    /** A single value. */
    enum Scalar implements Kind {
        /** A number of 32 bits, signed or not: -2<sup>31</sup> to 2<sup>32</sup>-1. */
        WORD("a number of 32 bits"),
        /** A number of 8 bits: 0 to 255. */
        BYTE("a number from 0 to 255"),
        /** A number of 64 bits, signed or not: -2<sup>63</sup> to 2<sup>64</sup>-1. */
        LONG("a number of 64 bits"),
        /** A port name: a number of 32 bits, or a label. */
        PORT("a port name: a number, \"$1\" or \"$self\""),
        /** An address: a number of 64 bits, or a label. */
        ADDRESS("an address: a number, \"@1\" or \"@1+16\""),
        /** Bytes in hexadecimal. */
        BYTES("bytes in hexadecimal"),
        /** {@code true} or {@code false}. */
        FLAG("true or false"),
        /** A word without rules. */
        TEXT("a string"),
        /** The label of a task of the case. */
        TASK("a task's label"),
        /** The label of a thread that an earlier step started and no step has joined. */
        THREAD("a thread's label"),
        /** What a thread does: {@code "blocked"} or {@code "done"}. */
        STATE("\"blocked\" or \"done\""),
        /** An audit token: a task's label, {@code "kernel"}, or its eight words. */
        AUDIT("a task's label, \"kernel\" or a list of 8 numbers");

        private final String words;

        Scalar(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** A list of any length. */
    record ListOf(Kind element) implements Kind {
        @Override
        public String toString() {
            return "a list, each " + element;
        }
    }

    /** A list with one value of each kind. */
    record Tuple(List<Kind> elements) implements Kind {
        @Override
        public String toString() {
            return "a list of " + elements.size();
        }
    }

    /** Fields of one shape. */
    record Shaped(Shape shape) implements Kind {
        @Override
        public String toString() {
            return "an object";
        }
    }

    /** Fields whose shape the word at {@code tag} chooses. */
    record Tagged(String tag, Map<String, Shape> shapes) implements Kind {
        @Override
        public String toString() {
            return "an object with \"" + tag + "\"";
        }
    }

    /** Fields with any keys, each of the same kind. */
    record MapOf(Kind value) implements Kind {
        @Override
        public String toString() {
            return "an object";
        }
    }

    /** One of some words, or another kind. */
    record WordOr(Set<String> words, Kind other) implements Kind {
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            for (String word : words) {
                text.append('"').append(word).append("\", ");
            }
            return text.append("or ").append(other).toString();
        }
    }
}
