// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.Outcome;
import org.mach4j.transcripts.TranscriptReader;

/**
 * The differences between kernels that are known, as data: {@code known-differences.jsonl}, one a line
 * ({@code docs/differential.md} lists the keys). A difference that is not among them is a failure, and so is one among
 * them that does not show where it should.
 */
public final class KnownDifferences {
    private static final Set<String> KEYS = Set.of(
            "id",
            "case",
            "program",
            "step",
            "observable",
            "left",
            "right",
            "class",
            "arch",
            "guards",
            "rule",
            "reason",
            "source",
            "first_seen",
            "last_confirmed");

    private final List<KnownDifference> all;

    private KnownDifferences(List<KnownDifference> all) {
        this.all = List.copyOf(all);
    }

    /** The project's own. */
    public static KnownDifferences load() {
        String name = "known-differences.jsonl";
        try (InputStream in = KnownDifferences.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not among the classes");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read", e);
        }
    }

    /**
     * Reads the lines of a file.
     *
     * @throws IOException where a line is no difference; the message says which and why
     */
    static KnownDifferences parse(String text) throws IOException {
        List<KnownDifference> all = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            try {
                KnownDifference one = read(new ObjectMapper().readTree(line));
                if (!ids.add(one.id())) {
                    throw new IllegalArgumentException("there is one called " + one.id() + " already");
                }
                all.add(one);
            } catch (IOException | IllegalArgumentException e) {
                throw new IOException("known differences, line " + number + ": " + e.getMessage(), e);
            }
        }
        return new KnownDifferences(all);
    }

    /** All of them, in the file's order. */
    public List<KnownDifference> all() {
        return all;
    }

    /**
     * What an outcome is, for people who want to know whether to look.
     *
     * @param left the kernel that gave the program's answers
     * @param right the kernel that was asked
     */
    public Verdict judge(Identity left, Identity right, Case program, Outcome outcome) {
        if (outcome instanceof Outcome.Differed differed) {
            for (KnownDifference one : all) {
                boolean explained = (one.isAbout(left, right) && one.explains(program, differed))
                        || (one.isAbout(right, left) && one.explainsReversed(program, differed));
                if (explained) {
                    return new Verdict(outcome, Optional.of(one), false);
                }
            }
        } else if (outcome instanceof Outcome.Agreed) {
            for (KnownDifference one : all) {
                boolean expected = one.isAbout(left, right) || one.isAbout(right, left);
                if (expected && program.name().equals(one.caseName())) {
                    return new Verdict(outcome, Optional.of(one), true);
                }
            }
        }
        return new Verdict(outcome, Optional.empty(), false);
    }

    /**
     * What an outcome is.
     *
     * @param known the difference that explains it, or that should have shown
     * @param missing whether it should have shown and did not
     */
    public record Verdict(Outcome outcome, Optional<KnownDifference> known, boolean missing) {
        /** Whether somebody has to look. */
        public boolean failed() {
            return missing || (known.isEmpty() && outcome.failed());
        }

        /** Whether it differs as it is known to. */
        public boolean isKnown() {
            return known.isPresent() && !missing;
        }
    }

    private static KnownDifference read(JsonNode node) throws IOException {
        node.fieldNames().forEachRemaining(key -> {
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException("unknown key \"" + key + "\"");
            }
        });
        String id = text(node, "id");
        boolean recorded = node.has("case");
        if (recorded == node.has("program")) {
            throw new IllegalArgumentException(id + " needs either \"case\" or \"program\"");
        }
        Case program = recorded ? null : program(node.get("program"));
        int step = node.path("step").asInt() - 1;
        if (step < 0 || (program != null && step >= program.steps().size())) {
            throw new IllegalArgumentException(id + ": \"step\" counts from 1 to the program's last");
        }
        return new KnownDifference(
                id,
                recorded ? text(node, "case") : null,
                program,
                step,
                text(node, "observable"),
                KernelRange.parse(text(node.path("left"), "kernel")),
                pattern(text(node.path("left"), "answer")),
                KernelRange.parse(text(node.path("right"), "kernel")),
                pattern(text(node.path("right"), "answer")),
                kind(text(node, "class")),
                strings(node.path("arch")),
                node.path("guards").asLong(0),
                node.has("rule") ? rule(node.get("rule")) : null,
                text(node, "reason"),
                text(node, "source"),
                node.has("first_seen") ? text(node, "first_seen") : null,
                node.has("last_confirmed") ? text(node, "last_confirmed") : null);
    }

    private static @Nullable Case program(JsonNode node) throws IOException {
        byte[] line = node.toString().getBytes(StandardCharsets.UTF_8);
        try (TranscriptReader reader = new TranscriptReader("program", new ByteArrayInputStream(line))) {
            return reader.read();
        }
    }

    private static KnownDifference.Kind kind(String text) {
        for (KnownDifference.Kind kind : KnownDifference.Kind.values()) {
            if (kind.text().equals(text)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no class is called \"" + text + "\"");
    }

    private static KnownDifference.Rule rule(JsonNode node) {
        return new KnownDifference.Rule(
                Set.copyOf(strings(node.path("ops"))), patterns(node.path("in")), patterns(node.path("out")));
    }

    private static Map<String, Pattern> patterns(JsonNode node) {
        Map<String, Pattern> patterns = new LinkedHashMap<>();
        node.properties()
                .forEach(entry ->
                        patterns.put(entry.getKey(), pattern(entry.getValue().asText())));
        return patterns;
    }

    private static Pattern pattern(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static List<String> strings(JsonNode node) {
        List<String> strings = new ArrayList<>();
        node.forEach(element -> strings.add(element.asText()));
        return strings;
    }

    private static String text(JsonNode node, String key) {
        JsonNode value = node.get(key);
        if (value == null || !value.isTextual()) {
            throw new IllegalArgumentException("\"" + key + "\" is missing, or no string");
        }
        return value.textValue();
    }
}
