// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import com.github.dockerjava.api.model.WaitResponse;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.ImageFromDockerfile;

/**
 * GNU Mach in a QEMU in a container, which has no rights, no network and no device: the area and the console are files of a
 * directory that host and container share.
 */
final class ContainerMachine implements Machine {
    private static final String INSIDE = "/machine";
    private static final long MEMORY = 512L << 20;

    private final Path directory;
    private final GenericContainer<?> container;
    private final Area area;
    private final Console console;
    private volatile @Nullable Integer status;

    private ContainerMachine(Path directory, GenericContainer<?> container) {
        this.directory = directory;
        this.container = container;
        this.area = new SharedArea(directory.resolve("area"));
        this.console = new Console(directory.resolve("console"));
        docker().waitContainerCmd(container.getContainerId()).exec(new WaitContainerResultCallback() {
            @Override
            public void onNext(WaitResponse ended) {
                status = ended.getStatusCode();
                super.onNext(ended);
            }
        });
    }

    /** Built once by this JVM, of Debian's packages and nothing else (no registry is asked), and removed when the JVM ends. */
    private static final class Image {
        static final ImageFromDockerfile BUILT = new ImageFromDockerfile()
                .withFileFromPath("root.tar", root())
                .withDockerfileFromBuilder(builder -> builder.from("scratch")
                        .add("root.tar", "/")
                        .entryPoint(new String[] {"/usr/bin/" + QemuMachine.PROGRAM}));

        static {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> docker().removeImageCmd(BUILT.getDockerImageName())
                            .withForce(true)
                            .exec()));
        }
    }

    /** Where {@code tests/gnumach/fetch-qemu} has put the file system of the image. */
    private static Path root() {
        return KernelImage.cache().resolve("qemu-root.tar");
    }

    /** Why this cannot work here, in one line; empty where nothing is missing. */
    static Optional<String> obstacle() {
        if (!Files.isReadable(root())) {
            return Optional.of("no " + root() + ": run tests/gnumach/fetch-qemu");
        }
        DockerClientFactory docker = DockerClientFactory.instance();
        if (!docker.isDockerAvailable()) {
            return Optional.of(
                    "no Docker daemon answers: start one, and set DOCKER_HOST where it is not at the usual place");
        }
        String scheme = docker.getTransportConfig().getDockerHost().getScheme();
        if (!scheme.equals("unix")) {
            return Optional.of("the Docker daemon is reached by " + scheme + ": it must share this host's files");
        }
        return Obstacle.toAgent();
    }

    /** Boots a machine. */
    static ContainerMachine boot() {
        return boot("");
    }

    /** Boots a machine whose agent gives up at once; for the tests of just that. */
    static ContainerMachine bootPanicking() {
        return boot("panic");
    }

    private static ContainerMachine boot(String word) {
        Path directory = null;
        GenericContainer<?> container = null;
        try {
            directory = QemuMachine.temporaryDirectory();
            AgentImage.put(directory);
            Files.copy(KernelImage.place(), directory.resolve("kernel"));
            try (RandomAccessFile file =
                    new RandomAccessFile(directory.resolve("area").toFile(), "rw")) {
                file.setLength(AREA_SIZE);
            }
            container = container(directory, word);
            container.start();
            ContainerMachine machine = new ContainerMachine(directory, container);
            QemuMachine.awaitMagic(machine);
            return machine;
        } catch (IOException | ContainerLaunchException e) {
            if (container != null) {
                container.stop();
            }
            if (directory != null) {
                QemuMachine.delete(directory);
            }
            throw new GnuMachException("GNU Mach did not start in a container: " + e.getMessage(), e);
        }
    }

    private static GenericContainer<?> container(Path directory, String word) throws IOException {
        List<String> arguments = QemuMachine.arguments(
                Path.of("kernel"), Path.of("agent.elf"), Path.of("area"), QemuMachine.Carrier.SHARED_MEMORY, word);
        // The files that QEMU writes shall be this user's.
        String user = Files.getAttribute(directory, "unix:uid") + ":" + Files.getAttribute(directory, "unix:gid");
        return new GenericContainer<>(Image.BUILT)
                .withNetworkMode("none")
                .withWorkingDirectory(INSIDE)
                .withCommand(arguments.toArray(String[]::new))
                .withCreateContainerCmdModifier(command -> confine(command.withUser(user), directory));
    }

    private static void confine(CreateContainerCmd command, Path directory) {
        HostConfig host = command.getHostConfig();
        if (host == null) {
            throw new IllegalStateException("a container without a host configuration");
        }
        host.withBinds(new Bind(directory.toString(), new Volume(INSIDE)))
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withReadonlyRootfs(true)
                .withMemory(MEMORY);
    }

    private static DockerClient docker() {
        return DockerClientFactory.instance().client();
    }

    @Override
    public String description() {
        return "GNU Mach 1.8 in QEMU in a container";
    }

    @Override
    public Area area() {
        return area;
    }

    @Override
    public @Nullable String failure() {
        Integer ended = status;
        return ended == null ? console.panic() : "QEMU has ended with status " + ended + log();
    }

    private String log() {
        try {
            String text = container.getLogs().strip();
            return text.isEmpty() ? "" : "\nQEMU said: " + text;
        } catch (DockerException e) {
            return "\nQEMU's log cannot be read: " + e;
        }
    }

    @Override
    public String console() {
        return console.tail();
    }

    /** Ends QEMU as a fault would; for the tests of just that. */
    void kill() {
        docker().killContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void close() {
        container.stop();
        QemuMachine.delete(directory);
    }
}
