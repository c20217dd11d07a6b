// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The head of a transcript as JSON. */
final class HeadCodec {
    /** The key by which a head is told from a case; its value is the format's version. */
    static final String MARK = "transcript";

    private static final int VERSION = 1;

    private static final List<String> KEYS =
            List.of(MARK, "kernel", "version", "os", "build", "arch", "guards", "signing", "java", "date", "tool");

    private HeadCodec() {}

    /** @throws IllegalArgumentException where it is no head of this version, with the reason */
    static Head read(JsonNode node) {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!KEYS.contains(entry.getKey())) {
                throw new IllegalArgumentException("unknown key \"" + entry.getKey() + "\"; known here: " + KEYS);
            }
        }
        if (!node.get(MARK).isInt() || node.get(MARK).intValue() != VERSION) {
            throw new IllegalArgumentException(
                    "\"" + MARK + "\" is " + node.get(MARK) + ", but only version " + VERSION + " is known");
        }
        return new Head(
                text(node, "kernel"),
                text(node, "version"),
                text(node, "os"),
                optional(node, "build"),
                text(node, "arch"),
                guards(node.get("guards")),
                optional(node, "signing"),
                text(node, "java"),
                text(node, "date"),
                text(node, "tool"));
    }

    private static String text(JsonNode node, String key) {
        String text = optional(node, key);
        if (text == null) {
            throw new IllegalArgumentException("\"" + key + "\" is missing");
        }
        return text;
    }

    private static @Nullable String optional(JsonNode node, String key) {
        JsonNode value = node.get(key);
        if (value != null && !value.isTextual()) {
            throw new IllegalArgumentException("\"" + key + "\" is no string: " + value);
        }
        return value == null ? null : value.textValue();
    }

    private static @Nullable Long guards(@Nullable JsonNode value) {
        if (value == null) {
            return null;
        }
        if (!value.canConvertToLong() || !value.isIntegralNumber() || value.longValue() < 0) {
            throw new IllegalArgumentException("\"guards\" is no number of 32 bits: " + value);
        }
        return value.longValue();
    }

    static String toJson(Head head) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = TranscriptWriter.JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField(MARK, VERSION);
            json.writeStringField("kernel", head.kernel());
            json.writeStringField("version", head.version());
            json.writeStringField("os", head.os());
            if (head.build() != null) {
                json.writeStringField("build", head.build());
            }
            json.writeStringField("arch", head.arch());
            if (head.guards() != null) {
                json.writeNumberField("guards", head.guards());
            }
            if (head.signing() != null) {
                json.writeStringField("signing", head.signing());
            }
            json.writeStringField("java", head.java());
            json.writeStringField("date", head.date());
            json.writeStringField("tool", head.tool());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter has none
        }
        return text.toString();
    }
}
