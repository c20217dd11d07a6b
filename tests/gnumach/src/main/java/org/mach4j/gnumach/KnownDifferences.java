// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mach4j.transcripts.Fields;
import org.mach4j.transcripts.Mismatch;
import org.mach4j.transcripts.Step;
import org.mach4j.transcripts.Value;

/**
 * What is not comparable between XNU and GNU Mach, as data: {@code known-differences.jsonl}, one rule a line.
 *
 * <table>
 * <caption>Keys</caption>
 * <tr><td>{@code rule}</td><td>its name</td></tr>
 * <tr><td>{@code ops}</td><td>the operations, where not any</td></tr>
 * <tr><td>{@code in}</td><td>inputs: for each key a pattern of its value ({@code absent} where there is none), or for {@code key&mask} of
 * its bits. A {@code join} has those of the call whose answer it tells. Further inputs are, as 1 where it is so, {@code to_a_task}: a message
 * goes to a task's port; {@code from_a_set}: a port set is received from; {@code after_port_destroyed}: a receive right has ended for which
 * a port-destroyed notification was requested; and {@code program}, the program's name ({@link Context})</td></tr>
 * <tr><td>{@code out}</td><td>likewise for XNU's answer</td></tr>
 * <tr><td>{@code differs}</td><td>a pattern of what differs, as {@code path: XNU's value / GNU Mach's}</td></tr>
 * <tr><td>{@code then}</td><td>{@code go on}: both kernels are in like states all the same; {@code end}: compare no further; {@code end anyway}:
 * nor where the answers are alike; {@code skip}: GNU Mach is not asked, and in XNU the step has no effect</td></tr>
 * <tr><td>{@code seen}</td><td>{@code generated} where no recorded program shows it</td></tr>
 * <tr><td>{@code class}, {@code reason}</td><td>of the difference, for readers</td></tr>
 * </table>
 */
public final class KnownDifferences {
    /** What becomes of a program at a rule. */
    enum Then {
        GO_ON,
        END,
        END_ANYWAY,
        SKIP
    }

    /** One line of the file. */
    record Rule(
            String name,
            Set<String> ops,
            Map<String, Pattern> in,
            Map<String, Pattern> out,
            @Nullable Pattern differs,
            Then then,
            boolean recorded,
            String reason) {
        boolean isAbout(Step step) {
            Fields answer = step.out();
            return (ops.isEmpty() || ops.contains(step.op().text()))
                    && matches(in, step.in())
                    && answer != null
                    && matches(out, answer);
        }

        private static boolean matches(Map<String, Pattern> patterns, Fields fields) {
            for (Map.Entry<String, Pattern> pattern : patterns.entrySet()) {
                if (!pattern.getValue().matcher(text(fields, pattern.getKey())).matches()) {
                    return false;
                }
            }
            return true;
        }

        private static String text(Fields fields, String path) {
            Value value = fields;
            String[] mask = path.split("&", 2);
            for (String key : mask[0].split("\\.", -1)) {
                value = value instanceof Fields inner ? inner.get(key) : null;
                if (value == null) {
                    return "absent";
                }
            }
            return mask.length > 1 && value instanceof Value.Num number
                    ? Long.toString(number.bits() & Long.parseLong(mask[1]))
                    : value.toString();
        }

        boolean explains(Mismatch mismatch) {
            String text = mismatch.path() + ": " + mismatch.recorded() + " / " + mismatch.answered();
            return differs != null && differs.matcher(text).matches();
        }
    }

    private final List<Rule> rules;
    private final Map<String, Integer> uses = new TreeMap<>();

    private KnownDifferences(List<Rule> rules) {
        this.rules = rules;
    }

    /** The project's own file. */
    public static KnownDifferences load() {
        try (InputStream in = KnownDifferences.class.getResourceAsStream("known-differences.jsonl")) {
            if (in == null) {
                throw new IllegalStateException("known-differences.jsonl is not among the classes");
            }
            return read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new IllegalStateException("known-differences.jsonl cannot be read", e);
        }
    }

    static KnownDifferences read(BufferedReader lines) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<Rule> rules = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Rule rule = rule(json.readTree(line));
            if (!names.add(rule.name())) {
                throw new IllegalArgumentException("two rules " + rule.name());
            }
            rules.add(rule);
        }
        return new KnownDifferences(rules);
    }

    private static Rule rule(JsonNode node) {
        Set<String> ops = new HashSet<>();
        node.path("ops").forEach(op -> ops.add(op.asText()));
        Then then = Then.valueOf(
                node.get("then").asText().toUpperCase(java.util.Locale.ROOT).replace(' ', '_'));
        JsonNode differs = node.get("differs");
        return new Rule(
                node.get("rule").asText(),
                ops,
                patterns(node.path("in")),
                patterns(node.path("out")),
                differs == null ? null : Pattern.compile(differs.asText()),
                then,
                !node.path("seen").asText().equals("generated"),
                node.get("reason").asText());
    }

    private static Map<String, Pattern> patterns(JsonNode node) {
        Map<String, Pattern> patterns = new HashMap<>();
        node.properties()
                .forEach(entry -> patterns.put(
                        entry.getKey(), Pattern.compile(entry.getValue().asText())));
        return patterns;
    }

    /** The rule by which a step is not to be asked, or null. */
    @Nullable String skips(Step step) {
        return first(step, Then.SKIP);
    }

    /** The rule by which nothing is to be compared after a step, however it was answered, or null. */
    @Nullable String endsAnyway(Step step) {
        return first(step, Then.END_ANYWAY);
    }

    private @Nullable String first(Step step, Then then) {
        for (Rule rule : rules) {
            if (rule.then() == then && rule.isAbout(step)) {
                return used(rule);
            }
        }
        return null;
    }

    /**
     * What the rules say of the differences at a step.
     *
     * @param rule the rule that explains them, or null where none does
     * @param goesOn whether the program can be compared further
     */
    record Explanation(@Nullable String rule, boolean goesOn) {}

    /** One rule that ends the comparison explains a step; to go on, each difference must have its rule. */
    Explanation explain(Step step, List<Mismatch> mismatches) {
        String last = null;
        int harmless = 0;
        for (Mismatch mismatch : mismatches) {
            for (Rule rule : rules) {
                if (!rule.isAbout(step) || !rule.explains(mismatch)) {
                    continue;
                }
                if (rule.then() == Then.END || rule.then() == Then.END_ANYWAY) {
                    return new Explanation(used(rule), false);
                }
                if (rule.then() == Then.GO_ON) {
                    last = used(rule);
                    harmless++;
                    break;
                }
            }
        }
        return new Explanation(harmless == mismatches.size() ? last : null, true);
    }

    private String used(Rule rule) {
        uses.merge(rule.name(), 1, Integer::sum);
        return rule.name();
    }

    /** The rules that nothing has needed so far, and that some recorded program needs. */
    public List<String> unused() {
        return rules.stream()
                .filter(Rule::recorded)
                .map(Rule::name)
                .filter(name -> !uses.containsKey(name))
                .toList();
    }

    /** How often each rule was needed. */
    public Map<String, Integer> uses() {
        return Map.copyOf(uses);
    }
}
