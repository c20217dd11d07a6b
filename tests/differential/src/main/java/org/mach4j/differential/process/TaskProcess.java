// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.mach4j.differential.cli.Main;

/** The near end of a {@link TaskServer}: asks, and waits for the reply, the end of the process, or the end of patience. */
final class TaskProcess implements AutoCloseable {
    private static final String END = "";
    private static final int SIGNAL_BASE = 128;
    private static final long LEAVE_SECONDS = 10;

    private final OutputStream requests;
    private final BlockingQueue<String> replies = new LinkedBlockingQueue<>();
    private final Supplier<String> howItEnded;
    private final Runnable kill;

    /** The process ended instead of replying. */
    static final class EndedException extends Exception {
        private static final long serialVersionUID = 1L;

        EndedException(String how) {
            super(how);
        }
    }

    /**
     * Speaks over streams.
     *
     * @param howItEnded says so when there are no more replies
     * @param kill ends it, however busy it is
     */
    TaskProcess(InputStream replies, OutputStream requests, Supplier<String> howItEnded, Runnable kill) {
        this.requests = requests;
        this.howItEnded = howItEnded;
        this.kill = kill;
        Thread reader = new Thread(() -> read(replies), "replies of a task");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(InputStream stream) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                replies.add(line);
            }
        } catch (IOException e) {
            // A stream that breaks is one that has ended.
            replies.add(END);
            return;
        }
        replies.add(END);
    }

    /** Starts a process of this program on a kernel as the command line names it. */
    static TaskProcess start(String kernel) throws IOException {
        return start(Main.class, "task", kernel);
    }

    /** Starts a program in a JVM like this one. */
    static TaskProcess start(Class<?> program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.add("-XX:TieredStopAtLevel=1");
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-Dmach4j."))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new TaskProcess(
                process.getInputStream(), process.getOutputStream(), () -> how(process), process::destroyForcibly);
    }

    private static String how(Process process) {
        try {
            if (!process.waitFor(LEAVE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "closed its output";
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "unknown";
        }
        int status = process.exitValue();
        return status > SIGNAL_BASE ? "signal " + (status - SIGNAL_BASE) : "exit " + status;
    }

    /**
     * Asks, and waits.
     *
     * @return the reply
     * @throws EndedException where the process ended instead, with how
     * @throws TimeoutException after {@code limit}
     * @throws IllegalStateException where the reply is an error
     */
    String ask(String request, Duration limit) throws EndedException, InterruptedException, TimeoutException {
        try {
            requests.write((request + "\n").getBytes(StandardCharsets.UTF_8));
            requests.flush();
        } catch (IOException e) {
            throw ended();
        }
        String reply = replies.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (reply == null) {
            throw new TimeoutException("no reply to " + request);
        }
        if (reply.equals(END)) {
            throw ended();
        }
        if (reply.startsWith("error ")) {
            throw new IllegalStateException(request.split(" ", 2)[0] + ": " + reply.substring("error ".length()));
        }
        return reply;
    }

    private EndedException ended() {
        replies.add(END); // for whoever asks again
        return new EndedException(howItEnded.get());
    }

    /** Ends the process. */
    @Override
    public void close() {
        kill.run();
    }
}
