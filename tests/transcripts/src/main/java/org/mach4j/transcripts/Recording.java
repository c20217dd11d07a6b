// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPOutputStream;

/**
 * A transcript file in the making. The file itself appears, or is replaced, when the recording is finished, at once and whole;
 * until then what is done stands case by case in a file beside it, {@code NAME.part}, which outlives every failure.
 */
public final class Recording implements Closeable {
    private static final String PART = ".part";

    private final Path file;
    private final Path part;
    private final FileChannel channel;
    private final TranscriptWriter writer;
    private int cases;

    private Recording(Path file, Path part, FileChannel channel, TranscriptWriter writer) {
        this.file = file;
        this.part = part;
        this.channel = channel;
        this.writer = writer;
    }

    /**
     * Begins a recording.
     *
     * @param file to be made or replaced, gzipped where its name ends with {@code .gz}
     * @throws IOException where nothing can be written there; the message names the path
     */
    public static Recording begin(Path file, Head head) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + PART);
        if (Files.isDirectory(file)) {
            throw new IOException("cannot write " + file + ": it is a folder");
        }
        FileChannel channel;
        try {
            channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(
                    part + " holds what an earlier recording had done when it ended early: move it away, or delete it",
                    e);
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "cannot write " + file + ": there is no folder "
                            + file.toAbsolutePath().getParent(),
                    e);
        } catch (IOException e) {
            throw new IOException("cannot write " + file + ": " + reason(e, part), e);
        }
        Recording recording =
                new Recording(file, part, channel, new TranscriptWriter(Channels.newOutputStream(channel)));
        try {
            recording.writer.write(head);
            recording.writer.flush();
        } catch (IOException e) {
            channel.close();
            throw new IOException("cannot write " + part + ": " + reason(e, part), e);
        }
        return recording;
    }

    /** How many cases are in it. */
    public int cases() {
        return cases;
    }

    /**
     * Adds a case; when this returns the case is in the file beside.
     *
     * @throws IOException where it cannot be written, for example because the disk is full; the message says where the cases
     *     before it are
     */
    public void add(Case recorded) throws IOException {
        long before = channel.position();
        try {
            writer.write(recorded);
            writer.flush();
        } catch (IOException e) {
            channel.truncate(before); // half a line helps nobody
            throw new IOException(
                    "cannot write " + recorded.name() + " to " + part + ": " + reason(e, part) + "; the " + cases
                            + " cases before it are there",
                    e);
        }
        cases++;
    }

    /**
     * Ends the recording: the file is there, and the one beside it gone.
     *
     * @throws IOException where it cannot be written; the message says where the cases are
     */
    public void finish() throws IOException {
        channel.force(true);
        channel.close();
        Path whole = part;
        try {
            if (file.toString().endsWith(".gz")) {
                whole = file.resolveSibling(file.getFileName() + ".tmp");
                try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(whole))) {
                    Files.copy(part, out);
                }
            }
            move(whole);
            Files.deleteIfExists(part);
        } catch (IOException e) {
            if (!whole.equals(part)) {
                Files.deleteIfExists(whole);
            }
            throw new IOException(
                    "cannot write " + file + ": " + reason(e, whole) + "; the " + cases + " cases are in " + part, e);
        }
    }

    private void move(Path whole) throws IOException {
        try {
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** What went wrong; the messages of file system exceptions begin with, or only are, the path. */
    private static String reason(IOException e, Path path) {
        String message = e.getMessage();
        if (e instanceof AccessDeniedException) {
            return "access denied";
        }
        if (message == null || message.equals(path.toString())) {
            return e.getClass().getSimpleName();
        }
        return message.startsWith(path + ": ")
                ? message.substring(path.toString().length() + 2)
                : message;
    }

    /** Lets go of the file. What is not finished stays in the file beside. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
