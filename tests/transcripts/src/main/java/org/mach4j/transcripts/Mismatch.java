// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import org.jspecify.annotations.Nullable;

/**
 * One value in which two answers differ.
 *
 * @param path where it stands in the answers, for example {@code buf.descs[0].name}
 * @param recorded in the transcript, or null where it has none there
 * @param answered by the kernel, or null where it has none there
 */
public record Mismatch(
        String path, @Nullable Value recorded, @Nullable Value answered) {}
