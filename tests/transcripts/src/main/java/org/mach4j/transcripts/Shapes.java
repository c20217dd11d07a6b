// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mach4j.transcripts.Kind.ListOf;
import org.mach4j.transcripts.Kind.MapOf;
import org.mach4j.transcripts.Kind.Scalar;
import org.mach4j.transcripts.Kind.Shaped;
import org.mach4j.transcripts.Kind.Tagged;
import org.mach4j.transcripts.Kind.Tuple;
import org.mach4j.transcripts.Kind.WordOr;

/** The composite values of the format: messages and descriptors, in and out, trailers, and what {@code dump} tells. */
public final class Shapes {
    /** A descriptor of a message to send. */
    public static final Kind DESCRIPTOR_IN = tagged(Map.of(
            "port",
            Shape.EMPTY.with("name", Scalar.PORT).with("disp", Scalar.BYTE).withOptional("type", Scalar.BYTE),
            "ool",
            Shape.EMPTY
                    .with("addr", Scalar.ADDRESS)
                    .with("size", Scalar.WORD)
                    .withOptional("dealloc", Scalar.BYTE)
                    .withOptional("copy", Scalar.BYTE)
                    .withOptional("type", Scalar.BYTE),
            "ports",
            Shape.EMPTY
                    .withOptional("names", new ListOf(Scalar.PORT))
                    .withOptional("addr", Scalar.ADDRESS)
                    .withOptional("count", Scalar.WORD)
                    .with("disp", Scalar.BYTE)
                    .withOptional("dealloc", Scalar.BYTE)
                    .withOptional("copy", Scalar.BYTE)
                    .withOptional("type", Scalar.BYTE)));

    /** A message to place in a buffer. */
    public static final Shape MESSAGE = Shape.EMPTY
            .withOptional("bits", Scalar.WORD)
            .withOptional("remote", Scalar.PORT)
            .withOptional("local", Scalar.PORT)
            .withOptional("reserved", Scalar.WORD)
            .withOptional("id", Scalar.WORD)
            .withOptional("size", Scalar.WORD)
            .withOptional("descs", new ListOf(DESCRIPTOR_IN))
            .withOptional("desc_count", Scalar.WORD)
            .withOptional("data", Scalar.BYTES);

    /** A descriptor found in a buffer. */
    public static final Kind DESCRIPTOR_OUT = tagged(Map.of(
            "port",
            Shape.EMPTY.with("name", Scalar.PORT).with("disp", Scalar.BYTE),
            "ool",
            Shape.EMPTY
                    .with("size", Scalar.WORD)
                    .with("dealloc", Scalar.BYTE)
                    .with("copy", Scalar.BYTE)
                    .withOptional("type", Scalar.BYTE)
                    .withOptional("addr", Scalar.ADDRESS)
                    .withOptional("offset", Scalar.WORD)
                    .withOptional("bytes", Scalar.BYTES)
                    .withOptional("fnv", Scalar.BYTES)
                    .withOptional("bad", Scalar.FLAG),
            "ports",
            Shape.EMPTY
                    .with("count", Scalar.WORD)
                    .with("disp", Scalar.BYTE)
                    .with("dealloc", Scalar.BYTE)
                    .with("copy", Scalar.BYTE)
                    .withOptional("addr", Scalar.ADDRESS)
                    .withOptional("names", new ListOf(Scalar.PORT))
                    .withOptional("bad", Scalar.FLAG)));

    /** An audit token that belongs to nobody known. */
    static final Kind AUDIT_WORDS = new Tuple(Collections.nCopies(8, Scalar.WORD));

    /** A trailer, as far as its size reaches. */
    public static final Shape TRAILER = Shape.EMPTY
            .with("type", Scalar.WORD)
            .with("size", Scalar.WORD)
            .withOptional("seqno", Scalar.WORD)
            .withOptional("sender", new WordOr(Set.of("user", "kernel"), new Tuple(List.of(Scalar.WORD, Scalar.WORD))))
            .withOptional("audit", Scalar.AUDIT)
            .withOptional("context", Scalar.LONG);

    /** What a call left in a buffer. */
    public static final Kind BUFFER = new WordOr(
            Set.of("same"),
            new Shaped(Shape.EMPTY
                    .with("bits", Scalar.WORD)
                    .with("size", Scalar.WORD)
                    .with("remote", Scalar.PORT)
                    .with("local", Scalar.PORT)
                    .with("reserved", Scalar.WORD)
                    .with("id", Scalar.WORD)
                    .withOptional("descs", new ListOf(DESCRIPTOR_OUT))
                    .withOptional("data", Scalar.BYTES)
                    .withOptional("trailer", new Shaped(TRAILER))));

    /** A name in a task's space. */
    public static final Shape DUMPED_NAME = Shape.EMPTY
            .with("name", Scalar.PORT)
            .with("type", Scalar.WORD)
            .with("refs", new MapOf(Scalar.WORD))
            .withOptional("status", new ListOf(Scalar.WORD));

    /** The answer of a step whose call is still on its thread. */
    public static final Shape STATE = Shape.EMPTY.with("state", Scalar.STATE);

    /** The answer of a step that ended its process. */
    public static final Shape KILLED = Shape.EMPTY.with("killed", Scalar.TEXT);

    private Shapes() {}

    private static Kind tagged(Map<String, Shape> shapes) {
        return new Tagged("t", new LinkedHashMap<>(shapes));
    }
}
