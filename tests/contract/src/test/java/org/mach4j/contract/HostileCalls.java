// SPDX-License-Identifier: Apache-2.0
package org.mach4j.contract;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mach4j.libsystem.LibSystem;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.sim.SimulatedTask;
import org.mach4j.spi.HostMemory;
import org.mach4j.standin.Standin;

/**
 * A program for a JVM of its own: {@code HostileCalls COUNT SEED} calls any C function of the stand-in with any arguments, so many times,
 * and then prints {@value #SURVIVED}. Pointers are bad ones, or point into one area with a page behind it that nobody may touch: what a
 * call writes where it was told to write is no fault of the stand-in. Waits are aborted; a task whose call goes on waiting all the same
 * is ended, and the next one takes its place.
 */
final class HostileCalls {
    static final String SURVIVED = "survived";

    private static final int AREA = 1 << 20;
    private static final int PAGE = 4096;
    private static final int CALLS_PER_TASK = 2000;
    private static final long LOOK_MILLIS = 1;
    private static final int PATIENCE = 3;

    private static final int SEND_TIMEOUT = 0x10;
    private static final int RCV_TIMEOUT = 0x100;
    /** A scatter list for received memory panics the kernel (spec 02), and this program is not about that. */
    private static final int RCV_OVERWRITE = 0x1000;

    private static final int[] WORDS = {
        0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 24, 64, 69, 255, 4096, -1, Integer.MIN_VALUE, Integer.MAX_VALUE
    };
    private static final long[] BAD = {
        0, 0x10, -1, -8, Long.MIN_VALUE, Long.MAX_VALUE, 0x7fff_ffff_f000L, 0xffff_8000_0000_0000L
    };

    private final SplittableRandom random;
    private final Standin standin = Standin.load();
    private final HostMemory memory = standin.memory();
    private final SimulatedKernel kernel = SimulatedKernel.create();
    private final List<Method> functions = Stream.of(LibSystem.class.getMethods())
            .sorted(Comparator.comparing(Method::getName))
            .toList();
    private final NativeLibrary library =
            NativeLibrary.getInstance(standin.path().toString());
    private final long area;
    private final ByteBuffer bytes;
    private volatile @Nullable SimulatedTask task;
    private int succeeded;

    private HostileCalls(long seed) {
        random = new SplittableRandom(seed);
        area = memory.map(0, AREA + PAGE);
        memory.protect(area + AREA, PAGE, 0);
        bytes = memory.view(area, AREA).order(ByteOrder.LITTLE_ENDIAN);
    }

    public static void main(String[] arguments) {
        HostileCalls calls = new HostileCalls(Long.parseLong(arguments[1]));
        calls.run(Integer.parseInt(arguments[0]));
        System.out.println(calls.succeeded + " calls succeeded");
        System.out.println(SURVIVED);
        System.exit(calls.succeeded > 0 ? 0 : 1);
    }

    private void run(int count) {
        Thread caller = Thread.currentThread();
        Thread watch = new Thread(() -> watch(caller), "watch");
        watch.setDaemon(true);
        watch.start();
        for (int i = 0; i < count; i++) {
            SimulatedTask current = task;
            if (i % CALLS_PER_TASK == 0 || current == null || current.isTerminated()) {
                if (current != null && !current.isTerminated()) {
                    kernel.terminate(current);
                }
                SimulatedTask next = kernel.createTask("hostile", memory);
                standin.install(next);
                task = next;
            }
            call(functions.get(random.nextInt(functions.size())));
        }
    }

    private void watch(Thread caller) {
        int waits = 0;
        while (true) {
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
            SimulatedTask current = task;
            waits = kernel.isBlocked(caller) ? waits + 1 : 0;
            if (waits > PATIENCE && current != null) {
                kernel.terminate(current);
                waits = 0;
            } else if (waits > 0) {
                kernel.abort(caller);
            }
        }
    }

    private void call(Method method) {
        boolean message = method.getName().startsWith("mach_msg");
        Object[] arguments = Arrays.stream(method.getParameterTypes())
                .map(type -> type == int.class ? (Object) word() : (Object) address())
                .toArray();
        if (message) {
            long at = area + random.nextInt(AREA / 8) * 8L;
            writeMessage(at);
            arguments[0] = random.nextInt(8) == 0 ? address() : at;
            if (arguments.length > 1) {
                arguments[1] = ((random.nextInt() & 0xffff) | SEND_TIMEOUT | RCV_TIMEOUT) & ~RCV_OVERWRITE;
            }
        }
        Function function = library.getFunction(method.getName());
        if (method.getReturnType() == void.class) {
            function.invokeVoid(arguments);
        } else if (function.invokeInt(arguments) == 0) {
            succeeded++;
        }
    }

    private int word() {
        return switch (random.nextInt(5)) {
            case 0 -> random.nextInt();
            case 1 -> WORDS[random.nextInt(WORDS.length)];
            case 2 -> bytes.getInt(random.nextInt(AREA / 4) * 4); // a name that was told, perhaps
            case 3 -> 0x103 + random.nextInt(40) * 0x100; // names as kernels make them
            default -> {
                SimulatedTask current = task;
                yield current == null ? 0 : current.calls().mach_task_self();
            }
        };
    }

    private long address() {
        return switch (random.nextInt(4)) {
            case 0 -> BAD[random.nextInt(BAD.length)];
            case 1 -> area + AREA - random.nextInt(64); // over the edge
            default -> area + random.nextInt(AREA);
        };
    }

    private void put(long at, long value, int size) {
        for (int i = 0; i < size; i++) {
            long offset = at - area + i;
            if (offset < AREA) {
                bytes.put((int) offset, (byte) (value >>> (8 * i)));
            }
        }
    }

    /** A header, and descriptors of any kind. */
    private void writeMessage(long at) {
        int dispositions = 16 + random.nextInt(7) | (16 + random.nextInt(7)) << 8;
        put(at, dispositions | (random.nextBoolean() ? Integer.MIN_VALUE : 0), 4);
        put(at + 4, word(), 4);
        put(at + 8, word(), 4);
        put(at + 12, word(), 4);
        put(at + 20, word(), 4);
        int descriptors = random.nextInt(4);
        put(at + 24, random.nextInt(50) == 0 ? word() : descriptors, 4);
        long place = at + 28;
        for (int i = 0; i < descriptors; i++) {
            int type = random.nextInt(5);
            boolean port = type == 0;
            put(place, port ? word() : address(), port ? 4 : 8);
            put(place + 8, random.nextInt(2) | random.nextInt(4) << 8 | (16 + random.nextInt(7)) << 16 | type << 24, 4);
            put(place + 12, word(), 4);
            place += port ? 12 : 16;
        }
    }
}
