// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.mach4j.transcripts.Value.Flag;
import org.mach4j.transcripts.Value.Items;
import org.mach4j.transcripts.Value.Num;

/**
 * Writes a transcript file: a case a line, in ASCII, keys in the order in which they were read or put. What a
 * {@link TranscriptReader} read from a file that this wrote is written again byte for byte.
 */
public final class TranscriptWriter implements Closeable {
    static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    private final OutputStream out;

    /** Writes to a stream, which {@link #close} closes. */
    public TranscriptWriter(OutputStream out) {
        this.out = new BufferedOutputStream(out);
    }

    /** Makes or replaces a file, gzipped where its name ends with {@code .gz}. */
    public static TranscriptWriter create(Path file) throws IOException {
        OutputStream out = Files.newOutputStream(file);
        return new TranscriptWriter(file.toString().endsWith(".gz") ? new GZIPOutputStream(out) : out);
    }

    /** Writes how the cases were recorded, before any of them. */
    public void write(Head head) throws IOException {
        out.write(HeadCodec.toJson(head).getBytes(StandardCharsets.US_ASCII));
        out.write('\n');
    }

    /** Hands on to the stream what has been written so far. */
    public void flush() throws IOException {
        out.flush();
    }

    /** Writes one case as the next line. */
    public void write(Case written) throws IOException {
        out.write(toJson(written).getBytes(StandardCharsets.US_ASCII));
        out.write('\n');
    }

    /** A case as one line of JSON, without the line's end. */
    public static String toJson(Case written) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("case", written.name());
            json.writeStringField("kernel", written.kernel());
            json.writeArrayFieldStart("tasks");
            for (String task : written.tasks()) {
                json.writeString(task);
            }
            json.writeEndArray();
            if (written.note() != null) {
                json.writeStringField("note", written.note());
            }
            json.writeArrayFieldStart("steps");
            for (Step step : written.steps()) {
                writeStep(json, step);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter has none
        }
        return text.toString();
    }

    /** A value as JSON. */
    public static String toJson(Value written) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            writeValue(json, written);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter has none
        }
        return text.toString();
    }

    private static void writeStep(JsonGenerator json, Step step) throws IOException {
        json.writeStartObject();
        json.writeStringField("op", step.op().text());
        if (step.task() != null) {
            json.writeStringField("task", step.task());
        }
        if (step.thread() != null) {
            json.writeStringField("thread", step.thread());
        }
        writeEntries(json, step.in());
        if (step.out() != null) {
            json.writeFieldName("out");
            writeValue(json, step.out());
        }
        json.writeEndObject();
    }

    private static void writeEntries(JsonGenerator json, Fields fields) throws IOException {
        for (Map.Entry<String, Value> entry : fields.entries().entrySet()) {
            json.writeFieldName(entry.getKey());
            writeValue(json, entry.getValue());
        }
    }

    private static void writeValue(JsonGenerator json, Value value) throws IOException {
        if (value instanceof Fields fields) {
            json.writeStartObject();
            writeEntries(json, fields);
            json.writeEndObject();
        } else if (value instanceof Items items) {
            json.writeStartArray();
            for (Value item : items.values()) {
                writeValue(json, item);
            }
            json.writeEndArray();
        } else if (value instanceof Num num) {
            if (num.unsigned()) {
                json.writeNumber(new BigInteger(num.toString()));
            } else {
                json.writeNumber(num.bits());
            }
        } else if (value instanceof Flag flag) {
            json.writeBoolean(flag.value());
        } else {
            json.writeString(value.toString());
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
