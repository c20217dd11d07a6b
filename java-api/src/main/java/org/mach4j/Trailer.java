// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

/**
 * What the kernel adds to a message when it is received ({@code mach_msg_context_trailer_t}, spec 00 §5).
 *
 * @param sequenceNumber of the message in its port, beginning with 0
 * @param senderUserId effective user id of the sender, from the security token
 * @param senderGroupId effective group id of the sender, from the security token
 * @param sender who sent it
 * @param context what the receiver has put on the port ({@link ReceiveRight#setContext})
 */
public record Trailer(int sequenceNumber, int senderUserId, int senderGroupId, AuditToken sender, long context) {
    private static final AuditToken KERNEL = new AuditToken(0, 0, 0, 0, 0, 0, 0, 0);

    /** Whether the kernel itself sent the message: no task can forge that. */
    public boolean isFromKernel() {
        return senderUserId == 0 && senderGroupId == 1 && sender.equals(KERNEL);
    }
}
