// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.report;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;

/** A headless Chromium of this machine. */
final class Chromium {
    /** What Blink calls the schemes. */
    enum Scheme {
        DARK,
        LIGHT
    }

    private static final long LIMIT_SECONDS = 120;

    private final String program;
    private final Path profile;

    /** @param profile an empty folder for what it writes */
    Chromium(Path profile) {
        this.program = Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse("");
        this.profile = profile;
        if (program.isEmpty()) {
            System.out.println(
                    "Reports were not looked at in a browser: there is no chromium on the PATH (apt-get install chromium).");
        }
        Assumptions.assumeFalse(program.isEmpty(), "no chromium on the PATH");
    }

    /** The page as it stands when it is loaded. */
    String dom(Path page) throws IOException, InterruptedException {
        Path dom = Files.createTempFile(profile, "dom", ".html");
        run(dom, "--dump-dom", page.toUri().toString());
        return Files.readString(dom);
    }

    /** The page as it looks. */
    BufferedImage look(Path page, Path image, Scheme scheme) throws IOException, InterruptedException {
        run(
                Files.createTempFile(profile, "look", ".txt"),
                "--blink-settings=preferredColorScheme=" + scheme.ordinal(),
                "--window-size=1120,1600",
                "--screenshot=" + image,
                page.toUri().toString());
        return ImageIO.read(image.toFile());
    }

    private void run(Path output, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                program,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--user-data-dir=" + profile));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("chromium did not end in " + LIMIT_SECONDS + " s");
        }
        if (process.exitValue() != 0) {
            throw new IOException("chromium ended with " + process.exitValue());
        }
    }
}
