// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.stress;

import static org.mach4j.abi.MachMessage.MACH_MSGH_BITS_COMPLEX;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_COPY_SEND;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_MOVE_RECEIVE;
import static org.mach4j.abi.MachMessage.MACH_RCV_INTERRUPT;
import static org.mach4j.abi.MachMessage.MACH_RCV_MSG;
import static org.mach4j.abi.MachMessage.MACH_RCV_OVERWRITE;
import static org.mach4j.abi.MachMessage.MACH_RCV_TIMEOUT;
import static org.mach4j.abi.MachMessage.MACH_SEND_INTERRUPT;
import static org.mach4j.abi.MachMessage.MACH_SEND_MSG;
import static org.mach4j.abi.MachMessage.MACH_SEND_TIMEOUT;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.Collectors;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.sim.SimulatedTask;
import org.mach4j.sim.ipc.SimulatedPanic;
import org.mach4j.spi.MachCalls;

/**
 * A program that makes any call with any arguments: names that exist and names that do not, addresses of its memory and
 * beside it, sizes at the limits, messages nearly right and not at all. Arrays for results have room, as C's have to.
 */
final class HostileProgram {
    private static final int BUFFER = 4096;
    private static final int ROOM = 64;
    private static final int OOL_LIMIT = 1 << 24;
    private static final int NAMES = 64;

    /** All calls of the interface, in a fixed order; {@code mach_msg} stands for more of them. */
    private static final Method[] CALLS = Arrays.stream(MachCalls.class.getMethods())
            .filter(m -> !Modifier.isStatic(m.getModifiers()))
            .sorted(Comparator.comparing(Method::getName).thenComparing(Method::getParameterCount))
            .toArray(Method[]::new);

    private static final int[] EDGES = {
        0,
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        8,
        9,
        10,
        16,
        17,
        20,
        23,
        24,
        25,
        28,
        31,
        32,
        36,
        40,
        64,
        68,
        100,
        255,
        256,
        1023,
        1024,
        1025,
        4095,
        4096,
        4097,
        65535,
        65536,
        0x7ffffffe,
        0x7fffffff,
        0x80000000,
        0x80000001,
        -256,
        -68,
        -24,
        -8,
        -4,
        -3,
        -2,
        -1,
        0x00ffffff,
        0x01000000,
        50331572,
        50331576,
        50331580,
        50331584
    };
    private static final int[] REQUESTS = {
        200, 201, 202, 222, 412, 413, 3200, 3201, 3202, 3203, 3204, 3205, 3206, 3207, 3208, 3209, 3210, 3211, 3212,
        3213, 3214, 3215, 3216, 3217, 3218, 3219, 3220, 3221, 3222, 3223, 3224, 3225, 3226, 3227, 3228, 3229, 3230,
        3231, 3232, 3233, 3234, 3401, 3403, 3404, 3405, 3409, 3410, 3612, 3613, 3616, 3617, 3618, 3619, 3801, 3802,
        4800, 4801, 64, 65, 66, 69, 70, 71, 72, 0, -1
    };

    private final Random random;
    private final SimulatedTask task;
    private final SimulatedTask peer;
    private final long buffer;
    private final ByteBuffer bytes;
    private final int[] names = new int[NAMES];
    private final long[] addresses = new long[8];
    /** What the next call is, for the report. */
    private volatile String call = "";

    HostileProgram(SimulatedKernel kernel, Random random) {
        this.random = random;
        this.task = kernel.createTask("hostile");
        this.peer = kernel.createTask("peer");
        this.buffer = task.memory().allocate(BUFFER);
        this.bytes = task.memory().buffer(buffer, BUFFER);
        int[] name = new int[1];
        kernel.copyRight(peer, peer.calls().mach_task_self(), MACH_MSG_TYPE_COPY_SEND, task, name);
        MachCalls calls = task.calls();
        int self = calls.mach_task_self();
        for (int i = 0; i < NAMES; i++) {
            switch (i % 8) {
                case 0, 1, 2 -> calls.mach_port_allocate(self, 1, name);
                case 3 -> calls.mach_port_allocate(self, 3, name);
                case 4 -> calls.mach_port_allocate(self, 4, name);
                case 5 -> name[0] = i > 16 ? name[0] : calls.mach_thread_self();
                case 6 -> name[0] = i > 16 ? name[0] : calls.mach_host_self();
                default -> name[0] = self;
            }
            names[i] = name[0];
            if (i % 8 < 2) {
                calls.mach_port_insert_right(self, name[0], name[0], 20);
            }
        }
        for (int i = 0; i < addresses.length; i++) {
            long[] address = new long[1];
            calls.mach_vm_allocate(self, address, 4096L << i, 1);
            addresses[i] = address[0];
        }
    }

    SimulatedTask task() {
        return task;
    }

    String call() {
        return call;
    }

    /** Makes one call; throws what the call threw but for the panics that the specification states. */
    void step() throws Throwable {
        Method method = random.nextInt(3) == 0 ? mostImportant() : CALLS[random.nextInt(CALLS.length)];
        scribble();
        Object[] arguments = arguments(method);
        call = method.getName()
                + Arrays.stream(arguments).map(HostileProgram::text).collect(Collectors.joining(", ", "(", ")"))
                + " message " + head();
        try {
            method.invoke(task.calls(), arguments);
        } catch (InvocationTargetException e) {
            if (!(e.getCause() instanceof SimulatedPanic)) {
                throw e.getCause();
            }
        }
        for (Object argument : arguments) {
            if (argument instanceof int[] words) {
                names[random.nextInt(NAMES)] = words[0];
            } else if (argument instanceof long[] longs) {
                addresses[random.nextInt(addresses.length)] = longs[0];
            }
        }
        if (random.nextBoolean()) {
            names[random.nextInt(NAMES)] = bytes.getInt(8);
        }
        call = "";
    }

    private static Method mostImportant() {
        return Arrays.stream(CALLS)
                .filter(m -> m.getName().equals("mach_msg_overwrite"))
                .findFirst()
                .orElseThrow();
    }

    private static String text(Object argument) {
        return argument instanceof int[] words
                ? "[" + words[0] + "..]"
                : argument instanceof long[] longs
                        ? "[" + longs[0] + "..]"
                        : argument instanceof byte[] ? "[]" : "" + argument;
    }

    private String head() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 80; i += 4) {
            text.append(Integer.toHexString(bytes.getInt(i))).append(' ');
        }
        return text.toString();
    }

    private int name() {
        return random.nextInt(12) == 0 ? number() : names[random.nextInt(NAMES)];
    }

    private int number() {
        return random.nextInt(8) == 0 ? random.nextInt() : EDGES[random.nextInt(EDGES.length)];
    }

    private long address() {
        return switch (random.nextInt(10)) {
            case 0 -> random.nextLong();
            case 1 -> number();
            case 2 -> -1L - random.nextInt(64);
            case 3 -> Long.MAX_VALUE - random.nextInt(64);
            case 4 -> buffer + BUFFER - random.nextInt(64);
            case 5, 6 -> addresses[random.nextInt(addresses.length)] + random.nextInt(16384);
            default -> buffer + random.nextInt(256);
        };
    }

    /** Sizes of memory: what is mapped stays small, or a test would need gigabytes. */
    private long size() {
        return switch (random.nextInt(6)) {
            case 0 -> random.nextLong() | Long.MIN_VALUE;
            case 1 -> -1L - random.nextInt(5000);
            default -> random.nextInt(random.nextBoolean() ? 20_000 : OOL_LIMIT);
        };
    }

    /** A message, nearly right or not, at the start of the buffer. */
    private void scribble() {
        int kind = random.nextInt(8);
        if (kind == 0) {
            byte[] noise = new byte[256];
            random.nextBytes(noise);
            bytes.put(0, noise);
            return;
        }
        boolean complex = random.nextBoolean();
        int remoteType = random.nextInt(4) == 0 ? random.nextInt(32) : 17 + random.nextInt(5);
        int localType = random.nextInt(3) == 0 ? random.nextInt(32) : random.nextBoolean() ? 0 : 21;
        bytes.putInt(0, remoteType | localType << 8 | (complex ? MACH_MSGH_BITS_COMPLEX : 0));
        bytes.putInt(4, number());
        bytes.putInt(8, name());
        bytes.putInt(12, localType == 0 ? 0 : name());
        bytes.putInt(20, REQUESTS[random.nextInt(REQUESTS.length)]);
        bytes.putInt(24, complex ? (random.nextInt(8) == 0 ? number() : random.nextInt(4)) : number());
        int at = 28;
        for (int i = 0; complex && i < 3; i++) {
            int type = random.nextInt(10) == 0 ? random.nextInt(256) : random.nextInt(4);
            int disposition =
                    random.nextInt(4) == 0 ? random.nextInt(32) : MACH_MSG_TYPE_MOVE_RECEIVE + random.nextInt(6);
            if (type == 1 || type == 2 || type == 3) {
                bytes.putLong(at, address());
                bytes.putInt(at + 8, random.nextInt(2) | random.nextInt(3) << 8 | disposition << 16 | type << 24);
                bytes.putInt(
                        at + 12, type == 2 ? (random.nextInt(4) == 0 ? number() : random.nextInt(6)) : (int) size());
                at += 16;
            } else {
                bytes.putInt(at, name()).putInt(at + 4, number());
                bytes.putInt(at + 8, disposition << 16 | type << 24);
                at += 12;
            }
        }
        for (; at < 128; at += 4) {
            bytes.putInt(at, random.nextInt(3) == 0 ? name() : number());
        }
        if (kind == 1) {
            for (int i = 0; i < 4; i++) {
                bytes.put(random.nextInt(128), (byte) random.nextInt());
            }
        }
    }

    private Object[] arguments(Method method) {
        Parameter[] parameters = method.getParameters();
        Object[] arguments = new Object[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            arguments[i] = argument(parameters[i].getType(), i);
        }
        if (method.getName().startsWith("mach_msg") && parameters.length > 1) {
            arguments[0] = random.nextInt(8) == 0 ? address() : buffer;
            int option = random.nextInt(4) == 0
                    ? random.nextInt()
                    : MACH_SEND_MSG | (random.nextBoolean() ? MACH_RCV_MSG : 0);
            // Waits end: by their time-out, or by an abort that the library does not hide.
            option |= random.nextInt(8) == 0 ? 0 : MACH_SEND_TIMEOUT | MACH_RCV_TIMEOUT;
            option |= MACH_SEND_INTERRUPT | MACH_RCV_INTERRUPT;
            option &= random.nextInt(50) == 0 ? -1 : ~MACH_RCV_OVERWRITE;
            arguments[1] = option;
            arguments[2] = random.nextInt(4) == 0 ? number() : 24 + 4 * random.nextInt(20);
            arguments[3] = random.nextInt(4) == 0 ? number() : random.nextInt(512);
            arguments[4] = name();
            arguments[5] = random.nextInt(2);
            if (parameters.length > 7) {
                arguments[7] = random.nextInt(4) == 0 ? address() : 0;
            }
        } else if (parameters.length > 0
                && method.getName().matches("mach_port_.*|(mach_)?vm_.*|task_.*|mach_ports_.*")) {
            arguments[0] = random.nextInt(8) == 0 ? name() : task.calls().mach_task_self();
        }
        return arguments;
    }

    private Object argument(Class<?> type, int position) {
        if (type == int.class) {
            return position == 1 || random.nextInt(3) == 0 ? name() : number();
        }
        if (type == long.class) {
            return position == 2 ? size() : address();
        }
        if (type == boolean.class) {
            return random.nextBoolean();
        }
        if (type == int[].class) {
            int[] words = new int[ROOM];
            for (int i = 0; i < 4; i++) {
                // An array's count in front of it says at most how long it is.
                words[i] = random.nextBoolean() ? random.nextInt(ROOM) : number();
            }
            return words;
        }
        if (type == long[].class) {
            return new long[] {address(), size()};
        }
        if (type == byte[].class) {
            return new byte[256];
        }
        if (type == String.class) {
            char[] chars = new char[random.nextInt(4) == 0 ? random.nextInt(300) : random.nextInt(20)];
            for (int i = 0; i < chars.length; i++) {
                chars[i] = (char) (random.nextInt(4) == 0 ? random.nextInt(0x10000) : 'a' + random.nextInt(26));
            }
            return new String(chars);
        }
        throw new IllegalArgumentException("what is a " + type);
    }
}
