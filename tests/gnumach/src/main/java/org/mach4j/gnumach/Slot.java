// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A worker thread of the guest as the host drives it: one batch at a time ({@code struct slot} in {@code agent.c}). Not thread-safe but for {@link #isBusy}. */
final class Slot {
    private static final int DONE = 4;
    private static final int COUNT = 8;
    private static final int COMMANDS = 0x40;

    /** Where the part begins that is free for the host. */
    static final int FREE = 0x2000;

    private static final int FIRST = 0x1000;

    private final Machine machine;
    private final Area area;
    private final int number;
    private final int base;
    private final int guestBase;
    private int request;

    Slot(Machine machine, AgentInfo info, int number) {
        this.machine = machine;
        this.area = machine.area();
        this.number = number;
        this.base = FIRST + number * info.slotSize();
        this.guestBase = info.base() + base;
        this.request = area.word(base + DONE); // what was asked of the slot's worker before is over
        area.word(base, request);
    }

    int number() {
        return number;
    }

    /** The guest's address of a byte of the free part. */
    int address(int offset) {
        return guestBase + FREE + offset;
    }

    void write(int offset, byte[] bytes) {
        area.write(base + FREE + offset, bytes);
    }

    byte[] read(int offset, int length) {
        byte[] bytes = new byte[length];
        area.read(base + FREE + offset, bytes);
        return bytes;
    }

    void start(Batch batch) {
        area.write(base + COMMANDS, batch.bytes());
        area.word(base + COUNT, batch.size());
        request++;
        area.word(base, request);
    }

    /** Whether the worker is not through with its batch. May be asked by any thread. */
    boolean isBusy() {
        return area.word(base + DONE) != area.word(base);
    }

    int result(int command) {
        return area.word(base + COMMANDS + command * Batch.COMMAND_SIZE + Batch.RESULT);
    }

    /**
     * Waits until the batch is done.
     *
     * @param limit how long
     * @param giveUp asked every now and then: whether to wait no longer
     * @return whether it is done; false where given up or the limit has passed
     * @throws GnuMachException where the machine has failed
     */
    boolean await(Duration limit, BooleanSupplier giveUp) {
        long start = System.nanoTime();
        long nextLook = start + 20_000_000;
        for (int round = 0; isBusy(); round++) {
            if (round < 300) {
                Thread.onSpinWait();
                continue;
            }
            LockSupport.parkNanos(round < 2000 ? 10_000 : 200_000);
            long now = System.nanoTime();
            if (now - nextLook > 0) {
                nextLook = now + 20_000_000;
                String failure = machine.failure();
                if (failure != null) {
                    throw new GnuMachException(failure + "\n" + machine.console());
                }
                if (giveUp.getAsBoolean() || now - start > limit.toNanos()) {
                    return !isBusy();
                }
            }
        }
        return true;
    }
}
