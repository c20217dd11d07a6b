// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mach4j.transcripts.Kind.ListOf;
import org.mach4j.transcripts.Kind.MapOf;
import org.mach4j.transcripts.Kind.Scalar;
import org.mach4j.transcripts.Kind.Shaped;
import org.mach4j.transcripts.Kind.Tagged;
import org.mach4j.transcripts.Kind.Tuple;
import org.mach4j.transcripts.Kind.WordOr;
import org.mach4j.transcripts.Value.AddressLabel;
import org.mach4j.transcripts.Value.Bytes;
import org.mach4j.transcripts.Value.Flag;
import org.mach4j.transcripts.Value.Items;
import org.mach4j.transcripts.Value.Num;
import org.mach4j.transcripts.Value.PortLabel;
import org.mach4j.transcripts.Value.Text;

/** Turns one JSON object into a {@link Case}, strictly: what the format does not know is an error, with its place. */
final class CaseReader {
    private static final BigInteger MAX_U64 = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    private static final BigInteger MIN_S64 = BigInteger.ONE.shiftLeft(63).negate();

    private static final Set<String> CASE_KEYS = Set.of("case", "kernel", "tasks", "note", "steps");

    /** The calls on threads that no step has joined yet. */
    private final Map<String, Op> running = new HashMap<>();

    private final List<String> tasks = new ArrayList<>();

    private CaseReader() {}

    /** What is wrong, and where in the case. */
    static final class BadCaseException extends Exception {
        private static final long serialVersionUID = 1L;

        BadCaseException(Place place, String what) {
            super(place + what);
        }
    }

    static Case read(JsonNode node) throws BadCaseException {
        return new CaseReader().readCase(node, new Place(null, ""));
    }

    /** An answer by itself. */
    static Fields readAnswer(JsonNode node, Op op, List<String> tasks) throws BadCaseException {
        CaseReader reader = new CaseReader();
        reader.tasks.addAll(tasks);
        Shape shape = node.has("killed") ? Shapes.KILLED : node.has("state") ? Shapes.STATE : op.outputs();
        return reader.shaped(node, shape, new Place(null, ""), Set.of());
    }

    /** A place in a case, written as {@code steps[3].msg.bits}; steps are counted from 1, as reports do. */
    private record Place(@Nullable Place parent, String key) {
        Place at(String name) {
            return new Place(this, key.isEmpty() ? name : "." + name);
        }

        Place at(int index) {
            return new Place(this, "[" + index + "]");
        }

        private StringBuilder path() {
            return (parent == null ? new StringBuilder() : parent.path()).append(key);
        }

        @Override
        public String toString() {
            String path = path().toString();
            return path.isEmpty() ? "" : path + ": ";
        }
    }

    private Case readCase(JsonNode node, Place place) throws BadCaseException {
        requireObject(node, place, "a case");
        rejectUnknown(node, place, CASE_KEYS);
        String name = string(require(node, "case", place), place.at("case"));
        String kernel = string(require(node, "kernel", place), place.at("kernel"));
        Place at = place.at("tasks");
        for (JsonNode task : list(require(node, "tasks", place), at)) {
            String label = string(task, at.at(tasks.size() + 1));
            if (label.isEmpty() || label.equals("kernel") || tasks.contains(label)) {
                throw new BadCaseException(at, "'" + label + "' cannot be a task's label, or is one already");
            }
            tasks.add(label);
        }
        if (tasks.isEmpty()) {
            throw new BadCaseException(at, "a case has at least one task");
        }
        String note = node.has("note") ? string(node.get("note"), place.at("note")) : null;
        List<Step> steps = new ArrayList<>();
        at = place.at("steps");
        for (JsonNode step : list(require(node, "steps", place), at)) {
            if (!steps.isEmpty() && hasKilled(steps.get(steps.size() - 1))) {
                throw new BadCaseException(at.at(steps.size() + 1), "the step before ended the program");
            }
            steps.add(readStep(step, at.at(steps.size() + 1)));
        }
        return new Case(name, kernel, tasks, note, steps);
    }

    private static boolean hasKilled(Step step) {
        return step.out() != null && step.out().has("killed");
    }

    private Step readStep(JsonNode node, Place place) throws BadCaseException {
        requireObject(node, place, "a step");
        String name = string(require(node, "op", place), place.at("op"));
        Op op = Op.of(name);
        if (op == null) {
            throw new BadCaseException(place.at("op"), "no operation is called \"" + name + "\"");
        }
        String task = node.has("task") ? text(node.get("task"), Scalar.TASK, place.at("task")) : null;
        String thread = node.has("thread") ? string(node.get("thread"), place.at("thread")) : null;
        if (thread != null && op.ofHarness()) {
            throw new BadCaseException(place.at("thread"), op.text() + " is no call that a thread can make");
        }
        if (thread != null && running.putIfAbsent(thread, op) != null) {
            throw new BadCaseException(
                    place.at("thread"), "thread \"" + thread + "\" has a call that is not joined yet");
        }
        Fields in = shaped(node, op.inputs(), place, Set.of("op", "task", "thread", "out"));
        Fields out = readAnswer(require(node, "out", place), op, thread, in, place.at("out"));
        return new Step(op, task, thread, in, out);
    }

    private Fields readAnswer(JsonNode node, Op op, @Nullable String thread, Fields in, Place place)
            throws BadCaseException {
        if (node.has("killed")) {
            return shaped(node, Shapes.KILLED, place, Set.of());
        }
        if (thread != null) {
            return shaped(node, Shapes.STATE, place, Set.of());
        }
        if (op != Op.JOIN) {
            return shaped(node, op.outputs(), place, Set.of());
        }
        String of = in.text("of");
        if (node.has("state")) {
            return shaped(node, Shapes.STATE, place, Set.of());
        }
        Op joined = running.remove(of);
        if (joined == null) {
            throw new IllegalStateException("joined " + of + ", which was checked to be running");
        }
        return shaped(node, joined.outputs(), place, Set.of());
    }

    private Fields shaped(JsonNode node, Shape shape, Place place, Set<String> others) throws BadCaseException {
        requireObject(node, place, "an object");
        Fields.Builder builder = Fields.builder();
        Iterator<Map.Entry<String, JsonNode>> entries = node.properties().iterator();
        while (entries.hasNext()) {
            Map.Entry<String, JsonNode> entry = entries.next();
            String key = entry.getKey();
            Kind kind = shape.keys().get(key);
            if (kind != null) {
                builder.put(key, value(entry.getValue(), kind, place.at(key)));
            } else if (!others.contains(key)) {
                throw unknown(place, key, shape.keys().keySet());
            }
        }
        for (String key : shape.required()) {
            require(node, key, place);
        }
        return builder.build();
    }

    private Value value(JsonNode node, Kind kind, Place place) throws BadCaseException {
        if (kind instanceof Scalar scalar) {
            return scalar(node, scalar, place);
        }
        if (kind instanceof ListOf listOf) {
            List<Value> values = new ArrayList<>();
            for (JsonNode element : list(node, place)) {
                values.add(value(element, listOf.element(), place.at(values.size())));
            }
            return new Items(values);
        }
        if (kind instanceof Tuple tuple) {
            List<Value> values = new ArrayList<>();
            if (node.isArray() && node.size() == tuple.elements().size()) {
                for (JsonNode element : node) {
                    values.add(value(element, tuple.elements().get(values.size()), place.at(values.size())));
                }
                return new Items(values);
            }
        }
        if (kind instanceof Shaped shaped) {
            return shaped(node, shaped.shape(), place, Set.of());
        }
        if (kind instanceof Tagged tagged) {
            return tagged(node, tagged, place);
        }
        if (kind instanceof MapOf mapOf) {
            requireObject(node, place, kind.toString());
            Fields.Builder builder = Fields.builder();
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                builder.put(entry.getKey(), value(entry.getValue(), mapOf.value(), place.at(entry.getKey())));
            }
            return builder.build();
        }
        if (kind instanceof WordOr wordOr) {
            return node.isTextual() && wordOr.words().contains(node.textValue())
                    ? new Text(node.textValue())
                    : value(node, wordOr.other(), place);
        }
        throw wrong(node, kind, place);
    }

    private Value tagged(JsonNode node, Tagged tagged, Place place) throws BadCaseException {
        requireObject(node, place, "a descriptor");
        String tag = string(require(node, tagged.tag(), place), place.at(tagged.tag()));
        Shape shape = tagged.shapes().get(tag);
        if (shape == null) {
            throw new BadCaseException(
                    place.at(tagged.tag()),
                    "\"" + tag + "\" is none of " + sorted(tagged.shapes().keySet()));
        }
        Fields rest = shaped(node, shape, place, Set.of(tagged.tag()));
        Fields.Builder builder = Fields.builder().put(tagged.tag(), tag);
        rest.entries().forEach(builder::put);
        return builder.build();
    }

    private Value scalar(JsonNode node, Scalar kind, Place place) throws BadCaseException {
        switch (kind) {
            case WORD:
                return number(node, kind, place, -(1L << 31), (1L << 32) - 1);
            case BYTE:
                return number(node, kind, place, 0, 255);
            case LONG:
                return number(node, kind, place);
            case PORT:
                if (!node.isTextual()) {
                    return number(node, kind, place, 0, (1L << 32) - 1);
                }
                try {
                    return new PortLabel(node.textValue());
                } catch (IllegalArgumentException e) {
                    throw wrong(node, kind, place);
                }
            case ADDRESS:
                if (!node.isTextual()) {
                    return number(node, kind, place);
                }
                try {
                    return AddressLabel.parse(node.textValue());
                } catch (IllegalArgumentException e) {
                    throw wrong(node, kind, place);
                }
            case BYTES:
                try {
                    return Bytes.parse(string(node, place));
                } catch (IllegalArgumentException e) {
                    throw wrong(node, kind, place);
                }
            case FLAG:
                if (!node.isBoolean()) {
                    throw wrong(node, kind, place);
                }
                return new Flag(node.booleanValue());
            case TEXT:
            case TASK:
            case THREAD:
            case STATE:
                return new Text(text(node, kind, place));
            case AUDIT:
                if (node.isTextual()) {
                    String text = node.textValue();
                    return new Text(text.equals("kernel") ? text : text(node, Scalar.TASK, place));
                }
                return value(node, Shapes.AUDIT_WORDS, place);
            default:
                throw new IllegalStateException("no rule for " + kind.name());
        }
    }

    private String text(JsonNode node, Scalar kind, Place place) throws BadCaseException {
        String text = string(node, place);
        if (kind == Scalar.TASK && !tasks.contains(text)) {
            throw new BadCaseException(place, "\"" + text + "\" is none of the tasks " + tasks);
        }
        if (kind == Scalar.THREAD && !running.containsKey(text)) {
            throw new BadCaseException(place, "no earlier step has started a thread \"" + text + "\"");
        }
        if (kind == Scalar.STATE && !text.equals("blocked") && !text.equals("done")) {
            throw wrong(node, kind, place);
        }
        return text;
    }

    private static Value number(JsonNode node, Scalar kind, Place place, long least, long most)
            throws BadCaseException {
        if (!node.isIntegralNumber()
                || !node.canConvertToLong()
                || node.longValue() < least
                || node.longValue() > most) {
            throw wrong(node, kind, place);
        }
        return Num.of(node.longValue());
    }

    private static Value number(JsonNode node, Scalar kind, Place place) throws BadCaseException {
        BigInteger number = node.isIntegralNumber() ? node.bigIntegerValue() : MIN_S64.subtract(BigInteger.ONE);
        if (number.compareTo(MIN_S64) < 0 || number.compareTo(MAX_U64) > 0) {
            throw wrong(node, kind, place);
        }
        return new Num(number.longValue(), number.signum() > 0);
    }

    private static String string(JsonNode node, Place place) throws BadCaseException {
        if (!node.isTextual()) {
            throw wrong(node, Scalar.TEXT, place);
        }
        return node.textValue();
    }

    private static Iterable<JsonNode> list(JsonNode node, Place place) throws BadCaseException {
        if (!node.isArray()) {
            throw new BadCaseException(place, "expected a list, found " + shown(node));
        }
        return node;
    }

    private static JsonNode require(JsonNode node, String key, Place place) throws BadCaseException {
        JsonNode value = node.get(key);
        if (value == null) {
            throw new BadCaseException(place, "\"" + key + "\" is missing");
        }
        return value;
    }

    private static void requireObject(JsonNode node, Place place, String what) throws BadCaseException {
        if (!node.isObject()) {
            throw new BadCaseException(place, "expected " + what + ", found " + shown(node));
        }
    }

    private static void rejectUnknown(JsonNode node, Place place, Set<String> known) throws BadCaseException {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!known.contains(entry.getKey())) {
                throw unknown(place, entry.getKey(), known);
            }
        }
    }

    private static BadCaseException unknown(Place place, String key, Set<String> known) {
        return new BadCaseException(place, "unknown key \"" + key + "\"; known here: " + sorted(known));
    }

    private static BadCaseException wrong(JsonNode node, Kind kind, Place place) {
        return new BadCaseException(place, "expected " + kind + ", found " + shown(node));
    }

    private static Set<String> sorted(Set<String> words) {
        return new LinkedHashSet<>(words.stream().sorted().toList());
    }

    private static String shown(JsonNode node) {
        String json = node.toString();
        return json.length() <= 60 ? json : json.substring(0, 57) + "...";
    }
}
