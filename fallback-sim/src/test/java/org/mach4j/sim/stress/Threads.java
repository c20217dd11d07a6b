// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.stress;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of threads this JDK has, and what to say where one hangs. */
enum Threads {
    PLATFORM,
    /** From JDK 21 on. */
    VIRTUAL;

    /** For {@code @MethodSource}: a test of virtual threads runs where there are any. */
    static Stream<Threads> available() {
        return Runtime.version().feature() >= 21 ? Stream.of(PLATFORM, VIRTUAL) : Stream.of(PLATFORM);
    }

    /** Makes threads, which do not keep the JVM alive, named by number. */
    ThreadFactory factory(String name) {
        if (this == PLATFORM) {
            int[] number = new int[1];
            return task -> {
                Thread thread = new Thread(task, name + " " + number[0]++);
                thread.setDaemon(true);
                return thread;
            };
        }
        try {
            // Thread.ofVirtual().name(prefix, 0).factory(), which JDK 17 cannot name.
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            builder = type.getMethod("name", String.class, long.class).invoke(builder, name + " ", 0L);
            return (ThreadFactory) type.getMethod("factory").invoke(builder);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("JDK " + Runtime.version() + " has no virtual threads", e);
        }
    }

    /** The stacks of all platform threads and of the given ones. */
    static String dump(Thread... threads) {
        Map<Thread, StackTraceElement[]> stacks = new LinkedHashMap<>(Thread.getAllStackTraces());
        for (Thread thread : threads) {
            stacks.put(thread, thread.getStackTrace());
        }
        return stacks.entrySet().stream()
                .map(e -> e.getKey() + " " + e.getKey().getState() + "\n\t"
                        + Arrays.stream(e.getValue())
                                .map(StackTraceElement::toString)
                                .collect(Collectors.joining("\n\t")))
                .collect(Collectors.joining("\n"));
    }

    /** Joins, and fails with a dump of the threads where one does not end in time. */
    static void joinAll(Thread[] threads, int seconds) throws InterruptedException {
        long deadline = System.nanoTime() + seconds * 1_000_000_000L;
        for (Thread thread : threads) {
            thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
            if (thread.isAlive()) {
                throw new AssertionError(thread + " hangs\n" + dump(threads));
            }
        }
    }
}
