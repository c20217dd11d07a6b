// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.fuzz;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Properties;
import java.util.stream.Collectors;
import org.mach4j.differential.Difference;
import org.mach4j.differential.generate.Profile;
import org.mach4j.differential.shrink.JUnitSource;
import org.mach4j.transcripts.TranscriptWriter;

/**
 * The folder of a run: how far it has come, so that it can be gone on with, and each difference as a transcript. A file is there whole
 * or not at all.
 */
public final class RunFolder {
    private static final String STATE = "run.properties";

    private final Path folder;

    private RunFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * What a run is about.
     *
     * @param left the kernel on which the programs are made
     * @param programs how many there are to be
     */
    public record Run(String left, String right, Plan plan, long programs, Progress progress) {
        /** The same run, further on. */
        public Run at(Progress reached) {
            return new Run(left, right, plan, programs, reached);
        }
    }

    /** A folder for a new run; it may be there, but must hold no other run. */
    public static RunFolder make(Path folder, Run run) throws IOException {
        try {
            Files.createDirectories(folder);
        } catch (FileSystemException e) {
            throw new IOException("cannot make " + folder + ": " + why(e), e);
        }
        if (Files.exists(folder.resolve(STATE))) {
            throw new IOException(folder + " holds a run already: go on with it by --resume, or name another folder");
        }
        RunFolder made = new RunFolder(folder);
        made.save(run);
        return made;
    }

    /** The folder of a run that was begun. */
    public static RunFolder open(Path folder) {
        return new RunFolder(folder);
    }

    /** The path. */
    public Path path() {
        return folder;
    }

    /** How far the run has come. */
    public Run load() throws IOException {
        Path file = folder.resolve(STATE);
        Properties state = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            state.load(reader);
        } catch (NoSuchFileException e) {
            throw new IOException(folder + " holds no run: there is no " + STATE, e);
        }
        try {
            Plan plan = new Plan(
                    Arrays.stream(text(state, "profiles").split(","))
                            .map(Profile::of)
                            .toList(),
                    number(state, "seed"));
            Progress progress = new Progress(
                    number(state, "next"), number(state, "passed"), number(state, "failed"), number(state, "not-run"));
            return new Run(text(state, "left"), text(state, "right"), plan, number(state, "programs"), progress);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
    }

    private static String text(Properties state, String key) {
        String value = state.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException("no '" + key + "'");
        }
        return value;
    }

    private static long number(Properties state, String key) {
        return Long.parseLong(text(state, key));
    }

    /** Keeps how far the run has come. */
    public void save(Run run) throws IOException {
        Properties state = new Properties();
        state.setProperty("left", run.left());
        state.setProperty("right", run.right());
        state.setProperty(
                "profiles", run.plan().profiles().stream().map(Profile::text).collect(Collectors.joining(",")));
        state.setProperty("seed", Long.toString(run.plan().seed()));
        state.setProperty("programs", Long.toString(run.programs()));
        state.setProperty("next", Long.toString(run.progress().next()));
        state.setProperty("passed", Long.toString(run.progress().passed()));
        state.setProperty("failed", Long.toString(run.progress().failed()));
        state.setProperty("not-run", Long.toString(run.progress().notRun()));
        StringWriter text = new StringWriter();
        state.store(text, "a run of mach4j fuzz: go on with it by mach4j fuzz --resume");
        write(STATE, text.toString());
    }

    /**
     * Keeps a difference: {@code NAME.jsonl} for {@code mach4j replay}, {@code NAME-whole.jsonl} as it was made, {@code NAME.txt} with both
     * answers, and a test.
     *
     * @param shown both answers as text
     * @return the transcript of the small program
     */
    public Path save(Difference whole, Difference small, String shown, String right) throws IOException {
        String name = small.program().name();
        write(name + "-whole.jsonl", TranscriptWriter.toJson(whole.program()) + "\n");
        write(name + ".txt", shown + "\n");
        write(JUnitSource.className(small.program()) + ".java", JUnitSource.of(small, right));
        return write(name + ".jsonl", TranscriptWriter.toJson(small.program()) + "\n");
    }

    /** Writes a text of several lines. */
    public Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Path part = folder.resolve(name + ".part");
        try {
            Files.writeString(part, text, StandardCharsets.UTF_8);
            return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new IOException("cannot write " + file + ": " + why(e) + "; what was saved before is whole", e);
        }
    }

    private static String why(IOException failure) {
        if (failure instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        return failure.getMessage() == null || failure instanceof FileSystemException
                ? failure.getClass().getSimpleName()
                : failure.getMessage();
    }
}
