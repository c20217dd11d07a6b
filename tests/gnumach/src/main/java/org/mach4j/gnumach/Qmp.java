// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** QEMU's control socket, as far as it is needed here. */
final class Qmp implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SocketChannel socket;
    private final StringBuilder pending = new StringBuilder();
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 14);

    private Qmp(SocketChannel socket) throws IOException {
        this.socket = socket;
        socket.configureBlocking(false);
    }

    static Qmp connect(Path socket, Process process) throws IOException {
        Qmp qmp = new Qmp(connectSocket(socket, process));
        qmp.line(); // the greeting
        qmp.execute("qmp_capabilities");
        return qmp;
    }

    /** Connects to a socket that QEMU makes while it starts. */
    static SocketChannel connectSocket(Path socket, Process process) throws IOException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try {
                if (Files.exists(socket)) {
                    return SocketChannel.open(UnixDomainSocketAddress.of(socket));
                }
            } catch (ConnectException e) {
                if (System.nanoTime() - deadline > 0) {
                    throw e;
                }
            }
            if (!process.isAlive()) {
                throw new SocketException("QEMU has ended with status " + process.exitValue());
            }
            if (System.nanoTime() - deadline > 0) {
                throw new SocketException("QEMU did not make " + socket + " within " + LIMIT.toSeconds() + " s");
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    JsonNode execute(String command) throws IOException {
        return execute(command, "{}");
    }

    JsonNode execute(String command, String arguments) throws IOException {
        ByteBuffer out =
                StandardCharsets.UTF_8.encode("{\"execute\":\"" + command + "\",\"arguments\":" + arguments + "}\n");
        while (out.hasRemaining()) {
            socket.write(out);
        }
        while (true) {
            JsonNode answer = JSON.readTree(line());
            if (answer.has("return")) {
                return answer.get("return");
            }
            if (answer.has("error")) {
                throw new IOException("QEMU on " + command + ": " + answer.get("error"));
            }
            // an event: of no interest
        }
    }

    /** Waits until the machine is in a state of this name. */
    void awaitStatus(String status) throws IOException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        String now = "";
        while (System.nanoTime() - deadline < 0) {
            now = execute("query-status").path("status").asText();
            if (now.equals(status)) {
                return;
            }
            LockSupport.parkNanos(2_000_000);
        }
        throw new IOException("the machine is " + now + ", and not " + status + ", after " + LIMIT.toSeconds() + " s");
    }

    private String line() throws IOException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            int end = pending.indexOf("\n");
            if (end >= 0) {
                String line = pending.substring(0, end);
                pending.delete(0, end + 1);
                return line;
            }
            bytes.clear();
            int count = socket.read(bytes);
            if (count < 0) {
                throw new SocketException("QEMU closed its control socket");
            }
            pending.append(StandardCharsets.UTF_8.decode(bytes.flip()));
            if (count == 0) {
                if (System.nanoTime() - deadline > 0) {
                    throw new SocketException("no answer on QEMU's control socket within " + LIMIT.toSeconds() + " s");
                }
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
