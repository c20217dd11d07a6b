// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file is no transcript. The message says where, as {@code file:line: what}. */
public final class TranscriptFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    TranscriptFormatException(String source, int line, String what, @Nullable Throwable cause) {
        super(source + ":" + line + ": " + what, cause);
    }
}
