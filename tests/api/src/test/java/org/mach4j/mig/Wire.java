// SPDX-License-Identifier: Apache-2.0
package org.mach4j.mig;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import org.mach4j.spi.MachCalls;
import org.mach4j.spi.MachTask;
import org.mach4j.spi.TaskMemory;

/** A task whose last request and reply can be looked at, as the kernel saw and wrote them. */
final class Wire implements MachTask {
    private final MachTask task;
    private final MachCalls calls;
    volatile String request = "";
    volatile String reply = "";

    Wire(MachTask task) {
        this.task = task;
        this.calls = (MachCalls) Proxy.newProxyInstance(
                Wire.class.getClassLoader(), new Class<?>[] {MachCalls.class}, (proxy, method, arguments) -> {
                    boolean message = method.getName().equals("mach_msg");
                    if (message && ((int) arguments[1] & 1) != 0) {
                        request = draw((long) arguments[0], (int) arguments[2]);
                    }
                    try {
                        Object code = method.invoke(task.calls(), arguments);
                        if (message && ((int) arguments[1] & 2) != 0 && (int) code == 0) {
                            long address = (long) arguments[0];
                            reply = draw(
                                    address, task.memory().buffer(address, 8).getInt(4));
                        }
                        return code;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /**
     * Bits, then id, then everything from offset 24 in hexadecimal; {@code x} for what is nobody's business: names, addresses and
     * padding in descriptors.
     */
    private String draw(long address, int size) {
        ByteBuffer bytes = task.memory().buffer(address, size);
        StringBuilder text = new StringBuilder();
        text.append("%08x %d ".formatted(bytes.getInt(0), bytes.getInt(20)));
        int at = 24;
        if (bytes.getInt(0) < 0) {
            int count = bytes.getInt(24);
            hex(text, bytes, 24, 28);
            at = 28;
            for (int i = 0; i < count; i++) {
                if (bytes.get(at + 11) == 0) {
                    text.append("xxxxxxxxxxxxxxxxxxxx");
                    hex(text, bytes, at + 10, at + 12);
                    at += 12;
                } else {
                    text.append("xxxxxxxxxxxxxxxx");
                    hex(text, bytes, at + 8, at + 16);
                    at += 16;
                }
            }
        }
        hex(text, bytes, at, size);
        return text.toString();
    }

    private static void hex(StringBuilder text, ByteBuffer bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            text.append("%02x".formatted(bytes.get(i)));
        }
    }

    @Override
    public String label() {
        return task.label();
    }

    @Override
    public MachCalls calls() {
        return calls;
    }

    @Override
    public TaskMemory memory() {
        return task.memory();
    }
}
