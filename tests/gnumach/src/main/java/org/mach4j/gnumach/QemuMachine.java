// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** GNU Mach in a QEMU process of this host, emulated: no rights and no {@code /dev/kvm} are needed. */
final class QemuMachine implements Machine {
    /** How the agent is reached. */
    enum Carrier {
        SHARED_MEMORY,
        SERIAL
    }

    /** A machine that had come up, as QEMU saved it; only the same QEMU can take it up again. */
    record SavedState(Path file) {}

    static final String PROGRAM = "qemu-system-i386";

    /** From start to an agent that answers: 2.4 s on an idle machine. */
    static final Duration START_LIMIT = Duration.ofSeconds(60);

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(8);
    private static final int MAGIC = 0x4b414734;

    private final Path directory;
    private final Process process;
    private final Console console;
    private final Area area;
    private final String description;
    private final Thread ender;

    private QemuMachine(Path directory, Process process, Console console, Area area, String description) {
        this.directory = directory;
        this.process = process;
        this.console = console;
        this.area = area;
        this.description = description;
        this.ender = new Thread(this::end, "end QEMU");
        Runtime.getRuntime().addShutdownHook(ender);
    }

    /** Boots a machine. */
    static QemuMachine boot(Carrier carrier) {
        return start(carrier, null, "");
    }

    /** Boots a machine whose agent gives up at once; for the tests of just that. */
    static QemuMachine bootPanicking() {
        return start(Carrier.SHARED_MEMORY, null, "panic");
    }

    /** Takes up a machine where it was saved. */
    static QemuMachine resume(SavedState state) {
        return start(Carrier.SHARED_MEMORY, state, "");
    }

    private static QemuMachine start(Carrier carrier, @Nullable SavedState state, String word) {
        Process process = null;
        Path directory = null;
        try {
            directory = temporaryDirectory();
            AgentImage.put(directory);
            Path shared = directory.resolve("area");
            try (RandomAccessFile file = new RandomAccessFile(shared.toFile(), "rw")) {
                file.setLength(AREA_SIZE);
            }
            List<String> command = new ArrayList<>(List.of(PROGRAM));
            command.addAll(arguments(KernelImage.place(), Path.of("agent.elf"), Path.of("area"), carrier, word));
            command.addAll(List.of("-qmp", "unix:qmp,server=on,wait=off"));
            if (carrier == Carrier.SERIAL) {
                command.addAll(List.of("-serial", "unix:line,server=on,wait=off"));
            }
            if (state != null) {
                Files.copy(state.file(), directory.resolve("state"), StandardCopyOption.REPLACE_EXISTING);
                command.addAll(List.of("-incoming", "exec:cat state"));
            }
            process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("qemu.log").toFile())
                    .start();
            Console console = new Console(directory.resolve("console"));
            if (state != null) {
                try (Qmp qmp = Qmp.connect(directory.resolve("qmp"), process)) {
                    qmp.awaitStatus("paused");
                    qmp.execute("cont");
                }
            }
            Area area = carrier == Carrier.SHARED_MEMORY
                    ? new SharedArea(shared)
                    : new SerialArea(connect(directory.resolve("line"), process), ANSWER_LIMIT);
            QemuMachine machine =
                    new QemuMachine(directory, process, console, area, "GNU Mach 1.8 in QEMU (" + carrier + ")");
            machine.awaitAgent(carrier);
            return machine;
        } catch (IOException | RuntimeException e) {
            String log = directory == null ? "" : logOf(directory);
            if (process != null) {
                process.destroyForcibly();
            }
            if (directory != null) {
                delete(directory);
            }
            throw new GnuMachException("GNU Mach did not start: " + e.getMessage() + log, e);
        }
    }

    /** What QEMU is told, but for control and the serial line of the agent; the container's QEMU is told the same. */
    static List<String> arguments(Path kernel, Path agent, Path shared, Carrier carrier, String word) {
        String option = carrier == Carrier.SERIAL ? " serial" : word.isEmpty() ? "" : " " + word;
        List<String> arguments = new ArrayList<>(List.of(
                "-nodefaults",
                "-m",
                "32",
                "-display",
                "none",
                "-no-reboot",
                "-monitor",
                "none",
                "-accel",
                "tcg",
                "-kernel",
                kernel.toString(),
                "-append",
                "console=com0",
                // A boot script of this kernel: make a task, give it the two privileged ports, run it.
                "-initrd",
                agent + " ${host-port} ${device-port}" + option + " $(task-create) $(task-resume)",
                "-serial",
                "file:console"));
        if (carrier == Carrier.SHARED_MEMORY) {
            arguments.addAll(List.of(
                    "-object",
                    "memory-backend-file,id=area,share=on,mem-path=" + shared + ",size=" + AREA_SIZE,
                    // master: the area belongs to this machine, so that its state can be saved
                    "-device",
                    "ivshmem-plain,memdev=area,master=on"));
        }
        return arguments;
    }

    /** On memory where there is such a place: the area is a file that both sides poll. */
    static Path temporaryDirectory() throws IOException {
        Path memory = Path.of("/dev/shm");
        return Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "mach4j-gnumach")
                : Files.createTempDirectory("mach4j-gnumach");
    }

    private static SocketChannel connect(Path socket, Process process) throws IOException {
        return Qmp.connectSocket(socket, process);
    }

    private void awaitAgent(Carrier carrier) {
        if (carrier == Carrier.SERIAL) {
            awaitReadyLine();
        }
        awaitMagic(this);
    }

    /** On the serial line bytes sent before the agent has set it up are lost: the console tells. */
    private void awaitReadyLine() {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!console.tail().contains("agent: ready")) {
            checkStart(this, deadline);
        }
    }

    static void awaitMagic(Machine machine) {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (machine.area().word(0) != MAGIC) {
            checkStart(machine, deadline);
        }
    }

    private static void checkStart(Machine machine, long deadline) {
        String failure = machine.failure();
        if (failure == null && System.nanoTime() - deadline > 0) {
            failure = "no sign of the agent within " + START_LIMIT.toSeconds() + " s";
        }
        if (failure != null) {
            String tail = machine.console();
            machine.close();
            throw new GnuMachException(failure + "\n" + tail);
        }
        LockSupport.parkNanos(5_000_000);
    }

    /** Saves the state of the machine, which ends with this. */
    SavedState save(Path file) {
        try (Qmp qmp = Qmp.connect(directory.resolve("qmp"), process)) {
            qmp.execute("stop");
            qmp.execute("migrate", "{\"uri\":\"exec:cat > saved\"}");
            qmp.awaitStatus("postmigrate");
            Files.copy(directory.resolve("saved"), file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new GnuMachException("cannot save the machine's state", e);
        } finally {
            close();
        }
        return new SavedState(file);
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public Area area() {
        return area;
    }

    @Override
    public @Nullable String failure() {
        if (!process.isAlive()) {
            return "QEMU has ended with status " + process.exitValue() + logOf(directory);
        }
        return console.panic();
    }

    @Override
    public String console() {
        return console.tail();
    }

    /** The process, for tests that kill it. */
    Process process() {
        return process;
    }

    private static String logOf(Path directory) {
        try {
            Path log = directory.resolve("qemu.log");
            String text = Files.exists(log) ? Files.readString(log).strip() : "";
            return text.isEmpty() ? "" : "\nQEMU said: " + text;
        } catch (IOException e) {
            return "\nQEMU's log cannot be read: " + e;
        }
    }

    /** Ends QEMU; its files go, too. */
    private void end() {
        process.destroyForcibly();
        boolean interrupted = Thread.interrupted();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        area.close();
        delete(directory);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(ender);
        } catch (IllegalStateException e) {
            return; // the JVM is ending, and the hook does this
        }
        end();
    }

    static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new GnuMachException("cannot delete " + directory, e);
        }
    }
}
