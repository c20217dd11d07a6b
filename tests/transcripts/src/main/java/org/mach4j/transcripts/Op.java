// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mach4j.transcripts.Kind.ListOf;
import org.mach4j.transcripts.Kind.MapOf;
import org.mach4j.transcripts.Kind.Scalar;
import org.mach4j.transcripts.Kind.Shaped;
import org.mach4j.transcripts.Kind.Tuple;

/**
 * A call that a step can make, or something that the harness does between calls (FORMAT, "Operations"), with its
 * inputs and the further outputs of its answer. Where {@code ret} is not 0 the further outputs are absent.
 */
public enum Op {
    /** Makes a receive right. */
    MACH_REPLY_PORT(in(), out().with("name", Scalar.PORT).withOptional("raw", Scalar.WORD)),
    /** Makes a right under a new name. */
    MACH_PORT_ALLOCATE(in().with("right", Scalar.WORD), newName()),
    /** Makes a right under a chosen name. */
    MACH_PORT_ALLOCATE_NAME(in().with("right", Scalar.WORD).with("name", Scalar.PORT), newName()),
    /** Gives up one reference. */
    MACH_PORT_DEALLOCATE(named(), ret()),
    /** Gives up all that a name denotes. */
    MACH_PORT_DESTROY(named(), ret()),
    /** Changes user references. */
    MACH_PORT_MOD_REFS(named().with("right", Scalar.WORD).with("delta", Scalar.WORD), ret()),
    /** Reads user references. */
    MACH_PORT_GET_REFS(named().with("right", Scalar.WORD), ret().withOptional("refs", Scalar.WORD)),
    /** Reads a name's type. */
    MACH_PORT_TYPE(named(), ret().withOptional("type", Scalar.WORD)),
    /** Gives a right another name. */
    MACH_PORT_RENAME(in().with("old", Scalar.PORT).with("new", Scalar.PORT), ret()),
    /** Lists the space. */
    MACH_PORT_NAMES(in(), ret().withOptional("names", new ListOf(new Tuple(List.of(Scalar.PORT, Scalar.WORD))))),
    /** Puts a right under a name. */
    MACH_PORT_INSERT_RIGHT(named().with("poly", Scalar.PORT).with("disp", Scalar.WORD), ret()),
    /** Takes a right out of the space. */
    MACH_PORT_EXTRACT_RIGHT(
            named().with("disp", Scalar.WORD),
            ret().withOptional("poly", Scalar.PORT).withOptional("polytype", Scalar.WORD)),
    /** Moves a receive right into one set or none. */
    MACH_PORT_MOVE_MEMBER(in().with("member", Scalar.PORT).with("after", Scalar.PORT), ret()),
    /** Adds a receive right to a set. */
    MACH_PORT_INSERT_MEMBER(named().with("pset", Scalar.PORT), ret()),
    /** Removes a receive right from a set. */
    MACH_PORT_EXTRACT_MEMBER(named().with("pset", Scalar.PORT), ret()),
    /** Lists a set's members. */
    MACH_PORT_GET_SET_STATUS(named(), ret().withOptional("members", new ListOf(Scalar.PORT))),
    /** Sets the make-send count. */
    MACH_PORT_SET_MSCOUNT(named().with("mscount", Scalar.WORD), ret()),
    /** Sets the next sequence number. */
    MACH_PORT_SET_SEQNO(named().with("seqno", Scalar.WORD), ret()),
    /** Registers or cancels a notification. */
    MACH_PORT_REQUEST_NOTIFICATION(
            named().with("msgid", Scalar.WORD)
                    .with("sync", Scalar.WORD)
                    .with("notify", Scalar.PORT)
                    .with("disp", Scalar.WORD),
            ret().withOptional("previous", Scalar.PORT)),
    /** Reads attributes of a receive right. */
    MACH_PORT_GET_ATTRIBUTES(
            named().with("flavor", Scalar.WORD).with("count", Scalar.WORD),
            ret().withOptional("info", new ListOf(Scalar.WORD))),
    /** Sets attributes of a receive right. */
    MACH_PORT_SET_ATTRIBUTES(named().with("flavor", Scalar.WORD).with("info", new ListOf(Scalar.WORD)), ret()),
    /** Makes a receive right with options. */
    MACH_PORT_CONSTRUCT(
            in().with("flags", Scalar.WORD).with("qlimit", Scalar.WORD).with("context", Scalar.LONG), newName()),
    /** Destroys a receive right and send references with it. */
    MACH_PORT_DESTRUCT(named().with("srdelta", Scalar.WORD).with("guard", Scalar.LONG), ret()),
    /** Guards a receive right. */
    MACH_PORT_GUARD(named().with("guard", Scalar.LONG).with("strict", Scalar.WORD), ret()),
    /** Removes a guard. */
    MACH_PORT_UNGUARD(named().with("guard", Scalar.LONG), ret()),
    /** Reads a receive right's context. */
    MACH_PORT_GET_CONTEXT(named(), ret().withOptional("context", Scalar.LONG)),
    /** Sets a receive right's context. */
    MACH_PORT_SET_CONTEXT(named().with("context", Scalar.LONG), ret()),
    /** Counts send rights. */
    MACH_PORT_GET_SRIGHTS(named(), ret().withOptional("srights", Scalar.WORD)),
    /** Looks at a queued message. */
    MACH_PORT_PEEK(
            named().withOptional("trailer_type", Scalar.WORD).withOptional("seqno", Scalar.WORD),
            ret().withOptional("seqno", Scalar.WORD)
                    .withOptional("size", Scalar.WORD)
                    .withOptional("id", Scalar.WORD)
                    .withOptional("trailer", new Shaped(Shapes.TRAILER))),
    /** Sends and/or receives. */
    MACH_MSG(message(), ret().withOptional("buf", Shapes.BUFFER)),
    /** Sends and/or receives, into a second buffer. */
    MACH_MSG_OVERWRITE(
            message().withOptional("rcv_msg", new Shaped(Shapes.MESSAGE)),
            ret().withOptional("buf", Shapes.BUFFER).withOptional("rcv_buf", Shapes.BUFFER)),
    /** Makes zero-filled memory. */
    VM_ALLOCATE(in().with("size", Scalar.LONG), ret().withOptional("addr", Scalar.ADDRESS)),
    /** Removes memory. */
    VM_DEALLOCATE(in().with("addr", Scalar.ADDRESS).with("size", Scalar.LONG), ret()),
    /** Puts bytes into the task's memory; no kernel call. */
    VM_WRITE(in().with("addr", Scalar.ADDRESS).with("bytes", Scalar.BYTES), ret()),
    /** Reads the task's memory; no kernel call. */
    VM_READ(
            in().with("addr", Scalar.ADDRESS).with("size", Scalar.WORD),
            ret().withOptional("bytes", Scalar.BYTES).withOptional("bad", Scalar.FLAG)),

    /** Hands a right to another task, as if in a message. */
    COPY_RIGHT(named().with("disp", Scalar.WORD).with("to", Scalar.TASK), ret().withOptional("name", Scalar.PORT)),
    /** Sets the calling task's part in importance inheritance. */
    TASK_IMPORTANCE(in().with("donor", Scalar.WORD).with("receiver", Scalar.WORD), ret()),
    /** Ends a task. */
    TASK_TERMINATE(in().with("victim", Scalar.TASK), ret()),
    /** Takes the answer of a thread's call; its outputs are those of that call. */
    JOIN(in().with("of", Scalar.THREAD), out()),
    /** Tells which threads wait and which are done. */
    STATES(in(), out().with("threads", new MapOf(Scalar.STATE))),
    /** Interrupts a thread's wait. */
    ABORT(in().with("of", Scalar.THREAD), ret()),
    /** Tells all that a task's space holds. */
    DUMP(in().withOptional("of", Scalar.TASK), ret().withOptional("names", new ListOf(new Shaped(Shapes.DUMPED_NAME))));

    private static final Map<String, Op> BY_TEXT =
            Stream.of(values()).collect(Collectors.toMap(Op::text, Function.identity()));

    private final String text = name().toLowerCase(Locale.ROOT);
    private final Shape inputs;
    private final Shape outputs;

    Op(Shape inputs, Shape outputs) {
        this.inputs = inputs;
        this.outputs = outputs;
    }

    /** The operation of a name as the format writes it, or null. */
    public static @Nullable Op of(String text) {
        return BY_TEXT.get(Objects.requireNonNull(text, "text"));
    }

    /** The name as the format writes it: the C function's. */
    public String text() {
        return text;
    }

    /** The inputs. */
    public Shape inputs() {
        return inputs;
    }

    /** The answer. */
    public Shape outputs() {
        return outputs;
    }

    /** Whether this is something that the harness does, and so cannot be done on a thread of its own. */
    public boolean ofHarness() {
        return ordinal() >= COPY_RIGHT.ordinal();
    }

    private static Shape in() {
        return Shape.EMPTY;
    }

    private static Shape out() {
        return Shape.EMPTY;
    }

    private static Shape named() {
        return in().with("name", Scalar.PORT);
    }

    private static Shape ret() {
        return out().with("ret", Scalar.WORD);
    }

    private static Shape newName() {
        return ret().withOptional("name", Scalar.PORT).withOptional("raw", Scalar.WORD);
    }

    private static Shape message() {
        return in().with("option", Scalar.WORD)
                .withOptional("msg", new Shaped(Shapes.MESSAGE))
                .withOptional("send_size", Scalar.WORD)
                .withOptional("rcv_size", Scalar.WORD)
                .withOptional("rcv_name", Scalar.PORT)
                .withOptional("timeout", Scalar.WORD)
                .withOptional("notify", Scalar.PORT)
                .withOptional("msg_addr", Scalar.ADDRESS)
                .withOptional("trap", Scalar.FLAG);
    }
}
