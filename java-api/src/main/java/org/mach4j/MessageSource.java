// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What messages are received from: a {@link ReceiveRight} or a {@link PortSet}.
 *
 * <p>A received message is the caller's, to be closed: closing destroys the rights and memory in it that were not taken.
 * Messages of any size are received; nobody needs to know a size beforehand.
 *
 * <p>Several threads may receive from one source; each message goes to one of them.
 */
public sealed interface MessageSource permits ReceiveRight, PortSet {
    /**
     * Waits for the next message.
     *
     * @throws MachInterruptedException where the thread is interrupted; its interrupt status stays set
     * @throws MachException {@code MACH_RCV_PORT_CHANGED} where the right or set is destroyed or moved away meanwhile
     * @throws MalformedMessageException where the message is not laid out as one; it is destroyed
     * @throws IllegalStateException where the right or set is spent
     */
    Message receive();

    /**
     * Waits for the next message at most so long. Interruptions of the call inside the kernel do not prolong it.
     *
     * @throws MachTimeoutException {@code MACH_RCV_TIMED_OUT}
     * @throws MachInterruptedException as {@link #receive()}
     * @throws MachException as {@link #receive()}
     */
    Message receive(Duration timeout);

    /**
     * As {@link #receive()}, on a thread of the executor: with an executor of virtual threads, waiting occupies none of the
     * host's threads on a simulated kernel.
     *
     * @return the message, which belongs to whom takes it from the future; where the future was completed otherwise before, by
     *     cancelling it for one, a message that comes is closed
     */
    default CompletableFuture<Message> receiveAsync(Executor executor) {
        return Replies.async(this::receive, executor);
    }

    /**
     * A message that is there now, or null. Does not wait.
     *
     * @throws MachException as {@link #receive()}
     */
    @Nullable Message poll();
}
