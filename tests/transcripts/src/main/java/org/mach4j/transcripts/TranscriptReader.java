// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a transcript file (FORMAT: JSON Lines, one case a line, UTF-8), plain or gzipped.
 *
 * <p>Strict: an unknown key or operation, a value of the wrong kind, a label of no task or thread, a name used twice or
 * a line that is no case ends the reading with a {@link TranscriptFormatException}.
 */
public final class TranscriptReader implements Closeable {
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build()
            .readerFor(JsonNode.class);

    private final String source;
    private final InputStream in;
    private final Map<String, Integer> lineOfName = new HashMap<>();
    private final byte[] block = new byte[1 << 16];

    /** What of the block has been read from the stream, and what of that has not been used. */
    private int filled;

    private int at;
    private int line;
    private @Nullable Head head;

    /**
     * Reads from a stream, which {@link #close} closes.
     *
     * @param source the stream's name, for messages
     * @param in plain or gzipped, which its first two bytes tell
     */
    public TranscriptReader(String source, InputStream in) throws IOException {
        this.source = source;
        BufferedInputStream buffered = new BufferedInputStream(in);
        buffered.mark(2);
        boolean gzipped = buffered.read() == 0x1f && buffered.read() == 0x8b;
        buffered.reset();
        if (gzipped) {
            try {
                this.in = new GZIPInputStream(buffered, 1 << 16);
            } catch (EOFException | ZipException e) {
                throw new TranscriptFormatException(source, 1, "begins as gzip does, but is not: " + e.getMessage(), e);
            }
        } else {
            this.in = buffered;
        }
    }

    /** Opens a file. */
    public static TranscriptReader open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        try {
            return new TranscriptReader(file.toString(), in);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** Reads all cases of a file. */
    public static List<Case> readAll(Path file) throws IOException {
        return readFile(file).cases();
    }

    /** Reads a whole file. */
    public static Transcript readFile(Path file) throws IOException {
        try (TranscriptReader reader = open(file)) {
            List<Case> cases = reader.readAll();
            return new Transcript(reader.head, cases);
        }
    }

    /**
     * Reads one answer, as {@link TranscriptWriter#toJson(Value)} writes it.
     *
     * @param op the call, for a {@code join} the one that it joins
     * @param tasks the program's
     * @throws IllegalArgumentException where it is none
     */
    public static Fields answer(String json, Op op, List<String> tasks) {
        try {
            return CaseReader.readAnswer(JSON.readTree(json), op, tasks);
        } catch (IOException | CaseReader.BadCaseException e) {
            throw new IllegalArgumentException("no answer to " + op.text() + ": " + e.getMessage(), e);
        }
    }

    /** Reads all further cases. */
    public List<Case> readAll() throws IOException {
        List<Case> cases = new ArrayList<>();
        for (Case next = read(); next != null; next = read()) {
            cases.add(next);
        }
        return cases;
    }

    /** The next case, or null at the end. */
    public @Nullable Case read() throws IOException {
        byte[] text;
        try {
            text = nextLine();
        } catch (EOFException | ZipException e) {
            throw bad("the gzip data is damaged: " + e.getMessage(), e);
        }
        if (text == null) {
            return null;
        }
        JsonNode node = json(text);
        if (line == 1 && node.has(HeadCodec.MARK)) {
            try {
                head = HeadCodec.read(node);
            } catch (IllegalArgumentException e) {
                throw bad("the head: " + e.getMessage(), e);
            }
            return read();
        }
        return parse(node);
    }

    /** How the transcript was recorded: null where it does not tell, or {@link #read} has not been called yet. */
    public @Nullable Head head() {
        return head;
    }

    /** The number of the line last read, from 1. */
    public int line() {
        return line;
    }

    private byte @Nullable [] nextLine() throws IOException {
        line++;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
        while (true) {
            if (at == filled) {
                filled = in.read(block);
                at = 0;
                if (filled < 0) {
                    filled = 0;
                    if (bytes.size() > 0) {
                        return bytes.toByteArray();
                    }
                    line--;
                    return null;
                }
            }
            int end = at;
            while (end < filled && block[end] != '\n') {
                end++;
            }
            bytes.write(block, at, end - at);
            boolean whole = end < filled;
            at = whole ? end + 1 : end;
            if (whole) {
                return bytes.toByteArray();
            }
        }
    }

    private JsonNode json(byte[] text) throws TranscriptFormatException {
        if (text.length >= 3 && text[0] == (byte) 0xef && text[1] == (byte) 0xbb && text[2] == (byte) 0xbf) {
            throw bad("a transcript has no byte-order mark", null);
        }
        JsonNode node;
        try {
            node = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            String column =
                    e.getLocation() == null ? "" : " (column " + e.getLocation().getColumnNr() + ")";
            throw bad("not JSON: " + e.getOriginalMessage() + column, e);
        } catch (IOException e) {
            throw bad("not JSON: " + e.getMessage(), e);
        }
        if (node.isMissingNode()) {
            throw bad("an empty line, where a case was expected", null);
        }
        return node;
    }

    private Case parse(JsonNode node) throws TranscriptFormatException {
        Case read;
        try {
            read = CaseReader.read(node);
        } catch (CaseReader.BadCaseException e) {
            String name = node.path("case").isTextual()
                    ? "case \"" + node.path("case").textValue() + "\", "
                    : "";
            throw bad(name + e.getMessage(), e);
        }
        Integer before = lineOfName.putIfAbsent(read.name(), line);
        if (before != null) {
            throw bad("there is a case \"" + read.name() + "\" already, in line " + before, null);
        }
        return read;
    }

    private TranscriptFormatException bad(String what, @Nullable Throwable cause) {
        return new TranscriptFormatException(source, line, what, cause);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
