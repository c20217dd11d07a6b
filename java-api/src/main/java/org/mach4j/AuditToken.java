// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import java.nio.ByteBuffer;

/**
 * Who sent a message, as the kernel vouches for it ({@code audit_token_t}, spec 00 §5). A process id alone can be reused;
 * with its version it names one program for certain.
 */
public record AuditToken(
        int auditUserId,
        int effectiveUserId,
        int effectiveGroupId,
        int realUserId,
        int realGroupId,
        int processId,
        int sessionId,
        int processVersion) {

    static AuditToken read(ByteBuffer bytes, int at) {
        return new AuditToken(
                bytes.getInt(at),
                bytes.getInt(at + 4),
                bytes.getInt(at + 8),
                bytes.getInt(at + 12),
                bytes.getInt(at + 16),
                bytes.getInt(at + 20),
                bytes.getInt(at + 24),
                bytes.getInt(at + 28));
    }
}
