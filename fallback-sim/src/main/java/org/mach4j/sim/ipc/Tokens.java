// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

/**
 * Who sent a message: the security and audit tokens of a task (spec 00 §5), as the bytes 12 to 51 of a trailer.
 * Immutable; a message holds its sender's tokens of the moment of sending.
 */
public final class Tokens {
    /** Bytes of both tokens: two and eight words. */
    static final int SIZE = 40;

    /** Kernel: security token {0, 1}, audit token all zero. */
    static final Tokens KERNEL = new Tokens(0, 1, new int[8]);

    private final byte[] bytes = new byte[SIZE];

    private Tokens(int user, int group, int[] audit) {
        Bytes.putInt(bytes, 0, user);
        Bytes.putInt(bytes, 4, group);
        for (int i = 0; i < audit.length; i++) {
            Bytes.putInt(bytes, 8 + 4 * i, audit[i]);
        }
    }

    /** The tokens of a user task. */
    public static Tokens of(int auditUser, int user, int group, int process, int session, int processVersion) {
        return new Tokens(
                user, group, new int[] {auditUser, user, group, user, group, process, session, processVersion});
    }

    /** The effective user id. */
    public int user() {
        return Bytes.getInt(bytes, 0);
    }

    /** The process id. */
    public int process() {
        return Bytes.getInt(bytes, 28);
    }

    /** The two words of the security token. */
    public int[] security() {
        return words(0, 2);
    }

    /** The eight words of the audit token. */
    public int[] audit() {
        return words(8, 8);
    }

    private int[] words(int offset, int count) {
        int[] words = new int[count];
        for (int i = 0; i < count; i++) {
            words[i] = Bytes.getInt(bytes, offset + 4 * i);
        }
        return words;
    }

    void copyTo(byte[] target, int offset, int length) {
        System.arraycopy(bytes, 0, target, offset, length);
    }
}
