// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** What a compiler says of Apple's own headers, for one architecture: {@code darwin-abi.json.gz}. */
final class AppleHeaders {
    /** arm64 and x86-64. */
    static final List<AppleHeaders> ALL = load();

    private final String architecture;
    private final JsonNode facts;

    private AppleHeaders(String architecture, JsonNode facts) {
        this.architecture = architecture;
        this.facts = facts;
    }

    private static List<AppleHeaders> load() {
        try (InputStream in = AppleHeaders.class.getResourceAsStream("darwin-abi.json.gz");
                InputStream json = new GZIPInputStream(Objects.requireNonNull(in))) {
            JsonNode root = new ObjectMapper().readTree(json);
            return List.of(
                    new AppleHeaders("aarch64", root.required("aarch64")),
                    new AppleHeaders("x86_64", root.required("x86_64")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return architecture;
    }

    /** A constant: its value, signed as in C, and the header that has it. */
    record Constant(long value, String header) {}

    /** Where a field is. For a bit-field of odd width, {@code size} is 0 and {@code mask} its bits within the u32 unit. */
    record Place(int offset, int size, int mask) {}

    Optional<Constant> constant(String name) {
        JsonNode node = facts.required("constants").get(name);
        return node == null
                ? Optional.empty()
                : Optional.of(new Constant(
                        node.required("value").asLong(), node.required("file").asText()));
    }

    boolean hasStruct(String type) {
        return facts.required("structs").has(type);
    }

    private JsonNode struct(String type) {
        JsonNode node = facts.required("structs").get(type);
        if (node == null) {
            throw new AssertionError("the headers have no " + type);
        }
        return node;
    }

    int sizeOf(String type) {
        return struct(type).required("size").asInt();
    }

    /** The place of a field, which may be within a field ({@code mpl.mpl_qlimit}), if there is one. */
    Optional<Place> place(String type, String path) {
        int dot = path.indexOf('.');
        JsonNode field = struct(type).required("fields").get(dot < 0 ? path : path.substring(0, dot));
        if (field == null) {
            return Optional.empty();
        }
        if (dot >= 0) {
            int offset = field.required("offset").asInt();
            return place(field.required("type").asText(), path.substring(dot + 1))
                    .map(inner -> new Place(offset + inner.offset, inner.size, inner.mask));
        }
        if (field.has("offset")) {
            return Optional.of(new Place(
                    field.required("offset").asInt(), field.required("size").asInt(), 0));
        }
        int first = field.required("bit_offset").asInt();
        int width = field.required("bit_width").asInt();
        return first % 8 == 0 && width % 8 == 0
                ? Optional.of(new Place(first / 8, width / 8, 0))
                : Optional.of(new Place(first / 32 * 4, 0, ((1 << width) - 1) << (first % 32)));
    }

    /** Calls of macros, as C source, with what they give; {@code null} where the compiler could not say. */
    TreeMap<String, Long> samples() {
        TreeMap<String, Long> samples = new TreeMap<>();
        for (Map.Entry<String, JsonNode> sample : facts.required("samples").properties()) {
            samples.put(
                    sample.getKey(),
                    sample.getValue().isNull() ? null : sample.getValue().asLong());
        }
        return samples;
    }
}
