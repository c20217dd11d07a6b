// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

/**
 * Flavors of {@code task_info}: {@code <mach/task_info.h>}.
 */
@CHeader("mach/task_info.h")
public final class TaskInfo {
    /** {@link SecurityTokenLayout}. */
    public static final int TASK_SECURITY_TOKEN = 13;

    /** In words of 4 bytes. */
    public static final int TASK_SECURITY_TOKEN_COUNT = 2;

    /** {@link AuditTokenLayout}. */
    public static final int TASK_AUDIT_TOKEN = 15;

    /** In words of 4 bytes. */
    public static final int TASK_AUDIT_TOKEN_COUNT = 8;

    private TaskInfo() {}
}
