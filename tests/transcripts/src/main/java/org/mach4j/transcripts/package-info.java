// SPDX-License-Identifier: Apache-2.0
/** Programs and one kernel's answers: model, codec, runner and comparison. */
@NullMarked
package org.mach4j.transcripts;

import org.jspecify.annotations.NullMarked;
