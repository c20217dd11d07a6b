// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Replies as MIG's servers send them (spec 06 §3.4, §3.7), and messages that are waited for elsewhere. */
final class Replies {
    /** From a request's id to its reply's. */
    static final int OFFSET = 100;
    /** The NDR record of a little-endian machine, as one number. */
    static final long NDR = 0x1_0000_0000L;

    private Replies() {}

    /** What brings a message, on a thread of the executor. A message that nobody can take any more is closed. */
    static CompletableFuture<Message> async(Supplier<Message> source, Executor executor) {
        CompletableFuture<Message> future = new CompletableFuture<>();
        executor.execute(() -> {
            try {
                Message message = source.get();
                if (!future.complete(message)) {
                    message.close();
                }
            } catch (RuntimeException | Error e) {
                future.completeExceptionally(e);
            }
        });
        return future;
    }

    /**
     * Sends a reply. A client that is gone, or that gave a send right and lets its queue fill, gets nothing; the reply is
     * destroyed.
     */
    static void send(MessageBuilder reply) {
        try {
            if (reply.isToSendOnce()) {
                reply.send();
            } else {
                reply.send(Duration.ZERO);
            }
        } catch (MachException e) {
            reply.close();
            if (!MachServer.isClientGone(e.code())) {
                throw e;
            }
        }
    }
}
