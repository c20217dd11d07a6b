// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import java.util.Optional;
import org.mach4j.abi.KernReturn;
import org.mach4j.abi.MachPort;

/**
 * The state of a port, as its receiver sees it ({@code mach_port_status_t}, spec 00 §11.2).
 *
 * @param portSets how many port sets contain it
 * @param nextSequenceNumber what the next message received will carry
 * @param makeSendCount send rights made since the count was last set
 * @param queueLimit messages that may wait before senders wait
 * @param queued messages waiting
 * @param sendOnceRights send-once rights that exist anywhere
 * @param hasSendRights whether a send right exists anywhere
 * @param portDestroyedRequested whether a port-destroyed notification is registered
 * @param noSendersRequested whether a no-senders notification is registered
 * @param flags {@code MACH_PORT_STATUS_FLAG_*}
 */
public record PortStatus(
        int portSets,
        int nextSequenceNumber,
        int makeSendCount,
        int queueLimit,
        int queued,
        int sendOnceRights,
        boolean hasSendRights,
        boolean portDestroyedRequested,
        boolean noSendersRequested,
        int flags) {
    private static final int WORDS = 10;

    /** What the kernel says of a port now; throws where the task has no receive right of that name. */
    static PortStatus of(Mach mach, int name) {
        int[] words = new int[WORDS];
        mach.check(read(mach, name, words), "mach_port_get_attributes", name);
        return of(words);
    }

    /** As {@link #of(Mach, int)}; empty where the task has no receive right of that name. */
    static Optional<PortStatus> find(Mach mach, int name) {
        int[] words = new int[WORDS];
        return read(mach, name, words) == KernReturn.KERN_SUCCESS ? Optional.of(of(words)) : Optional.empty();
    }

    private static int read(Mach mach, int name, int[] words) {
        int[] count = {words.length};
        return mach.calls()
                .mach_port_get_attributes(mach.task(), name, MachPort.MACH_PORT_RECEIVE_STATUS, words, count);
    }

    private static PortStatus of(int[] words) {
        return new PortStatus(
                words[0],
                words[1],
                words[2],
                words[3],
                words[4],
                words[5],
                words[6] != 0,
                words[7] != 0,
                words[8] != 0,
                words[9]);
    }
}
