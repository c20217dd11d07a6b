// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import java.util.List;

/** Looks at the answers to one program, step by step. */
@FunctionalInterface
public interface Check {
    /**
     * What is wrong with the answer to the next step; empty where the program goes on.
     *
     * @param step of the program, with its recorded answer if there is one
     */
    List<Mismatch> compare(Step step, Fields answered);
}
