// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential;

import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.Outcome;

/**
 * A program that two kernels answered differently.
 *
 * @param program with the answers of the left kernel
 * @param outcome what the right kernel made of it
 */
public record Difference(Case program, Outcome outcome) {}
