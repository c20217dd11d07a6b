// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.stress;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.util.Random;

/** The choices of a program, made by a fuzzer; all the first ones once its bytes are used up. */
final class Choices extends Random {
    private static final long serialVersionUID = 1;

    private final transient FuzzedDataProvider data;

    Choices(FuzzedDataProvider data) {
        this.data = data;
    }

    @Override
    protected int next(int bits) {
        return data.consumeInt() >>> (Integer.SIZE - bits);
    }

    /** With as few bytes as hold the choice, so that the fuzzer's change of one byte changes one choice. */
    @Override
    public int nextInt(int bound) {
        return data.consumeInt(0, bound - 1);
    }

    @Override
    public boolean nextBoolean() {
        return data.consumeBoolean();
    }

    @Override
    public long nextLong() {
        return data.consumeLong();
    }

    @Override
    public void nextBytes(byte[] bytes) {
        byte[] some = data.consumeBytes(bytes.length);
        System.arraycopy(some, 0, bytes, 0, some.length);
    }
}
