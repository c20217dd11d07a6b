// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

/**
 * A call whose inputs are in place: names and addresses looked up, messages and arrays in memory. That part, and telling
 * the answer, are done by the case's own thread, in the program's order, since both use labels; the call between
 * them may be made by another thread.
 */
@FunctionalInterface
interface PreparedCall {
    /** Makes the call. */
    Answer call();

    /** A call that has come back. */
    @FunctionalInterface
    interface Answer {
        /** Tells the answer; this gives labels to what is new in it. */
        Fields tell();
    }
}
