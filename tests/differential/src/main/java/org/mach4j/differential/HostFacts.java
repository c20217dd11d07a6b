// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mach4j.libsystem.LibSystemProvider;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.spi.MachKernel;
import org.mach4j.spi.MachProvider;
import org.mach4j.transcripts.Head;

/** What a transcript's head tells of kernel and host. What only macOS has is asked there alone, and left out where it does not answer. */
public final class HostFacts {
    private static final Pattern XNU = Pattern.compile("xnu-[0-9.]+[0-9]");
    private static final long COMMAND_SECONDS = 10;

    private HostFacts() {}

    /** The head of a recording that begins now. */
    public static Head head(MachProvider provider) {
        boolean mac = System.getProperty("os.name").startsWith("Mac");
        boolean host = mac
                && provider instanceof LibSystemProvider
                && System.getProperty(LibSystemProvider.LIBRARY_PROPERTY) == null;
        String description;
        Long guards;
        try (MachKernel kernel = provider.open()) {
            description = kernel.description();
            guards = host ? guards(kernel) : null;
        }
        return new Head(
                host ? xnu() : provider instanceof StandinProvider ? SimulatedKernel.NAME : provider.name(),
                description,
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                mac ? output("sw_vers", "-buildVersion") : null,
                System.getProperty("os.arch"),
                guards,
                mac ? signing() : null,
                Runtime.version() + " (" + System.getProperty("java.vendor") + ")",
                LocalDate.now(ZoneOffset.UTC).toString(),
                "mach4j " + Version.text());
    }

    private static String xnu() {
        String version = output("uname", "-v");
        Matcher matcher = XNU.matcher(version == null ? "" : version);
        return matcher.find() ? matcher.group() : "xnu";
    }

    /** {@code task_get_exc_guard_behavior(mach_task_self(), &behavior)}, which came with xnu-6153. */
    private static @Nullable Long guards(MachKernel kernel) {
        try {
            Function function = NativeLibrary.getInstance("System").getFunction("task_get_exc_guard_behavior");
            int[] behavior = new int[1];
            int code = function.invokeInt(new Object[] {kernel.task().calls().mach_task_self(), behavior});
            return code == 0 ? Integer.toUnsignedLong(behavior[0]) : null;
        } catch (UnsatisfiedLinkError e) {
            return null;
        }
    }

    /** The system's protection, the flags in the signature of the running JVM, and whether Rosetta translates it. */
    private static @Nullable String signing() {
        List<String> known = new ArrayList<>();
        String protection = output("csrutil", "status");
        if (protection != null) {
            known.add(protection.replaceFirst("\\.$", ""));
        }
        String java = ProcessHandle.current().info().command().orElse("");
        String signature = output("codesign", "-dv", java);
        if (signature != null) {
            signature.lines().filter(line -> line.startsWith("CodeDirectory")).forEach(known::add);
        }
        // The command is translated where its parent is.
        if ("1".equals(output("sysctl", "-n", "sysctl.proc_translated"))) {
            known.add("translated by Rosetta");
        }
        return known.isEmpty() ? null : String.join("; ", known);
    }

    /** What a command prints, or null where it fails. */
    private static @Nullable String output(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return null;
            }
            return process.exitValue() == 0 && !text.isEmpty() ? text : null;
        } catch (IOException e) {
            return null; // no such command
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
